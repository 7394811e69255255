//! What is wrong with a text, where, and how it may be put right.

use crate::cluster::api::Kind;
use crate::cluster::apiserver::decode;
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Severity {
    /// The server takes the text, but probably not as it was meant.
    Warning,
    /// kubectl or the server refuses the text.
    Error,
}

/// What kind of thing is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Code {
    /// The text is no YAML.
    Syntax,
    /// The text is longer than anybody's manifest.
    TooLarge,
    /// Lists and maps are nested deeper than anybody's manifest.
    TooDeep,
    /// The aliases of the document unfold to far more than is written.
    TooManyAliases,
    /// A document is a list or a plain value.
    NotAnObject,
    /// `apiVersion` is missing.
    NoApiVersion,
    /// `kind` is missing.
    NoKind,
    /// The server serves no such kind.
    UnknownKind,
    /// A map has the same key twice; the last one counts.
    DuplicateKey,
    /// The kind has no such field.
    UnknownField,
    /// The field takes values of another type.
    WrongType,
    /// The text is no quantity such as `1Gi` or `500m`.
    BadQuantity,
    /// Validation refuses the value.
    Invalid,
    /// The server refuses the object for another reason.
    Refused,
    /// The server takes the object, but not without a word.
    Warned,
    /// A character that looks like YAML's punctuation and is none.
    FullWidth,
}

/// How it may be put right; the words are the translator's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Hint {
    /// A name that exists and is spelled almost like that.
    DidYouMean(String),
    /// The field exists, but under this path; the object itself if empty.
    BelongsUnder(String),
    /// YAML is indented with spaces.
    SpacesNotTabs,
    /// Kubernetes has this kind, the playground does not.
    NotHere(String),
    /// The kind may be a custom resource, of which the playground has none.
    Custom(String),
    /// What stands there looks like what is wanted, but is a full-width character or another space.
    FullWidth {
        /// The character.
        found: String,
        /// What YAML wants there; nothing for a space.
        wanted: String,
    },
    /// Without quotes this is a number, a truth value or nothing; the field takes text.
    Quote,
    /// With quotes this is text; the field takes a number or a truth value.
    Unquote,
}

/// One thing wrong with one place of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Where, in bytes of the whole text.
    pub span: Range<usize>,
    /// Which YAML document of the text, from 0; empty ones are not counted.
    pub document: usize,
    /// `spec.template.spec.containers[0].image`; empty where no field is concerned.
    pub field: String,
    /// How bad it is.
    pub severity: Severity,
    /// What kind of thing is wrong.
    pub code: Code,
    /// What kubectl or the server would say, without its prefixes; English, as theirs is.
    pub message: String,
    /// How it may be put right.
    pub hint: Option<Hint>,
}

impl Diagnostic {
    /// An error without a field or a hint.
    #[must_use]
    pub fn error(
        span: Range<usize>,
        document: usize,
        code: Code,
        message: impl Into<String>,
    ) -> Self {
        Self {
            span,
            document,
            field: String::new(),
            severity: Severity::Error,
            code,
            message: message.into(),
            hint: None,
        }
    }
}

/// Whether any of them makes kubectl or the server refuse the text.
#[must_use]
pub fn refused(diagnostics: &[Diagnostic]) -> bool {
    diagnostics
        .iter()
        .any(|diagnostic| diagnostic.severity == Severity::Error)
}

/// The sentence with which the server refuses to decode an object of `kind`, given what was found in
/// its document; kubectl puts `Error from server (BadRequest): …` before it.
#[must_use]
pub fn decode_refusal(kind: Kind, diagnostics: &[Diagnostic]) -> Option<String> {
    let told = |codes: &[Code]| -> Vec<&str> {
        let found = diagnostics
            .iter()
            .filter(|found| codes.contains(&found.code));
        found.map(|found| found.message.as_str()).collect()
    };
    decode::refusal_of(
        kind,
        &told(&[Code::WrongType, Code::BadQuantity]),
        &told(&[Code::UnknownField]),
    )
}
