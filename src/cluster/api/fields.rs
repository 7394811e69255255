//! Field selectors, as people type them after `--field-selector`: `metadata.name=web-0,status.phase!=Running`.

use super::{Kind, Object};

/// A selector by fields.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FieldSelector(Vec<Requirement>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Requirement {
    path: String,
    value: String,
    equal: bool,
}

impl FieldSelector {
    /// Reads the text; an empty one picks everything.
    ///
    /// # Errors
    /// The part that is no requirement, in apimachinery's words.
    pub fn parse(text: &str) -> Result<Self, String> {
        text.split(',')
            .filter(|part| !part.is_empty())
            .map(|part| {
                let (path, value, equal) = match part.split_once("!=") {
                    Some((path, value)) => (path, value, false),
                    None => part.split_once('=').map_or_else(
                        || {
                            Err(format!(
                                "invalid selector: '{text}'; can't understand '{part}'"
                            ))
                        },
                        |(path, value)| Ok((path, value.trim_start_matches('='), true)),
                    )?,
                };
                Ok(Requirement {
                    path: path.to_owned(),
                    value: value.to_owned(),
                    equal,
                })
            })
            .collect::<Result<_, _>>()
            .map(Self)
    }

    /// Whether the server can select objects of this kind by these fields.
    ///
    /// # Errors
    /// The first field it cannot, in the server's words.
    pub fn check(&self, kind: Kind) -> Result<(), String> {
        let unknown = self.0.iter().find(|requirement| {
            !matches!(
                requirement.path.as_str(),
                "metadata.name" | "metadata.namespace"
            ) && !selectable(kind).contains(&requirement.path.as_str())
        });
        match unknown {
            None => Ok(()),
            Some(requirement) => Err(format!("field label not supported: {}", requirement.path)),
        }
    }

    /// Whether the object has what is asked for. An absent field is empty.
    #[must_use]
    pub fn matches(&self, object: &Object) -> bool {
        let by_name = self
            .0
            .iter()
            .all(|requirement| match requirement.path.as_str() {
                "metadata.name" => {
                    (object.meta().name.as_deref() == Some(&requirement.value)) == requirement.equal
                }
                _ => true,
            });
        if !by_name || self.0.iter().all(|one| one.path == "metadata.name") {
            return by_name;
        }
        let value = object.to_value();
        self.0.iter().all(|requirement| {
            let pointer = format!("/{}", requirement.path.replace('.', "/"));
            let present = match value.pointer(&pointer) {
                Some(serde_json::Value::String(text)) => text.clone(),
                Some(serde_json::Value::Null) | None => String::new(),
                Some(other) => other.to_string(),
            };
            (present == requirement.value) == requirement.equal
        })
    }
}

/// The fields besides name and namespace (the conversion functions under kubernetes/pkg/apis/core/v1).
const fn selectable(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Pod => &[
            "spec.nodeName",
            "spec.restartPolicy",
            "spec.schedulerName",
            "spec.serviceAccountName",
            "spec.hostNetwork",
            "status.phase",
            "status.podIP",
            "status.podIPs",
            "status.nominatedNodeName",
        ],
        Kind::Node => &["spec.unschedulable"],
        Kind::Namespace => &["status.phase"],
        Kind::Secret => &["type"],
        Kind::Service => &["spec.clusterIP", "spec.type"],
        Kind::ReplicaSet => &["status.replicas"],
        Kind::Event => &[
            "involvedObject.kind",
            "involvedObject.namespace",
            "involvedObject.name",
            "involvedObject.uid",
            "involvedObject.apiVersion",
            "involvedObject.resourceVersion",
            "involvedObject.fieldPath",
            "reason",
            "reportingComponent",
            "source",
            "type",
        ],
        _ => &[],
    }
}
