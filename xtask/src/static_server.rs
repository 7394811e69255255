//! A small web server for the files of one folder, for development and tests on this machine only.
//!
//! It is as plain as what people will host the page on: no rewriting, no compression, no headers that help. For
//! development it can tell the page to reload, by a script of its own origin, so that the page's Content-Security-Policy
//! stays what it is when published.

use std::fs;
use std::io::{self, BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, SystemTime};

use crate::failure::{Result, While};

/// What to serve, and how.
#[derive(Debug, Clone)]
pub struct Site {
    /// The folder with `index.html`.
    pub folder: PathBuf,
    /// The path it appears under, with a slash at both ends: `/` or `/some/where/`.
    pub base: &'static str,
    /// Whether the page reloads when it was built anew.
    pub reload: Reload,
}

/// Whether the page reloads when `index.html` changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reload {
    /// Files are served as they are.
    Never,
    /// A script is added to HTML that waits for the next build.
    OnChange,
}

const RELOAD_SCRIPT_PATH: &str = "/.reload.js";
const RELOAD_EVENTS_PATH: &str = "/.reload";
const RELOAD_SCRIPT: &str = "new EventSource('/.reload').onmessage = () => location.reload();\n";
const RELOAD_CHECK_INTERVAL: Duration = Duration::from_millis(200);
const REQUEST_LINES_MAX: usize = 100;

/// Answers in threads of its own for as long as the program lives; returns the address of the page.
///
/// # Errors
/// When the port is taken. Port 0 takes any free one.
pub fn start(site: Site, port: u16) -> Result<String> {
    let listener =
        TcpListener::bind(("127.0.0.1", port)).while_doing(format!("listening on port {port}"))?;
    let address = listener.local_addr().while_doing("asking for the port")?;
    let url = format!("http://localhost:{}{}", address.port(), site.base);
    thread::spawn(move || {
        for connection in listener.incoming().flatten() {
            let site = site.clone();
            // A browser that hangs up in the middle is no error of ours.
            thread::spawn(move || drop(converse(&site, connection)));
        }
    });
    Ok(url)
}

/// One connection: requests one after the other until the browser hangs up.
fn converse(site: &Site, mut connection: TcpStream) -> io::Result<()> {
    connection.set_nodelay(true)?;
    let mut requests = BufReader::new(connection.try_clone()?);
    while let Some((method, target)) = read_request(&mut requests)? {
        let path = percent_decoded(target.split(['?', '#']).next().unwrap_or_default());
        if site.reload == Reload::OnChange && path == RELOAD_EVENTS_PATH {
            return tell_next_build(site, connection);
        }
        let mut answer = answer_to(site, &path);
        if method != "GET" && method != "HEAD" {
            answer = Answer::text("405 Method Not Allowed", "Only GET and HEAD.\n");
        }
        answer.write_to(&mut connection, &method)?;
    }
    Ok(())
}

fn read_request(from: &mut impl BufRead) -> io::Result<Option<(String, String)>> {
    let mut first = String::new();
    if from.read_line(&mut first)? == 0 {
        return Ok(None);
    }
    for _ in 0..REQUEST_LINES_MAX {
        let mut header = String::new();
        if from.read_line(&mut header)? == 0 || header.trim().is_empty() {
            break;
        }
    }
    let mut words = first.split_whitespace().map(str::to_owned);
    Ok(words.next().zip(words.next()))
}

#[derive(Debug, PartialEq, Eq)]
struct Answer {
    status: &'static str,
    content_type: &'static str,
    extra_header: String,
    body: Vec<u8>,
}

impl Answer {
    fn text(status: &'static str, body: &str) -> Self {
        Self {
            status,
            content_type: "text/plain; charset=utf-8",
            extra_header: String::new(),
            body: body.into(),
        }
    }

    fn write_to(&self, stream: &mut impl Write, method: &str) -> io::Result<()> {
        let Self {
            status,
            content_type,
            extra_header,
            body,
        } = self;
        let length = body.len();
        let mut bytes = format!(
            "HTTP/1.1 {status}\r\nContent-Type: {content_type}\r\nContent-Length: {length}\r\n\
             Cache-Control: no-cache\r\n{extra_header}\r\n"
        )
        .into_bytes();
        if method != "HEAD" {
            bytes.extend(body);
        }
        stream.write_all(&bytes)
    }
}

