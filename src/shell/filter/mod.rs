//! Programs that turn text into text: cat, grep, head, tail, wc, sort, uniq, cut, tr, tee.

mod diff;
mod grep;
mod letters;
mod lines;

use super::files::Files;
use super::machine::Effect;
use crate::kubectl::Output;

/// Every filter.
pub(super) const PROGRAMS: [&str; 23] = [
    "fgrep", "cat", "grep", "egrep", "head", "tail", "wc", "sort", "uniq", "cut", "tr", "tee",
    "awk", "sed", "nl", "tac", "rev", "base64", "basename", "dirname", "yes", "column", "diff",
];

/// The most a filter may make of what it reads.
const OUTPUT_BYTES_MAX: usize = 4 << 20;

/// Runs a filter; `None`: there is no filter of this name.
pub(super) fn run(
    name: &str,
    arguments: &[String],
    stdin: Option<&str>,
    files: &Files<'_>,
) -> Option<Effect> {
    if !PROGRAMS.contains(&name) {
        return None;
    }
    Some(match name {
        "grep" | "egrep" | "fgrep" => grep::run(name, arguments, stdin, files),
        "basename" | "dirname" | "yes" => lines::named(name, arguments),
        "base64" | "column" | "tac" | "rev" => lines::run(name, arguments, stdin, files),
        "diff" => diff::run(arguments, stdin, files),
        "tee" => tee(arguments, stdin, files),
        "tr" => Effect::said(letters::tr(arguments, stdin.unwrap_or_default())),
        "awk" => awk(arguments, stdin, files),
        "sed" => Effect::failed(
            2,
            "sed: only what this page's shell knows: try grep, cut, tr or awk '{print $1}'",
        ),
        _ => {
            let (flags, paths) = split(name, arguments);
            match input(name, &paths, stdin, files) {
                Ok(texts) => plain(name, &flags, &texts),
                Err(effect) => *effect,
            }
        }
    })
}

/// Flags with their values, and the words that are files.
fn split(name: &str, arguments: &[String]) -> (Vec<String>, Vec<String>) {
    let takes_value: &[&str] = match name {
        "head" | "tail" => &["-n", "-c"],
        "cut" => &["-d", "-f", "-c"],
        "sort" => &["-k", "-t"],
        "base64" => &["-w"],
        "column" => &["-s"],
        _ => &[],
    };
    let (mut flags, mut paths) = (Vec::new(), Vec::new());
    let mut rest = arguments.iter();
    while let Some(word) = rest.next() {
        if takes_value.contains(&word.as_str()) {
            flags.push(format!("{word}{}", rest.next().map_or("", String::as_str)));
        } else if word.starts_with('-') && word.len() > 1 {
            flags.push(word.clone());
        } else {
            paths.push(word.clone());
        }
    }
    (flags, paths)
}

/// The texts of the files, or of standard input: name and text.
fn input(
    name: &str,
    paths: &[String],
    stdin: Option<&str>,
    files: &Files<'_>,
) -> Result<Vec<(String, String)>, Box<Effect>> {
    if paths.is_empty() || paths == ["-"] {
        return Ok(vec![(String::new(), stdin.unwrap_or_default().to_owned())]);
    }
    let mut output = Output::new();
    let mut texts = Vec::new();
    for path in paths {
        match files.open(path) {
            Ok(text) => texts.push((path.clone(), text)),
            Err(why) => {
                if name == "cat" {
                    texts
                        .iter()
                        .for_each(|(_, text): &(String, String)| output.out(text));
                    texts.clear();
                }
                output.complain(&format!("{name}: {path}: {why}"));
            }
        }
    }
    if output.is_empty() {
        return Ok(texts);
    }
    texts.iter().for_each(|(_, text)| output.out(text));
    Err(Box::new(Effect::done(output, 1)))
}

fn plain(name: &str, flags: &[String], texts: &[(String, String)]) -> Effect {
    let whole: String = texts.iter().map(|(_, text)| text.as_str()).collect();
    let lines: Vec<&str> = whole.lines().collect();
    let has = |flag: &str| flags.iter().any(|given| given == flag);
    let joined = |lines: &[&str]| {
        lines
            .iter()
            .map(|line| format!("{line}\n"))
            .collect::<String>()
    };
    Effect::said(match name {
        "head" | "tail" => ends(name, flags, &lines),
        "wc" => wc(flags, texts),
        "sort" => joined(&sort(flags, lines)),
        "uniq" => {
            if has("-c") {
                let runs = lines.chunk_by(|one, next| one == next);
                runs.map(|run| format!("{:7} {}\n", run.len(), run[0]))
                    .collect()
            } else {
                let mut lines = lines;
                lines.dedup();
                joined(&lines)
            }
        }
        "cut" => joined_owned(&letters::cut(flags, &lines)),
        "nl" => lines
            .iter()
            .enumerate()
            .map(|(at, line)| format!("{:6}\t{line}\n", at + 1))
            .collect(),
        _ if has("-n") => lines
            .iter()
            .enumerate()
            .map(|(at, line)| format!("{:6}\t{line}\n", at + 1))
            .collect(),
        _ => whole,
    })
}

fn joined_owned(lines: &[String]) -> String {
    lines.iter().map(|line| format!("{line}\n")).collect()
}

