//! Two texts, line by line.

use super::DiffLine;

/// Lines shown around a change.
const CONTEXT: usize = 2;
/// Beyond this many differing lines on a side the texts are simply other texts.
const LINES_MAX: usize = 600;

/// What became of the lines of `before`; empty if they are the same.
#[must_use]
pub(super) fn diff(before: &str, after: &str) -> Vec<DiffLine> {
    if before == after {
        return vec![];
    }
    let (old, new): (Vec<&str>, Vec<&str>) = (before.lines().collect(), after.lines().collect());
    let head = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let rest = old.len().min(new.len()) - head;
    let tail = old
        .iter()
        .rev()
        .zip(new.iter().rev())
        .take(rest)
        .take_while(|(a, b)| a == b)
        .count();
    let (old_middle, new_middle) = (&old[head..old.len() - tail], &new[head..new.len() - tail]);

    let mut lines: Vec<DiffLine> = old[..head].iter().map(|line| same(line)).collect();
    lines.extend(middle(old_middle, new_middle));
    lines.extend(old[old.len() - tail..].iter().map(|line| same(line)));
    shorten(lines)
}

/// The longest common subsequence, the plain way: the middles are short.
fn middle(old: &[&str], new: &[&str]) -> Vec<DiffLine> {
    if old.len() > LINES_MAX || new.len() > LINES_MAX {
        return old
            .iter()
            .map(|line| removed(line))
            .chain(new.iter().map(|line| added(line)))
            .collect();
    }
    let width = new.len() + 1;
    let mut common = vec![0_u32; (old.len() + 1) * width];
    for at_old in (0..old.len()).rev() {
        for at_new in (0..new.len()).rev() {
            common[at_old * width + at_new] = if old[at_old] == new[at_new] {
                common[(at_old + 1) * width + at_new + 1] + 1
            } else {
                common[(at_old + 1) * width + at_new].max(common[at_old * width + at_new + 1])
            };
        }
    }
    let (mut at_old, mut at_new) = (0, 0);
    let mut lines = Vec::new();
    while at_old < old.len() && at_new < new.len() {
        if old[at_old] == new[at_new] {
            lines.push(same(old[at_old]));
            at_old += 1;
            at_new += 1;
        } else if common[(at_old + 1) * width + at_new] >= common[at_old * width + at_new + 1] {
            lines.push(removed(old[at_old]));
            at_old += 1;
        } else {
            lines.push(added(new[at_new]));
            at_new += 1;
        }
    }
    lines.extend(old[at_old..].iter().map(|line| removed(line)));
    lines.extend(new[at_new..].iter().map(|line| added(line)));
    lines
}

/// Keeps what changed and a little around it.
fn shorten(lines: Vec<DiffLine>) -> Vec<DiffLine> {
    let changed: Vec<bool> = lines
        .iter()
        .map(|line| !matches!(line, DiffLine::Same(_)))
        .collect();
    let near = |at: usize| {
        let end = (at + CONTEXT + 1).min(changed.len());
        changed[at.saturating_sub(CONTEXT)..end].contains(&true)
    };
    let mut kept = Vec::new();
    let mut skipped = 0;
    for (at, line) in lines.into_iter().enumerate() {
        if near(at) {
            if skipped > 0 {
                kept.push(DiffLine::Skipped(std::mem::take(&mut skipped)));
            }
            kept.push(line);
        } else {
            skipped += 1;
        }
    }
    if skipped > 0 {
        kept.push(DiffLine::Skipped(skipped));
    }
    kept
}

fn same(line: &str) -> DiffLine {
    DiffLine::Same(line.to_owned())
}
fn removed(line: &str) -> DiffLine {
    DiffLine::Removed(line.to_owned())
}
fn added(line: &str) -> DiffLine {
    DiffLine::Added(line.to_owned())
}
