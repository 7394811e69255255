//! How every component, kubectl included, reads and writes. Fails as the real API does.

use super::actor::Actor;
use super::admission;
use super::error::{ApiError, FieldError};
use super::events::{self, Severity};
use super::fault::{self, Verb};
use super::limits::Limits;
use super::quota;
use super::store::{Gates, RequestRecord, Store};
use super::{strategy, unsimulated};
use crate::cluster::api::{Key, Object, ObjectReference, Resource, SimTime, meta};
use std::sync::Arc;

/// A connection to the API server in somebody's name.
pub struct Client<'a> {
    pub(super) store: &'a mut Store,
    pub(super) actor: Actor,
    pub(super) now: SimTime,
    /// What reads see, when the reader's informers lag behind the server; the server if absent.
    cache: Option<Store>,
}

impl<'a> Client<'a> {
    /// A client whose reads see every write at once.
    pub const fn new(store: &'a mut Store, actor: Actor, now: SimTime) -> Self {
        Self {
            store,
            actor,
            now,
            cache: None,
        }
    }

    /// A client whose reads see the store as it is now, until a Conflict brings them up to date.
    pub fn with_frozen_cache(store: &'a mut Store, actor: Actor, now: SimTime) -> Self {
        let cache = Some(store.clone());
        Self {
            store,
            actor,
            now,
            cache,
        }
    }

    /// The instant of the requests.
    #[must_use]
    pub const fn now(&self) -> SimTime {
        self.now
    }

    /// The feature gates in force.
    #[must_use]
    pub const fn gates(&self) -> Gates {
        self.store.gates
    }

    /// What the server and one look are held to.
    #[must_use]
    pub const fn limits(&self) -> Limits {
        self.store.limits
    }

    /// What this client's reads see.
    #[must_use]
    pub fn cached(&self) -> &Store {
        self.cache.as_ref().unwrap_or(self.store)
    }

    /// The server's own state, for the few reads that bypass caches upstream too.
    #[must_use]
    pub const fn live(&self) -> &Store {
        self.store
    }

    /// Reads one object from the cache.
    ///
    /// # Errors
    /// NotFound.
    pub fn get<T: Resource>(&self, namespace: &str, name: &str) -> Result<Arc<T>, ApiError> {
        self.cached()
            .get::<T>(namespace, name)
            .cloned()
            .ok_or_else(|| ApiError::not_found(T::SERVED, name))
    }

    /// Creates an object: admission, uid, resourceVersion. A missing namespace means `default`.
    ///
    /// # Errors
    /// `AlreadyExists`, Invalid, Forbidden.
    pub fn create<T: Resource>(&mut self, object: T) -> Result<Arc<T>, ApiError> {
        self.create_object(T::into_object(Arc::new(object)))
            .map(typed)
    }

    /// [`Client::create`] for an object of any kind.
    ///
    /// # Errors
    /// `AlreadyExists`, Invalid, Forbidden.
    pub fn create_object(&mut self, mut object: Object) -> Result<Object, ApiError> {
        self.complete_name(&mut object);
        let (key, sent) = (object.key(), self.keep(&object));
        let result = self.try_create(key.clone(), object);
        self.record(Verb::Create, key, sent, result)
    }

    fn try_create(&mut self, key: Key, mut object: Object) -> Result<Object, ApiError> {
        self.fail(Verb::Create, &key)?;
        if self.store.admission {
            admission::default_create(self.store, &mut object);
        }
        strategy::prepare_for_create(&mut object, self.now);
        if self.store.admission {
            admission::validate_create(self.store, &object)?;
        }
        if self.store.object(&key).is_some() {
            return Err(ApiError::already_exists(key.kind, &key.name));
        }
        self.charge_quotas(None, &object)?;
        object.meta_mut().uid = Some(self.store.uids.next(key.kind, &key.name));
        let object = self.try_commit(key, None, object)?;
        if self.store.admission
            && let Some(note) = unsimulated::note(object.kind())
        {
            let about = events::reference(&object, None);
            let actor = Actor::ApiServer;
            let (normal, reason) = (Severity::Normal, unsimulated::REASON);
            events::record(self.store, &actor, self.now, about, normal, reason, note);
        }
        Ok(object)
    }

    /// Replaces an object, except its status. With a resourceVersion it is conditional on it.
    ///
    /// # Errors
    /// `NotFound`, Conflict, Invalid.
    pub fn update<T: Resource>(&mut self, object: T) -> Result<Arc<T>, ApiError> {
        self.update_object(T::into_object(Arc::new(object)))
            .map(typed)
    }

    /// [`Client::update`] for an object of any kind.
    ///
    /// # Errors
    /// `NotFound`, Conflict, Invalid.
    pub fn update_object(&mut self, object: Object) -> Result<Object, ApiError> {
        let (key, sent) = (object.key(), self.keep(&object));
        let result = self.try_update(Verb::Update, key.clone(), object);
        self.record(Verb::Update, key, sent, result)
    }

    /// Changes an object in place through a patch that `change` stands for; unconditional.
    ///
    /// # Errors
    /// `NotFound`, Invalid.
    pub fn patch<T: Resource>(
        &mut self,
        namespace: &str,
        name: &str,
        change: impl FnOnce(&mut T),
    ) -> Result<Arc<T>, ApiError> {
        let key = Key::new(T::SERVED, namespace, name);
        let Some(old) = self.store.get::<T>(namespace, name) else {
            let result = self
                .fail(Verb::Patch, &key)
                .and(Err(ApiError::not_found(T::SERVED, name)));
            return self.record(Verb::Patch, key, None, result).map(typed);
        };
        let mut new = Arc::clone(old);
        change(Arc::make_mut(&mut new));
        let object = T::into_object(new);
        let sent = self.keep(&object);
        let result = self.try_update(Verb::Patch, key.clone(), object);
        self.record(Verb::Patch, key, sent, result).map(typed)
    }

