//! `GET`: one object, a list, a watch.

use super::address::Address;
use super::ask::Ask;
use super::encode::Form;
use super::hub::Hub;
use super::reply::{Answer, Reply, ok};
use super::watching::Watching;
use crate::cluster::api::fields::FieldSelector;
use crate::cluster::api::selector::TextSelector;
use crate::cluster::api::{Kind, Object, meta};
use crate::cluster::apiserver::{ApiError, Reason};

/// Which objects of a kind are meant.
#[derive(Clone, Debug)]
pub(super) struct Picked {
    pub(super) kind: Kind,
    namespace: Option<String>,
    name: Option<String>,
    labels: TextSelector,
    fields: FieldSelector,
}

impl Picked {
    /// Reads the address and its selectors.
    ///
    /// # Errors
    /// `BadRequest` for selectors that cannot be read.
    pub(super) fn read(ask: &Ask, address: &Address) -> Result<Self, ApiError> {
        let bad = |message: String| ApiError::new(Reason::BadRequest, message);
        let labels =
            TextSelector::parse(ask.value("labelSelector").unwrap_or_default()).map_err(bad)?;
        let fields =
            FieldSelector::parse(ask.value("fieldSelector").unwrap_or_default()).map_err(bad)?;
        fields.check(address.kind).map_err(bad)?;
        Ok(Self {
            kind: address.kind,
            namespace: address.namespace.clone(),
            name: address.name.clone(),
            labels,
            fields,
        })
    }

    /// Whether an object is meant.
    pub(super) fn picks(&self, object: &Object) -> bool {
        let meta = object.meta();
        object.kind() == self.kind
            && (self.namespace.is_none() || self.namespace == meta.namespace)
            && (self.name.is_none() || self.name == meta.name)
            && self.labels.matches(meta.labels.as_ref())
            && self.fields.matches(object)
    }

    /// All that are there.
    pub(super) fn there(&self, hub: &Hub) -> Vec<Object> {
        let all = hub.store().objects_of(self.kind);
        all.filter(|object| self.picks(object)).cloned().collect()
    }
}

pub(super) fn one(hub: &mut Hub, ask: &Ask, address: &Address) -> Answer {
    let form = Form::of(ask);
    if form == Form::Object && meta::is_deleting(found(hub, address)?.meta()) {
        hub.asked_for_dying(address.key());
    }
    let object = found(hub, address)?;
    Ok(ok(form.one(&object, hub.now())))
}

/// The object at an address.
///
/// # Errors
/// `NotFound`
pub(super) fn found(hub: &Hub, address: &Address) -> Result<Object, ApiError> {
    let key = address.key();
    hub.store()
        .object(&key)
        .cloned()
        .ok_or_else(|| ApiError::not_found(key.kind, &key.name))
}

pub(super) fn list(hub: &Hub, ask: &Ask, address: &Address) -> Answer {
    let picked = Picked::read(ask, address)?;
    let objects = picked.there(hub);
    let form = Form::of(ask);
    Ok(ok(form.list(
        address.kind,
        &objects,
        &hub.version(),
        hub.now(),
    )))
}

pub(super) fn watch(hub: &mut Hub, ask: &Ask, address: &Address) -> Answer {
    let picked = Picked::read(ask, address)?;
    let watching = Watching::begin(hub, ask, picked)?;
    hub.watched();
    Ok(Reply::Watch(watching))
}
