//! Sorting, and filling of ordered maps, in little code. The standard library's sort is 4 kB of the page for every
//! type that it sorts, and collecting into a `BTreeMap` sorts too: two dozen of them were 4 % of what is downloaded.
//! Here one sort, of places, serves every type.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

/// Sorts by an order; what is equal stays in its sequence.
pub fn by<T>(items: &mut [T], order: impl Fn(&T, &T) -> Ordering) {
    let sources = places(items.len(), &|one, other| order(&items[one], &items[other]));
    follow(items, sources);
}

/// Sorts by a key that is cheap to ask for; what is equal stays in its sequence.
pub fn by_key<T, K: Ord>(items: &mut [T], key: impl Fn(&T) -> K) {
    by(items, |one, other| key(one).cmp(&key(other)));
}

/// Sorts by a key that is asked for once an item; what is equal stays in its sequence.
pub fn by_cached_key<T, K: Ord>(items: &mut [T], key: impl Fn(&T) -> K) {
    let keys: Vec<K> = items.iter().map(key).collect();
    let sources = places(keys.len(), &|one, other| keys[one].cmp(&keys[other]));
    follow(items, sources);
}

/// A map of these entries; of the same key the last one counts.
pub fn map<K: Ord, V>(entries: impl IntoIterator<Item = (K, V)>) -> BTreeMap<K, V> {
    let mut map = BTreeMap::new();
    for (key, value) in entries {
        map.insert(key, value);
    }
    map
}

/// A set of these items.
pub fn set<T: Ord>(items: impl IntoIterator<Item = T>) -> BTreeSet<T> {
    let mut set = BTreeSet::new();
    for item in items {
        set.insert(item);
    }
    set
}

/// Which item comes first, which second, and so on.
fn places(count: usize, order: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut places: Vec<usize> = (0..count).collect();
    places.sort_by(|one, other| order(*one, *other));
    places
}

/// Puts at every place the item that was at its source.
fn follow<T>(items: &mut [T], mut sources: Vec<usize>) {
    for start in 0..items.len() {
        let mut at = start;
        loop {
            let source = std::mem::replace(&mut sources[at], at);
            if source == start || source == at {
                break;
            }
            items.swap(at, source);
            at = source;
        }
    }
}
