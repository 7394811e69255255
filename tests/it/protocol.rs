//! `serve-api` and bytes that are no HTTP, no protobuf, or two things at once.

#![cfg(feature = "serve-api")]

use crate::wire::{LONG, PODS, connect, raw, request, server, told};
use playground::native::serve::Server;
use std::io::{Read as _, Write as _};

mod protobuf {
    use super::*;

    const KIND: &str = "Content-Type: application/vnd.kubernetes.protobuf";

    fn field(number: u8, bytes: &[u8]) -> Vec<u8> {
        let mut all = vec![number << 3 | 2];
        let mut length = bytes.len();
        while length > 0x7f {
            all.push(u8::try_from(length & 0x7f).unwrap() | 0x80);
            length >>= 7;
        }
        all.push(u8::try_from(length).unwrap());
        all.extend(bytes);
        all
    }

    /// An object of a kind with these bytes.
    fn object(kind: &str, raw: &[u8]) -> Vec<u8> {
        let type_ = [field(1, b"v1"), field(2, kind.as_bytes())].concat();
        [b"k8s\0".to_vec(), field(1, &type_), field(2, raw)].concat()
    }

    fn post(server: &Server, body: &[u8]) -> String {
        let maps = "POST /api/v1/namespaces/default/configmaps";
        told(&raw(server, &request(maps, &[KIND], body)))
    }

    #[test]
    fn that_lies() {
        let server = server(LONG);
        let broken = "400 the body is no protobuf message";
        let named = field(1, &field(1, b"m"));
        let mut huge = named.clone();
        huge.extend([&[2 << 3 | 2][..], &[0xff; 9], &[1]].concat());
        for raw in [
            // Longer than there is, a number without end, a number for a message, a group.
            vec![1 << 3 | 2, 200, 1],
            huge,
            vec![0xff; 40],
            vec![1 << 3, 7],
            vec![1 << 3 | 3],
        ] {
            assert_eq!(post(&server, &object("ConfigMap", &raw)), broken, "{raw:?}");
        }
        assert_eq!(post(&server, b"k8s\0\x0a"), broken);
        assert_eq!(
            post(&server, b"k8s\0"),
            "400  in protobuf is not read here: send JSON (kubectl create -o yaml --dry-run=client, then apply)"
        );
        assert_eq!(
            post(&server, &object("Secret", &named)),
            "400 Secret in version \"v1\" cannot be handled as a ConfigMap: no kind \"Secret\" is registered for version \"v1\""
        );
        assert_eq!(post(&server, &object("ConfigMap", &named)), "201");
    }

    /// Messages in messages: only as deep as the kind has it.
    #[test]
    fn that_is_deep() {
        let server = server(LONG);
        let mut deep = vec![];
        for _ in 0..200_000 {
            deep = if deep.len() > 1_000_000 {
                deep
            } else {
                field(1, &deep)
            };
        }
        let told = post(&server, &object("ConfigMap", &deep));
        // All that is read of it is a name, and what a name.
        assert!(told.starts_with("422 "), "{told:.200}");
    }

    #[test]
    fn of_many_entries() {
        let server = server(LONG);
        let entry = field(2, &[field(1, b"k"), field(2, b"v")].concat());
        let raw = [field(1, &field(1, b"m")), entry.repeat(250_000)].concat();
        assert_eq!(post(&server, &object("ConfigMap", &raw)), "201");
        let unknown = [field(1, &field(1, b"n")), field(99 >> 3, b"x")].concat();
        assert_eq!(
            post(&server, &object("ConfigMap", &unknown)),
            "400 field 12 of a protobuf message is not read here: send JSON"
        );
    }
}

mod http {
    use super::*;

    /// Requests that say two things of their length: nobody may see another request in them.
    #[test]
    fn that_smuggles() {
        let server = server(LONG);
        let hidden = "GET /version HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
        let post = format!(
            "POST {PODS} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        );
        for head in [
            "Content-Length: 5\r\nContent-Length: 6\r\n",
            "Content-Length: 5, 6\r\n",
            "Content-Length: -1\r\n",
            "Content-Length: +5\r\n",
            "Content-Length: 0x5\r\n",
            "Content-Length: 99999999999999999999999\r\n",
            "Transfer-Encoding: chunked, identity\r\n",
            "Transfer-Encoding: xchunked\r\n",
            "Transfer-Encoding : chunked\r\n",
            "Content-Length : 5\r\n",
            " Content-Length: 5\r\n",
        ] {
            let answer = raw(
                &server,
                format!("{post}{head}\r\n0\r\n\r\n{hidden}").as_bytes(),
            );
            assert!(answer.starts_with("HTTP/1.1 400"), "{head:?}: {answer}");
            assert_eq!(answer.matches("HTTP/1.1").count(), 1, "{head:?}: {answer}");
            assert!(!answer.contains("gitVersion"), "{head:?}: {answer}");
        }
        // Both at once: the pieces count, and the connection is not used again (RFC 9112, 6.3).
        let both =
            format!("{post}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
        let answer = raw(&server, format!("{both}{hidden}").as_bytes());
        assert!(!answer.starts_with("HTTP/1.1 2"), "{answer}");
    }

    #[test]
    fn whose_pieces_are_wrong() {
        let server = server(LONG);
        let post = format!(
            "POST {PODS} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
        );
        for pieces in [
            "z\r\n",
            "-1\r\n\r\n",
            "ffffffffffffffffff\r\n",
            "5\r\nabcdefgh\r\n0\r\n\r\n",
            "0\r\nX: y",
        ] {
            let mut stream = connect(&server);
            stream
                .write_all(format!("{post}{pieces}").as_bytes())
                .unwrap();
            stream.shutdown(std::net::Shutdown::Write).unwrap();
            let mut answer = String::new();
            drop(stream.read_to_string(&mut answer));
            assert!(!answer.starts_with("HTTP/1.1 2"), "{pieces:?}: {answer}");
        }
        assert_eq!(
            told(&raw(&server, &request("GET /version", &[], b""))),
            "200"
        );
    }

    #[test]
    fn one_behind_the_other() {
        let server = server(LONG);
        let one = "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(999);
        let last = "GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
        let answers = raw(&server, format!("{one}{last}").as_bytes());
        assert_eq!(answers.matches("HTTP/1.1 200").count(), 1000);
        assert_eq!(answers.matches("\r\n\r\nok").count(), 1000);
    }

    #[test]
    fn that_is_none() {
        let server = server(LONG);
        for bytes in [
            &b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"[..],
            b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
            b"GET\r\n\r\n",
            b"GET /version HTTP/9.9\r\nHost: localhost\r\n\r\n",
            b"\0\0\0\0\r\n\r\n",
            b"GET /\x00 HTTP/1.1\r\nHost: localhost\r\n\r\n",
            b"GET /version HTTP/1.1\r\nHost: local\0host\r\n\r\n",
        ] {
            let answer = raw(&server, bytes);
            assert!(!answer.starts_with("HTTP/1.1 2"), "{bytes:?}: {answer}");
        }
        let words = raw(
            &server,
            b"BREW /version HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
        );
        assert!(words.starts_with("HTTP/1.1 405"), "{words}");
    }
}
