//! Flags and words of a command line, as cobra and pflag read them: flags may stand anywhere
//! before `--`, short ones may be joined, values may follow `=` or a space.

use super::failure::{Failure, Result};
use std::num::{IntErrorKind, ParseIntError};

/// Whether a flag wants a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Takes {
    /// A switch: present or not (`=false` switches it off again).
    Nothing,
    /// A value must follow.
    Value,
    /// A value may follow after `=`; without one this is meant.
    Maybe(&'static str),
}

/// A flag a verb knows: long name, short letter (or none), value.
pub(super) type Flag = (&'static str, Option<char>, Takes);

pub(super) const FILENAME: Flag = ("filename", Some('f'), Takes::Value);
pub(super) const SELECTOR: Flag = ("selector", Some('l'), Takes::Value);
pub(super) const OUTPUT: Flag = ("output", Some('o'), Takes::Value);
pub(super) const DRY_RUN: Flag = ("dry-run", None, Takes::Maybe("unchanged"));
pub(super) const ALL: Flag = ("all", None, Takes::Nothing);
pub(super) const ALL_NAMESPACES: Flag = ("all-namespaces", Some('A'), Takes::Nothing);
pub(super) const CONTAINER: Flag = ("container", Some('c'), Takes::Value);
pub(super) const OVERWRITE: Flag = ("overwrite", None, Takes::Nothing);
pub(super) const TIMEOUT: Flag = ("timeout", None, Takes::Value);
pub(super) const RECURSIVE: Flag = ("recursive", Some('R'), Takes::Nothing);
pub(super) const FIELD_MANAGER: Flag = ("field-manager", None, Takes::Value);

/// Flags every verb takes.
const COMMON: &[Flag] = &[
    ("namespace", Some('n'), Takes::Value),
    ("context", None, Takes::Value),
    ("cluster", None, Takes::Value),
    ("kubeconfig", None, Takes::Value),
    ("request-timeout", None, Takes::Value),
    ("v", Some('v'), Takes::Value),
    ("help", Some('h'), Takes::Nothing),
];

/// What a command line says.
#[derive(Clone, Debug, Default)]
pub(super) struct Args {
    /// Everything that is no flag, before `--`.
    pub(super) words: Vec<String>,
    /// Everything after `--`, if there was one.
    pub(super) after_dash: Option<Vec<String>>,
    values: Vec<(&'static str, String)>,
}

impl Args {
    /// Reads the arguments of `verb` (for the error texts), which knows `flags`.
    pub(super) fn parse(verb: &str, line: &[String], flags: &[Flag]) -> Result<Self> {
        let mut args = Self::default();
        let mut rest = line.iter();
        while let Some(word) = rest.next() {
            if word == "--" {
                args.after_dash = Some(rest.cloned().collect());
                break;
            }
            if let Some(long) = word.strip_prefix("--") {
                args.long(verb, long, flags, &mut rest)?;
            } else if word.len() > 1 && word.starts_with('-') {
                args.short(verb, word, flags, &mut rest)?;
            } else {
                args.words.push(word.clone());
            }
        }
        Ok(args)
    }

    /// Whether a switch is on.
    pub(super) fn has(&self, long: &str) -> bool {
        self.value(long).is_some_and(|value| value != "false")
    }

    /// The value of a flag; of several the last.
    pub(super) fn value(&self, long: &str) -> Option<&str> {
        self.all(long).last()
    }

    /// Every value of a flag, in order.
    pub(super) fn all(&self, long: &str) -> impl Iterator<Item = &str> {
        self.values
            .iter()
            .filter(move |(name, _)| *name == long)
            .map(|(_, value)| value.as_str())
    }

    /// A flag's value as a whole number.
    pub(super) fn number(&self, verb: &str, long: &str) -> Result<Option<i64>> {
        let Some(text) = self.value(long) else {
            return Ok(None);
        };
        text.parse().map(Some).map_err(|error: ParseIntError| {
            let why = match error.kind() {
                IntErrorKind::PosOverflow | IntErrorKind::NegOverflow => "value out of range",
                _ => "invalid syntax",
            };
            refuse(
                verb,
                &format!("invalid argument {text:?} for \"--{long}\" flag: strconv.ParseInt: parsing {text:?}: {why}"),
            )
        })
    }

    fn long<'a>(
        &mut self,
        verb: &str,
        word: &str,
        flags: &[Flag],
        rest: &mut impl Iterator<Item = &'a String>,
    ) -> Result<()> {
        let (name, value) = match word.split_once('=') {
            Some((name, value)) => (name, Some(value.to_owned())),
            None => (word, None),
        };
        let Some(&(long, _, takes)) = known(flags).find(|(long, _, _)| *long == name) else {
            return Err(refuse(verb, &format!("unknown flag: --{name}")));
        };
        let value = match (value, takes) {
            (Some(value), _) => value,
            (None, Takes::Nothing) => "true".to_owned(),
            (None, Takes::Maybe(meant)) => meant.to_owned(),
            (None, Takes::Value) => rest
                .next()
                .cloned()
                .ok_or_else(|| refuse(verb, &format!("flag needs an argument: --{name}")))?,
        };
        self.values.push((long, value));
        Ok(())
    }

    fn short<'a>(
        &mut self,
        verb: &str,
        word: &str,
        flags: &[Flag],
        rest: &mut impl Iterator<Item = &'a String>,
    ) -> Result<()> {
        let letters = &word[1..];
        for (at, letter) in letters.char_indices() {
            let Some(&(long, _, takes)) = known(flags).find(|(_, short, _)| *short == Some(letter))
            else {
                return Err(refuse(
                    verb,
                    &format!("unknown shorthand flag: {letter:?} in {word}"),
                ));
            };
            let tail = &letters[at + letter.len_utf8()..];
            if takes == Takes::Nothing && !tail.starts_with('=') {
                self.values.push((long, "true".to_owned()));
                continue;
            }
            let value = if tail.is_empty() {
                match takes {
                    Takes::Maybe(meant) => meant.to_owned(),
                    _ => rest.next().cloned().ok_or_else(|| {
                        refuse(
                            verb,
                            &format!("flag needs an argument: {letter:?} in {word}"),
                        )
                    })?,
                }
            } else {
                tail.strip_prefix('=').unwrap_or(tail).to_owned()
            };
            self.values.push((long, value));
            break;
        }
        Ok(())
    }
}

fn known(flags: &[Flag]) -> impl Iterator<Item = &Flag> {
    flags.iter().chain(COMMON)
}

fn refuse(verb: &str, text: &str) -> Failure {
    Failure::Client(format!("{text}\nSee 'kubectl {verb} --help' for usage."))
}
