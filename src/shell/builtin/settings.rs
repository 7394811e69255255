//! Commands that set what the shell knows: `set`, `unset`, `trap`, `local` and its like.

use crate::shell::machine::{Assigned, Effect, Shell, quoted};
use crate::shell::turn::Turn;
use crate::shell::variables::Value;
use std::collections::BTreeMap;
use std::sync::Arc;

pub(super) fn unset(shell: &mut Shell, arguments: &[String]) -> Effect {
    for name in arguments.iter().filter(|name| !name.starts_with('-')) {
        if arguments.iter().any(|word| word == "-f") {
            Arc::make_mut(&mut shell.functions).remove(name);
        } else if let Some((name, key)) = name.strip_suffix(']').and_then(|n| n.split_once('[')) {
            shell.variables.remove_element(name, key);
        } else if shell.variables.value(name).is_some() {
            shell.variables.remove(name);
        } else {
            Arc::make_mut(&mut shell.functions).remove(name);
        }
    }
    Effect::code(0)
}

/// `set -euo pipefail`, `set -- a b`.
pub(super) fn set(shell: &mut Shell, arguments: &[String]) -> Effect {
    let mut rest = arguments.iter();
    while let Some(word) = rest.next() {
        let on = word.starts_with('-');
        if word == "--" || !(on || word.starts_with('+')) {
            let more = rest.cloned();
            shell.positional.truncate(1);
            if word != "--" {
                shell.positional.push(word.clone());
            }
            shell.positional.extend(more);
            break;
        }
        for letter in word.chars().skip(1) {
            let letter = match letter {
                'o' => match rest.next().map(String::as_str) {
                    Some("pipefail") => 'p',
                    Some("errexit") => 'e',
                    Some("nounset") => 'u',
                    Some("xtrace") => 'x',
                    Some("noglob") => 'f',
                    _ => continue,
                },
                other => other,
            };
            shell.options.retain(|known| known != letter);
            if on {
                shell.options.push(letter);
            }
        }
    }
    Effect::code(0)
}

pub(super) fn trap(shell: &mut Shell, arguments: &[String]) -> Effect {
    let words: Vec<&String> = arguments.iter().filter(|word| *word != "--").collect();
    let Some((text, signals)) = words.split_first() else {
        let lines = shell.traps.iter();
        return Effect::said(
            lines
                .map(|(signal, text)| format!("trap -- {} {signal}\n", quoted(text)))
                .collect::<String>(),
        );
    };
    for signal in signals {
        let signal = match signal.trim_start_matches("SIG") {
            "0" => "EXIT",
            "2" => "INT",
            "15" => "TERM",
            other => other,
        };
        match text.as_str() {
            "-" => drop(shell.traps.remove(signal)),
            _ => drop(shell.traps.insert(signal.to_owned(), (*text).clone())),
        }
    }
    Effect::code(0)
}

/// `local x=1`, `export x`, `declare -A table`
pub(in crate::shell) fn declare(
    shell: &mut Shell,
    fields: &[String],
    assigned: Vec<Assigned>,
    turn: &mut Turn,
) {
    shell.status = 0;
    let name = fields[0].as_str();
    let flags: String = fields[1..]
        .iter()
        .filter(|word| word.starts_with(['-', '+']))
        .map(|word| &word[1..])
        .collect();
    let names = fields[1..]
        .iter()
        .filter(|word| !word.starts_with(['-', '+']));
    let mut all: Vec<String> = names.cloned().collect();
    all.extend(assigned.iter().map(|one| one.name.clone()));
    let local = name == "local" || (matches!(name, "declare" | "typeset") && !flags.contains('g'));
    for name in &all {
        if local {
            shell.hide(name);
        }
        if flags.contains('A') && shell.variables.value(name).is_none() {
            shell.variables.put(name, Value::Table(BTreeMap::new()));
        }
    }
    for one in assigned {
        shell.assign(one, turn);
    }
    for one in &all {
        if name == "readonly" || flags.contains('r') {
            shell.variables.fix(one);
        }
        if name == "export" || flags.contains('x') {
            shell.variables.export(one, !flags.contains('n'));
        }
    }
}
