//! What an act means in a world: the inputs a person would give, or a fault that is armed.

use super::case::{Act, Budget, Case, Image, Retention, Setup, Strategy};
use crate::cluster::api::{
    ControllerRevision, IntOrString, Key, Kind, Node, Object, Pod,
    RollingUpdateStatefulSetStrategy, Specified, StatefulSet, StatefulSetOrdinals,
    StatefulSetPersistentVolumeClaimRetentionPolicy, StatefulSetSpec, StatefulSetUpdateStrategy,
    meta,
};
use crate::cluster::apiserver::fault::Fault;
use crate::cluster::apiserver::{Cascade, DeleteOptions};
use crate::cluster::controllers::revision;
use crate::manifest;
use crate::sim::{FileChange, Input, Request, World};
use std::sync::Arc;

/// The set every case is about.
pub(super) const SET: &str = "web";
/// The name of the containers, and of the Service.
const NGINX: &str = "nginx";
/// Where a pod's file is written.
const FILE: &str = "/usr/share/nginx/html/index.html";

const SERVICE: &str = "\
apiVersion: v1
kind: Service
metadata: {name: nginx}
spec:
  clusterIP: None
  selector: {app: web}
  ports: [{port: 80, name: web}]
";

const MANIFEST: &str = "\
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: web}
spec:
  serviceName: nginx
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      terminationGracePeriodSeconds: 5
      containers:
      - name: nginx
        image: nginx
";

