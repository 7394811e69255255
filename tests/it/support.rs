//! What the cluster's tests share: a world to act on, and its story as text.

use playground::cluster::api::conditions::is_ready;
use playground::cluster::api::{
    Endpoint, Event, Key, Kind, Node, Object, PersistentVolumeClaim, Pod, SimDuration, SimTime,
};
use playground::cluster::apiserver::{Actor, DeleteOptions};
use playground::sim::world::Config;
use playground::sim::{Fact, FileChange, Input, Request, Timeline, What, World};

/// The manifest this project was founded on, word for word.
pub(crate) const WEB: &str = include_str!("web.yaml");

/// A world under test, with everything that has happened in it.
pub(crate) struct Lab {
    pub(crate) timeline: Timeline,
    pub(crate) facts: Vec<Fact>,
}

impl Lab {
    pub(crate) fn new(seed: u64) -> Self {
        Self::with(Config {
            seed,
            ..Config::default()
        })
    }

    pub(crate) fn with(config: Config) -> Self {
        let mut lab = Self {
            timeline: Timeline::new(config),
            facts: vec![],
        };
        lab.settle();
        lab
    }

    pub(crate) fn world(&self) -> &World {
        self.timeline.world()
    }

    pub(crate) fn now(&self) -> SimTime {
        self.world().now
    }

    /// Creates every object of a YAML text.
    pub(crate) fn create(&mut self, yaml: &str) {
        for object in objects(yaml) {
            self.act(Input::Request(Request::Create(object)));
        }
    }

    pub(crate) fn delete(&mut self, kind: Kind, name: &str) {
        self.delete_with(kind, name, DeleteOptions::default());
    }

    pub(crate) fn delete_with(&mut self, kind: Kind, name: &str, options: DeleteOptions) {
        let key = Key::new(kind, "default", name);
        self.act(Input::Request(Request::Delete(key, options)));
    }

    /// Writes a file through a container, or removes it.
    pub(crate) fn write(&mut self, pod: &str, container: &str, path: &str, text: Option<&str>) {
        self.act(Input::Files {
            pod: Key::new(Kind::Pod, "default", pod),
            container: container.to_owned(),
            changes: vec![FileChange {
                path: path.to_owned(),
                bytes: text.map(|text| text.as_bytes().to_vec()),
            }],
        });
    }

    /// Does something; a refusal fails the test.
    pub(crate) fn act(&mut self, input: Input) {
        let facts = self.timeline.push(input);
        for fact in &facts {
            assert!(!matches!(fact.what, What::Refused(_)), "{:?}", fact.what);
        }
        self.facts.extend(facts);
    }

    /// Lets so many milliseconds pass.
    pub(crate) fn pass_ms(&mut self, ms: u64) {
        let to = self.now().after(SimDuration(ms));
        self.facts.extend(self.timeline.advance(to));
    }

    /// Runs until nothing is owed any more.
    pub(crate) fn settle(&mut self) {
        for _ in 0..400_000 {
            match self.timeline.step() {
                Some(facts) => self.facts.extend(facts),
                None => return,
            }
        }
        let owed: Vec<String> = self
            .world()
            .queue
            .iter()
            .take(5)
            .map(|(at, due)| format!("{at:?} {due:?}"))
            .collect();
        panic!("the world does not come to rest:\n{}", owed.join("\n"));
    }

    /// Runs until `done`, within `secs` of simulated time.
    pub(crate) fn until(&mut self, secs: u64, what: &str, done: impl Fn(&World) -> bool) {
        let deadline = self.now().after(SimDuration::from_secs(secs));
        while !done(self.world()) {
            assert!(self.now() <= deadline, "not within {secs} s: {what}");
            match self.timeline.step() {
                Some(facts) => self.facts.extend(facts),
                None => panic!("at rest before: {what}"),
            }
        }
    }

    pub(crate) fn pod(&self, name: &str) -> Option<&Pod> {
        self.world()
            .cluster
            .store
            .get::<Pod>("default", name)
            .map(|pod| &**pod)
    }

