//! `kubectl run`

mod write;

use super::create::Done;
use super::delete::deleted;
use crate::cluster::api::conditions::{is_terminal, phase};
use crate::cluster::api::{Container, ContainerPort, Key, Kind, Object, ObjectMeta, Pod, PodSpec};
use crate::cluster::apiserver::DeleteOptions;
use crate::cluster::apiserver::patch::{PatchKind, patch_onto};
use crate::kubectl::call::Call;
use crate::kubectl::failure::{Failure, Result};
use crate::kubectl::output::Output;
use crate::kubectl::parse::{self, Args, Flag, Takes};
use crate::kubectl::wait::Wait;
use crate::shell::{Next, Place, Shell, Turn};
use crate::sim::{Fact, Input, Request, World};
use serde_json::Value;
use std::collections::BTreeMap;
use write::{annotations, check, expose, written};

const FLAGS: &[Flag] = &[
    parse::OUTPUT,
    parse::DRY_RUN,
    parse::FIELD_MANAGER,
    ("image", None, Takes::Value),
    ("image-pull-policy", None, Takes::Value),
    ("restart", None, Takes::Value),
    ("stdin", Some('i'), Takes::Nothing),
    ("tty", Some('t'), Takes::Nothing),
    ("rm", None, Takes::Nothing),
    ("attach", None, Takes::Nothing),
    ("command", None, Takes::Nothing),
    ("labels", Some('l'), Takes::Value),
    ("annotations", None, Takes::Value),
    ("env", None, Takes::Value),
    ("port", None, Takes::Value),
    ("expose", None, Takes::Nothing),
    ("overrides", None, Takes::Value),
    ("override-type", None, Takes::Value),
    ("quiet", Some('q'), Takes::Nothing),
    ("pod-running-timeout", None, Takes::Value),
];

const RECORDED: &str = "All commands and output from this session will be recorded in container logs, including credentials and sensitive information passed through the command prompt.";
const NO_PROMPT: &str = "If you don't see a command prompt, try pressing enter.";

pub(super) fn run(call: &mut Call<'_>, line: &[String]) -> Result<()> {
    let args = Args::parse("run", line, FLAGS)?;
    call.set_common(&args);
    let Some(image) = args.value("image") else {
        return Err(Failure::client("required flag(s) \"image\" not set"));
    };
    let Some(name) = args.words.first() else {
        return Err(Failure::usage("run", "NAME is required for run"));
    };
    let restart = args.value("restart").unwrap_or("Always");
    if !["Always", "OnFailure", "Never"].contains(&restart) {
        return Err(Failure::client(format!(
            "invalid restart policy: {restart}"
        )));
    }
    if args.has("rm") && !args.has("stdin") && !args.has("attach") {
        return Err(Failure::usage(
            "run",
            "--rm should only be used for attached containers",
        ));
    }
    let attach = args.has("stdin") || args.has("tty") || args.has("attach");
    check(&args, image, attach)?;
    let words: Vec<String> = args.words[1..]
        .iter()
        .cloned()
        .chain(args.after_dash.clone().unwrap_or_default())
        .collect();
    let mut object = Object::from(pod(call, &args, name, image, restart, &words));
    if let Some(text) = args.value("overrides") {
        let patch: Value = serde_json::from_str(text)
            .map_err(|error| Failure::client(format!("invalid overrides: {error}")))?;
        object = patch_onto(&object, PatchKind::Merge, &patch)?.object;
    }
    let done = Done::read(&args)?;
    if args.has("expose") {
        expose(call, &args, &done, name)?;
    }
    done.make(call, Request::Create(object.clone()))?;
    if done.is_client_dry_run() && !attach {
        return done.say_value(call, &written(&object), "created");
    }
    if !args.has("stdin") && !args.has("attach") {
        return done.say(call, &object, "created");
    }
    let key = object.key();
    let mut shell = Shell::new(Place::Container {
        pod: key.clone(),
        container: name.clone(),
    });
    let fed = call.stdin.filter(|_| args.has("stdin"));
    let typed = args.has("stdin") && call.stdin.is_none();
    let command = if words.is_empty() {
        default_command(image)
    } else {
        words
    };
    shell.start(&command, fed, typed);
    call.wait = Some(Wait::Attach(Box::new(Attached {
        key,
        shell,
        stage: Stage::Starting,
        says_prompt: args.has("tty") && typed && !args.has("quiet"),
        remove: args.has("rm"),
        code: 0,
    })));
    Ok(())
}

/// What an image runs when it is told nothing.
fn default_command(image: &str) -> Vec<String> {
    let base = image
        .rsplit('/')
        .next()
        .unwrap_or(image)
        .split([':', '@'])
        .next()
        .unwrap_or(image);
    let command = if base.starts_with("nginx") {
        "nginx"
    } else {
        "sh"
    };
    vec![command.to_owned()]
}

