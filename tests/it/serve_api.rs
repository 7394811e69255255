//! `serve-api` on the wire, as hostile pages and clients speak to it. The words of a real kubectl are
//! in `real_kubectl`.

#![cfg(feature = "serve-api")]

use crate::wire::{JSON, LONG, POD, PODS, ask, raw, server, told};
use std::fmt::Write as _;
use std::time::Duration;

/// A page of another origin may send what it likes: nothing of it is looked at, on no path.
#[test]
fn pages_of_other_origins_are_refused() {
    let server = server(LONG);
    let refused = "403 not for pages of other origins";
    let exec = format!("GET {PODS}/p/exec?command=ls&stdout=true");
    let upgrade = [
        "Upgrade: websocket",
        "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
        "Sec-WebSocket-Protocol: v5.channel.k8s.io",
    ];
    for foreign in [
        "Origin: http://evil.example",
        "Origin: null",
        "Origin: http://localhost:8080",
        "Origin: https://localhost",
        "Sec-Fetch-Site: cross-site",
        "Sec-Fetch-Site: same-site",
    ] {
        for request in [
            "GET /version",
            "GET /api",
            "GET /openapi/v2",
            "GET /nowhere",
            "DELETE /api/v1/namespaces/default/pods/p",
        ] {
            assert_eq!(
                ask(&server, request, &[foreign], ""),
                refused,
                "{request} {foreign}"
            );
        }
        let mut headers = vec![foreign];
        headers.extend(upgrade);
        assert_eq!(ask(&server, &exec, &headers, ""), refused, "{foreign}");
        let headers = [foreign, "Content-Type: text/plain"];
        assert_eq!(
            ask(&server, &format!("POST {PODS}"), &headers, POD),
            refused
        );
    }
    let own = ["Origin: http://localhost", "Sec-Fetch-Site: same-origin"];
    assert_eq!(ask(&server, "GET /version", &own, ""), "200");
    assert_eq!(
        ask(&server, "GET /version", &["Sec-Fetch-Site: none"], ""),
        "200"
    );
}

#[test]
fn one_host_and_a_local_one() {
    let server = server(LONG);
    let ask = |headers: &[&str]| ask(&server, "GET /version", headers, "");
    for local in [
        "Host: localhost:8001",
        "Host: 127.0.0.1:1",
        "Host: [::1]",
        "Host: LOCALHOST",
    ] {
        assert_eq!(ask(&[local]), "200", "{local}");
    }
    for other in [
        "Host: evil.example",
        "Host: localhost.evil.example",
        "Host: localhost:8001@evil",
        "Host: 0.0.0.0",
    ] {
        assert_eq!(
            ask(&[other]),
            "403 only for this machine's own names",
            "{other}"
        );
    }
    let two = ask(&["Host: localhost", "Host: evil.example"]);
    assert_eq!(two, "400 a request has one Host header");
}

#[test]
fn bodies_are_what_is_read_here() {
    let server = server(LONG);
    let post = |kind: &str, body: &str| {
        ask(
            &server,
            &format!("POST {PODS}"),
            &[&format!("Content-Type: {kind}")],
            body,
        )
    };
    let unknown = "415 the body of the request was in an unknown format - accepted media types include: application/json, application/yaml, application/vnd.kubernetes.protobuf";
    for kind in [
        "text/plain",
        "text/plain; charset=utf-8",
        "application/x-www-form-urlencoded",
        "multipart/form-data",
        "application/cbor",
    ] {
        assert_eq!(post(kind, POD), unknown, "{kind}");
    }
    assert_eq!(post("Application/JSON; charset=utf-8", POD), "201");
    let pod = format!("{PODS}/p");
    for (method, kind) in [("PUT", "text/plain"), ("DELETE", "text/plain")] {
        let kind = format!("Content-Type: {kind}");
        assert_eq!(
            ask(&server, &format!("{method} {pod}"), &[&kind], POD),
            unknown
        );
    }
    let patch = ask(
        &server,
        &format!("PATCH {pod}"),
        &["Content-Type: application/json"],
        "{}",
    );
    assert_eq!(
        patch,
        "415 the body of the request was in an unknown format - accepted media types include: application/json-patch+json, application/merge-patch+json, application/strategic-merge-patch+json"
    );
    let large = " ".repeat(3 * 1024 * 1024 + 1);
    assert_eq!(
        post("application/json", &large),
        "413 Request entity too large: limit is 3145728"
    );
}

