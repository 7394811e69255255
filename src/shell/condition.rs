//! `[[ … ]]`, `[ … ]` and `test`.

use super::expand::{Marked, Scope};
use super::files::Files;
use super::pattern::Pattern;
use super::syntax::Condition;
use super::variables::Value;
use std::collections::BTreeMap;

/// Whether `[[ … ]]` holds.
pub(super) fn holds(scope: &mut Scope<'_>, condition: &Condition) -> Result<bool, String> {
    Ok(match condition {
        Condition::Not(inner) => !holds(scope, inner)?,
        Condition::And(left, right) => holds(scope, left)? && holds(scope, right)?,
        Condition::Or(left, right) => holds(scope, left)? || holds(scope, right)?,
        Condition::One(operator, word) => {
            let text = scope.text(word);
            match operator.as_str() {
                "-v" => scope.variables.value(&text).is_some(),
                operator => one(operator, &text, scope.files).unwrap_or_default(),
            }
        }
        Condition::Two(left, operator, right) => {
            let left = scope.text(left);
            let marked = scope.marked(right);
            let right: String = marked.iter().map(|(letter, _)| letter).collect();
            match operator.as_str() {
                "=" | "==" => Pattern::new(&marked, false).fits(&left),
                "!=" => !Pattern::new(&marked, false).fits(&left),
                "=~" => matches(scope, &left, &marked)?,
                "-eq" | "-ne" | "-lt" | "-le" | "-gt" | "-ge" => {
                    let (left, right) = (scope.number(&left), scope.number(&right));
                    compare(operator, left, right)
                }
                operator => two(&left, operator, &right).unwrap_or_default(),
            }
        }
    })
}

/// `=~`: the groups are in `BASH_REMATCH` afterwards.
fn matches(scope: &mut Scope<'_>, text: &str, expression: &[Marked]) -> Result<bool, String> {
    let mut source = String::new();
    for (letter, quoted) in expression {
        if *quoted && !letter.is_alphanumeric() {
            source.push('\\');
        }
        source.push(*letter);
    }
    let Ok(expression) = super::expression::extended(&source, false) else {
        return Err("sh: [[: invalid regular expression".to_owned());
    };
    let Some(found) = expression.captures(text) else {
        scope
            .variables
            .put("BASH_REMATCH", Value::List(BTreeMap::new()));
        return Ok(false);
    };
    let groups = found
        .iter()
        .map(|group| group.map_or(String::new(), |group| group.as_str().to_owned()));
    let list = (0..).zip(groups).collect();
    scope.variables.put("BASH_REMATCH", Value::List(list));
    Ok(true)
}

fn compare(operator: &str, left: i64, right: i64) -> bool {
    match operator {
        "-eq" => left == right,
        "-ne" => left != right,
        "-lt" => left < right,
        "-le" => left <= right,
        "-gt" => left > right,
        _ => left >= right,
    }
}

fn one(operator: &str, text: &str, files: &Files<'_>) -> Option<bool> {
    Some(match operator {
        "-z" => text.is_empty(),
        "-n" => !text.is_empty(),
        "-f" => files.read(text).is_some() && !files.is_folder(text),
        "-d" => files.is_folder(text),
        "-e" | "-r" | "-w" => files.read(text).is_some() || files.is_folder(text),
        "-x" => files.is_folder(text),
        "-s" => files.read(text).is_some_and(|text| !text.is_empty()),
        "-L" | "-h" | "-p" | "-t" | "-b" | "-S" => false,
        _ => return None,
    })
}

fn two(left: &str, operator: &str, right: &str) -> Option<bool> {
    Some(match operator {
        "=" | "==" => left == right,
        "!=" => left != right,
        "<" => left < right,
        ">" => left > right,
        "-nt" | "-ot" => false,
        _ => return None,
    })
}

/// Whether what `test` and `[` ask holds, or what is wrong with the question.
pub(super) fn test(words: &[String], files: &Files<'_>) -> Result<bool, String> {
    let mut reader = Reader {
        words,
        files,
        depth: 0,
    };
    if words.is_empty() {
        return Ok(false);
    }
    let holds = reader.any()?;
    match reader.words {
        [] => Ok(holds),
        [word, ..] if words.len() > 4 => Err(format!("too many arguments: {word}")),
        [..] => Err("too many arguments".to_owned()),
    }
}

/// `!` and brackets inside each other.
const DEPTH_MAX: u8 = 100;

struct Reader<'a> {
    words: &'a [String],
    files: &'a Files<'a>,
    depth: u8,
}

impl Reader<'_> {
    fn any(&mut self) -> Result<bool, String> {
        let mut holds = self.all()?;
        while self.words.first().is_some_and(|word| word == "-o") {
            self.words = &self.words[1..];
            holds |= self.all()?;
        }
        Ok(holds)
    }

    fn all(&mut self) -> Result<bool, String> {
        let mut holds = self.one()?;
        while self.words.first().is_some_and(|word| word == "-a") {
            self.words = &self.words[1..];
            holds &= self.one()?;
        }
        Ok(holds)
    }

    fn one(&mut self) -> Result<bool, String> {
        self.depth += 1;
        if self.depth > DEPTH_MAX {
            return Err("too many arguments".to_owned());
        }
        let holds = self.asked();
        self.depth -= 1;
        holds
    }

    fn asked(&mut self) -> Result<bool, String> {
        // No question has more words; the rest is the next one's.
        let words: Vec<&str> = self.words.iter().take(4).map(String::as_str).collect();
        if let [left, operator, right, ..] = words.as_slice() {
            let holds = match *operator {
                "-eq" | "-ne" | "-lt" | "-le" | "-gt" | "-ge" => {
                    let (left, right) = (integer(left)?, integer(right)?);
                    Some(compare(operator, left, right))
                }
                operator => two(left, operator, right),
            };
            if let Some(holds) = holds {
                self.words = &self.words[3..];
                return Ok(holds);
            }
        }
        match words.as_slice() {
            ["!", _, ..] => {
                self.words = &self.words[1..];
                Ok(!self.one()?)
            }
            ["(", _, ..] => {
                self.words = &self.words[1..];
                let holds = self.any()?;
                if self.words.first().is_none_or(|word| word != ")") {
                    return Err("`)' expected".to_owned());
                }
                self.words = &self.words[1..];
                Ok(holds)
            }
            [operator, text, ..] if !["-a", "-o"].contains(text) => {
                match one(operator, text, self.files) {
                    Some(holds) => {
                        self.words = &self.words[2..];
                        Ok(holds)
                    }
                    None if operator.starts_with('-') && words.len() == 2 => {
                        Err(format!("{operator}: unary operator expected"))
                    }
                    None => Err(format!("{text}: binary operator expected")),
                }
            }
            [text, ..] => {
                self.words = &self.words[1..];
                Ok(!text.is_empty())
            }
            [] => Err("argument expected".to_owned()),
        }
    }
}

fn integer(text: &str) -> Result<i64, String> {
    text.trim()
        .parse()
        .map_err(|_| format!("{text}: integer expression expected"))
}
