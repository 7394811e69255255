//! The EndpointSlice controller: which pods stand behind a Service.
//!
//! Models kubernetes/pkg/controller/endpointslice and staging/src/k8s.io/endpointslice. The old
//! Endpoints objects are left out.

mod endpoint;
mod memory;

pub use memory::Memory;

use crate::cluster::api::conditions::is_terminal;
use crate::cluster::api::{
    Endpoint, EndpointPort, EndpointSlice, Key, Kind, Object, ObjectMeta, Pod, Service, meta,
    selector, sort,
};
use crate::cluster::apiserver::{ApiError, Client, DeleteOptions, Store};
use crate::cluster::outcome::Outcome;
use memory::{Known, News};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The label that names the Service a slice belongs to.
pub const SERVICE_NAME: &str = "kubernetes.io/service-name";
const MANAGED_BY: &str = "endpointslice.kubernetes.io/managed-by";
const CONTROLLER: &str = "endpointslice-controller.k8s.io";
const HEADLESS: &str = "service.kubernetes.io/headless";
/// How many endpoints a slice holds at most (`--max-endpoints-per-slice`).
const ENDPOINTS_MAX: usize = 100;

/// Brings the slices of one Service up to date.
///
/// # Errors
/// What the API server answered to a write.
pub fn reconcile(
    client: &mut Client<'_>,
    memory: &mut Memory,
    key: &Key,
) -> Result<Outcome, ApiError> {
    // The slices of a Service that is gone are collected with their owner.
    let service = client
        .cached()
        .get::<Service>(&key.namespace, &key.name)
        .cloned();
    let Some(service) = service.filter(|service| selects_pods(service)) else {
        memory.forget(key);
        return Ok(Outcome::await_change());
    };
    let mut slices = slices_of(client.cached(), key);
    let mut wanted: Vec<Arc<EndpointSlice>> = Vec::new();
    let mut known = memory.take(key, &service);
    let Behind { groups, news } = Behind::of(client.cached(), &service, &mut known);
    let pods = pods_of(&service, &groups);
    let news = pods.as_ref().and_then(|_| known.news(&slices, news));
    if let (Some(pods), true) = (&pods, news.as_ref().is_some_and(News::is_none)) {
        memory.keep(key, &service, slices, pods.clone());
        return Ok(Outcome::await_change());
    }
    for (ports, pods) in groups {
        let present = take_with_ports(&mut slices, &ports);
        let slices = filled(
            client.cached(),
            &service,
            &ports,
            &pods,
            news.as_ref(),
            present,
        );
        wanted.extend(slices);
    }
    if wanted.is_empty() {
        // A Service without pods keeps one empty slice: it shows that somebody has looked.
        let mut empty = slices.pop().unwrap_or_else(fresh);
        if empty.endpoints.is_some() || empty.ports.is_some() {
            let slice = Arc::make_mut(&mut empty);
            (slice.endpoints, slice.ports) = (None, None);
        }
        wanted.push(empty);
    }
    write(client, &service, slices, wanted)?;
    if let Some(pods) = pods {
        let slices = slices_of(client.cached(), key);
        memory.keep(key, &service, slices, pods);
    }
    Ok(Outcome::await_change())
}

fn selects_pods(service: &Service) -> bool {
    let Some(spec) = &service.spec else {
        return false;
    };
    !meta::is_deleting(&service.metadata)
        && spec
            .selector
            .as_ref()
            .is_some_and(|selector| !selector.is_empty())
        && spec.type_.as_deref() != Some("ExternalName")
}

fn fresh() -> Arc<EndpointSlice> {
    Arc::new(EndpointSlice {
        address_type: "IPv4".to_owned(),
        ..EndpointSlice::default()
    })
}

/// The slices this controller keeps for the Service, oldest first.
fn slices_of(store: &Store, service: &Key) -> Vec<Arc<EndpointSlice>> {
    let mut slices: Vec<_> = store
        .list_in::<EndpointSlice>(&service.namespace)
        .filter(|slice| {
            meta::label(&slice.metadata, SERVICE_NAME) == Some(&*service.name)
                && meta::label(&slice.metadata, MANAGED_BY) == Some(CONTROLLER)
                && !meta::is_deleting(&slice.metadata)
        })
        .cloned()
        .collect();
    sort::by(&mut slices, |a, b| {
        a.metadata
            .creation_timestamp
            .cmp(&b.metadata.creation_timestamp)
    });
    slices
}

type Group<'a> = (Vec<EndpointPort>, Vec<&'a Arc<Pod>>);

/// The pods behind a Service.
struct Behind<'a> {
    /// Grouped by the ports they serve it on: a named target port may be another number in another pod.
    groups: Vec<Group<'a>>,
    /// Those that are not known from the last look.
    news: Vec<&'a Arc<Pod>>,
}

