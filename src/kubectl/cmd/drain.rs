//! `kubectl drain`

use super::cordon::{nodes, unschedulable};
use super::create::Done;
use super::wait::duration_ms;
use crate::cluster::api::conditions::is_terminal;
use crate::cluster::api::{Key, Object, Pod, SimDuration, SimTime, meta};
use crate::cluster::apiserver::{Cascade, DeleteOptions, Store, eviction};
use crate::kubectl::call::Call;
use crate::kubectl::failure::{Failure, Result};
use crate::kubectl::output::Output;
use crate::kubectl::parse::{self, Args, Flag, Takes};
use crate::kubectl::wait::Wait;
use crate::shell::{Next, Turn};
use crate::sim::{Input, Request, World};
use std::sync::Arc;

const FLAGS: &[Flag] = &[
    parse::SELECTOR,
    parse::DRY_RUN,
    parse::TIMEOUT,
    ("force", None, Takes::Nothing),
    ("ignore-daemonsets", None, Takes::Nothing),
    ("delete-emptydir-data", None, Takes::Nothing),
    ("delete-local-data", None, Takes::Nothing),
    ("grace-period", None, Takes::Value),
    ("disable-eviction", None, Takes::Nothing),
    ("pod-selector", None, Takes::Value),
];

/// How long kubectl waits before it asks for an eviction again.
const RETRY: SimDuration = SimDuration::from_secs(5);

pub(super) fn run(call: &mut Call<'_>, line: &[String]) -> Result<()> {
    let args = Args::parse("drain", line, FLAGS)?;
    call.set_common(&args);
    let done = Done::read(&args)?;
    let timeout_ms = args
        .value("timeout")
        .map(duration_ms)
        .transpose()?
        .filter(|ms| *ms > 0);
    let mut drains = Vec::new();
    for node in nodes(call, "drain", &args)? {
        let name = node.key().name.to_string();
        match unschedulable(&node, true) {
            None => call.output.line(&format!("node/{name} already cordoned")),
            Some(after) => {
                done.make(call, Request::Update(after))?;
                done.say(call, &node, "cordoned")?;
            }
        }
        let pods = pods_on(call.store(), &name);
        check(&args, &name, &pods)?;
        warn(call, &pods);
        if done.is_dry_run() {
            for pod in &pods {
                let (namespace, pod) = (meta::namespace(&pod.metadata), meta::name(&pod.metadata));
                call.output
                    .line(&format!("evicting pod {namespace}/{pod}{}", done.suffix()));
            }
            done.say(call, &node, "drained")?;
            continue;
        }
        drains.push((name, pods.iter().map(key_of).collect::<Vec<_>>()));
    }
    if done.is_dry_run() {
        return Ok(());
    }
    let grace = args
        .number("drain", "grace-period")?
        .filter(|seconds| *seconds >= 0);
    let draining = Draining {
        nodes: drains
            .into_iter()
            .map(|(name, pods)| Node {
                name,
                asked: vec![],
                pods,
            })
            .collect(),
        grace,
        begun: false,
        retry_at: None,
        deadline: timeout_ms.map(|ms| (SimTime(call.now().0 + ms), ms)),
    };
    call.wait = Some(Wait::Drain(draining));
    Ok(())
}

fn key_of(pod: &Arc<Pod>) -> (Key, String) {
    let object = Object::Pod(Arc::clone(pod));
    (object.key(), object.uid().to_owned())
}

fn pods_on(store: &Store, node: &str) -> Vec<Arc<Pod>> {
    let on = |pod: &&Arc<Pod>| {
        pod.spec.as_ref().and_then(|spec| spec.node_name.as_deref()) == Some(node)
    };
    store.list::<Pod>().filter(on).cloned().collect()
}

fn names(pods: &[&Arc<Pod>]) -> String {
    let names: Vec<String> = pods
        .iter()
        .map(|pod| {
            format!(
                "{}/{}",
                meta::namespace(&pod.metadata),
                meta::name(&pod.metadata)
            )
        })
        .collect();
    names.join(", ")
}

fn undeclared(pods: &[Arc<Pod>]) -> Vec<&Arc<Pod>> {
    let free = |pod: &&Arc<Pod>| meta::controller_of(&pod.metadata).is_none() && !is_terminal(pod);
    pods.iter().filter(free).collect()
}

fn with_local_data(pods: &[Arc<Pod>]) -> Vec<&Arc<Pod>> {
    let local = |pod: &&Arc<Pod>| {
        let volumes = pod
            .spec
            .iter()
            .flat_map(|spec| spec.volumes.iter().flatten());
        volumes.into_iter().any(|volume| volume.empty_dir.is_some()) && !is_terminal(pod)
    };
    pods.iter().filter(local).collect()
}

/// Refuses, as kubectl does, to lose what nobody would make again.
fn check(args: &Args, node: &str, pods: &[Arc<Pod>]) -> Result<()> {
    let mut refusals = Vec::new();
    let lonely = undeclared(pods);
    if !lonely.is_empty() && !args.has("force") {
        refusals.push(format!(
            "cannot delete Pods that declare no controller (use --force to override): {}",
            names(&lonely)
        ));
    }
    let local = with_local_data(pods);
    if !local.is_empty() && !args.has("delete-emptydir-data") && !args.has("delete-local-data") {
        refusals.push(format!(
            "cannot delete Pods with local storage (use --delete-emptydir-data to override): {}",
            names(&local)
        ));
    }
    let list = match refusals.as_slice() {
        [] => return Ok(()),
        [one] => one.clone(),
        many => format!("[{}]", many.join(", ")),
    };
    Err(Failure::Plain(format!(
        "error: unable to drain node {node:?} due to error: {list}, continuing command...\nThere are pending nodes to be drained:\n {node}\n{list}"
    )))
}

