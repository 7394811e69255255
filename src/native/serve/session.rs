//! A program in a container at the other end of a web socket: kubectl's remote command protocol.
//!
//! Every message begins with the number of its channel. See apimachinery/pkg/util/remotecommand.

use super::exec::{Exec, Wish, ending, failure};
use super::http::{BODY_BYTES_MAX, Shared};
use super::lanes::LARGE_BYTES;
use super::peer::Peer;
use super::typing::{Key, Typing};
use crate::kubectl::{Output, Stream};
use axum::extract::ws::{Message, WebSocket};
use std::time::Duration;
use tokio::time::{Instant, sleep, timeout, timeout_at};

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

/// Runs the program to its end, or as long as there is somebody at the other end.
pub(super) async fn run(socket: WebSocket, shared: Shared, mut exec: Exec) {
    let mut peer = Peer::new(socket, shared.patience);
    let Some(status) = served(&mut peer, &shared, &mut exec).await else {
        return;
    };
    if peer.send(ERROR, status.as_bytes()).await.is_some() {
        peer.close().await;
    }
}

/// What there is to say of its end; `None`: nobody is left to be told.
async fn served(peer: &mut Peer, shared: &Shared, exec: &mut Exec) -> Option<String> {
    let mut typing = Typing::new(exec.tty);
    let fed = match exec.stdin && !exec.tty {
        true => Some(all(peer, shared).await?),
        false => None,
    };
    if !exec.stdin {
        await_listener(peer).await;
    }
    let fed = match fed.transpose() {
        Ok(fed) => fed,
        Err(why) => return Some(failure(why).to_string()),
    };
    exec.start(fed.as_deref());
    sleep(HEAD_START).await;
    let code = converse(peer, shared, exec, &mut typing).await?;
    Some(ending(code).to_string())
}

/// Waits until the client answers a ping: then it reads. One without standard input says nothing else.
async fn await_listener(peer: &mut Peer) {
    let answer = async {
        peer.ping().await?;
        while !matches!(peer.hear().await?, Message::Pong(_)) {}
        Some(())
    };
    drop(timeout(HEARING, answer).await);
}

/// Back and forth; `None` when the client has gone.
async fn converse(
    peer: &mut Peer,
    shared: &Shared,
    exec: &mut Exec,
    typing: &mut Typing,
) -> Option<i32> {
    loop {
        let (output, wish) = exec.run(&mut shared.hub());
        shared.ring();
        show(peer, exec.tty, &output).await?;
        match wish {
            Wish::End(code) => return Some(code),
            Wish::Line(prompt) if exec.tty => {
                peer.send(STDOUT, prompt.as_bytes()).await?;
                let line = typed(peer, typing).await?;
                exec.feed(line.as_deref());
            }
            Wish::Line(_) => exec.feed(None),
            Wish::More => wait(peer, shared, exec, typing, Duration::ZERO).await?,
            Wish::Time => wait(peer, shared, exec, typing, PATIENCE).await?,
        }
    }
}

/// Waits for so long, and hears meanwhile what is typed, and that the client goes.
async fn wait(
    peer: &mut Peer,
    shared: &Shared,
    exec: &mut Exec,
    typing: &mut Typing,
    span: Duration,
) -> Option<()> {
    let until = Instant::now() + span;
    while let Ok(message) = timeout_at(until, peer.hear()).await {
        let message = message?;
        if exec.tty {
            // Ctrl-C is for what runs; everything else waits its turn.
            let bytes = stdin(&message)?;
            if typing.take(&bytes, &mut Vec::new()) {
                let output = exec.interrupt(&mut shared.hub());
                show(peer, exec.tty, &output).await?;
            }
        } else if matches!(message, Message::Close(_)) {
            return None;
        }
        if span.is_zero() {
            break;
        }
    }
    Some(())
}

/// A whole line, echoed as it is typed; the outer `None`: the client has gone.
async fn typed(peer: &mut Peer, typing: &mut Typing) -> Option<Option<String>> {
    loop {
        match typing.next() {
            Some(Key::Line(line)) => return Some(Some(line)),
            Some(Key::End) => return Some(None),
            None => {}
        }
        let message = peer.hear().await?;
        let Some(bytes) = stdin(&message) else {
            return Some(None);
        };
        let mut echo = Vec::new();
        typing.take(&bytes, &mut echo);
        if !echo.is_empty() {
            peer.send(STDOUT, &echo).await?;
        }
    }
}

/// Everything the client has to say, up to its end, or that it is too much; `None`: it has gone.
async fn all(peer: &mut Peer, shared: &Shared) -> Option<Result<String, &'static str>> {
    let (mut bytes, mut place) = (Vec::new(), None);
    while let Some(more) = stdin(&peer.hear().await?) {
        bytes.extend(more);
        // More than a request may have is nothing a program here can use.
        if bytes.len() > BODY_BYTES_MAX {
            return Some(Err("standard input: more than 3 MiB is not read here"));
        }
        if bytes.len() > LARGE_BYTES && place.is_none() {
            place = shared.lanes.input();
            if place.is_none() {
                return Some(Err("standard input: too many programs read much at once"));
            }
        }
    }
    Some(Ok(String::from_utf8_lossy(&bytes).into_owned()))
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

async fn show(peer: &mut Peer, tty: bool, output: &Output) -> Option<()> {
    for (stream, text) in output.parts() {
        let (channel, text) = match stream {
            _ if tty => (STDOUT, text.replace("\r\n", "\n").replace('\n', "\r\n")),
            Stream::Out => (STDOUT, text.clone()),
            Stream::Err => (STDERR, text.clone()),
        };
        peer.send(channel, text.as_bytes()).await?;
    }
    Some(())
}
