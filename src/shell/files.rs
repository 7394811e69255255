//! The files a shell sees: the person's own at the terminal, a container's in a container.

use super::home::Home;
use super::machine::Place;
use crate::cluster::kubelet::files;
use crate::sim::{FileChange, World};
use std::collections::BTreeMap;

/// How deep folders are walked for globs.
const DEPTH_MAX: usize = 12;
/// `NAME_MAX`
const NAME_BYTES_MAX: usize = 255;

/// Folders of every image.
const ALWAYS: [&str; 7] = ["/tmp", "/root", "/home", "/opt", "/srv", "/mnt", "/var/tmp"];

/// A view of files; nothing is changed through it.
pub(super) struct Files<'a> {
    place: &'a Place,
    home: &'a Home,
    world: &'a World,
    folder: &'a str,
    processes: Option<&'a BTreeMap<String, String>>,
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
            processes: None,
        }
    }

    /// With the files that stand for `<(…)`.
    pub(super) const fn with(self, processes: &'a BTreeMap<String, String>) -> Self {
        Self {
            processes: Some(processes),
            ..self
        }
    }

    /// The working directory.
    pub(super) const fn folder(&self) -> &str {
        self.folder
    }

    /// The path from the root, without `.` and `..`.
    pub(super) fn absolute(&self, path: &str) -> String {
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
        if let Some(text) = self.processes.and_then(|all| all.get(&at)) {
            return Ok(text.clone());
        }
        match self.place {
            Place::Terminal => {
                let bundled = path.starts_with("https:").then(|| self.home.read(path));
                let here = bundled.unwrap_or_else(|| self.home.read_at(&at));
                if let Some(text) = here {
                    return Ok(text);
                }
                if self.home.list_at(&at).is_some() {
                    return Err("Is a directory".to_owned());
                }
                self.home
                    .read(path)
                    .ok_or_else(|| "No such file or directory".to_owned())
            }
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
            Place::Terminal => self.home.list_at(&self.absolute(path)),
            Place::Container { pod, container } => {
                let at = self.absolute(path);
                let found = files::list(&self.world.cluster, pod, container, &at).ok();
                // Every image has these, empty or not.
                found.or_else(|| ALWAYS.contains(&at.as_str()).then(Vec::new))
            }
        }
    }

    pub(super) fn is_folder(&self, path: &str) -> bool {
        self.list(path).is_some()
    }

    /// Every path from the root, for globs.
    pub(super) fn paths(&self) -> Vec<String> {
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
        if at.split('/').any(|name| name.len() > NAME_BYTES_MAX) {
            return Err("File name too long".to_owned());
        }
        if self.is_folder(&at) {
            return Err("Is a directory".to_owned());
        }
        let parent = at.rsplit_once('/').map_or("", |(parent, _)| parent);
        if !parent.is_empty() && !self.is_folder(parent) {
            return Err("No such file or directory".to_owned());
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

    /// The changes by which a folder and those in it go; in containers a folder goes with its files.
    pub(super) fn folders_removed(&self, folder: &str, below: &[String]) -> Vec<FileChange> {
        if *self.place != Place::Terminal {
            return vec![];
        }
        let folder = self.absolute(folder);
        let all = below.iter().chain([&folder]);
        all.map(|path| FileChange {
            path: format!("{path}/"),
            bytes: None,
        })
        .collect()
    }

    /// With what `ls` ends when a name is not there: coreutils and busybox differ.
    pub(super) fn ls_failure(&self) -> i32 {
        if *self.place == Place::Terminal { 2 } else { 1 }
    }
}
