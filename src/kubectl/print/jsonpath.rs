//! `-o jsonpath`: texts and expressions in braces.
//!
//! Models client-go/util/jsonpath for fields, indices, slices of `*`, filters, `range` and texts.

use super::format::json_text;
use serde_json::Value;

/// A parsed template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template(Vec<Node>);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Node {
    Text(String),
    Path(Vec<Step>),
    Range(Vec<Step>, Vec<Node>),
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Step {
    Field(String),
    Index(i64),
    All,
    Deep(String),
    Filter {
        path: Vec<Step>,
        equal: bool,
        value: Option<Value>,
    },
}

impl Template {
    /// Reads a template such as `{.items[*].metadata.name}`.
    ///
    /// # Errors
    /// What kubectl says after `error: `.
    pub fn parse(text: &str) -> Result<Self, String> {
        let fail = |why: &str| format!("error parsing jsonpath {text}, {why}");
        let mut open: Vec<(Vec<Step>, Vec<Node>)> = vec![(vec![], vec![])];
        let mut rest = text;
        while let Some(at) = rest.find('{') {
            push(&mut open, Node::Text(rest[..at].to_owned()));
            let (inner, after) = action(&rest[at + 1..]).ok_or_else(|| fail("unclosed action"))?;
            rest = after;
            let inner = inner.trim();
            if inner == "end" {
                let (path, body) = open
                    .pop()
                    .filter(|_| !open.is_empty())
                    .ok_or_else(|| fail("not in range, nothing to end"))?;
                push(&mut open, Node::Range(path, body));
            } else if let Some(path) = inner.strip_prefix("range ") {
                open.push((steps(path.trim()).map_err(|why| fail(&why))?, vec![]));
            } else if let Some(quoted) = inner.strip_prefix(['"', '\'']) {
                let quoted = quoted
                    .strip_suffix(['"', '\''])
                    .ok_or_else(|| fail("unterminated quoted string"))?;
                push(&mut open, Node::Text(unescape(quoted)));
            } else {
                push(
                    &mut open,
                    Node::Path(steps(inner).map_err(|why| fail(&why))?),
                );
            }
        }
        push(&mut open, Node::Text(rest.to_owned()));
        match open.pop() {
            Some((_, nodes)) if open.is_empty() => Ok(Self(nodes)),
            _ => Err(fail("unclosed range")),
        }
    }

    /// The text for a value.
    #[must_use]
    pub fn print(&self, value: &Value) -> String {
        print(&self.0, value, value)
    }

    /// Every value the (single) expression finds, as text.
    #[must_use]
    pub fn find(&self, value: &Value) -> Vec<String> {
        let mut found = Vec::new();
        for node in &self.0 {
            if let Node::Path(path) = node {
                found.extend(walk(path, value, value).into_iter().map(text_of));
            }
        }
        found
    }
}

fn push(open: &mut [(Vec<Step>, Vec<Node>)], node: Node) {
    if node != Node::Text(String::new())
        && let Some((_, nodes)) = open.last_mut()
    {
        nodes.push(node);
    }
}

/// What stands up to the closing brace, quotes respected, and what follows it.
fn action(text: &str) -> Option<(&str, &str)> {
    let mut quote = None;
    for (at, character) in text.char_indices() {
        match (quote, character) {
            (None, '}') => return Some((&text[..at], &text[at + 1..])),
            (None, '"' | '\'') => quote = Some(character),
            (Some(open), close) if open == close => quote = None,
            _ => {}
        }
    }
    None
}

fn unescape(text: &str) -> String {
    text.replace("\\n", "\n").replace("\\t", "\t")
}

fn steps(text: &str) -> Result<Vec<Step>, String> {
    let mut steps = Vec::new();
    let mut rest = text.strip_prefix(['$', '@']).unwrap_or(text);
    while !rest.is_empty() {
        if let Some(after) = rest.strip_prefix("..") {
            let (name, after) = field(after);
            steps.push(Step::Deep(name));
            rest = after;
        } else if let Some(after) = rest.strip_prefix('.') {
            let (name, after) = field(after);
            if name == "*" {
                steps.push(Step::All);
            } else if !name.is_empty() {
                steps.push(Step::Field(name));
            }
            rest = after;
        } else if let Some(after) = rest.strip_prefix('[') {
            let end = closing(after).ok_or("unterminated array")?;
            steps.push(bracket(&after[..end])?);
            rest = &after[end + 1..];
        } else {
            return Err(format!(
                "unrecognized character in action: {:?}",
                rest.chars().next().unwrap_or_default()
            ));
        }
    }
    Ok(steps)
}

