//! What the controller remembers of a look at a Service: the pods behind it, and the slices that show them.

use crate::cluster::api::{EndpointSlice, Key, Pod, Service, meta};
use crate::cluster::controllers::memo::Earlier;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What is remembered of all Services.
#[derive(Debug, Default)]
pub struct Memory {
    looks: BTreeMap<Key, Look>,
}

/// How a look at a Service ended: these slices show these pods, and rightly.
#[derive(Debug)]
struct Look {
    service: Arc<Service>,
    slices: Vec<Arc<EndpointSlice>>,
    /// In the order of their names.
    pods: Vec<Arc<Pod>>,
}

/// What is remembered of one Service, for the look that is under way.
pub(super) struct Known {
    slices: Vec<Arc<EndpointSlice>>,
    pub(super) pods: Earlier<Arc<Pod>>,
}

/// What happened to the pods behind a Service since its slices were right.
pub(super) struct News<'a> {
    /// New pods, and those that have changed.
    pub(super) pods: Vec<&'a Arc<Pod>>,
    /// The uids of those that have changed or are gone.
    pub(super) passed: BTreeSet<String>,
}

impl Memory {
    /// What is remembered of a Service: nothing if it has changed itself.
    pub(super) fn take(&mut self, key: &Key, service: &Arc<Service>) -> Known {
        let look = self.looks.remove(key);
        let look = look.filter(|look| Arc::ptr_eq(&look.service, service));
        let (slices, pods) = look
            .map(|look| (look.slices, look.pods))
            .unwrap_or_default();
        Known {
            slices,
            pods: Earlier::new(pods, |pod| pod),
        }
    }

    /// Remembers that these slices are right.
    pub(super) fn keep(
        &mut self,
        key: &Key,
        service: &Arc<Service>,
        slices: Vec<Arc<EndpointSlice>>,
        pods: Vec<Arc<Pod>>,
    ) {
        let look = Look {
            service: Arc::clone(service),
            slices,
            pods,
        };
        self.looks.insert(key.clone(), look);
    }

    /// The Service is gone, or selects nothing.
    pub(super) fn forget(&mut self, key: &Key) {
        self.looks.remove(key);
    }
}

impl Known {
    /// What has changed, if the slices are still as they were left.
    pub(super) fn news<'a>(
        self,
        slices: &[Arc<EndpointSlice>],
        pods: Vec<&'a Arc<Pod>>,
    ) -> Option<News<'a>> {
        let same = |(one, other)| Arc::ptr_eq(one, other);
        let are_same = slices.len() == self.slices.len()
            && !slices.is_empty()
            && slices.iter().zip(&self.slices).all(same);
        let uid = |pod: Arc<Pod>| meta::uid(&pod.metadata).to_owned();
        are_same.then(|| News {
            pods,
            passed: self.pods.gone().into_iter().map(uid).collect(),
        })
    }
}

impl News<'_> {
    /// Whether nothing happened at all.
    pub(super) fn is_none(&self) -> bool {
        self.pods.is_empty() && self.passed.is_empty()
    }
}
