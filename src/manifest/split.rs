//! Cuts a text into YAML documents where kubectl does: at lines of `---`.
//!
//! Models YAMLReader of apimachinery/pkg/util/yaml/decoder.go.

use std::ops::Range;

/// The byte ranges of the pieces between separator lines; pieces without anything in them too.
pub(super) fn split(text: &str) -> Vec<Range<usize>> {
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let next = at + line.len();
        if is_separator(line) {
            pieces.push(start..at);
            start = next;
        }
        at = next;
    }
    pieces.push(start..text.len());
    pieces
}

/// `---` at the beginning of the line, with nothing but a comment behind it.
fn is_separator(line: &str) -> bool {
    line.strip_prefix("---").is_some_and(|rest| {
        let rest = rest.trim();
        rest.is_empty() || rest.starts_with('#')
    })
}
