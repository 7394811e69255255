//! Files: the trees of bytes on volumes and in containers.

use std::collections::BTreeMap;
use std::sync::Arc;

/// One file's bytes, shared between the worlds that have it.
pub type Bytes = Arc<[u8]>;

/// Files by path relative to the root of the tree (`html/index.html`, no leading slash).
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct FileTree {
    files: BTreeMap<String, Bytes>,
    /// What they take together, names included.
    taken: usize,
}

/// The most one tree may hold, so that nobody fills the browser's memory by a loop in a shell.
pub const TREE_BYTES_MAX: usize = 1 << 20;
/// What a file takes beside its bytes and its name: there are no more than so many.
const FILE_BYTES: usize = 256;

const fn taken(path: &str, bytes: usize) -> usize {
    FILE_BYTES + path.len() + bytes
}

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

    /// Bytes held in all, names included.
    #[must_use]
    pub const fn size_bytes(&self) -> usize {
        self.taken
    }

    /// Writes a file, replacing what was there.
    ///
    /// # Errors
    /// The tree would exceed [`TREE_BYTES_MAX`]; nothing is written.
    pub fn write(&mut self, path: &str, bytes: &[u8]) -> Result<(), DiskFull> {
        let present = self.files.get(path);
        let present = present.map_or(0, |bytes| taken(path, bytes.len()));
        let after = self.taken - present + taken(path, bytes.len());
        if after > TREE_BYTES_MAX {
            return Err(DiskFull);
        }
        self.taken = after;
        self.files.insert(path.to_owned(), Arc::from(bytes));
        Ok(())
    }

    /// Removes a file; answers whether it was there.
    pub fn remove(&mut self, path: &str) -> bool {
        let removed = self.files.remove(path);
        self.taken -= removed.as_ref().map_or(0, |bytes| taken(path, bytes.len()));
        removed.is_some()
    }
}

/// No space left on device.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DiskFull;

/// The bytes on the volumes, by PersistentVolume name. They outlive pods, nodes and sets.
pub type Disks = BTreeMap<String, FileTree>;
