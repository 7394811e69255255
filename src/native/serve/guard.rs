//! Who may speak to the server: programs on this machine, and no page of anybody else's.
//!
//! A browser lets every page send requests to every address, and open web sockets to it and read them.
//! It says truthfully from where they come, though, so what comes from elsewhere can be refused.

use super::reply::{Reply, refused};
use axum::http::{HeaderMap, HeaderName, header};

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// Why this request is not looked at, if it is not.
pub(super) fn refusal(headers: &HeaderMap) -> Option<Reply> {
    let mut hosts = headers.get_all(header::HOST).iter();
    let host = match (hosts.next(), hosts.next()) {
        (Some(host), None) => host.to_str().unwrap_or_default(),
        _ => {
            let message = "a request has one Host header";
            return Some(refused(400, "BadRequest", message));
        }
    };
    let forbidden = |message: &str| Some(refused(403, "Forbidden", message));
    // A page of another site that has its name lead here.
    if !is_loopback(host) {
        return forbidden("only for this machine's own names");
    }
    let own = format!("http://{host}");
    let mut origins = headers.get_all(header::ORIGIN).iter();
    let foreign = origins.any(|origin| !origin.as_bytes().eq_ignore_ascii_case(own.as_bytes()));
    let mut sites = headers.get_all(SEC_FETCH_SITE).iter();
    let elsewhere = sites.any(|site| !matches!(site.as_bytes(), b"same-origin" | b"none"));
    if foreign || elsewhere {
        return forbidden("not for pages of other origins");
    }
    None
}

fn is_loopback(host: &str) -> bool {
    let (name, port) = match host.rsplit_once(':') {
        Some((name, port)) if !port.contains(']') => (name, port),
        _ => (host, ""),
    };
    port.bytes().all(|byte| byte.is_ascii_digit())
        && (matches!(name, "127.0.0.1" | "[::1]") || name.eq_ignore_ascii_case("localhost"))
}
