//! The list of everything wrong with an object, in the words of upstream's field errors.
//!
//! Models apimachinery/pkg/util/validation/field/errors.go (1.34 and later: values as JSON).

use super::path::Path;
use crate::cluster::apiserver::error::FieldError;
use serde_json::Value;

/// Must not be negative.
pub(super) const NEGATIVE: &str = "must be greater than or equal to 0";

/// What was found so far.
#[derive(Debug, Default)]
pub(super) struct Causes(Vec<FieldError>);

impl Causes {
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn into_vec(self) -> Vec<FieldError> {
        self.0
    }

    pub(super) fn extend(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    fn add(&mut self, path: &Path<'_>, body: String) {
        self.0.push(FieldError::new(path.to_string(), body));
    }

    /// The field must be there; `detail` may be empty.
    pub(super) fn required(&mut self, path: &Path<'_>, detail: &str) {
        self.add(path, with_detail("Required value".to_owned(), detail));
    }

    /// The value breaks a rule; `detail` may be empty.
    pub(super) fn invalid(&mut self, path: &Path<'_>, value: impl Into<Value>, detail: &str) {
        self.add(
            path,
            with_detail(format!("Invalid value: {}", value.into()), detail),
        );
    }

    /// [`Causes::invalid`] for values our types have in another shape than upstream prints them.
    pub(super) fn invalid_text(&mut self, path: &Path<'_>, value: &str, detail: &str) {
        self.add(path, with_detail(format!("Invalid value: {value}"), detail));
    }

    /// A body that fits none of the usual forms.
    pub(super) fn told(&mut self, path: &Path<'_>, body: String) {
        self.add(path, body);
    }

    /// The field may not be set or changed.
    pub(super) fn forbidden(&mut self, path: &Path<'_>, detail: &str) {
        self.add(path, with_detail("Forbidden".to_owned(), detail));
    }

    /// A second entry with the same identity.
    pub(super) fn duplicate(&mut self, path: &Path<'_>, value: impl Into<Value>) {
        self.add(path, format!("Duplicate value: {}", value.into()));
    }

    /// A reference to something that is not there.
    pub(super) fn not_found(&mut self, path: &Path<'_>, value: impl Into<Value>) {
        self.add(path, format!("Not found: {}", value.into()));
    }

    /// A word outside a closed list; the list in upstream's order.
    pub(super) fn unsupported(&mut self, path: &Path<'_>, value: &str, supported: &[&str]) {
        self.0
            .push(FieldError::unsupported(path.to_string(), value, supported));
    }

    /// [`Causes::unsupported`] unless the word is in the list.
    pub(super) fn one_of(&mut self, path: &Path<'_>, value: &str, supported: &[&str]) {
        if !supported.contains(&value) {
            self.unsupported(path, value, supported);
        }
    }

    /// Longer than `bytes_max`.
    pub(super) fn too_long(&mut self, path: &Path<'_>, bytes_max: usize) {
        self.add(
            path,
            format!("Too long: may not be more than {bytes_max} bytes"),
        );
    }

    /// Every complaint about a text as a cause of its own.
    pub(super) fn each(&mut self, path: &Path<'_>, value: &str, complaints: Vec<String>) {
        for complaint in complaints {
            self.invalid(path, value, &complaint);
        }
    }

    /// A number that must not be negative.
    pub(super) fn not_negative(&mut self, path: &Path<'_>, value: impl Into<i64>) {
        let value = value.into();
        if value < 0 {
            self.invalid(path, value, NEGATIVE);
        }
    }
}

fn with_detail(body: String, detail: &str) -> String {
    if detail.is_empty() {
        body
    } else {
        format!("{body}: {detail}")
    }
}
