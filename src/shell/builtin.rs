//! One command: the shell's own, kubectl at the terminal, programs in containers.

use super::machine::{Effect, Lasting, Place, Shell};
use super::pattern::Pattern;
use super::{filter, program};
use crate::cluster::api::SimTime;
use crate::kubectl::{self, Output};
use crate::sim::World;

/// What the terminal's `help` says.
const HELP: &str = "This terminal speaks to the simulated cluster. Try:
  kubectl get pods -w            watch pods (Ctrl-C ends it)
  kubectl apply -f web.yaml      the headless Service and the StatefulSet `web`
  kubectl delete pod web-0       it comes back: same name, new uid, same volume
  kubectl exec web-0 -- hostname
  kubectl scale sts web --replicas=4
  nslookup web-0.nginx           as a pod would resolve it
  sleep 5                        lets simulated time pass
Also: for/while/if, pipes to grep, head, tail, wc, sort, cat; here-documents; $(…). kubectl help lists its verbs.
";

/// Runs one command. `fed` is what a redirection put on its standard input.
pub(super) fn run(
    shell: &mut Shell,
    world: &World,
    words: &[String],
    fed: Option<String>,
) -> Effect {
    let stdin = fed.or_else(|| shell.inputs.last().cloned());
    let (name, arguments) = words
        .split_first()
        .map_or(("", [].as_slice()), |(n, a)| (n.as_str(), a));
    if let Some(effect) = own(shell, world, name, arguments, stdin.as_deref()) {
        return effect;
    }
    if let Some(effect) = filter::run(name, arguments, stdin.as_deref(), &shell.files(world)) {
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
fn own(
    shell: &mut Shell,
    world: &World,
    name: &str,
    arguments: &[String],
    stdin: Option<&str>,
) -> Option<Effect> {
    Some(match name {
        "echo" => echo(arguments),
        "printf" => Effect::said(printf(arguments)),
        "true" | ":" => Effect::code(0),
        "false" => Effect::code(1),
        "sleep" => sleep(world, arguments),
        "test" => Effect::code(i32::from(!test(shell, world, arguments))),
        "[" => match arguments.split_last() {
            Some((last, inner)) if last == "]" => {
                Effect::code(i32::from(!test(shell, world, inner)))
            }
            _ => Effect::failed(2, "sh: missing ]"),
        },
        "exit" => {
            let code = arguments
                .first()
                .and_then(|code| code.parse().ok())
                .unwrap_or(shell.status);
            shell.end(code);
            Effect::code(code)
        }
        "export" | "readonly" | "local" => {
            for argument in arguments {
                if let Some((name, value)) = argument.split_once('=') {
                    shell.variables.insert(name.to_owned(), value.to_owned());
                }
            }
            Effect::code(0)
        }
        "unset" => {
            for argument in arguments {
                shell.variables.remove(argument);
            }
            Effect::code(0)
        }
        "set" | "trap" | "wait" | "stty" => Effect::code(0),
        "read" => read(shell, arguments),
        "seq" => seq(arguments),
        "cd" => cd(shell, world, arguments),
        "pwd" => {
            let folder = if shell.folder.is_empty() {
                "/home/you"
            } else {
                shell.folder.as_str()
            };
            Effect::said(format!("{folder}\n"))
        }
        "date" => date(world, arguments),
        "command" | "type" | "which" => Effect::code(0),
        "eval" => eval(shell, arguments),
        "sh" | "bash" if shell.place == Place::Terminal || !arguments.is_empty() => {
            sub_shell(shell, arguments, stdin)
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
            }
        }
        "nslookup" => super::net::nslookup(world, "default", arguments),
        "rm" => {
            let files = shell.files(world);
            let names = arguments.iter().filter(|name| !name.starts_with('-'));
            let changes = names.map(|name| files.removed(name)).collect();
            Effect {
                changes,
                ..Effect::code(0)
            }
        }
        "ls" => {
            let names: Vec<&str> = shell.home.names().collect();
            Effect::said(
                names
                    .iter()
                    .map(|name| format!("{name}\n"))
                    .collect::<String>(),
            )
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
            "-ne" | "-en" => (newline, escapes) = (false, true),
            _ => break,
        }
        words = rest;
    }
    let mut text = words.join(" ");
    if escapes {
        text = text.replace("\\n", "\n").replace("\\t", "\t");
    }
    if newline {
        text.push('\n');
    }
    Effect::said(text)
}

fn printf(arguments: &[String]) -> String {
    let Some((format, values)) = arguments.split_first() else {
        return String::new();
    };
    let format = format.replace("\\n", "\n").replace("\\t", "\t");
    let mut values = values.iter();
    let mut text = String::new();
    // The format is used again as long as values are left.
    loop {
        let before = values.len();
        let mut rest = format.as_str();
        while let Some(at) = rest.find('%') {
            text.push_str(&rest[..at]);
            let letter = rest[at + 1..].chars().next().unwrap_or('%');
            match letter {
                '%' => text.push('%'),
                _ => text.push_str(values.next().map_or("", String::as_str)),
            }
            rest = rest.get(at + 1 + letter.len_utf8()..).unwrap_or_default();
        }
        text.push_str(rest);
        if values.len() == 0 || values.len() == before {
            return text;
        }
    }
}

fn sleep(world: &World, arguments: &[String]) -> Effect {
    let mut total_ms = 0_u64;
    for argument in arguments {
        let Some(ms) = span_ms(argument) else {
            return Effect::failed(1, &format!("sleep: invalid time interval '{argument}'"));
        };
        total_ms = total_ms.saturating_add(ms);
    }
    if arguments.is_empty() {
        return Effect::failed(1, "sleep: missing operand");
    }
    let until = SimTime(world.now.0.saturating_add(total_ms));
    Effect {
        lasting: Some(Lasting::Sleep { until }),
        ..Effect::code(0)
    }
}

/// `5`, `0.5`, `2m`, `1h`.
fn span_ms(text: &str) -> Option<u64> {
    let (number, unit_ms) = match text.chars().last()? {
        's' => (&text[..text.len() - 1], 1000),
        'm' => (&text[..text.len() - 1], 60_000),
        'h' => (&text[..text.len() - 1], 3_600_000),
        'd' => (&text[..text.len() - 1], 86_400_000),
        _ => (text, 1000),
    };
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    let thousandths: String = fraction.chars().chain("000".chars()).take(3).collect();
    let whole: u64 = if whole.is_empty() {
        0
    } else {
        whole.parse().ok()?
    };
    let thousandths: u64 = thousandths.parse().ok()?;
    Some(
        whole
            .checked_mul(unit_ms)?
            .saturating_add(thousandths * unit_ms / 1000),
    )
}

/// `test` and `[`.
fn test(shell: &Shell, world: &World, arguments: &[String]) -> bool {
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    if let Some(at) = words.iter().position(|word| *word == "-o") {
        return test(shell, world, &arguments[..at]) || test(shell, world, &arguments[at + 1..]);
    }
    if let Some(at) = words.iter().position(|word| *word == "-a") {
        return test(shell, world, &arguments[..at]) && test(shell, world, &arguments[at + 1..]);
    }
    let number = |text: &str| text.parse::<i64>().unwrap_or_default();
    let files = shell.files(world);
    match words.as_slice() {
        [] => false,
        ["!", rest @ ..] => !test(shell, world, &arguments[arguments.len() - rest.len()..]),
        [text] => !text.is_empty(),
        ["-z", text] => text.is_empty(),
        ["-n", text] => !text.is_empty(),
        ["-f", path] => files.read(path).is_some(),
        ["-d", path] => files.is_folder(path),
        ["-e", path] => files.read(path).is_some() || files.is_folder(path),
        ["-s", path] => files.read(path).is_some_and(|text| !text.is_empty()),
        [left, "=" | "==", right] => left == right || Pattern::glob(right).fits(left),
        [left, "!=", right] => left != right,
        [left, "-eq", right] => number(left) == number(right),
        [left, "-ne", right] => number(left) != number(right),
        [left, "-lt", right] => number(left) < number(right),
        [left, "-le", right] => number(left) <= number(right),
        [left, "-gt", right] => number(left) > number(right),
        [left, "-ge", right] => number(left) >= number(right),
        _ => false,
    }
}

fn read(shell: &mut Shell, arguments: &[String]) -> Effect {
    let Some(input) = shell.inputs.last_mut() else {
        return Effect::code(1);
    };
    if input.is_empty() {
        return Effect::code(1);
    }
    let (line, rest) = input.split_once('\n').unwrap_or((input.as_str(), ""));
    let (line, rest) = (line.to_owned(), rest.to_owned());
    *input = rest;
    let names: Vec<&String> = arguments
        .iter()
        .filter(|name| !name.starts_with('-'))
        .collect();
    let mut words = line.trim();
    for (at, name) in names.iter().enumerate() {
        let (word, after) = match words.split_once(char::is_whitespace) {
            Some((word, after)) if at + 1 < names.len() => (word, after.trim_start()),
            _ => (words, ""),
        };
        shell.variables.insert((*name).clone(), word.to_owned());
        words = after;
    }
    Effect::code(0)
}

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
        number += step;
        if text.len() > 1 << 16 {
            break;
        }
    }
    Effect::said(text)
}

