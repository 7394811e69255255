//! Tables: columns three spaces apart, whose widths are remembered from flush to flush and only
//! grow (the tabwriter of cli-runtime with RememberWidths).

/// Spaces between columns.
const GAP: usize = 3;
/// No column is narrower, its gap included.
const WIDTH_MIN: usize = 6;

/// A table as it is written.
#[derive(Clone, Debug, Default)]
pub struct Table {
    widths: Vec<usize>,
}

impl Table {
    /// A table whose first column is at least this wide, its gap included.
    #[must_use]
    pub fn with_first(width: usize) -> Self {
        Self {
            widths: vec![width],
        }
    }

    /// Rows that are written together, each ended by a line end.
    pub fn write(&mut self, rows: &[Vec<String>]) -> String {
        for row in rows {
            // The last cell of a row is not padded and widens nothing.
            for (column, cell) in row.iter().enumerate().take(row.len().saturating_sub(1)) {
                let width = (cell.chars().count() + GAP).max(WIDTH_MIN);
                match self.widths.get_mut(column) {
                    Some(present) => *present = (*present).max(width),
                    None => self.widths.push(width),
                }
            }
        }
        rows.iter().map(|row| self.line(row)).collect()
    }

    fn line(&self, row: &[String]) -> String {
        let mut line = String::new();
        for (column, cell) in row.iter().enumerate() {
            line.push_str(cell);
            if column + 1 < row.len() {
                let width = self.widths.get(column).copied().unwrap_or_default();
                line.extend(std::iter::repeat_n(
                    ' ',
                    width.saturating_sub(cell.chars().count()),
                ));
            }
        }
        line.push('\n');
        line
    }
}
