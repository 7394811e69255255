//! `serve-api` among clients who mean it ill or know it no better: limits, nonsense, peers that say
//! nothing any more. Whatever they send, the next request is answered.

#![cfg(feature = "serve-api")]

use crate::wire::{
    BINARY, CLOSE, CONTINUED, JSON, LONG, PING, POD, PODS, PONG, Socket, YAML, ask, connect,
    options, raw, request, server, told,
};
use playground::native::driver::Driver;
use playground::native::serve::{Options, Server, start};
use playground::shell::home::Home;
use playground::sim::world::Config;
use std::io::{Read, Write as _};
use std::net::TcpStream;
use std::time::Duration;

const SETS: &str = "/apis/apps/v1/namespaces/default/statefulsets";
const SHORT: Duration = Duration::from_millis(50);

/// A server with a running pod `p`.
fn with_pod(patience: Duration) -> Server {
    let server = server(patience);
    assert_eq!(ask(&server, &format!("POST {PODS}"), &[JSON], POD), "201");
    raw(&server, &request(&format!("GET {PODS}?watch=1"), &[], b""));
    server
}

/// A keep-alive connection that has been answered once.
fn kept(server: &Server) -> Option<TcpStream> {
    let mut stream = connect(server);
    let ask = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n";
    stream.write_all(ask).ok()?;
    let mut answer = Vec::new();
    while !answer.ends_with(b"\r\n\r\nok") {
        let mut byte = [0];
        if stream.read(&mut byte).ok()? == 0 {
            return None;
        }
        answer.push(byte[0]);
    }
    Some(stream)
}

#[test]
fn so_many_connections_and_no_more() {
    assert_eq!(Options::default().connections, 512);
    let server = start(&Options {
        connections: 3,
        ..options()
    })
    .unwrap();
    let mut all: Vec<TcpStream> = (0..3).map(|_| kept(&server).unwrap()).collect();
    assert!(kept(&server).is_none(), "a fourth is closed as it comes");
    all.pop();
    // The server hears of it a little later.
    let mut tries = 0..100_000;
    let next = tries.find_map(|_| kept(&server));
    assert!(next.is_some(), "there is a place again");
}

/// Whoever takes nothing of what it is told is gone after a while, and its place is free.
#[test]
fn who_takes_nothing_has_gone() {
    let server = start(&Options {
        connections: 1,
        patience: SHORT,
        ..options()
    })
    .unwrap();
    let mut stream = connect(&server);
    let ask = "GET /openapi/v3/api/v1 HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(60);
    // Sixty documents of many hundred kilobytes, one behind the other, and nobody reads.
    drop(stream.write_all(ask.as_bytes()));
    let mut tries = 0..1_000_000;
    assert!(tries.find_map(|_| kept(&server)).is_some());
}

mod sessions {
    use super::*;

    fn stdin(socket: &mut Socket, bytes: &[u8]) -> bool {
        socket.send(BINARY, true, &[&[0], bytes].concat())
    }

    #[test]
    fn what_a_program_reads_ends_at_three_mebibytes() {
        let server = with_pod(LONG);
        let fed = |bytes: usize| {
            let mut socket =
                Socket::exec(&server, "p", "command=wc&command=-c&stdin=true&stdout=true");
            let all = vec![b'x'; bytes];
            for part in all.chunks(1 << 19) {
                stdin(&mut socket, part);
            }
            socket.send(BINARY, true, &[255, 0]);
            socket
        };
        const MAX: usize = 3 << 20;
        assert_eq!(fed(MAX).all(1), format!("{MAX}\n"));
        let refused: serde_json::Value = serde_json::from_str(&fed(MAX + 1).all(3)).unwrap();
        assert_eq!(refused["status"], "Failure");
        assert_eq!(
            refused["message"],
            "standard input: more than 3 MiB is not read here"
        );
    }

    #[test]
    fn a_message_ends_at_one_mebibyte() {
        let server = with_pod(LONG);
        let mut socket = Socket::exec(&server, "p", "command=cat&stdin=true&stdout=true");
        stdin(&mut socket, &vec![b'x'; 1 << 20]);
        assert_eq!(socket.all(1), "", "hung up");
        // In fragments it is the same message.
        let mut socket = Socket::exec(&server, "p", "command=cat&stdin=true&stdout=true");
        let part = vec![0; 1 << 16];
        let mut kind = BINARY;
        while socket.send(kind, false, &part) {
            kind = CONTINUED;
        }
        assert_eq!(socket.all(1), "");
    }

    /// The peer is asked whether it is there; if it does not say so, the session ends.
    #[test]
    fn a_silent_peer_has_gone() {
        let server = with_pod(SHORT);
        for query in [
            "command=cat&stdin=true&stdout=true",
            "command=sh&stdin=true&stdout=true&tty=true",
            "command=sleep&command=1000000&stdin=true&tty=true&stdout=true",
        ] {
            let mut socket = Socket::exec(&server, "p", query);
            let mut pinged = 0;
            while let Some((kind, _)) = socket.hear() {
                pinged += usize::from(kind == PING);
            }
            assert_eq!(pinged, 1, "{query}");
        }
    }

