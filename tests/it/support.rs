//! What the cluster's tests share: a world to act on, and its story as text.

use playground::cluster::api::{Event, Key, Kind, Object, Pod, SimDuration, SimTime};
use playground::cluster::apiserver::DeleteOptions;
use playground::sim::world::Config;
use playground::sim::{Fact, Input, Request, Timeline, What, World};

/// A world under test, with everything that has happened in it.
pub struct Lab {
    pub timeline: Timeline,
    pub facts: Vec<Fact>,
}

impl Lab {
    pub fn new(seed: u64) -> Self {
        Self::with(Config {
            seed,
            ..Config::default()
        })
    }

    pub fn with(config: Config) -> Self {
        let mut lab = Self {
            timeline: Timeline::new(config),
            facts: vec![],
        };
        lab.settle();
        lab
    }

    pub fn world(&self) -> &World {
        self.timeline.world()
    }

    pub fn now(&self) -> SimTime {
        self.world().now
    }

    /// Creates every object of a YAML text.
    pub fn create(&mut self, yaml: &str) {
        for object in objects(yaml) {
            self.act(Input::Request(Request::Create(object)));
        }
    }

    pub fn delete(&mut self, kind: Kind, name: &str) {
        self.delete_with(kind, name, DeleteOptions::default());
    }

    pub fn delete_with(&mut self, kind: Kind, name: &str, options: DeleteOptions) {
        let key = Key::new(kind, "default", name);
        self.act(Input::Request(Request::Delete(key, options)));
    }

    /// Does something; a refusal fails the test.
    pub fn act(&mut self, input: Input) {
        let facts = self.timeline.push(input);
        for fact in &facts {
            assert!(!matches!(fact.what, What::Refused(_)), "{:?}", fact.what);
        }
        self.facts.extend(facts);
    }

    /// Lets so many milliseconds pass.
    pub fn pass_ms(&mut self, ms: u64) {
        let to = self.now().after(SimDuration(ms));
        self.facts.extend(self.timeline.advance(to));
    }

    /// Runs until nothing is owed any more.
    pub fn settle(&mut self) {
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
    pub fn until(&mut self, secs: u64, what: &str, done: impl Fn(&World) -> bool) {
        let deadline = self.now().after(SimDuration::from_secs(secs));
        while !done(self.world()) {
            assert!(self.now() <= deadline, "not within {secs} s: {what}");
            match self.timeline.step() {
                Some(facts) => self.facts.extend(facts),
                None => panic!("at rest before: {what}"),
            }
        }
    }

    pub fn pod(&self, name: &str) -> Option<&Pod> {
        self.world()
            .cluster
            .store
            .get::<Pod>("default", name)
            .map(|pod| &**pod)
    }

    /// The events about an object: `Normal Scheduled default-scheduler: text`.
    pub fn events(&self, kind: Kind, name: &str) -> Vec<String> {
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
pub fn objects(yaml: &str) -> Vec<Object> {
    let (documents, diagnostics) = playground::manifest::read(yaml);
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
    documents
        .into_iter()
        .map(|document| document.object)
        .collect()
}

/// The story of some facts, one a line: time in seconds, actor, what.
pub fn story(facts: &[Fact]) -> String {
    facts
        .iter()
        .filter_map(|fact| {
            let what = line(&fact.what)?;
            let (secs, ms) = (fact.at.0 / 1000, fact.at.0 % 1000);
            Some(format!("{secs:>3}.{ms:03} {}: {what}\n", fact.actor))
        })
        .collect()
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
    message.chars().take(90).collect()
}

fn named(object: &Object) -> String {
    let name = object.meta().name.as_deref().unwrap_or_default();
    format!("{} {name}", object.kind().info().singular)
}

/// The part of an object's state that a story tells.
fn state(object: &Object) -> String {
    let mut words: Vec<String> = Vec::new();
    match object {
        Object::Pod(pod) => {
            let spec = pod.spec.as_ref();
            let status = pod.status.as_ref();
            words.extend(spec.and_then(|spec| spec.node_name.clone()));
            words.extend(status.and_then(|status| status.phase.clone()));
            words.extend(status.and_then(|status| status.pod_ip.clone()));
            let conditions = status
                .into_iter()
                .flat_map(|s| s.conditions.iter().flatten());
            words.extend(
                conditions
                    .filter(|condition| condition.status == "True")
                    .map(|condition| condition.type_.clone()),
            );
            let statuses = status
                .into_iter()
                .flat_map(|s| s.container_statuses.iter().flatten());
            for container in statuses {
                let state = container.state.as_ref();
                let waiting = state.and_then(|state| state.waiting.as_ref());
                words.extend(waiting.and_then(|waiting| waiting.reason.clone()));
                let ended = state.and_then(|state| state.terminated.as_ref());
                words.extend(ended.map(|ended| format!("exit {}", ended.exit_code)));
                if container.restart_count > 0 {
                    words.push(format!("restarts {}", container.restart_count));
                }
            }
        }
        Object::PersistentVolumeClaim(claim) => {
            words.extend(
                claim
                    .status
                    .as_ref()
                    .and_then(|status| status.phase.clone()),
            );
            words.extend(
                claim
                    .spec
                    .as_ref()
                    .and_then(|spec| spec.volume_name.clone()),
            );
            words.extend(
                claim
                    .metadata
                    .annotations
                    .iter()
                    .flatten()
                    .map(|(key, value)| {
                        let key = key.rsplit('/').next().unwrap_or_default();
                        format!("{key}={value}")
                    }),
            );
        }
        Object::PersistentVolume(volume) => {
            words.extend(
                volume
                    .status
                    .as_ref()
                    .and_then(|status| status.phase.clone()),
            );
        }
        Object::Node(node) => {
            let taints = node
                .spec
                .iter()
                .flat_map(|spec| spec.taints.iter().flatten());
            words.extend(taints.map(|taint| format!("{}:{}", taint.key, taint.effect)));
            let conditions = node
                .status
                .iter()
                .flat_map(|s| s.conditions.iter().flatten());
            words.extend(
                conditions
                    .filter(|condition| condition.type_ == "Ready")
                    .map(|condition| format!("Ready={}", condition.status)),
            );
        }
        Object::EndpointSlice(slice) => {
            words.extend(slice.endpoints.iter().flatten().map(|endpoint| {
                let conditions = endpoint.conditions.as_ref();
                let ready = conditions.and_then(|conditions| conditions.ready) == Some(true);
                let mark = if ready { "" } else { " (not ready)" };
                format!("{}{mark}", endpoint.addresses.join(","))
            }));
        }
        other => {
            words.extend(other.meta().finalizers.iter().flatten().cloned());
            words.push(format!("generation {:?}", other.meta().generation));
        }
    }
    if object.meta().deletion_timestamp.is_some() {
        words.push("terminating".to_owned());
    }
    words.join(" ")
}
