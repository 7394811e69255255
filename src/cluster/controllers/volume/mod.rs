//! Claims and volumes: the binder of kube-controller-manager and the provisioner beside it.

pub mod binder;
mod claim;
pub mod matching;
mod protection;
pub mod provisioner;
#[allow(clippy::module_inception, reason = "the API's own noun")]
mod volume;
