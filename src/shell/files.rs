//! The files a shell sees: the person's own at the terminal, a container's in a container.

use super::home::Home;
use super::machine::Place;
use crate::cluster::kubelet::files;
use crate::sim::{FileChange, World};

/// How deep folders are walked for globs.
const DEPTH_MAX: usize = 12;

/// A view of files; nothing is changed through it.
pub(super) struct Files<'a> {
    place: &'a Place,
    home: &'a Home,
    world: &'a World,
    folder: &'a str,
}

impl<'a> Files<'a> {
    pub(super) const fn new(
        place: &'a Place,
        home: &'a Home,
        world: &'a World,
        folder: &'a str,
    ) -> Self {
        Self {
            place,
            home,
            world,
            folder,
        }
    }

    /// The path from the root, without `.` and `..`; at the terminal, as it was written.
    pub(super) fn absolute(&self, path: &str) -> String {
        if *self.place == Place::Terminal {
            return path.to_owned();
        }
        let whole = if path.starts_with('/') {
            path.to_owned()
        } else {
            format!("{}/{path}", self.folder)
        };
        let mut parts: Vec<&str> = Vec::new();
        for part in whole.split('/') {
            match part {
                "" | "." => {}
                ".." => drop(parts.pop()),
                part => parts.push(part),
            }
        }
        format!("/{}", parts.join("/"))
    }

    /// The text of a file.
    pub(super) fn read(&self, path: &str) -> Option<String> {
        self.open(path).ok()
    }

    /// The text of a file, or why there is none, in the words that stand behind the path.
    pub(super) fn open(&self, path: &str) -> Result<String, String> {
        let at = self.absolute(path);
        if at == "/dev/null" {
            return Ok(String::new());
        }
        match self.place {
            Place::Terminal => self
                .home
                .read(path)
                .ok_or_else(|| "No such file or directory".to_owned()),
            Place::Container { pod, container } => {
                files::read(&self.world.cluster, pod, container, &at)
                    .map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
                    .map_err(|error| error.message)
            }
        }
    }

    /// The names in a folder; folders end with a slash.
    pub(super) fn list(&self, path: &str) -> Option<Vec<String>> {
        match self.place {
            Place::Terminal => (path.is_empty() || path == "." || path == "./")
                .then(|| self.home.names().map(str::to_owned).collect()),
            Place::Container { pod, container } => {
                files::list(&self.world.cluster, pod, container, &self.absolute(path)).ok()
            }
        }
    }

    pub(super) fn is_folder(&self, path: &str) -> bool {
        self.list(path).is_some()
    }

    /// Every path from the root, for globs.
    pub(super) fn paths(&self) -> Vec<String> {
        if *self.place == Place::Terminal {
            return self.home.names().map(|name| format!("/{name}")).collect();
        }
        let mut found = Vec::new();
        self.walk("", 0, &mut found);
        found
    }

    /// Every file below a folder, the folder's own path first.
    pub(super) fn below(&self, folder: &str) -> Vec<String> {
        let mut found = Vec::new();
        self.walk(self.absolute(folder).trim_end_matches('/'), 0, &mut found);
        found
    }

    fn walk(&self, folder: &str, depth: usize, found: &mut Vec<String>) {
        if depth > DEPTH_MAX {
            return;
        }
        let place = if folder.is_empty() { "/" } else { folder };
        for name in self.list(place).unwrap_or_default() {
            let path = format!("{folder}/{}", name.trim_end_matches('/'));
            if name.ends_with('/') {
                self.walk(&path, depth + 1, found);
            }
            found.push(path);
        }
    }

    /// The change by which a file gets this text.
    pub(super) fn written(&self, path: &str, text: &str) -> Result<FileChange, String> {
        let at = self.absolute(path);
        if *self.place != Place::Terminal {
            if self.is_folder(&at) {
                return Err("Is a directory".to_owned());
            }
            let parent = at.rsplit_once('/').map_or("", |(parent, _)| parent);
            if !parent.is_empty() && !self.is_folder(parent) {
                return Err("No such file or directory".to_owned());
            }
        }
        Ok(FileChange {
            path: at,
            bytes: Some(text.as_bytes().to_vec()),
        })
    }

    /// The change by which a file goes.
    pub(super) fn removed(&self, path: &str) -> FileChange {
        FileChange {
            path: self.absolute(path),
            bytes: None,
        }
    }
}
