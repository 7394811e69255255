//! `kubectl wait`

use crate::cluster::api::{Key, Object, SimTime};
use crate::kubectl::call::Call;
use crate::kubectl::failure::{Failure, Result};
use crate::kubectl::output::Output;
use crate::kubectl::parse::{self, Args, Flag, Takes};
use crate::kubectl::print::jsonpath::Template;
use crate::kubectl::target::{NOTHING_NAMED, targets};
use crate::kubectl::wait::Wait;
use crate::shell::{Next, Turn};
use crate::sim::World;

const FLAGS: &[Flag] = &[
    parse::FILENAME,
    parse::SELECTOR,
    parse::OUTPUT,
    parse::ALL,
    parse::ALL_NAMESPACES,
    parse::TIMEOUT,
    ("for", None, Takes::Value),
    ("field-selector", None, Takes::Value),
];

pub(super) fn run(call: &mut Call<'_>, line: &[String]) -> Result<()> {
    let args = Args::parse("wait", line, FLAGS)?;
    call.set_common(&args);
    let text = args.value("for").unwrap_or_default();
    let hope = Hope::parse(text)?;
    let timeout_ms = duration_ms(args.value("timeout").unwrap_or("30s"))?;
    let found = targets(call, &args, NOTHING_NAMED)?;
    let gone = matches!(hope, Hope::Gone);
    if !gone {
        Failure::all(found.failures)?;
    }
    if found.objects.is_empty() && !gone {
        return Err(Failure::client("no matching resources found"));
    }
    let objects = found
        .objects
        .iter()
        .map(|object| (object.key(), object.uid().to_owned()))
        .collect();
    let deadline = SimTime(call.now().0 + timeout_ms);
    call.wait = Some(Wait::Condition(Hoping {
        hope,
        objects,
        deadline,
        met: Output::new(),
    }));
    Ok(())
}

/// What is hoped for.
#[derive(Clone, Debug)]
enum Hope {
    /// `delete`
    Gone,
    /// `create`: it is there.
    There,
    /// `condition=Ready[=False]`
    Condition(String, String),
    /// `jsonpath={.status.phase}[=Running]`
    Path(Template, Option<String>),
}

impl Hope {
    fn parse(text: &str) -> Result<Self> {
        if text.eq_ignore_ascii_case("delete") {
            return Ok(Self::Gone);
        }
        if text.eq_ignore_ascii_case("create") {
            return Ok(Self::There);
        }
        if let Some(condition) = text.strip_prefix("condition=") {
            let (name, value) = condition.split_once('=').unwrap_or((condition, "true"));
            return Ok(Self::Condition(name.to_owned(), value.to_owned()));
        }
        if let Some(path) = text.strip_prefix("jsonpath=") {
            let end = path.rfind('}').map_or(path.len(), |at| at + 1);
            let (path, value) = path.split_at(end);
            let path = path.trim_matches('\'');
            let template = Template::parse(path).map_err(Failure::Client)?;
            let value = value.strip_prefix('=').map(str::to_owned);
            return Ok(Self::Path(template, value));
        }
        Err(Failure::client(format!("unrecognized condition: {text:?}")))
    }

    fn is_met(&self, object: Option<&Object>) -> bool {
        match (self, object) {
            (Self::Gone, object) => object.is_none(),
            (Self::There, object) => object.is_some(),
            (Self::Condition(name, wanted), Some(object)) => {
                let value = object.to_value();
                let conditions = value["status"]["conditions"].as_array();
                conditions.into_iter().flatten().any(|condition| {
                    let text = |field: &str| condition[field].as_str().unwrap_or_default();
                    text("type").eq_ignore_ascii_case(name)
                        && text("status").eq_ignore_ascii_case(wanted)
                })
            }
            (Self::Path(path, wanted), Some(object)) => {
                let found = path.find(&object.to_value());
                match wanted {
                    Some(wanted) => found.len() == 1 && found[0] == *wanted,
                    None => !found.is_empty(),
                }
            }
            (_, None) => false,
        }
    }
}

/// `wait` stays until every object is as hoped, or time is up.
#[derive(Clone, Debug)]
pub struct Hoping {
    hope: Hope,
    objects: Vec<(Key, String)>,
    deadline: SimTime,
    met: Output,
}

impl Hoping {
    pub(in crate::kubectl) fn poll(&mut self, world: &World) -> Turn {
        let mut output = std::mem::take(&mut self.met);
        // One after the other, as kubectl does: the first that is not as hoped holds the rest.
        while let Some((key, uid)) = self.objects.first() {
            let object = world.cluster.store.object(key);
            let same = object.filter(|object| object.uid() == uid);
            if !self.hope.is_met(same) {
                break;
            }
            output.line(&format!(
                "{}/{} condition met",
                key.kind.printed(),
                key.name
            ));
            self.objects.remove(0);
        }
        if self.objects.is_empty() {
            return Turn::done(output, 0);
        }
        if world.now >= self.deadline {
            for (key, _) in &self.objects {
                output.complain(&format!(
                    "error: timed out waiting for the condition on {}/{}",
                    key.kind.info().plural,
                    key.name
                ));
            }
            return Turn::done(output, 1);
        }
        Turn {
            output,
            inputs: vec![],
            next: Next::Until(Some(self.deadline)),
        }
    }
}

/// `90s`, `1m30s`, `2h`; a bare number counts seconds.
pub(super) fn duration_ms(text: &str) -> Result<u64> {
    let fail = || {
        Failure::client(format!(
            "invalid argument {text:?} for \"--timeout\" flag: time: invalid duration {text:?}"
        ))
    };
    if let Ok(seconds) = text.parse::<u64>() {
        return Ok(seconds.saturating_mul(1000));
    }
    let mut total = 0_u64;
    let mut number = String::new();
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        if letter.is_ascii_digit() {
            number.push(letter);
            continue;
        }
        let unit_ms = match (letter, letters.peek()) {
            ('m', Some('s')) => {
                letters.next();
                1
            }
            ('s', _) => 1000,
            ('m', _) => 60_000,
            ('h', _) => 3_600_000,
            _ => return Err(fail()),
        };
        total += std::mem::take(&mut number)
            .parse::<u64>()
            .map_err(|_| fail())?
            .saturating_mul(unit_ms);
    }
    if number.is_empty() && !text.is_empty() {
        Ok(total)
    } else {
        Err(fail())
    }
}
