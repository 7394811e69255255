//! One command: the shell's own, kubectl at the terminal, programs in containers.

mod others;
mod settings;
mod time;

use super::machine::{Control, Effect, FrameKind, Lasting, Place, Shell};
use super::{condition, filter, net, printf, program, read};
use crate::kubectl::{self, Output};
use crate::sim::World;
use others::{alias, enter_text, job, joined, sub_shell, timeout, which, xargs};
pub(super) use settings::declare;
use settings::{set, trap, unset};
use time::{date, sleep};

/// What the terminal's `help` says.
const HELP: &str = "This terminal speaks to the simulated cluster. Try:
  kubectl get pods -w            watch pods (Ctrl-C ends it)
  kubectl apply -f web.yaml      the headless Service and the StatefulSet `web`
  kubectl delete pod web-0       it comes back: same name, new uid, same volume
  kubectl exec web-0 -- hostname
  kubectl scale sts web --replicas=4
  nslookup web-0.nginx           as a pod would resolve it
  sleep 5                        lets simulated time pass
Also most of bash: functions, loops, case, arrays, jobs, $(…), here-documents; pipes to grep, cut, tr, sort,
awk '{print $1}' and others. kubectl help lists its verbs.
";

/// Runs one command.
pub(super) fn run(shell: &mut Shell, world: &World, words: &[String]) -> Effect {
    let stdin = shell.inputs.last().cloned();
    let (name, arguments) = words
        .split_first()
        .map_or(("", [].as_slice()), |(n, a)| (n.as_str(), a));
    let own = flow(shell, world, name, arguments)
        .or_else(|| jobs(shell, name, arguments))
        .or_else(|| others(shell, world, name, arguments, stdin.as_deref()))
        .or_else(|| own(shell, world, name, arguments));
    if let Some(effect) = own {
        return effect;
    }
    if let Some(effect) = filter::run(name, arguments, stdin.as_deref(), &shell.files(world)) {
        let files = shell.files(world);
        let named = arguments.iter().any(|word| files.read(word).is_some());
        // Who reads standard input leaves nothing of it to those after.
        if (!named || matches!(name, "tee" | "tr"))
            && let Some(input) = shell.inputs.last_mut()
        {
            input.clear();
        }
        return effect;
    }
    match shell.place.clone() {
        Place::Terminal => at_terminal(shell, world, name, arguments, stdin.as_deref()),
        Place::Container { pod, container } => {
            program::run(shell, world, (&pod, &container), name, arguments)
        }
    }
}

/// Commands every shell has.
fn own(shell: &mut Shell, world: &World, name: &str, arguments: &[String]) -> Option<Effect> {
    Some(match name {
        "echo" => echo(arguments),
        "printf" => printf::run(shell, arguments),
        "true" | ":" => Effect::code(0),
        "false" => Effect::code(1),
        "sleep" => sleep(world, arguments),
        "unset" => unset(shell, arguments),
        "set" => set(shell, arguments),
        "shift" => {
            let count = arguments
                .first()
                .map_or(1, |count| count.parse().unwrap_or(1));
            if count >= shell.positional.len() {
                return Some(Effect::code(1));
            }
            shell.positional.drain(1..=count);
            Effect::code(0)
        }
        "trap" => trap(shell, arguments),
        "let" => {
            let text: Vec<String> = arguments.iter().map(|word| format!("(({word}))")).collect();
            enter_text(&text.join(" && "), FrameKind::Group, None)
        }
        "alias" => alias(shell, arguments),
        "unalias" => {
            arguments
                .iter()
                .for_each(|name| drop(shell.aliases.remove(name)));
            Effect::code(0)
        }
        "history" => Effect::said(
            (1..)
                .zip(&shell.history)
                .map(|(at, line): (usize, _)| format!("{at:5}  {line}\n"))
                .collect::<String>(),
        ),
        "mapfile" | "readarray" => read::mapfile(shell, arguments),
        "read" => read::run(shell, arguments),
        "seq" => seq(arguments),
        "cd" => cd(shell, world, arguments),
        "pwd" => Effect::said(format!("{}\n", shell.folder)),
        "date" => date(world, arguments),
        _ => return None,
    })
}

