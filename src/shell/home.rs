//! The files of the person at the terminal: what `kubectl apply -f` finds and `>` writes.

use std::collections::{BTreeMap, BTreeSet};

/// The address under which the Kubernetes documentation keeps its manifests.
const EXAMPLES: &str = "https://k8s.io/examples/";

/// Where the person's files are.
pub(super) const HOME: &str = "/home/you";

/// The terminal's directory.
#[derive(Clone, Debug)]
pub struct Home {
    files: BTreeMap<String, String>,
    /// Folders without a file, by their whole path.
    folders: BTreeSet<String>,
    /// Where a file is looked for that is not here: the machine's own disk for the terminal
    /// program, nowhere for the page.
    elsewhere: fn(&str) -> Option<String>,
}

/// The most all files together may hold, in bytes.
const HOME_BYTES_MAX: usize = 1 << 20;
/// What a file takes beside its text and its name: there are no more than so many.
const FILE_BYTES: usize = 256;

impl Default for Home {
    fn default() -> Self {
        Self::with_disk(|_| None)
    }
}

impl Home {
    /// A home with the bundled manifests, that also looks on the machine's disk.
    #[must_use]
    pub fn with_disk(elsewhere: fn(&str) -> Option<String>) -> Self {
        let files = BTreeMap::from([
            (
                "web.yaml".to_owned(),
                include_str!("home/web.yaml").to_owned(),
            ),
            (
                "web-without-volume.yaml".to_owned(),
                include_str!("home/web-without-volume.yaml").to_owned(),
            ),
        ]);
        Self {
            files,
            folders: BTreeSet::from([HOME.to_owned(), "/tmp".to_owned()]),
            elsewhere,
        }
    }

    /// A home without a file.
    #[must_use]
    pub fn empty() -> Self {
        let mut home = Self::default();
        home.files.clear();
        home
    }

    /// The text of a file, or of a documentation address that is bundled.
    #[must_use]
    pub fn read(&self, path: &str) -> Option<String> {
        let name = match path.strip_prefix(EXAMPLES) {
            Some(page) => page.rsplit('/').next()?,
            None => path.strip_prefix("./").unwrap_or(path),
        };
        self.files
            .get(name)
            .cloned()
            .or_else(|| (self.elsewhere)(path))
    }

    /// Writes a file; answers whether there was room.
    pub fn write(&mut self, path: &str, text: &str) -> bool {
        let name = path.strip_prefix("./").unwrap_or(path);
        let others: usize = self
            .files
            .iter()
            .filter(|(key, _)| *key != name)
            .map(|(name, text)| FILE_BYTES + name.len() + text.len())
            .sum();
        if others + FILE_BYTES + name.len() + text.len() > HOME_BYTES_MAX {
            return false;
        }
        self.files.insert(name.to_owned(), text.to_owned());
        true
    }

    /// Removes a file; answers whether it was there.
    pub fn remove(&mut self, path: &str) -> bool {
        self.files
            .remove(path.strip_prefix("./").unwrap_or(path))
            .is_some()
    }

    /// The names of the files here.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }

    /// The key of a whole path: files of the person's own go by their name alone.
    fn key(path: &str) -> &str {
        path.strip_prefix(HOME)
            .and_then(|rest| rest.strip_prefix('/'))
            .unwrap_or(path)
    }

    /// The text of a file by its whole path.
    pub(super) fn read_at(&self, path: &str) -> Option<String> {
        self.files.get(Self::key(path)).cloned()
    }

    /// Writes a file by its whole path; a path that ends with a slash is a folder.
    pub(super) fn write_at(&mut self, path: &str, text: &str) -> bool {
        match path.strip_suffix('/') {
            Some(folder) => {
                self.folders.len() < 1_000 && {
                    self.folders.insert(folder.to_owned());
                    true
                }
            }
            None => self.write(Self::key(path), text),
        }
    }

    /// Removes a file or an empty folder by its whole path.
    pub(super) fn remove_at(&mut self, path: &str) -> bool {
        match path.strip_suffix('/') {
            Some(folder) => self.folders.remove(folder),
            None => self.files.remove(Self::key(path)).is_some(),
        }
    }

    /// The names in a folder, folders with a slash; `None`: there is no such folder.
    pub(super) fn list_at(&self, folder: &str) -> Option<Vec<String>> {
        let inside = format!("{}/", folder.trim_end_matches('/'));
        let files = self.files.keys().map(|key| match key.starts_with('/') {
            true => key.clone(),
            false => format!("{HOME}/{key}"),
        });
        let folders = self.folders.iter().map(|path| format!("{path}/"));
        let mut names = BTreeSet::new();
        let mut there = folder == "/" || self.folders.contains(folder.trim_end_matches('/'));
        for path in files.chain(folders) {
            let Some(rest) = path.strip_prefix(&inside) else {
                continue;
            };
            there = true;
            match rest.split_once('/') {
                Some((name, _)) => drop(names.insert(format!("{name}/"))),
                None if !rest.is_empty() => drop(names.insert(rest.to_owned())),
                None => {}
            }
        }
        there.then(|| names.into_iter().collect())
    }
}
