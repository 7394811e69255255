//! `serve-api` asked for nonsense: what the real server answers, word for word where it has words.

#![cfg(feature = "serve-api")]

use crate::wire::{JSON, LONG, POD, PODS, YAML, ask, raw, request, server, told};
use playground::native::serve::Server;

const SETS: &str = "/apis/apps/v1/statefulsets";

fn get(server: &Server, path: &str) -> String {
    told(&raw(server, &request(&format!("GET {path}"), &[], b"")))
}

/// `path => answer`, line by line.
fn check(cases: &str) {
    let server = server(LONG);
    for case in cases.lines().filter(|line| !line.trim().is_empty()) {
        let (path, answer) = case.split_once(" => ").expect("a case");
        assert_eq!(get(&server, path.trim()), answer, "{path}");
    }
    assert_eq!(get(&server, "/version"), "200");
}

#[test]
fn numbers_in_queries() {
    check(
        r#"
        /api/v1/pods?limit=0 => 200
        /api/v1/pods?limit=-1 => 200
        /api/v1/pods?limit=9223372036854775807 => 200
        /api/v1/pods?limit=9223372036854775808 => 400 strconv.ParseInt: parsing "9223372036854775808": value out of range
        /api/v1/pods?limit=many => 400 strconv.ParseInt: parsing "many": invalid syntax
        /api/v1/pods?limit= => 400 strconv.ParseInt: parsing "": invalid syntax
        /api/v1/pods?limit=1.5 => 400 strconv.ParseInt: parsing "1.5": invalid syntax
        /api/v1/pods?timeoutSeconds=soon => 400 strconv.ParseInt: parsing "soon": invalid syntax
        /api/v1/pods?watch=1&timeoutSeconds=-9223372036854775809 => 400 strconv.ParseInt: parsing "-9223372036854775809": value out of range
        /api/v1/pods?watch=1&timeoutSeconds=9223372036854775807 => 200
        /api/v1/pods?watch=1&timeoutSeconds=-5 => 200
        "#,
    );
}

#[test]
fn versions_in_queries() {
    check(
        r#"
        /api/v1/pods?resourceVersion=0 => 200
        /api/v1/pods?resourceVersion=-1 => 400 invalid resource version: resourceVersion: Invalid value: "-1": strconv.ParseUint: parsing "-1": invalid syntax
        /api/v1/pods?resourceVersion=%2B1 => 400 invalid resource version: resourceVersion: Invalid value: "+1": strconv.ParseUint: parsing "+1": invalid syntax
        /api/v1/pods?resourceVersion=18446744073709551616 => 400 invalid resource version: resourceVersion: Invalid value: "18446744073709551616": strconv.ParseUint: parsing "18446744073709551616": value out of range
        /api/v1/pods?resourceVersion=newest => 400 invalid resource version: resourceVersion: Invalid value: "newest": strconv.ParseUint: parsing "newest": invalid syntax
        /api/v1/pods?watch=1&resourceVersion=newest => 422 pods "" is invalid: resourceVersion: Invalid value: "newest": strconv.ParseUint: parsing "newest": invalid syntax
        /apis/apps/v1/statefulsets?watch=1&resourceVersion=-1 => 422 statefulsets.apps "" is invalid: resourceVersion: Invalid value: "-1": strconv.ParseUint: parsing "-1": invalid syntax
        /api/v1/pods?watch=1&resourceVersion=18446744073709551615 => 200
        /api/v1/pods?continue=x&resourceVersion=1 => 400 specifying resource version is not allowed when using continue
        /api/v1/pods?continue=%25%25 => 400 invalid continue token: continue key is not valid: illegal base64 data at input byte 0
        "#,
    );
    let server = server(LONG);
    let future = get(
        &server,
        &format!("{SETS}?resourceVersion=18446744073709551615"),
    );
    let words = "504 Timeout: Too large resource version: 18446744073709551615, current: ";
    assert!(future.starts_with(words), "{future}");
}

