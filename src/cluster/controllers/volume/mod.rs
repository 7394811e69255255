//! Claims and volumes: the binder of kube-controller-manager and the provisioner beside it.

pub mod binder;
pub mod provisioner;
