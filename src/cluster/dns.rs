//! DNS: a pure query over the store, name to answers.
//!
//! Models coredns/plugin/kubernetes and the resolver of a pod. Answers come from Services and
//! EndpointSlices, so they lag behind the pods exactly as far as those do.

mod zone;

use crate::cluster::apiserver::Store;

/// The cluster's domain.
pub const DOMAIN: &str = "cluster.local";
/// The address of the cluster's DNS service.
pub const ADDRESS: &str = "10.96.0.10";
/// How long an answer may be kept, in seconds.
pub const TTL_SECS: u32 = 30;
/// A name with fewer dots is tried in the search domains first (`options ndots:5`).
const NDOTS: usize = 5;

/// What a name stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// A records: IPv4 addresses, in the order of the endpoints.
    Addresses(Vec<String>),
    /// SRV records.
    Services(Vec<ServiceRecord>),
    /// PTR records: names.
    Pointer(Vec<String>),
    /// A CNAME record, of a Service of type `ExternalName`.
    Canonical(String),
    /// The name exists but has no record of the kind (NOERROR without an answer).
    NoData,
    /// There is no such name (NXDOMAIN).
    NameError,
}

/// One SRV record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServiceRecord {
    /// Lower is tried first; always 0 here.
    pub priority: u16,
    /// Share among those of the same priority.
    pub weight: u16,
    /// The port.
    pub port: i32,
    /// The name of who serves it.
    pub target: String,
}

/// Resolves a name as a program in a pod of the namespace would: along the search path.
#[must_use]
pub fn resolve(store: &Store, from_namespace: &str, name: &str) -> Answer {
    resolve_named(store, from_namespace, name).1
}

/// [`resolve`], with the full name that was answered (or asked last).
#[must_use]
pub fn resolve_named(store: &Store, from_namespace: &str, name: &str) -> (String, Answer) {
    let mut without_data = None;
    let candidates = candidates(from_namespace, name);
    for candidate in &candidates {
        match lookup(store, candidate) {
            Answer::NameError => {}
            Answer::NoData => without_data = without_data.or_else(|| Some(candidate.clone())),
            answer => return (candidate.clone(), answer),
        }
    }
    match without_data {
        Some(name) => (name, Answer::NoData),
        None => (
            candidates.last().cloned().unwrap_or_default(),
            Answer::NameError,
        ),
    }
}

/// The full names a resolver asks for, in order (resolv.conf's `search` and `ndots`).
#[must_use]
pub fn candidates(from_namespace: &str, name: &str) -> Vec<String> {
    if let Some(absolute) = name.strip_suffix('.') {
        return vec![absolute.to_lowercase()];
    }
    let name = name.to_lowercase();
    if zone::reversed(&name).is_some() {
        return vec![name];
    }
    let searched = [
        format!("{name}.{from_namespace}.svc.{DOMAIN}"),
        format!("{name}.svc.{DOMAIN}"),
        format!("{name}.{DOMAIN}"),
    ];
    let mut names = searched.to_vec();
    let at = if name.matches('.').count() >= NDOTS {
        0
    } else {
        names.len()
    };
    names.insert(at, name);
    names
}

/// Asks the server for one full name, without a search path.
#[must_use]
pub fn lookup(store: &Store, name: &str) -> Answer {
    zone::answer(store, &name.to_lowercase())
}
