//! diff: what to do to the first text to get the second, as `diff` and `diff -u` say it.

use crate::kubectl::Output;
use crate::shell::files::Files;
use crate::shell::machine::Effect;

/// Longer texts are only said to differ.
const LINES_MAX: usize = 2_000;

/// One line: of the first text, of the second, or of both.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    Both,
    First,
    Second,
}

pub(super) fn run(arguments: &[String], stdin: Option<&str>, files: &Files<'_>) -> Effect {
    let flags: String = arguments
        .iter()
        .filter(|word| word.starts_with('-') && word.len() > 1)
        .map(|word| &word[1..])
        .collect();
    let paths: Vec<&String> = arguments
        .iter()
        .filter(|word| !word.starts_with('-') || word.as_str() == "-")
        .collect();
    let [first, second] = paths.as_slice() else {
        return Effect::failed(2, "diff: missing operand");
    };
    let open = |path: &str| match path {
        "-" => Ok(stdin.unwrap_or_default().to_owned()),
        path => files.open(path),
    };
    let (old, new) = match (open(first), open(second)) {
        (Ok(old), Ok(new)) => (old, new),
        (old, new) => {
            let mut output = Output::new();
            for (path, text) in [(first, old), (second, new)] {
                if let Err(why) = text {
                    output.complain(&format!("diff: {path}: {why}"));
                }
            }
            return Effect::done(output, 2);
        }
    };
    if old == new {
        return Effect::code(0);
    }
    let (one, two): (Vec<&str>, Vec<&str>) = (old.lines().collect(), new.lines().collect());
    if flags.contains('q') || one.len().max(two.len()) > LINES_MAX {
        return Effect::done(
            Output::of(format!("Files {first} and {second} differ\n")),
            1,
        );
    }
    let steps = steps(&one, &two);
    let text = match flags.contains('u') {
        true => format!("--- {first}\n+++ {second}\n{}", unified(&steps, &one, &two)),
        false => normal(&steps, &one, &two),
    };
    Effect::done(Output::of(text), 1)
}

/// The shortest way, by the table of longest common tails.
fn steps(one: &[&str], two: &[&str]) -> Vec<Step> {
    let width = two.len() + 1;
    let mut common = vec![0_u16; (one.len() + 1) * width];
    for at in (0..one.len()).rev() {
        for to in (0..two.len()).rev() {
            common[at * width + to] = match one[at] == two[to] {
                true => common[(at + 1) * width + to + 1] + 1,
                false => common[(at + 1) * width + to].max(common[at * width + to + 1]),
            };
        }
    }
    let (mut at, mut to, mut steps) = (0, 0, Vec::new());
    while at < one.len() || to < two.len() {
        let step = if at < one.len() && to < two.len() && one[at] == two[to] {
            Step::Both
        } else if to == two.len()
            || (at < one.len() && common[(at + 1) * width + to] >= common[at * width + to + 1])
        {
            Step::First
        } else {
            Step::Second
        };
        at += usize::from(step != Step::Second);
        to += usize::from(step != Step::First);
        steps.push(step);
    }
    steps
}

fn normal(steps: &[Step], one: &[&str], two: &[&str]) -> String {
    let (mut at, mut to, mut out) = (0, 0, String::new());
    for run in steps.chunk_by(|a, b| (*a == Step::Both) == (*b == Step::Both)) {
        let gone = run.iter().filter(|step| **step != Step::Second).count();
        let come = run.iter().filter(|step| **step != Step::First).count();
        if run[0] != Step::Both {
            let range = |from: usize, count: usize| match count {
                0 => from.to_string(),
                1 => (from + 1).to_string(),
                _ => format!("{},{}", from + 1, from + count),
            };
            let letter = match (gone, come) {
                (0, _) => 'a',
                (_, 0) => 'd',
                _ => 'c',
            };
            out.push_str(&format!("{}{letter}{}\n", range(at, gone), range(to, come)));
            one[at..at + gone]
                .iter()
                .for_each(|line| out.push_str(&format!("< {line}\n")));
            out.push_str(if letter == 'c' { "---\n" } else { "" });
            two[to..to + come]
                .iter()
                .for_each(|line| out.push_str(&format!("> {line}\n")));
        }
        at += gone;
        to += come;
    }
    out
}

/// Lines around a change.
const AROUND: usize = 3;

fn unified(steps: &[Step], one: &[&str], two: &[&str]) -> String {
    let changed: Vec<usize> = (0..steps.len())
        .filter(|n| steps[*n] != Step::Both)
        .collect();
    let mut out = String::new();
    for hunk in changed.chunk_by(|a, b| b - a <= 2 * AROUND) {
        let from = hunk[0].saturating_sub(AROUND);
        let end = (hunk[hunk.len() - 1] + AROUND + 1).min(steps.len());
        let count = |steps: &[Step], not: Step| steps.iter().filter(|s| **s != not).count();
        let (at, to) = (
            count(&steps[..from], Step::Second),
            count(&steps[..from], Step::First),
        );
        let inside = &steps[from..end];
        let range = |from: usize, count: usize| match count {
            0 => format!("{from},0"),
            1 => (from + 1).to_string(),
            _ => format!("{},{count}", from + 1),
        };
        out.push_str(&format!(
            "@@ -{} +{} @@\n",
            range(at, count(inside, Step::Second)),
            range(to, count(inside, Step::First))
        ));
        let (mut at, mut to) = (at, to);
        for step in inside {
            let (sign, line) = match step {
                Step::Both => (' ', one[at]),
                Step::First => ('-', one[at]),
                Step::Second => ('+', two[to]),
            };
            out.push_str(&format!("{sign}{line}\n"));
            at += usize::from(*step != Step::Second);
            to += usize::from(*step != Step::First);
        }
    }
    out
}
