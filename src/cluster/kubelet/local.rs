//! A pod on its machine, and its containers.

use super::programs::Program;
use super::stage::Stage;
use crate::cluster::api::{Container, ContainerStatus, Object, Pod, SimDuration, SimTime};
use crate::cluster::disk::FileTree;
use std::collections::BTreeMap;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

/// A pod on its machine.
#[derive(Clone, Debug)]
pub(super) struct LocalPod {
    /// The pod as the kubelet last saw it.
    pub(super) pod: Arc<Pod>,
    pub(super) stage: Stage,
    /// When the kubelet first saw it (`status.startTime`).
    pub(super) seen_at: SimTime,
    /// When what the stage is busy with is done.
    pub(super) until: Option<SimTime>,
    pub(super) address: Option<String>,
    /// In the order they start: init containers first.
    pub(super) units: Vec<Unit>,
    pub(super) empty_dirs: BTreeMap<String, FileTree>,
    /// The grace it was last told to stop with.
    pub(super) grace: Option<SimDuration>,
    /// A container has got somewhere: from then on the status shows the address.
    pub(super) begun: bool,
    /// Files were changed since the probes last looked.
    pub(super) touched: bool,
    /// How often mounting failed in a row.
    pub(super) mount_failures: u32,
    /// When mounting is tried again, if it failed.
    pub(super) retry_mount_at: Option<SimTime>,
}

/// What a container is there for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Role {
    /// Runs to its end before the next starts.
    Init,
    /// An init container with restartPolicy Always: starts before the rest and stays.
    Sidecar,
    /// One of `spec.containers`.
    Main,
}

/// A container of a pod.
#[derive(Clone, Debug, Hash)]
pub(super) struct Unit {
    pub(super) name: String,
    pub(super) role: Role,
    /// Where its part of the spec, and of the status, stands among those of its kind: a pod may have thousands.
    place: usize,
    pub(super) state: State,
    pub(super) restarts: i32,
    /// It has ended and is about to run again.
    pub(super) restarting: bool,
    /// Why it last waited: shown until it runs.
    pub(super) held: Option<(&'static str, String)>,
    /// How it ended before (`lastState`).
    pub(super) last: Option<Ended>,
    /// The wait before the next restart; none if the next one is immediate.
    pub(super) back_off: Option<SimDuration>,
    /// The wait before the next pull.
    pub(super) pull_back_off: Option<SimDuration>,
    /// Its own file system, without what is mounted into it.
    pub(super) files: FileTree,
    pub(super) probes: Probes,
}

/// Where a container is in its life.
#[derive(Clone, Debug, PartialEq, Hash)]
pub(super) enum State {
    /// Its turn has not come.
    Idle,
    /// The image is on its way.
    Pulling { from: SimTime, until: SimTime },
    /// It cannot be made: the reason and message of `state.waiting`.
    Stuck {
        reason: &'static str,
        message: String,
        retry_at: SimTime,
    },
    /// The image is there, the container is being made.
    Creating { until: SimTime },
    /// It runs.
    Running {
        id: String,
        since: SimTime,
        program: Program,
        exit: Option<Exit>,
    },
    /// It has ended; `restart_at` if it is to start again.
    Ended {
        ended: Ended,
        restart_at: Option<SimTime>,
    },
}

/// When a running container will end, and how.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Exit {
    pub(super) at: SimTime,
    pub(super) code: i32,
}

/// How a container ended.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Ended {
    pub(super) id: String,
    pub(super) started: Option<SimTime>,
    pub(super) at: SimTime,
    pub(super) code: i32,
    pub(super) reason: &'static str,
}

/// How the probes of a running container stand.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Probes {
    pub(super) startup: Standing,
    pub(super) readiness: Standing,
    pub(super) liveness: Standing,
}

/// How one probe stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Standing {
    /// When it looks next; none when another look could not change anything.
    pub(super) next_at: Option<SimTime>,
    /// What it has concluded.
    pub(super) passed: Option<bool>,
    /// Equal answers in a row.
    pub(super) in_a_row: i32,
    pub(super) last_answer: Option<bool>,
}

impl Probes {
    pub(super) const fn all_mut(&mut self) -> [&mut Standing; 3] {
        [&mut self.startup, &mut self.readiness, &mut self.liveness]
    }
}

impl Unit {
    pub(super) fn new(container: &Container, role: Role, place: usize) -> Self {
        Self {
            name: container.name.clone(),
            role,
            place,
            state: State::Idle,
            restarts: 0,
            restarting: false,
            held: None,
            last: None,
            back_off: None,
            pull_back_off: None,
            files: FileTree::default(),
            probes: Probes::default(),
        }
    }