/// A field name, in which `\.` is a dot.
fn field(text: &str) -> (String, &str) {
    let mut name = String::new();
    let mut characters = text.char_indices();
    while let Some((at, character)) = characters.next() {
        match character {
            '\\' => name.extend(characters.next().map(|(_, escaped)| escaped)),
            '.' | '[' | ' ' => return (name, &text[at..]),
            other => name.push(other),
        }
    }
    (name, "")
}

fn closing(text: &str) -> Option<usize> {
    let (mut depth, mut quote) = (0, None);
    for (at, character) in text.char_indices() {
        match (quote, character) {
            (None, '[') => depth += 1,
            (None, ']') if depth == 0 => return Some(at),
            (None, ']') => depth -= 1,
            (None, '"' | '\'') => quote = Some(character),
            (Some(open), close) if open == close => quote = None,
            _ => {}
        }
    }
    None
}

fn bracket(inner: &str) -> Result<Step, String> {
    let inner = inner.trim();
    if inner == "*" || inner == ":" {
        return Ok(Step::All);
    }
    if let Some(name) = inner.strip_prefix(['\'', '"']) {
        return Ok(Step::Field(
            name.trim_end_matches(['\'', '"']).replace("\\.", "."),
        ));
    }
    if let Some(filter) = inner
        .strip_prefix("?(")
        .and_then(|text| text.strip_suffix(')'))
    {
        let (left, equal, right) = match (filter.split_once("=="), filter.split_once("!=")) {
            (Some((left, right)), _) => (left, true, Some(right)),
            (None, Some((left, right))) => (left, false, Some(right)),
            (None, None) => (filter, true, None),
        };
        let value = right.map(|text| {
            let text = text.trim();
            match text.strip_prefix(['"', '\'']) {
                Some(word) => Value::from(word.trim_end_matches(['"', '\''])),
                None => serde_json::from_str(text).unwrap_or_else(|_| Value::from(text)),
            }
        });
        return Ok(Step::Filter {
            path: steps(left.trim())?,
            equal,
            value,
        });
    }
    inner
        .parse()
        .map(Step::Index)
        .map_err(|_| format!("invalid array index {inner}"))
}

fn print(nodes: &[Node], value: &Value, root: &Value) -> String {
    nodes
        .iter()
        .map(|node| match node {
            Node::Text(text) => text.clone(),
            Node::Path(path) => {
                let found: Vec<String> = walk(path, value, root).into_iter().map(text_of).collect();
                found.join(" ")
            }
            Node::Range(path, body) => {
                let items = walk(path, value, root);
                items
                    .into_iter()
                    .map(|item| print(body, item, root))
                    .collect()
            }
        })
        .collect()
}

fn walk<'a>(path: &[Step], value: &'a Value, root: &'a Value) -> Vec<&'a Value> {
    let mut found = vec![value];
    for step in path {
        found = found
            .into_iter()
            .flat_map(|value| take(step, value, root))
            .collect();
    }
    found
}

fn take<'a>(step: &Step, value: &'a Value, root: &'a Value) -> Vec<&'a Value> {
    match step {
        Step::Field(name) => value.get(name).into_iter().collect(),
        Step::Index(index) => {
            let items = value.as_array().map(Vec::as_slice).unwrap_or_default();
            let length = i64::try_from(items.len()).unwrap_or_default();
            let at = if *index < 0 { index + length } else { *index };
            usize::try_from(at)
                .ok()
                .and_then(|at| items.get(at))
                .into_iter()
                .collect()
        }
        Step::All => match value {
            Value::Array(items) => items.iter().collect(),
            Value::Object(fields) => fields.values().collect(),
            _ => vec![],
        },
        Step::Deep(name) => deep(name, value),
        Step::Filter {
            path,
            equal,
            value: wanted,
        } => {
            let items = value.as_array().into_iter().flatten();
            items
                .filter(|item| {
                    let found = walk(path, item, root);
                    match wanted {
                        None => !found.is_empty(),
                        Some(wanted) => found
                            .first()
                            .is_some_and(|value| (*value == wanted) == *equal),
                    }
                })
                .collect()
        }
    }
}

fn deep<'a>(name: &str, value: &'a Value) -> Vec<&'a Value> {
    let mut found: Vec<&Value> = value.get(name).into_iter().collect();
    match value {
        Value::Array(items) => found.extend(items.iter().flat_map(|item| deep(name, item))),
        Value::Object(fields) => found.extend(fields.values().flat_map(|item| deep(name, item))),
        _ => {}
    }
    found
}

/// Strings bare, everything else as JSON on one line.
fn text_of(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Object(_) | Value::Array(_) => value.to_string(),
        other => json_text(other).trim_end().to_owned(),
    }
}
