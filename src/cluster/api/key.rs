//! The address of an object: kind, namespace and name.

use super::Kind;
use serde::{Deserialize, Serialize};
use std::cmp::Ordering;
use std::fmt;
use std::sync::{Arc, LazyLock};

/// Names one object; at most one live object has it. The namespace is empty for cluster-scoped kinds.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Key {
    /// Kind of the object.
    pub kind: Kind,
    /// Namespace; empty for cluster-scoped kinds.
    pub namespace: Arc<str>,
    /// `metadata.name`
    pub name: Arc<str>,
}

impl Key {
    /// A key from its parts; the namespace of a cluster-scoped kind is dropped.
    #[must_use]
    pub fn new(kind: Kind, namespace: &str, name: &str) -> Self {
        let namespace = if kind.info().namespaced {
            namespace
        } else {
            ""
        };
        Self {
            kind,
            namespace: shared(namespace),
            name: Arc::from(name),
        }
    }

    /// The key of another object in the same namespace.
    #[must_use]
    pub fn sibling(&self, kind: Kind, name: &str) -> Self {
        Self {
            kind,
            namespace: Arc::clone(&self.namespace),
            name: Arc::from(name),
        }
    }
}

/// Nearly every key has one of two namespaces, and keys are made and compared all the time.
fn shared(namespace: &str) -> Arc<str> {
    static NONE: LazyLock<Arc<str>> = LazyLock::new(|| Arc::from(""));
    static DEFAULT: LazyLock<Arc<str>> = LazyLock::new(|| Arc::from("default"));
    match namespace {
        "" => Arc::clone(&NONE),
        "default" => Arc::clone(&DEFAULT),
        other => Arc::from(other),
    }
}

impl PartialOrd for Key {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// By kind, namespace and name.
impl Ord for Key {
    fn cmp(&self, other: &Self) -> Ordering {
        let of_namespaces = || {
            if Arc::ptr_eq(&self.namespace, &other.namespace) {
                Ordering::Equal
            } else {
                self.namespace.cmp(&other.namespace)
            }
        };
        let kinds = self.kind.cmp(&other.kind);
        let places = kinds.then_with(of_namespaces);
        places.then_with(|| self.name.cmp(&other.name))
    }
}

/// `Pod default/web-0`, or `Node node-1` without a namespace.
impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = self.kind.info().name;
        if self.namespace.is_empty() {
            write!(f, "{kind} {}", self.name)
        } else {
            write!(f, "{kind} {}/{}", self.namespace, self.name)
        }
    }
}
