//! What stops a command: a sentence for the person at the terminal.

use std::fmt;

/// The result of anything that may stop a command.
pub type Result<T> = std::result::Result<T, Failure>;

/// Why a command stopped. Nobody branches on it, so it is only text.
#[derive(Debug)]
pub struct Failure(String);

impl Failure {
    /// A failure with this explanation.
    pub fn new(explanation: impl Into<String>) -> Self {
        Self(explanation.into())
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// Says what was being done when an error of the system came.
pub trait While<T> {
    /// Turns an error into a [`Failure`] that starts with `doing`.
    fn while_doing(self, doing: impl fmt::Display) -> Result<T>;
}

impl<T> While<T> for std::io::Result<T> {
    fn while_doing(self, doing: impl fmt::Display) -> Result<T> {
        self.map_err(|error| Failure::new(format!("{doing}: {error}")))
    }
}
