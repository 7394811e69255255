//! `statefulset-playground serve-api`: the simulated cluster behind a real HTTP API, for a real kubectl.
//!
//! One world, requests as inputs, time with the wall clock. Everything between the path of a request
//! and its answer is plain functions (`route`); `http` and `session` put the wire around it.

mod address;
mod ask;
mod body;
mod clock;
mod connections;
mod discovery;
mod encode;
mod exec;
mod guard;
mod http;
mod hub;
mod lanes;
mod lease;
mod listing;
mod log;
mod openapi;
mod options;
mod part;
mod patient;
mod peer;
mod protobuf;
mod read;
mod remove;
mod reply;
mod route;
mod session;
mod telling;
mod typing;
mod watching;
mod write;

pub use clock::Pace;

use crate::cluster::api::SimTime;
use crate::cluster::api::time::{EPOCH_SECONDS, SimDuration};
use crate::cluster::apiserver::Gates;
use crate::kubectl::Output;
use crate::native::shell::{complain, gates, show};
use crate::sim::world::Config;
use crate::sim::{Input, World};
use http::Shared;
use hub::Hub;
use lanes::Lanes;
use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::thread;
use std::time::{Duration, SystemTime};
use tokio::runtime;
use tokio::sync::oneshot;

/// Unoptimised code that walks the API's own schema goes deep.
const STACK_BYTES: usize = 8 * 1024 * 1024;

/// Threads for large requests: they are worked on one at a time, and each thread keeps memory.
const BESIDE: usize = 1;

/// What to serve, and where.
#[derive(Clone, Debug)]
pub struct Options {
    /// The port on the loopback address; 0 takes any that is free.
    pub port: u16,
    /// How time passes.
    pub pace: Pace,
    /// How the world begins.
    pub config: Config,
    /// The feature gates in force.
    pub gates: Gates,
    /// The simulated instant at which it is served.
    pub begins: SimTime,
    /// How long a client may take to say what it wants, and to take what it is told.
    pub patience: Duration,
    /// How many connections there may be; more are closed as they come. A kubectl needs two, a drain
    /// a few more.
    pub connections: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            port: 8001,
            pace: Pace::Scaled(1.0),
            config: Config::default(),
            gates: Gates::default(),
            begins: today(),
            patience: Duration::from_secs(30),
            connections: 512,
        }
    }
}

/// A server that runs until it is dropped.
pub struct Server {
    address: SocketAddr,
    shared: Shared,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<thread::JoinHandle<()>>,
}

/// Starts a server in a thread of its own.
///
/// # Errors
/// The port is taken, or the system gives no thread.
pub fn start(options: &Options) -> io::Result<Server> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, options.port))?;
    listener.set_nonblocking(true)?;
    let address = listener.local_addr()?;
    let mut hub = Hub::new(&options.config, options.pace, options.begins);
    if options.gates != Gates::default() {
        hub.act(Input::Gates(options.gates));
    }
    let shared = Shared::new(hub, options.patience, Lanes::open()?);
    let connections = options.connections;
    let runtime = runtime::Builder::new_current_thread()
        .enable_all()
        .max_blocking_threads(BESIDE)
        .thread_stack_size(STACK_BYTES)
        // Who asks is heard soon, however many are being told something.
        .event_interval(8)
        .build()?;
    let (stop, stopped) = oneshot::channel();
    let served = shared.clone();
    let thread = thread::Builder::new()
        .name("serve-api".to_owned())
        .stack_size(STACK_BYTES)
        .spawn(move || {
            runtime.block_on(async move {
                let Ok(listener) = tokio::net::TcpListener::from_std(listener) else {
                    return;
                };
                let clock = tokio::spawn(http::keep_time(served.clone()));
                let server = tokio::spawn(connections::serve(listener, served, connections));
                // An error is the same news: whoever started us is gone.
                drop(stopped.await);
                clock.abort();
                server.abort();
            });
            // Watches would otherwise hold on for as long as their clients.
            runtime.shutdown_background();
        })?;
    Ok(Server {
        address,
        shared,
        stop: Some(stop),
        thread: Some(thread),
    })
}

impl Server {
    /// Where it listens.
    #[must_use]
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// A copy of the world as it is now.
    #[must_use]
    pub fn world(&self) -> World {
        self.shared.hub().world().clone()
    }

    /// Lets simulated time pass, whatever the pace.
    pub fn pass(&self, span: SimDuration) {
        let mut hub = self.shared.hub();
        let to = hub.now().after(span);
        hub.advance(to);
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            drop(thread.join());
        }
    }
}

/// Runs the command; ends when the process does.
pub(super) fn run(arguments: &[String]) -> i32 {
    let options = match options(arguments) {
        Ok(options) => options,
        Err(text) => {
            complain(&text);
            return 2;
        }
    };
    match start(&options) {
        Ok(mut server) => {
            show(&Output::of(format!(
                "The playground's cluster answers at http://{address}, on this machine only. Try it:\n\n  kubectl --server=http://{address} get nodes\n",
                address = server.address(),
            )));
            let thread = server.thread.take();
            i32::from(thread.is_none_or(|thread| thread.join().is_err()))
        }
        Err(error) => {
            complain(&format!("cannot serve on port {}: {error}", options.port));
            1
        }
    }
}

fn options(arguments: &[String]) -> Result<Options, String> {
    let mut options = Options::default();
    let mut rest = arguments.iter();
    while let Some(name) = rest.next() {
        if name == "--on-demand" {
            options.pace = Pace::OnDemand;
            continue;
        }
        let text = rest.next().map_or("", String::as_str);
        let number = || {
            text.parse::<u64>()
                .map_err(|_| format!("{name} needs a number"))
        };
        match name.as_str() {
            "--port" => {
                options.port = u16::try_from(number()?).map_err(|_| "--port takes 0 to 65535")?;
            }
            "--seed" => options.config.seed = number()?,
            "--nodes" => match u32::try_from(number()?) {
                Ok(nodes @ 1..=100) => options.config.nodes = nodes,
                _ => return Err("--nodes takes 1 to 100".to_owned()),
            },
            "--feature-gates" => options.gates = gates(text)?,
            "--speed" => match text.parse::<f64>() {
                Ok(speed) if speed > 0.0 && speed <= 10_000.0 => options.pace = Pace::Scaled(speed),
                _ => return Err("--speed takes a number above 0, up to 10000".to_owned()),
            },
            other => return Err(format!("unknown option {other}")),
        }
    }
    Ok(options)
}

/// The simulated instant that is now on the wall: kubectl reckons some ages itself, by its own clock.
#[allow(
    clippy::disallowed_methods,
    reason = "where the simulation meets the wall, once, at its beginning"
)]
fn today() -> SimTime {
    let unix = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    let seconds = unix.map_or(0, |since| since.as_secs());
    let passed = seconds.saturating_sub(EPOCH_SECONDS.cast_unsigned());
    SimTime(passed * 1000)
}