fn answer_to(site: &Site, path: &str) -> Answer {
    if site.reload == Reload::OnChange && path == RELOAD_SCRIPT_PATH {
        return Answer {
            content_type: "text/javascript",
            ..Answer::text("200 OK", RELOAD_SCRIPT)
        };
    }
    let is_base_without_slash = path.len() + 1 == site.base.len() && site.base.starts_with(path);
    if is_base_without_slash {
        let extra_header = format!("Location: {}\r\n", site.base);
        return Answer {
            extra_header,
            ..Answer::text("301 Moved Permanently", "")
        };
    }
    let Some(file) = path
        .strip_prefix(site.base)
        .and_then(|inside| file_inside(&site.folder, inside))
    else {
        return Answer::text("404 Not Found", "There is no such file.\n");
    };
    match fs::read(&file) {
        Ok(body) => {
            let content_type = content_type(&file);
            let body = if content_type.starts_with("text/html") {
                with_reload(site.reload, body)
            } else {
                body
            };
            Answer {
                status: "200 OK",
                content_type,
                extra_header: String::new(),
                body,
            }
        }
        Err(_) if site.reload == Reload::OnChange && file.ends_with("index.html") => Answer {
            // The first build is not done yet, or the next one is just being put in its place.
            extra_header: "Refresh: 1\r\n".to_owned(),
            ..Answer::text(
                "503 Service Unavailable",
                "The page is being built; the terminal tells how far it is.\n",
            )
        },
        Err(_) => Answer::text("404 Not Found", "There is no such file.\n"),
    }
}

/// The file that a path means, as long as the path stays in the folder.
fn file_inside(folder: &Path, path: &str) -> Option<PathBuf> {
    let leaves_folder = |name: &str| name == ".." || name.contains(['\\', '\0', ':']);
    if path.starts_with('/') || path.split('/').any(leaves_folder) {
        return None;
    }
    let file = folder.join(path);
    Some(if path.is_empty() || path.ends_with('/') {
        file.join("index.html")
    } else {
        file
    })
}

fn with_reload(reload: Reload, html: Vec<u8>) -> Vec<u8> {
    if reload == Reload::Never {
        return html;
    }
    let mut html = String::from_utf8_lossy(&html).into_owned();
    let end_of_body = html.rfind("</body>").unwrap_or(html.len());
    html.insert_str(
        end_of_body,
        &format!("<script src=\"{RELOAD_SCRIPT_PATH}\"></script>"),
    );
    html.into_bytes()
}

/// Holds the line until the page was built anew, then says so and hangs up.
fn tell_next_build(site: &Site, mut connection: TcpStream) -> io::Result<()> {
    connection.write_all(
        b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-cache\r\n\r\n",
    )?;
    let seen = built_at(site);
    loop {
        thread::sleep(RELOAD_CHECK_INTERVAL);
        let now = built_at(site);
        if now.is_some() && now != seen {
            return connection.write_all(b"data: built\n\n");
        }
        // A comment line; writing it is how we learn that the browser has left.
        connection.write_all(b":\n")?;
    }
}

fn built_at(site: &Site) -> Option<SystemTime> {
    fs::metadata(site.folder.join("index.html"))
        .and_then(|found| found.modified())
        .ok()
}

fn content_type(file: &Path) -> &'static str {
    match file
        .extension()
        .and_then(|extension| extension.to_str())
        .unwrap_or_default()
    {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "wasm" => "application/wasm",
        "json" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        let escaped = (first == b'%')
            .then(|| std::str::from_utf8(after.get(..2)?).ok())
            .flatten();
        match escaped.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            None => {
                bytes.push(first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What the xtask package's own folder, served under `/some/where/`, answers to a path.
    fn check(path: &str, status: &str, content_type: &str) {
        let site = Site {
            folder: env!("CARGO_MANIFEST_DIR").into(),
            base: "/some/where/",
            reload: Reload::Never,
        };
        let answer = answer_to(&site, &percent_decoded(path));
        assert_eq!(
            (answer.status, answer.content_type),
            (status, content_type),
            "{path}"
        );
    }

    #[test]
    fn serves_what_is_in_the_folder_and_nothing_else() {
        let plain = "text/plain; charset=utf-8";
        check(
            "/some/where/Cargo.toml",
            "200 OK",
            "application/octet-stream",
        );
        check("/some/where/src/../Cargo.toml", "404 Not Found", plain);
        check("/some/where/%2e%2e/Cargo.toml", "404 Not Found", plain);
        check("/some/where//etc/passwd", "404 Not Found", plain);
        check("/Cargo.toml", "404 Not Found", plain);
        check("/some/where/", "404 Not Found", plain);
        check("/some/where", "301 Moved Permanently", plain);
    }

    #[test]
    fn the_reload_script_goes_before_the_end_of_the_body() {
        let page = b"<body>x</body></html>".to_vec();
        let with = String::from_utf8(with_reload(Reload::OnChange, page.clone())).unwrap();
        assert_eq!(
            with,
            "<body>x<script src=\"/.reload.js\"></script></body></html>"
        );
        assert_eq!(with_reload(Reload::Never, page.clone()), page);
    }
}