fn warn(call: &mut Call<'_>, pods: &[Arc<Pod>]) {
    let lonely = undeclared(pods);
    if !lonely.is_empty() {
        let text = format!(
            "Warning: deleting Pods that declare no controller: {}",
            names(&lonely)
        );
        call.output.complain(&text);
    }
}

#[derive(Clone, Debug)]
struct Node {
    name: String,
    /// Pods still to be evicted.
    pods: Vec<(Key, String)>,
    /// Pods whose eviction was allowed and that are not gone yet.
    asked: Vec<(Key, String)>,
}

/// `drain` evicts pod by pod, asks again where a budget forbids it, and waits until all are gone.
#[derive(Clone, Debug)]
pub struct Draining {
    nodes: Vec<Node>,
    grace: Option<i64>,
    begun: bool,
    retry_at: Option<SimTime>,
    /// `--timeout`: until when, and how long that was.
    deadline: Option<(SimTime, u64)>,
}

impl Draining {
    pub(in crate::kubectl) fn poll(&mut self, world: &World) -> Turn {
        let mut output = Output::new();
        let store = &world.cluster.store;
        let first = !std::mem::replace(&mut self.begun, true);
        let deadline = self.deadline;
        if let Some((_, ms)) = deadline.filter(|(at, _)| world.now >= *at)
            && let Some(node) = self.nodes.first()
        {
            return node.give_up(ms, output);
        }
        while let Some(node) = self.nodes.first_mut() {
            if first {
                for (key, _) in &node.pods {
                    output.line(&format!("evicting pod {}/{}", key.namespace, key.name));
                }
            }
            node.say_gone(store, &mut output);
            let retry = first || self.retry_at.is_some_and(|at| world.now >= at);
            if retry && !node.pods.is_empty() {
                self.retry_at = None;
                if let Some(input) = evict_next(node, self.grace, store, &mut output) {
                    // One request a turn: the budget is asked again with the pod already going.
                    self.retry_at = Some(world.now);
                    return Turn {
                        output,
                        inputs: vec![input],
                        next: Next::Again,
                    };
                }
                self.retry_at = Some(world.now.after(RETRY));
            }
            if !node.pods.is_empty() || !node.asked.is_empty() {
                return Turn {
                    output,
                    inputs: vec![],
                    // With nothing left to ask for there is no point in time to ask again.
                    next: Next::Until(
                        self.retry_at
                            .filter(|_| !node.pods.is_empty())
                            .into_iter()
                            .chain(deadline.map(|(at, _)| at))
                            .min(),
                    ),
                };
            }
            output.line(&format!("node/{} drained", node.name));
            self.nodes.remove(0);
            self.begun = false;
            if !self.nodes.is_empty() {
                return Turn {
                    output,
                    inputs: vec![],
                    next: Next::Again,
                };
            }
        }
        Turn::done(output, 0)
    }
}

impl Node {
    /// Time is up: what was not evicted stays.
    fn give_up(&self, ms: u64, mut output: Output) -> Turn {
        let seconds = ms / 1000;
        let why = format!("global timeout reached: {seconds}s");
        let name = &self.name;
        output.complain(&format!(
            "There are pending nodes to be drained:\n {name}\nerror: unable to drain node {name:?} due to error: {why}, continuing command..."
        ));
        Turn::done(output, 1)
    }

    fn say_gone(&mut self, store: &Store, output: &mut Output) {
        let there = |(key, uid): &(Key, String)| store.object(key).is_some_and(|o| o.uid() == uid);
        for pod in self.asked.iter().filter(|pod| !there(pod)) {
            output.line(&format!("pod/{} evicted", pod.0.name));
        }
        self.asked.retain(there);
        self.pods.retain(there);
    }
}

/// Asks for the first eviction no budget forbids; tells which are forbidden.
fn evict_next(
    node: &mut Node,
    grace: Option<i64>,
    store: &Store,
    output: &mut Output,
) -> Option<Input> {
    let allowed = node.pods.iter().position(|(key, _)| {
        store
            .get::<Pod>(&key.namespace, &key.name)
            .is_none_or(|pod| eviction::is_allowed(store, pod))
    });
    let Some(at) = allowed else {
        for (key, _) in &node.pods {
            output.complain(&format!(
                "error when evicting pods/{:?} -n {:?} (will retry after 5s): Cannot evict pod as it would violate the pod's disruption budget.",
                key.name, key.namespace
            ));
        }
        return None;
    };
    let pod = node.pods.remove(at);
    let options = DeleteOptions {
        grace_period_seconds: grace,
        cascade: Cascade::Background,
        uid: Some(pod.1.clone()),
    };
    let input = Input::Request(Request::Delete(pod.0.clone(), options));
    node.asked.push(pod);
    Some(input)
}
