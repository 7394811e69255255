//! `GET`: one object, a list, a watch.

use super::address::Address;
use super::ask::Ask;
use super::encode::Form;
use super::http::Shared;
use super::hub::Hub;
use super::listing::Listing;
use super::options::ListOptions;
use super::reply::{Answer, Reply, ok, refused};
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
}

pub(super) fn one(shared: &Shared, ask: &Ask, address: &Address) -> Answer {
    let mut hub = shared.hub();
    let form = Form::of(ask);
    if form == Form::Object && meta::is_deleting(found(&hub, address)?.meta()) {
        hub.asked_for_dying(address.key());
    }
    let (object, now) = (found(&hub, address)?, hub.now());
    drop(hub);
    Ok(ok(form.one(&object, now)))
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

pub(super) fn list(shared: &Shared, ask: &Ask, address: &Address) -> Answer {
    let options = ListOptions::of_list(ask)?;
    let picked = Picked::read(ask, address)?;
    let hub = shared.hub();
    let (wanted, present) = (options.version, hub.store().resource_version());
    if wanted > present {
        let text = format!("Timeout: Too large resource version: {wanted}, current: {present}");
        return Ok(refused(504, "Timeout", &text));
    }
    let listing = Listing::begin(&hub, Form::of(ask), picked);
    Ok(Reply::List(Box::new(listing)))
}

pub(super) fn watch(shared: &Shared, ask: &Ask, address: &Address) -> Answer {
    let options = ListOptions::of_watch(ask, address)?;
    let picked = Picked::read(ask, address)?;
    let mut hub = shared.hub();
    let watching = Watching::begin(&hub, ask, picked, &options);
    hub.watched();
    Ok(Reply::Watch(Box::new(watching)))
}
