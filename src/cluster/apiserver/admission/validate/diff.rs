//! The difference shown below some refusals.
//!
//! Models what github.com/google/go-cmp prints of two Go structs: two equal fields around every
//! difference, the rest counted. Its authors keep the form unstable on purpose; this follows what
//! clusters of 1.29 to 1.35 were seen to print.

use super::go_types::{self, Field};
use serde::Serialize;
use serde_json::Value;

/// Equal neighbours shown on each side of a difference.
const CONTEXT: usize = 2;
/// A removed or added value longer than this is broken into lines.
const LINE_MAX: usize = 40;

/// How two specs of the Go type `name` differ; every line ends with a newline.
pub(super) fn diff<T: Serialize>(name: &str, old: &T, new: &T) -> String {
    let value = |object: &T| serde_json::to_value(object).unwrap_or_default();
    let mut lines = Vec::new();
    structs(name, name, &value(old), &value(new), 0, &mut lines);
    let mut text = String::new();
    for (sign, depth, line) in lines {
        text.push(sign);
        text.push(' ');
        text.extend(std::iter::repeat_n('\t', depth));
        text.push_str(&line);
        text.push('\n');
    }
    // The whole is no entry of anything: no comma behind it.
    text.truncate(text.trim_end_matches([',', '\n']).len());
    text + "\n"
}

/// A line of the difference: `-`, `+` or a space, how deep, and what.
type Line = (char, usize, String);

/// One entry of a list or struct: its key, how it changed, and what it looks like.
enum Record {
    Same(String, String),
    Changed(String, Option<String>, Option<String>),
    Inside(Vec<Line>),
}

fn structs(head: &str, name: &str, old: &Value, new: &Value, depth: usize, out: &mut Vec<Line>) {
    let fields = go_types::fields(name).unwrap_or_default();
    let records = fields
        .iter()
        .map(|field| of_field(field, old, new, depth + 1));
    out.push((' ', depth, format!("{head}{{")));
    write(records.collect(), "field", depth + 1, out);
    out.push((' ', depth, "},".to_owned()));
}

fn of_field(field: &Field, old: &Value, new: &Value, depth: usize) -> Record {
    let (old, new) = (&old[field.json], &new[field.json]);
    let key = format!("{}:", field.name);
    let inline = |value: &Value| go_types::inline(field.type_, value);
    if old == new {
        return Record::Same(key, inline(old));
    }
    let item = field.type_.strip_prefix("[]");
    if let (Some(item), Value::Array(old), Value::Array(new)) = (item, old, new) {
        let mut lines = Vec::new();
        lists(
            &format!("{key} {}", field.type_),
            item,
            old,
            new,
            depth,
            &mut lines,
        );
        return Record::Inside(lines);
    }
    if go_types::fields(field.type_).is_some() {
        let mut lines = Vec::new();
        let head = format!("{key} {}", field.type_);
        structs(&head, field.type_, old, new, depth, &mut lines);
        return Record::Inside(lines);
    }
    let typed = |value: &Value| Some(go_types::typed(field.type_, value));
    Record::Changed(key, typed(old), typed(new))
}

fn lists(head: &str, item: &str, old: &[Value], new: &[Value], depth: usize, out: &mut Vec<Line>) {
    let same_start = old.iter().zip(new).take_while(|(a, b)| a == b).count();
    let rest = old.len().min(new.len()) - same_start;
    let ends = old.iter().rev().zip(new.iter().rev());
    let same_end = ends.take(rest).take_while(|(a, b)| a == b).count();
    let inline = |value: &Value| go_types::inline(item, value);
    let mut records: Vec<Record> = Vec::new();
    let same = |value: &Value| Record::Same(String::new(), inline(value));
    records.extend(old[..same_start].iter().map(same));
    let removed = &old[same_start..old.len() - same_end];
    let added = &new[same_start..new.len() - same_end];
    if removed.len() == added.len() && go_types::fields(item).is_some() {
        for (old, new) in removed.iter().zip(added) {
            let mut lines = Vec::new();
            structs("", item, old, new, depth + 1, &mut lines);
            records.push(Record::Inside(lines));
        }
    } else {
        let gone = removed.iter().map(|value| (Some(inline(value)), None));
        let come = added.iter().map(|value| (None, Some(inline(value))));
        records.extend(
            gone.chain(come)
                .map(|(old, new)| Record::Changed(String::new(), old, new)),
        );
    }
    records.extend(old[old.len() - same_end..].iter().map(same));
    out.push((' ', depth, format!("{head}{{")));
    write(records, "element", depth + 1, out);
    out.push((' ', depth, "},".to_owned()));
}

