//! Patches of all kinds, and `kubectl apply`.

use crate::admission::{create, shown};
use crate::cases;
use crate::manifest::store;
use playground::cluster::api::{Kind, Object, SimTime, meta};
use playground::cluster::apiserver::apply::{LAST_APPLIED, apply, patch_for};
use playground::cluster::apiserver::patch::{PatchKind, patch_object, patched};
use playground::cluster::apiserver::{Actor, ApiError, Client, Store};
use playground::manifest::{read, write_value};
use serde_json::Value;
use std::fmt::Write;

fn value(yaml: &str) -> Value {
    serde_yaml::from_str(yaml).unwrap()
}

/// `document` `---` `patch` in, the patched document out.
fn patched_text(kind: PatchKind, text: &str) -> String {
    let (document, patch) = text.split_once("---\n").unwrap();
    match patched(Kind::Pod, value(document), &value(patch), kind) {
        Ok(patched) => write_value(&patched),
        Err(error) => format!("{:?}: {error}\n", error.reason),
    }
}

#[test]
fn merge_patches() {
    cases::check("patch/merge.txt", |text| {
        patched_text(PatchKind::Merge, text)
    });
}

#[test]
fn json_patches() {
    cases::check("patch/json.txt", |text| patched_text(PatchKind::Json, text));
}

#[test]
fn strategic_patches() {
    cases::check("patch/strategic.txt", |text| {
        patched_text(PatchKind::Strategic, text)
    });
}

fn applied(store: &mut Store, text: &str) -> Result<(&'static str, Object), ApiError> {
    let (documents, diagnostics) = read(text);
    assert_eq!(diagnostics, [], "{text}");
    let mut client = Client::new(store, Actor::You, SimTime(0));
    apply(&mut client, documents[0].object.clone())
        .map(|applied| (applied.word(), applied.object().clone()))
}

/// Manifests applied one after the other; `by others:` is a merge patch somebody else sends. Out come
/// the patch that was sent and the object that came of it, without its annotation.
#[test]
fn applied_manifests() {
    cases::check("patch/apply.txt", |text| {
        let mut store = store();
        let mut out = String::new();
        let mut last = None;
        for step in text.split("---\n") {
            if let Some(patch) = step.strip_prefix("by others:\n") {
                let key = last.clone().unwrap();
                let mut client = Client::new(&mut store, Actor::You, SimTime(0));
                patch_object(&mut client, &key, PatchKind::Merge, &value(patch)).unwrap();
                continue;
            }
            let (documents, _) = read(step);
            let key = documents[0].key.clone();
            if let Some(live) = store.object(&key) {
                let mut object = documents[0].object.clone();
                object.meta_mut().namespace = Some("default".to_owned());
                let mut patch = patch_for(&object, live);
                // What the annotation says is in the manifests above.
                if let Some(annotations) = patch.pointer_mut("/metadata/annotations") {
                    annotations.as_object_mut().unwrap().remove(LAST_APPLIED);
                }
                writeln!(out, "patch: {patch}").unwrap();
            }
            match applied(&mut store, step) {
                Ok((word, _)) => writeln!(out, "{key} {word}").unwrap(),
                Err(error) => writeln!(out, "Error: {error}").unwrap(),
            }
            last = Some(key);
        }
        let mut object = store.object(&last.unwrap()).unwrap().clone();
        object
            .meta_mut()
            .annotations
            .as_mut()
            .unwrap()
            .remove(LAST_APPLIED);
        out + "\n" + &shown(&object)
    });
}

#[test]
fn the_annotation_is_kubectls() {
    let mut store = store();
    let text = "apiVersion: v1\nkind: Service\nmetadata: {name: nginx}\nspec: {clusterIP: None, ports: [{port: 80, name: web}]}\n";
    let (word, object) = applied(&mut store, text).unwrap();
    assert_eq!(word, "created");
    assert_eq!(
        meta::annotation(object.meta(), LAST_APPLIED),
        Some(
            "{\"apiVersion\":\"v1\",\"kind\":\"Service\",\"metadata\":{\"annotations\":{},\"name\":\"nginx\",\"namespace\":\"default\"},\"spec\":{\"clusterIP\":\"None\",\"ports\":[{\"name\":\"web\",\"port\":80}]}}\n"
        )
    );
    let (word, _) = applied(&mut store, text).unwrap();
    assert_eq!(word, "unchanged");
}

#[test]
fn patches_with_wrong_types_are_refused() {
    let mut store = store();
    let pod = "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{name: c, image: d}]}\n";
    let key = create(&mut store, pod)[0].as_ref().unwrap().key();
    let mut told = |patch: &str| {
        let mut client = Client::new(&mut store, Actor::You, SimTime(0));
        let result = patch_object(&mut client, &key, PatchKind::Strategic, &value(patch));
        result.map(drop).map_err(|error| error.to_string())
    };
    assert_eq!(
        told("spec: {priority: high}"),
        Err(" \"\" is invalid: patch: Invalid value: \"map[spec:map[priority:high]]\": unrecognized type: int32".to_owned())
    );
    assert_eq!(
        told("metadata: {name: b}"),
        Err(
            "the name of the object (the patched one) does not match the name on the URL"
                .to_owned()
        )
    );
    assert_eq!(
        told("{metadata: {labels: {a: b}}, unknown: field}"),
        Ok(()),
        "unknown fields are dropped with a warning"
    );
}

/// What the server's limits are for: a patch that is short, and builds what is not.
#[test]
fn json_patches_that_grow_are_refused() {
    let refused = "Invalid: the server rejected our request due to an error in our request";
    let outcome = |operations: Vec<Value>| match patched(
        Kind::Pod,
        value("a: {}"),
        &Value::from(operations),
        PatchKind::Json,
    ) {
        Ok(_) => "patched".to_owned(),
        Err(error) => format!("{:?}: {error}", error.reason),
    };
    let add = value("{op: add, path: /b, value: {}}");
    assert_eq!(outcome(vec![add.clone(); 10_000]), "patched");
    assert_eq!(
        outcome(vec![add.clone(); 10_001]),
        "RequestEntityTooLarge: Request entity too large: The allowed maximum operations in a JSON patch is 10000, got 10001"
    );
    // One level more with every third operation: what walks through it later has no stack for so many.
    let deeper = [
        add,
        value("{op: move, from: /a, path: /b/a}"),
        value("{op: move, from: /b, path: /a}"),
    ];
    let turns = |count| (0..count).flat_map(|_| deeper.clone()).collect();
    assert_eq!(outcome(turns(100)), "patched");
    assert_eq!(outcome(turns(3_333)), refused);
    // Each of them shifts a list as long as a body allows.
    let list = Value::from(vec![0; 1_000_000]);
    let mut shifts = vec![serde_json::json!({ "op": "add", "path": "/b", "value": list })];
    shifts.resize(9_000, value("{op: add, path: /b/0, value: 0}"));
    assert_eq!(outcome(shifts), refused);
}
