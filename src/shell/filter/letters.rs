//! cut and tr: lists of fields, sets of letters.

use std::collections::{BTreeMap, BTreeSet};

/// `-f1,3 -d:`, `-c1-5`
pub(super) fn cut(flags: &[String], lines: &[&str]) -> Vec<String> {
    let value = |letter: &str| flags.iter().find_map(|flag| flag.strip_prefix(letter));
    let separator = value("-d")
        .and_then(|text| text.chars().next())
        .unwrap_or('\t');
    let fields = value("-f").map(Numbers::read);
    let letters = value("-c").map(Numbers::read);
    let kept = |line: &&str| match (&fields, &letters) {
        (Some(wanted), _) if line.contains(separator) => {
            let fields = line.split(separator).enumerate();
            let kept: Vec<&str> = fields
                .filter(|(at, _)| wanted.has(at + 1))
                .map(|(_, field)| field)
                .collect();
            kept.join(&separator.to_string())
        }
        (None, Some(wanted)) => line
            .chars()
            .enumerate()
            .filter(|(at, _)| wanted.has(at + 1))
            .map(|(_, letter)| letter)
            .collect(),
        _ => (*line).to_owned(),
    };
    lines.iter().map(kept).collect()
}

/// Numbers as a list of ranges names them, `1,3-5,7-`: the end of each range by its beginning.
struct Numbers(BTreeMap<usize, usize>);

impl Numbers {
    fn read(list: &str) -> Self {
        let range = |part: &str| match part.split_once('-') {
            Some((low, high)) => {
                Some((low.parse().unwrap_or(1), high.parse().unwrap_or(usize::MAX)))
            }
            None => part.parse().ok().map(|number| (number, number)),
        };
        let mut ends: BTreeMap<usize, usize> = BTreeMap::new();
        for (low, high) in list.split(',').filter_map(range) {
            let end = ends.entry(low).or_insert(high);
            *end = high.max(*end);
        }
        // A range that begins inside another goes as far as both.
        let mut furthest = 0;
        for end in ends.values_mut() {
            furthest = furthest.max(*end);
            *end = furthest;
        }
        Self(ends)
    }

    fn has(&self, number: usize) -> bool {
        let before = self.0.range(..=number).next_back();
        before.is_some_and(|(_, end)| number <= *end)
    }
}

pub(super) fn tr(arguments: &[String], text: &str) -> String {
    match arguments {
        [flag, set] if flag == "-d" => {
            let set: BTreeSet<char> = expanded(set).collect();
            text.chars()
                .filter(|letter| !set.contains(letter))
                .collect()
        }
        [from, to] => {
            let mut to = expanded(to);
            let mut last = None;
            let mut map = BTreeMap::new();
            for letter in expanded(from) {
                last = to.next().or(last);
                map.entry(letter).or_insert(last.unwrap_or(letter));
            }
            text.chars()
                .map(|letter| map.get(&letter).copied().unwrap_or(letter))
                .collect()
        }
        _ => text.to_owned(),
    }
}

/// The letters of a set: those written, or a range of them.
fn expanded(set: &str) -> Box<dyn Iterator<Item = char>> {
    let letters: Vec<char> = set
        .replace("\\n", "\n")
        .replace("\\t", "\t")
        .chars()
        .collect();
    match letters.as_slice() {
        [low, '-', high] => Box::new(*low..=*high),
        _ => Box::new(letters.into_iter()),
    }
}
