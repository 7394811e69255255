//! Which field stands where: the map between field paths and spans of one YAML document.

use super::positions::Positions;
use saphyr_parser::{Event, Parser, ScalarStyle, Span};
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

/// Levels of lists and maps inside each other that are read. Kubernetes' own objects need 20.
pub(super) const LEVELS_MAX: usize = 100;
/// How many more values aliases may unfold to than are written.
const UNFOLDED_MAX: usize = 100_000;

/// Number of a node in [`Places::nodes`].
type Id = usize;

/// One value of the document.
#[derive(Clone, Debug)]
pub(super) struct Node {
    /// Where the value stands, in bytes of the whole text.
    pub(super) span: Range<usize>,
    /// Where the key before it stands, for entries of maps.
    pub(super) key: Option<Range<usize>>,
    /// What it is.
    pub(super) content: Content,
    /// Values in it, itself included, with aliases unfolded.
    size: usize,
    /// Levels in it, itself included, with aliases unfolded.
    levels: usize,
}

/// What a node holds.
#[derive(Clone, Debug)]
pub(super) enum Content {
    /// Text without quotes, which may mean a number, a truth value or nothing.
    Plain(String),
    /// Text that is text.
    Quoted(String),
    List(Vec<Id>),
    /// Entries as written, duplicates included.
    Map(Vec<(String, Id)>),
    /// The same as another node.
    Alias(Id),
}

/// The spans of one document's fields.
///
/// Cheap to clone; the items of a `List` share one survey.
#[derive(Clone, Debug, Default)]
pub struct Places {
    nodes: Arc<Vec<Node>>,
    root: Option<Id>,
}

/// Why a document is not read any further.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Limit {
    TooDeep(Range<usize>),
    TooManyAliases(Range<usize>),
    ContainsItself(Range<usize>),
}

/// How the survey of a document ended.
#[derive(Clone, Debug)]
pub(super) struct Survey {
    pub(super) places: Places,
    pub(super) limit: Option<Limit>,
    /// Whether the parser read to the end; if not, the places are those before its error.
    pub(super) complete: bool,
}

/// Walks the document at `piece` of the text.
pub(super) fn survey(positions: &Positions<'_>, piece: Range<usize>) -> Survey {
    let mut surveyor = Surveyor {
        positions,
        base: positions.at_byte(piece.start).char,
        nodes: Vec::new(),
        root: None,
        open: Vec::new(),
        anchors: BTreeMap::new(),
        unfolded: 0,
    };
    let text = &positions.text()[piece];
    let mut parser = Parser::new_from_str(text);
    let (mut limit, mut complete) = (None, false);
    while let Some(event) = parser.next_event() {
        match event {
            // Its scanner runs ahead of the events and has a limit of its own.
            Err(error) => {
                if error.info() == "recursion limit exceeded" {
                    let at = surveyor.base + error.marker().index();
                    let at = positions.at_char(at).byte;
                    limit = Some(Limit::TooDeep(at..at));
                }
                break;
            }
            Ok((Event::StreamEnd | Event::DocumentEnd, _)) => {
                complete = true;
                break;
            }
            Ok((event, span)) => {
                if let Err(reached) = surveyor.take(event, span) {
                    limit = Some(reached);
                    break;
                }
            }
        }
    }
    surveyor.close_all();
    let places = Places {
        nodes: Arc::new(surveyor.nodes),
        root: surveyor.root,
    };
    Survey {
        places,
        limit,
        complete,
    }
}

/// A list or map whose end has not come yet.
struct Open {
    id: Id,
    anchor: usize,
    role: Role,
    /// The key read last, waiting for its value.
    key: Option<(String, Range<usize>)>,
}

/// What a list or map is to the one around it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    Value,
    /// YAML allows lists and maps as keys; JSON has no place for them.
    Key,
}

struct Surveyor<'a> {
    positions: &'a Positions<'a>,
    /// Characters before the document.
    base: usize,
    nodes: Vec<Node>,
    root: Option<Id>,
    open: Vec<Open>,
    anchors: BTreeMap<usize, Id>,
    unfolded: usize,
}