#[test]
fn truth_in_queries_is_whatever_does_not_deny_it() {
    let server = server(LONG);
    for (value, watches) in [
        ("watch=true", true),
        ("watch=True", true),
        ("watch=1", true),
        ("watch", true),
        ("watch=", true),
        ("watch=yes", true),
        ("watch=FALSE", false),
        ("watch=0", false),
    ] {
        let answer = raw(
            &server,
            &request(&format!("GET /api/v1/namespaces?{value}"), &[], b""),
        );
        assert_eq!(answer.contains(r#""type":"ADDED""#), watches, "{value}");
    }
}

#[test]
fn selectors_as_long_as_a_request_may_be() {
    let server = server(LONG);
    let selector = |part: &str, separator: &str| {
        vec![part; 60_000 / (part.len() + separator.len())].join(separator)
    };
    for (query, answer) in [
        (format!("labelSelector={}", selector("a!=b", ",")), "200"),
        (
            format!("labelSelector=a+in+({})", selector("b", ",")),
            "200",
        ),
        (
            format!("fieldSelector={}", selector("metadata.name!=x", ",")),
            "200",
        ),
        (format!("labelSelector={}", "(".repeat(60_000)), "400"),
        (format!("fieldSelector={}", "=".repeat(60_000)), "400"),
        (selector("limit=1", "&"), "200"),
        (selector("a=b", "&"), "200"),
    ] {
        for watch in ["", "&watch=1"] {
            let told = get(&server, &format!("/api/v1/nodes?{query}{watch}"));
            assert!(told.starts_with(answer), "{} {told:.200}", &query[..40]);
        }
    }
    assert_eq!(get(&server, &format!("/{}", "x".repeat(70_000))), "414");
    let header = format!("X: {}", "x".repeat(300_000));
    assert_eq!(ask(&server, "GET /version", &[&header], ""), "431");
    let headers: Vec<String> = (0..10_000).map(|n| format!("X-{n}: y")).collect();
    let headers: Vec<&str> = headers.iter().map(String::as_str).collect();
    assert_eq!(ask(&server, "GET /version", &headers, ""), "431");
}

#[test]
fn paths_that_lead_nowhere() {
    check(
        r#"
        /api/v1/namespaces/default/pods/.. => 400 Name parameter invalid: "..": may not be '..'
        /api/v1/namespaces/default/pods/. => 400 Name parameter invalid: ".": may not be '.'
        /api/v1/namespaces/default/pods/a%25b => 400 Name parameter invalid: "a%b": may not contain '%'
        /api/v1/namespaces/default/pods/..%2f..%2fnodes => 404 the server could not find the requested resource
        /api/v1/namespaces/default/pods/p%2flog => 404 pods "p" not found
        /api/v1/namespaces/default/pods/p/log/more => 404 the server could not find the requested resource
        /api/v1/namespaces/../nodes => 404 the server could not find the requested resource
        /apis/apps/v2/statefulsets => 404 the server could not find the requested resource
        /apis/apps/v1/namespaces/default/statefulset => 404 the server could not find the requested resource
        /%E2%82 => 404 the server could not find the requested resource
        "#,
    );
}

#[test]
fn bodies_that_are_none() {
    let server = server(LONG);
    let post = |kind: &str, body: &str| ask(&server, &format!("POST {PODS}"), &[kind], body);
    let deep = |open: &str, close: &str| {
        let nested = format!("{}1{}", open.repeat(50_000), close.repeat(50_000));
        POD.replacen(
            "{\"name\":\"p\"}",
            &format!("{{\"name\":\"p\",\"x\":{nested}}}"),
            1,
        )
    };
    for (kind, body, answer) in [
        (JSON, "", "400"),
        (JSON, "null", "400"),
        (JSON, "[]", "400"),
        (JSON, "1e999", "400"),
        (JSON, "NaN", "400 expected value at line 1 column 1"),
        (JSON, "\"\u{feff}\"", "400"),
        (JSON, "{\"apiVersion\":\"v1\",\"kind\":\"Pod\"", "400"),
        (JSON, "{\"a\":\"\\ud800\"}", "400"),
        (YAML, "a: *b", "400 yaml: unknown anchor 'b' referenced"),
        (YAML, "&a a: *a", "400"),
        (YAML, "\t", "400"),
        (YAML, "a: .nan", "400"),
        (YAML, "? [a]\n: b", "400"),
        (YAML, "!!binary x", "400"),
    ] {
        let told = post(kind, body);
        assert!(told.starts_with(answer), "{body:?}: {told}");
    }
    assert!(post(JSON, &deep("[", "]")).starts_with("400 recursion limit exceeded"));
    assert!(post(JSON, &deep("{\"a\":", "}")).starts_with("400 recursion limit exceeded"));
    // Of equal keys the last counts, here as there.
    let twice = POD.replacen("\"name\":\"p\"", "\"name\":\"first\",\"name\":\"p\"", 1);
    assert_eq!(post(JSON, &twice), "201");
    assert_eq!(get(&server, &format!("{PODS}/p")), "200");
    assert_eq!(
        get(&server, &format!("{PODS}/first")),
        "404 pods \"first\" not found"
    );
}

/// A field that does not exist may be called anything: a warning that would be no header is none.
#[test]
fn warnings_are_headers() {
    let server = server(LONG);
    let many: String = (0..400)
        .map(|n| format!("\"f{n}{}\":1,", "x".repeat(300)))
        .collect();
    for (name, field) in [
        ("a", "\"\\r\\nSet-Cookie: a\":1,"),
        ("b", "\"é\\\"\\\\\":1,"),
        ("c", many.as_str()),
    ] {
        let body = POD.replacen(
            "{\"name\":\"p\"",
            &format!("{{{field}\"name\":\"{name}\""),
            1,
        );
        let answer = raw(
            &server,
            &request(&format!("POST {PODS}"), &[JSON], body.as_bytes()),
        );
        assert!(answer.starts_with("HTTP/1.1 201"), "{answer:.300}");
        let head = answer
            .split("\r\n\r\n")
            .next()
            .unwrap_or_default()
            .to_lowercase();
        assert!(!head.contains("\r\nset-cookie"), "{head}");
        assert!(head.len() < 8_000, "{}", head.len());
    }
}

/// Every form of an answer for everything there is, and what is no form.
#[test]
fn forms() {
    let server = server(LONG);
    assert_eq!(ask(&server, &format!("POST {PODS}"), &[JSON], POD), "201");
    let accept = |form: &str, path: &str| {
        let header = format!("Accept: application/json;as={form};g=meta.k8s.io;v=v1");
        let answer = raw(&server, &request(&format!("GET {path}"), &[&header], b""));
        let body = answer.split_once("\r\n\r\n").unwrap().1.to_owned();
        serde_json::from_str::<serde_json::Value>(&body).unwrap_or_else(|_| panic!("{answer}"))
    };
    for path in [PODS, "/api/v1/nodes", "/api/v1/events", SETS] {
        assert_eq!(accept("Table", path)["kind"], "Table");
        assert_eq!(
            accept("PartialObjectMetadataList", path)["kind"],
            "PartialObjectMetadataList"
        );
        assert!(accept("Nothing", path)["items"].is_array());
    }
    let one = format!("{PODS}/p");
    assert_eq!(
        accept("PartialObjectMetadata", &one)["kind"],
        "PartialObjectMetadata"
    );
    let table = accept("Table", &format!("{PODS}?includeObject=Object"));
    assert_eq!(
        table["rows"][0]["object"]["spec"]["containers"][0]["name"],
        "c"
    );
    assert!(accept("Table", &format!("{PODS}?includeObject=None"))["rows"][0]["object"].is_null());
}
