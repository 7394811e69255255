//! What stands between the braces: operands, calls, pipes.

use super::function::{NAMES, call};
use serde_json::Value;
use std::collections::BTreeMap;

pub(super) type Variables = BTreeMap<String, Value>;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Expression {
    /// `.a.b` or `$x.a.b`: the variable (empty: the dot) and the fields.
    Path(String, Vec<String>),
    Literal(Value),
    /// `index X "a" 0`, `len X`, `eq X Y` …
    Call(String, Vec<Expression>),
    /// `(…).a.b`
    Of(Box<Expression>, Vec<String>),
}

/// Reads a pipeline: what a command gives is the last argument of the next.
pub(super) fn expression(text: &str) -> Result<Expression, String> {
    let mut before = None;
    for command in apart(text, '|') {
        let words = apart(command.trim(), ' ');
        let (first, rest) = words
            .split_first()
            .ok_or("missing value for command".to_owned())?;
        let mut arguments: Vec<Expression> = rest
            .iter()
            .map(|word| operand(word))
            .collect::<Result<_, _>>()?;
        let is_call = NAMES.contains(&first.as_str());
        if !is_call && arguments.is_empty() && before.is_none() {
            before = Some(operand(first)?);
            continue;
        }
        if !is_call {
            return Err(if first.starts_with(char::is_alphabetic) {
                format!("function {first:?} not defined")
            } else {
                format!("unexpected {text:?} in command")
            });
        }
        arguments.extend(before.take());
        before = Some(Expression::Call(first.clone(), arguments));
    }
    before.ok_or_else(|| "missing value for command".to_owned())
}

fn operand(word: &str) -> Result<Expression, String> {
    if word.starts_with('(') {
        let end = word.rfind(')').ok_or("unclosed left paren")?;
        let inner = expression(&word[1..end])?;
        let fields = fields(&word[end + 1..]);
        return Ok(if fields.is_empty() {
            inner
        } else {
            Expression::Of(Box::new(inner), fields)
        });
    }
    if let Some(raw) = word.strip_prefix('`').and_then(|w| w.strip_suffix('`')) {
        return Ok(Expression::Literal(Value::from(raw)));
    }
    if word.starts_with(['$', '.']) {
        let (variable, path) = word.split_once('.').unwrap_or((word, ""));
        return Ok(Expression::Path(variable.to_owned(), fields(path)));
    }
    if NAMES.contains(&word) {
        return Ok(Expression::Call(word.to_owned(), vec![]));
    }
    let literal = match word {
        "nil" => Ok(Value::Null),
        _ => serde_json::from_str(word),
    };
    literal.map(Expression::Literal).map_err(|_| {
        if word.starts_with(char::is_alphabetic) {
            format!("function {word:?} not defined")
        } else {
            format!("unexpected {word:?} in operand")
        }
    })
}

fn fields(path: &str) -> Vec<String> {
    path.split('.')
        .filter(|field| !field.is_empty())
        .map(str::to_owned)
        .collect()
}

/// The parts between separators; quotes and parentheses keep together.
fn apart(text: &str, separator: char) -> Vec<String> {
    let mut parts = vec![String::new()];
    let (mut quote, mut depth, mut escaped) = (None, 0_u32, false);
    for character in text.chars() {
        match (quote, character) {
            (Some('"'), '\\') if !escaped => {
                escaped = true;
                parts.last_mut().into_iter().for_each(|p| p.push('\\'));
                continue;
            }
            (Some(open), close) if open == close && !escaped => quote = None,
            (None, '"' | '`') => quote = Some(character),
            (None, '(') => depth += 1,
            (None, ')') => depth = depth.saturating_sub(1),
            (None, other) if other == separator && depth == 0 => {
                parts.push(String::new());
                continue;
            }
            _ => {}
        }
        escaped = false;
        parts.last_mut().into_iter().for_each(|p| p.push(character));
    }
    parts.retain(|part| !part.trim().is_empty());
    parts
}

/// The value of an expression, or why it has none.
pub(super) fn evaluate(
    expression: &Expression,
    dot: &Value,
    variables: &Variables,
) -> Result<Value, String> {
    match expression {
        Expression::Literal(value) => Ok(value.clone()),
        Expression::Path(variable, fields) => {
            let start = if variable.is_empty() {
                Some(dot)
            } else {
                variables.get(variable)
            };
            follow(start.unwrap_or(&Value::Null), fields)
        }
        Expression::Of(inner, fields) => follow(&evaluate(inner, dot, variables)?, fields),
        Expression::Call(name, arguments) => {
            let values: Vec<Value> = arguments
                .iter()
                .map(|argument| evaluate(argument, dot, variables))
                .collect::<Result<_, _>>()?;
            call(name, &values)
        }
    }
}

/// What is missing in an object is `<no value>`; a text or a number has no fields to miss.
fn follow(start: &Value, fields: &[String]) -> Result<Value, String> {
    let mut value = start;
    for field in fields {
        value = match value {
            Value::Object(map) => map.get(field).unwrap_or(&Value::Null),
            Value::Null => return Ok(Value::Null),
            _ => {
                return Err(format!(
                    "template: output:1:2: executing \"output\" at <.{}>: can't evaluate field {field} in type interface {{}}",
                    fields.join(".")
                ));
            }
        };
    }
    Ok(value.clone())
}
