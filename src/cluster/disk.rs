//! Files: the trees of bytes on volumes and in containers.

use std::collections::BTreeMap;
use std::sync::Arc;

/// One file's bytes, shared between the worlds that have it.
pub type Bytes = Arc<[u8]>;

/// Files by path relative to the root of the tree (`html/index.html`, no leading slash).
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct FileTree {
    files: BTreeMap<String, Bytes>,
}

/// The most one tree may hold, so that nobody fills the browser's memory by a loop in a shell.
pub const TREE_BYTES_MAX: usize = 1 << 20;

impl FileTree {
    /// The bytes of a file.
    #[must_use]
    pub fn read(&self, path: &str) -> Option<&Bytes> {
        self.files.get(path)
    }

    /// Every file, ordered by path.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Bytes)> {
        self.files
            .iter()
            .map(|(path, bytes)| (path.as_str(), bytes))
    }

    /// Bytes held in all.
    #[must_use]
    pub fn size_bytes(&self) -> usize {
        self.files.values().map(|bytes| bytes.len()).sum()
    }

    /// Writes a file, replacing what was there.
    ///
    /// # Errors
    /// The tree would exceed [`TREE_BYTES_MAX`]; nothing is written.
    pub fn write(&mut self, path: &str, bytes: &[u8]) -> Result<(), DiskFull> {
        let present = self.files.get(path).map_or(0, |bytes| bytes.len());
        if self.size_bytes() - present + bytes.len() > TREE_BYTES_MAX {
            return Err(DiskFull);
        }
        self.files.insert(path.to_owned(), Arc::from(bytes));
        Ok(())
    }

    /// Removes a file; answers whether it was there.
    pub fn remove(&mut self, path: &str) -> bool {
        self.files.remove(path).is_some()
    }
}

/// No space left on device.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DiskFull;

/// The bytes on the volumes, by PersistentVolume name. They outlive pods, nodes and sets.
pub type Disks = BTreeMap<String, FileTree>;
