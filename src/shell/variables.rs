//! Variables: texts, lists, tables. Copying all of them is cheap until one changes, because each
//! subshell and each expansion works on a copy.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Value {
    Text(String),
    List(BTreeMap<i64, String>),
    Table(BTreeMap<String, String>),
}

/// The index behind the last element of a list, if there is any: the last may have the largest number.
pub(super) fn end(list: &BTreeMap<i64, String>) -> Option<i64> {
    list.keys()
        .last()
        .map_or(Some(0), |last| last.checked_add(1))
}

#[derive(Clone, Debug, Default)]
pub(super) struct Variables {
    values: Arc<BTreeMap<String, Value>>,
    exported: Arc<BTreeSet<String>>,
    fixed: Arc<BTreeSet<String>>,
    /// Exported for one command.
    lent: Arc<BTreeSet<String>>,
    /// What all values take.
    bytes: usize,
    /// Whether something was not set because there was no room.
    full: bool,
}

/// The most all variables may hold.
const BYTES_MAX: usize = 4 << 20;
/// What a text takes beside its bytes.
const TEXT_BYTES: usize = 64;

impl Value {
    fn bytes(&self) -> usize {
        let of = |text: &String| TEXT_BYTES + text.len();
        match self {
            Self::Text(text) => of(text),
            Self::List(list) => list.values().map(of).sum(),
            Self::Table(table) => table.iter().map(|(key, text)| of(key) + of(text)).sum(),
        }
    }
}

impl Variables {
    pub(super) fn value(&self, name: &str) -> Option<&Value> {
        self.values.get(name)
    }

    /// The text; of a list its first element.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        match self.values.get(name)? {
            Value::Text(text) => Some(text),
            Value::List(list) => list.get(&0).map(String::as_str),
            Value::Table(table) => table.get("0").map(String::as_str),
        }
    }

    pub(super) fn element(&self, name: &str, key: &str) -> Option<&str> {
        match self.values.get(name)? {
            Value::Text(text) => (key == "0").then_some(text.as_str()),
            Value::List(list) => {
                let mut at: i64 = key.parse().ok()?;
                if at < 0 {
                    at += end(list).unwrap_or(i64::MAX);
                }
                list.get(&at).map(String::as_str)
            }
            Value::Table(table) => table.get(key).map(String::as_str),
        }
    }

    pub(super) fn is_fixed(&self, name: &str) -> bool {
        self.fixed.contains(name)
    }

    pub(super) fn fix(&mut self, name: &str) {
        Arc::make_mut(&mut self.fixed).insert(name.to_owned());
    }

    pub(super) fn export(&mut self, name: &str, exported: bool) {
        let all = Arc::make_mut(&mut self.exported);
        match exported {
            true => drop(all.insert(name.to_owned())),
            false => drop(all.remove(name)),
        }
    }

    /// Names and values of what programs get to see.
    pub(super) fn exported(&self) -> impl Iterator<Item = (&str, &str)> {
        self.exported
            .iter()
            .filter_map(|name| Some((name.as_str(), self.get(name)?)))
    }

    pub(super) fn set(&mut self, name: &str, text: impl Into<String>) {
        match self.values.get(name) {
            Some(Value::List(_)) => self.set_element(name, "0", text.into()),
            _ => self.put(name, Value::Text(text.into())),
        }
    }

    pub(super) fn put(&mut self, name: &str, value: Value) {
        let old = self.values.get(name).map_or(0, Value::bytes);
        if self.makes_room(old, value.bytes()) {
            Arc::make_mut(&mut self.values).insert(name.to_owned(), value);
        }
    }

    /// Whether there is room for `new` bytes in the place of `old` ones.
    const fn makes_room(&mut self, old: usize, new: usize) -> bool {
        let after = self.bytes.saturating_sub(old) + new;
        if after > BYTES_MAX && new > old {
            self.full = true;
            return false;
        }
        self.bytes = after;
        true
    }

    /// Whether something was not set since the last call because there was no room.
    pub(super) const fn was_full(&mut self) -> bool {
        std::mem::replace(&mut self.full, false)
    }

    /// Shows a variable to the next program only.
    pub(super) fn lend(&mut self, name: &str) {
        Arc::make_mut(&mut self.lent).insert(name.to_owned());
    }

    /// What a new program sees.
    pub(super) fn keep_exported(&mut self) {
        let (exported, lent) = (Arc::clone(&self.exported), std::mem::take(&mut self.lent));
        let always = ["HOME", "PWD", "PATH", "USER", "SHELL"];
        Arc::make_mut(&mut self.values).retain(|name, _| {
            exported.contains(name) || lent.contains(name) || always.contains(&name.as_str())
        });
        Arc::make_mut(&mut self.exported).extend(lent.iter().cloned());
        self.fixed = Arc::default();
        self.bytes = self.values.values().map(Value::bytes).sum();
    }

    pub(super) fn restore(&mut self, name: &str, value: Option<Value>) {
        Arc::make_mut(&mut self.lent).remove(name);
        match value {
            Some(value) => self.put(name, value),
            None => self.remove(name),
        }
    }

    pub(super) fn remove(&mut self, name: &str) {
        let removed = Arc::make_mut(&mut self.values).remove(name);
        let bytes = removed.as_ref().map_or(0, Value::bytes);
        self.bytes = self.bytes.saturating_sub(bytes);
        self.export(name, false);
    }

    /// Sets an element; a text becomes a list.
    pub(super) fn set_element(&mut self, name: &str, key: &str, text: String) {
        let old = self.element(name, key).map_or(0, str::len);
        if !self.makes_room(old, text.len() + 2 * TEXT_BYTES + key.len()) {
            return;
        }
        let all = Arc::make_mut(&mut self.values);
        if let Some(Value::Table(table)) = all.get_mut(name) {
            table.insert(key.to_owned(), text);
            return;
        }
        let mut list = match all.remove(name) {
            Some(Value::List(list)) => list,
            Some(Value::Text(text)) => BTreeMap::from([(0, text)]),
            _ => BTreeMap::new(),
        };
        let mut at: i64 = key.parse().unwrap_or_default();
        if at < 0 {
            at += end(&list).unwrap_or(i64::MAX);
        }
        list.insert(at, text);
        all.insert(name.to_owned(), Value::List(list));
    }

    pub(super) fn remove_element(&mut self, name: &str, key: &str) {
        match Arc::make_mut(&mut self.values).get_mut(name) {
            Some(Value::Table(table)) => drop(table.remove(key)),
            Some(Value::List(list)) => {
                let _ = key.parse::<i64>().map(|at| list.remove(&at));
            }
            _ => {}
        }
    }
}
