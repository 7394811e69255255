//! The files of the person at the terminal: what `kubectl apply -f` finds and `>` writes.

use std::collections::BTreeMap;

/// The address under which the Kubernetes documentation keeps its manifests.
const EXAMPLES: &str = "https://k8s.io/examples/";

/// The terminal's directory.
#[derive(Clone, Debug)]
pub struct Home {
    files: BTreeMap<String, String>,
    /// Where a file is looked for that is not here: the machine's own disk for the terminal
    /// program, nowhere for the page.
    elsewhere: fn(&str) -> Option<String>,
}

/// The most all files together may hold, in bytes.
const HOME_BYTES_MAX: usize = 1 << 20;

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
        Self { files, elsewhere }
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
            .map(|(_, text)| text.len())
            .sum();
        if others + text.len() > HOME_BYTES_MAX {
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
}