const QUOTA: &str = "\
apiVersion: v1
kind: ResourceQuota
metadata: {name: quota}
spec: {hard: {pods: \"PODS\"}}
";

/// What a set with disks has more.
const DISKS: &str = "        volumeMounts: [{name: www, mountPath: /usr/share/nginx/html}]
  volumeClaimTemplates:
  - metadata: {name: www}
    spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
";

/// What is given to a fresh world before the first step.
pub(super) fn founding(case: &Case) -> Vec<Input> {
    let create = |object| Input::Request(Request::Create(object));
    let mut inputs = vec![Input::Gates(case.setup.gates)];
    inputs.extend(objects(SERVICE).into_iter().map(create));
    inputs.push(create(set(&case.setup)));
    inputs
}

/// What an act means in this world.
pub(super) enum Deed {
    /// A person does this.
    Inputs(Vec<Input>),
    /// The API server will refuse.
    Arm(Fault),
}

/// What the act means in this world; nothing where there is no such thing.
pub(super) fn deed(world: &World, case: &Case, act: &Act) -> Deed {
    if let Act::Refuse {
        verb,
        kind,
        reason,
        count,
    } = *act
    {
        return Deed::Arm(Fault {
            verb,
            kind,
            name: None,
            reason,
            count,
        });
    }
    Deed::Inputs(inputs(world, case, act).into_iter().collect())
}

fn inputs(world: &World, case: &Case, act: &Act) -> Option<Input> {
    match act {
        Act::Scale(replicas) => {
            let key = key(Kind::StatefulSet, SET);
            Some(Input::Request(Request::Scale(key, *replicas)))
        }
        Act::Image(_)
        | Act::Strategy(_)
        | Act::MinReadySeconds(_)
        | Act::HistoryLimit(_)
        | Act::Retention(_)
        | Act::Start(_) => change_spec(world, act),
        Act::DeletePod { ordinal, force } => {
            let grace_period_seconds = force.then_some(0);
            let options = DeleteOptions {
                grace_period_seconds,
                ..DeleteOptions::default()
            };
            delete(key(Kind::Pod, &pod(*ordinal)), options)
        }
        Act::DeleteClaim(ordinal) => {
            let claim = format!("www-{}", pod(*ordinal));
            delete(
                key(Kind::PersistentVolumeClaim, &claim),
                DeleteOptions::default(),
            )
        }
        Act::DeleteSet(cascade) => delete(key(Kind::StatefulSet, SET), cascading(*cascade)),
        Act::CreateSet => Some(Input::Request(Request::Create(set(&case.setup)))),
        Act::DeleteRevision(at) => delete(nth_revision(world, *at)?, DeleteOptions::default()),
        Act::OrphanPod(ordinal) => change_pod(world, *ordinal, |pod| {
            pod.metadata.owner_references = None;
        }),
        Act::RelabelPod(ordinal) => change_pod(world, *ordinal, |pod| {
            meta::set_label(&mut pod.metadata, "app", "other");
        }),
        Act::Write { ordinal, text } => Some(Input::Files {
            pod: key(Kind::Pod, &pod(*ordinal)),
            container: NGINX.to_owned(),
            changes: vec![FileChange {
                path: FILE.to_owned(),
                bytes: Some(vec![*text]),
            }],
        }),
        Act::Exit { ordinal, code } => Some(Input::Exit {
            pod: key(Kind::Pod, &pod(*ordinal)),
            container: NGINX.to_owned(),
            code: *code,
        }),
        Act::Power { node, on } => Some(power(*node, *on)),
        Act::Cordon { node, on } => cordon(world, *node, *on),
        Act::DeleteNode(node) => {
            delete(key(Kind::Node, &node_name(*node)), DeleteOptions::default())
        }
        Act::Gates(gates) => Some(Input::Gates(*gates)),
        Act::Quota(pods) => {
            let text = QUOTA.replace("PODS", &pods.to_string());
            let quota = objects(&text).pop()?;
            Some(Input::Request(Request::Apply(quota)))
        }
        Act::NoQuota => delete(key(Kind::ResourceQuota, "quota"), DeleteOptions::default()),
        Act::Refuse { .. } => None,
    }
}

/// The plug of a node.
pub(super) fn power(node: u8, on: bool) -> Input {
    Input::Power {
        node: node_name(node),
        on,
    }
}

/// `web-2`
pub(super) fn pod(ordinal: impl Into<i64>) -> String {
    format!("{SET}-{}", ordinal.into())
}

/// The set as its setup has it.
pub(super) fn set(setup: &Setup) -> Object {
    let text = if setup.disks {
        format!("{MANIFEST}{DISKS}")
    } else {
        MANIFEST.to_owned()
    };
    let mut objects = objects(&text);
    let Some(Object::StatefulSet(set)) = objects.pop() else {
        unreachable!("the text above is a StatefulSet");
    };
    let mut set = Arc::unwrap_or_clone(set);
    let spec = set.spec_mut();
    if setup.parallel {
        spec.pod_management_policy = Some("Parallel".to_owned());
    }
    spec.replicas = Some(setup.replicas);
    set_image(spec, setup.image);
    set_start(spec, setup.start);
    spec.min_ready_seconds = Some(setup.min_ready_seconds);
    spec.update_strategy = Some(strategy(setup.strategy));
    spec.revision_history_limit = Some(setup.history_limit);
    spec.persistent_volume_claim_retention_policy = Some(retention(setup.retention));
    set.into()
}

fn objects(text: &str) -> Vec<Object> {
    let (documents, diagnostics) = manifest::read(text);
    debug_assert!(diagnostics.is_empty(), "{diagnostics:?}");
    documents
        .into_iter()
        .map(|document| document.object)
        .collect()
}

fn key(kind: Kind, name: &str) -> Key {
    Key::new(kind, "default", name)
}

fn node_name(node: u8) -> String {
    format!("node-{node}")
}

fn delete(key: Key, options: DeleteOptions) -> Option<Input> {
    Some(Input::Request(Request::Delete(key, options)))
}

fn cascading(cascade: Cascade) -> DeleteOptions {
    DeleteOptions {
        cascade,
        ..DeleteOptions::default()
    }
}

fn nth_revision(world: &World, at: usize) -> Option<Key> {
    let mut revisions: Vec<_> = world.cluster.store.list::<ControllerRevision>().collect();
    revisions.sort_by_key(|revision| revision::number(revision));
    revisions.get(at).map(|revision| revision::key(revision))
}

fn change_spec(world: &World, act: &Act) -> Option<Input> {
    let stored = world.cluster.store.get::<StatefulSet>("default", SET)?;
    let mut set = StatefulSet::clone(stored);
    set.metadata.resource_version = None;
    let spec = set.spec_mut();
    match act {
        Act::Image(image) => set_image(spec, *image),
        Act::Strategy(wanted) => spec.update_strategy = Some(strategy(*wanted)),
        Act::MinReadySeconds(secs) => spec.min_ready_seconds = Some(*secs),
        Act::HistoryLimit(limit) => spec.revision_history_limit = Some(*limit),
        Act::Retention(policy) => {
            spec.persistent_volume_claim_retention_policy = Some(retention(*policy));
        }
        Act::Start(start) => set_start(spec, *start),
        _ => return None,
    }
    Some(Input::Request(Request::Update(set.into())))
}

fn change_pod(world: &World, ordinal: i32, change: impl FnOnce(&mut Pod)) -> Option<Input> {
    let stored = world.cluster.store.get::<Pod>("default", &pod(ordinal))?;
    let mut pod = Pod::clone(stored);
    pod.metadata.resource_version = None;
    change(&mut pod);
    Some(Input::Request(Request::Update(pod.into())))
}

fn cordon(world: &World, node: u8, on: bool) -> Option<Input> {
    let stored = world.cluster.store.get::<Node>("", &node_name(node))?;
    let mut node = Node::clone(stored);
    node.metadata.resource_version = None;
    node.spec.get_or_insert_default().unschedulable = on.then_some(true);
    Some(Input::Request(Request::Update(node.into())))
}

fn set_image(spec: &mut StatefulSetSpec, image: Image) {
    let reference = match image {
        Image::Good(number) => format!("nginx:1.{number}"),
        Image::Missing => "nginx:missing".to_owned(),
    };
    for container in &mut spec.template.spec.get_or_insert_default().containers {
        container.image = Some(reference.clone());
    }
}

fn set_start(spec: &mut StatefulSetSpec, start: i32) {
    spec.ordinals = (start != 0).then_some(StatefulSetOrdinals { start: Some(start) });
}

fn strategy(strategy: Strategy) -> StatefulSetUpdateStrategy {
    let Strategy::Rolling {
        partition,
        max_unavailable,
    } = strategy
    else {
        return StatefulSetUpdateStrategy {
            type_: Some("OnDelete".to_owned()),
            rolling_update: None,
        };
    };
    let budget = |budget| match budget {
        Budget::Pods(count) => IntOrString::Int(count),
        Budget::Percent(percent) => IntOrString::String(format!("{percent}%")),
    };
    StatefulSetUpdateStrategy {
        type_: Some("RollingUpdate".to_owned()),
        rolling_update: Some(RollingUpdateStatefulSetStrategy {
            partition: Some(partition),
            max_unavailable: max_unavailable.map(budget),
        }),
    }
}

fn retention(retention: Retention) -> StatefulSetPersistentVolumeClaimRetentionPolicy {
    let word = |deletes| Some(if deletes { "Delete" } else { "Retain" }.to_owned());
    StatefulSetPersistentVolumeClaimRetentionPolicy {
        when_deleted: word(retention.when_deleted),
        when_scaled: word(retention.when_scaled),
    }
}
