//! `kubectl scale`

use super::create::Done;
use crate::cluster::api::{Object, Specified};
use crate::cluster::apiserver::{ApiError, scale};
use crate::kubectl::call::Call;
use crate::kubectl::failure::{Failure, Result};
use crate::kubectl::parse::{self, Args, Flag, Takes};
use crate::kubectl::target::{NOTHING_NAMED, targets};
use crate::sim::Request;

const FLAGS: &[Flag] = &[
    parse::FILENAME,
    parse::SELECTOR,
    parse::OUTPUT,
    parse::DRY_RUN,
    parse::RECURSIVE,
    parse::ALL,
    parse::TIMEOUT,
    ("replicas", None, Takes::Value),
    ("current-replicas", None, Takes::Value),
    ("resource-version", None, Takes::Value),
];

pub(super) fn run(call: &mut Call<'_>, line: &[String]) -> Result<()> {
    let args = Args::parse("scale", line, FLAGS)?;
    call.set_common(&args);
    let Some(replicas) = args.number("scale", "replicas")? else {
        return Err(Failure::client("required flag(s) \"replicas\" not set"));
    };
    if replicas < 0 {
        return Err(Failure::client(
            "The --replicas=COUNT flag is required, and COUNT must be greater than or equal to 0",
        ));
    }
    let expected = args
        .number("scale", "current-replicas")?
        .filter(|count| *count >= 0);
    let done = Done::read(&args)?;
    let found = targets(call, &args, NOTHING_NAMED)?;
    let mut failures = found.failures;
    for object in found.objects {
        let present = present(&object);
        if let (Some(expected), Some(present)) = (expected, present)
            && expected != i64::from(present)
        {
            failures.push(Failure::client(format!(
                "Expected replicas to be {expected}, was {present}"
            )));
            continue;
        }
        if present.is_none() {
            failures.push(Failure::Plain(
                "Error from server (NotFound): the server could not find the requested resource"
                    .to_owned(),
            ));
            continue;
        }
        // Compared with what is there it goes over as 32 bits, whatever is left of it; else in a patch.
        let count = match (i32::try_from(replicas), expected) {
            (Ok(count), _) => count,
            (Err(_), Some(_)) => replicas as i32,
            (Err(_), None) => {
                failures.push(too_many(&object, replicas).into());
                continue;
            }
        };
        match done.make(call, Request::Scale(object.key(), count)) {
            Ok(()) => done.say(call, &object, "scaled")?,
            Err(error) => failures.push(error.into()),
        }
    }
    Failure::all(failures)
}

/// What the server says to a patch with more than 32 bits.
fn too_many(object: &Object, replicas: i64) -> ApiError {
    let mut wanted = scale::of(object);
    wanted["spec"]["replicas"] = replicas.into();
    let why = scale::replicas(&wanted).err().unwrap_or_default();
    ApiError::invalid_patch(&wanted.to_string(), &why)
}

/// The replicas of what can be scaled.
fn present(object: &Object) -> Option<i32> {
    match object {
        Object::StatefulSet(set) => Some(set.spec().replicas.unwrap_or(1)),
        Object::Deployment(deployment) => Some(deployment.spec().replicas.unwrap_or(1)),
        Object::ReplicaSet(set) => Some(set.spec().replicas.unwrap_or(1)),
        _ => None,
    }
}