    /// The events about an object: `Normal Scheduled default-scheduler: text`.
    pub(crate) fn events(&self, kind: Kind, name: &str) -> Vec<String> {
        let mut events: Vec<&Event> = self
            .world()
            .cluster
            .store
            .list::<Event>()
            .map(|event| &**event)
            .filter(|event| {
                event.involved_object.kind.as_deref() == Some(kind.info().name)
                    && event.involved_object.name.as_deref() == Some(name)
            })
            .collect();
        events.sort_by_key(|event| {
            let version = event.metadata.resource_version.as_deref();
            version.and_then(|version| version.parse::<u64>().ok())
        });
        events
            .into_iter()
            .map(|event| {
                let word = |text: &Option<String>| text.clone().unwrap_or_default();
                format!(
                    "{} {} {}: {}",
                    word(&event.type_),
                    word(&event.reason),
                    word(&event.reporting_component),
                    word(&event.message)
                )
            })
            .collect()
    }
}

/// Reads every object of a YAML text.
pub(crate) fn objects(yaml: &str) -> Vec<Object> {
    let (documents, diagnostics) = playground::manifest::read(yaml);
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
    documents
        .into_iter()
        .map(|document| document.object)
        .collect()
}

/// The story of some facts, one a line: time in seconds, actor, what.
pub(crate) fn story(facts: &[Fact]) -> String {
    told(facts, |fact| {
        format!("{:>3}.{:03} ", fact.at.0 / 1000, fact.at.0 % 1000)
    })
}

/// The story without times, which differ whenever anything anywhere takes another time.
pub(crate) fn tale(facts: &[Fact]) -> String {
    told(facts, |_| String::new())
}

fn told(facts: &[Fact], time: impl Fn(&Fact) -> String) -> String {
    facts
        .iter()
        .filter_map(|fact| {
            let what = without_uids(&line(&fact.what)?);
            Some(format!("{}{}: {what}\n", time(fact), short(&fact.actor)))
        })
        .collect()
}

/// Expects a text, told apart from the indentation it is written with.
pub(crate) fn check(actual: &str, expected: &str) {
    let actual = actual.trim_end();
    let expected = expected.trim_start_matches('\n').trim_end();
    assert!(
        actual == expected,
        "\n<<<ACTUAL\n{actual}\nACTUAL>>>\nexpected:\n{expected}\n"
    );
}

fn short(actor: &Actor) -> &'static str {
    match actor {
        Actor::You => "you",
        Actor::ApiServer => "server",
        Actor::StatefulSetController => "set controller",
        Actor::Scheduler => "scheduler",
        Actor::Kubelet(_) => "kubelet",
        Actor::VolumeController => "volumes",
        Actor::Provisioner => "provisioner",
        Actor::EndpointSliceController => "endpoints",
        Actor::GarbageCollector => "garbage collector",
        Actor::NodeController => "nodes",
        Actor::QuotaController => "quotas",
    }
}

/// The text with uids and the like left out.
fn without_uids(text: &str) -> String {
    let hexadecimal = |word: &str| {
        word.len() >= 36
            && word.chars().all(|c| c.is_ascii_hexdigit() || c == '-')
            && word.matches('-').count() == 4
    };
    let mut out = String::new();
    let mut rest = text;
    while !rest.is_empty() {
        if rest.get(..36).is_some_and(hexadecimal) {
            out.push('…');
            rest = &rest[36..];
        } else {
            let length = rest.chars().next().map_or(0, char::len_utf8);
            out.push_str(&rest[..length]);
            rest = &rest[length..];
        }
    }
    out
}

/// What happened, in a few words; nothing for what no reader would miss.
fn line(what: &What) -> Option<String> {
    match what {
        What::Created(Object::Event(event)) => {
            let about = &event.involved_object;
            Some(format!(
                "({}) {} {} {}",
                event.reason.as_deref()?,
                about.kind.as_deref()?.to_lowercase(),
                about.name.as_deref()?,
                quoted(event.message.as_deref()?)
            ))
        }
        What::Created(object) => Some(format!("+ {}", named(object))),
        What::Deleted(Object::Event(_)) => None,
        What::Deleted(object) => Some(format!("- {}", named(object))),
        What::Changed {
            before: Object::Event(_),
            ..
        } => None,
        What::Changed { before, after } => {
            let (old, new) = (state(before), state(after));
            (old != new).then(|| format!("{} {new}", named(after)))
        }
        What::Refused(error) => Some(format!("refused: {error}")),
        What::File { path, volume, .. } => {
            let on = volume.as_deref().map_or("", |_| " on its volume");
            Some(format!("wrote {path}{on}"))
        }
        What::Power { node, on } => Some(format!("{node} {}", if *on { "on" } else { "off" })),
    }
}

