//! curl and wget, and the nginx that answers them.

use crate::cluster::api::Key;
use crate::cluster::api::conditions::phase;
use crate::cluster::api::{Kind, Pod, Service, meta};
use crate::cluster::kubelet::files as container_files;
use crate::kubectl::Output;
use crate::shell::files::Files;
use crate::shell::machine::Effect;
use crate::shell::net;
use crate::sim::World;
use std::sync::Arc;

/// Where nginx keeps its pages.
const ROOT: &str = "/usr/share/nginx/html";

/// An address as it is asked for.
struct Address {
    host: String,
    port: i32,
    path: String,
}

/// What an HTTP server says.
struct Answer {
    status: &'static str,
    body: String,
    server: String,
}

/// Why there is no answer.
enum NoAnswer {
    UnknownHost,
    Refused,
    TimedOut,
}

fn address(url: &str) -> Address {
    let rest = url.strip_prefix("http://").unwrap_or(url);
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    let (host, port) = match host.split_once(':') {
        Some((host, port)) => (host, port.parse().unwrap_or(80)),
        None => (host, 80),
    };
    Address {
        host: host.to_owned(),
        port,
        path: format!("/{path}"),
    }
}

fn get(world: &World, from: &Arc<Pod>, address: &Address) -> Result<Answer, NoAnswer> {
    let target = if matches!(address.host.as_str(), "localhost" | "127.0.0.1") {
        Some(Arc::clone(from))
    } else {
        let namespace = meta::namespace(&from.metadata);
        let ip = net::addresses(world, namespace, &address.host)
            .into_iter()
            .next();
        server_at(world, &ip.ok_or(NoAnswer::UnknownHost)?)?
    };
    let pod = target
        .filter(|pod| phase(pod) == "Running")
        .ok_or(NoAnswer::TimedOut)?;
    let spec = pod.spec.clone().unwrap_or_default();
    let nginx = spec.containers.iter().find(|container| {
        let image = container.image.as_deref().unwrap_or_default();
        let base = image.rsplit('/').next().unwrap_or(image);
        base.starts_with("nginx") && container.command.is_none()
    });
    let Some(container) = nginx.filter(|_| address.port == 80) else {
        return Err(NoAnswer::Refused);
    };
    let image = container.image.as_deref().unwrap_or_default();
    Ok(serve(world, &pod, &container.name, image, &address.path))
}

/// The pod behind an address: its own, or one behind a Service.
fn server_at(world: &World, ip: &str) -> Result<Option<Arc<Pod>>, NoAnswer> {
    let store = &world.cluster.store;
    let service = store.list::<Service>().find(|service| {
        service
            .spec
            .as_ref()
            .and_then(|spec| spec.cluster_ip.as_deref())
            == Some(ip)
    });
    let ip = match service {
        Some(service) => {
            let behind = net::ready_endpoints(world, service);
            // Which one answers changes with time, as it does behind kube-proxy.
            let count = u64::try_from(behind.len()).unwrap_or_default();
            let at = world.now.0.checked_rem(count).ok_or(NoAnswer::Refused)?;
            behind[usize::try_from(at).unwrap_or_default()].clone()
        }
        None => ip.to_owned(),
    };
    let has = |pod: &&Arc<Pod>| {
        pod.status
            .as_ref()
            .and_then(|status| status.pod_ip.as_deref())
            == Some(ip.as_str())
    };
    Ok(store.list::<Pod>().find(has).cloned())
}

/// What nginx answers: the file, the index of a folder, 403 for a folder without one, 404.
fn serve(world: &World, pod: &Pod, container: &str, image: &str, path: &str) -> Answer {
    let key = Key::new(
        Kind::Pod,
        meta::namespace(&pod.metadata),
        meta::name(&pod.metadata),
    );
    let read = |path: &str| {
        let bytes = container_files::read(&world.cluster, &key, container, path).ok()?;
        Some(String::from_utf8_lossy(&bytes).into_owned())
    };
    let server = format!("nginx/{}", version(image));
    let page = |status: &'static str| {
        let body = format!(
            "<html>\r\n<head><title>{status}</title></head>\r\n<body>\r\n<center><h1>{status}</h1></center>\r\n<hr><center>{server}</center>\r\n</body>\r\n</html>\r\n"
        );
        Answer {
            status,
            body,
            server: server.clone(),
        }
    };
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let file = format!("{ROOT}{path}");
    if path.ends_with('/') {
        let folder = container_files::list(&world.cluster, &key, container, &file).is_ok();
        return match (read(&format!("{file}index.html")), folder) {
            (Some(body), _) => Answer {
                status: "200 OK",
                body,
                server,
            },
            (None, true) => page("403 Forbidden"),
            (None, false) => page("404 Not Found"),
        };
    }
    match read(&file) {
        Some(body) => Answer {
            status: "200 OK",
            body,
            server,
        },
        None if container_files::list(&world.cluster, &key, container, &file).is_ok() => {
            page("301 Moved Permanently")
        }
        None => page("404 Not Found"),
    }
}

