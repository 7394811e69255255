//! DNS: a pure query over the store, name to answers.

/// The cluster's domain.
pub const DOMAIN: &str = "cluster.local";
/// The address of the cluster's DNS service.
pub const ADDRESS: &str = "10.96.0.10";
