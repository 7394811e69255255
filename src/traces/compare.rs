//! Where two JSON values differ, as lines a person can read.

use serde_json::Value;

/// The differences between what upstream did and what ours did; empty if there are none.
pub(super) fn differences(path: &str, upstream: &Value, ours: &Value) -> Vec<String> {
    match (upstream, ours) {
        (Value::Object(a), Value::Object(b)) => {
            let mut fields: Vec<&String> = a.keys().chain(b.keys()).collect();
            fields.sort();
            fields.dedup();
            let null = Value::Null;
            fields
                .into_iter()
                .flat_map(|field| {
                    let upstream = a.get(field).unwrap_or(&null);
                    let ours = b.get(field).unwrap_or(&null);
                    differences(&format!("{path}.{field}"), upstream, ours)
                })
                .collect()
        }
        (Value::Array(a), Value::Array(b)) => {
            let null = Value::Null;
            (0..a.len().max(b.len()))
                .flat_map(|at| {
                    let upstream = a.get(at).unwrap_or(&null);
                    let ours = b.get(at).unwrap_or(&null);
                    differences(&format!("{path}[{at}]"), upstream, ours)
                })
                .collect()
        }
        _ if upstream == ours => vec![],
        _ => vec![format!(
            "  {path}\n    - upstream {upstream}\n    + ours     {ours}"
        )],
    }
}
