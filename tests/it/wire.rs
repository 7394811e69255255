//! `serve-api` on the wire: a server of its own for each test, and clients that say what they like.

#![cfg(feature = "serve-api")]

use playground::cluster::api::SimTime;
use playground::native::serve::{Options, Pace, Server, start};
use std::fmt::Write as _;
use std::io::{Read, Write as _};
use std::net::TcpStream;
use std::time::Duration;

/// Longer than anything takes.
pub(crate) const LONG: Duration = Duration::from_secs(30);
pub(crate) const PODS: &str = "/api/v1/namespaces/default/pods";
pub(crate) const POD: &str = r#"{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p"},"spec":{"containers":[{"name":"c","image":"nginx"}]}}"#;
pub(crate) const JSON: &str = "Content-Type: application/json";
pub(crate) const YAML: &str = "Content-Type: application/yaml";

/// A server whose time passes only while somebody watches.
pub(crate) fn options() -> Options {
    Options {
        port: 0,
        pace: Pace::OnDemand,
        begins: SimTime(3_600_000),
        patience: LONG,
        ..Options::default()
    }
}

pub(crate) fn server(patience: Duration) -> Server {
    start(&Options {
        patience,
        ..options()
    })
    .unwrap()
}

/// A connection on which bytes are said as they are.
pub(crate) fn connect(server: &Server) -> TcpStream {
    let stream = TcpStream::connect(server.address()).unwrap();
    stream.set_read_timeout(Some(LONG)).unwrap();
    stream
}

/// Everything the server says to this until it hangs up.
pub(crate) fn raw(server: &Server, bytes: &[u8]) -> String {
    let mut stream = connect(server);
    // The server may have heard enough, and hang up.
    drop(stream.write_all(bytes));
    let mut answer = Vec::new();
    // A reset is an end, too.
    drop(stream.read_to_end(&mut answer));
    String::from_utf8_lossy(&answer).into_owned()
}

/// A request as it goes over the wire; the connection is closed behind it.
pub(crate) fn request(request: &str, headers: &[&str], body: &[u8]) -> Vec<u8> {
    let mut text = format!("{request} HTTP/1.1\r\nConnection: close\r\n");
    if !headers.iter().any(|header| header.starts_with("Host:")) {
        text.push_str("Host: localhost\r\n");
    }
    for header in headers {
        write!(text, "{header}\r\n").unwrap();
    }
    write!(text, "Content-Length: {}\r\n\r\n", body.len()).unwrap();
    [text.as_bytes(), body].concat()
}

/// The status and the message of the answer.
pub(crate) fn ask(server: &Server, line: &str, headers: &[&str], body: &str) -> String {
    told(&raw(server, &request(line, headers, body.as_bytes())))
}

/// The status and the message of an answer.
pub(crate) fn told(answer: &str) -> String {
    let status = answer.split(' ').nth(1).unwrap_or("closed").to_owned();
    let body = answer.split_once("\r\n\r\n").map_or("", |(_, body)| body);
    match serde_json::from_str::<serde_json::Value>(body) {
        Ok(value) => match value["message"].as_str() {
            Some(message) => format!("{status} {message}"),
            None => status,
        },
        Err(_) => status,
    }
}

/// A web socket, frame by frame.
pub(crate) struct Socket(TcpStream);

/// What a frame is.
pub(crate) const CONTINUED: u8 = 0;
pub(crate) const BINARY: u8 = 2;
pub(crate) const CLOSE: u8 = 8;
pub(crate) const PING: u8 = 9;
pub(crate) const PONG: u8 = 10;

impl Socket {
    /// Opens `exec` of a pod with this query.
    pub(crate) fn exec(server: &Server, pod: &str, query: &str) -> Self {
        let mut stream = connect(server);
        let ask = format!(
            "GET {PODS}/{pod}/exec?{query} HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: v5.channel.k8s.io\r\n\r\n"
        );
        stream.write_all(ask.as_bytes()).unwrap();
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            let mut byte = [0];
            stream.read_exact(&mut byte).unwrap();
            head.push(byte[0]);
        }
        let head = String::from_utf8(head).unwrap();
        assert!(head.starts_with("HTTP/1.1 101"), "{head}");
        Self(stream)
    }

    /// Sends a frame; `last`: nothing of the message follows. Whether there was anybody to take it.
    pub(crate) fn send(&mut self, kind: u8, last: bool, payload: &[u8]) -> bool {
        let mut frame = vec![u8::from(last) << 7 | kind];
        match payload.len() {
            short @ 0..126 => frame.push(0x80 | u8::try_from(short).unwrap()),
            length @ 126..0x1_0000 => {
                frame.push(0x80 | 126);
                frame.extend(u16::try_from(length).unwrap().to_be_bytes());
            }
            length => {
                frame.push(0x80 | 127);
                frame.extend((length as u64).to_be_bytes());
            }
        }
        // A mask of zeros leaves everything as it is.
        frame.extend([0; 4]);
        frame.extend(payload);
        self.0.write_all(&frame).is_ok()
    }

    /// Sends bytes as they are.
    pub(crate) fn bytes(&mut self, bytes: &[u8]) {
        drop(self.0.write_all(bytes));
    }

    /// The next frame: what it is and what is in it; `None`: the server has hung up.
    pub(crate) fn hear(&mut self) -> Option<(u8, Vec<u8>)> {
        let mut head = [0; 2];
        self.0.read_exact(&mut head).ok()?;
        let length = match head[1] & 0x7f {
            126 => {
                let mut bytes = [0; 2];
                self.0.read_exact(&mut bytes).ok()?;
                usize::from(u16::from_be_bytes(bytes))
            }
            127 => {
                let mut bytes = [0; 8];
                self.0.read_exact(&mut bytes).ok()?;
                usize::try_from(u64::from_be_bytes(bytes)).unwrap()
            }
            short => usize::from(short),
        };
        let mut payload = vec![0; length];
        self.0.read_exact(&mut payload).ok()?;
        Some((head[0] & 0xf, payload))
    }

    /// Everything said on a channel until the end; pings are answered.
    pub(crate) fn all(&mut self, channel: u8) -> String {
        let mut bytes = Vec::new();
        while let Some((kind, payload)) = self.hear() {
            match kind {
                PING => drop(self.send(PONG, true, &payload)),
                BINARY if payload.first() == Some(&channel) => bytes.extend(&payload[1..]),
                _ => {}
            }
        }
        String::from_utf8_lossy(&bytes).into_owned()
    }
}
