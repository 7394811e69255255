//! The words after the command: flags, options with a value, and what follows `--`.

use std::str::FromStr;

use crate::failure::{Failure, Result};

/// What is left of a command's arguments. Take what is known, then call [`Arguments::finish`].
#[derive(Debug)]
pub struct Arguments {
    words: Vec<String>,
    passed_on: Vec<String>,
}

impl Arguments {
    /// Splits the words at the first `--`.
    pub fn new(given: impl IntoIterator<Item = String>) -> Self {
        let mut given = given.into_iter();
        let words = given.by_ref().take_while(|word| word != "--").collect();
        Self {
            words,
            passed_on: given.collect(),
        }
    }

    /// Takes a flag such as `--open`; true if it was given.
    pub fn flag(&mut self, name: &str) -> bool {
        let count_before = self.words.len();
        self.words.retain(|word| word != name);
        self.words.len() != count_before
    }

    /// Takes an option given as `--port 8080` or `--port=8080`.
    ///
    /// # Errors
    /// When its value is missing or is not a `T`.
    pub fn option<T: FromStr>(&mut self, name: &str) -> Result<Option<T>> {
        let with_equals = format!("{name}=");
        let found = self
            .words
            .iter()
            .position(|word| word == name || word.starts_with(&with_equals));
        let Some(position) = found else {
            return Ok(None);
        };
        let word = self.words.remove(position);
        let value = match word.strip_prefix(&with_equals) {
            Some(value) => value.to_owned(),
            None if position < self.words.len() => self.words.remove(position),
            None => return Err(Failure::new(format!("`{name}` needs a value."))),
        };
        match value.parse() {
            Ok(parsed) => Ok(Some(parsed)),
            Err(_) => Err(Failure::new(format!(
                "`{value}` is not a value for `{name}`."
            ))),
        }
    }

    /// What follows `--`, for the program that the command calls.
    pub fn passed_on(&mut self) -> Vec<String> {
        std::mem::take(&mut self.passed_on)
    }

    /// Makes sure that nothing was given that nobody took.
    ///
    /// # Errors
    /// When something is left.
    pub fn finish(self) -> Result<()> {
        match self.words.into_iter().chain(self.passed_on).next() {
            None => Ok(()),
            Some(word) => Err(Failure::new(format!(
                "`{word}` is not known to this command; see `cargo xtask help`."
            ))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arguments(line: &str) -> Arguments {
        Arguments::new(line.split_whitespace().map(str::to_owned))
    }

    #[test]
    fn options_are_taken_in_both_spellings() {
        for line in ["--port 81 --open", "--open --port=81"] {
            let mut given = arguments(line);
            assert_eq!(given.option::<u16>("--port").unwrap(), Some(81), "{line}");
            assert!(given.flag("--open"), "{line}");
            given.finish().unwrap();
        }
    }

    #[test]
    fn what_is_wrong_is_named() {
        let refused = |line: &str| {
            let mut given = arguments(line);
            let option = given.option::<u16>("--port").map(drop);
            option
                .and_then(|()| given.finish())
                .unwrap_err()
                .to_string()
        };
        assert_eq!(refused("--port"), "`--port` needs a value.");
        assert_eq!(
            refused("--port many"),
            "`many` is not a value for `--port`."
        );
        assert_eq!(
            refused("--prot 1"),
            "`--prot` is not known to this command; see `cargo xtask help`."
        );
        assert_eq!(
            refused("-- --grep x"),
            "`--grep` is not known to this command; see `cargo xtask help`."
        );
    }

    #[test]
    fn what_follows_two_dashes_is_passed_on() {
        let mut given = arguments("--page -- --grep delete --page");
        assert!(given.flag("--page"));
        assert_eq!(given.passed_on(), ["--grep", "delete", "--page"]);
        given.finish().unwrap();
    }
}
