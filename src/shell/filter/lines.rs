//! tac, rev, column, base64, basename, dirname, yes.

use super::{OUTPUT_BYTES_MAX, input, split};
use crate::cluster::api::base64;
use crate::shell::files::Files;
use crate::shell::machine::Effect;

/// What `yes` prints before whoever reads it has enough.
const YES_LINES: usize = 10_000;

/// Programs that read nothing.
pub(super) fn named(name: &str, arguments: &[String]) -> Effect {
    if name == "yes" {
        let word = match arguments.is_empty() {
            true => "y".to_owned(),
            false => arguments.join(" "),
        };
        let lines = YES_LINES.min(OUTPUT_BYTES_MAX / (word.len() + 1));
        return Effect::said(format!("{word}\n").repeat(lines));
    }
    let Some(path) = arguments.first() else {
        return Effect::failed(1, &format!("{name}: missing operand"));
    };
    let trimmed = path.trim_end_matches('/');
    let (folder, last) = match trimmed.rsplit_once('/') {
        Some(("", last)) => ("/", last),
        Some((folder, last)) => (folder.trim_end_matches('/'), last),
        None => (".", trimmed),
    };
    if trimmed.is_empty() {
        return Effect::said(if path.is_empty() { "\n" } else { "/\n" });
    }
    if name == "dirname" {
        return Effect::said(format!("{folder}\n"));
    }
    let suffix = arguments.get(1).map_or("", String::as_str);
    let last = last
        .strip_suffix(suffix)
        .filter(|rest| !rest.is_empty())
        .unwrap_or(last);
    Effect::said(format!("{last}\n"))
}

pub(super) fn run(
    name: &str,
    arguments: &[String],
    stdin: Option<&str>,
    files: &Files<'_>,
) -> Effect {
    let (flags, paths) = split(name, arguments);
    let texts = match input(name, &paths, stdin, files) {
        Ok(texts) => texts,
        Err(effect) => return *effect,
    };
    let whole: String = texts.into_iter().map(|(_, text)| text).collect();
    match name {
        "tac" => Effect::said(
            whole
                .lines()
                .rev()
                .map(|line| format!("{line}\n"))
                .collect::<String>(),
        ),
        "rev" => Effect::said(
            whole
                .lines()
                .map(|line| line.chars().rev().chain(['\n']).collect::<String>())
                .collect::<String>(),
        ),
        "column" => column(&whole, &flags),
        _ => in_base64(&whole, &flags),
    }
}

/// `column -t`: words in columns, two blanks between them.
fn column(text: &str, flags: &[String]) -> Effect {
    let separator = flags.iter().find_map(|flag| flag.strip_prefix("-s"));
    let is_table = |flag: &String| !flag.starts_with("-s") && flag.contains('t');
    if !flags.iter().any(is_table) {
        return Effect::said(text);
    }
    let rows: Vec<Vec<&str>> = text
        .lines()
        .filter(|line| !line.trim().is_empty())
        .map(|line| match separator {
            Some(letters) => line.split(|c| letters.contains(c)).collect(),
            None => line.split_whitespace().collect(),
        })
        .collect();
    let columns = rows.iter().map(Vec::len).max().unwrap_or_default();
    let widths: Vec<usize> = (0..columns)
        .map(|at| {
            let cells = rows.iter().filter_map(|row| row.get(at));
            cells
                .map(|cell| cell.chars().count())
                .max()
                .unwrap_or_default()
        })
        .collect();
    // What stands last in its row is not filled up.
    let full = |row: &Vec<&str>| widths[..row.len().saturating_sub(1)].iter().sum::<usize>();
    if rows.iter().map(full).sum::<usize>() > OUTPUT_BYTES_MAX {
        return Effect::failed(1, "column: the lines are too long");
    }
    let mut out = String::new();
    for row in &rows {
        for (at, cell) in row.iter().enumerate() {
            match at + 1 == row.len() {
                true => out.push_str(cell),
                false => {
                    // Not by a format's width, which ends at 65,535.
                    let gap = widths[at] - cell.chars().count() + 2;
                    out.extend([cell, " ".repeat(gap).as_str()]);
                }
            }
        }
        out.push('\n');
    }
    Effect::said(out)
}

fn in_base64(text: &str, flags: &[String]) -> Effect {
    let has = |wanted: &str| flags.iter().any(|flag| flag == wanted);
    if has("-d") || has("--decode") || has("-D") {
        let letters = text
            .bytes()
            .filter(|b| !b.is_ascii_whitespace() && *b != b'=');
        return match base64::decode(letters) {
            Ok(bytes) => Effect::said(String::from_utf8_lossy(&bytes).into_owned()),
            Err(_) => Effect::failed(1, "base64: invalid input"),
        };
    }
    let out = base64::encode(text.as_bytes());
    let width = flags
        .iter()
        .find_map(|flag| flag.strip_prefix("-w")?.parse::<usize>().ok());
    let width = width.unwrap_or(76);
    if width == 0 {
        return Effect::said(out);
    }
    let letters: Vec<char> = out.chars().collect();
    let lines = letters.chunks(width);
    Effect::said(
        lines
            .map(|line| line.iter().chain(&['\n']).collect::<String>())
            .collect::<String>(),
    )
}
