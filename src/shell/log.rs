//! What the kubelet answers whoever asks for a container's log.

use crate::cluster::api::{ContainerStatus, Pod, meta};
use crate::shell::program::log_of;
use std::sync::Arc;

/// The log of a container; `previous`: of the one before the last restart.
///
/// # Errors
/// The kubelet's words where there is no log yet, or none any more.
pub fn read(pod: &Arc<Pod>, container: &str, previous: bool) -> Result<String, String> {
    let name = meta::name(&pod.metadata);
    let status = status_of(pod, container);
    if previous && status.is_none_or(|status| status.restart_count == 0) {
        return Err(format!(
            "previous terminated container {container:?} in pod {name:?} not found"
        ));
    }
    if let Some(why) = waits_for(status) {
        return Err(format!(
            "container {container:?} in pod {name:?} is waiting to start: {why}"
        ));
    }
    Ok(log_of(pod, container))
}

/// The status of a container, main or init.
#[must_use]
pub fn status_of<'a>(pod: &'a Pod, container: &str) -> Option<&'a ContainerStatus> {
    let status = pod.status.as_ref()?;
    let all = status
        .container_statuses
        .iter()
        .chain(&status.init_container_statuses)
        .flatten();
    all.into_iter().find(|status| status.name == container)
}

/// Why a container has no log yet, in the kubelet's words.
fn waits_for(status: Option<&ContainerStatus>) -> Option<String> {
    let Some(status) = status else {
        return Some("ContainerCreating".to_owned());
    };
    if status.restart_count > 0 {
        return None;
    }
    let waiting = status.state.as_ref()?.waiting.as_ref()?;
    Some(match waiting.reason.as_deref().unwrap_or_default() {
        "ErrImagePull" => "image can't be pulled".to_owned(),
        "ImagePullBackOff" => "trying and failing to pull image".to_owned(),
        reason => reason.to_owned(),
    })
}
