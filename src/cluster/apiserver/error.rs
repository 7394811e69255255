//! Refusals, in the API machinery's words.
//!
//! Models apimachinery/pkg/api/errors and pkg/util/validation/field/errors.go.

use crate::cluster::api::Kind;
use serde::{Deserialize, Serialize};
use std::fmt;

/// etcd's words when its database has reached its quota.
const STORAGE_FULL: &str = "etcdserver: mvcc: database space exceeded";
/// What the API server's client for etcd sends in one message.
const SENT_BYTES_MAX: usize = 2 * 1024 * 1024;

/// Why a request was refused: the `reason` of the Status object.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the names are Kubernetes' own")]
pub enum Reason {
    NotFound,
    AlreadyExists,
    Conflict,
    Invalid,
    Forbidden,
    BadRequest,
    InternalError,
    TooManyRequests,
    MethodNotAllowed,
    RequestEntityTooLarge,
    /// The server passes on an error it knows nothing about: a 500 without a reason.
    Unknown,
}

/// One thing wrong with one field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldError {
    /// `spec.template.spec.containers[0].name`
    pub field: String,
    /// `Invalid value: -1: must be greater than or equal to 0`
    pub body: String,
}

impl FieldError {
    /// `field: body`
    #[must_use]
    pub fn new(field: impl Into<String>, body: impl Into<String>) -> Self {
        Self {
            field: field.into(),
            body: body.into(),
        }
    }
    /// A field that must be there and is not.
    #[must_use]
    pub fn required(field: impl Into<String>, detail: &str) -> Self {
        let body = if detail.is_empty() {
            "Required value".to_owned()
        } else {
            format!("Required value: {detail}")
        };
        Self::new(field, body)
    }
    /// A value that breaks a rule; `value` as upstream renders it (JSON for anything but numbers).
    #[must_use]
    pub fn invalid(field: impl Into<String>, value: &serde_json::Value, detail: &str) -> Self {
        Self::new(field, format!("Invalid value: {value}: {detail}"))
    }
    /// Something that may not be set or changed here.
    #[must_use]
    pub fn forbidden(field: impl Into<String>, detail: &str) -> Self {
        Self::new(field, format!("Forbidden: {detail}"))
    }
    /// A second entry with the same identity.
    #[must_use]
    pub fn duplicate(field: impl Into<String>, value: &serde_json::Value) -> Self {
        Self::new(field, format!("Duplicate value: {value}"))
    }
    /// A reference to something that does not exist.
    #[must_use]
    pub fn not_found(field: impl Into<String>, value: &serde_json::Value) -> Self {
        Self::new(field, format!("Not found: {value}"))
    }
    /// A word outside a closed list.
    #[must_use]
    pub fn unsupported(field: impl Into<String>, value: &str, supported: &[&str]) -> Self {
        let list: Vec<String> = supported.iter().map(|word| format!("{word:?}")).collect();
        Self::new(
            field,
            format!(
                "Unsupported value: {value:?}: supported values: {}",
                list.join(", ")
            ),
        )
    }
}

impl fmt::Display for FieldError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.field, self.body)
    }
}

/// A refused request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApiError {
    /// The machine-readable reason.
    pub reason: Reason,
    /// The whole sentence, as the Status object carries it.
    pub message: String,
    /// Kind of the object, where the error is about one.
    pub kind: Option<Kind>,
    /// Name of the object, where the error is about one.
    pub name: String,
    /// The single causes of an Invalid.
    pub causes: Vec<FieldError>,
    /// Whether it, or an error it tells of, is that the database is full.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub storage_full: bool,
}

impl ApiError {
    /// An error that names no object.
    #[must_use]
    pub fn new(reason: Reason, message: impl Into<String>) -> Self {
        Self {
            reason,
            message: message.into(),
            kind: None,
            name: String::new(),
            causes: vec![],
            storage_full: false,
        }
    }

    fn about(reason: Reason, kind: Kind, name: &str, message: String) -> Self {
        Self {
            reason,
            message,
            kind: Some(kind),
            name: name.to_owned(),
            causes: vec![],
            storage_full: false,
        }
    }

    /// `pods "web-9" not found`
    #[must_use]
    pub fn not_found(kind: Kind, name: &str) -> Self {
        let message = format!("{} {name:?} not found", kind.resource());
        Self::about(Reason::NotFound, kind, name, message)
    }

