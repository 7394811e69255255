//! What a terminal's driver does in the kernel: echoes what is typed, and makes lines of it.

use std::collections::VecDeque;

/// The longest line, and how many of them are kept until they are read (`MAX_CANON`, and ours).
const LINE_BYTES_MAX: usize = 4095;
const LINES_MAX: usize = 256;

/// What came of typing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Key {
    /// A line, without its end.
    Line(String),
    /// Ctrl-D on an empty line.
    End,
}

/// A line being typed, and those typed ahead.
#[derive(Clone, Debug, Default)]
pub(super) struct Typing {
    raw: bool,
    line: Vec<u8>,
    ready: VecDeque<Key>,
}

impl Typing {
    /// `raw`: the client sends single keys and expects to see them.
    pub(super) fn new(raw: bool) -> Self {
        Self {
            raw,
            ..Self::default()
        }
    }

    /// The next whole line.
    pub(super) fn next(&mut self) -> Option<Key> {
        self.ready.pop_front()
    }

    /// Takes bytes in; what is to be seen goes to `echo`. Answers whether one of them was Ctrl-C.
    pub(super) fn take(&mut self, bytes: &[u8], echo: &mut Vec<u8>) -> bool {
        let mut interrupted = false;
        for &byte in bytes {
            match byte {
                // Nobody reads: what is typed on is lost, but for Ctrl-C.
                4 | b'\r' | b'\n' if self.ready.len() >= LINES_MAX => {}
                b'\r' | b'\n' => {
                    let line = std::mem::take(&mut self.line);
                    let text = String::from_utf8_lossy(&line).into_owned();
                    self.ready.push_back(Key::Line(text));
                    echo.extend(b"\r\n");
                }
                3 => {
                    interrupted = true;
                    self.line.clear();
                    self.ready.clear();
                    // The shell shows its prompt again for an empty line.
                    self.ready.push_back(Key::Line(String::new()));
                    echo.extend(b"^C\r\n");
                }
                4 if self.line.is_empty() => self.ready.push_back(Key::End),
                8 | 127 => {
                    if erase(&mut self.line) {
                        echo.extend(b"\x08 \x08");
                    }
                }
                byte if byte < 32 && byte != b'\t' => {}
                _ if self.line.len() >= LINE_BYTES_MAX => {}
                byte => {
                    self.line.push(byte);
                    echo.push(byte);
                }
            }
        }
        if !self.raw {
            echo.clear();
        }
        interrupted
    }
}

/// Takes the last character off, however many bytes it is.
fn erase(line: &mut Vec<u8>) -> bool {
    while let Some(byte) = line.pop() {
        if byte & 0b1100_0000 != 0b1000_0000 {
            return true;
        }
    }
    false
}
