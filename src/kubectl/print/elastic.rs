//! Text with tabs made into aligned columns, as `describe` prints: a column reaches over the lines
//! that follow each other and have a cell in it (Go's text/tabwriter with a padding of two).

const PADDING: usize = 2;

/// Aligns every line of a text.
#[must_use]
pub fn align(text: &str) -> String {
    let lines: Vec<Vec<&str>> = text
        .lines()
        .map(|line| line.split('\t').collect())
        .collect();
    let mut out = String::new();
    block(&lines, 0..lines.len(), &mut Vec::new(), &mut out);
    out
}

/// Writes lines whose columns before `widths.len()` have these widths.
fn block(
    lines: &[Vec<&str>],
    range: std::ops::Range<usize>,
    widths: &mut Vec<usize>,
    out: &mut String,
) {
    let column = widths.len();
    let has_cell = |at: usize| column + 1 < lines[at].len();
    let mut at = range.start;
    while at < range.end {
        if !has_cell(at) {
            write_line(&lines[at], widths, out);
            at += 1;
            continue;
        }
        let end = (at..range.end)
            .find(|&next| !has_cell(next))
            .unwrap_or(range.end);
        let widest = lines[at..end]
            .iter()
            .map(|line| line[column].chars().count())
            .max();
        widths.push(widest.unwrap_or_default() + PADDING);
        block(lines, at..end, widths, out);
        widths.pop();
        at = end;
    }
}

fn write_line(cells: &[&str], widths: &[usize], out: &mut String) {
    for (at, cell) in cells.iter().enumerate() {
        out.push_str(cell);
        if at + 1 < cells.len() {
            let width = widths.get(at).copied().unwrap_or_default();
            out.extend(std::iter::repeat_n(
                ' ',
                width.saturating_sub(cell.chars().count()),
            ));
        }
    }
    out.push('\n');
}
