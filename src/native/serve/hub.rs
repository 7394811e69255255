//! The one world behind the API, what has happened in it of late, and how its time passes.

use super::clock::{Clock, Pace};
use crate::cluster::api::{Key, Object, SimTime};
use crate::cluster::apiserver::{Actor, ApiError, Client, Store, in_memory};
use crate::sim::world::Config;
use crate::sim::{Fact, Input, Request, What, World, act, step};
use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;
use tokio::time::Instant;

/// How many changes are remembered for watches that begin at an earlier version.
const HISTORY_MAX: usize = 20_000;
/// And how much room they may take: few large objects fill it, too.
const HISTORY_BYTES_MAX: usize = 128 * 1024 * 1024;
/// How long the world goes on in one go where time passes with the wall clock: others want to ask.
const SLICE: Duration = Duration::from_millis(5);

/// What became of an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Change {
    Added,
    Modified,
    Deleted,
}

/// A change, as watches are told it.
#[derive(Clone, Debug)]
pub(super) struct Happening {
    /// The resourceVersion the change made.
    pub(super) version: u64,
    pub(super) change: Change,
    /// The object before, if there was one: it may have been picked by a selector that picks it no more.
    pub(super) before: Option<Object>,
    /// The object after, or as it last was.
    pub(super) object: Object,
    pub(super) at: SimTime,
    /// About how much room it takes.
    pub(super) bytes: usize,
}

/// The world with everything the API needs around it.
#[derive(Debug)]
pub(super) struct Hub {
    world: World,
    inputs: u64,
    history: VecDeque<Arc<Happening>>,
    /// About how much room the history takes.
    history_bytes: usize,
    /// The newest version that watches can no longer be told of.
    forgotten: u64,
    clock: Clock,
    /// Whether more was due than there was time for: then only the clock lets the world go on.
    late: bool,
    news: watch::Sender<u64>,
    /// The dying objects asked for since the last other request, and how often.
    awaited: BTreeMap<Key, u32>,
}

impl Hub {
    pub(super) fn new(config: &Config, pace: Pace, begins: SimTime) -> Self {
        let mut world = World::new(config);
        // The cluster was there before: its nodes are as old as the calendar has it.
        while world.queue.next_at().is_some_and(|at| at <= begins) {
            drop(step::step(&mut world));
        }
        world.now = world.now.max(begins);
        let version = world.cluster.store.resource_version();
        Self {
            clock: Clock::new(pace, world.now),
            late: false,
            world,
            inputs: 0,
            history: VecDeque::new(),
            history_bytes: 0,
            forgotten: version,
            news: watch::Sender::new(version),
            awaited: BTreeMap::new(),
        }
    }

    pub(super) const fn world(&self) -> &World {
        &self.world
    }

    pub(super) const fn store(&self) -> &Store {
        &self.world.cluster.store
    }

    pub(super) const fn now(&self) -> SimTime {
        self.world.now
    }

    /// The newest resourceVersion, as lists carry it.
    pub(super) fn version(&self) -> String {
        self.store().resource_version().to_string()
    }

    /// Tells whenever there is something new.
    pub(super) fn listen(&self) -> watch::Receiver<u64> {
        self.news.subscribe()
    }

    /// Sends a request and answers with the object as it is then, or as it last was.
    ///
    /// # Errors
    /// What the API server refused it with.
    pub(super) fn request(&mut self, request: Request, dry_run: bool) -> Result<Object, ApiError> {
        if dry_run {
            return self.try_out(&request);
        }
        let unchanged = unchanged(self.store(), &request);
        let facts = self.act(Input::Request(request));
        for fact in facts {
            match fact.what {
                What::Refused(error) => return Err(error),
                What::Created(object) | What::Deleted(object) if fact.actor == Actor::You => {
                    return Ok(object);
                }
                What::Changed { after, .. } if fact.actor == Actor::You => return Ok(after),
                _ => {}
            }
        }
        unchanged.ok_or_else(|| ApiError::internal("the request left no trace"))
    }

    /// The same on a scratch copy of the store: nothing happens (`dryRun=All`).
    fn try_out(&self, request: &Request) -> Result<Object, ApiError> {
        let mut scratch = self.store().clone();
        let unchanged = unchanged(&scratch, request);
        scratch.take_changes();
        act::request(
            &mut Client::new(&mut scratch, Actor::You, self.now()),
            request,
        )?;
        // A quota may have been charged before; what was asked for is the person's own change.
        let change = scratch
            .take_changes()
            .into_iter()
            .find(|change| change.actor == Actor::You);
        change
            .map(|change| change.latest().clone())
            .or(unchanged)
            .ok_or_else(|| ApiError::internal("the request left no trace"))
    }

    /// Lets an input happen now.
    pub(super) fn act(&mut self, input: Input) -> Vec<Fact> {
        let facts = act::act(&mut self.world, &input, self.inputs);
        self.inputs += 1;
        self.note(&facts);
        facts
    }

