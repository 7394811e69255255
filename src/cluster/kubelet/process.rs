//! A container's program ended from inside: by `exit` in the shell it is, or by a signal.

use super::files::running_on;
use super::local::{Exit, State};
use crate::cluster::Cluster;
use crate::cluster::api::{Key, SimTime};
use crate::cluster::apiserver::ApiError;
use std::sync::Arc;

/// Ends the program of a container with a code; answers the node whose kubelet has to look.
///
/// # Errors
/// The container does not run.
pub fn end(
    cluster: &mut Cluster,
    pod: &Key,
    container: &str,
    code: i32,
    now: SimTime,
) -> Result<Arc<str>, ApiError> {
    let (node, uid) = running_on(cluster, pod, container)?;
    let local = cluster
        .machines
        .get_mut(&*node)
        .and_then(|machine| machine.local_mut(pod, &uid));
    let unit = local.and_then(|local| local.units.iter_mut().find(|unit| unit.name == container));
    if let Some(unit) = unit
        && let State::Running { exit, .. } = &mut unit.state
    {
        *exit = Some(Exit { at: now, code });
    }
    Ok(Arc::from(node))
}