fn quoted(message: &str) -> String {
    let message = message.trim_end();
    let short: String = message.chars().take(96).collect();
    if short.len() < message.len() {
        format!("{short}…")
    } else {
        short
    }
}

fn named(object: &Object) -> String {
    let name = object.meta().name.as_deref().unwrap_or_default();
    format!("{} {name}", object.kind().info().singular)
}

/// The part of an object's state that a story tells.
fn state(object: &Object) -> String {
    let mut words: Vec<String> = match object {
        Object::Pod(pod) => of_pod(pod),
        Object::PersistentVolumeClaim(claim) => of_claim(claim),
        Object::PersistentVolume(volume) => {
            let status = volume.status.iter();
            status.filter_map(|status| status.phase.clone()).collect()
        }
        Object::Node(node) => of_node(node),
        Object::EndpointSlice(slice) => {
            let endpoints = slice.endpoints.iter().flatten();
            endpoints.map(of_endpoint).collect()
        }
        other => {
            let meta = other.meta();
            let finalizers = meta.finalizers.iter().flatten().cloned();
            let owners = meta.owner_references.iter().flatten();
            finalizers
                .chain(owners.map(|owner| format!("of {}", owner.name)))
                .collect()
        }
    };
    if object.meta().deletion_timestamp.is_some() {
        words.push("terminating".to_owned());
    }
    words.join(" ")
}

fn of_pod(pod: &Pod) -> Vec<String> {
    let status = pod.status.clone().unwrap_or_default();
    let mut words = vec![status.phase.unwrap_or_default()];
    words.extend(status.pod_ip);
    if is_ready(pod) {
        words.push("Ready".to_owned());
    }
    let inits = status.init_container_statuses.unwrap_or_default();
    let mains = status.container_statuses.unwrap_or_default();
    for container in inits.into_iter().chain(mains) {
        let state = container.state.unwrap_or_default();
        words.extend(state.waiting.and_then(|waiting| waiting.reason));
        words.extend(
            state
                .terminated
                .map(|ended| format!("exit {}", ended.exit_code)),
        );
        if container.restart_count > 0 {
            words.push(format!("restarts {}", container.restart_count));
        }
    }
    words
}

fn of_claim(claim: &PersistentVolumeClaim) -> Vec<String> {
    let status = claim.status.clone().unwrap_or_default();
    let spec = claim.spec.clone().unwrap_or_default();
    let mut words: Vec<String> = status.phase.into_iter().chain(spec.volume_name).collect();
    let size = status.capacity.and_then(|capacity| {
        let size = capacity.get("storage")?;
        Some(size.0.clone())
    });
    words.extend(size);
    words
}

fn of_node(node: &Node) -> Vec<String> {
    let taints = node
        .spec
        .iter()
        .flat_map(|spec| spec.taints.iter().flatten());
    let taints = taints.map(|taint| format!("{}:{}", taint.key, taint.effect));
    let status = node.status.iter();
    let conditions = status.flat_map(|status| status.conditions.iter().flatten());
    let ready = conditions.filter(|condition| condition.type_ == "Ready");
    ready
        .map(|ready| format!("Ready={}", ready.status))
        .chain(taints)
        .collect()
}

fn of_endpoint(endpoint: &Endpoint) -> String {
    let name = endpoint.hostname.as_deref().unwrap_or("-");
    let conditions = endpoint.conditions.clone().unwrap_or_default();
    let words = [
        (conditions.ready, "ready"),
        (conditions.serving, "serving"),
        (conditions.terminating, "terminating"),
    ];
    let words: Vec<&str> = words
        .into_iter()
        .filter(|(set, _)| *set == Some(true))
        .map(|(_, word)| word)
        .collect();
    format!(
        "{name}={}({})",
        endpoint.addresses.join(","),
        words.join(",")
    )
}
