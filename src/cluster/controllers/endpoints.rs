//! The EndpointSlice controller: which pods stand behind a Service.
//!
//! Models kubernetes/pkg/controller/endpointslice and staging/src/k8s.io/endpointslice. The old
//! Endpoints objects are left out.

mod endpoint;

use crate::cluster::api::conditions::is_terminal;
use crate::cluster::api::{
    Endpoint, EndpointPort, EndpointSlice, Key, Kind, Object, ObjectMeta, Pod, Service, meta,
    selector,
};
use crate::cluster::apiserver::{ApiError, Client, DeleteOptions, Store};
use crate::cluster::outcome::Outcome;
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
pub fn reconcile(client: &mut Client<'_>, key: &Key) -> Result<Outcome, ApiError> {
    // The slices of a Service that is gone are collected with their owner.
    let service = client
        .cached()
        .get::<Service>(&key.namespace, &key.name)
        .cloned();
    let Some(service) = service.filter(|service| selects_pods(service)) else {
        return Ok(Outcome::await_change());
    };
    let mut slices = slices_of(client.cached(), key);
    let mut wanted: Vec<EndpointSlice> = Vec::new();
    for (ports, pods) in groups(client.cached(), &service) {
        let present = take_with_ports(&mut slices, &ports);
        wanted.extend(filled(client.cached(), &service, &ports, &pods, present));
    }
    if wanted.is_empty() {
        // A Service without pods keeps one empty slice: it shows that somebody has looked.
        wanted.push(slices.pop().map_or_else(
            || EndpointSlice::clone(&fresh()),
            |slice| EndpointSlice {
                endpoints: None,
                ports: None,
                ..EndpointSlice::clone(&slice)
            },
        ));
    }
    write(client, &service, slices, wanted)?;
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
    slices.sort_by(|a, b| {
        a.metadata
            .creation_timestamp
            .cmp(&b.metadata.creation_timestamp)
    });
    slices
}

type Group = (Vec<EndpointPort>, Vec<Arc<Pod>>);

/// The pods behind the Service, grouped by the ports they serve it on: a named target port may be
/// another number in another pod.
fn groups(store: &Store, service: &Service) -> Vec<Group> {
    let Some(spec) = &service.spec else {
        return vec![];
    };
    let mut groups: Vec<Group> = Vec::new();
    for pod in store.list_in::<Pod>(meta::namespace(&service.metadata)) {
        let picked = selector::map_matches(spec.selector.as_ref(), pod.metadata.labels.as_ref());
        if !picked || is_terminal(pod) || endpoint::address(pod).is_empty() {
            continue;
        }
        let ports = endpoint::ports(spec, pod);
        match groups.iter_mut().find(|(present, _)| *present == ports) {
            Some((_, pods)) => pods.push(Arc::clone(pod)),
            None => groups.push((ports, vec![Arc::clone(pod)])),
        }
    }
    groups
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
/// is room, then into new slices.
fn filled(
    store: &Store,
    service: &Service,
    ports: &[EndpointPort],
    pods: &[Arc<Pod>],
    present: Vec<Arc<EndpointSlice>>,
) -> Vec<EndpointSlice> {
    let mut missing: BTreeMap<&str, &Arc<Pod>> = pods
        .iter()
        .map(|pod| (meta::uid(&pod.metadata), pod))
        .collect();
    let mut slices: Vec<(EndpointSlice, Vec<Endpoint>)> = Vec::new();
    for slice in present {
        let mut kept = Vec::new();
        for old in slice.endpoints.iter().flatten() {
            let uid = old
                .target_ref
                .as_ref()
                .and_then(|target| target.uid.as_deref());
            if let Some(pod) = uid.and_then(|uid| missing.remove(uid)) {
                kept.push(endpoint::updated(store, service, pod, old));
            }
        }
        slices.push((EndpointSlice::clone(&slice), kept));
    }
    // In the order of names, so that what is placed where does not depend on uids.
    let mut missing: Vec<&Arc<Pod>> = missing.into_values().collect();
    missing.sort_by_key(|pod| endpoint::natural_order(meta::name(&pod.metadata)));
    for pod in missing {
        let room = slices
            .iter()
            .position(|(_, endpoints)| endpoints.len() < ENDPOINTS_MAX);
        let at = room.unwrap_or_else(|| {
            slices.push((EndpointSlice::clone(&fresh()), vec![]));
            slices.len() - 1
        });
        slices[at].1.push(endpoint::of(store, service, pod));
    }
    slices.retain(|(_, endpoints)| !endpoints.is_empty());
    let finished = slices.into_iter().map(|(slice, mut endpoints)| {
        endpoints.sort_by_cached_key(|endpoint| {
            let target = endpoint
                .target_ref
                .as_ref()
                .and_then(|target| target.name.as_deref());
            endpoint::natural_order(target.unwrap_or_default())
        });
        let ports = (!ports.is_empty()).then(|| ports.to_vec());
        EndpointSlice {
            endpoints: Some(endpoints),
            ports,
            ..slice
        }
    });
    finished.collect()
}

/// Writes what differs: a leftover slice is reused before a new one is made, the rest deleted.
fn write(
    client: &mut Client<'_>,
    service: &Service,
    mut leftover: Vec<Arc<EndpointSlice>>,
    wanted: Vec<EndpointSlice>,
) -> Result<(), ApiError> {
    for mut slice in wanted {
        if slice.metadata.uid.is_none()
            && let Some(old) = leftover.pop()
        {
            slice.metadata.clone_from(&old.metadata);
        }
        label(service, &mut slice.metadata);
        if slice.metadata.uid.is_none() {
            client.create(slice)?;
            continue;
        }
        let (namespace, name) = (
            meta::namespace(&slice.metadata),
            meta::name(&slice.metadata),
        );
        let present = client.live().get::<EndpointSlice>(namespace, name);
        if present.is_none_or(|present| **present != slice) {
            client.update(slice)?;
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

/// A slice carries its Service's labels, and some that say what it is.
fn label(service: &Service, slice: &mut ObjectMeta) {
    if slice.uid.is_none() {
        slice.generate_name = Some(format!("{}-", meta::name(&service.metadata)));
        slice.namespace.clone_from(&service.metadata.namespace);
        slice.owner_references = Some(vec![meta::controller_ref(Kind::Service, &service.metadata)]);
    }
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
    slice.labels = Some(labels);
}
