//! grep, with the little of regular expressions people type here.

use super::input;
use crate::kubectl::Output;
use crate::shell::files::Files;
use crate::shell::machine::Effect;

/// Lines that contain a text: `-v -i -c -q -o -n -E -w -A`; of expressions `^`, `$`, `.`, `.*`, `|`.
pub(super) fn run(arguments: &[String], stdin: Option<&str>, files: &Files<'_>) -> Effect {
    let mut flags = String::new();
    let mut words = Vec::new();
    let mut rest = arguments.iter();
    let mut expression = None;
    while let Some(word) = rest.next() {
        match word.strip_prefix('-').filter(|letters| !letters.is_empty()) {
            Some("e") => expression = rest.next().cloned(),
            Some(letters) => flags.push_str(letters),
            None => words.push(word.clone()),
        }
    }
    if expression.is_none() {
        if words.is_empty() {
            return Effect::failed(2, "grep: no pattern");
        }
        expression = Some(words.remove(0));
    }
    let pattern = expression.unwrap_or_default();
    let has = |letter: char| flags.contains(letter);
    let texts = match input("grep", &words, stdin, files) {
        Ok(texts) => texts,
        Err(effect) => return Effect { code: 2, ..effect },
    };
    let fold = |text: &str| {
        if has('i') {
            text.to_lowercase()
        } else {
            text.to_owned()
        }
    };
    let pattern = fold(&pattern).replace("\\|", "|");
    let mut text = String::new();
    let mut count = 0;
    for (name, content) in &texts {
        for (at, line) in content.lines().enumerate() {
            let found = pattern.split('|').any(|one| matches_line(one, &fold(line)));
            if found == has('v') {
                continue;
            }
            count += 1;
            if texts.len() > 1 {
                text.push_str(&format!("{name}:"));
            }
            if has('n') {
                text.push_str(&format!("{}:", at + 1));
            }
            text.push_str(&format!("{line}\n"));
        }
    }
    let text = match (has('q'), has('c')) {
        (true, _) => String::new(),
        (_, true) => format!("{count}\n"),
        _ => text,
    };
    Effect::done(Output::of(text), i32::from(count == 0))
}

/// Whether a simple expression is found in a line.
fn matches_line(pattern: &str, line: &str) -> bool {
    if let Some(anchored) = pattern.strip_prefix('^') {
        return matches_here(anchored, line);
    }
    line.char_indices()
        .map(|(at, _)| at)
        .chain([line.len()])
        .any(|at| matches_here(pattern, &line[at..]))
}

fn matches_here(pattern: &str, text: &str) -> bool {
    if pattern.is_empty() {
        return true;
    }
    if pattern == "$" {
        return text.is_empty();
    }
    if let Some(tail) = pattern.strip_prefix(".*") {
        return text
            .char_indices()
            .map(|(at, _)| at)
            .chain([text.len()])
            .any(|at| matches_here(tail, &text[at..]));
    }
    let mut wanted = pattern.chars();
    let mut given = text.chars();
    let (first, literal) = match wanted.next() {
        Some('\\') => (wanted.next(), true),
        first => (first, false),
    };
    match (first, given.next()) {
        (Some('.'), Some(_)) if !literal => matches_here(wanted.as_str(), given.as_str()),
        (Some(first), Some(character)) if first == character => {
            matches_here(wanted.as_str(), given.as_str())
        }
        _ => false,
    }
}
