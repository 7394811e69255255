//! Descriptions of StatefulSets.

use super::{Sheet, long_time, template};
use crate::cluster::api::conditions::phase;
use crate::cluster::api::{IntOrString, PersistentVolumeClaim, Pod, Specified, StatefulSet, meta};
use crate::cluster::apiserver::Store;
use crate::cluster::apiserver::table::selector_text;

pub(super) fn describe(sheet: &mut Sheet, store: &Store, set: &StatefulSet) {
    sheet.field(0, "Name", meta::name(&set.metadata));
    sheet.field(0, "Namespace", meta::namespace(&set.metadata));
    sheet.field(
        0,
        "CreationTimestamp",
        long_time(set.metadata.creation_timestamp.as_ref()),
    );
    sheet.field(0, "Selector", selector_text(&set.spec().selector));
    sheet.map(0, "Labels", "=", set.metadata.labels.as_ref());
    sheet.map(0, "Annotations", ": ", set.metadata.annotations.as_ref());
    let total = set
        .status
        .as_ref()
        .map(|status| status.replicas)
        .unwrap_or_default();
    let wanted = set.spec().replicas.unwrap_or_default();
    sheet.field(0, "Replicas", format!("{wanted} desired | {total} total"));
    let strategy = set.spec().update_strategy.clone().unwrap_or_default();
    sheet.field(0, "Update Strategy", strategy.type_.unwrap_or_default());
    if let Some(rolling) = strategy.rolling_update {
        if let Some(partition) = rolling.partition {
            sheet.field(1, "Partition", partition);
        }
        match rolling.max_unavailable {
            Some(IntOrString::Int(number)) => sheet.field(1, "MaxUnavailable", number),
            Some(IntOrString::String(text)) => sheet.field(1, "MaxUnavailable", text),
            None => {}
        }
    }
    sheet.field(0, "Pods Status", pods(store, set));
    template::describe(sheet, &set.spec().template);
    claims(
        sheet,
        set.spec()
            .volume_claim_templates
            .as_deref()
            .unwrap_or_default(),
    );
}

fn pods(store: &Store, set: &StatefulSet) -> String {
    let uid = meta::uid(&set.metadata);
    let own: Vec<&str> = store
        .list_in::<Pod>(meta::namespace(&set.metadata))
        .filter(|pod| meta::controller_of(&pod.metadata).is_some_and(|owner| owner.uid == uid))
        .map(|pod| phase(pod))
        .collect();
    let count = |wanted: &str| own.iter().filter(|phase| **phase == wanted).count();
    format!(
        "{} Running / {} Waiting / {} Succeeded / {} Failed",
        count("Running"),
        count("Pending"),
        count("Succeeded"),
        count("Failed")
    )
}

fn claims(sheet: &mut Sheet, claims: &[PersistentVolumeClaim]) {
    if claims.is_empty() {
        sheet.field(0, "Volume Claims", "<none>");
        return;
    }
    sheet.line(0, "Volume Claims:");
    for claim in claims {
        let spec = claim.spec.clone().unwrap_or_default();
        let size = spec
            .resources
            .and_then(|all| all.requests)
            .and_then(|all| all.get("storage").cloned());
        sheet.field(1, "Name", meta::name(&claim.metadata));
        sheet.field(
            1,
            "StorageClass",
            spec.storage_class_name.unwrap_or_default(),
        );
        sheet.map(1, "Labels", "=", claim.metadata.labels.as_ref());
        sheet.map(1, "Annotations", "=", claim.metadata.annotations.as_ref());
        sheet.field(
            1,
            "Capacity",
            size.map_or_else(|| "<default>".to_owned(), |size| size.0),
        );
        let modes = spec.access_modes.unwrap_or_default();
        sheet.field(1, "Access Modes", format!("[{}]", modes.join(" ")));
    }
}