impl<'a> Behind<'a> {
    fn of(store: &'a Store, service: &Service, known: &mut Known) -> Self {
        let (mut groups, mut news): (Vec<Group<'a>>, Vec<&'a Arc<Pod>>) = (Vec::new(), Vec::new());
        let Some(spec) = &service.spec else {
            return Self { groups, news };
        };
        // Only a port with a name can be another number in another pod.
        let alike = !endpoint::has_named_ports(spec);
        for pod in store.list_in::<Pod>(meta::namespace(&service.metadata)) {
            if known.pods.recall(pod).is_none() {
                let labels = pod.metadata.labels.as_ref();
                let picked = selector::map_matches(spec.selector.as_ref(), labels);
                if !picked || is_terminal(pod) || endpoint::address(pod).is_empty() {
                    continue;
                }
                news.push(pod);
            }
            if alike && let [(_, pods)] = groups.as_mut_slice() {
                pods.push(pod);
                continue;
            }
            let ports = endpoint::ports(spec, pod);
            match groups.iter_mut().find(|(present, _)| *present == ports) {
                Some((_, pods)) => pods.push(pod),
                None => groups.push((ports, vec![pod])),
            }
        }
        Self { groups, news }
    }
}

/// All pods, where each is sure to be served on the same ports: only then they are remembered.
fn pods_of(service: &Service, groups: &[Group<'_>]) -> Option<Vec<Arc<Pod>>> {
    let spec = service.spec.as_ref()?;
    let [(_, pods)] = groups else { return None };
    (!endpoint::has_named_ports(spec)).then(|| pods.iter().map(|pod| Arc::clone(pod)).collect())
}

fn take_with_ports(
    slices: &mut Vec<Arc<EndpointSlice>>,
    ports: &[EndpointPort],
) -> Vec<Arc<EndpointSlice>> {
    let same = |slice: &Arc<EndpointSlice>| slice.ports.as_deref().unwrap_or_default() == ports;
    let (taken, left) = slices.drain(..).partition(same);
    *slices = left;
    taken
}

/// The slices for a group of pods: endpoints stay in the slice they are in, new ones go where there
/// is room, then into new slices. A slice in which all is as it should be stays the same allocation.
fn filled(
    store: &Store,
    service: &Service,
    ports: &[EndpointPort],
    pods: &[&Arc<Pod>],
    news: Option<&News<'_>>,
    present: Vec<Arc<EndpointSlice>>,
) -> Vec<Arc<EndpointSlice>> {
    let pods = news.map_or(pods, |news| &news.pods);
    let uids = pods.iter().map(|pod| (meta::uid(&pod.metadata), *pod));
    let mut missing: BTreeMap<&str, &Arc<Pod>> = sort::map(uids);
    let mut slices: Vec<Arc<EndpointSlice>> = present.clone();
    for slice in &mut slices {
        keep(store, service, slice, news, &mut missing);
    }
    place(store, service, &mut slices, missing);
    for (at, slice) in slices.iter_mut().enumerate() {
        let is_as_it_was = present.get(at).is_some_and(|was| Arc::ptr_eq(was, slice));
        if news.is_none() || !is_as_it_was {
            finish(slice, ports);
        }
    }
    slices.retain(|slice| count(slice) > 0);
    slices
}

/// New endpoints go where there is room, then into new slices.
fn place(
    store: &Store,
    service: &Service,
    slices: &mut Vec<Arc<EndpointSlice>>,
    missing: BTreeMap<&str, &Arc<Pod>>,
) {
    // In the order of names, so that what is placed where does not depend on uids.
    let mut missing: Vec<&Arc<Pod>> = missing.into_values().collect();
    missing.sort_by(|a, b| {
        let order = |pod| endpoint::natural_order(meta::name(pod));
        order(&a.metadata).cmp(&order(&b.metadata))
    });
    let mut at = 0;
    for pod in missing {
        while slices
            .get(at)
            .is_some_and(|slice| count(slice) >= ENDPOINTS_MAX)
        {
            at += 1;
        }
        if at == slices.len() {
            slices.push(fresh());
        }
        let endpoints = &mut Arc::make_mut(&mut slices[at]).endpoints;
        let new = endpoint::of(store, service, pod);
        endpoints.get_or_insert_default().push(new);
    }
}

fn count(slice: &EndpointSlice) -> usize {
    slice.endpoints.as_ref().map_or(0, Vec::len)
}

/// Brings the endpoints of a slice up to date; what they belong to is no longer missing.
fn keep(
    store: &Store,
    service: &Service,
    slice: &mut Arc<EndpointSlice>,
    news: Option<&News<'_>>,
    missing: &mut BTreeMap<&str, &Arc<Pod>>,
) {
    let is_news = |uid: &str| news.is_none_or(|news| news.passed.contains(uid));
    let mut kept: Option<Vec<Endpoint>> = None;
    for (at, old) in slice.endpoints.iter().flatten().enumerate() {
        let target = old.target_ref.as_ref();
        let uid = target.and_then(|target| target.uid.as_deref());
        if !uid.is_none_or(is_news) {
            if let Some(kept) = &mut kept {
                kept.push(old.clone());
            }
            continue;
        }
        let pod = uid.and_then(|uid| missing.remove(uid));
        let new = pod.map(|pod| endpoint::updated(store, service, pod, old));
        if kept.is_none() && !matches!(new, Some(None)) {
            let before = slice.endpoints.iter().flatten().take(at);
            kept = Some(before.cloned().collect());
        }
        if let (Some(kept), Some(new)) = (&mut kept, new) {
            kept.push(new.unwrap_or_else(|| old.clone()));
        }
    }
    if let Some(kept) = kept {
        Arc::make_mut(slice).endpoints = Some(kept);
    }
}

/// Puts the endpoints in order, and says what they are served on.
fn finish(slice: &mut Arc<EndpointSlice>, ports: &[EndpointPort]) {
    fn order(endpoint: &Endpoint) -> (&str, u64, &str) {
        let target = endpoint.target_ref.as_ref();
        let name = target.and_then(|target| target.name.as_deref());
        endpoint::natural_order(name.unwrap_or_default())
    }
    let in_order = |pair: &[Endpoint]| order(&pair[0]) <= order(&pair[1]);
    if !slice
        .endpoints
        .iter()
        .all(|all| all.windows(2).all(in_order))
    {
        let endpoints = &mut Arc::make_mut(slice).endpoints;
        let all = endpoints.get_or_insert_default();
        all.sort_by(|a, b| order(a).cmp(&order(b)));
    }
    if slice.ports.as_deref() != (!ports.is_empty()).then_some(ports) {
        Arc::make_mut(slice).ports = (!ports.is_empty()).then(|| ports.to_vec());
    }
}

/// Writes what differs: a leftover slice is reused before a new one is made, the rest deleted.
fn write(
    client: &mut Client<'_>,
    service: &Service,
    mut leftover: Vec<Arc<EndpointSlice>>,
    wanted: Vec<Arc<EndpointSlice>>,
) -> Result<(), ApiError> {
    let labels = labels(service);
    for mut slice in wanted {
        if slice.metadata.uid.is_none() {
            let metadata = leftover
                .pop()
                .map_or_else(|| new_metadata(service), |old| old.metadata.clone());
            Arc::make_mut(&mut slice).metadata = metadata;
        }
        if slice.metadata.labels.as_ref() != Some(&labels) {
            Arc::make_mut(&mut slice).metadata.labels = Some(labels.clone());
        }
        if slice.metadata.uid.is_none() {
            client.create(Arc::unwrap_or_clone(slice))?;
            continue;
        }
        let (namespace, name) = (
            meta::namespace(&slice.metadata),
            meta::name(&slice.metadata),
        );
        let present = client.live().get::<EndpointSlice>(namespace, name);
        if present.is_none_or(|present| !Arc::ptr_eq(present, &slice) && **present != *slice) {
            client.update(Arc::unwrap_or_clone(slice))?;
        }
    }
    for slice in leftover {
        client.delete(
            &Object::EndpointSlice(slice).key(),
            &DeleteOptions::default(),
        )?;
    }
    Ok(())
}

fn new_metadata(service: &Service) -> ObjectMeta {
    ObjectMeta {
        generate_name: Some(format!("{}-", meta::name(&service.metadata))),
        namespace: service.metadata.namespace.clone(),
        owner_references: Some(vec![meta::controller_ref(Kind::Service, &service.metadata)]),
        ..ObjectMeta::default()
    }
}

/// A slice carries its Service's labels, and some that say what it is.
fn labels(service: &Service) -> BTreeMap<String, String> {
    let mut labels = service.metadata.labels.clone().unwrap_or_default();
    labels.insert(
        SERVICE_NAME.to_owned(),
        meta::name(&service.metadata).to_owned(),
    );
    labels.insert(MANAGED_BY.to_owned(), CONTROLLER.to_owned());
    let cluster_ip = service
        .spec
        .as_ref()
        .and_then(|spec| spec.cluster_ip.as_deref());
    if cluster_ip == Some("None") {
        labels.insert(HEADLESS.to_owned(), String::new());
    }
    labels
}