fn cd(shell: &mut Shell, world: &World, arguments: &[String]) -> Effect {
    if shell.place == Place::Terminal {
        return Effect::code(0);
    }
    let wanted = arguments.first().map_or("/root", String::as_str);
    let path = shell.files(world).absolute(wanted);
    if path != "/" && path != "/root" && !shell.files(world).is_folder(&path) {
        return Effect::failed(
            1,
            &format!("sh: cd: can't cd to {wanted}: No such file or directory"),
        );
    }
    shell.folder = path;
    Effect::code(0)
}

/// `date`, `date +%s`: simulated time.
fn date(world: &World, arguments: &[String]) -> Effect {
    let now = world.now.to_time().0;
    let text = match arguments.first().map(String::as_str) {
        Some("+%s") => now.as_second().to_string(),
        Some(format) if format.starts_with('+') => now.strftime(&format[1..]).to_string(),
        _ => now.strftime("%a %b %e %H:%M:%S UTC %Y").to_string(),
    };
    Effect::said(format!("{text}\n"))
}

fn eval(shell: &mut Shell, arguments: &[String]) -> Effect {
    shell.run_text(&arguments.join(" "));
    Effect::code(shell.status)
}

/// `sh -c '…'`, or a script piped into `sh`: it runs here, with its own arguments.
fn sub_shell(shell: &mut Shell, arguments: &[String], stdin: Option<&str>) -> Effect {
    let script = arguments
        .iter()
        .position(|word| word.starts_with('-') && word.ends_with('c'));
    let text = match (script.and_then(|at| arguments.get(at + 1)), stdin) {
        (Some(text), _) => text.clone(),
        (None, Some(text)) => text.to_owned(),
        (None, None) => {
            return Effect {
                output: Output::new(),
                ..Effect::code(0)
            };
        }
    };
    shell.run_text(&text);
    Effect::code(0)
}
