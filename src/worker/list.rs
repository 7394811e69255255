//! A list told as what is left of the one before: a thousand columns of which one changed are one column.

use serde::{Deserialize, Serialize};

/// How far ahead an item is looked for in the list before: lists lose items at their front and here and there, and are
/// never shuffled.
const LOOK_AHEAD_MAX: usize = 64;

/// How a list comes from the one before it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ListEdit<T>(Vec<Run<T>>);

/// A stretch of the new list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
enum Run<T> {
    /// So many items of the list before, from this index.
    Kept { from: usize, count: usize },
    /// Items that were not there, or are others now.
    New(Vec<T>),
}

impl<T: Clone + PartialEq> ListEdit<T> {
    /// The edit that makes `after` of `before`.
    #[must_use]
    pub fn between(before: &[T], after: &[T]) -> Self {
        let mut runs: Vec<Run<T>> = Vec::new();
        let mut next = 0;
        for item in after {
            let end = before.len().min(next + LOOK_AHEAD_MAX);
            let found = before
                .get(next..end)
                .and_then(|ahead| ahead.iter().position(|kept| kept == item));
            match (found, runs.last_mut()) {
                (Some(0), Some(Run::Kept { count, .. })) => *count += 1,
                (Some(ahead), _) => runs.push(Run::Kept {
                    from: next + ahead,
                    count: 1,
                }),
                (None, Some(Run::New(items))) => items.push(item.clone()),
                (None, _) => runs.push(Run::New(vec![item.clone()])),
            }
            // An item that is another one now has most likely taken the place of the one that stood there.
            next = found.map_or(next + 1, |ahead| next + ahead + 1);
        }
        Self(runs)
    }

    /// The list after the edit. None if it was made for another list.
    #[must_use]
    pub fn apply(self, before: &[T]) -> Option<Vec<T>> {
        let mut after = Vec::new();
        for run in self.0 {
            match run {
                Run::Kept { from, count } => {
                    after.extend_from_slice(before.get(from..from.checked_add(count)?)?);
                }
                Run::New(items) => after.extend(items),
            }
        }
        Some(after)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The edit between two words in letters: `[2+3]` for three letters kept from the third on, others for themselves.
    fn check(before: &str, after: &str, edit: &str) {
        let letters = |word: &str| word.chars().collect::<Vec<_>>();
        let (before, after) = (letters(before), letters(after));
        let made = ListEdit::between(&before, &after);
        let told = made.0.iter().map(|run| match run {
            Run::Kept { from, count } => format!("[{from}+{count}]"),
            Run::New(items) => items.iter().collect(),
        });
        assert_eq!(told.collect::<String>(), edit);
        assert_eq!(made.apply(&before), Some(after));
    }

    #[test]
    fn only_what_is_new_is_told() {
        check("", "", "");
        check("", "abc", "abc");
        check("abc", "abc", "[0+3]");
        check("abc", "aXc", "[0+1]X[2+1]");
        check("abcd", "bcde", "[1+3]e");
        check("abc", "abXc", "[0+2]Xc");
        check("abc", "", "");
        check("abcabc", "cab", "[2+3]");
    }

    #[test]
    fn an_edit_of_another_list_is_refused() {
        let edit = ListEdit::between(&[1, 2, 3], &[2, 3]);
        assert_eq!(edit.apply(&[1]), None);
    }
}
