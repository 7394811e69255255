//! Which of many values come again. Most lists are short, and cost no allocation; some have sixty
//! thousand items, and must not be compared each with each.

use std::collections::BTreeSet;

/// So many are simply compared.
const FEW: usize = 8;

/// The values seen so far.
pub(super) struct Seen<T> {
    few: [Option<T>; FEW],
    count: usize,
    more: BTreeSet<T>,
}

impl<T: Copy + Ord> Seen<T> {
    pub(super) const fn new() -> Self {
        Self {
            few: [None; FEW],
            count: 0,
            more: BTreeSet::new(),
        }
    }

    /// Whether it has been seen.
    pub(super) fn has(&self, value: T) -> bool {
        self.few[..self.count].contains(&Some(value)) || self.more.contains(&value)
    }

    /// Whether it has been seen before; from now on it has.
    pub(super) fn again(&mut self, value: T) -> bool {
        if self.has(value) {
            return true;
        }
        match self.few.get_mut(self.count) {
            Some(place) => {
                *place = Some(value);
                self.count += 1;
            }
            None => drop(self.more.insert(value)),
        }
        false
    }
}

impl<T: Copy + Ord> FromIterator<T> for Seen<T> {
    fn from_iter<I: IntoIterator<Item = T>>(values: I) -> Self {
        let mut seen = Self::new();
        for value in values {
            seen.again(value);
        }
        seen
    }
}