    /// The container's part of the pod's spec.
    pub(super) fn spec<'a>(&self, pod: &'a Pod) -> Option<&'a Container> {
        let spec = pod.spec.as_ref()?;
        let containers = match self.role {
            Role::Main => spec.containers.as_slice(),
            Role::Init | Role::Sidecar => spec.init_containers.as_deref().unwrap_or_default(),
        };
        let at_place = containers.get(self.place);
        at_place.filter(|container| container.name == self.name)
    }

    /// What the pod's status says of it, if it is one of `spec.containers`.
    pub(super) fn main_status<'a>(&self, pod: &'a Pod) -> Option<&'a ContainerStatus> {
        let statuses = pod.status.as_ref()?.container_statuses.as_ref()?;
        let at_place = statuses.get(self.place);
        at_place.filter(|status| self.role == Role::Main && status.name == self.name)
    }

    pub(super) const fn is_running(&self) -> bool {
        matches!(self.state, State::Running { .. })
    }

    /// Whether it runs and has started in the eyes of its startup probe.
    pub(super) fn has_started(&self, pod: &Pod) -> bool {
        let probed = self
            .spec(pod)
            .is_some_and(|container| container.startup_probe.is_some());
        self.is_running() && (!probed || self.probes.startup.passed == Some(true))
    }

    /// Whether it counts as ready.
    pub(super) fn is_ready(&self, pod: &Pod) -> bool {
        let probed = self
            .spec(pod)
            .is_some_and(|container| container.readiness_probe.is_some());
        self.has_started(pod) && (!probed || self.probes.readiness.passed == Some(true))
    }

    /// When it has to be looked at again.
    fn next_at(&self) -> Option<SimTime> {
        match &self.state {
            State::Idle => None,
            State::Pulling { until, .. } | State::Creating { until } => Some(*until),
            State::Stuck { retry_at, .. } => Some(*retry_at),
            State::Ended { restart_at, .. } => *restart_at,
            State::Running { exit, .. } => {
                let Probes {
                    startup,
                    readiness,
                    liveness,
                } = &self.probes;
                let probes = [startup.next_at, readiness.next_at, liveness.next_at];
                probes
                    .into_iter()
                    .chain([exit.map(|exit| exit.at)])
                    .flatten()
                    .min()
            }
        }
    }
}

/// Everything counts; the pod as its serializer sees it.
impl Hash for LocalPod {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let Self {
            pod,
            stage,
            seen_at,
            until,
            address,
            units,
            empty_dirs,
            grace,
            begun,
            touched,
            mount_failures,
            retry_mount_at,
        } = self;
        Object::Pod(Arc::clone(pod)).hash(state);
        (stage, seen_at, until, address, units, empty_dirs).hash(state);
        (grace, begun, touched, mount_failures, retry_mount_at).hash(state);
    }
}

impl LocalPod {
    pub(super) fn new(pod: Arc<Pod>, now: SimTime) -> Self {
        let mut units = Vec::new();
        if let Some(spec) = &pod.spec {
            for (place, init) in spec.init_containers.iter().flatten().enumerate() {
                let stays = init.restart_policy.as_deref() == Some("Always");
                units.push(Unit::new(
                    init,
                    if stays { Role::Sidecar } else { Role::Init },
                    place,
                ));
            }
            units.extend(
                spec.containers
                    .iter()
                    .enumerate()
                    .map(|(place, container)| Unit::new(container, Role::Main, place)),
            );
        }
        Self {
            pod,
            stage: Stage::Admitted,
            seen_at: now,
            until: None,
            address: None,
            units,
            empty_dirs: BTreeMap::new(),
            grace: None,
            begun: false,
            touched: false,
            mount_failures: 0,
            retry_mount_at: None,
        }
    }

    /// When the pod has to be looked at again.
    pub(super) fn next_at(&self) -> Option<SimTime> {
        let units = self.units.iter().filter_map(Unit::next_at);
        units.chain(self.until).chain(self.retry_mount_at).min()
    }

    /// Everything that ran ends where it stands; answers the address that is free again.
    pub(super) fn lose_power(&mut self, now: SimTime) -> Option<String> {
        for unit in &mut self.units {
            unit.lose_power(now);
        }
        self.until = None;
        self.retry_mount_at = None;
        self.begun = false;
        if matches!(self.stage, Stage::Sandbox | Stage::Running) {
            self.stage = Stage::Rebooted;
        }
        self.address.take()
    }
}

impl Unit {
    fn lose_power(&mut self, now: SimTime) {
        match &self.state {
            State::Running { id, since, .. } => {
                let (id, started) = (id.clone(), Some(*since));
                let ended = Ended {
                    id,
                    started,
                    at: now,
                    code: 255,
                    reason: "Unknown",
                };
                self.state = State::Ended {
                    ended,
                    restart_at: None,
                };
                self.probes = Probes::default();
            }
            State::Pulling { .. } | State::Creating { .. } => self.state = State::Idle,
            State::Idle | State::Stuck { .. } | State::Ended { .. } => {}
        }
    }
}
