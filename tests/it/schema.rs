//! The API's own schema, as the editor and the served API tell it.

use playground::cluster::api::Kind;
use playground::native::schema;
use serde_json::Value;

#[test]
fn every_served_kind_has_a_definition_with_its_fields() {
    let definitions = schema::definitions();
    for kind in Kind::ALL {
        let name = schema::definition_name(kind);
        assert!(name.ends_with(kind.info().name), "{name}");
        let fields = &definitions[&name]["properties"];
        for field in ["apiVersion", "kind", "metadata"] {
            assert!(fields[field].is_object(), "{name} has no {field}");
        }
    }
}

#[test]
fn every_reference_leads_somewhere() {
    let definitions = schema::definitions();
    let mut pending: Vec<&Value> = definitions.values().collect();
    let mut followed = 0;
    while let Some(value) = pending.pop() {
        match value {
            Value::Object(map) => {
                if let Some(Value::String(reference)) = map.get("$ref") {
                    let name = reference.strip_prefix("#/definitions/");
                    assert!(
                        name.is_some_and(|name| definitions.contains_key(name)),
                        "{reference} leads nowhere"
                    );
                    followed += 1;
                }
                pending.extend(map.values());
            }
            Value::Array(items) => pending.extend(items),
            _ => {}
        }
    }
    assert!(followed > 300, "only {followed} references seen");
}

#[test]
fn a_field_says_what_it_is_and_what_it_is_for() {
    let definitions = schema::definitions();
    let spec = &definitions["io.k8s.api.apps.v1.StatefulSetSpec"]["properties"];
    assert_eq!(spec["replicas"]["type"], "integer");
    assert_eq!(spec["replicas"]["format"], "int32");
    assert_eq!(
        spec["template"]["$ref"],
        "#/definitions/io.k8s.api.core.v1.PodTemplateSpec"
    );
    let description = spec["template"]["description"].as_str().unwrap_or_default();
    assert!(description.contains("will be created"), "{description}");
}
