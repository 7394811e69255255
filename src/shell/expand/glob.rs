//! Names that fit a pattern.

use super::Marked;
use crate::shell::files::Files;
use crate::shell::pattern::Pattern;

/// `*`, `?`, `[…]` match names; what matches nothing stays as it is.
pub(super) fn names(field: &[Marked], files: &Files<'_>) -> Vec<String> {
    let plain: String = field.iter().map(|(character, _)| character).collect();
    if !field
        .iter()
        .any(|(c, quoted)| "*?[".contains(*c) && !quoted)
    {
        return vec![plain];
    }
    let absolute: Vec<Marked> = if plain.starts_with('/') {
        field.to_vec()
    } else {
        let folder = files.folder().trim_end_matches('/');
        let before = folder.chars().chain(['/']).map(|c| (c, true));
        let bare = plain.strip_prefix("./").map_or(0, |_| 2);
        before.chain(field[bare..].iter().copied()).collect()
    };
    let depth = absolute.iter().filter(|(c, _)| *c == '/').count();
    let hidden = plain
        .rsplit('/')
        .next()
        .unwrap_or_default()
        .starts_with('.');
    let pattern = Pattern::new(&absolute, true);
    let mut found: Vec<String> = files
        .paths()
        .iter()
        .filter_map(|path| {
            // A glob names entries at its own depth, folders included.
            let end = path
                .match_indices('/')
                .nth(depth)
                .map_or(path.len(), |(at, _)| at);
            let entry = &path[..end];
            let name = entry.rsplit('/').next().unwrap_or_default();
            (entry.matches('/').count() == depth
                && (hidden || !name.starts_with('.'))
                && pattern.fits(entry))
            .then(|| entry.to_owned())
        })
        .map(|entry| match plain.starts_with('/') {
            true => entry,
            false => {
                let from = files.folder().trim_end_matches('/').len() + 1;
                let dot = if plain.starts_with("./") { "./" } else { "" };
                format!("{dot}{}", entry.get(from..).unwrap_or_default())
            }
        })
        .collect();
    found.sort();
    found.dedup();
    if found.is_empty() { vec![plain] } else { found }
}
