//! What Go's `omitempty` leaves out. Our typed objects keep `Some(empty)` apart from `None`; the real
//! server does not, and revision hashes are made of what it stores.

use crate::cluster::api::{ObjectMeta, Quantity};
use std::collections::BTreeMap;

/// A value `omitempty` would not write.
pub(super) trait Blank {
    fn is_blank(&self) -> bool;
}

impl<T> Blank for Vec<T> {
    fn is_blank(&self) -> bool {
        self.is_empty()
    }
}

impl<K, V> Blank for BTreeMap<K, V> {
    fn is_blank(&self) -> bool {
        self.is_empty()
    }
}

impl Blank for String {
    fn is_blank(&self) -> bool {
        self.is_empty()
    }
}

impl Blank for bool {
    fn is_blank(&self) -> bool {
        !self
    }
}

impl Blank for i32 {
    fn is_blank(&self) -> bool {
        *self == 0
    }
}

/// Drops a blank value. Only for fields that are no pointers in Go: those keep their `""` and `0`.
pub(super) fn omit<T: Blank>(field: &mut Option<T>) {
    if field.as_ref().is_some_and(Blank::is_blank) {
        *field = None;
    }
}

/// Gives a field its default when it is absent or blank.
pub(super) fn fill(field: &mut Option<String>, default: &str) {
    if field.as_ref().is_none_or(String::is_empty) {
        *field = Some(default.to_owned());
    }
}

/// [`fill`] for numbers, where Go takes 0 for "not set".
pub(super) fn fill_number(field: &mut Option<i32>, default: i32) {
    if field.is_none_or(|number| number == 0) {
        *field = Some(default);
    }
}

/// A map of quantities in the form the server stores; an empty one goes.
pub(super) fn quantities(field: &mut Option<BTreeMap<String, Quantity>>) {
    omit(field);
    for quantity in field.iter_mut().flat_map(BTreeMap::values_mut) {
        self::quantity(quantity);
    }
}

/// One quantity in canonical form; an unreadable one stays for validation to refuse.
pub(super) fn quantity(quantity: &mut Quantity) {
    if crate::cluster::api::quantity::is_plainly_canonical(&quantity.0) {
        return;
    }
    let canonical = crate::cluster::api::quantity::canonical(&quantity.0);
    if canonical != quantity.0 {
        quantity.0 = canonical;
    }
}

/// Metadata as stored; nobody but server-side apply reads managedFields, and that is not served.
pub(super) fn metadata(meta: &mut ObjectMeta) {
    omit(&mut meta.labels);
    omit(&mut meta.annotations);
    omit(&mut meta.finalizers);
    omit(&mut meta.owner_references);
    omit(&mut meta.generate_name);
    omit(&mut meta.name);
    omit(&mut meta.namespace);
    meta.managed_fields = None;
    meta.self_link = None;
}
