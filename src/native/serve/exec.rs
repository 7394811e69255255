//! A program in a container, run step by step as its world goes on.

use super::address::Address;
use super::ask::Ask;
use super::hub::Hub;
use super::log::container;
use super::reply::{Answer, Reply};
use super::write::bad;
use crate::cluster::api::Pod;
use crate::cluster::apiserver::ApiError;
use crate::kubectl::Output;
use crate::shell::log::status_of;
use crate::shell::{Next, Place, Shell};
use crate::sim::Fact;
use serde_json::{Value, json};

/// A program that is about to run, or runs.
#[derive(Debug)]
pub(super) struct Exec {
    shell: Shell,
    command: Vec<String>,
    /// What happened since the program last looked.
    facts: Vec<Fact>,
    /// Whether a person types.
    pub(super) tty: bool,
    /// Whether the client has something for the program to read.
    pub(super) stdin: bool,
}

/// What the program wants next.
#[derive(Debug)]
pub(super) enum Wish {
    /// To go on as soon as others had their turn.
    More,
    /// A line, after this prompt.
    Line(String),
    /// To go on when time has passed.
    Time,
    /// Nothing: it has ended.
    End(i32),
}

pub(super) fn answer(hub: &Hub, ask: &Ask, address: &Address) -> Answer {
    let (pod, container) = container(hub, ask, address)?;
    check(&pod, &container)?;
    let command: Vec<String> = ask.all("command").map(str::to_owned).collect();
    if command.is_empty() {
        return Err(bad("you must specify at least 1 command for the container"));
    }
    let place = Place::Container {
        pod: address.key(),
        container,
    };
    Ok(Reply::Exec(Box::new(Exec {
        shell: Shell::new(place),
        command,
        facts: vec![],
        tty: ask.is_set("tty"),
        stdin: ask.is_set("stdin"),
    })))
}

fn check(pod: &Pod, container: &str) -> Result<(), ApiError> {
    let node = pod.spec.as_ref().and_then(|spec| spec.node_name.as_deref());
    if node.unwrap_or_default().is_empty() {
        let name = pod.metadata.name.as_deref().unwrap_or_default();
        return Err(bad(&format!("pod {name} does not have a host assigned")));
    }
    let state = status_of(pod, container).and_then(|status| status.state.as_ref());
    if state.is_some_and(|state| state.running.is_some()) {
        return Ok(());
    }
    Err(ApiError::internal(&format!(
        "unable to upgrade connection: container not found ({container:?})"
    )))
}

impl Exec {
    /// Starts the program; `fed` is all it will ever read, unless a person types.
    pub(super) fn start(&mut self, fed: Option<&str>) {
        let typed = self.tty && self.stdin;
        self.shell.start(&self.command, fed, typed);
    }

    /// Gives it a line; `None`: there are no more.
    pub(super) fn feed(&mut self, line: Option<&str>) {
        self.shell.feed(line);
    }

    /// Ctrl-C
    pub(super) fn interrupt(&mut self, hub: &mut Hub) -> Output {
        let turn = self.shell.interrupt();
        for input in turn.inputs {
            self.facts.extend(hub.act(input));
        }
        turn.output
    }

    /// Runs it for a while.
    pub(super) fn run(&mut self, hub: &mut Hub) -> (Output, Wish) {
        hub.look();
        let facts = std::mem::take(&mut self.facts);
        let turn = self.shell.turn(hub.world(), &facts);
        for input in turn.inputs {
            self.facts.extend(hub.act(input));
        }
        let wish = match turn.next {
            Next::Again => Wish::More,
            Next::Line(prompt) => Wish::Line(prompt),
            Next::Done(code) => Wish::End(code),
            Next::Until(Some(at)) if hub.rests() && at > hub.now() => {
                hub.advance(at);
                Wish::More
            }
            Next::Until(_) if hub.rests() => match hub.step() {
                Some(facts) => {
                    self.facts = facts;
                    Wish::More
                }
                None => Wish::End(130),
            },
            Next::Until(_) => Wish::Time,
        };
        (turn.output, wish)
    }
}

/// That it never ran, as the error channel tells it.
pub(super) fn failure(message: &str) -> Value {
    json!({
        "metadata": {},
        "status": "Failure",
        "message": message,
        "reason": "InternalError",
        "code": 500,
    })
}

/// How it ended, as the error channel tells it.
pub(super) fn ending(code: i32) -> Value {
    if code == 0 {
        return json!({ "metadata": {}, "status": "Success" });
    }
    json!({
        "metadata": {},
        "status": "Failure",
        "message": format!("command terminated with non-zero exit code: exit status {code}"),
        "reason": "NonZeroExitCode",
        "details": { "causes": [{ "reason": "ExitCode", "message": code.to_string() }] },
    })
}
