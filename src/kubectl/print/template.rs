//! `--template` and `-o go-template`: the part of Go's text/template people use with kubectl:
//! fields, variables, `range`, `if`/`else`, `index`, texts.

use serde_json::Value;
use std::collections::BTreeMap;

/// A parsed template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template(Vec<Node>);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Node {
    Text(String),
    Show(Expression),
    Range {
        variables: Vec<String>,
        over: Expression,
        body: Vec<Node>,
    },
    If {
        when: Expression,
        then: Vec<Node>,
        otherwise: Vec<Node>,
    },
    Set(String, Expression),
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Expression {
    /// `.a.b` or `$x.a.b`: the variable (empty: the dot) and the fields.
    Path(String, Vec<String>),
    Literal(Value),
    /// `index X "a" 0`, `len X`, `eq X Y` …
    Call(String, Vec<Expression>),
}

/// What is open while reading: a `range` or `if`, its body so far, and the part before `else`.
struct Open {
    opened_by: Node,
    body: Vec<Node>,
    before_else: Option<Vec<Node>>,
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
        while let Some(at) = rest.find("{{") {
            nodes.push(Node::Text(rest[..at].to_owned()));
            let end = rest[at..]
                .find("}}")
                .ok_or_else(|| fail("unclosed action"))?;
            let inner = rest[at + 2..at + end].trim_matches('-').trim();
            rest = &rest[at + end + 2..];
            if inner == "end" {
                let open = stack.pop().ok_or_else(|| fail("unexpected {{end}}"))?;
                let body = std::mem::replace(&mut nodes, open.body);
                nodes.push(close(open.opened_by, body, open.before_else));
            } else if inner == "else" {
                let open = stack
                    .last_mut()
                    .ok_or_else(|| fail("unexpected {{else}}"))?;
                open.before_else = Some(std::mem::take(&mut nodes));
            } else {
                let (node, opens) = action(inner)
                    .ok_or_else(|| fail(&format!("unexpected {inner:?} in command")))?;
                if opens {
                    let body = std::mem::take(&mut nodes);
                    stack.push(Open {
                        opened_by: node,
                        body,
                        before_else: None,
                    });
                } else {
                    nodes.push(node);
                }
            }
        }
        nodes.push(Node::Text(rest.to_owned()));
        if stack.is_empty() {
            Ok(Self(nodes))
        } else {
            Err(fail("unexpected EOF"))
        }
    }

    /// The text for a value.
    ///
    /// # Errors
    /// Never for now: what is missing prints `<no value>`.
    pub fn print(&self, value: &Value) -> Result<String, String> {
        let mut text = String::new();
        show(
            &self.0,
            value,
            &mut BTreeMap::from([("$".to_owned(), value.clone())]),
            &mut text,
        );
        Ok(text)
    }
}

fn close(opened_by: Node, body: Vec<Node>, before_else: Option<Vec<Node>>) -> Node {
    match opened_by {
        Node::Range {
            variables, over, ..
        } => Node::Range {
            variables,
            over,
            body: before_else.unwrap_or(body),
        },
        Node::If { when, .. } => match before_else {
            Some(then) => Node::If {
                when,
                then,
                otherwise: body,
            },
            None => Node::If {
                when,
                then: body,
                otherwise: vec![],
            },
        },
        other => other,
    }
}

fn action(inner: &str) -> Option<(Node, bool)> {
    if let Some(rest) = inner.strip_prefix("range ") {
        let (variables, over) = match rest.split_once(":=") {
            Some((names, over)) => (
                names
                    .split(',')
                    .map(|name| name.trim().to_owned())
                    .collect(),
                over,
            ),
            None => (vec![], rest),
        };
        return Some((
            Node::Range {
                variables,
                over: expression(over)?,
                body: vec![],
            },
            true,
        ));
    }
    if let Some(rest) = inner.strip_prefix("if ") {
        return Some((
            Node::If {
                when: expression(rest)?,
                then: vec![],
                otherwise: vec![],
            },
            true,
        ));
    }
    if let Some((name, value)) = inner.split_once(":=") {
        return Some((Node::Set(name.trim().to_owned(), expression(value)?), false));
    }
    Some((Node::Show(expression(inner)?), false))
}

fn expression(text: &str) -> Option<Expression> {
    let words = words(text);
    let (first, rest) = words.split_first()?;
    if rest.is_empty() {
        return operand(first);
    }
    let arguments: Option<Vec<Expression>> = rest.iter().map(|word| operand(word)).collect();
    Some(Expression::Call(first.clone(), arguments?))
}

fn operand(word: &str) -> Option<Expression> {
    if let Some(inner) = word.strip_prefix('(') {
        return expression(inner.strip_suffix(')')?);
    }
    if word.starts_with('"') {
        return serde_json::from_str(word).ok().map(Expression::Literal);
    }
    if word.starts_with('$') || word.starts_with('.') {
        let (variable, path) = word.split_once('.').unwrap_or((word, ""));
        let fields = path
            .split('.')
            .filter(|field| !field.is_empty())
            .map(str::to_owned)
            .collect();
        return Some(Expression::Path(variable.to_owned(), fields));
    }
    serde_json::from_str(word).ok().map(Expression::Literal)
}

