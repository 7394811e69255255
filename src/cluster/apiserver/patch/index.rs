//! Where the items of a list stand by what they are known by: lists may have sixty thousand, and must
//! not be compared each with each.

use serde_json::Value;
use std::collections::BTreeMap;

/// Places by a value; what is equal as JSON is equal here.
#[derive(Default)]
pub(super) struct Index(BTreeMap<String, Vec<usize>>);

impl Index {
    /// The places of all items by what `identity` says they are; those it says nothing of have none.
    pub(super) fn of<'v>(
        items: &'v [Value],
        identity: impl Fn(&'v Value) -> Option<&'v Value>,
    ) -> Self {
        let mut index = Self::default();
        for (place, item) in items.iter().enumerate() {
            if let Some(value) = identity(item) {
                index.add(value, place);
            }
        }
        index
    }

    /// Another place of this value, behind those there are.
    pub(super) fn add(&mut self, value: &Value, place: usize) {
        self.0.entry(value.to_string()).or_default().push(place);
    }

    /// The places of this value, in order.
    pub(super) fn places(&self, value: &Value) -> &[usize] {
        self.0.get(&value.to_string()).map_or(&[], Vec::as_slice)
    }

    /// The first place of this value.
    pub(super) fn first(&self, value: &Value) -> Option<usize> {
        self.places(value).first().copied()
    }

    /// Whether this value has a place.
    pub(super) fn has(&self, value: &Value) -> bool {
        !self.places(value).is_empty()
    }
}
