//! `kubectl describe`: objects in prose-like columns, with their events.
//!
//! Models kubectl/pkg/describe/describe.go. Lines are written with tabs and aligned at the end.

mod config;
mod containers;
mod environment;
mod events;
mod node;
mod other;
mod pod;
mod policy;
mod service;
mod set;
mod storage;
pub mod template;

use super::elastic;
use crate::cluster::api::{Object, SimTime, Time};
use crate::cluster::apiserver::Store;
use std::collections::BTreeMap;
use std::fmt::Display;

/// The description of an object.
#[must_use]
pub fn describe(store: &Store, object: &Object, now: SimTime) -> String {
    let mut sheet = Sheet::default();
    match object {
        Object::Pod(pod) => pod::describe(&mut sheet, pod, now),
        Object::StatefulSet(set) => set::describe(&mut sheet, store, set),
        Object::Service(service) => service::describe(&mut sheet, store, service),
        Object::PersistentVolumeClaim(claim) => storage::claim(&mut sheet, store, claim, now),
        Object::PersistentVolume(volume) => storage::volume(&mut sheet, volume),
        Object::Node(node) => node::describe(&mut sheet, store, node, now),
        Object::StorageClass(class) => storage::class(&mut sheet, class),
        Object::ConfigMap(map) => config::config_map(&mut sheet, map),
        Object::Secret(secret) => config::secret(&mut sheet, secret),
        Object::ServiceAccount(account) => config::account(&mut sheet, account),
        Object::Namespace(namespace) => policy::namespace(&mut sheet, store, namespace),
        Object::PodDisruptionBudget(budget) => policy::budget(&mut sheet, budget),
        Object::ResourceQuota(quota) => policy::quota(&mut sheet, quota),
        Object::EndpointSlice(slice) => service::slice(&mut sheet, slice),
        other => other::describe(&mut sheet, other),
    }
    // Of these kubectl does not look for events.
    let silent = matches!(
        object,
        Object::Secret(_) | Object::Namespace(_) | Object::ResourceQuota(_)
    );
    if !silent {
        events::describe(&mut sheet, store, object, now);
    }
    elastic::align(&sheet.text)
}

/// Lines being written; a level is two spaces.
#[derive(Default)]
pub(super) struct Sheet {
    text: String,
}

impl Sheet {
    /// `name:` and a value, a tab between them.
    pub(super) fn field(&mut self, level: usize, name: &str, value: impl Display) {
        self.line(level, &format!("{name}:\t{value}"));
    }

    pub(super) fn line(&mut self, level: usize, text: &str) {
        self.text.extend(std::iter::repeat_n(' ', level * 2));
        self.text.push_str(text);
        self.text.push('\n');
    }

    /// A map, one pair a line behind the name; `<none>` if there are no pairs.
    pub(super) fn map(
        &mut self,
        level: usize,
        name: &str,
        joint: &str,
        pairs: Option<&BTreeMap<String, String>>,
    ) {
        let texts: Vec<String> = pairs
            .into_iter()
            .flatten()
            .filter(|(key, _)| key.as_str() != "kubectl.kubernetes.io/last-applied-configuration")
            .map(|(key, value)| format!("{key}{joint}{value}"))
            .collect();
        self.lines(level, name, &texts);
    }

    /// Several values under one name.
    pub(super) fn lines(&mut self, level: usize, name: &str, values: &[String]) {
        let Some((first, rest)) = values.split_first() else {
            self.field(level, name, "<none>");
            return;
        };
        self.field(level, name, first);
        for value in rest {
            self.line(level, &format!("\t{value}"));
        }
    }
}

/// A time as `describe` writes it: `Mon, 23 Nov 2026 06:21:17 +0000`.
pub(super) fn long_time(time: Option<&Time>) -> String {
    time.map(|time| time.0.strftime("%a, %d %b %Y %H:%M:%S +0000").to_string())
        .unwrap_or_default()
}

/// `<none>` for nothing.
pub(super) fn or_none(text: &str) -> &str {
    if text.is_empty() { "<none>" } else { text }
}
