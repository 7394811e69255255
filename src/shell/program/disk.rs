//! ls, rm, mv, cp, touch and their like.

use crate::cluster::api::Pod;
use crate::kubectl::Output;
use crate::shell::files::Files;
use crate::shell::machine::Effect;

fn is_flag(word: &str) -> bool {
    word.starts_with('-') && word.len() > 1
}

pub(super) fn ls(files: &Files<'_>, arguments: &[String]) -> Effect {
    let flags: String = arguments
        .iter()
        .filter(|word| is_flag(word))
        .map(|word| &word[1..])
        .collect();
    let mut paths: Vec<String> = arguments
        .iter()
        .filter(|word| !is_flag(word))
        .cloned()
        .collect();
    if paths.is_empty() {
        paths.push(".".to_owned());
    }
    let mut output = Output::new();
    let mut code = 0;
    for path in &paths {
        let names = if flags.contains('d') {
            None
        } else {
            files.list(path)
        };
        let Some(names) = names else {
            match (files.open(path), files.is_folder(path)) {
                (Ok(text), _) => output.line(&line(&flags, path, Some(text.len()))),
                (Err(_), true) => output.line(&line(&flags, path, None)),
                (Err(why), false) => {
                    output.complain(&format!("ls: {path}: {why}"));
                    code = files.ls_failure();
                }
            }
            continue;
        };
        if paths.len() > 1 {
            output.line(&format!("{path}:"));
        }
        if flags.contains('l') {
            output.line(&format!("total {}", names.len() * 4));
        }
        for name in names
            .iter()
            .filter(|name| flags.contains('a') || !name.starts_with('.'))
        {
            let bare = name.trim_end_matches('/');
            let size = files.read(&format!("{path}/{bare}")).map(|text| text.len());
            output.line(&line(&flags, bare, size));
        }
    }
    Effect::done(output, code)
}

/// One name, or with `-l` what is known of it.
fn line(flags: &str, name: &str, size: Option<usize>) -> String {
    if !flags.contains('l') {
        return name.to_owned();
    }
    match size {
        Some(size) => format!("-rw-r--r--    1 root     root      {size:>8} Jan  1 00:00 {name}"),
        None => format!("drwxr-xr-x    2 root     root          4096 Jan  1 00:00 {name}"),
    }
}

pub(super) fn remove(files: &Files<'_>, arguments: &[String]) -> Effect {
    let flags: String = arguments
        .iter()
        .filter(|word| is_flag(word))
        .map(|word| &word[1..])
        .collect();
    let mut effect = Effect::code(0);
    for path in arguments.iter().filter(|word| !is_flag(word)) {
        if files.read(path).is_some() {
            effect.changes.push(files.removed(path));
        } else if files.is_folder(path) {
            if flags.contains(['r', 'R']) {
                let below = files.below(path);
                let inside = below.iter().filter(|path| files.read(path).is_some());
                effect
                    .changes
                    .extend(inside.map(|path| files.removed(path)));
                effect.changes.extend(files.folders_removed(path, &below));
            } else {
                effect
                    .output
                    .complain(&format!("rm: {path}: is a directory"));
                effect.code = 1;
            }
        } else if !flags.contains('f') {
            effect.output.complain(&format!(
                "rm: can't remove '{path}': No such file or directory"
            ));
            effect.code = 1;
        }
    }
    effect
}

/// Whether the source stays.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Leaves {
    Nothing,
    TheSource,
}

pub(super) fn move_or_copy(files: &Files<'_>, arguments: &[String], leaves: Leaves) -> Effect {
    let verb = if leaves == Leaves::Nothing {
        "mv"
    } else {
        "cp"
    };
    let paths: Vec<&String> = arguments.iter().filter(|word| !is_flag(word)).collect();
    let Some((target, sources)) = paths
        .split_last()
        .filter(|(_, sources)| !sources.is_empty())
    else {
        return Effect::failed(1, &format!("{verb}: missing file operand"));
    };
    let mut effect = Effect::code(0);
    for source in sources {
        let text = match files.open(source) {
            Ok(text) => text,
            Err(why) => {
                effect
                    .output
                    .complain(&format!("{verb}: can't stat '{source}': {why}"));
                effect.code = 1;
                continue;
            }
        };
        let name = source.rsplit('/').next().unwrap_or(source);
        let to = if files.is_folder(target) {
            format!("{target}/{name}")
        } else {
            (*target).clone()
        };
        match files.written(&to, &text) {
            Ok(change) => effect.changes.push(change),
            Err(why) => {
                effect
                    .output
                    .complain(&format!("{verb}: can't create '{to}': {why}"));
                effect.code = 1;
                continue;
            }
        }
        if leaves == Leaves::Nothing {
            effect.changes.push(files.removed(source));
        }
    }
    effect
}

pub(super) fn touch(files: &Files<'_>, arguments: &[String]) -> Effect {
    let mut effect = Effect::code(0);
    for path in arguments.iter().filter(|word| !is_flag(word)) {
        if files.read(path).is_some() {
            continue;
        }
        match files.written(path, "") {
            Ok(change) => effect.changes.push(change),
            Err(why) => {
                effect.output.complain(&format!("touch: {path}: {why}"));
                effect.code = 1;
            }
        }
    }
    effect
}

/// Programs whose effect cannot be seen here: there are no modes and owners, and a folder is there
/// as soon as a file is in it. What they refuse can be seen.
pub(super) fn quiet(files: &Files<'_>, name: &str, arguments: &[String]) -> Effect {
    if matches!(name, "chmod" | "chown") {
        let missing = arguments
            .iter()
            .filter(|word| !is_flag(word))
            .skip(1)
            .find(|path| files.read(path).is_none() && !files.is_folder(path));
        if let Some(path) = missing {
            return Effect::failed(1, &format!("{name}: {path}: No such file or directory"));
        }
    }
    Effect::code(0)
}

pub(super) fn df(pod: &Pod, container: &str) -> Effect {
    let mut text = "Filesystem           1K-blocks      Used Available Use% Mounted on\noverlay              104857600  10485760  94371840  10% /\n".to_owned();
    let containers = pod.spec.iter().flat_map(|spec| &spec.containers);
    let mounts = containers
        .filter(|c| c.name == container)
        .flat_map(|c| c.volume_mounts.iter().flatten());
    for mount in mounts {
        text.push_str(&format!(
            "/dev/disk              1048576         0   1048576   0% {}\n",
            mount.mount_path
        ));
    }
    Effect::said(text)
}

/// `mkdir` at the terminal.
pub(super) fn make(files: &Files<'_>, arguments: &[String]) -> Effect {
    let parents = arguments
        .iter()
        .any(|word| is_flag(word) && word.contains('p'));
    let mut effect = Effect::code(0);
    for path in arguments.iter().filter(|word| !is_flag(word)) {
        let there = files.is_folder(path) || files.read(path).is_some();
        let whole = files.absolute(path);
        let parent = whole.rsplit_once('/').map_or("", |(parent, _)| parent);
        let why = match (there, parent.is_empty() || files.is_folder(parent)) {
            (true, _) if parents => continue,
            (true, _) => Some("File exists"),
            (false, false) if !parents => Some("No such file or directory"),
            _ => None,
        };
        match why {
            Some(why) => {
                effect
                    .output
                    .complain(&format!("mkdir: cannot create directory '{path}': {why}"));
                effect.code = 1;
            }
            None => effect.changes.push(crate::sim::FileChange {
                path: format!("{whole}/"),
                bytes: Some(vec![]),
            }),
        }
    }
    effect
}
