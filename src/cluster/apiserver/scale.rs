//! The `Scale` of what has replicas: a part with a type of its own.

use super::table::selector_text;
use crate::cluster::api::{Object, Specified};
use serde_json::{Value, json};

/// The `Scale` of an object that has replicas.
#[must_use]
pub fn of(object: &Object) -> Value {
    let meta = object.meta();
    let (wanted, present, selector) = match object {
        Object::StatefulSet(set) => (
            set.spec().replicas,
            set.status.as_ref().map(|status| status.replicas),
            selector_text(&set.spec().selector),
        ),
        Object::Deployment(deployment) => (
            deployment.spec().replicas,
            deployment
                .status
                .as_ref()
                .and_then(|status| status.replicas),
            selector_text(&deployment.spec().selector),
        ),
        Object::ReplicaSet(set) => (
            set.spec().replicas,
            set.status.as_ref().map(|status| status.replicas),
            selector_text(&set.spec().selector),
        ),
        _ => (None, None, String::new()),
    };
    json!({
        "kind": "Scale",
        "apiVersion": "autoscaling/v1",
        "metadata": {
            "name": meta.name,
            "namespace": meta.namespace,
            "uid": meta.uid,
            "resourceVersion": meta.resource_version,
            "creationTimestamp": meta.creation_timestamp,
        },
        "spec": { "replicas": wanted.unwrap_or_default() },
        "status": { "replicas": present.unwrap_or_default(), "selector": selector },
    })
}

/// How many replicas a `Scale` asks for.
///
/// # Errors
/// Go's words for what is no number of 32 bits.
pub fn replicas(scale: &Value) -> Result<i32, String> {
    let found = scale.pointer("/spec/replicas").unwrap_or(&Value::Null);
    let found_text = match found {
        Value::Null => return Ok(0),
        Value::Number(number) => match number.as_i64().map(i32::try_from) {
            Some(Ok(replicas)) => return Ok(replicas),
            _ => format!("number {number}"),
        },
        Value::String(_) => "string".to_owned(),
        Value::Bool(_) => "bool".to_owned(),
        Value::Array(_) => "array".to_owned(),
        Value::Object(_) => "object".to_owned(),
    };
    Err(format!(
        "json: cannot unmarshal {found_text} into Go struct field ScaleSpec.spec.replicas of type int32"
    ))
}
