//! Running one trace against our controller.

use super::{compare, ops, record};
use crate::cluster::api::{Key, Kind, SimTime, StatefulSet};
use crate::cluster::apiserver::{Actor, Client, Gates, Store};
use crate::cluster::controllers::statefulset;
use crate::cluster::outcome::Waiting;
use serde_json::{Value, json};
use std::fmt;
use std::io::Write;

/// Where ours and upstream part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// Name of the trace.
    pub trace: String,
    /// The step, as recorded; absent when the final state differs.
    pub step: Option<u64>,
    /// What differs, or why the trace could not be run.
    pub text: String,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.step {
            Some(step) => write!(f, "FAILED {} at step {step}\n{}", self.trace, self.text),
            None => write!(f, "FAILED {} at the end\n{}", self.trace, self.text),
        }
    }
}

/// Replays one trace and compares every step.
///
/// # Errors
/// The first step at which ours differs.
pub fn replay(trace: &Value) -> Result<(), Failure> {
    run(trace, |_, _| {})
}

/// What ours waited for at the end of each sync of a trace, by step.
///
/// # Errors
/// The first step at which ours differs from upstream: then its reasons are worth nothing.
pub fn waits(trace: &Value) -> Result<Vec<(u64, Option<Waiting>)>, Failure> {
    let mut waits = Vec::new();
    run(trace, |step, ours| {
        if step["op"] == "sync" {
            let waiting = serde_json::from_value(ours["waiting"].clone()).unwrap_or_default();
            waits.push((step["i"].as_u64().unwrap_or_default(), waiting));
        }
    })?;
    Ok(waits)
}

/// Prints a trace and ours side by side, step by step.
///
/// # Errors
/// What writing answered.
pub(super) fn show(trace: &Value, out: &mut impl Write) -> std::io::Result<()> {
    let mut lines = Vec::new();
    let result = run(trace, |step, ours| {
        let mut header = step.clone();
        if let Value::Object(fields) = &mut header {
            for field in ["writes", "events", "state", "error"] {
                fields.remove(field);
            }
        }
        lines.push(format!("{header}"));
        for field in ["writes", "events"] {
            for (mark, side) in [("upstream", step), ("ours    ", ours)] {
                for entry in side[field].as_array().into_iter().flatten() {
                    lines.push(format!("  {mark} {entry}"));
                }
            }
        }
    });
    for line in lines {
        writeln!(out, "{line}")?;
    }
    if let Err(failure) = result {
        writeln!(out, "{failure}")?;
    }
    Ok(())
}

fn run(trace: &Value, mut seen: impl FnMut(&Value, &Value)) -> Result<(), Failure> {
    let name = trace["name"].as_str().unwrap_or_default().to_owned();
    let fail = |step: Option<u64>, text: String| Failure {
        trace: name.clone(),
        step,
        text,
    };
    let flag = |gate: &str| trace["gates"][gate].as_bool().unwrap_or_default();
    let mut store = Store::for_traces(Gates {
        max_unavailable_stateful_set: flag("MaxUnavailableStatefulSet"),
        parallel_max_unavailable_fix: flag("ParallelMaxUnavailableFix"),
    });
    let mut now = SimTime(0);
    let mut set = trace["set"].clone();
    // The uid is counted like everybody else's, so that a re-created set gets the next one.
    if let Value::Object(meta) = &mut set["metadata"] {
        meta.remove("uid");
    }
    ops::create(&mut store, now, Kind::StatefulSet, &set).map_err(|text| fail(None, text))?;
    let frozen = trace["cache"] == "snapshot";
    let themed = trace.get("seed").is_none();
    let mut expected = json!({});
    for step in trace["steps"].as_array().into_iter().flatten() {
        let at = step["i"].as_u64();
        let is_sync = step["op"] == "sync";
        let ours = if is_sync {
            sync(&mut store, now, frozen)
        } else {
            ops::apply(&mut store, &mut now, step).map_err(|text| fail(at, text))?;
            json!({})
        };
        seen(step, &ours);
        let mut lines = Vec::new();
        if is_sync {
            for field in ["error", "writes", "events"] {
                lines.extend(compare::differences(field, &step[field], &ours[field]));
            }
        }
        for (part, value) in step["state"].as_object().into_iter().flatten() {
            expected[part] = value.clone();
        }
        if is_sync || themed {
            let state = record::state(&store);
            for (part, value) in expected.as_object().into_iter().flatten() {
                lines.extend(compare::differences(part, value, &state[part]));
            }
        }
        if !lines.is_empty() {
            return Err(fail(at, lines.join("\n")));
        }
    }
    let lines = compare::differences("final", &trace["final"], &record::state(&store));
    if lines.is_empty() {
        Ok(())
    } else {
        Err(fail(None, lines.join("\n")))
    }
}

/// One sync of the set, in the form the traces record it in.
fn sync(store: &mut Store, now: SimTime, frozen: bool) -> Value {
    let set_uid = store
        .get::<StatefulSet>("default", "web")
        .and_then(|set| set.metadata.uid.clone())
        .unwrap_or_default();
    drop((store.take_changes(), store.take_requests()));
    let key = Key::new(Kind::StatefulSet, "default", "web");
    let result = {
        let actor = Actor::StatefulSetController;
        let mut client = if frozen {
            Client::with_frozen_cache(store, actor, now)
        } else {
            Client::new(store, actor, now)
        };
        statefulset::reconcile(&mut client, &mut statefulset::Memory::default(), &key)
    };
    let requests = store.take_requests();
    let changes = store.take_changes();
    let waiting = result
        .as_ref()
        .ok()
        .and_then(|outcome| outcome.waiting_for.clone());
    json!({
        "waiting": waiting,
        "error": result.err().map(|error| error.message),
        "writes": requests.iter().map(|request| record::write(request, &set_uid)).collect::<Vec<_>>(),
        "events": record::events(&changes),
    })
}
