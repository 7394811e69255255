//! What the page asks before something is lost for good, in words that fit the cluster as it is now.

use super::{App, Message, Question};
use crate::cluster::api::{Key, Kind, Object, PersistentVolume, PersistentVolumeClaim, Pod, meta};
use crate::i18n::{Label, Msg, Note, Why};
use crate::sim::World;
use crate::view::beat::mounted_claims;
use crate::view::scene::{Scene, SetPicture};
use serde::{Deserialize, Serialize};

/// A question as it stands on the page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// What is asked.
    pub title: Msg,
    /// What will come of it, one sentence each.
    pub help: Vec<Msg>,
    /// What the button says that does it.
    pub yes: Msg,
    /// What can be done instead.
    pub instead: Option<Remedy>,
}

/// A way out, one press away.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remedy {
    /// What the button says.
    pub words: Note,
    /// What it does.
    pub message: Message,
}

/// The ways out that a sentence about a set names.
#[must_use]
pub fn remedies(set: &Key, why: &Why) -> Vec<Remedy> {
    let pod = |name: &String| set.sibling(Kind::Pod, name);
    let delete = |name: &String| Remedy {
        words: Note::DeletePod { pod: name.clone() },
        message: Message::DeletePod(pod(name)),
    };
    match why {
        Why::HintLeftBehind { pod, .. } | Why::OnDelete { on: pod } => vec![delete(pod)],
        Why::HintNodeLost { pod: name, node } => vec![
            plug_in(node),
            Remedy {
                words: Note::ForceDeletePod { pod: name.clone() },
                message: Message::Ask(Question::ForceDelete(pod(name))),
            },
        ],
        _ => vec![],
    }
}

fn plug_in(node: &str) -> Remedy {
    Remedy {
        words: Note::PowerOn {
            node: node.to_owned(),
        },
        message: Message::TogglePower {
            node: node.to_owned(),
        },
    }
}

/// What becomes of a set's pods and disks if it is deleted with its pods.
#[must_use]
pub fn delete_help(scene: &Scene, set: &Key) -> Note {
    let picture = scene.sets.iter().find(|picture| picture.key == *set);
    if picture.is_some_and(|picture| picture.deleting) {
        return Note::DeleteSetAlready {
            set: set.name.to_string(),
        };
    }
    let columns = picture
        .into_iter()
        .flat_map(|set: &SetPicture| &set.columns);
    let (going, staying) = columns
        .flat_map(|column| &column.disks)
        .partition::<Vec<_>, _>(|disk| disk.goes || disk.goes_with_set);
    let names = |disks: Vec<&crate::view::scene::DiskTile>| {
        let names = disks.into_iter().map(|disk| disk.key.name.to_string());
        names.collect()
    };
    Note::DeleteSetHelp {
        going: names(going),
        staying: names(staying),
    }
}

/// The words of a question.
#[must_use]
pub fn asked(question: &Question, world: &World, scene: &Scene) -> Asked {
    let label = Msg::Label;
    match question {
        Question::OpenSession(_) => Asked {
            title: label(Label::ConfirmOpen),
            help: vec![label(Label::ConfirmOpenHelp)],
            yes: label(Label::Open),
            instead: None,
        },
        Question::Reset => Asked {
            title: label(Label::ConfirmReset),
            help: vec![label(Label::ConfirmResetHelp)],
            yes: label(Label::Reset),
            instead: None,
        },
        Question::DeleteClaim(key) => Asked {
            title: Note::ConfirmDeleteClaim {
                claim: key.name.to_string(),
            }
            .into(),
            help: vec![delete_claim(world, key).into()],
            yes: label(Label::Delete),
            instead: None,
        },
        Question::DeleteSet(key) => Asked {
            title: Note::DeleteSet {
                set: key.name.to_string(),
            }
            .into(),
            help: vec![delete_help(scene, key).into()],
            yes: label(Label::Delete),
            instead: None,
        },
        Question::ForceDelete(key) => force_delete(world, scene, key),
    }
}

/// What goes with a claim: a volume whose reclaim policy is Retain stays.
fn delete_claim(world: &World, key: &Key) -> Note {
    let store = &world.cluster.store;
    let claim = store.get::<PersistentVolumeClaim>(&key.namespace, &key.name);
    let volume = claim.and_then(|claim| claim.spec.as_ref()?.volume_name.clone());
    let volume = volume.and_then(|name| store.get::<PersistentVolume>("", &name));
    let policy = volume.and_then(|volume| {
        let spec = volume.spec.as_ref()?;
        spec.persistent_volume_reclaim_policy.clone()
    });
    let mut pods = store.list_in::<Pod>(&key.namespace);
    let user = pods.find(|pod| mounted_claims(pod).any(|claim| *claim == *key.name));
    Note::DeleteClaimHelp {
        volume_stays: policy.as_deref() == Some("Retain"),
        held_by: user.map(|pod| meta::name(&pod.metadata).to_owned()),
    }
}

fn force_delete(world: &World, scene: &Scene, key: &Key) -> Asked {
    let store = &world.cluster.store;
    let pod = store.get::<Pod>(&key.namespace, &key.name);
    let node = pod.and_then(|pod| pod.spec.as_ref()?.node_name.clone());
    let node = node.filter(|node| !node.is_empty());
    let disk = pod.and_then(|pod| mounted_claims(pod).next().map(str::to_owned));
    let row = scene
        .nodes
        .iter()
        .find(|row| Some(&row.name) == node.as_ref());
    let lost = row.filter(|row| !row.powered);
    let name = key.name.to_string();
    let mut help = vec![];
    match lost {
        Some(row) => {
            let node = row.name.clone();
            help.push(Note::ForceDeleteRisk {
                pod: name.clone(),
                node: node.clone(),
                disk,
            });
            help.push(Note::ForceDeleteInstead {
                pod: name.clone(),
                node,
            });
        }
        None => help.push(Note::ForceDeleteHeard {
            pod: name.clone(),
            node: node.unwrap_or_default(),
        }),
    }
    Asked {
        title: Note::ConfirmForceDelete { pod: name.clone() }.into(),
        help: help.into_iter().map(Msg::Note).collect(),
        yes: Note::ForceDeletePod { pod: name }.into(),
        instead: lost.map(|row| plug_in(&row.name)),
    }
}

/// Whether a pod has been told to go already: telling it again would do nothing.
pub(super) fn is_going(app: &App, key: &Key) -> bool {
    let object = app.world().cluster.store.object(key);
    object.is_some_and(|pod: &Object| meta::is_deleting(pod.meta()))
}
