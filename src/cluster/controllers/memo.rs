//! What a controller remembers of its last look, only to look less long. Nothing is decided by it: what was found
//! right, and has not changed since, is right.
//!
//! Whether something changed is seen by the object itself: the store keeps the same allocation until the next write.

use crate::cluster::api::{Pod, Resource, meta};
use std::hash::{Hash, Hasher};
use std::iter::Peekable;
use std::sync::Arc;
use std::vec::IntoIter;

/// What is remembered. A copy of a world begins without, which keeps copies cheap; and it is no part of what a world is.
#[derive(Debug, Default)]
pub struct Memo<T>(pub T);

impl<T: Default> Clone for Memo<T> {
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl<T> Hash for Memo<T> {
    fn hash<H: Hasher>(&self, _: &mut H) {
        let Self(_) = self;
    }
}

/// What was remembered of pods, in the order of their names, to be taken over by one pod after the other.
pub(super) struct Earlier<T> {
    rest: Peekable<IntoIter<T>>,
    pod_of: fn(&T) -> &Arc<Pod>,
    /// Of the pods that were passed over: they are gone, or have changed.
    pub(super) passed: Vec<T>,
}

impl<T> Earlier<T> {
    pub(super) fn new(remembered: Vec<T>, pod_of: fn(&T) -> &Arc<Pod>) -> Self {
        Self {
            rest: remembered.into_iter().peekable(),
            pod_of,
            passed: Vec::new(),
        }
    }

    /// What was remembered of this very pod. Pods have to come in the order of their names.
    pub(super) fn recall(&mut self, pod: &Arc<Pod>) -> Option<T> {
        while let Some(next) = self.rest.peek() {
            let next = (self.pod_of)(next);
            if Arc::ptr_eq(next, pod) {
                return self.rest.next();
            }
            if meta::name(&next.metadata) > meta::name(&pod.metadata) {
                return None;
            }
            self.passed.extend(self.rest.next());
        }
        None
    }

    /// Of all the pods that did not come.
    pub(super) fn gone(mut self) -> Vec<T> {
        self.passed.extend(self.rest);
        self.passed
    }
}

/// Walks through a list in the order of names, beside another one: what is in both is found without a look-up.
pub(super) struct Beside<'a, T, I> {
    next: Option<&'a Arc<T>>,
    rest: I,
}

impl<'a, T: Resource, I: Iterator<Item = &'a Arc<T>>> Beside<'a, T, I> {
    pub(super) fn new(mut all: I) -> Self {
        Self {
            next: all.next(),
            rest: all,
        }
    }

    /// Whether this very object is in the list, at or after the place that was reached.
    pub(super) fn has(&mut self, object: &Arc<T>) -> bool {
        while let Some(next) = self.next {
            let same = Arc::ptr_eq(next, object);
            if !same && meta::name(next.metadata()) >= meta::name(object.metadata()) {
                return false;
            }
            self.next = self.rest.next();
            if same {
                return true;
            }
        }
        false
    }
}