/// Aliases unfold, lists nest: no body and no patch may take more than it is long.
#[test]
fn bodies_that_grow_are_refused() {
    let server = server(LONG);
    let post = |body: &str| {
        ask(
            &server,
            &format!("POST {PODS}"),
            &["Content-Type: application/yaml"],
            body,
        )
    };
    let mut bomb = String::from("a0: &a0 [x, x]\n");
    for level in 1..40 {
        writeln!(bomb, "a{level}: &a{level} [*a{0}, *a{0}]", level - 1).unwrap();
    }
    assert_eq!(
        post(&bomb),
        "400 yaml: document contains excessive aliasing"
    );
    let wide = format!(
        "a: &a [{}]\nb: [{}]\n",
        "x,".repeat(1_000),
        "*a,".repeat(1_000)
    );
    assert_eq!(
        post(&wide),
        "400 yaml: document contains excessive aliasing"
    );
    assert_eq!(
        post(&"[".repeat(100_000)),
        "400 yaml: exceeded max depth of 100"
    );
    let deep = ask(
        &server,
        &format!("POST {PODS}"),
        &["Content-Type: application/json"],
        &"[".repeat(1_000_000),
    );
    assert_eq!(deep, "400 recursion limit exceeded at line 1 column 128");
}

/// A connection that says nothing, half a request, or the half of a body, is closed.
#[test]
fn silent_connections_are_closed() {
    let server = server(Duration::from_millis(50));
    assert_eq!(told(&raw(&server, b"")), "closed");
    assert_eq!(
        told(&raw(&server, b"GET /version HTTP/1.1\r\nHost: loc")),
        "closed"
    );
    let half = format!("POST {PODS} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\n{{");
    assert_eq!(
        told(&raw(&server, half.as_bytes())),
        "408 the body did not come"
    );
    // And one that was heard is not kept open for ever.
    let one = "GET /version HTTP/1.1\r\nHost: localhost\r\n\r\n";
    assert!(raw(&server, one.as_bytes()).starts_with("HTTP/1.1 200"));
}

/// Few large objects fill the history as well as many small ones; who comes too late lists again.
#[test]
fn the_history_is_bounded_in_bytes() {
    let server = server(LONG);
    let large = "x".repeat(900_000);
    let map = |data: &str| {
        format!(
            r#"{{"apiVersion":"v1","kind":"ConfigMap","metadata":{{"name":"m"}},"data":{{"a":"{data}"}}}}"#
        )
    };
    let maps = "/api/v1/namespaces/default/configmaps";
    let json = [JSON];
    assert_eq!(
        ask(&server, &format!("POST {maps}"), &json, &map("first")),
        "201"
    );
    let watch = |version: u64| {
        let request = format!(
            "GET {maps}?watch=1&resourceVersion={version} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
        );
        raw(&server, request.as_bytes())
    };
    let listed = raw(
        &server,
        format!("GET {maps} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").as_bytes(),
    );
    let (_, body) = listed.split_once("\r\n\r\n").unwrap();
    let list: serde_json::Value = serde_json::from_str(body).unwrap();
    let version: u64 = list["metadata"]["resourceVersion"]
        .as_str()
        .unwrap()
        .parse()
        .unwrap();
    for turn in 0..160 {
        let put = ask(
            &server,
            &format!("PUT {maps}/m"),
            &json,
            &map(&format!("{turn}{large}")),
        );
        assert_eq!(put, "200");
    }
    let late = watch(version);
    assert!(
        late.contains(&format!("too old resource version: {version} (")),
        "{}",
        &late[..late.len().min(600)]
    );
    assert!(late.contains(r#""code":410"#) && late.contains(r#""reason":"Expired""#));
    let recent = watch(version + 159);
    assert_eq!(recent.matches("MODIFIED").count(), 1);
}
