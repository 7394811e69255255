//! Field paths that cost nothing until somebody has to read one.
//!
//! Validation runs on every pod a controller makes; a path is a chain of borrowed steps and becomes
//! text only inside an error.

use std::fmt;

/// A path to a field: `spec.containers[0].resources.limits[cpu]`.
#[derive(Clone, Copy)]
pub(super) struct Path<'a> {
    parent: Option<&'a Self>,
    step: Step<'a>,
}

#[derive(Clone, Copy)]
enum Step<'a> {
    Field(&'a str),
    Index(usize),
    Key(&'a str),
}

impl<'a> Path<'a> {
    /// A path that begins with `field`, which may hold dots.
    pub(super) const fn root(field: &'a str) -> Self {
        Self {
            parent: None,
            step: Step::Field(field),
        }
    }

    /// `self.field`
    pub(super) const fn child<'b>(&'b self, field: &'b str) -> Path<'b> {
        Path {
            parent: Some(self),
            step: Step::Field(field),
        }
    }

    /// `self[index]`
    pub(super) const fn index(&self, index: usize) -> Path<'_> {
        Path {
            parent: Some(self),
            step: Step::Index(index),
        }
    }

    /// `self[key]`
    pub(super) const fn key<'b>(&'b self, key: &'b str) -> Path<'b> {
        Path {
            parent: Some(self),
            step: Step::Key(key),
        }
    }
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(parent) = self.parent {
            parent.fmt(f)?;
        }
        match self.step {
            Step::Field(field) if self.parent.is_some() => write!(f, ".{field}"),
            Step::Field(field) => f.write_str(field),
            Step::Index(index) => write!(f, "[{index}]"),
            Step::Key(key) => write!(f, "[{key}]"),
        }
    }
}
