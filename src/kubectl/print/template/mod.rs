//! `--template` and `-o go-template`: the part of Go's text/template people use with kubectl:
//! fields, variables, pipes, `range`, `with`, `if`/`else if`/`else`, comments, trimming, functions.

mod expression;
mod function;

use expression::{Expression, Variables, evaluate, expression};
pub(super) use function::go_text;
use function::truth;
use serde_json::Value;

/// Blocks inside each other: each is shown by a call inside the call for the one around it.
const DEPTH_MAX: usize = 100;

/// A parsed template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    text: String,
    nodes: Vec<Node>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Node {
    Text(String),
    Show(Expression),
    Set(String, Expression),
    Block {
        word: Word,
        variables: Vec<String>,
        over: Expression,
        body: Vec<Node>,
        otherwise: Vec<Node>,
    },
}

/// What opens a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Word {
    If,
    With,
    Range,
}

/// A block being read: its head, and the part before `else`.
struct Open {
    word: Word,
    variables: Vec<String>,
    over: Expression,
    outer: Vec<Node>,
    before_else: Option<Vec<Node>>,
    /// It stands in an `else if`: its `end` closes the block around it too.
    chained: bool,
}

impl Template {
    /// Reads a template such as `{{.spec.nodeName}}`.
    ///
    /// # Errors
    /// What kubectl says after `error: `.
    pub fn parse(text: &str) -> Result<Self, String> {
        let fail = |why: &str| format!("error parsing template {text}, template: output:1: {why}");
        let mut stack: Vec<Open> = Vec::new();
        let mut nodes = Vec::new();
        let mut rest = text;
        let mut trims = false;
        while let Some(at) = rest.find("{{") {
            let (before, from) = (&rest[..at], &rest[at + 2..]);
            let end = from.find("}}").ok_or_else(|| fail("unclosed action"))?;
            let inner = &from[..end];
            let before = if trims { before.trim_start() } else { before };
            let trims_left = inner.starts_with("- ") || inner == "-";
            nodes.push(Node::Text(
                if trims_left {
                    before.trim_end()
                } else {
                    before
                }
                .to_owned(),
            ));
            trims = inner.ends_with(" -");
            let inner = inner.strip_prefix("- ").unwrap_or(inner);
            let inner = inner.strip_suffix(" -").unwrap_or(inner).trim();
            rest = &from[end + 2..];
            if !(inner.starts_with("/*") && inner.ends_with("*/")) {
                action(inner, &mut nodes, &mut stack).map_err(|why| fail(&why))?;
            }
        }
        let rest = if trims { rest.trim_start() } else { rest };
        nodes.push(Node::Text(rest.to_owned()));
        if stack.is_empty() {
            let text = text.to_owned();
            Ok(Self { text, nodes })
        } else {
            Err(fail("unexpected EOF"))
        }
    }

    /// The text for a value.
    ///
    /// # Errors
    /// What kubectl says after `error: ` when the template does not fit.
    pub fn print(&self, value: &Value) -> Result<String, String> {
        let mut text = String::new();
        let mut variables = Variables::from([("$".to_owned(), value.clone())]);
        show(&self.nodes, value, &mut variables, &mut text)
            .map_err(|why| format!("error executing template {:?}: {why}", self.text))?;
        Ok(text)
    }
}

fn action(inner: &str, nodes: &mut Vec<Node>, stack: &mut Vec<Open>) -> Result<(), String> {
    let (word, rest) = inner.split_once(' ').unwrap_or((inner, ""));
    match word {
        "end" => loop {
            let open = stack.pop().ok_or("unexpected {{end}}")?;
            let chained = open.chained;
            close(open, nodes);
            if !chained {
                return Ok(());
            }
        },
        "else" => {
            let open = stack.last_mut().ok_or("unexpected {{else}}")?;
            open.before_else = Some(std::mem::take(nodes));
            if let Some(rest) = rest.trim().strip_prefix("if ") {
                begin(Word::If, rest, true, nodes, stack)?;
            }
            Ok(())
        }
        "if" => begin(Word::If, rest, false, nodes, stack),
        "with" => begin(Word::With, rest, false, nodes, stack),
        "range" => begin(Word::Range, rest, false, nodes, stack),
        _ => {
            let set = inner.split_once(":=").or_else(|| {
                inner
                    .split_once('=')
                    .filter(|(name, _)| name.starts_with('$'))
            });
            nodes.push(match set.filter(|(name, _)| name.starts_with('$')) {
                Some((name, value)) => Node::Set(name.trim().to_owned(), expression(value)?),
                None => Node::Show(expression(inner)?),
            });
            Ok(())
        }
    }
}

fn begin(
    word: Word,
    head: &str,
    chained: bool,
    nodes: &mut Vec<Node>,
    stack: &mut Vec<Open>,
) -> Result<(), String> {
    let (variables, over) = match head.split_once(":=") {
        Some((names, over)) => (
            names
                .split(',')
                .map(|name| name.trim().to_owned())
                .collect(),
            over,
        ),
        None => (vec![], head),
    };
    if stack.len() >= DEPTH_MAX {
        return Err("nested too deeply".to_owned());
    }
    stack.push(Open {
        word,
        variables,
        over: expression(over)?,
        outer: std::mem::take(nodes),
        before_else: None,
        chained,
    });
    Ok(())
}

fn close(open: Open, nodes: &mut Vec<Node>) {
    let last = std::mem::replace(nodes, open.outer);
    let (body, otherwise) = match open.before_else {
        Some(body) => (body, last),
        None => (last, vec![]),
    };
    nodes.push(Node::Block {
        word: open.word,
        variables: open.variables,
        over: open.over,
        body,
        otherwise,
    });
}

fn show(
    nodes: &[Node],
    dot: &Value,
    variables: &mut Variables,
    text: &mut String,
) -> Result<(), String> {
    for node in nodes {
        match node {
            Node::Text(plain) => text.push_str(plain),
            Node::Show(expression) => {
                text.push_str(&go_text(&evaluate(expression, dot, variables)?));
            }
            Node::Set(name, expression) => {
                let value = evaluate(expression, dot, variables)?;
                variables.insert(name.clone(), value);
            }
            Node::Block {
                word,
                variables: names,
                over,
                body,
                otherwise,
            } => {
                let value = evaluate(over, dot, variables)?;
                if !truth(&value) {
                    show(otherwise, dot, variables, text)?;
                    continue;
                }
                if *word != Word::Range {
                    if let [name] = names.as_slice() {
                        variables.insert(name.clone(), value.clone());
                    }
                    let dot = if *word == Word::With { &value } else { dot };
                    show(body, dot, variables, text)?;
                    continue;
                }
                for (key, item) in entries(value) {
                    match names.as_slice() {
                        [value] => drop(variables.insert(value.clone(), item.clone())),
                        [index, value] => {
                            variables.insert(index.clone(), key);
                            variables.insert(value.clone(), item.clone());
                        }
                        _ => {}
                    }
                    show(body, &item, variables, text)?;
                }
            }
        }
    }
    Ok(())
}

fn entries(value: Value) -> Vec<(Value, Value)> {
    match value {
        Value::Array(items) => items
            .into_iter()
            .enumerate()
            .map(|(at, item)| (Value::from(at), item))
            .collect(),
        Value::Object(fields) => fields
            .into_iter()
            .map(|(key, value)| (Value::from(key), value))
            .collect(),
        _ => vec![],
    }
}
