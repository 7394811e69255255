//! What names resolve to, read off the endpoint slices once for the whole picture.

use super::ServicePicture;
use crate::cluster::api::{EndpointSlice, Key, Kind, Service, meta};
use crate::cluster::controllers::statefulset::identity::parent_and_ordinal;
use crate::sim::World;
use crate::view::beat::{NameIdentity, answers};
use std::collections::BTreeMap;

/// Every answer of the cluster's DNS that rests on endpoints.
pub(super) struct Names {
    pods: BTreeMap<NameIdentity, String>,
    /// Ready addresses by namespace and service.
    services: BTreeMap<(String, String), Vec<String>>,
}

impl Names {
    pub(super) fn of(world: &World) -> Self {
        let mut names = Self {
            pods: BTreeMap::new(),
            services: BTreeMap::new(),
        };
        for slice in world.cluster.store.list::<EndpointSlice>() {
            names.pods.extend(answers(slice));
            let service = meta::label(&slice.metadata, "kubernetes.io/service-name");
            let identity = (
                meta::namespace(&slice.metadata).to_owned(),
                service.unwrap_or_default().to_owned(),
            );
            let ready = slice.endpoints.iter().flatten().filter(|endpoint| {
                endpoint
                    .conditions
                    .as_ref()
                    .is_none_or(|state| state.ready != Some(false))
            });
            names
                .services
                .entry(identity)
                .or_default()
                .extend(ready.flat_map(|endpoint| endpoint.addresses.iter().cloned()));
        }
        names
    }

    pub(super) fn answer(&self, namespace: &str, service: &str, host: &str) -> Option<&str> {
        let identity = (namespace.to_owned(), service.to_owned(), host.to_owned());
        self.pods.get(&identity).map(String::as_str)
    }

    /// The ordinals of a set whose names answer.
    pub(super) fn ordinals(&self, namespace: &str, service: &str, set: &str) -> Vec<i32> {
        let stem = format!("{set}-");
        let first = (namespace.to_owned(), service.to_owned(), stem.clone());
        self.pods
            .range(first..)
            .map(|((space, name, host), _)| (space == namespace && name == service, host))
            .take_while(|(same, host)| *same && host.starts_with(&stem))
            .filter_map(|(_, host)| ordinal_of(host, set))
            .collect()
    }
}

/// The ordinal in the name of a pod of this set.
fn ordinal_of(host: &str, set: &str) -> Option<i32> {
    let (parent, ordinal) = parent_and_ordinal(host);
    let ordinal = i32::try_from(ordinal).ok()?;
    (parent == set && ordinal >= 0).then_some(ordinal)
}

/// The Services people made. The cluster's own DNS service is none of them.
pub(super) fn services(world: &World, names: &Names) -> Vec<ServicePicture> {
    let own = world
        .cluster
        .store
        .list::<Service>()
        .filter(|service| meta::namespace(&service.metadata) != "kube-system");
    own.map(|service| {
        let (namespace, name) = (
            meta::namespace(&service.metadata),
            meta::name(&service.metadata),
        );
        let address = service
            .spec
            .as_ref()
            .and_then(|spec| spec.cluster_ip.clone());
        let headless = address.as_deref() == Some("None");
        let identity = (namespace.to_owned(), name.to_owned());
        ServicePicture {
            key: Key::new(Kind::Service, namespace, name),
            headless,
            answers: if headless {
                names.services.get(&identity).cloned().unwrap_or_default()
            } else {
                address.into_iter().collect()
            },
        }
    })
    .collect()
}