/// Commands that ask, and commands that leave where they stand.
fn flow(shell: &Shell, world: &World, name: &str, arguments: &[String]) -> Option<Effect> {
    Some(match name {
        "test" => test(shell, world, arguments),
        "[" => match arguments.split_last() {
            Some((last, inner)) if last == "]" => test(shell, world, inner),
            _ => Effect::failed(2, "sh: [: missing `]'"),
        },
        "exit" => match arguments.first().map(|code| code.parse::<i32>()) {
            None => Effect::control(shell.status, Control::Exit(shell.status)),
            Some(Ok(code)) => Effect::control(code & 0xff, Control::Exit(code & 0xff)),
            Some(Err(_)) => Effect {
                control: Some(Control::Exit(2)),
                ..Effect::failed(
                    2,
                    &format!("sh: exit: {}: numeric argument required", arguments[0]),
                )
            },
        },
        "return" => {
            let code = arguments.first().and_then(|code| code.parse().ok());
            let code: i32 = code.unwrap_or(shell.status);
            Effect::control(code & 0xff, Control::Return(code & 0xff))
        }
        "break" | "continue" => {
            let count = arguments.first().and_then(|count| count.parse().ok());
            let count = count.unwrap_or(1);
            Effect::control(
                0,
                match name {
                    "break" => Control::Break(count),
                    _ => Control::Continue(count),
                },
            )
        }
        _ => return None,
    })
}

/// Commands for what runs in the background.
fn jobs(shell: &mut Shell, name: &str, arguments: &[String]) -> Option<Effect> {
    Some(match name {
        "wait" => {
            let numbers = shell.jobs.iter().map(|job| job.number).collect();
            Effect {
                lasting: Some(Lasting::Jobs(numbers)),
                ..Effect::code(0)
            }
        }
        "jobs" => Effect::said(
            shell
                .jobs
                .iter()
                .map(|job| job.line() + "\n")
                .collect::<String>(),
        ),
        "fg" => match job(shell, arguments.first()) {
            Some((number, text)) => Effect {
                lasting: Some(Lasting::Jobs(vec![number])),
                ..Effect::said(text + "\n")
            },
            None => Effect::failed(1, "sh: fg: current: no such job"),
        },
        "bg" | "stty" | "umask" | "shopt" | "ulimit" | "hash" | "disown" => Effect::code(0),
        "kill" if arguments.iter().any(|word| word.starts_with('%')) => {
            let target = arguments.iter().find(|word| word.starts_with('%'));
            match job(shell, target) {
                Some((number, _)) => Effect {
                    inputs: shell.stop_job(number, 143),
                    ..Effect::code(0)
                },
                None => Effect::failed(
                    1,
                    &format!(
                        "sh: kill: {}: no such job",
                        target.map_or("", String::as_str)
                    ),
                ),
            }
        }
        _ => return None,
    })
}

/// Commands that run others.
fn others(
    shell: &mut Shell,
    world: &World,
    name: &str,
    arguments: &[String],
    stdin: Option<&str>,
) -> Option<Effect> {
    Some(match name {
        "source" | "." => match arguments.first().map(|path| shell.files(world).open(path)) {
            Some(Ok(text)) => {
                let positional = (arguments.len() > 1).then(|| arguments.to_vec());
                enter_text(&text, FrameKind::Source, positional)
            }
            Some(Err(why)) => Effect::failed(1, &format!("sh: {}: {why}", arguments[0])),
            None => Effect::failed(2, "sh: source: filename argument required"),
        },
        "timeout" => timeout(shell, world, arguments),
        "xargs" => xargs(shell, arguments, stdin),
        "exec" | "nohup" if !arguments.is_empty() => {
            enter_text(&joined(arguments), FrameKind::Group, None)
        }
        "command" | "builtin" if arguments.first().is_some_and(|word| !word.starts_with('-')) => {
            run(shell, world, arguments)
        }
        "command" | "type" | "which" => which(shell, name, arguments),
        "eval" => enter_text(&arguments.join(" "), FrameKind::Group, None),
        "sh" | "bash" | "ash" | "dash"
            if shell.place == Place::Terminal || !arguments.is_empty() =>
        {
            sub_shell(shell, world, arguments, stdin)
        }
        _ => return None,
    })
}

