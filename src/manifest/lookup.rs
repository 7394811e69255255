//! From field paths to spans and back.

use super::places::{Content, Node, Places};
use std::ops::Range;

/// Which part of an entry is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The name of the field.
    Key,
    /// What the field holds.
    Value,
}

impl Places {
    /// The span of a field that is written; a path such as `spec.containers[0].limits[cpu]`.
    #[must_use]
    pub fn span(&self, field: &str, part: Part) -> Option<Range<usize>> {
        let (node, rest) = self.walk(field);
        let node = node.filter(|_| rest.is_empty())?;
        Some(match part {
            Part::Key => node.key.clone().unwrap_or_else(|| beginning(self, node)),
            Part::Value => node.span.clone(),
        })
    }

    /// The span an error about a field belongs to: its value if that fits on a line, else its key,
    /// else the same of the nearest field around it that is written. Empty if nothing is.
    #[must_use]
    pub fn blame(&self, field: &str) -> Range<usize> {
        let field = spelled(field);
        let (node, rest) = self.walk(&field);
        let Some(node) = node else { return 0..0 };
        let scalar = matches!(
            node.content,
            Content::Plain(_) | Content::Quoted(_) | Content::Alias(_)
        );
        let whole = rest.is_empty() && scalar && !node.span.is_empty();
        match &node.key {
            _ if whole => node.span.clone(),
            Some(key) => key.clone(),
            None => beginning(self, node),
        }
    }

    /// [`Places::blame`] for an error that quotes a text: upstream tells a bad label under the path of
    /// all labels, and a bad item under that of its list.
    #[must_use]
    pub fn blame_text(&self, field: &str, text: &str) -> Range<usize> {
        let spelled = spelled(field);
        let (Some(node), "") = self.walk(&spelled) else {
            return self.blame(field);
        };
        let says = |node: &Node| match &node.content {
            Content::Plain(word) | Content::Quoted(word) => word == text,
            _ => false,
        };
        let found = match &node.content {
            Content::Map(entries) => entries.iter().find_map(|(name, id)| {
                let entry = self.written(*id);
                if name == text {
                    entry.key.clone()
                } else {
                    says(entry).then(|| entry.span.clone())
                }
            }),
            Content::List(items) => items
                .iter()
                .map(|&id| self.written(id))
                .find(|item| says(item))
                .map(|item| item.span.clone()),
            // The name of a resource, say, is itself the key.
            _ if spelled.ends_with(&format!("[{text}]")) => node.key.clone(),
            _ => None,
        };
        found.unwrap_or_else(|| self.blame(field))
    }

    /// Where the first key of the map at `field` begins.
    pub(super) fn first_key(&self, field: &str) -> Option<usize> {
        let (node, rest) = self.walk(field);
        match &node.filter(|_| rest.is_empty())?.content {
            Content::Map(entries) => entries.first().map(|&(_, id)| begins(self.written(id))),
            _ => None,
        }
    }

    /// The path of the innermost field at a byte; empty for the object itself.
    #[must_use]
    pub fn field_at(&self, byte: usize) -> String {
        let mut path = String::new();
        let mut node = self.root();
        while let Some(here) = node {
            node = match &here.content {
                Content::Map(entries) => {
                    let inside = entries
                        .iter()
                        .rev()
                        .find(|&&(_, id)| begins(self.written(id)) <= byte);
                    inside.map(|(name, id)| {
                        if !path.is_empty() {
                            path.push('.');
                        }
                        path.push_str(name);
                        self.written(*id)
                    })
                }
                Content::List(items) => {
                    let inside = items
                        .iter()
                        .rposition(|&id| begins(self.written(id)) <= byte);
                    inside.map(|index| {
                        path.push_str(&format!("[{index}]"));
                        self.written(items[index])
                    })
                }
                _ => None,
            };
        }
        path
    }

    /// Follows the path as far as it is written; gives the last node and what is left of the path.
    fn walk<'p>(&self, field: &'p str) -> (Option<&Node>, &'p str) {
        let Some(mut node) = self.root() else {
            return (None, field);
        };
        let mut rest = field;
        while !rest.is_empty() {
            let inside = match node.content {
                Content::Alias(target) => self.node(target),
                _ => node,
            };
            let Some((id, after)) = step(inside, rest) else {
                break;
            };
            // Beyond an alias the fields stand at the anchor, but it is the alias that was meant.
            let next = self.written(id);
            let through_alias = matches!(node.content, Content::Alias(_));
            if through_alias {
                return (Some(node), after);
            }
            (node, rest) = (next, after);
        }
        (Some(node), rest)
    }
}

/// The path as people write the field, where upstream names another.
fn spelled(field: &str) -> String {
    field
        .replace("template.labels", "template.metadata.labels")
        .replace("template.annotations", "template.metadata.annotations")
        .replace("spec.clusterIPs[0]", "spec.clusterIP")
}

/// One step down: the child the path names first, and the rest of the path.
fn step<'p>(node: &Node, path: &'p str) -> Option<(usize, &'p str)> {
    match &node.content {
        Content::Map(entries) => {
            let bare = path.strip_prefix('.').unwrap_or(path);
            // Keys may hold dots and brackets: the longest that fits is meant.
            let fits = |name: &str| -> Option<&'p str> {
                let rest = match path.strip_prefix('[') {
                    Some(inner) => inner.strip_prefix(name)?.strip_prefix(']')?,
                    None => bare.strip_prefix(name)?,
                };
                let ends = rest.is_empty() || rest.starts_with(['.', '[']);
                ends.then_some(rest)
            };
            entries
                .iter()
                .filter_map(|(name, id)| fits(name).map(|rest| (name.len(), *id, rest)))
                // The last of several equal keys is the one that counts.
                .max_by_key(|&(length, _, _)| length)
                .map(|(_, id, rest)| (id, rest))
        }
        Content::List(items) => {
            let (index, rest) = path.strip_prefix('[')?.split_once(']')?;
            items
                .get(index.parse::<usize>().ok()?)
                .map(|&id| (id, rest))
        }
        _ => None,
    }
}

/// Where an entry begins, its key included.
fn begins(node: &Node) -> usize {
    node.key.as_ref().map_or(node.span.start, |key| key.start)
}

/// Of a list or map only the first entry is marked, or half the page would be.
fn beginning(places: &Places, node: &Node) -> Range<usize> {
    let first = match &node.content {
        Content::Map(entries) => entries.first().map(|&(_, id)| id),
        Content::List(items) => items.first().copied(),
        _ => None,
    };
    let Some(first) = first.map(|id| places.written(id)) else {
        return node.span.clone();
    };
    let end = match &first.content {
        Content::Map(_) | Content::List(_) => first.key.as_ref().map(|key| key.end),
        _ => Some(first.span.end),
    };
    begins(first)..end.unwrap_or_else(|| beginning(places, first).end)
}
