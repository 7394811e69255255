//! What a set cannot change, it can be given by a new set: the old one goes alone, its pods and disks
//! stay, and the new one takes them over. Step by step, because each step is a lesson.

use super::{App, Effect, Message, Problem, acts, editor};
use crate::cluster::api::{Key, Kind, Pod, meta};
use crate::cluster::apiserver::Cascade;
use crate::manifest::immutable::{self, Change};
use crate::manifest::{self, Remedy};
use serde::{Deserialize, Serialize};

/// What the next press does, or what is being waited for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Stage {
    /// The set is deleted, its pods are not.
    Delete,
    /// The set is going.
    Going,
    /// The text is applied: a new set.
    Apply,
    /// The new set is taking the pods over.
    Adopting,
    /// It has.
    Done,
}

/// A set on its way from one that cannot be changed to one that is as the text says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WayOut {
    /// The set.
    pub set: Key,
    /// What the text would change though it cannot be.
    pub changes: Vec<Change>,
    /// The server's sentence.
    pub sentence: String,
    /// Where it stands.
    pub stage: Stage,
    /// The pods at the beginning: name and uid.
    pub pods: Vec<(String, String)>,
    /// Those of them that the new set has taken over, by name.
    pub kept: Vec<String>,
}

impl WayOut {
    /// Whether the new set has other claim templates, which claims that exist do not follow.
    #[must_use]
    pub fn changes_claims(&self) -> bool {
        let mut fields = self.changes.iter().map(|change| &change.field);
        fields.any(|field| field.starts_with("spec.volumeClaimTemplates"))
    }

    /// The two commands it consists of.
    #[must_use]
    pub fn commands(&self) -> [String; 2] {
        let namespace = match self.set.namespace.as_ref() {
            "default" => String::new(),
            other => format!(" -n {other}"),
        };
        let name = &self.set.name;
        [
            format!("kubectl delete statefulset {name}{namespace} --cascade=orphan"),
            "kubectl apply -f manifest.yaml".to_owned(),
        ]
    }
}

/// The way out of this problem, begun; nothing if it is none of a set that cannot be changed.
pub(super) fn begin(app: &mut App, problem: &Problem) -> Vec<Effect> {
    let is_recreate = problem
        .fix
        .as_ref()
        .is_some_and(|offer| offer.fix.remedy == Remedy::Recreate);
    let (documents, _) = manifest::read(&app.editor.text);
    let store = &app.journey.world().cluster.store;
    let found = documents
        .iter()
        .filter(|document| document.index == problem.document && is_recreate)
        .find_map(|document| {
            let live = store.object(&document.key)?;
            let changes = immutable::changes(live, document);
            (live.kind() == Kind::StatefulSet).then(|| (document.key.clone(), changes))
        });
    let Some((set, changes)) = found else {
        return vec![];
    };
    let pods = pods_of(app, &set);
    app.way_out = Some(WayOut {
        set,
        changes,
        sentence: problem.message.clone(),
        stage: Stage::Delete,
        pods,
        kept: vec![],
    });
    vec![Effect::Focus("way-out".to_owned())]
}

/// Not that way, or no more of it.
pub(super) fn close(app: &mut App) -> Vec<Effect> {
    app.way_out = None;
    vec![]
}

/// The next step.
pub(super) fn next(app: &mut App) -> Vec<Effect> {
    let Some(way_out) = &mut app.way_out else {
        return vec![];
    };
    match way_out.stage {
        Stage::Delete => {
            way_out.stage = Stage::Going;
            let delete = Message::DeleteSet {
                set: way_out.set.clone(),
                cascade: Cascade::Orphan,
            };
            if let Some(input) = acts::input(app, &delete) {
                acts::push(app, input);
            }
            vec![]
        }
        Stage::Apply => editor::apply(app),
        Stage::Going | Stage::Adopting => vec![],
        Stage::Done => {
            app.way_out = None;
            vec![]
        }
    }
}

/// Looks how far it has come; the cluster takes its time.
pub(super) fn follow(app: &mut App) -> Vec<Effect> {
    let Some(way_out) = app.way_out() else {
        return vec![];
    };
    let store = &app.journey.world().cluster.store;
    let set = store.object(&way_out.set);
    let going = set.is_some_and(|set| set.meta().deletion_timestamp.is_some());
    let kept = match set {
        Some(set) if !going => kept(app, way_out, set.uid()),
        _ => vec![],
    };
    let lost = way_out
        .pods
        .iter()
        .filter(|(name, uid)| pod_uid(app, &way_out.set, name) != Some(uid.as_str()))
        .count();
    let stage = match way_out.stage {
        Stage::Delete if going => Stage::Going,
        // Also when a person takes the new set away while it is at work.
        Stage::Delete | Stage::Going | Stage::Apply | Stage::Adopting if set.is_none() => {
            Stage::Apply
        }
        Stage::Apply | Stage::Adopting if kept.len() + lost == way_out.pods.len() => Stage::Done,
        Stage::Apply => Stage::Adopting,
        stage => stage,
    };
    if stage == way_out.stage {
        return vec![];
    }
    let mut effects = vec![];
    if let Some(way_out) = &mut app.way_out {
        way_out.stage = stage;
        way_out.kept = kept;
    }
    if stage == Stage::Apply {
        // Nothing is there any more that could not be changed.
        effects.extend(editor::examine(app).1);
    }
    effects
}

/// Pods of the beginning that belong to the set with this uid now.
fn kept(app: &App, way_out: &WayOut, set_uid: &str) -> Vec<String> {
    let store = &app.journey.world().cluster.store;
    let is_kept = |(name, uid): &&(String, String)| {
        store
            .get::<Pod>(&way_out.set.namespace, name)
            .is_some_and(|pod| {
                let owner = meta::controller_of(&pod.metadata);
                pod.metadata.uid.as_ref() == Some(uid)
                    && owner.is_some_and(|owner| owner.uid == set_uid)
            })
    };
    let kept = way_out.pods.iter().filter(is_kept);
    kept.map(|(name, _)| name.clone()).collect()
}

fn pods_of(app: &App, set: &Key) -> Vec<(String, String)> {
    let store = &app.journey.world().cluster.store;
    let uid = store.object(set).map(|set| set.uid().to_owned());
    let uid = uid.unwrap_or_default();
    store
        .list_in::<Pod>(&set.namespace)
        .filter(|pod| meta::controller_of(&pod.metadata).is_some_and(|owner| owner.uid == uid))
        .map(|pod| {
            let text = |text: &Option<String>| text.clone().unwrap_or_default();
            (text(&pod.metadata.name), text(&pod.metadata.uid))
        })
        .collect()
}

fn pod_uid<'a>(app: &'a App, set: &Key, name: &str) -> Option<&'a str> {
    let store = &app.journey.world().cluster.store;
    store
        .get::<Pod>(&set.namespace, name)?
        .metadata
        .uid
        .as_deref()
}
