//! One or several errors on the way out of a sync (utilerrors.Aggregate, kept flat).

use crate::cluster::apiserver::{ApiError, Reason};

/// At least one error.
#[derive(Clone, Debug)]
pub(super) struct Failure(Vec<ApiError>);

impl Failure {
    /// All of them as one, if there are any.
    pub(super) fn of(failures: impl IntoIterator<Item = Self>) -> Result<(), Self> {
        let all: Vec<ApiError> = failures.into_iter().flat_map(|failure| failure.0).collect();
        if all.is_empty() {
            Ok(())
        } else {
            Err(Self(all))
        }
    }

    /// An error in the controller's own words.
    pub(super) fn text(message: String) -> Self {
        Self(vec![ApiError::new(Reason::InternalError, message)])
    }

    /// An error wrapped in the controller's own words; what it is shows through (Go's `%w`).
    pub(super) fn wrapped(error: &ApiError, message: String) -> Self {
        Self(vec![ApiError::new(error.reason, message)])
    }

    /// Whether it is a single AlreadyExists.
    pub(super) fn is_already_exists(&self) -> bool {
        matches!(self.0.as_slice(), [error] if error.is_already_exists())
    }

    /// Whether it is a single Conflict.
    pub(super) fn is_conflict(&self) -> bool {
        matches!(self.0.as_slice(), [error] if error.is_conflict())
    }

    /// Whether it is a single NotFound.
    pub(super) fn is_not_found(&self) -> bool {
        matches!(self.0.as_slice(), [error] if error.is_not_found())
    }

    /// As one error: equal texts once, several in brackets.
    pub(super) fn into_error(self) -> ApiError {
        ApiError::aggregate(self.0)
            .unwrap_or_else(|| ApiError::new(Reason::InternalError, String::new()))
    }

    /// The text of [`Failure::into_error`].
    pub(super) fn message(&self) -> String {
        self.clone().into_error().message
    }
}

impl From<ApiError> for Failure {
    fn from(error: ApiError) -> Self {
        Self(vec![error])
    }
}
