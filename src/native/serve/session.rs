//! A program in a container at the other end of a web socket: kubectl's remote command protocol.
//!
//! Every message begins with the number of its channel. See apimachinery/pkg/util/remotecommand.

use super::exec::{Exec, Wish, ending};
use super::http::{BODY_BYTES_MAX, Shared};
use super::typing::{Key, Typing};
use crate::kubectl::{Output, Stream};
use axum::extract::ws::{CloseFrame, Message, WebSocket, close_code};
use std::time::Duration;
use tokio::time::{sleep, timeout};

/// What both sides can speak; the newest first.
pub(super) const PROTOCOLS: [&str; 2] = ["v5.channel.k8s.io", "v4.channel.k8s.io"];

const STDIN: u8 = 0;
const STDOUT: u8 = 1;
const STDERR: u8 = 2;
const ERROR: u8 = 3;
const CLOSE: u8 = 255;
/// How often a program that waits for something is asked again.
const PATIENCE: Duration = Duration::from_millis(50);

/// How long a client may take to answer a ping before it is told things all the same.
const HEARING: Duration = Duration::from_secs(5);

/// kubectl up to 1.33 drops what arrives before it has set up its streams; it says nothing when it has,
/// but does so at the same time as it begins to listen.
const HEAD_START: Duration = Duration::from_millis(200);

/// Runs the program to its end.
pub(super) async fn run(mut socket: WebSocket, shared: Shared, mut exec: Exec) {
    let mut typing = Typing::new(exec.tty);
    if exec.stdin && !exec.tty {
        let fed = all(&mut socket).await;
        exec.start(Some(&fed));
    } else {
        if !exec.stdin {
            await_listener(&mut socket).await;
        }
        exec.start(None);
    }
    sleep(HEAD_START).await;
    let code = converse(&mut socket, &shared, &mut exec, &mut typing).await;
    let status = code.map(|code| ending(code).to_string());
    let told = match status {
        Some(status) => send(&mut socket, ERROR, status.as_bytes()).await,
        None => None,
    };
    if told.is_some() {
        let normal = CloseFrame {
            code: close_code::NORMAL,
            reason: "".into(),
        };
        drop(socket.send(Message::Close(Some(normal))).await);
    }
}

/// Waits until the client answers a ping: then it reads. One without standard input says nothing else.
async fn await_listener(socket: &mut WebSocket) {
    let answer = async {
        socket.send(Message::Ping(vec![].into())).await.ok()?;
        while !matches!(socket.recv().await?.ok()?, Message::Pong(_)) {}
        Some(())
    };
    drop(timeout(HEARING, answer).await);
}

/// Back and forth; `None` when the client has gone.
async fn converse(
    socket: &mut WebSocket,
    shared: &Shared,
    exec: &mut Exec,
    typing: &mut Typing,
) -> Option<i32> {
    loop {
        let (output, wish) = exec.run(&mut shared.hub());
        shared.ring();
        show(socket, exec.tty, &output).await?;
        match wish {
            Wish::End(code) => return Some(code),
            Wish::Line(prompt) => {
                if exec.tty {
                    send(socket, STDOUT, prompt.as_bytes()).await?;
                    let line = typed(socket, typing).await?;
                    exec.feed(line.as_deref());
                } else {
                    exec.feed(None);
                }
            }
            Wish::Time if exec.tty => {
                // Ctrl-C is for what runs; everything else waits its turn.
                if let Ok(message) = timeout(PATIENCE, socket.recv()).await {
                    let bytes = stdin(&message?.ok()?)?;
                    if typing.take(&bytes, &mut Vec::new()) {
                        let output = exec.interrupt(&mut shared.hub());
                        show(socket, exec.tty, &output).await?;
                    }
                }
            }
            Wish::Time => sleep(PATIENCE).await,
        }
    }
}

/// A whole line, echoed as it is typed; the outer `None`: the client has gone.
async fn typed(socket: &mut WebSocket, typing: &mut Typing) -> Option<Option<String>> {
    loop {
        match typing.next() {
            Some(Key::Line(line)) => return Some(Some(line)),
            Some(Key::End) => return Some(None),
            None => {}
        }
        let message = socket.recv().await?.ok()?;
        let Some(bytes) = stdin(&message) else {
            return Some(None);
        };
        let mut echo = Vec::new();
        typing.take(&bytes, &mut echo);
        send(socket, STDOUT, &echo).await?;
    }
}

/// Everything the client has to say, up to its end.
async fn all(socket: &mut WebSocket) -> String {
    let mut bytes = Vec::new();
    while let Some(Ok(message)) = socket.recv().await {
        match stdin(&message) {
            // More than a request may have is nothing a program here can use.
            Some(more) if bytes.len() + more.len() <= BODY_BYTES_MAX => bytes.extend(more),
            _ => break,
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// What a message adds to standard input; `None`: there will be no more.
fn stdin(message: &Message) -> Option<Vec<u8>> {
    match message {
        Message::Binary(bytes) => match bytes.split_first() {
            Some((&STDIN, rest)) => Some(rest.to_vec()),
            Some((&CLOSE, _)) => None,
            _ => Some(vec![]),
        },
        Message::Close(_) => None,
        _ => Some(vec![]),
    }
}

async fn show(socket: &mut WebSocket, tty: bool, output: &Output) -> Option<()> {
    for (stream, text) in output.parts() {
        let (channel, text) = match stream {
            _ if tty => (STDOUT, text.replace("\r\n", "\n").replace('\n', "\r\n")),
            Stream::Out => (STDOUT, text.clone()),
            Stream::Err => (STDERR, text.clone()),
        };
        send(socket, channel, text.as_bytes()).await?;
    }
    Some(())
}

async fn send(socket: &mut WebSocket, channel: u8, bytes: &[u8]) -> Option<()> {
    let mut message = vec![channel];
    message.extend(bytes);
    socket.send(Message::Binary(message.into())).await.ok()
}
