//! grep, with the flags people use.

use super::input;
use crate::kubectl::Output;
use crate::shell::expression;
use crate::shell::files::Files;
use crate::shell::machine::Effect;
use regex_lite::Regex;

/// What stands on the command line.
#[derive(Default)]
struct Asked {
    flags: String,
    expressions: Vec<String>,
    paths: Vec<String>,
    before: usize,
    after: usize,
    most: Option<usize>,
}

pub(super) fn run(
    name: &str,
    arguments: &[String],
    stdin: Option<&str>,
    files: &Files<'_>,
) -> Effect {
    let mut asked = read(arguments);
    match name {
        "egrep" => asked.flags.push('E'),
        "fgrep" => asked.flags.push('F'),
        _ => {}
    }
    if asked.expressions.is_empty() {
        if asked.paths.is_empty() {
            return Effect::failed(2, "Usage: grep [OPTION]... PATTERNS [FILE]...");
        }
        let first = asked.paths.remove(0);
        asked
            .expressions
            .extend(first.split('\n').map(str::to_owned));
    }
    let compiled: Result<Vec<Regex>, String> = asked
        .expressions
        .iter()
        .map(|text| compile(&asked, text))
        .collect();
    let expressions = match compiled {
        Ok(expressions) => expressions,
        Err(why) => return Effect::failed(2, &format!("grep: {why}")),
    };
    if asked.flags.contains(['r', 'R']) {
        let below = asked
            .paths
            .iter()
            .flat_map(|path| match files.is_folder(path) {
                true => files.below(path),
                false => vec![path.clone()],
            });
        asked.paths = below.filter(|path| files.read(path).is_some()).collect();
    }
    let (texts, mut output) = match input("grep", &asked.paths, stdin, files) {
        Ok(texts) => (texts, Output::new()),
        Err(effect) => return Effect { code: 2, ..*effect },
    };
    let mut any = false;
    for (path, content) in &texts {
        let shown = match (asked.flags.contains('H'), asked.flags.contains('h')) {
            (true, _) => true,
            (_, true) => false,
            _ => texts.len() > 1,
        };
        let label = if shown { path.as_str() } else { "" };
        any |= one(&asked, &expressions, label, (path, content), &mut output);
    }
    if asked.flags.contains('q') {
        output = Output::new();
    }
    Effect::done(output, i32::from(!any))
}

fn read(arguments: &[String]) -> Asked {
    let mut asked = Asked::default();
    let mut rest = arguments.iter();
    let mut over = false;
    while let Some(word) = rest.next() {
        if over || !word.starts_with('-') || word == "-" {
            asked.paths.push(word.clone());
            continue;
        }
        if word == "--" {
            over = true;
            continue;
        }
        if let Some(long) = word.strip_prefix("--") {
            asked.flags.push_str(match long {
                "ignore-case" => "i",
                "invert-match" => "v",
                "count" => "c",
                "line-number" => "n",
                "only-matching" => "o",
                "quiet" | "silent" => "q",
                "extended-regexp" => "E",
                "fixed-strings" => "F",
                "word-regexp" => "w",
                _ => "",
            });
            continue;
        }
        let flags = &word[1..];
        if let Ok(number) = flags.parse::<usize>() {
            (asked.before, asked.after) = (number, number);
            continue;
        }
        for (at, flag) in flags.char_indices() {
            if !"eABCm".contains(flag) {
                asked.flags.push(flag);
                continue;
            }
            let value = match flags.get(at + 1..) {
                Some(text) if !text.is_empty() => text.to_owned(),
                _ => rest.next().cloned().unwrap_or_default(),
            };
            let number = value.parse().unwrap_or_default();
            match flag {
                'e' => asked.expressions.push(value),
                'A' => asked.after = number,
                'B' => asked.before = number,
                'C' => (asked.before, asked.after) = (number, number),
                _ => asked.most = Some(number),
            }
            break;
        }
    }
    asked
}

fn compile(asked: &Asked, text: &str) -> Result<Regex, String> {
    let has = |flag: char| asked.flags.contains(flag);
    let mut text = text.to_owned();
    if has('F') {
        text = regex_lite::escape(&text);
    }
    let extended = has('E') || has('P') || has('F');
    if has('w') || has('x') {
        let (open, close) = if extended { ("(", ")") } else { ("\\(", "\\)") };
        let (begin, end) = if has('x') { ("^", "$") } else { ("\\b", "\\b") };
        text = format!("{begin}{open}{text}{close}{end}");
    }
    match extended {
        true => expression::extended(&text, has('i')),
        false => expression::basic(&text, has('i')),
    }
}

/// One file; whether anything was found in it.
fn one(
    asked: &Asked,
    expressions: &[Regex],
    label: &str,
    (path, content): (&str, &str),
    output: &mut Output,
) -> bool {
    let has = |flag: char| asked.flags.contains(flag);
    let lines: Vec<&str> = content.lines().collect();
    let found: Vec<usize> = (0..lines.len())
        .filter(|at| expressions.iter().any(|one| one.is_match(lines[*at])) != has('v'))
        .take(asked.most.unwrap_or(usize::MAX))
        .collect();
    let prefix = |at: usize, sign: char| {
        let mut text = String::new();
        if !label.is_empty() {
            text.push_str(&format!("{label}{sign}"));
        }
        if has('n') {
            text.push_str(&format!("{}{sign}", at + 1));
        }
        text
    };
    if has('c') {
        let label = if label.is_empty() {
            String::new()
        } else {
            format!("{label}:")
        };
        output.line(&format!("{label}{}", found.len()));
    } else if has('l') || has('L') {
        if found.is_empty() == has('L') {
            output.line(path);
        }
    } else if has('o') {
        for at in &found {
            for part in expressions.iter().flat_map(|one| one.find_iter(lines[*at])) {
                if !part.is_empty() {
                    output.line(&format!("{}{}", prefix(*at, ':'), part.as_str()));
                }
            }
        }
    } else {
        let mut next = 0;
        for at in &found {
            let from = at.saturating_sub(asked.before).max(next);
            if next > 0 && from > next && (asked.before > 0 || asked.after > 0) {
                output.line("--");
            }
            (from..*at).for_each(|near| output.line(&(prefix(near, '-') + lines[near])));
            if *at >= next {
                output.line(&(prefix(*at, ':') + lines[*at]));
            }
            next = next.max(at + 1);
            let end = (at + 1).saturating_add(asked.after).min(lines.len());
            let follows = (next..end).take_while(|near| found.binary_search(near).is_err());
            let follows: Vec<usize> = follows.collect();
            for near in &follows {
                output.line(&(prefix(*near, '-') + lines[*near]));
            }
            next += follows.len();
        }
    }
    !found.is_empty()
}
