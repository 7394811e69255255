//! What the served kinds are made of, as Kubernetes itself describes it: fields, types, descriptions.
//!
//! k8s-openapi carries the API's own schema behind a feature that only native builds turn on: the
//! page fetches what it needs of it as a file (`statefulset-playground schema`), when somebody asks.

pub mod compact;
pub mod values;

use crate::cluster::api::{
    ConfigMap, ControllerRevision, Deployment, EndpointSlice, Event, Kind, Namespace, Node,
    PersistentVolume, PersistentVolumeClaim, Pod, PodDisruptionBudget, ReplicaSet, ResourceQuota,
    Secret, Service, ServiceAccount, StatefulSet, StorageClass,
};
use k8s_openapi::schemars::generate::SchemaSettings;
use k8s_openapi::schemars::{JsonSchema, SchemaGenerator};
use serde_json::Value;
use std::collections::BTreeMap;

/// The schema of every served kind and of all they are made of, by upstream's names
/// (`io.k8s.api.apps.v1.StatefulSet`). References read `#/definitions/NAME`, with the field's own
/// description beside them, as in Kubernetes' OpenAPI of version 2.
#[must_use]
pub fn definitions() -> BTreeMap<String, Value> {
    let mut generator = generator();
    for kind in Kind::ALL {
        name_in(&mut generator, kind);
    }
    generator.take_definitions(true).into_iter().collect()
}

/// The name of a kind's definition: `io.k8s.api.apps.v1.StatefulSet`.
#[must_use]
pub fn definition_name(kind: Kind) -> String {
    name_in(&mut generator(), kind)
}

fn generator() -> SchemaGenerator {
    // Draft 7 is the last that says `definitions`; its transformations are for readers older than ours.
    let settings = SchemaSettings::draft07().with(|settings| settings.transforms.clear());
    SchemaGenerator::new(settings)
}

/// Puts the kind and all it is made of into the generator.
fn name_in(generator: &mut SchemaGenerator, kind: Kind) -> String {
    match kind {
        Kind::Namespace => name_of::<Namespace>(generator),
        Kind::Node => name_of::<Node>(generator),
        Kind::Pod => name_of::<Pod>(generator),
        Kind::Service => name_of::<Service>(generator),
        Kind::StatefulSet => name_of::<StatefulSet>(generator),
        Kind::ControllerRevision => name_of::<ControllerRevision>(generator),
        Kind::Deployment => name_of::<Deployment>(generator),
        Kind::ReplicaSet => name_of::<ReplicaSet>(generator),
        Kind::PersistentVolumeClaim => name_of::<PersistentVolumeClaim>(generator),
        Kind::PersistentVolume => name_of::<PersistentVolume>(generator),
        Kind::StorageClass => name_of::<StorageClass>(generator),
        Kind::EndpointSlice => name_of::<EndpointSlice>(generator),
        Kind::Event => name_of::<Event>(generator),
        Kind::ConfigMap => name_of::<ConfigMap>(generator),
        Kind::Secret => name_of::<Secret>(generator),
        Kind::ServiceAccount => name_of::<ServiceAccount>(generator),
        Kind::PodDisruptionBudget => name_of::<PodDisruptionBudget>(generator),
        Kind::ResourceQuota => name_of::<ResourceQuota>(generator),
    }
}

fn name_of<T: JsonSchema>(generator: &mut SchemaGenerator) -> String {
    generator.subschema_for::<T>();
    T::schema_name().into_owned()
}
