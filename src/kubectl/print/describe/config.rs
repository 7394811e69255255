//! Descriptions of what holds configuration, and of who a program runs as.

use super::{Sheet, or_none};
use crate::cluster::api::{ConfigMap, ObjectMeta, Secret, ServiceAccount, meta};

pub(super) fn config_map(sheet: &mut Sheet, map: &ConfigMap) {
    head(sheet, &map.metadata);
    section(sheet, "Data");
    for (key, value) in map.data.iter().flatten() {
        sheet.line(0, &format!("{key}:"));
        sheet.line(0, "----");
        sheet.line(0, value);
        sheet.line(0, "");
    }
    section(sheet, "BinaryData");
    for (key, value) in map.binary_data.iter().flatten() {
        sheet.line(0, &format!("{key}: {} bytes", value.0.len()));
    }
    sheet.line(0, "");
}

/// How much there is, never what.
pub(super) fn secret(sheet: &mut Sheet, secret: &Secret) {
    head(sheet, &secret.metadata);
    sheet.line(0, "");
    sheet.field(0, "Type", secret.type_.as_deref().unwrap_or_default());
    section(sheet, "Data");
    for (key, value) in secret.data.iter().flatten() {
        sheet.field(0, key, format!("{} bytes", value.0.len()));
    }
}

pub(super) fn account(sheet: &mut Sheet, account: &ServiceAccount) {
    head(sheet, &account.metadata);
    let pulling = account.image_pull_secrets.iter().flatten();
    let pulling: Vec<String> = pulling.map(|secret| secret.name.clone()).collect();
    sheet.lines(0, "Image pull secrets", &pulling);
    let mounted = account.secrets.iter().flatten();
    let mounted: Vec<String> = mounted
        .map(|secret| secret.name.clone().unwrap_or_default())
        .collect();
    sheet.lines(0, "Mountable secrets", &mounted);
    sheet.field(0, "Tokens", or_none(""));
}

/// Name, namespace, labels, annotations.
pub(super) fn head(sheet: &mut Sheet, meta: &ObjectMeta) {
    sheet.field(0, "Name", meta::name(meta));
    sheet.field(0, "Namespace", meta::namespace(meta));
    sheet.map(0, "Labels", "=", meta.labels.as_ref());
    sheet.map(0, "Annotations", ": ", meta.annotations.as_ref());
}

fn section(sheet: &mut Sheet, title: &str) {
    sheet.line(0, "");
    sheet.line(0, title);
    sheet.line(0, "====");
}
