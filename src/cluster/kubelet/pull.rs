//! Images: pulling them, failing to, and waiting before the next try.
//!
//! Models kubernetes/pkg/kubelet/images/image_manager.go.

use super::Visit;
use super::images::{Image, ImageError};
use super::local::{State, Unit};
use super::unit::{BACK_OFF_FIRST, doubled, tell};
use crate::cluster::api::{Container, Pod, SimTime};
use crate::cluster::apiserver::events::Severity;
use std::sync::Arc;

/// Uses the image that is there, or begins to pull it.
pub(super) fn look_at_image(
    visit: &mut Visit<'_>,
    pod: &Arc<Pod>,
    container: &Container,
    unit: &mut Unit,
) {
    let name = container.image.clone().unwrap_or_default();
    let image = match Image::parse(&name) {
        Ok(image) => image,
        Err(_) => {
            let message = format!(
                "Failed to apply default image tag {name:?}: couldn't parse image name {name:?}: invalid reference format"
            );
            return stick(
                visit,
                pod,
                unit,
                "InvalidImageName",
                message,
                "InspectFailed",
            );
        }
    };
    let reference = image.reference();
    let present = visit.machine.images.contains(&reference);
    let policy = container
        .image_pull_policy
        .as_deref()
        .unwrap_or("IfNotPresent");
    if present && policy != "Always" {
        let text = format!(
            "Container image {name:?} already present on machine and can be accessed by the pod"
        );
        tell(visit, pod, unit, Severity::Normal, "Pulled", &text);
        unit.state = State::Creating {
            until: visit.after(30, 140),
        };
        return;
    }
    if policy == "Never" {
        let message = format!("Container image {name:?} is not present with pull policy of Never");
        return stick(
            visit,
            pod,
            unit,
            "ErrImageNeverPull",
            message,
            "ErrImageNeverPull",
        );
    }
    tell(
        visit,
        pod,
        unit,
        Severity::Normal,
        "Pulling",
        &format!("Pulling image {name:?}"),
    );
    let (low, high) = if present { (180, 600) } else { (1200, 3500) };
    unit.state = State::Pulling {
        from: visit.now,
        until: visit.after(low, high),
    };
}

/// The time a pull takes is over: the image is there, or there is none.
pub(super) fn finish(
    visit: &mut Visit<'_>,
    pod: &Arc<Pod>,
    container: &Container,
    unit: &mut Unit,
    from: SimTime,
) {
    let name = container.image.clone().unwrap_or_default();
    let found = Image::parse(&name).and_then(|image| image.find().map(|()| image));
    match found {
        Ok(image) => {
            let took_ms = visit.now.since(from).as_millis();
            let took = if took_ms < 1000 {
                format!("{took_ms}ms")
            } else {
                format!("{}.{:03}s", took_ms / 1000, took_ms % 1000)
            };
            let text = format!(
                "Successfully pulled image {name:?} in {took} ({took} including waiting). Image size: {} bytes.",
                image.size_bytes()
            );
            tell(visit, pod, unit, Severity::Normal, "Pulled", &text);
            visit.machine.images.insert(image.reference());
            unit.pull_back_off = None;
            unit.state = State::Creating {
                until: visit.after(30, 140),
            };
        }
        Err(ImageError::NotFound(why) | ImageError::InvalidName(why)) => {
            let text = format!("Failed to pull image {name:?}: {why}");
            tell(visit, pod, unit, Severity::Warning, "Failed", &text);
            tell(
                visit,
                pod,
                unit,
                Severity::Warning,
                "Failed",
                "Error: ErrImagePull",
            );
            // The next sync finds the back-off and says so.
            let retry_at = visit.after(900, 2400);
            hold(unit, "ErrImagePull", why, retry_at);
        }
    }
}

/// The container cannot be made, and says so; it is tried again with the next sync.
fn stick(
    visit: &mut Visit<'_>,
    pod: &Arc<Pod>,
    unit: &mut Unit,
    reason: &'static str,
    message: String,
    event: &str,
) {
    tell(visit, pod, unit, Severity::Warning, event, &message);
    tell(
        visit,
        pod,
        unit,
        Severity::Warning,
        "Failed",
        &format!("Error: {reason}"),
    );
    let retry_at = visit.after(10_000, 15_000);
    hold(unit, reason, message, retry_at);
}

/// A failed pull is followed by its back-off, a back-off by the next try.
pub(super) fn stuck_again(
    visit: &mut Visit<'_>,
    pod: &Arc<Pod>,
    container: &Container,
    unit: &mut Unit,
) {
    let State::Stuck {
        reason: "ErrImagePull",
        message,
        ..
    } = &unit.state
    else {
        unit.state = State::Idle;
        return;
    };
    let name = container.image.clone().unwrap_or_default();
    let text = format!("Back-off pulling image {name:?}");
    let message = format!("{text}: ErrImagePull: {message}");
    tell(visit, pod, unit, Severity::Normal, "BackOff", &text);
    tell(
        visit,
        pod,
        unit,
        Severity::Warning,
        "Failed",
        "Error: ImagePullBackOff",
    );
    let wait = unit.pull_back_off.unwrap_or(BACK_OFF_FIRST);
    unit.pull_back_off = Some(doubled(wait));
    let retry_at = visit.now.after(wait);
    hold(unit, "ImagePullBackOff", message, retry_at);
}

/// The container waits, and its status says why until it runs.
pub(super) fn hold(unit: &mut Unit, reason: &'static str, message: String, retry_at: SimTime) {
    unit.held = Some((reason, message.clone()));
    unit.state = State::Stuck {
        reason,
        message,
        retry_at,
    };
}
