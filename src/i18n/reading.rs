//! How long it takes to read something.

/// A word of an alphabet.
const WORD_US: u64 = 300_000;
/// A Chinese character.
const CHARACTER_US: u64 = 180_000;
/// Nobody finds a sentence, and reads it, faster than this.
const LEAST_US: u64 = 1_500_000;
/// Nobody reads a page of errors while the clock stands still: it stays in the story.
const MOST_US: u64 = 15_000_000;

/// How long a text stands so that a person can read it, in microseconds.
#[must_use]
pub fn reading_us(text: &str) -> u64 {
    let is_character = |c: char| ('\u{3400}'..='\u{9fff}').contains(&c);
    let characters = text.chars().filter(|c| is_character(*c)).count() as u64;
    let words = text
        .split(|c: char| c.is_whitespace() || is_character(c))
        .filter(|word| word.chars().any(char::is_alphanumeric))
        .count() as u64;
    (words * WORD_US + characters * CHARACTER_US).clamp(LEAST_US, MOST_US)
}
