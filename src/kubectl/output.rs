//! What a command prints: two streams, kept in the order they were written.

/// Where a text goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stream {
    /// Standard output: what pipes and `$(…)` see.
    Out,
    /// Standard error: warnings and refusals.
    Err,
}

/// Text on both streams, in order, as a terminal would show it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Output {
    parts: Vec<(Stream, String)>,
}

impl Output {
    /// Nothing yet.
    #[must_use]
    pub const fn new() -> Self {
        Self { parts: vec![] }
    }

    /// Text that stands on standard output.
    #[must_use]
    pub fn of(text: impl Into<String>) -> Self {
        let mut output = Self::new();
        output.out(&text.into());
        output
    }

    /// Writes to standard output, without a line end.
    pub fn out(&mut self, text: &str) {
        self.push(Stream::Out, text);
    }

    /// Writes a line to standard output.
    pub fn line(&mut self, text: &str) {
        self.push(Stream::Out, text);
        self.push(Stream::Out, "\n");
    }

    /// Writes a line to standard error.
    pub fn complain(&mut self, text: &str) {
        self.push(Stream::Err, text);
        self.push(Stream::Err, "\n");
    }

    /// Writes to a stream, joining with what was just written there.
    pub fn push(&mut self, stream: Stream, text: &str) {
        if text.is_empty() {
            return;
        }
        match self.parts.last_mut() {
            Some((last, present)) if *last == stream => present.push_str(text),
            _ => self.parts.push((stream, text.to_owned())),
        }
    }

    /// Adds everything another command wrote.
    pub fn append(&mut self, other: Self) {
        for (stream, text) in other.parts {
            self.push(stream, &text);
        }
    }

    /// The parts in the order they were written.
    #[must_use]
    pub fn parts(&self) -> &[(Stream, String)] {
        &self.parts
    }

    /// Standard output alone.
    #[must_use]
    pub fn stdout(&self) -> String {
        self.only(Stream::Out)
    }

    /// Standard error alone.
    #[must_use]
    pub fn stderr(&self) -> String {
        self.only(Stream::Err)
    }

    /// Both streams as a terminal shows them.
    #[must_use]
    pub fn text(&self) -> String {
        self.parts.iter().map(|(_, text)| text.as_str()).collect()
    }

    /// Whether nothing was written.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }

    fn only(&self, wanted: Stream) -> String {
        self.parts
            .iter()
            .filter(|(stream, _)| *stream == wanted)
            .map(|(_, text)| text.as_str())
            .collect()
    }
}