/// `head` and `tail`: `-n 3`, `-3`, `-n +2`.
fn ends(name: &str, flags: &[String], lines: &[&str]) -> String {
    let count = flags.iter().find_map(|flag| {
        let text = flag.strip_prefix("-n").or_else(|| flag.strip_prefix('-'))?;
        (!text.is_empty()).then_some(text)
    });
    let text = count.unwrap_or("10");
    let number: usize = text.trim_start_matches(['+', '-']).parse().unwrap_or(10);
    let range = match (name, text.starts_with('+'), text.starts_with('-')) {
        ("head", _, true) => 0..lines.len().saturating_sub(number),
        ("head", ..) => 0..number.min(lines.len()),
        (_, true, _) => number.saturating_sub(1).min(lines.len())..lines.len(),
        _ => lines.len().saturating_sub(number)..lines.len(),
    };
    lines[range]
        .iter()
        .map(|line| format!("{line}\n"))
        .collect()
}

fn wc(flags: &[String], texts: &[(String, String)]) -> String {
    let wanted: String = flags
        .iter()
        .map(|flag| flag.trim_start_matches('-'))
        .collect();
    let show = |letter: char| wanted.is_empty() || wanted.contains(letter);
    let mut text = String::new();
    for (name, content) in texts {
        let numbers = [
            ('l', content.matches('\n').count()),
            ('w', content.split_whitespace().count()),
            ('c', content.len()),
        ];
        let shown: Vec<String> = numbers
            .iter()
            .filter(|(letter, _)| show(*letter))
            .map(|(_, number)| {
                if wanted.len() == 1 {
                    number.to_string()
                } else {
                    format!("{number:9}")
                }
            })
            .collect();
        text.push_str(&shown.join(" "));
        if !name.is_empty() {
            text.push_str(&format!(" {name}"));
        }
        text.push('\n');
    }
    text
}

fn sort<'a>(flags: &[String], mut lines: Vec<&'a str>) -> Vec<&'a str> {
    let letters: String = flags
        .iter()
        .filter(|flag| !flag.starts_with("-k") && !flag.starts_with("-t"))
        .map(|f| &f[1..])
        .collect();
    let column = flags
        .iter()
        .find_map(|flag| flag.strip_prefix("-k")?.chars().next()?.to_digit(10));
    let separator = flags
        .iter()
        .find_map(|flag| flag.strip_prefix("-t")?.chars().next());
    let key = |line: &str| -> String {
        let column = column.map_or(0, |number| number.saturating_sub(1) as usize);
        if let Some(letter) = separator {
            let parts = line.split(letter).skip(column);
            return parts.collect::<Vec<_>>().join(&letter.to_string());
        }
        line.split_whitespace()
            .skip(column)
            .collect::<Vec<_>>()
            .join(" ")
    };
    if letters.contains('n') {
        let number = |line: &str| -> i64 {
            let text = key(line);
            let end = text
                .find(|c: char| !c.is_ascii_digit() && c != '-')
                .unwrap_or(text.len());
            text[..end].parse().unwrap_or_default()
        };
        lines.sort_by_key(|line| number(line));
    } else {
        lines.sort_by_key(|line| key(line));
    }
    if letters.contains('u') {
        lines.dedup();
    }
    if letters.contains('r') {
        lines.reverse();
    }
    lines
}

/// `awk '{print $1, $3}'` and no more.
fn awk(arguments: &[String], stdin: Option<&str>, files: &Files<'_>) -> Effect {
    let Some((program, paths)) = arguments.split_first() else {
        return Effect::failed(2, "awk: no program");
    };
    let inner = program
        .trim()
        .strip_prefix('{')
        .and_then(|text| text.strip_suffix('}'));
    let Some(list) = inner.and_then(|text| text.trim().strip_prefix("print")) else {
        return Effect::failed(2, "awk: this shell knows awk '{print $1, $2}' only");
    };
    let texts = match input("awk", paths, stdin, files) {
        Ok(texts) => texts,
        Err(effect) => return *effect,
    };
    let columns: Vec<usize> = list
        .split(',')
        .filter_map(|part| part.trim().strip_prefix('$')?.parse().ok())
        .collect();
    let mut text = String::new();
    for line in texts.iter().flat_map(|(_, text)| text.lines()) {
        let words: Vec<&str> = line.split_whitespace().collect();
        let picked: Vec<&str> = columns
            .iter()
            .map(|column| {
                if *column == 0 {
                    line
                } else {
                    words.get(column - 1).copied().unwrap_or_default()
                }
            })
            .collect();
        text.push_str(if columns.is_empty() { line } else { "" });
        let length: usize = picked.iter().map(|word| word.len() + 1).sum();
        if text.len() + length > OUTPUT_BYTES_MAX {
            return Effect::failed(2, "awk: the output is too long");
        }
        text.push_str(&picked.join(" "));
        text.push('\n');
    }
    Effect::said(text)
}

fn tee(arguments: &[String], stdin: Option<&str>, files: &Files<'_>) -> Effect {
    let text = stdin.unwrap_or_default();
    let append = arguments.iter().any(|word| word == "-a");
    let mut effect = Effect::said(text);
    for path in arguments.iter().filter(|word| !word.starts_with('-')) {
        let old = if append {
            files.read(path).unwrap_or_default()
        } else {
            String::new()
        };
        match files.written(path, &format!("{old}{text}")) {
            Ok(change) => effect.changes.push(change),
            Err(why) => {
                effect.output.complain(&format!("tee: {path}: {why}"));
                effect.code = 1;
            }
        }
    }
    effect
}
