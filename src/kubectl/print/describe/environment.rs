//! The environment of a container, as far as its description tells it.

use super::Sheet;
use crate::cluster::api::{Container, Pod, meta};
use k8s_openapi::api::core::v1::{EnvFromSource, EnvVarSource};

/// `Environment Variables from:` where there are any, and `Environment:`. Of a pod, what fields of its
/// metadata give is shown too.
pub(super) fn describe(sheet: &mut Sheet, container: &Container, pod: Option<&Pod>) {
    let sources = container.env_from.as_deref().unwrap_or_default();
    if !sources.is_empty() {
        sheet.line(2, "Environment Variables from:");
        for source in sources {
            sheet.line(3, &whole(source));
        }
    }
    let given = container.env.as_deref().unwrap_or_default();
    if given.is_empty() {
        sheet.field(2, "Environment", "<none>");
        return;
    }
    sheet.line(2, "Environment:");
    for variable in given {
        let value = match &variable.value_from {
            Some(source) => from(source, pod),
            None => variable.value.clone().unwrap_or_default(),
        };
        sheet.field(3, &variable.name, value);
    }
}

/// Everything a map or a secret has.
fn whole(source: &EnvFromSource) -> String {
    let prefix = source
        .prefix
        .as_deref()
        .filter(|prefix| !prefix.is_empty())
        .map(|prefix| format!(" with prefix '{prefix}'"))
        .unwrap_or_default();
    let (name, kind, optional) = match (&source.config_map_ref, &source.secret_ref) {
        (Some(map), _) => (&*map.name, "ConfigMap", map.optional),
        (None, Some(secret)) => (&*secret.name, "Secret", secret.optional),
        (None, None) => ("", "", None),
    };
    let optional = optional.unwrap_or_default();
    format!("{name}\t{kind}{prefix}\tOptional: {optional}")
}

fn from(source: &EnvVarSource, pod: Option<&Pod>) -> String {
    if let Some(field) = &source.field_ref {
        let version = field.api_version.as_deref().unwrap_or("v1");
        let value = pod.map(|pod| of_metadata(pod, &field.field_path));
        let value = value.unwrap_or_default();
        return format!("{value} ({version}:{})", field.field_path);
    }
    if let Some(resource) = &source.resource_field_ref {
        return format!(" ({})", resource.resource);
    }
    if let Some(key) = &source.secret_key_ref {
        let optional = key.optional.unwrap_or_default();
        return format!(
            "<set to the key '{}' in secret '{}'>\tOptional: {optional}",
            key.key, key.name
        );
    }
    if let Some(key) = &source.config_map_key_ref {
        let optional = key.optional.unwrap_or_default();
        return format!(
            "<set to the key '{}' of config map '{}'>\tOptional: {optional}",
            key.key, key.name
        );
    }
    String::new()
}

fn of_metadata(pod: &Pod, path: &str) -> String {
    match path {
        "metadata.name" => meta::name(&pod.metadata).to_owned(),
        "metadata.namespace" => meta::namespace(&pod.metadata).to_owned(),
        "metadata.uid" => meta::uid(&pod.metadata).to_owned(),
        _ => String::new(),
    }
}