    #[test]
    fn one_that_thinks_has_not() {
        let server = with_pod(SHORT);
        let mut socket = Socket::exec(&server, "p", "command=cat&stdin=true&stdout=true");
        for _ in 0..4 {
            let (kind, payload) = socket.hear().unwrap();
            assert_eq!(kind, PING);
            assert!(socket.send(PONG, true, &payload));
        }
        stdin(&mut socket, b"still here");
        socket.send(BINARY, true, &[255, 0]);
        assert_eq!(socket.all(1), "still here");
    }

    #[test]
    fn messages_may_come_in_pieces() {
        let server = with_pod(LONG);
        let mut socket = Socket::exec(&server, "p", "command=cat&stdin=true&stdout=true");
        socket.send(BINARY, false, b"");
        socket.send(CONTINUED, false, b"\0in ");
        socket.send(PING, true, b"between");
        socket.send(CONTINUED, false, b"");
        socket.send(CONTINUED, true, b"pieces");
        socket.send(BINARY, true, &[255, 0]);
        assert_eq!(socket.all(1), "in pieces");
    }

    #[test]
    fn what_is_no_message_ends_the_session() {
        let server = with_pod(LONG);
        for frame in [
            // A continuation of nothing, a kind that does not exist, a control frame too long and one
            // in pieces, no mask, a length beyond everything.
            vec![0x80 | CONTINUED, 0x80, 0, 0, 0, 0],
            vec![0x80 | 3, 0x80, 0, 0, 0, 0],
            [
                &[0x80 | PING, 0x80 | 126, 0, 126, 0, 0, 0, 0][..],
                &[0; 126],
            ]
            .concat(),
            vec![PING, 0x80, 0, 0, 0, 0],
            vec![0x80 | BINARY, 1, 0],
            [&[0x80 | BINARY, 0xff, 0x7f][..], &[0xff; 7], &[0; 4]].concat(),
        ] {
            let mut socket = Socket::exec(&server, "p", "command=cat&stdin=true&stdout=true");
            socket.bytes(&frame);
            assert_eq!(socket.all(1), "");
        }
        let mut socket = Socket::exec(&server, "p", "command=cat&stdin=true&stdout=true");
        socket.send(CLOSE, true, b"");
        assert_eq!(socket.all(3), "", "closed before anything was said");
    }

    /// A program without end is no reason not to answer others, and ends with its client.
    #[test]
    fn output_without_end() {
        let server = with_pod(LONG);
        let query = "command=sh&command=-c&command=while+true;do+sleep+1;echo+x;done&stdout=true";
        let mut sockets: Vec<Socket> = (0..3).map(|_| Socket::exec(&server, "p", query)).collect();
        for socket in &mut sockets {
            while !matches!(socket.hear(), Some((BINARY, text)) if text == b"\x01x\n") {}
        }
        assert_eq!(ask(&server, "GET /version", &[], ""), "200");
        drop(sockets);
        assert_eq!(ask(&server, "GET /version", &[], ""), "200");
    }
}

mod sizes {
    use super::*;

    const TOO_LARGE: &str = "500 etcdserver: request is too large";

    /// A pod whose container has a million and a half of environment.
    fn pod(name: &str, bytes: usize) -> String {
        format!(
            r#"{{"apiVersion":"v1","kind":"Pod","metadata":{{"name":"{name}"}},"spec":{{"containers":[{{"name":"c","image":"nginx","env":[{{"name":"A","value":"{}"}}]}}]}}}}"#,
            "x".repeat(bytes)
        )
    }

    fn set(image_bytes: usize) -> String {
        format!(
            "apiVersion: apps/v1\nkind: StatefulSet\nmetadata: {{name: web}}\nspec:\n  serviceName: nginx\n  selector: {{matchLabels: {{app: nginx}}}}\n  replicas: 0\n  template:\n    metadata: {{labels: {{app: nginx}}}}\n    spec: {{containers: [{{name: nginx, image: nginx, args: [\"{}\"]}}]}}\n",
            "x".repeat(image_bytes)
        )
    }

    const FITS: usize = 1_400_000;
    const LARGER: usize = 1_600_000;
    /// More than the API server's client for etcd sends.
    const LARGEST: usize = 2_100_000;

    #[test]
    fn created_in_json_and_yaml() {
        let server = server(LONG);
        let post = |kind: &str, body: &str| ask(&server, &format!("POST {PODS}"), &[kind], body);
        assert_eq!(post(JSON, &pod("fits", FITS)), "201");
        assert_eq!(post(JSON, &pod("larger", LARGER)), TOO_LARGE);
        let largest = post(JSON, &pod("largest", LARGEST));
        let words = "500 rpc error: code = ResourceExhausted desc = trying to send message larger than max (";
        assert!(
            largest.starts_with(words) && largest.ends_with(" vs. 2097152)"),
            "{largest}"
        );
        let sets = |body: &str| ask(&server, &format!("POST {SETS}"), &[YAML], body);
        assert_eq!(sets(&set(LARGER)), TOO_LARGE);
        assert_eq!(sets(&set(FITS)), "201");
    }

