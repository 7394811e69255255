//! tac, rev, column, base64, basename, dirname, yes.

use super::{OUTPUT_BYTES_MAX, input, split};
use crate::shell::files::Files;
use crate::shell::machine::Effect;

/// What `yes` prints before whoever reads it has enough.
const YES_LINES: usize = 10_000;
const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

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
        _ => base64(&whole, &flags),
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

fn base64(text: &str, flags: &[String]) -> Effect {
    let has = |wanted: &str| flags.iter().any(|flag| flag == wanted);
    if has("-d") || has("--decode") || has("-D") {
        return match decoded(text) {
            Some(bytes) => Effect::said(String::from_utf8_lossy(&bytes).into_owned()),
            None => Effect::failed(1, "base64: invalid input"),
        };
    }
    let mut out = String::new();
    for chunk in text.as_bytes().chunks(3) {
        let bits = (0..3).fold(0_usize, |bits, at| {
            bits << 8 | usize::from(chunk.get(at).copied().unwrap_or_default())
        });
        for at in 0..4 {
            match at <= chunk.len() {
                true => out.push(char::from(LETTERS[bits >> (18 - 6 * at) & 63])),
                false => out.push('='),
            }
        }
    }
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

fn decoded(text: &str) -> Option<Vec<u8>> {
    let (mut bytes, mut bits, mut count) = (Vec::new(), 0_u32, 0);
    for letter in text
        .bytes()
        .filter(|b| !b.is_ascii_whitespace() && *b != b'=')
    {
        let value = LETTERS.iter().position(|known| *known == letter)?;
        bits = bits << 6 | u32::try_from(value).ok()?;
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push(u8::try_from(bits >> count & 0xff).ok()?);
            bits &= (1 << count) - 1;
        }
    }
    Some(bytes)
}
