//! Commands that run others: `sh -c`, `eval`, `timeout`, `xargs`, `alias`, and who they would be.

use crate::cluster::api::SimTime;
use crate::kubectl::Output;
use crate::shell::compile::compile;
use crate::shell::filter;
use crate::shell::lex::Trouble;
use crate::shell::machine::{Effect, Enter, FrameKind, Role, Shell, quoted};
use crate::sim::World;
use std::sync::Arc;

use super::time::span_ms;

/// `sh -c '…'`, `sh file`, or a script piped into `sh`: a copy of the shell with its own arguments.
pub(super) fn sub_shell(
    shell: &mut Shell,
    world: &World,
    arguments: &[String],
    stdin: Option<&str>,
) -> Effect {
    let script = arguments
        .iter()
        .position(|word| word.starts_with('-') && !word.starts_with("--") && word.ends_with('c'));
    let file = arguments.iter().find(|word| !word.starts_with('-'));
    let (text, positional) = match (script, file, stdin) {
        (Some(at), ..) => (
            arguments.get(at + 1).cloned().unwrap_or_default(),
            arguments.get(at + 2..).unwrap_or_default().to_vec(),
        ),
        (None, Some(path), _) => match shell.files(world).open(path) {
            Ok(text) => (text, arguments.to_vec()),
            Err(why) => return Effect::failed(127, &format!("sh: {path}: {why}")),
        },
        (None, None, Some(text)) => {
            let text = text.to_owned();
            shell.inputs.last_mut().into_iter().for_each(String::clear);
            (text, vec![])
        }
        (None, None, None) => return Effect::code(0),
    };
    let positional = match positional.is_empty() {
        true => vec!["sh".to_owned()],
        false => positional,
    };
    let kind = shell.copy(Role::Subshell);
    // A new program sees what is exported, and no function.
    shell.variables.keep_exported();
    shell.functions = Arc::default();
    enter_text(&text, kind, Some(positional))
}

/// Text to be run in the place of a command.
pub(in crate::shell) fn enter_text(
    text: &str,
    kind: FrameKind,
    positional: Option<Vec<String>>,
) -> Effect {
    match compile(text) {
        Ok(code) => Effect {
            enter: Some(Box::new(Enter {
                code: Arc::new(code),
                kind,
                positional,
                deadline: None,
            })),
            ..Effect::code(0)
        },
        Err(Trouble::Syntax(text)) => Effect::failed(2, &text),
        Err(Trouble::Incomplete) => Effect::failed(2, "sh: syntax error: unexpected end of file"),
    }
}

/// Words as one text that means them again.
pub(super) fn joined(words: &[String]) -> String {
    let quoted: Vec<String> = words.iter().map(|word| quoted(word)).collect();
    quoted.join(" ")
}

/// `%1`, `1`, or the last job.
pub(super) fn job(shell: &Shell, target: Option<&String>) -> Option<(u32, String)> {
    let wanted = target.and_then(|text| text.trim_start_matches('%').parse::<u32>().ok());
    let found = match wanted {
        Some(number) => shell.jobs.iter().find(|job| job.number == number),
        None => shell.jobs.last(),
    };
    found.map(|job| (job.number, job.text.clone()))
}

pub(super) fn alias(shell: &mut Shell, arguments: &[String]) -> Effect {
    let mut output = Output::new();
    let mut code = 0;
    if arguments.is_empty() {
        for (name, text) in &shell.aliases {
            output.line(&format!("alias {name}={}", quoted(text)));
        }
    }
    for word in arguments {
        match (word.split_once('='), shell.aliases.get(word)) {
            (Some((name, text)), _) => {
                shell.aliases.insert(name.to_owned(), text.to_owned());
            }
            (None, Some(text)) => output.line(&format!("alias {word}={}", quoted(text))),
            (None, None) => {
                output.complain(&format!("sh: alias: {word}: not found"));
                code = 1;
            }
        }
    }
    Effect::done(output, code)
}