/// Words apart by spaces; quotes and parentheses keep together.
fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let (mut word, mut quoted, mut depth) = (String::new(), false, 0_u32);
    for character in text.trim().chars() {
        match character {
            '"' => quoted = !quoted,
            '(' if !quoted => depth += 1,
            ')' if !quoted => depth = depth.saturating_sub(1),
            ' ' if !quoted && depth == 0 => {
                words.push(std::mem::take(&mut word));
                continue;
            }
            _ => {}
        }
        word.push(character);
    }
    words.push(word);
    words.retain(|word| !word.is_empty());
    words
}

type Variables = BTreeMap<String, Value>;

fn show(nodes: &[Node], dot: &Value, variables: &mut Variables, text: &mut String) {
    for node in nodes {
        match node {
            Node::Text(plain) => text.push_str(plain),
            Node::Show(expression) => {
                text.push_str(&go_text(&evaluate(expression, dot, variables)))
            }
            Node::Set(name, expression) => {
                let value = evaluate(expression, dot, variables);
                variables.insert(name.clone(), value);
            }
            Node::If {
                when,
                then,
                otherwise,
            } => {
                let branch = if truth(&evaluate(when, dot, variables)) {
                    then
                } else {
                    otherwise
                };
                show(branch, dot, variables, text);
            }
            Node::Range {
                variables: names,
                over,
                body,
            } => {
                for (key, item) in entries(evaluate(over, dot, variables)) {
                    match names.as_slice() {
                        [value] => drop(variables.insert(value.clone(), item.clone())),
                        [index, value] => {
                            variables.insert(index.clone(), key);
                            variables.insert(value.clone(), item.clone());
                        }
                        _ => {}
                    }
                    show(body, &item, variables, text);
                }
            }
        }
    }
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

fn evaluate(expression: &Expression, dot: &Value, variables: &Variables) -> Value {
    match expression {
        Expression::Literal(value) => value.clone(),
        Expression::Path(variable, fields) => {
            let start = if variable.is_empty() {
                Some(dot)
            } else {
                variables.get(variable)
            };
            let found = start.and_then(|start| {
                fields
                    .iter()
                    .try_fold(start, |value, field| value.get(field))
            });
            found.cloned().unwrap_or(Value::Null)
        }
        Expression::Call(name, arguments) => {
            let values: Vec<Value> = arguments
                .iter()
                .map(|argument| evaluate(argument, dot, variables))
                .collect();
            call(name, &values)
        }
    }
}

fn call(name: &str, values: &[Value]) -> Value {
    match (name, values) {
        ("len", [value]) => Value::from(match value {
            Value::Array(items) => items.len(),
            Value::Object(fields) => fields.len(),
            Value::String(text) => text.len(),
            _ => 0,
        }),
        ("index", [value, keys @ ..]) => {
            let found = keys.iter().try_fold(value, |value, key| match key {
                Value::String(key) => value.get(key),
                key => key
                    .as_u64()
                    .and_then(|at| value.get(usize::try_from(at).ok()?)),
            });
            found.cloned().unwrap_or(Value::Null)
        }
        ("eq", [left, others @ ..]) => Value::from(others.contains(left)),
        ("ne", [left, right]) => Value::from(left != right),
        ("not", [value]) => Value::from(!truth(value)),
        ("and", values) => values
            .iter()
            .find(|v| !truth(v))
            .or(values.last())
            .cloned()
            .unwrap_or(Value::Null),
        ("or", values) => values
            .iter()
            .find(|v| truth(v))
            .or(values.last())
            .cloned()
            .unwrap_or(Value::Null),
        ("print" | "printf" | "println", values) => {
            Value::from(values.iter().map(go_text).collect::<String>())
        }
        _ => Value::Null,
    }
}

fn truth(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Bool(yes) => *yes,
        Value::Number(number) => number.as_f64() != Some(0.0),
        Value::String(text) => !text.is_empty(),
        Value::Array(items) => !items.is_empty(),
        Value::Object(fields) => !fields.is_empty(),
    }
}

/// A value as Go's fmt prints it: `map[a:1 b:2]`, `[a b]`.
fn go_text(value: &Value) -> String {
    match value {
        Value::Null => "<no value>".to_owned(),
        Value::String(text) => text.clone(),
        Value::Array(items) => {
            format!(
                "[{}]",
                items.iter().map(go_text).collect::<Vec<_>>().join(" ")
            )
        }
        Value::Object(fields) => {
            let pairs: Vec<String> = fields
                .iter()
                .map(|(key, value)| format!("{key}:{}", go_text(value)))
                .collect();
            format!("map[{}]", pairs.join(" "))
        }
        other => other.to_string(),
    }
}