    /// `pods "web-0" already exists`
    #[must_use]
    pub fn already_exists(kind: Kind, name: &str) -> Self {
        let message = format!("{} {name:?} already exists", kind.resource());
        Self::about(Reason::AlreadyExists, kind, name, message)
    }

    /// The optimistic lock failed: somebody wrote in between.
    #[must_use]
    pub fn conflict(kind: Kind, name: &str) -> Self {
        let message = format!(
            "Operation cannot be fulfilled on {} {name:?}: the object has been modified; please apply your changes to the latest version and try again",
            kind.resource()
        );
        Self::about(Reason::Conflict, kind, name, message)
    }

    /// `pods "web-0" is forbidden: exceeded quota: …`
    #[must_use]
    pub fn forbidden(kind: Kind, name: &str, detail: &str) -> Self {
        let message = format!("{} {name:?} is forbidden: {detail}", kind.resource());
        Self::about(Reason::Forbidden, kind, name, message)
    }

    /// `StatefulSet.apps "web" is invalid: …`
    #[must_use]
    pub fn invalid(kind: Kind, name: &str, causes: Vec<FieldError>) -> Self {
        let info = kind.info();
        let subject = if info.group.is_empty() {
            info.name.to_owned()
        } else {
            format!("{}.{}", info.name, info.group)
        };
        let texts: Vec<String> = causes.iter().map(ToString::to_string).collect();
        let list = match texts.as_slice() {
            [single] => single.clone(),
            many => format!("[{}]", many.join(", ")),
        };
        let message = format!("{subject} {name:?} is invalid: {list}");
        Self {
            causes,
            ..Self::about(Reason::Invalid, kind, name, message)
        }
    }

    /// A patch the server cannot make an object of: the patch as upstream prints it, and why.
    #[must_use]
    pub fn invalid_patch(patch: &str, why: &str) -> Self {
        let cause = FieldError::new("patch", format!("Invalid value: {patch:?}: {why}"));
        Self {
            causes: vec![cause.clone()],
            ..Self::new(Reason::Invalid, format!(" \"\" is invalid: {cause}"))
        }
    }

    /// `Internal error occurred: …`
    #[must_use]
    pub fn internal(detail: &str) -> Self {
        Self::new(
            Reason::InternalError,
            format!("Internal error occurred: {detail}"),
        )
    }

    /// The database is full: no put goes through. Upstream passes etcd's own words on.
    #[must_use]
    pub fn storage_full() -> Self {
        Self {
            storage_full: true,
            ..Self::new(Reason::Unknown, STORAGE_FULL)
        }
    }

    /// The object is larger than etcd takes, or than the server's client for it sends.
    #[must_use]
    pub fn too_large(wire_bytes: usize) -> Self {
        let message = if wire_bytes > SENT_BYTES_MAX {
            format!(
                "rpc error: code = ResourceExhausted desc = trying to send message larger than max ({wire_bytes} vs. {SENT_BYTES_MAX})"
            )
        } else {
            "etcdserver: request is too large".to_owned()
        };
        Self::new(Reason::Unknown, message)
    }

    /// Whether the object does not exist.
    #[must_use]
    pub fn is_not_found(&self) -> bool {
        self.reason == Reason::NotFound
    }
    /// Whether the name is taken.
    #[must_use]
    pub fn is_already_exists(&self) -> bool {
        self.reason == Reason::AlreadyExists
    }
    /// Whether the request broke a rule of the object's kind.
    #[must_use]
    pub fn is_invalid(&self) -> bool {
        self.reason == Reason::Invalid
    }
    /// Whether the optimistic lock failed.
    #[must_use]
    pub fn is_conflict(&self) -> bool {
        self.reason == Reason::Conflict
    }

    /// Several errors as one, equal texts only once (utilerrors.NewAggregate); one stays itself.
    #[must_use]
    pub fn aggregate(errors: Vec<Self>) -> Option<Self> {
        let mut distinct: Vec<Self> = Vec::new();
        for error in errors {
            if distinct.iter().all(|seen| seen.message != error.message) {
                distinct.push(error);
            }
        }
        if distinct.len() <= 1 {
            return distinct.pop();
        }
        let texts: Vec<&str> = distinct
            .iter()
            .map(|error| error.message.as_str())
            .collect();
        Some(Self {
            storage_full: distinct.iter().any(|error| error.storage_full),
            ..Self::new(Reason::InternalError, format!("[{}]", texts.join(", ")))
        })
    }
}

impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for ApiError {}
