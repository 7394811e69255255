//! `{a,b}` and `{1..3}`: words that become several before anything else happens to them.

use crate::shell::syntax::{Piece, Word};

/// The most words one word may become.
const WORDS_MAX: usize = 10_000;
const DEPTH_MAX: u8 = 20;
/// Numbers of a range are filled up with zeros to this width; wider ones are no range.
const WIDTH_MAX: usize = 100;

/// An unquoted character, or something that is not looked into.
#[derive(Clone)]
enum Unit {
    Letter(char),
    Other(Piece),
}

/// The words that a word becomes; `None`: more than anybody can use.
pub(super) fn expand(word: &Word) -> Option<Vec<Word>> {
    let braced = word
        .iter()
        .any(|piece| matches!(piece, Piece::Text { text, quoted: false } if text.contains('{')));
    if !braced {
        return Some(vec![word.clone()]);
    }
    let mut units = Vec::new();
    for piece in word {
        match piece {
            Piece::Text {
                text,
                quoted: false,
            } => units.extend(text.chars().map(Unit::Letter)),
            other => units.push(Unit::Other(other.clone())),
        }
    }
    let words = several(&units, 0);
    (words.len() <= WORDS_MAX).then(|| words.iter().map(|units| joined(units)).collect())
}

fn joined(units: &[Unit]) -> Word {
    let mut word = Word::new();
    for unit in units {
        match unit {
            Unit::Other(piece) => word.push(piece.clone()),
            Unit::Letter(letter) => match word.last_mut() {
                Some(Piece::Text {
                    text,
                    quoted: false,
                }) => text.push(*letter),
                _ => word.push(Piece::Text {
                    text: letter.to_string(),
                    quoted: false,
                }),
            },
        }
    }
    word
}

fn is(unit: &Unit, letter: char) -> bool {
    matches!(unit, Unit::Letter(found) if *found == letter)
}

/// The alternatives of the first brace that has any, with those of what follows; where they are more
/// than [`WORDS_MAX`], one more than that or a few.
fn several(units: &[Unit], depth: u8) -> Vec<Vec<Unit>> {
    if depth > DEPTH_MAX {
        return vec![units.to_vec()];
    }
    for open in (0..units.len()).filter(|at| is(&units[*at], '{')) {
        let Some((close, commas)) = closing(units, open) else {
            continue;
        };
        let inner = &units[open + 1..close];
        let parts: Vec<Vec<Unit>> = if commas.is_empty() {
            match range(inner) {
                Some(texts) => texts
                    .iter()
                    .map(|text| text.chars().map(Unit::Letter).collect())
                    .collect(),
                None => continue,
            }
        } else {
            let mut from = open + 1;
            let mut parts = Vec::new();
            for end in commas.into_iter().chain([close]) {
                parts.extend(several(&units[from..end], depth + 1));
                from = end + 1;
                if parts.len() > WORDS_MAX {
                    break;
                }
            }
            parts
        };
        let tails = several(&units[close + 1..], depth + 1);
        let mut words = Vec::new();
        for part in &parts {
            for tail in &tails {
                if words.len() > WORDS_MAX {
                    return words;
                }
                words.push([&units[..open], part, tail].concat());
            }
        }
        return words;
    }
    vec![units.to_vec()]
}

/// Where the brace closes, and the commas directly inside.
fn closing(units: &[Unit], open: usize) -> Option<(usize, Vec<usize>)> {
    let (mut depth, mut commas) = (0_usize, Vec::new());
    for (at, unit) in units.iter().enumerate().skip(open + 1) {
        match unit {
            Unit::Letter('{') => depth += 1,
            Unit::Letter('}') if depth == 0 => return Some((at, commas)),
            Unit::Letter('}') => depth -= 1,
            Unit::Letter(',') if depth == 0 => commas.push(at),
            _ => {}
        }
    }
    None
}

/// `1..3`, `a..e`, `01..10`, `1..10..2`
fn range(units: &[Unit]) -> Option<Vec<String>> {
    let text: Option<String> = units
        .iter()
        .map(|unit| match unit {
            Unit::Letter(letter) => Some(*letter),
            Unit::Other(_) => None,
        })
        .collect();
    let text = text?;
    let parts: Vec<&str> = text.split("..").collect();
    let (low, high, step) = match parts.as_slice() {
        [low, high] => (*low, *high, 1),
        [low, high, step] => (*low, *high, step.parse::<i64>().ok()?.abs().max(1)),
        _ => return None,
    };
    let span = |low: i64, high: i64| -> Vec<i64> {
        let count = (high.abs_diff(low) / step.unsigned_abs()).min(WORDS_MAX as u64);
        let sign = if low <= high { step } else { -step };
        (0..=count)
            .map(|n| low.wrapping_add(sign.wrapping_mul(i64::try_from(n).unwrap_or_default())))
            .collect()
    };
    if let (Ok(from), Ok(to)) = (low.parse::<i64>(), high.parse::<i64>()) {
        let padded = |text: &str| text.trim_start_matches('-').starts_with('0') && text.len() > 1;
        let width = if padded(low) || padded(high) {
            low.len().max(high.len())
        } else {
            0
        };
        if width > WIDTH_MAX {
            return None;
        }
        let numbers = span(from, to).into_iter();
        return Some(numbers.map(|number| format!("{number:0width$}")).collect());
    }
    let letter = |text: &str| {
        let mut letters = text.chars();
        let first = letters.next().filter(char::is_ascii_alphabetic)?;
        letters.next().is_none().then_some(first)
    };
    let (from, to) = (letter(low)?, letter(high)?);
    let codes = span(i64::from(u32::from(from)), i64::from(u32::from(to)));
    Some(
        codes
            .into_iter()
            .filter_map(|code| char::from_u32(u32::try_from(code).ok()?))
            .map(String::from)
            .collect(),
    )
}
