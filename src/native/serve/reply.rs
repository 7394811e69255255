//! An answer, without HTTP around it; refusals as `Status` objects.

use super::exec::Exec;
use super::listing::Listing;
use super::watching::Watching;
use crate::cluster::apiserver::{ApiError, FieldError, Reason};
use serde_json::{Map, Value, json};

/// An answer.
#[derive(Debug)]
pub(super) enum Reply {
    /// A document.
    Json {
        status: u16,
        content_type: &'static str,
        body: Value,
        /// `Warning:` headers.
        warnings: Vec<String>,
    },
    /// A document in a form of its own.
    Bytes {
        status: u16,
        content_type: &'static str,
        body: Vec<u8>,
        warnings: Vec<String>,
    },
    /// Plain text, a log for example.
    Text { status: u16, body: String },
    /// Objects of a kind, one after the other.
    List(Box<Listing>),
    /// What happens from now on, one event after the other.
    Watch(Box<Watching>),
    /// A program in a container, over a web socket.
    Exec(Box<Exec>),
}

/// What most requests come to.
pub(super) type Answer = Result<Reply, ApiError>;

/// A document that says that all is well.
pub(super) const fn ok(body: Value) -> Reply {
    with_status(200, body)
}

pub(super) const fn with_status(status: u16, body: Value) -> Reply {
    Reply::Json {
        status,
        content_type: "application/json",
        body,
        warnings: vec![],
    }
}

impl Reply {
    /// The same as it goes over the wire, where it is all there.
    pub(super) fn in_bytes(self) -> Self {
        let (status, content_type, body, warnings) = match self {
            Self::Json {
                status,
                content_type,
                body,
                warnings,
            } => (status, content_type, format!("{body}\n"), warnings),
            Self::Text { status, body } => (status, "text/plain", body, vec![]),
            other => return other,
        };
        Self::Bytes {
            status,
            content_type,
            body: body.into_bytes(),
            warnings,
        }
    }

    /// The same with warnings to print.
    pub(super) fn warn(mut self, more: Vec<String>) -> Self {
        if let Self::Json { warnings, .. } = &mut self {
            warnings.extend(more);
        }
        self
    }
}

/// A refusal as the server sends it.
pub(super) fn refusal(error: &ApiError) -> Reply {
    let status = code(error.reason);
    with_status(status, status_object(error, status))
}

/// A refusal whose reason the API has no word for in our list.
pub(super) fn refused(status: u16, reason: &str, message: &str) -> Reply {
    let body = json!({
        "kind": "Status", "apiVersion": "v1", "metadata": {},
        "status": "Failure", "message": message, "reason": reason, "code": status,
    });
    with_status(status, body)
}

/// There is nothing at this address.
pub(super) fn nowhere() -> Reply {
    let body = json!({
        "kind": "Status", "apiVersion": "v1", "metadata": {},
        "status": "Failure",
        "message": "the server could not find the requested resource",
        "reason": "NotFound", "details": {}, "code": 404,
    });
    with_status(404, body)
}

/// The `Status` object of a refusal.
pub(super) fn status_object(error: &ApiError, code: u16) -> Value {
    let mut status = json!({
        "kind": "Status",
        "apiVersion": "v1",
        "metadata": {},
        "status": "Failure",
        "message": error.message,
        "reason": format!("{:?}", error.reason),
        "code": code,
    });
    let mut details = Map::new();
    if let Some(kind) = error.kind {
        let info = kind.info();
        details.insert("name".to_owned(), Value::from(error.name.as_str()));
        if !info.group.is_empty() {
            details.insert("group".to_owned(), Value::from(info.group));
        }
        // An Invalid names the kind, everything else the resource.
        let word = if error.reason == Reason::Invalid {
            info.name
        } else {
            info.plural
        };
        details.insert("kind".to_owned(), Value::from(word));
    }
    if !error.causes.is_empty() {
        let causes = error.causes.iter().map(cause).collect();
        details.insert("causes".to_owned(), Value::Array(causes));
    }
    if error.reason == Reason::Unknown
        && let Some(status) = status.as_object_mut()
    {
        status.remove("reason");
    }
    if !details.is_empty() {
        status["details"] = Value::Object(details);
    }
    status
}

fn cause(error: &FieldError) -> Value {
    const REASONS: [(&str, &str); 9] = [
        ("Required value", "FieldValueRequired"),
        ("Duplicate value", "FieldValueDuplicate"),
        ("Not found", "FieldValueNotFound"),
        ("Unsupported value", "FieldValueNotSupported"),
        ("Forbidden", "FieldValueForbidden"),
        ("Too long", "FieldValueTooLong"),
        ("Too many", "FieldValueTooMany"),
        ("Internal error", "InternalError"),
        ("Invalid value", "FieldValueInvalid"),
    ];
    let known = REASONS
        .iter()
        .find(|(words, _)| error.body.starts_with(words));
    json!({
        "reason": known.map_or("FieldValueInvalid", |(_, reason)| *reason),
        "message": error.body,
        "field": error.field,
    })
}

/// The HTTP status of a reason.
pub(super) const fn code(reason: Reason) -> u16 {
    match reason {
        Reason::NotFound => 404,
        Reason::AlreadyExists | Reason::Conflict => 409,
        Reason::Invalid => 422,
        Reason::Forbidden => 403,
        Reason::BadRequest => 400,
        Reason::TooManyRequests => 429,
        Reason::MethodNotAllowed => 405,
        Reason::RequestEntityTooLarge => 413,
        Reason::InternalError | Reason::Unknown => 500,
    }
}
