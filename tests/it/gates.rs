//! The feature gates as a person switches them: what they change, that they are kept, and that a new
//! beginning is Kubernetes 1.36 again.

use crate::page::Page;
use playground::app::{Effect, Gates, Message, Saved, Start, StorageKey, founding};
use playground::cluster::api::{IntOrString, Specified, StatefulSet};
use playground::view::scene::Health;

const ON: Gates = Gates {
    max_unavailable_stateful_set: true,
    parallel_max_unavailable_fix: false,
};

/// Four pods, of which two may be down at once.
fn four() -> String {
    founding::MANIFEST.replace(
        "  replicas: 2\n",
        "  replicas: 4\n  podManagementPolicy: Parallel\n  updateStrategy:\n    rollingUpdate: {maxUnavailable: 2}\n",
    )
}

/// Applies the four, then another image; answers how many were down at once.
fn down_at_once(page: &mut Page) -> usize {
    page.send(Message::EditorChanged(four()));
    page.send(Message::Apply).settle();
    page.edit("nginx:1.9.1", "nginx:1.10").send(Message::Apply);
    let mut most = 0;
    for _ in 0..2000 {
        page.wait(32);
        let scene = page.app.scene();
        let pods = scene.sets[0].columns.iter().map(|column| &column.pod);
        let ready = pods
            .flatten()
            .filter(|pod| pod.health == Health::Ready)
            .count();
        most = most.max(4 - ready);
    }
    most
}

fn max_unavailable(page: &Page) -> Option<IntOrString> {
    let store = &page.app.world().cluster.store;
    let set = store.get::<StatefulSet>("default", "web")?;
    let strategy = set.spec().update_strategy.as_ref()?;
    strategy.rolling_update.as_ref()?.max_unavailable.clone()
}

#[test]
fn a_gate_changes_how_many_pods_are_down_at_once() {
    let mut page = fresh();
    assert_eq!(page.app.gates(), Gates::default(), "off, as in 1.36");
    assert_eq!(down_at_once(&mut page), 1);
    assert_eq!(max_unavailable(&page), None, "dropped");

    let mut page = fresh();
    page.send(Message::SetGates(ON));
    assert_eq!(down_at_once(&mut page), 2);
    assert_eq!(max_unavailable(&page), Some(IntOrString::Int(2)));
}

/// A field that a gate hides is not looked at; the page looks again when the gate is switched.
#[test]
fn a_gate_changes_what_is_wrong_with_the_text() {
    let mut page = fresh();
    let text = four().replace("maxUnavailable: 2", "maxUnavailable: 0");
    page.send(Message::EditorChanged(text))
        .send(Message::Examine);
    assert_eq!(page.app.editor().problems, []);
    page.effects.clear();
    page.send(Message::SetGates(ON));
    assert!(page.effects.contains(&Effect::ExamineSoon));
    page.send(Message::Examine);
    let told: Vec<&str> = page
        .app
        .editor()
        .problems
        .iter()
        .map(|problem| problem.message.as_str())
        .collect();
    assert_eq!(
        told,
        ["spec.updateStrategy.rollingUpdate.maxUnavailable: Invalid value: 0: cannot be 0"]
    );
}

/// A page with nothing applied: the policy of a set that is there could not be changed.
fn fresh() -> Page {
    let session = serde_json::json!({ "text": four(), "applied": "", "speed": "8" });
    Page::open(&Start {
        saved: Saved {
            session: Some(session.to_string()),
            ..Saved::default()
        },
        ..Start::default()
    })
}

#[test]
fn gates_outlive_a_reload_but_not_a_new_beginning() {
    let mut page = fresh();
    page.send(Message::SetGates(ON));
    page.send(Message::Apply).settle();
    let session = page.kept(StorageKey::Session);
    let start = Start {
        saved: Saved {
            session,
            ..Saved::default()
        },
        ..Start::default()
    };
    let mut again = Page::open(&start);
    assert_eq!(again.app.gates(), ON);
    assert_eq!(
        max_unavailable(&again),
        Some(IntOrString::Int(2)),
        "the gate was on before the manifest was applied again"
    );

    let record = again.app.record();
    again.send(Message::Reset);
    assert_eq!(again.app.gates(), Gates::default());
    assert_eq!(max_unavailable(&again), None);
    again.send(Message::Restore(record));
    assert_eq!(again.app.gates(), ON, "the record tells of it");
}