    fn try_update(&mut self, verb: Verb, key: Key, mut object: Object) -> Result<Object, ApiError> {
        self.fail(verb, &key)?;
        let version = object.meta().resource_version.as_deref();
        if self.store.admission
            && version.unwrap_or_default().is_empty()
            && strategy::wants_version(key.kind)
        {
            let detail = "must be specified for an update";
            let cause = FieldError::invalid("metadata.resourceVersion", &"".into(), detail);
            return Err(ApiError::invalid(key.kind, &key.name, vec![cause]));
        }
        let old = self.current(&key, &object)?;
        if self.store.admission {
            admission::default_update(self.store, &mut object);
        }
        strategy::prepare_for_update(&old, &mut object);
        if self.store.admission {
            admission::validate_update(self.store, &old, &object)?;
        }
        self.charge_quotas(Some(&old), &object)?;
        self.try_commit(key, Some(old), object)
    }

    /// Counts the object against the quotas it falls under, which the server writes down itself.
    fn charge_quotas(&mut self, old: Option<&Object>, new: &Object) -> Result<(), ApiError> {
        if !self.store.admission {
            return Ok(());
        }
        for charged in quota::charge(self.store, old, new, self.now)? {
            let object = Object::from(charged);
            let key = object.key();
            let before = self.store.object(&key).cloned();
            let actor = std::mem::replace(&mut self.actor, Actor::ApiServer);
            self.commit(key, before, object);
            self.actor = actor;
        }
        Ok(())
    }

    /// Replaces the status of an object and nothing else.
    ///
    /// # Errors
    /// `NotFound`, Conflict, Invalid.
    pub fn update_status<T: Resource>(&mut self, object: T) -> Result<Arc<T>, ApiError> {
        self.update_status_object(T::into_object(Arc::new(object)))
            .map(typed)
    }

    /// [`Client::update_status`] for an object of any kind.
    ///
    /// # Errors
    /// `NotFound`, Conflict, Invalid.
    pub fn update_status_object(&mut self, object: Object) -> Result<Object, ApiError> {
        let (key, sent) = (object.key(), self.keep(&object));
        let result = self.try_update_status(key.clone(), object);
        self.record(Verb::UpdateStatus, key, sent, result)
    }

    fn try_update_status(&mut self, key: Key, object: Object) -> Result<Object, ApiError> {
        self.fail(Verb::UpdateStatus, &key)?;
        let old = self.current(&key, &object)?;
        let merged = strategy::prepare_for_status_update(&old, object)?;
        admission::validate_status(&merged)?;
        self.try_commit(key, Some(old), merged)
    }

    /// Records an event about an object; repeated ones are counted.
    pub fn event(&mut self, about: &Object, severity: Severity, reason: &str, message: &str) {
        self.event_on(events::reference(about, None), severity, reason, message);
    }

    /// Records an event about what `reference` names (a container of a pod, say).
    pub fn event_on(
        &mut self,
        reference: ObjectReference,
        severity: Severity,
        reason: &str,
        message: &str,
    ) {
        events::record(
            self.store,
            &self.actor,
            self.now,
            reference,
            severity,
            reason,
            message,
        );
    }

    fn complete_name(&mut self, object: &mut Object) {
        let namespaced = object.kind().info().namespaced;
        let nameless = meta::name(object.meta()).is_empty();
        let placed = namespaced != meta::namespace(object.meta()).is_empty();
        // Most objects come complete, and touching one is not free: it may have to be copied.
        if placed && !nameless {
            return;
        }
        let meta = object.meta_mut();
        if !namespaced {
            meta.namespace = None;
        } else if !placed {
            meta.namespace = Some("default".to_owned());
        }
        if nameless && let Some(stem) = &meta.generate_name {
            meta.name = Some(format!("{stem}{}", self.store.names.suffix(5)));
        }
    }

    fn current(&self, key: &Key, sent: &Object) -> Result<Object, ApiError> {
        let old = self
            .store
            .object(key)
            .cloned()
            .ok_or_else(|| ApiError::not_found(key.kind, &key.name))?;
        let expected = sent.meta().resource_version.as_deref().unwrap_or_default();
        let stale =
            !expected.is_empty() && Some(expected) != old.meta().resource_version.as_deref();
        let other = !sent.uid().is_empty() && sent.uid() != old.uid();
        if stale || other {
            Err(ApiError::conflict(key.kind, &key.name))
        } else {
            Ok(old)
        }
    }

    pub(super) fn fail(&mut self, verb: Verb, key: &Key) -> Result<(), ApiError> {
        fault::take(&mut self.store.faults, verb, key).map_or(Ok(()), Err)
    }

    fn keep(&self, object: &Object) -> Option<Object> {
        self.store.requests.is_some().then(|| object.clone())
    }

    pub(super) fn record(
        &mut self,
        verb: Verb,
        key: Key,
        sent: Option<Object>,
        result: Result<Object, ApiError>,
    ) -> Result<Object, ApiError> {
        if let Some(requests) = &mut self.store.requests {
            let result = result.clone().map(Some);
            requests.push(RequestRecord {
                verb,
                key,
                sent,
                result,
            });
        }
        if result.as_ref().is_err_and(ApiError::is_conflict) {
            self.refresh();
        }
        result
    }

    pub(super) fn refresh(&mut self) {
        if self.cache.is_some() {
            self.cache = Some(self.store.clone());
        }
    }
}

pub(super) fn typed<T: Resource>(object: Object) -> Arc<T> {
    Arc::clone(T::from_object(&object).expect("a write answers with the kind it was given"))
}