fn pod(
    call: &Call<'_>,
    args: &Args,
    name: &str,
    image: &str,
    restart: &str,
    words: &[String],
) -> Pod {
    let labels = match args.value("labels") {
        Some(text) => text
            .split(',')
            .filter_map(|pair| pair.split_once('='))
            .map(|(key, value)| (key.to_owned(), value.to_owned()))
            .collect(),
        None => BTreeMap::from([("run".to_owned(), name.to_owned())]),
    };
    let (stdin, tty) = (args.has("stdin"), args.has("tty"));
    let words = Some(words.to_vec()).filter(|words| !words.is_empty());
    let (command, arguments) = if args.has("command") {
        (words, None)
    } else {
        (None, words)
    };
    let port = args.value("port").and_then(|text| text.parse().ok());
    let env: Vec<_> = args
        .all("env")
        .filter_map(|pair| pair.split_once('='))
        .map(|(name, value)| k8s_openapi::api::core::v1::EnvVar {
            name: name.to_owned(),
            value: Some(value.to_owned()),
            ..Default::default()
        })
        .collect();
    Pod {
        metadata: ObjectMeta {
            name: Some(name.to_owned()),
            namespace: Some(call.namespace.clone()),
            labels: Some(labels),
            annotations: annotations(args),
            ..ObjectMeta::default()
        },
        spec: Some(PodSpec {
            containers: vec![Container {
                name: name.to_owned(),
                image: Some(image.to_owned()),
                image_pull_policy: args.value("image-pull-policy").map(str::to_owned),
                command,
                args: arguments,
                env: Some(env).filter(|env| !env.is_empty()),
                ports: port.map(|port| {
                    vec![ContainerPort {
                        container_port: port,
                        ..ContainerPort::default()
                    }]
                }),
                stdin: stdin.then_some(true),
                stdin_once: stdin.then_some(true),
                tty: tty.then_some(true),
                ..Container::default()
            }],
            restart_policy: Some(restart.to_owned()),
            dns_policy: Some("ClusterFirst".to_owned()),
            ..PodSpec::default()
        }),
        ..Pod::default()
    }
}

/// `run -i` stays with its pod: until it runs, then with its program, then until it is gone.
#[derive(Clone, Debug)]
pub struct Attached {
    key: Key,
    shell: Shell,
    stage: Stage,
    says_prompt: bool,
    remove: bool,
    code: i32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    Starting,
    Running,
    Ending,
    Removing,
}

impl Attached {
    pub(in crate::kubectl) fn poll(&mut self, world: &World, facts: &[Fact]) -> Turn {
        match self.stage {
            Stage::Starting => self.starting(world),
            Stage::Running => {
                let mut turn = self.shell.turn(world, facts);
                if let Next::Done(code) = turn.next {
                    self.code = code;
                    self.stage = Stage::Ending;
                    turn.inputs.push(self.exit());
                    turn.next = Next::Again;
                }
                turn
            }
            Stage::Ending => self.ending(world),
            Stage::Removing => {
                let there = world.cluster.store.object(&self.key).is_some();
                Turn::quiet(if there {
                    Next::Until(None)
                } else {
                    Next::Done(self.code)
                })
            }
        }
    }

    fn starting(&mut self, world: &World) -> Turn {
        let pod = world
            .cluster
            .store
            .get::<Pod>(&self.key.namespace, &self.key.name);
        let Some(pod) = pod else {
            let mut output = Output::new();
            output.complain(&format!(
                "Error from server (NotFound): pods {:?} not found",
                self.key.name
            ));
            return Turn::done(output, 1);
        };
        // A program that is quicker than kubectl has run all the same: its output comes from the log.
        if phase(pod) != "Running" && !is_terminal(pod) {
            return Turn::quiet(Next::Until(None));
        }
        self.stage = Stage::Running;
        let mut output = Output::new();
        if self.says_prompt {
            output.complain(RECORDED);
            output.complain(NO_PROMPT);
        }
        Turn {
            output,
            inputs: vec![],
            next: Next::Again,
        }
    }

    /// The program in the pod ends as the shell that stood for it did.
    fn exit(&self) -> Input {
        Input::Exit {
            pod: self.key.clone(),
            container: self.key.name.to_string(),
            code: self.code,
        }
    }

    fn ending(&mut self, world: &World) -> Turn {
        let object = world.cluster.store.object(&self.key);
        let pod = object.and_then(|object| object.get::<Pod>());
        let restarts = |pod: &Pod| {
            let policy = pod
                .spec
                .as_ref()
                .and_then(|spec| spec.restart_policy.as_deref());
            policy == Some("Always") || (policy == Some("OnFailure") && self.code != 0)
        };
        if pod.is_some_and(|pod| !is_terminal(pod) && !restarts(pod)) {
            return Turn::quiet(Next::Until(None));
        }
        let mut turn = Turn::quiet(Next::Done(self.code));
        if let Some(object) = object.filter(|_| self.remove) {
            turn.output.line(&deleted(object, ""));
            turn.inputs.push(remove(&self.key));
            turn.next = Next::Again;
        }
        if self.code != 0 {
            let name = format!("{}/{}", self.key.namespace, self.key.name);
            turn.output
                .complain(&format!("pod {name} terminated (Error)"));
        }
        self.stage = Stage::Removing;
        turn
    }

    pub(in crate::kubectl) fn feed(&mut self, line: Option<&str>) {
        self.shell.feed(line);
    }

    /// Ctrl-C: with `--rm` the pod goes all the same.
    pub(in crate::kubectl) fn interrupt(&mut self) -> Turn {
        let mut turn = Turn::quiet(Next::Done(130));
        if self.remove && self.stage != Stage::Removing {
            turn.inputs.push(remove(&self.key));
            let (name, namespace) = (&self.key.name, &self.key.namespace);
            turn.output
                .line(&format!("pod {name:?} deleted from {namespace} namespace"));
        }
        turn
    }
}

fn remove(key: &Key) -> Input {
    debug_assert_eq!(key.kind, Kind::Pod, "only pods are run");
    Input::Request(Request::Delete(key.clone(), DeleteOptions::default()))
}