/// `timeout 5 command`
pub(super) fn timeout(shell: &mut Shell, world: &World, arguments: &[String]) -> Effect {
    let words: Vec<String> = arguments
        .iter()
        .skip_while(|word| word.starts_with('-'))
        .cloned()
        .collect();
    let Some((span, command)) = words.split_first().filter(|(_, c)| !c.is_empty()) else {
        return Effect::failed(125, "timeout: missing operand");
    };
    let Some(ms) = span_ms(span) else {
        return Effect::failed(125, &format!("timeout: invalid time interval '{span}'"));
    };
    let kind = shell.copy(Role::Subshell);
    let mut effect = enter_text(&joined(command), kind, None);
    if let Some(enter) = &mut effect.enter {
        enter.deadline = Some(SimTime(world.now.0.saturating_add(ms)));
    }
    effect
}

/// The most commands `xargs` runs.
const XARGS_MAX: usize = 1_000;

/// `xargs`, `-n 1`, `-I {}`
pub(super) fn xargs(shell: &mut Shell, arguments: &[String], stdin: Option<&str>) -> Effect {
    let (mut each, mut mark, mut nothing) = (usize::MAX, None, true);
    let mut rest = arguments;
    while let Some((flag, after)) = rest.split_first().filter(|(word, _)| word.starts_with('-')) {
        rest = after;
        let mut value = |letters: &str| match flag.strip_prefix(letters) {
            Some("") => {
                let value = rest.first().cloned();
                rest = rest.get(1..).unwrap_or_default();
                value
            }
            Some(text) => Some(text.to_owned()),
            None => None,
        };
        if let Some(text) = value("-n").or_else(|| value("-L")) {
            each = text.parse().unwrap_or(1).max(1);
        } else if let Some(text) = value("-I") {
            mark = Some(text);
        } else if flag == "-r" {
            nothing = false;
        }
    }
    let text = stdin.unwrap_or_default();
    shell.inputs.last_mut().into_iter().for_each(String::clear);
    let command: Vec<String> = match rest.is_empty() {
        true => vec!["echo".to_owned()],
        false => rest.to_vec(),
    };
    let lines: Vec<String> = match &mark {
        Some(mark) => text
            .lines()
            .filter(|line| !line.is_empty())
            .map(|line| {
                let words: Vec<String> = command
                    .iter()
                    .map(|word| word.replace(mark, line.trim_start()))
                    .collect();
                joined(&words)
            })
            .collect(),
        None => {
            let words: Vec<String> = text
                .split_whitespace()
                .map(|word| word.trim_matches(['\'', '"']).to_owned())
                .collect();
            let begin = joined(&command);
            match words.is_empty() {
                true if nothing => vec![begin],
                _ => words
                    .chunks(each)
                    .map(|words| format!("{begin} {}", joined(words)))
                    .collect(),
            }
        }
    };
    if lines.len() > XARGS_MAX {
        return Effect::failed(1, "xargs: argument list too long");
    }
    enter_text(&lines.join("\n"), FrameKind::Group, None)
}

/// `command -v`, `type`, `which`
pub(super) fn which(shell: &Shell, name: &str, arguments: &[String]) -> Effect {
    const OWN: [&str; 14] = [
        "cd", "echo", "read", "set", "export", "local", "eval", "exit", "test", "printf", "true",
        "false", "source", "alias",
    ];
    let mut effect = Effect::code(0);
    for word in arguments.iter().filter(|word| !word.starts_with('-')) {
        let own = OWN.contains(&word.as_str()) || shell.functions.contains_key(word);
        let program = filter::PROGRAMS.contains(&word.as_str())
            || ["kubectl", "sleep", "seq", "ls", "date", "bash", "sh"].contains(&word.as_str());
        match (own, program, name) {
            (true, _, "command") => effect.output.line(word),
            (true, _, "type") => effect.output.line(&format!("{word} is a shell builtin")),
            (_, true, "type") => effect.output.line(&format!("{word} is /usr/bin/{word}")),
            (_, true, _) => effect.output.line(&format!("/usr/bin/{word}")),
            _ => effect.code = 1,
        }
    }
    effect
}
