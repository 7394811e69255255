//! `kubectl rollout status`
//!
//! Models kubectl/pkg/polymorphichelpers/rollout_status.go for StatefulSets.

use crate::cluster::api::{Object, SimTime, Specified, StatefulSet};
use crate::kubectl::call::Call;
use crate::kubectl::cmd::wait::duration_ms;
use crate::kubectl::failure::{Failure, Result};
use crate::kubectl::output::Output;
use crate::kubectl::parse::Args;
use crate::kubectl::wait::Wait;
use crate::shell::{Next, Turn};
use crate::sim::{Fact, What, World};

pub(super) fn run(call: &mut Call<'_>, args: &Args, object: &Object) -> Result<()> {
    let set = super::set(object, "status")?;
    let (line, done) = line(set)?;
    call.output.line(&line);
    if done || args.value("watch") == Some("false") {
        return Ok(());
    }
    let timeout_ms = args
        .value("timeout")
        .map(duration_ms)
        .transpose()?
        .filter(|ms| *ms > 0);
    call.wait = Some(Wait::Rollout(Rolling {
        uid: object.uid().to_owned(),
        deadline: timeout_ms.map(|ms| SimTime(call.now().0 + ms)),
    }));
    Ok(())
}

/// What there is to say about a set, and whether the rollout has ended.
fn line(set: &StatefulSet) -> Result<(String, bool)> {
    let strategy = set.spec().update_strategy.clone().unwrap_or_default();
    if strategy.type_.as_deref().unwrap_or("RollingUpdate") != "RollingUpdate" {
        return Err(Failure::client(
            "rollout status is only available for RollingUpdate strategy type",
        ));
    }
    let status = set.status.clone().unwrap_or_default();
    let observed = status.observed_generation.unwrap_or_default();
    if observed == 0 || observed < set.metadata.generation.unwrap_or_default() {
        return Ok((
            "Waiting for statefulset spec update to be observed...".to_owned(),
            false,
        ));
    }
    let wanted = set.spec().replicas.unwrap_or(1);
    let ready = status.ready_replicas.unwrap_or_default();
    if ready < wanted {
        return Ok((
            format!("Waiting for {} pods to be ready...", wanted - ready),
            false,
        ));
    }
    let updated = status.updated_replicas.unwrap_or_default();
    let Some(rolling) = strategy.rolling_update else {
        let revision = status.update_revision.unwrap_or_default();
        if Some(&revision) != status.current_revision.as_ref() {
            return Ok((
                format!(
                    "waiting for statefulset rolling update to complete {updated} pods at revision {revision}..."
                ),
                false,
            ));
        }
        let current = status.current_replicas.unwrap_or_default();
        return Ok((
            format!("statefulset rolling update complete {current} pods at revision {revision}..."),
            true,
        ));
    };
    let of = wanted - rolling.partition.unwrap_or_default();
    if updated < of {
        return Ok((
            format!(
                "Waiting for partitioned roll out to finish: {updated} out of {of} new pods have been updated..."
            ),
            false,
        ));
    }
    Ok((
        format!("partitioned roll out complete: {updated} new pods have been updated..."),
        true,
    ))
}

/// `rollout status` says a line for each change of the set until the rollout has ended.
#[derive(Clone, Debug)]
pub struct Rolling {
    uid: String,
    deadline: Option<SimTime>,
}

impl Rolling {
    pub(in crate::kubectl) fn poll(&mut self, world: &World, facts: &[Fact]) -> Turn {
        let mut output = Output::new();
        for fact in facts {
            let set = match &fact.what {
                What::Changed {
                    after: Object::StatefulSet(set),
                    ..
                } => set,
                What::Deleted(object) if object.uid() == self.uid => {
                    output.complain("error: object has been deleted");
                    return Turn::done(output, 1);
                }
                _ => continue,
            };
            if set.metadata.uid.as_deref() != Some(self.uid.as_str()) {
                continue;
            }
            match line(set) {
                Ok((line, done)) => {
                    output.line(&line);
                    if done {
                        return Turn::done(output, 0);
                    }
                }
                Err(failure) => {
                    failure.print(&mut output);
                    return Turn::done(output, 1);
                }
            }
        }
        if self.deadline.is_some_and(|deadline| world.now >= deadline) {
            output.complain("error: timed out waiting for the condition");
            return Turn::done(output, 1);
        }
        Turn {
            output,
            inputs: vec![],
            next: Next::Until(self.deadline),
        }
    }
}