fn at_terminal(
    shell: &mut Shell,
    world: &World,
    name: &str,
    arguments: &[String],
    stdin: Option<&str>,
) -> Effect {
    match name {
        "kubectl" | "k" => {
            let reply = kubectl::run(world, arguments, stdin, &shell.home);
            Effect {
                output: reply.output,
                code: reply.code,
                changes: vec![],
                inputs: reply.inputs,
                lasting: reply.wait.map(|wait| Lasting::Kubectl(Box::new(wait))),
                enter: None,
                control: None,
            }
        }
        "nslookup" => net::nslookup(world, "default", arguments),
        "whoami" => Effect::said("you\n"),
        "hostname" => Effect::said("terminal\n"),
        "env" | "printenv" => {
            let wanted = arguments.first();
            let all = shell.variables.exported();
            let lines = all.filter(|(name, _)| wanted.is_none_or(|wanted| wanted == name));
            let text: String = match wanted {
                Some(_) => lines.map(|(_, value)| format!("{value}\n")).collect(),
                None => lines
                    .map(|(name, value)| format!("{name}={value}\n"))
                    .collect(),
            };
            let code = i32::from(text.is_empty());
            Effect::done(Output::of(text), code)
        }
        "ls" | "rm" | "mv" | "cp" | "touch" | "mkdir" | "rmdir" | "chmod" => {
            program::disk(&shell.files(world), name, arguments)
        }
        // The page's terminal clears itself when it sees this sequence.
        "clear" => Effect::said("\u{1b}[H\u{1b}[2J"),
        "help" => Effect::said(HELP),
        name => Effect::failed(127, &format!("sh: {name}: command not found")),
    }
}

fn echo(arguments: &[String]) -> Effect {
    let mut words = arguments;
    let (mut newline, mut escapes) = (true, false);
    while let Some((flag, rest)) = words.split_first() {
        match flag.as_str() {
            "-n" => newline = false,
            "-e" => escapes = true,
            "-E" => escapes = false,
            "-ne" | "-en" => (newline, escapes) = (false, true),
            _ => break,
        }
        words = rest;
    }
    let mut text = words.join(" ");
    if escapes {
        let (plain, stops) = crate::shell::escape::unescape(&text);
        text = plain;
        newline &= !stops;
    }
    if newline {
        text.push('\n');
    }
    Effect::said(text)
}

/// `test` and `[`.
fn test(shell: &Shell, world: &World, words: &[String]) -> Effect {
    match condition::test(words, &shell.files(world)) {
        Ok(holds) => Effect::code(i32::from(!holds)),
        Err(why) => Effect::failed(2, &format!("sh: [: {why}")),
    }
}

/// What `seq` prints before whoever reads it has enough.
const SEQ_BYTES_MAX: usize = 1 << 16;

fn seq(arguments: &[String]) -> Effect {
    let numbers: Option<Vec<i64>> = arguments.iter().map(|text| text.parse().ok()).collect();
    let (first, step, last) = match numbers.as_deref() {
        Some([last]) => (1, 1, *last),
        Some([first, last]) => (*first, 1, *last),
        Some([first, step, last]) if *step != 0 => (*first, *step, *last),
        _ => return Effect::failed(1, "seq: invalid number"),
    };
    let mut text = String::new();
    let mut number = first;
    while (step > 0 && number <= last) || (step < 0 && number >= last) {
        text.push_str(&format!("{number}\n"));
        match number.checked_add(step) {
            Some(next) if text.len() <= SEQ_BYTES_MAX => number = next,
            _ => break,
        }
    }
    Effect::said(text)
}

fn cd(shell: &mut Shell, world: &World, arguments: &[String]) -> Effect {
    let home = shell.variables.get("HOME").unwrap_or("/").to_owned();
    let old = shell.variables.get("OLDPWD").map(str::to_owned);
    let wanted = match arguments.first().map(String::as_str) {
        None => home.clone(),
        Some("-") => old.unwrap_or_else(|| home.clone()),
        Some(path) => path.to_owned(),
    };
    let path = shell.files(world).absolute(&wanted);
    if path != "/" && path != home && !shell.files(world).is_folder(&path) {
        let why = match shell.files(world).read(&path) {
            Some(_) => "Not a directory",
            None => "No such file or directory",
        };
        let text = match shell.place {
            Place::Terminal => format!("sh: cd: {wanted}: {why}"),
            Place::Container { .. } => format!("sh: cd: can't cd to {wanted}: {why}"),
        };
        return Effect::failed(1, &text);
    }
    shell.variables.set("OLDPWD", shell.folder.clone());
    shell.variables.set("PWD", path.clone());
    shell.folder = path;
    match arguments.first().map(String::as_str) {
        Some("-") => Effect::said(format!("{}\n", shell.folder)),
        _ => Effect::code(0),
    }
}
