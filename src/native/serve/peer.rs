//! The client at the other end of a web socket: what it says, and whether it is still there.

use axum::extract::ws::{CloseFrame, Message, WebSocket, close_code};
use std::time::Duration;
use tokio::time::{Instant, timeout_at};

/// How much is sent in one message.
const MESSAGE_BYTES: usize = 32 * 1024;

/// A client that is asked, when it has said nothing for a while, whether it is still there.
pub(super) struct Peer {
    socket: WebSocket,
    patience: Duration,
    heard: Instant,
    /// Whether it was asked since it was last heard.
    asked: bool,
}

impl Peer {
    pub(super) fn new(socket: WebSocket, patience: Duration) -> Self {
        Self {
            socket,
            patience,
            heard: Instant::now(),
            asked: false,
        }
    }

    /// What it says next; `None`: it has gone. May be left and called again.
    pub(super) async fn hear(&mut self) -> Option<Message> {
        loop {
            let spans = if self.asked { 2 } else { 1 };
            let until = self.heard + self.patience * spans;
            match timeout_at(until, self.socket.recv()).await {
                Ok(message) => {
                    (self.heard, self.asked) = (Instant::now(), false);
                    return message?.ok();
                }
                Err(_) if self.asked => return None,
                Err(_) => {
                    self.asked = true;
                    self.ping().await?;
                }
            }
        }
    }

    /// Asks whether it is there.
    pub(super) async fn ping(&mut self) -> Option<()> {
        self.socket.send(Message::Ping(vec![].into())).await.ok()
    }

    /// Says something on a channel.
    pub(super) async fn send(&mut self, channel: u8, bytes: &[u8]) -> Option<()> {
        let (first, rest) = bytes.split_at(bytes.len().min(MESSAGE_BYTES));
        for part in std::iter::once(first).chain(rest.chunks(MESSAGE_BYTES)) {
            let mut message = vec![channel];
            message.extend(part);
            self.socket
                .send(Message::Binary(message.into()))
                .await
                .ok()?;
        }
        Some(())
    }

    /// Says that this is all.
    pub(super) async fn close(mut self) {
        let normal = CloseFrame {
            code: close_code::NORMAL,
            reason: "".into(),
        };
        drop(self.socket.send(Message::Close(Some(normal))).await);
    }
}
