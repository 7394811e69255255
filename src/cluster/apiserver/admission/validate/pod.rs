//! Rules of pods, and of the little that may change in them.
//!
//! Models ValidatePodCreate and ValidatePodUpdate in pkg/apis/core/validation/validation.go.

use super::causes::Causes;
use super::path::Path;
use super::seen::Seen;
use super::{diff, pod_spec};
use crate::cluster::api::{Container, Pod, PodSpec};

const IMMUTABLE: &str = "pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)";

/// A new pod.
pub(super) fn create(pod: &Pod, causes: &mut Causes) {
    if let Some(spec) = &pod.spec {
        pod_spec::pod_spec(spec, &Seen::new(), &Path::root("spec"), causes);
    }
}

/// The new form of a stored pod.
pub(super) fn update(old: &Pod, new: &Pod, causes: &mut Causes) {
    let (Some(before), Some(after)) = (&old.spec, &new.spec) else {
        return;
    };
    // Labels and owners: what controllers do to pods by the thousand.
    if before == after {
        return;
    }
    let path = Path::root("spec");
    pod_spec::pod_spec(after, &Seen::new(), &path, causes);
    if before.containers.len() != after.containers.len() {
        let detail = "pod updates may not add or remove containers";
        return causes.forbidden(&path.child("containers"), detail);
    }
    let init = |spec: &PodSpec| spec.init_containers.as_ref().map_or(0, Vec::len);
    if init(before) != init(after) {
        let detail = "pod updates may not add or remove containers";
        return causes.forbidden(&path.child("initContainers"), detail);
    }
    deadline(before, after, &path, causes);
    let allowed = allowed(before, after);
    if allowed != *after {
        causes.forbidden(
            &path,
            &format!(
                "{IMMUTABLE}\n{}",
                diff::diff("core.PodSpec", &allowed, after)
            ),
        );
    }
}

/// A deadline may be set or brought nearer.
fn deadline(before: &PodSpec, after: &PodSpec, path: &Path<'_>, causes: &mut Causes) {
    let at = path.child("activeDeadlineSeconds");
    match (
        before.active_deadline_seconds,
        after.active_deadline_seconds,
    ) {
        (Some(old), Some(new)) if new > old => {
            let detail = format!("must be less than or equal to previous value {old}");
            causes.invalid(&at, new, &detail);
        }
        (Some(_), None) => causes.invalid(
            &at,
            serde_json::Value::Null,
            "must not update from a positive integer to nil value",
        ),
        _ => {}
    }
}

/// The old spec with everything that may change as it is in the new one.
fn allowed(before: &PodSpec, after: &PodSpec) -> PodSpec {
    let mut allowed = before.clone();
    images(&mut allowed.containers, &after.containers);
    let init = after.init_containers.as_deref().unwrap_or_default();
    images(
        allowed.init_containers.as_deref_mut().unwrap_or_default(),
        init,
    );
    allowed.active_deadline_seconds = after.active_deadline_seconds;
    let had = before.tolerations.as_deref().unwrap_or_default();
    let has = after.tolerations.as_deref().unwrap_or_default();
    if had.iter().all(|toleration| has.contains(toleration)) {
        allowed.tolerations.clone_from(&after.tolerations);
    }
    // Gates may be lifted, not added.
    let had = before.scheduling_gates.as_deref().unwrap_or_default();
    let has = after.scheduling_gates.as_deref().unwrap_or_default();
    if has.iter().all(|gate| had.contains(gate)) {
        allowed.scheduling_gates.clone_from(&after.scheduling_gates);
    }
    let grace = (
        before.termination_grace_period_seconds,
        after.termination_grace_period_seconds,
    );
    if matches!(grace, (Some(..0), Some(1))) {
        allowed.termination_grace_period_seconds = Some(1);
    }
    allowed
}

fn images(allowed: &mut [Container], after: &[Container]) {
    for (container, new) in allowed.iter_mut().zip(after) {
        container.image.clone_from(&new.image);
    }
}
