//! Walking over folders.

use std::fs;
use std::path::{Path, PathBuf};

use crate::failure::{Result, While};

/// All files below a folder (or the file itself), in the order of their paths; folders of the given names are left out.
///
/// # Errors
/// When a folder cannot be listed. What does not exist has no files.
pub fn below(path: &Path, folders_left_out: &[&str]) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let mut to_visit = vec![path.to_path_buf()];
    while let Some(path) = to_visit.pop() {
        let is_left_out = path
            .file_name()
            .is_some_and(|name| folders_left_out.iter().any(|out| name == *out));
        if path.is_file() {
            files.push(path);
        } else if path.is_dir() && !is_left_out {
            let listing = || format!("listing {}", path.display());
            for entry in fs::read_dir(&path).while_doing(listing())? {
                to_visit.push(entry.while_doing(listing())?.path());
            }
        }
    }
    files.sort();
    Ok(files)
}
