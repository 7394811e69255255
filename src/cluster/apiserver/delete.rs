//! Deletion: at once, or by a deletionTimestamp where grace or finalizers hold the object.

use super::client::Client;
use super::error::ApiError;
use super::fault::Verb;
use super::store::RequestRecord;
use crate::cluster::api::conditions::is_terminal;
use crate::cluster::api::{Key, Object, Pod, SimDuration, meta};

/// What happens to the objects an object owns when it is deleted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Cascade {
    /// The owner goes at once, the garbage collector removes the rest.
    #[default]
    Background,
    /// The dependents go first.
    Foreground,
    /// The dependents stay, without an owner.
    Orphan,
}

/// How to delete.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct DeleteOptions {
    /// Seconds a pod gets to finish; its own `terminationGracePeriodSeconds` if absent.
    pub grace_period_seconds: Option<i64>,
    /// What becomes of dependents.
    pub cascade: Cascade,
    /// Delete only the object with this uid.
    pub uid: Option<String>,
}

/// The finalizer that keeps an owner until its dependents are gone.
pub const FOREGROUND_FINALIZER: &str = "foregroundDeletion";
/// The finalizer that keeps an owner until its dependents are cut loose.
pub const ORPHAN_FINALIZER: &str = "orphan";

impl Client<'_> {
    /// Deletes an object: at once, or by a deletionTimestamp where grace or finalizers hold it.
    ///
    /// # Errors
    /// `NotFound`; Conflict when the uid asked for is not the one there.
    pub fn delete(&mut self, key: &Key, options: &DeleteOptions) -> Result<(), ApiError> {
        let result = self.try_delete(key, options);
        if let Some(requests) = &mut self.store.requests {
            let result = result.clone().map(|()| None);
            requests.push(RequestRecord {
                verb: Verb::Delete,
                key: key.clone(),
                sent: None,
                result,
            });
        }
        if result.as_ref().is_err_and(ApiError::is_conflict) {
            self.refresh();
        }
        result
    }

    fn try_delete(&mut self, key: &Key, options: &DeleteOptions) -> Result<(), ApiError> {
        self.fail(Verb::Delete, key)?;
        let old = self
            .store
            .object(key)
            .cloned()
            .ok_or_else(|| ApiError::not_found(key.kind, &key.name))?;
        if options.uid.as_deref().is_some_and(|uid| uid != old.uid()) {
            return Err(ApiError::conflict(key.kind, &key.name));
        }
        let mut new = old.clone();
        add_cascade_finalizer(&mut new, options.cascade);
        let grace = match &old {
            Object::Pod(pod) => pod_grace(pod, options),
            _ => 0,
        };
        if grace == 0 && finalizer_count(&new) == 0 {
            self.drop_object(key, old);
            return Ok(());
        }
        let meta = new.meta_mut();
        let shorter = meta
            .deletion_grace_period_seconds
            .is_none_or(|present| grace < present);
        if meta.deletion_timestamp.is_none() || shorter {
            let span = SimDuration::from_secs(u64::try_from(grace).unwrap_or_default());
            meta.deletion_timestamp = Some(self.now.after(span).to_time());
            meta.deletion_grace_period_seconds = Some(grace);
            if let Some(generation) = &mut meta.generation {
                *generation += 1;
            }
        }
        self.commit(key.clone(), Some(old), new);
        Ok(())
    }
}

pub(super) fn finalizer_count(object: &Object) -> usize {
    object.meta().finalizers.as_ref().map_or(0, Vec::len)
}

fn add_cascade_finalizer(object: &mut Object, cascade: Cascade) {
    let finalizer = match cascade {
        Cascade::Background => return,
        Cascade::Foreground => FOREGROUND_FINALIZER,
        Cascade::Orphan => ORPHAN_FINALIZER,
    };
    if !meta::has_finalizer(object.meta(), finalizer) {
        object
            .meta_mut()
            .finalizers
            .get_or_insert_default()
            .push(finalizer.to_owned());
    }
}

/// The grace a pod really gets: none where no kubelet will ever confirm its end.
fn pod_grace(pod: &Pod, options: &DeleteOptions) -> i64 {
    let spec = pod.spec.as_ref();
    let scheduled =
        spec.is_some_and(|spec| spec.node_name.as_deref().is_some_and(|n| !n.is_empty()));
    if !scheduled || is_terminal(pod) {
        return 0;
    }
    let own = spec
        .and_then(|spec| spec.termination_grace_period_seconds)
        .unwrap_or(30);
    let grace = options.grace_period_seconds.unwrap_or(own);
    if grace < 0 { 1 } else { grace }
}
