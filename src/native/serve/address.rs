//! What a path names: a resource and what of it, or one of the server's own documents.

use crate::cluster::api::{Key, Kind};

/// Objects, one object, or a part of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Address {
    pub(super) kind: Kind,
    /// The namespace; `None` for all of them and for kinds that live in none.
    pub(super) namespace: Option<String>,
    pub(super) name: Option<String>,
    /// `status`, `scale`, `log` …
    pub(super) part: Option<String>,
}

impl Address {
    /// The object's key; empty names for whole collections.
    pub(super) fn key(&self) -> Key {
        let namespace = self.namespace.as_deref().unwrap_or_default();
        Key::new(
            self.kind,
            namespace,
            self.name.as_deref().unwrap_or_default(),
        )
    }

    /// What is wrong with the name, which has to be good for a path (`IsValidPathSegmentName`).
    pub(super) fn bad_name(&self) -> Option<String> {
        let name = self.name.as_deref()?;
        let why = match name {
            "." | ".." => format!("may not be '{name}'"),
            _ if name.contains('%') => "may not contain '%'".to_owned(),
            _ => return None,
        };
        Some(format!("Name parameter invalid: {name:?}: {why}"))
    }

    /// Reads what stands behind `/api/v1` or `/apis/GROUP/VERSION`.
    pub(super) fn read(group: &str, version: &str, rest: &[&str]) -> Option<Self> {
        let kind_of = |plural: &str| {
            Kind::ALL.into_iter().find(|kind| {
                let info = kind.info();
                info.group == group && info.version == version && info.plural == plural
            })
        };
        let (namespace, rest) = match rest {
            // `namespaces/web` and its status are the namespace itself.
            ["namespaces", _] | ["namespaces", _, "status" | "finalize"] if group.is_empty() => {
                (None, rest)
            }
            ["namespaces", namespace, rest @ ..] if !rest.is_empty() => {
                (Some((*namespace).to_owned()), rest)
            }
            rest => (None, rest),
        };
        let (plural, name, part) = match rest {
            [plural] => (plural, None, None),
            [plural, name] => (plural, Some(*name), None),
            [plural, name, part] => (plural, Some(*name), Some(*part)),
            _ => return None,
        };
        let kind = kind_of(plural)?;
        let stands_alone = name.is_none() && namespace.is_none();
        if kind.info().namespaced != namespace.is_some() && !stands_alone {
            return None;
        }
        Some(Self {
            kind,
            namespace,
            name: name.map(str::to_owned),
            part: part.map(str::to_owned),
        })
    }
}