    #[test]
    fn updated_and_patched() {
        let server = server(LONG);
        assert_eq!(
            ask(&server, &format!("POST {SETS}"), &[YAML], &set(10)),
            "201"
        );
        let web = format!("{SETS}/web");
        let put = |body: &str| ask(&server, &format!("PUT {web}"), &[YAML], body);
        assert_eq!(put(&set(LARGER)), TOO_LARGE);
        assert_eq!(put(&set(FITS)), "200");
        let patch = |kind: &str, body: String| {
            let kind = format!("Content-Type: application/{kind}+json");
            ask(&server, &format!("PATCH {web}"), &[&kind], &body)
        };
        let args = |bytes: usize| {
            let text = "x".repeat(bytes);
            format!(
                r#"{{"spec":{{"template":{{"spec":{{"containers":[{{"name":"nginx","image":"nginx","args":["{text}"]}}]}}}}}}}}"#
            )
        };
        let operation = |bytes: usize| {
            let text = "x".repeat(bytes);
            format!(
                r#"[{{"op":"replace","path":"/spec/template/spec/containers/0/args/0","value":"{text}"}}]"#
            )
        };
        for (bytes, answer) in [(LARGER, TOO_LARGE), (FITS, "200")] {
            assert_eq!(patch("strategic-merge-patch", args(bytes)), answer);
            assert_eq!(patch("merge-patch", args(bytes)), answer);
            assert_eq!(patch("json-patch", operation(bytes)), answer);
        }
    }

    /// What is applied goes into an annotation, too, and annotations end sooner.
    #[test]
    fn applied() {
        let mut terminal = terminal("web.yaml", &set(600_000));
        let told = terminal("kubectl apply -f web.yaml");
        assert_eq!(
            told,
            "The StatefulSet \"web\" is invalid: metadata.annotations: Too long: may not be more than 262144 bytes\n"
        );
    }

    #[test]
    fn bodies_end_at_three_mebibytes() {
        let server = server(LONG);
        let refused = "413 Request entity too large: limit is 3145728";
        let text = " ".repeat((3 << 20) + 1);
        for kind in [JSON, YAML] {
            assert_eq!(
                ask(&server, &format!("POST {PODS}"), &[kind], &text),
                refused
            );
        }
        // Nobody said how long it is.
        let mut chunked = format!("POST {PODS} HTTP/1.1\r\nHost: localhost\r\n{JSON}\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n").into_bytes();
        for _ in 0..49 {
            chunked.extend(format!("{:x}\r\n{}\r\n", 1 << 16, " ".repeat(1 << 16)).into_bytes());
        }
        chunked.extend(b"0\r\n\r\n");
        assert_eq!(told(&raw(&server, &chunked)), refused);
    }

    /// Three megabytes of maps with nothing in them would be hundreds in memory.
    #[test]
    fn maps_end_at_a_hundred_thousand() {
        let server = server(LONG);
        let refused = "400 more than 100000 maps in one body are not read here";
        let post = |kind: &str, body: &str| ask(&server, &format!("POST {PODS}"), &[kind], body);
        let list = |item: &str, count: usize| vec![item; count].join(",");
        assert_eq!(post(JSON, &format!("[{}]", list("{}", 100_001))), refused);
        assert_eq!(post(YAML, &format!("[{}]", list("{}", 100_001))), refused);
        assert_eq!(post(YAML, &"- a: b\n".repeat(200_001)), refused);
        // Braces in texts are texts.
        let text = "{\\\"{".repeat(60_000);
        let told = post(JSON, &format!(r#"{{"apiVersion":"v1","kind":"{text}"}}"#));
        assert!(told.contains("cannot be handled as a Pod"), "{told:.100}");
    }

    #[test]
    fn patches_end_at_ten_thousand_operations() {
        let server = server(LONG);
        assert_eq!(ask(&server, &format!("POST {PODS}"), &[JSON], POD), "201");
        let patch = |count: usize| {
            let operations =
                vec![r#"{"op":"add","path":"/metadata/labels","value":{"a":"b"}}"#; count];
            let body = format!("[{}]", operations.join(","));
            let kind = "Content-Type: application/json-patch+json";
            ask(&server, &format!("PATCH {PODS}/p"), &[kind], &body)
        };
        assert_eq!(patch(10_000), "200");
        assert_eq!(
            patch(10_001),
            "413 Request entity too large: The allowed maximum operations in a JSON patch is 10000, got 10001"
        );
    }
}

/// The terminal with this file: a line in, what it shows out.
fn terminal(name: &str, text: &str) -> impl FnMut(&str) -> String + use<> {
    let mut home = Home::default();
    assert!(home.write(name, text));
    let mut driver = Driver::new(Config::default(), home);
    move |line| {
        let mut shown = String::new();
        driver.line(Some(line), &mut |output| shown.push_str(&output.text()));
        shown
    }
}
