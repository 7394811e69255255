//! The controllers of kube-controller-manager, one `reconcile` each: look at the world through the
//! client, take the next steps, say what is waited for.

pub mod endpoints;
pub mod garbage_collector;
pub mod memo;
pub mod node_lifecycle;
pub mod quota;
pub mod revision;
pub mod statefulset;
pub mod volume;