/// The version a tag names; nginx-slim's tags are not nginx's versions.
fn version(image: &str) -> &str {
    let tag = image
        .rsplit('/')
        .next()
        .and_then(|name| name.split_once(':'))
        .map_or("", |(_, tag)| tag);
    let tag = tag.split('-').next().unwrap_or_default();
    if tag.split('.').count() >= 3 && tag.chars().all(|c| c.is_ascii_digit() || c == '.') {
        return tag;
    }
    "1.27.1"
}

pub(super) fn curl(world: &World, pod: &Arc<Pod>, arguments: &[String]) -> Effect {
    let flags: Vec<&String> = arguments
        .iter()
        .filter(|word| word.starts_with('-'))
        .collect();
    let has = |letter: char| {
        flags
            .iter()
            .any(|flag| !flag.starts_with("--") && flag[1..].contains(letter))
    };
    let Some(url) = arguments.iter().rfind(|word| !word.starts_with('-')) else {
        return Effect::failed(
            2,
            "curl: try 'curl --help' or 'curl --manual' for more information",
        );
    };
    let address = address(url);
    let (host, port) = (&address.host, address.port);
    let failed = |code: i32, text: String| {
        if has('s') && !has('S') {
            Effect::code(code)
        } else {
            Effect::failed(code, &text)
        }
    };
    match get(world, pod, &address) {
        Ok(answer) if has('f') && !answer.status.starts_with('2') => {
            let number = answer.status.split(' ').next().unwrap_or_default();
            failed(
                22,
                format!("curl: (22) The requested URL returned error: {number}"),
            )
        }
        Ok(answer) => {
            let mut text = String::new();
            if has('i') || has('I') {
                text = format!(
                    "HTTP/1.1 {}\r\nServer: {}\r\nContent-Type: text/html\r\nContent-Length: {}\r\n\r\n",
                    answer.status,
                    answer.server,
                    answer.body.len()
                );
            }
            if !has('I') {
                text.push_str(&answer.body);
            }
            Effect::said(text)
        }
        Err(NoAnswer::UnknownHost) => {
            failed(6, format!("curl: (6) Could not resolve host: {host}"))
        }
        Err(NoAnswer::Refused) => failed(
            7,
            format!("curl: (7) Failed to connect to {host} port {port}: Connection refused"),
        ),
        Err(NoAnswer::TimedOut) => failed(
            28,
            format!("curl: (28) Failed to connect to {host} port {port}: Connection timed out"),
        ),
    }
}

pub(super) fn wget(
    world: &World,
    pod: &Arc<Pod>,
    files: &Files<'_>,
    arguments: &[String],
) -> Effect {
    let mut target = None;
    let mut url = None;
    let mut rest = arguments.iter();
    while let Some(word) = rest.next() {
        match word.strip_prefix('-') {
            Some("T" | "t") => drop(rest.next()),
            Some(letters) if letters.ends_with('O') => target = rest.next().cloned(),
            Some(letters) if letters.contains('O') => {
                target = letters.split_once('O').map(|(_, file)| file.to_owned());
            }
            Some(_) => {}
            None => url = Some(word),
        }
    }
    let Some(url) = url else {
        return Effect::failed(1, "wget: missing URL");
    };
    let address = address(url);
    let answer = match get(world, pod, &address) {
        Ok(answer) => answer,
        Err(NoAnswer::UnknownHost) => {
            return Effect::failed(1, &format!("wget: bad address '{}'", address.host));
        }
        Err(NoAnswer::Refused) => {
            return Effect::failed(
                1,
                &format!(
                    "wget: can't connect to remote host ({}): Connection refused",
                    address.host
                ),
            );
        }
        Err(NoAnswer::TimedOut) => return Effect::failed(1, "wget: download timed out"),
    };
    if !answer.status.starts_with('2') {
        return Effect::failed(
            1,
            &format!("wget: server returned error: HTTP/1.1 {}", answer.status),
        );
    }
    let name = target.unwrap_or_else(|| {
        let last = address.path.rsplit('/').next().unwrap_or_default();
        if last.is_empty() {
            "index.html".to_owned()
        } else {
            last.to_owned()
        }
    });
    if name == "-" {
        return Effect::done(Output::of(answer.body), 0);
    }
    match files.written(&name, &answer.body) {
        Ok(change) => Effect {
            changes: vec![change],
            ..Effect::code(0)
        },
        Err(why) => Effect::failed(1, &format!("wget: can't open '{name}': {why}")),
    }
}
