//! Tables of objects: headers once, widths remembered, one table per kind.

use crate::cluster::api::{Kind, Object, SimTime};
use crate::cluster::apiserver::table::{self, Column};
use crate::kubectl::print::table::Table;

/// What a table shows besides the usual columns.
#[derive(Clone, Debug, Default)]
pub(in crate::kubectl) struct Look {
    /// `-o wide`
    pub(in crate::kubectl) wide: bool,
    /// `-A`: the namespace comes first.
    pub(in crate::kubectl) namespaces: bool,
    /// Several types: the name says which.
    pub(in crate::kubectl) with_kind: bool,
    /// `--show-labels`
    pub(in crate::kubectl) labels: bool,
    /// `-L`
    pub(in crate::kubectl) label_columns: Vec<String>,
    /// Not `--no-headers`.
    pub(in crate::kubectl) headers: bool,
}

/// Tables being written.
#[derive(Clone, Debug)]
pub(in crate::kubectl) struct Listing {
    look: Look,
    table: Table,
    /// The kind whose header was written last.
    heading: Option<Kind>,
}

impl Listing {
    pub(in crate::kubectl) fn new(look: Look) -> Self {
        Self {
            look,
            table: Table::default(),
            heading: None,
        }
    }

    /// The first column says what happened: wide enough for every word there is.
    pub(in crate::kubectl) fn with_events(mut self) -> Self {
        self.table = Table::with_first("MODIFIED   ".len());
        self
    }

    /// All objects, a table for each run of one kind, an empty line between tables.
    pub(in crate::kubectl) fn whole(&mut self, objects: &[Object], now: SimTime) -> String {
        let tables: Vec<String> = objects
            .chunk_by(|one, next| one.kind() == next.kind())
            .map(|run| {
                self.table = Table::default();
                self.heading = None;
                self.rows(run, &[], now)
            })
            .collect();
        tables.join("\n")
    }

    /// Rows of one kind, written together; `first` are cells that stand before all others.
    pub(in crate::kubectl) fn rows(
        &mut self,
        objects: &[Object],
        first: &[(&str, &str)],
        now: SimTime,
    ) -> String {
        let Some(kind) = objects.first().map(Object::kind) else {
            return String::new();
        };
        let mut rows = Vec::new();
        if self.look.headers && self.heading != Some(kind) {
            self.heading = Some(kind);
            let mut header: Vec<String> =
                first.iter().map(|(name, _)| (*name).to_owned()).collect();
            header.extend(self.header(kind));
            rows.push(header);
        }
        for object in objects {
            let mut row: Vec<String> = first.iter().map(|(_, cell)| (*cell).to_owned()).collect();
            row.extend(self.row(object, now));
            rows.push(row);
        }
        self.table.write(&rows)
    }

    fn header(&self, kind: Kind) -> Vec<String> {
        let mut header = Vec::new();
        if self.look.namespaces {
            header.push("NAMESPACE".to_owned());
        }
        let columns = table::columns(kind);
        let shown = columns.iter().filter(|column| self.shows(column));
        header.extend(shown.map(|column| column.name.to_uppercase()));
        let keys = &self.look.label_columns;
        header.extend(
            keys.iter()
                .map(|key| key.rsplit('/').next().unwrap_or(key).to_uppercase()),
        );
        if self.look.labels {
            header.push("LABELS".to_owned());
        }
        header
    }

    const fn shows(&self, column: &Column) -> bool {
        self.look.wide || !column.wide
    }

    fn row(&self, object: &Object, now: SimTime) -> Vec<String> {
        let mut row = Vec::new();
        let meta = object.meta();
        if self.look.namespaces {
            row.push(meta.namespace.clone().unwrap_or_default());
        }
        let columns = table::columns(object.kind());
        let mut cells: Vec<String> = columns
            .iter()
            .zip(table::cells(object, now))
            .filter(|(column, _)| self.shows(column))
            .map(|(_, cell)| cell)
            .collect();
        if self.look.with_kind && object.kind() != Kind::Event {
            cells[0] = format!("{}/{}", object.kind().printed(), cells[0]);
        }
        row.extend(cells.into_iter().map(one_line));
        let label = |key: &String| {
            meta.labels
                .as_ref()
                .and_then(|labels| labels.get(key))
                .cloned()
                .unwrap_or_default()
        };
        row.extend(self.look.label_columns.iter().map(label));
        if self.look.labels {
            row.push(table::labels(meta.labels.as_ref()));
        }
        row
    }
}

/// A cell ends at its first line end.
fn one_line(cell: String) -> String {
    match cell.split_once('\n') {
        Some((first, _)) => format!("{first}..."),
        None => cell,
    }
}