impl Surveyor<'_> {
    fn take(&mut self, event: Event<'_>, span: Span) -> Result<(), Limit> {
        let span = self.bytes(span);
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                if self.is_key() {
                    self.set_key(text.into_owned(), span);
                    return Ok(());
                }
                let plain = style == ScalarStyle::Plain && tag.is_none();
                let content = if plain {
                    Content::Plain(text.into_owned())
                } else {
                    Content::Quoted(text.into_owned())
                };
                let id = self.add(span, content, 1, 1)?;
                self.anchors.insert(anchor, id);
                Ok(())
            }
            Event::SequenceStart(anchor, _) => self.begin(span, Content::List(vec![]), anchor),
            Event::MappingStart(anchor, _) => self.begin(span, Content::Map(vec![]), anchor),
            Event::SequenceEnd | Event::MappingEnd => {
                self.end(&span);
                Ok(())
            }
            Event::Alias(anchor) => self.alias(span, anchor),
            _ => Ok(()),
        }
    }

    /// Whether the next scalar is a key: in a map, and no key is waiting.
    fn is_key(&self) -> bool {
        self.open.last().is_some_and(|open| {
            open.key.is_none() && matches!(self.nodes[open.id].content, Content::Map(_))
        })
    }

    fn set_key(&mut self, text: String, span: Range<usize>) {
        if let Some(open) = self.open.last_mut() {
            open.key = Some((text, span));
        }
    }

    fn begin(&mut self, span: Range<usize>, content: Content, anchor: usize) -> Result<(), Limit> {
        let (id, role) = if self.is_key() {
            (self.node(span, content, 1, 1)?, Role::Key)
        } else {
            (self.add(span, content, 1, 1)?, Role::Value)
        };
        self.open.push(Open {
            id,
            anchor,
            role,
            key: None,
        });
        Ok(())
    }

    fn end(&mut self, span: &Range<usize>) {
        let Some(open) = self.open.pop() else { return };
        let children = self.children(open.id);
        let last = children.last().map(|&id| self.nodes[id].span.end);
        let size = children
            .iter()
            .map(|&id| self.nodes[id].size)
            .sum::<usize>();
        let levels = children.iter().map(|&id| self.nodes[id].levels).max();
        let closed = self.positions.text()[span.start..].starts_with([']', '}']);
        let node = &mut self.nodes[open.id];
        // A block has no end of its own: the parser notices it only at the next token.
        node.span.end = if closed {
            span.start + 1
        } else {
            last.unwrap_or(node.span.end)
        };
        node.span.end = node.span.end.max(node.span.start);
        node.size = size + 1;
        node.levels = levels.unwrap_or(0) + 1;
        let whole = node.span.clone();
        self.anchors.insert(open.anchor, open.id);
        if open.role == Role::Key {
            self.set_key(String::new(), whole);
        }
    }

    fn close_all(&mut self) {
        while let Some(open) = self.open.last() {
            let end = self.nodes[open.id].span.end;
            self.end(&(end..end));
        }
    }

    fn alias(&mut self, span: Range<usize>, anchor: usize) -> Result<(), Limit> {
        if self.is_key() {
            self.set_key(String::new(), span);
            return Ok(());
        }
        let Some(&target) = self.anchors.get(&anchor) else {
            return Err(Limit::ContainsItself(span));
        };
        let Node { size, levels, .. } = self.nodes[target];
        self.unfolded += size;
        if self.unfolded > UNFOLDED_MAX {
            return Err(Limit::TooManyAliases(span));
        }
        self.add(span, Content::Alias(target), size, levels)
            .map(|_| ())
    }

    fn node(
        &mut self,
        span: Range<usize>,
        content: Content,
        size: usize,
        levels: usize,
    ) -> Result<Id, Limit> {
        if self.open.len() + levels > LEVELS_MAX {
            return Err(Limit::TooDeep(span));
        }
        self.nodes.push(Node {
            span,
            key: None,
            content,
            size,
            levels,
        });
        Ok(self.nodes.len() - 1)
    }

    /// Puts a node into the map or list that is open.
    fn add(
        &mut self,
        span: Range<usize>,
        content: Content,
        size: usize,
        levels: usize,
    ) -> Result<Id, Limit> {
        let id = self.node(span, content, size, levels)?;
        let key = self.open.last_mut().and_then(|open| open.key.take());
        let (name, key) = key.map_or((String::new(), None), |(name, key)| (name, Some(key)));
        let node = &mut self.nodes[id];
        // A value that is not written (`replicas:`) is put behind its key, not where the parser
        // noticed its absence.
        if let Some(key) = key.as_ref().filter(|_| node.span.is_empty()) {
            node.span = key.end..key.end;
        }
        node.key = key;
        match self
            .open
            .last()
            .map(|open| &mut self.nodes[open.id].content)
        {
            Some(Content::List(items)) => items.push(id),
            Some(Content::Map(entries)) => entries.push((name, id)),
            _ => self.root = Some(id),
        }
        Ok(id)
    }

    fn children(&self, id: Id) -> Vec<Id> {
        match &self.nodes[id].content {
            Content::List(items) => items.clone(),
            Content::Map(entries) => entries.iter().map(|&(_, id)| id).collect(),
            _ => vec![],
        }
    }

    /// The span in bytes, without the blanks behind it.
    fn bytes(&self, span: Span) -> Range<usize> {
        let start = self.positions.at_char(self.base + span.start.index()).byte;
        let end = self
            .positions
            .at_char(self.base + span.end.index())
            .byte
            .max(start);
        let text = &self.positions.text()[start..end];
        start..start + text.trim_end().len()
    }
}

impl Places {
    pub(super) fn root(&self) -> Option<&Node> {
        self.root.map(|id| self.node(id))
    }

    /// The node behind aliases, which point backwards and so come to an end.
    pub(super) fn node(&self, id: Id) -> &Node {
        let mut node = &self.nodes[id];
        while let Content::Alias(target) = node.content {
            node = &self.nodes[target];
        }
        node
    }

    /// The node as it is written, aliases included.
    pub(super) fn written(&self, id: Id) -> &Node {
        &self.nodes[id]
    }

    /// The same survey seen from one item of the list at `field`.
    pub(super) fn of_item(&self, field: &str, index: usize) -> Self {
        let entry = |node: &Node| match &node.content {
            Content::Map(entries) => entries
                .iter()
                .rev()
                .find(|(name, _)| name == field)
                .map(|&(_, id)| id),
            _ => None,
        };
        let item = |node: &Node| match &node.content {
            Content::List(items) => items.get(index).copied(),
            _ => None,
        };
        let list = self.root().and_then(entry);
        let root = list.and_then(|list| item(self.node(list)));
        Self {
            nodes: Arc::clone(&self.nodes),
            root,
        }
    }
}
