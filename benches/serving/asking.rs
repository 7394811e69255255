//! Just enough HTTP to ask.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};

/// A connection that is kept.
pub(super) struct Kept(TcpStream);

impl Kept {
    pub(super) fn open(address: SocketAddr) -> Self {
        let stream = TcpStream::connect(address).expect("it listens");
        stream.set_nodelay(true).expect("it is a stream");
        Self(stream)
    }

    /// Asks for something small and reads the answer.
    pub(super) fn ask(&mut self, path: &str) {
        let ask = format!("GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n");
        self.0.write_all(ask.as_bytes()).expect("it listens");
        let (mut answer, mut piece) = (Vec::new(), [0; 16 * 1024]);
        loop {
            let count = self.0.read(&mut piece).expect("it answers");
            assert!(count > 0, "it hung up");
            answer.extend_from_slice(&piece[..count]);
            if is_whole(&answer) {
                return;
            }
        }
    }
}

fn is_whole(answer: &[u8]) -> bool {
    let text = String::from_utf8_lossy(answer);
    let Some((head, body)) = text.split_once("\r\n\r\n") else {
        return false;
    };
    assert!(head.starts_with("HTTP/1.1 200"), "{head}");
    let length = head.lines().find_map(|line| {
        let (name, value) = line.split_once(": ")?;
        name.eq_ignore_ascii_case("content-length")
            .then(|| value.parse::<usize>())
    });
    length.is_some_and(|length| length.is_ok_and(|length| body.len() >= length))
}

/// Sends a body to a path and reads the answer, for as long as there is somebody to give one.
pub(super) fn post(address: SocketAddr, path: &str, body: &str) -> String {
    send(address, "POST", path, body)
}

/// The same with another method.
pub(super) fn send(address: SocketAddr, method: &str, path: &str, body: &str) -> String {
    let Ok(mut stream) = TcpStream::connect(address) else {
        return String::new();
    };
    let head = format!(
        "{method} {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    let mut answer = Vec::new();
    // Whoever hangs up has said all it wants to.
    drop(stream.write_all(head.as_bytes()));
    drop(stream.write_all(body.as_bytes()));
    drop(stream.read_to_end(&mut answer));
    String::from_utf8_lossy(&answer).into_owned()
}
