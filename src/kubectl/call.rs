//! One call of kubectl: what it sees, what it has said and asked for so far.

use super::Reply;
use super::failure::{Failure, Result};
use super::output::Output;
use super::parse::Args;
use super::wait::Wait;
use crate::cluster::api::{Key, Object, SimTime};
use crate::cluster::apiserver::{Actor, ApiError, Client, Store};
use crate::shell::home::Home;
use crate::sim::act;
use crate::sim::{Input, Request, World};

/// What every verb works on.
pub(super) struct Call<'a> {
    /// The world as it is, never changed from here.
    pub(super) world: &'a World,
    /// The API server's state as it will be once the requests made so far are in.
    store: Store,
    /// `-n`, or the namespace of the context.
    pub(super) namespace: String,
    /// What was piped in.
    pub(super) stdin: Option<&'a str>,
    /// Where files are.
    pub(super) home: &'a Home,
    /// What was printed so far.
    pub(super) output: Output,
    /// What is left to wait for.
    pub(super) wait: Option<Wait>,
    inputs: Vec<Input>,
    /// The object as the last request left it, tried or made.
    pub(super) answer: Option<Object>,
}

impl<'a> Call<'a> {
    pub(super) fn new(world: &'a World, stdin: Option<&'a str>, home: &'a Home) -> Self {
        Self {
            world,
            store: world.cluster.store.clone(),
            namespace: "default".to_owned(),
            stdin,
            home,
            output: Output::new(),
            wait: None,
            inputs: vec![],
            answer: None,
        }
    }

    /// Takes note of the flags every verb has.
    pub(super) fn set_common(&mut self, args: &Args) {
        if let Some(namespace) = args.value("namespace") {
            namespace.clone_into(&mut self.namespace);
        }
    }

    pub(super) const fn now(&self) -> SimTime {
        self.world.now
    }

    pub(super) const fn store(&self) -> &Store {
        &self.store
    }

    /// The object, or NotFound in the server's words.
    pub(super) fn object(&self, key: &Key) -> std::result::Result<Object, ApiError> {
        self.store
            .object(key)
            .cloned()
            .ok_or_else(|| ApiError::not_found(key.kind, &key.name))
    }

    /// Makes a request: the answer now, the deed when the inputs are given to the timeline.
    pub(super) fn send(&mut self, request: Request) -> std::result::Result<(), ApiError> {
        self.store.take_changes();
        let mut client = Client::new(&mut self.store, Actor::You, self.world.now);
        act::request(&mut client, &request)?;
        self.answer = answer(&mut self.store);
        self.inputs.push(Input::Request(request));
        Ok(())
    }

    /// Tries a request without making it (`--dry-run=server`).
    pub(super) fn try_out(&mut self, request: &Request) -> std::result::Result<(), ApiError> {
        let mut scratch = self.store.clone();
        scratch.take_changes();
        act::request(
            &mut Client::new(&mut scratch, Actor::You, self.world.now),
            request,
        )?;
        self.answer = answer(&mut scratch);
        Ok(())
    }

    pub(super) fn finish(mut self, result: Result<()>) -> Reply {
        let code = match result {
            Ok(()) => 0,
            Err(failure) => {
                failure.print(&mut self.output);
                self.wait = None;
                failure.code()
            }
        };
        Reply {
            output: self.output,
            code,
            inputs: self.inputs,
            wait: self.wait,
        }
    }

    /// Reads a file named by `-f`: `-` is what was piped in.
    pub(super) fn read(&self, path: &str) -> Result<String> {
        if path == "-" {
            return Ok(self.stdin.unwrap_or_default().to_owned());
        }
        let found = self.home.read(path);
        found.ok_or_else(|| {
            if path.starts_with("http://") || path.starts_with("https://") {
                Failure::client(format!(
                    "unable to read URL {path:?}, server reported 404 Not Found, status code=404"
                ))
            } else {
                Failure::client(format!("the path {path:?} does not exist"))
            }
        })
    }
}

/// What the person's own change made of the object.
fn answer(store: &mut Store) -> Option<Object> {
    let changes = store.take_changes();
    let own = changes.iter().find(|change| change.actor == Actor::You)?;
    Some(own.latest().clone())
}
