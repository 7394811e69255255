//! How long things take before a component looks, seeded. Ranges in milliseconds, chosen to feel
//! like a small real cluster at 1× speed.

use super::queue::Component;
use crate::cluster::api::SimDuration;
use crate::cluster::apiserver::uid::Rng;

/// The time between a change in the API server and the moment the component has seen it and gets
/// to it (watch delivery plus its work queue).
pub(super) fn watch(rng: &mut Rng, component: &Component) -> SimDuration {
    let (low, high) = match component {
        Component::StatefulSet => (12, 60),
        Component::Scheduler => (19, 55),
        Component::Kubelet(_) => (40, 180),
        // Quicker than the scheduler: a claim is heard to wait for its first consumer.
        Component::VolumeBinder => (5, 18),
        Component::Provisioner => (60, 220),
        Component::EndpointSlice => (30, 140),
        Component::GarbageCollector => (60, 260),
        Component::NodeLifecycle => (40, 160),
        Component::Quota => (40, 200),
    };
    SimDuration(rng.between(low, high))
}

/// The wait after the `failures`-th failure in a row: 5 ms doubled each time, a quarter hour at most
/// (workqueue.DefaultTypedControllerRateLimiter).
pub(super) fn back_off(failures: u32) -> SimDuration {
    let doublings = failures.saturating_sub(1).min(18);
    SimDuration((5_u64 << doublings).min(1_000_000))
}