/// Writes the records: all that changed, with their equal neighbours, the other equal ones counted.
fn write(records: Vec<Record>, noun: &str, depth: usize, out: &mut Vec<Line>) {
    let shown = shown(&records);
    let mut block: Vec<(char, String, String)> = Vec::new();
    let mut hidden = 0;
    for (record, shown) in records.into_iter().zip(shown) {
        if !shown {
            hidden += 1;
            continue;
        }
        ellipsis(&mut hidden, noun, depth, &mut block, out);
        match record {
            Record::Same(key, value) => block.push((' ', key, value)),
            Record::Changed(key, old, new) => {
                for (sign, value) in [('-', old), ('+', new)] {
                    let Some(value) = value else { continue };
                    if value.len() <= LINE_MAX || !value.ends_with('}') {
                        block.push((sign, key.clone(), value));
                    } else {
                        flush(&mut block, depth, out);
                        broken(sign, &key, &value, depth, out);
                    }
                }
            }
            Record::Inside(lines) => {
                flush(&mut block, depth, out);
                out.extend(lines);
            }
        }
    }
    ellipsis(&mut hidden, noun, depth, &mut block, out);
    flush(&mut block, depth, out);
}

/// Which records are written out.
fn shown(records: &[Record]) -> Vec<bool> {
    let mut shown = vec![true; records.len()];
    let is_same = |record: &Record| matches!(record, Record::Same(..));
    let mut at = 0;
    while at < records.len() {
        let run = records[at..]
            .iter()
            .take_while(|record| is_same(record))
            .count();
        let before = if at == 0 { 0 } else { CONTEXT };
        let after = if at + run == records.len() {
            0
        } else {
            CONTEXT
        };
        // A single one takes no more room than counting it.
        if run > before + after + 1 {
            shown[at + before..at + run - after].fill(false);
        }
        at += run.max(1);
    }
    shown
}

fn ellipsis(
    hidden: &mut usize,
    noun: &str,
    depth: usize,
    block: &mut Vec<(char, String, String)>,
    out: &mut Vec<Line>,
) {
    if *hidden > 0 {
        flush(block, depth, out);
        out.push((' ', depth, format!("... // {hidden} identical {noun}s")));
        *hidden = 0;
    }
}

/// Keys of neighbouring lines are followed by values in one column.
fn flush(block: &mut Vec<(char, String, String)>, depth: usize, out: &mut Vec<Line>) {
    let width = block.iter().map(|(_, key, _)| key.len()).max().unwrap_or(0);
    for (sign, key, value) in block.drain(..) {
        let line = if key.is_empty() {
            format!("{value},")
        } else {
            format!("{key:width$} {value},")
        };
        out.push((sign, depth, line));
    }
}

/// `Requests: core.ResourceList{`, its entries one a line, `},`
fn broken(sign: char, key: &str, value: &str, depth: usize, out: &mut Vec<Line>) {
    let (head, rest) = value.split_once('{').unwrap_or((value, ""));
    let inside = rest.strip_suffix('}').unwrap_or(rest);
    let space = if key.is_empty() { "" } else { " " };
    out.push((sign, depth, format!("{key}{space}{head}{{")));
    let mut block = Vec::new();
    for entry in entries(inside) {
        let (key, value) = match entry.split_once(": ") {
            Some((key, value)) => (format!("{key}:"), value),
            None => (String::new(), entry),
        };
        block.push((sign, key, value.to_owned()));
    }
    flush(&mut block, depth + 1, out);
    out.push((sign, depth, "},".to_owned()));
}

/// The parts between commas, where no bracket is open.
fn entries(inside: &str) -> Vec<&str> {
    let mut level = 0_usize;
    let parts = inside.split(move |character| {
        match character {
            '{' => level += 1,
            '}' => level = level.saturating_sub(1),
            _ => {}
        }
        character == ',' && level == 0
    });
    parts.map(str::trim).collect()
}
