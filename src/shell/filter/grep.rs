//! grep, with the little of regular expressions people type here.

use super::input;
use crate::kubectl::Output;
use crate::shell::files::Files;
use crate::shell::machine::Effect;
use crate::shell::pattern::Pattern;

/// Lines that contain a text: `-v -i -c -q -o -n -E -w -A`; of expressions what [`Pattern`] knows, and `|`.
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
    let patterns: Vec<Pattern> = pattern.split('|').map(Pattern::expression).collect();
    let mut text = String::new();
    let mut count = 0;
    for (name, content) in &texts {
        for (at, line) in content.lines().enumerate() {
            let found = patterns.iter().any(|one| one.fits(&fold(line)));
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
