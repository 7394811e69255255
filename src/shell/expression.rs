//! Regular expressions: grep's and sed's, old and extended, in the words of regex-lite.

use regex_lite::{Regex, RegexBuilder};

/// A compiled expression may take this much memory.
const SIZE_BYTES_MAX: usize = 1 << 20;

/// An extended expression (`grep -E`, `awk`, `[[ =~ ]]`).
pub(super) fn extended(text: &str, fold: bool) -> Result<Regex, String> {
    RegexBuilder::new(&translated(text, true))
        .case_insensitive(fold)
        .size_limit(SIZE_BYTES_MAX)
        .build()
        .map_err(|_| "Invalid regular expression".to_owned())
}

/// A basic expression (`grep`, `sed`): `\(`, `\{`, `\|`, `\+`, `\?` mean something, `(` itself.
pub(super) fn basic(text: &str, fold: bool) -> Result<Regex, String> {
    RegexBuilder::new(&translated(text, false))
        .case_insensitive(fold)
        .size_limit(SIZE_BYTES_MAX)
        .build()
        .map_err(|_| "Invalid regular expression".to_owned())
}

fn translated(text: &str, extended: bool) -> String {
    let mut out = String::new();
    let letters: Vec<char> = text.chars().collect();
    let mut at = 0;
    // A star at the beginning means itself in basic expressions.
    let mut begins = true;
    while let Some(&letter) = letters.get(at) {
        at += 1;
        let was_begin = std::mem::take(&mut begins);
        match letter {
            '\\' => {
                let Some(&next) = letters.get(at) else {
                    out.push_str("\\\\");
                    break;
                };
                at += 1;
                match next {
                    '(' | ')' | '{' | '}' | '|' | '+' | '?' if !extended => {
                        begins = matches!(next, '(' | '|');
                        out.push(next);
                    }
                    '<' | '>' => out.push_str("\\b"),
                    'w' | 'W' | 's' | 'S' | 'b' | 'B' | 'd' | 'n' | 't' => {
                        out.extend(['\\', next]);
                    }
                    other if other.is_alphanumeric() => out.push(other),
                    other => out.extend(['\\', other]),
                }
            }
            '[' => at += set(&letters[at..], &mut out),
            '*' if was_begin && !extended => out.push_str("\\*"),
            '(' | ')' | '{' | '}' | '|' | '+' | '?' if !extended => out.extend(['\\', letter]),
            '{' if !letters.get(at).is_some_and(char::is_ascii_digit) => out.push_str("\\{"),
            '^' if !extended && !was_begin => out.push_str("\\^"),
            '$' if !extended
                && at < letters.len()
                && !(letters[at] == '\\' && matches!(letters.get(at + 1), Some(')' | '|'))) =>
            {
                out.push_str("\\$");
            }
            '^' => {
                begins = true;
                out.push('^');
            }
            other => out.push(other),
        }
    }
    out
}

/// What stands behind `[`; answers how long it was.
fn set(letters: &[char], out: &mut String) -> usize {
    let mut at = 0;
    out.push('[');
    if letters.first() == Some(&'^') {
        out.push('^');
        at = 1;
    }
    let begin = at;
    while let Some(&letter) = letters.get(at) {
        at += 1;
        match letter {
            ']' if at - 1 > begin => {
                out.push(']');
                return at;
            }
            '[' if letters.get(at) == Some(&':') => {
                let rest: String = letters[at + 1..].iter().collect();
                let name = rest.split(":]").next().unwrap_or_default();
                out.push_str(&format!("[:{name}:]"));
                at += name.chars().count() + 3;
            }
            '\\' | '[' | ']' | '&' | '~' => out.extend(['\\', letter]),
            other => out.push(other),
        }
    }
    at
}
