//! `read` and `mapfile`: lines into variables.

use super::machine::{Effect, Shell};
use super::variables::Value;

pub(super) fn run(shell: &mut Shell, arguments: &[String]) -> Effect {
    let (mut raw, mut list, mut delimiter, mut names) = (false, None, '\n', Vec::new());
    let mut letters = None;
    let mut rest = arguments.iter();
    while let Some(word) = rest.next() {
        let Some(flags) = word.strip_prefix('-').filter(|flags| !flags.is_empty()) else {
            names.push(word.clone());
            continue;
        };
        for (at, flag) in flags.char_indices() {
            let mut value = || match flags.get(at + 1..) {
                Some(text) if !text.is_empty() => Some(text.to_owned()),
                _ => rest.next().cloned(),
            };
            match flag {
                'r' => raw = true,
                'a' => list = value(),
                'd' => delimiter = value().and_then(|text| text.chars().next()).unwrap_or('\0'),
                'n' | 'N' => letters = value().and_then(|text| text.parse::<usize>().ok()),
                'p' | 't' | 'u' => drop(value()),
                _ => continue,
            }
            if "adnNptu".contains(flag) {
                break;
            }
        }
    }
    let separators = shell.variables.get("IFS").unwrap_or(" \t\n").to_owned();
    let input = shell.inputs.last_mut();
    let (line, ended) = match input {
        Some(input) if !input.is_empty() => take(input, delimiter, raw, letters),
        _ => (String::new(), false),
    };
    let code = i32::from(!ended);
    if let Some(name) = list {
        let words = split(&line, &separators, usize::MAX);
        let list = (0..).zip(words).collect();
        shell.variables.put(&name, Value::List(list));
        return Effect::code(code);
    }
    if names.is_empty() {
        shell.variables.set("REPLY", line);
        return Effect::code(code);
    }
    let mut words = split(&line, &separators, names.len()).into_iter();
    for name in names {
        if shell.variables.is_fixed(&name) {
            return Effect::failed(1, &format!("sh: {name}: readonly variable"));
        }
        shell.variables.set(&name, words.next().unwrap_or_default());
    }
    Effect::code(code)
}

/// Takes a line off the input; whether it was ended.
fn take(input: &mut String, delimiter: char, raw: bool, most: Option<usize>) -> (String, bool) {
    let mut line = String::new();
    let mut letters = input.char_indices();
    let mut end = None;
    while let Some((at, letter)) = letters.next() {
        if letter == delimiter {
            end = Some(at + letter.len_utf8());
            break;
        }
        match letter {
            '\\' if !raw => match letters.next() {
                Some((_, '\n')) | None => {}
                Some((_, letter)) => line.push(letter),
            },
            letter => line.push(letter),
        }
        if most.is_some_and(|most| line.chars().count() >= most) {
            end = Some(at + letter.len_utf8());
            break;
        }
    }
    let used = end.unwrap_or(input.len());
    input.drain(..used);
    (line, end.is_some())
}

/// At most so many words; the last takes what is left.
fn split(line: &str, separators: &str, most: usize) -> Vec<String> {
    let blank = |c: char| separators.contains(c) && c.is_whitespace();
    let mut rest = line.trim_matches(blank);
    let mut words = Vec::new();
    while !rest.is_empty() {
        if words.len() + 1 == most {
            words.push(rest.to_owned());
            break;
        }
        let Some(at) = rest.find(|c: char| separators.contains(c)) else {
            words.push(rest.to_owned());
            break;
        };
        words.push(rest[..at].to_owned());
        rest = rest[at..].trim_start_matches(blank);
        let other = rest
            .chars()
            .next()
            .filter(|c| separators.contains(*c) && !c.is_whitespace());
        if let Some(letter) = other {
            rest = rest[letter.len_utf8()..].trim_start_matches(blank);
        }
    }
    words
}

/// `mapfile -t lines`
pub(super) fn mapfile(shell: &mut Shell, arguments: &[String]) -> Effect {
    let trims = arguments.iter().any(|word| word == "-t");
    let name = arguments
        .iter()
        .find(|word| !word.starts_with('-'))
        .map_or("MAPFILE", String::as_str);
    let text = shell
        .inputs
        .last_mut()
        .map(std::mem::take)
        .unwrap_or_default();
    let end = if trims { "" } else { "\n" };
    let lines = text.lines().map(|line| format!("{line}{end}"));
    shell
        .variables
        .put(name, Value::List((0..).zip(lines).collect()));
    Effect::code(0)
}