    /// Lets everything happen that is due by now, or as much of it as there is time for; answers when
    /// to look again, in wall milliseconds.
    pub(super) fn catch_up(&mut self) -> Option<u64> {
        let to = self.clock.now(self.world.now);
        let until = Instant::now() + SLICE;
        while self.world.queue.next_at().is_some_and(|at| at <= to) {
            self.late = !self.clock.is_on_demand() && Instant::now() > until;
            if self.late {
                return Some(0);
            }
            let facts = step::step(&mut self.world).unwrap_or_default();
            self.note(&facts);
        }
        self.late = false;
        self.world.now = self.world.now.max(to);
        let next = self.world.queue.next_at()?;
        self.clock.wall_ms_until(self.world.now, next)
    }

    /// The same for somebody who asks, and is not the one to wait for a world that is late.
    pub(super) fn look(&mut self) {
        if !self.late {
            self.catch_up();
        }
    }

    /// Lets everything happen that is due until `to`, and makes it `to`.
    pub(super) fn advance(&mut self, to: SimTime) {
        while self.world.queue.next_at().is_some_and(|at| at <= to) {
            let facts = step::step(&mut self.world).unwrap_or_default();
            self.note(&facts);
        }
        self.world.now = self.world.now.max(to);
    }

    /// Somebody watches: where time passes on demand it passes until nothing is owed any more.
    pub(super) fn watched(&mut self) {
        let limit = self.world.now.after(super::clock::REST_MAX);
        while self.clock.is_on_demand() && self.world.queue.next_at().is_some_and(|at| at <= limit)
        {
            let facts = step::step(&mut self.world).unwrap_or_default();
            self.note(&facts);
        }
    }

    /// Somebody asks for an object that is on its way out. Who does so again and again waits for its
    /// end (`kubectl drain` does), which counts as watching; twice it may be out of curiosity.
    pub(super) fn asked_for_dying(&mut self, key: Key) {
        let count = self.awaited.entry(key).or_default();
        *count += 1;
        if *count > 2 {
            self.watched();
        }
    }

    /// Another request: whoever asked before was not waiting.
    pub(super) fn forget_awaited(&mut self) {
        self.awaited.clear();
    }

    /// Whether a watch that has been told everything will never be told more.
    pub(super) const fn rests(&self) -> bool {
        self.clock.is_on_demand()
    }

    /// Lets the next owed look happen; `None` at rest. For programs on a world whose time passes on demand.
    pub(super) fn step(&mut self) -> Option<Vec<Fact>> {
        let facts = step::step(&mut self.world)?;
        self.note(&facts);
        Some(facts)
    }

    /// The changes after a version.
    ///
    /// # Errors
    /// The oldest version that is still known, if that is too long ago.
    pub(super) fn since(&self, version: u64) -> Result<impl Iterator<Item = &Arc<Happening>>, u64> {
        if version < self.forgotten {
            return Err(self.forgotten);
        }
        let from = self
            .history
            .partition_point(|happening| happening.version <= version);
        Ok(self.history.range(from..))
    }

    fn note(&mut self, facts: &[Fact]) {
        let before = self.history.back().map_or(self.forgotten, |h| h.version);
        let mut version = before;
        for fact in facts {
            let (change, before, object) = match &fact.what {
                What::Created(object) => (Change::Added, None, object),
                What::Changed { before, after } => (Change::Modified, Some(before), after),
                What::Deleted(object) => (Change::Deleted, Some(object), object),
                What::Refused(_) | What::File { .. } | What::Power { .. } => continue,
            };
            let mut object = object.clone();
            // A deletion has a version of its own, which the object on its way out does not know yet.
            version = match change {
                Change::Deleted => version + 1,
                Change::Added | Change::Modified => own_version(&object).unwrap_or(version + 1),
            };
            // What needs no change stays the store's own: a copy would take as much room again.
            if own_version(&object) != Some(version) {
                object.meta_mut().resource_version = Some(version.to_string());
            }
            // What it was before is held already, unless that is forgotten.
            let held = before
                .and_then(own_version)
                .is_some_and(|was| was > self.forgotten);
            let before_bytes = before.filter(|_| !held).map_or(0, in_memory);
            let bytes = in_memory(&object) + before_bytes;
            self.history_bytes += bytes;
            self.history.push_back(Arc::new(Happening {
                bytes,
                version,
                change,
                before: before.cloned(),
                object,
                at: fact.at,
            }));
        }
        while self.history.len() > HISTORY_MAX || self.history_bytes > HISTORY_BYTES_MAX {
            let Some(oldest) = self.history.pop_front() else {
                break;
            };
            self.history_bytes -= oldest.bytes;
            self.forgotten = oldest.version;
        }
        if version != before {
            self.news.send_replace(version);
        }
    }
}

fn own_version(object: &Object) -> Option<u64> {
    object.meta().resource_version.as_ref()?.parse().ok()
}

/// What is there if the request changes nothing.
fn unchanged(store: &Store, request: &Request) -> Option<Object> {
    let key = match request {
        Request::Create(object)
        | Request::Update(object)
        | Request::Apply(object)
        | Request::UpdateStatus(object) => object.key(),
        Request::Patch(key, _)
        | Request::Delete(key, _)
        | Request::Scale(key, _)
        | Request::Bind(key, _) => key.clone(),
    };
    store.object(&key).cloned()
}
