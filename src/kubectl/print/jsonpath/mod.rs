//! `-o jsonpath`: texts and expressions in braces.
//!
//! Models client-go/util/jsonpath for fields, indices, slices of `*`, filters, `range` and texts.

mod walk;

use serde_json::Value;
use walk::{go_syntax, text_of, walk};

/// Ranges inside each other.
const DEPTH_MAX: usize = 100;

/// A parsed template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    text: String,
    nodes: Vec<Node>,
    /// There was an `end` too many.
    ends_nothing: bool,
}

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
    /// `[from:to:step]`
    Slice(Option<i64>, Option<i64>, usize),
    /// `['a','b']`, `[0,2]`
    Union(Vec<Vec<Step>>),
    Filter {
        path: Vec<Step>,
        /// The comparison and what with; without: whether there is anything.
        compared: Option<(&'static str, Value)>,
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
        let mut ends_nothing = false;
        while let Some(at) = rest.find('{') {
            push(&mut open, Node::Text(rest[..at].to_owned()));
            let (inner, after) = action(&rest[at + 1..]).ok_or_else(|| fail("unclosed action"))?;
            rest = after;
            let inner = inner.trim();
            if inner == "end" {
                if open.len() == 1 {
                    ends_nothing = true;
                } else if let Some((path, body)) = open.pop() {
                    push(&mut open, Node::Range(path, body));
                }
            } else if let Some(path) = inner.strip_prefix("range ") {
                if open.len() > DEPTH_MAX {
                    return Err(fail("nested too deeply"));
                }
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
        // A range that is not ended goes on to the end.
        while open.len() > 1 {
            let (path, body) = open.pop().unwrap_or_default();
            push(&mut open, Node::Range(path, body));
        }
        Ok(Self {
            text: text.to_owned(),
            nodes: open.pop().unwrap_or_default().1,
            ends_nothing,
        })
    }

    /// The text for a value; nothing where the template does not fit.
    #[must_use]
    pub fn print(&self, value: &Value) -> String {
        print(&self.nodes, value).unwrap_or_default()
    }

    /// The text for a value.
    ///
    /// # Errors
    /// What kubectl says after `error: ` when the template does not fit: with all it has.
    pub fn try_print(&self, value: &Value) -> Result<String, String> {
        let found = if self.ends_nothing {
            Err("not in range, nothing to end".to_owned())
        } else {
            print(&self.nodes, value)
        };
        found.map_err(|why| self.unfit(&why, value))
    }

    /// Every value the expressions find (`jsonpath-as-json`).
    ///
    /// # Errors
    /// As [`Self::try_print`].
    pub fn values(&self, value: &Value) -> Result<Value, String> {
        let mut all = Vec::new();
        for node in &self.nodes {
            if let Node::Path(path) = node {
                let found = walk(path, value).map_err(|why| self.unfit(&why, value))?;
                all.extend(found.into_iter().cloned());
            }
        }
        Ok(Value::Array(all))
    }

    fn unfit(&self, why: &str, value: &Value) -> String {
        let text = &self.text;
        format!(
            "error executing jsonpath {text:?}: Error executing template: {why}. Printing more information for debugging the template:\n\ttemplate was:\n\t\t{text}\n\tobject given to jsonpath engine was:\n\t\t{}\n\n",
            go_syntax(value)
        )
    }

    /// Every value the (single) expression finds, as text.
    #[must_use]
    pub fn find(&self, value: &Value) -> Vec<String> {
        let mut found = Vec::new();
        for node in &self.nodes {
            if let Node::Path(path) = node {
                found.extend(
                    walk(path, value)
                        .unwrap_or_default()
                        .into_iter()
                        .map(text_of),
                );
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
    if let Some(filter) = inner
        .strip_prefix("?(")
        .and_then(|text| text.strip_suffix(')'))
    {
        return filtered(filter);
    }
    let parts = apart(inner);
    if parts.len() > 1 {
        let parts: Result<Vec<Step>, String> = parts.into_iter().map(bracket).collect();
        return Ok(Step::Union(parts?.into_iter().map(named).collect()));
    }
    if let Some(name) = inner.strip_prefix(['\'', '"']) {
        return Ok(Step::Field(
            name.trim_end_matches(['\'', '"']).replace("\\.", "\u{0}"),
        ));
    }
    if inner.contains(':') {
        let number = |text: Option<&str>| match text.map(str::trim) {
            None | Some("") => Ok(None),
            Some(text) => text
                .parse::<i64>()
                .map(Some)
                .map_err(|_| format!("invalid array index {inner}")),
        };
        let mut parts = inner.split(':');
        let (from, to) = (number(parts.next())?, number(parts.next())?);
        let step = number(parts.next())?.unwrap_or(1);
        return Ok(Step::Slice(
            from,
            to,
            usize::try_from(step).unwrap_or(1).max(1),
        ));
    }
    inner
        .parse()
        .map(Step::Index)
        .map_err(|_| format!("invalid array index {inner}"))
}

/// The parts between commas, quotes respected.
fn apart(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut quote, mut from) = (None, 0);
    for (at, character) in text.char_indices() {
        match (quote, character) {
            (None, ',') => {
                parts.push(text[from..at].trim());
                from = at + 1;
            }
            (None, '"' | '\'') => quote = Some(character),
            (Some(open), close) if open == close => quote = None,
            _ => {}
        }
    }
    parts.push(text[from..].trim());
    parts
}

/// In a union `'a.b'` is a path of two fields.
fn named(step: Step) -> Vec<Step> {
    match step {
        Step::Field(name) => name
            .split('.')
            .map(|part| Step::Field(part.to_owned()))
            .collect(),
        other => vec![other],
    }
}

fn filtered(filter: &str) -> Result<Step, String> {
    for operator in ["==", "!=", "<=", ">=", "<", ">"] {
        let Some((left, right)) = filter.split_once(operator) else {
            continue;
        };
        let right = right.trim();
        let value = match right.strip_prefix(['"', '\'']) {
            Some(word) => Value::from(word.trim_end_matches(['"', '\''])),
            None => serde_json::from_str(right).unwrap_or_else(|_| Value::from(right)),
        };
        return Ok(Step::Filter {
            path: steps(left.trim())?,
            compared: Some((operator, value)),
        });
    }
    Ok(Step::Filter {
        path: steps(filter.trim())?,
        compared: None,
    })
}

fn print(nodes: &[Node], value: &Value) -> Result<String, String> {
    let mut text = String::new();
    for node in nodes {
        match node {
            Node::Text(plain) => text.push_str(plain),
            Node::Path(path) => {
                let found: Vec<String> = walk(path, value)?.into_iter().map(text_of).collect();
                text.push_str(&found.join(" "));
            }
            Node::Range(path, body) => {
                for item in walk(path, value)? {
                    text.push_str(&print(body, item)?);
                }
            }
        }
    }
    Ok(text)
}
