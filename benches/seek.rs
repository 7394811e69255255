//! How long it takes to look at another moment of a history: everything the worker does, from the page's question to the
//! answer's bytes. An hour of a hundred pods in which something fails every minute; moments of the last minute, where a
//! person steps back and forth, and moments anywhere, as the slider asks for them. In wasm it takes two to three times as
//! long. The worst of all of them is printed first: a criterion knows means and medians.

use criterion::{Criterion, criterion_group, criterion_main};
use playground::app::founding::MANIFEST;
use playground::app::{Effect, Message, Start, StorageKey, Travel};
use playground::cluster::api::{Key, Kind, SimTime};
use playground::worker::protocol::{Answer, Request, decode, encode};
use playground::worker::{Change, Simulation};
use std::hint::black_box;
use std::time::{Duration, Instant};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const MINUTE_MS: u64 = 60_000;
const MINUTES: u64 = 60;
const PODS: u64 = 100;

struct Session {
    simulation: Simulation,
    now: SimTime,
    record_bytes: usize,
}

impl Session {
    fn begin() -> Self {
        let of_size = format!("  replicas: {PODS}\n  podManagementPolicy: Parallel\n");
        let text = MANIFEST.replace("  replicas: 2\n", &of_size);
        let mut start = Start::default();
        start.saved.session =
            Some(serde_json::json!({ "applied": text, "speed": "16" }).to_string());
        let mut session = Self {
            simulation: Simulation::default(),
            now: SimTime::default(),
            record_bytes: 0,
        };
        session.ask(&Request::Begin {
            start: Box::new(start),
            revival: None,
        });
        session
    }

    fn ask(&mut self, request: &Request) {
        let answer = self.simulation.answer(&encode(request));
        let answer: Answer = decode(&answer.expect("an answer")).expect("one of this version");
        for change in answer.changes {
            if let Change::Now(now) = change {
                self.now = now;
            }
        }
        for effect in answer.effects {
            if let Effect::Persist { key, value } = effect
                && key == StorageKey::Record
            {
                self.record_bytes = value.len();
            }
        }
    }

    fn send(&mut self, message: Message) {
        self.ask(&Request::Messages(vec![message]));
    }

    fn wait_until(&mut self, at: SimTime) {
        while self.now < at {
            self.send(Message::frame(250));
        }
    }
}

/// An hour in which every minute a few pods are deleted, and now and then a node loses its power for a while.
fn hour() -> Session {
    let mut session = Session::begin();
    for minute in 1..=MINUTES {
        session.wait_until(SimTime(minute * MINUTE_MS));
        for nth in 0..3 {
            let ordinal = (minute * 7 + nth * 31) % PODS;
            let name = format!("web-{ordinal}");
            session.send(Message::DeletePod(Key::new(Kind::Pod, "default", &name)));
        }
        if minute % 6 == 0 {
            let node = format!("node-{}", minute / 12 % 3 + 1);
            session.send(Message::TogglePower { node });
        }
    }
    session.wait_until(SimTime((MINUTES + 1) * MINUTE_MS));
    session
}

/// Moments between two instants, in an order that is none.
fn moments(from: u64, to: u64) -> impl Iterator<Item = SimTime> + Clone {
    (0..u64::MAX).map(move |index| SimTime(from + index.wrapping_mul(7_919_777) % (to - from)))
}

#[allow(
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a benchmark measures real time and prints it"
)]
fn seek(criterion: &mut Criterion) {
    let begun = Instant::now();
    let mut session = hour();
    let end = session.now.0;
    println!(
        "an hour of {PODS} pods: {:.1} s to simulate and tell, {} bytes of record",
        begun.elapsed().as_secs_f64(),
        session.record_bytes
    );
    let ranges = [
        ("last minute", end - MINUTE_MS, end),
        ("last quarter", end - 15 * MINUTE_MS, end),
        ("anywhere", 0, end),
    ];
    for (name, from, to) in ranges {
        let mut took: Vec<f64> = moments(from, to)
            .take(400)
            .map(|at| {
                let begun = Instant::now();
                session.send(Message::Travel(Travel::To(at)));
                begun.elapsed().as_secs_f64() * 1000.0
            })
            .collect();
        took.sort_by(f64::total_cmp);
        println!(
            "{name:<12}  median {:>6.1} ms  worst {:>6.1} ms",
            took[took.len() / 2],
            took[took.len() - 1]
        );
    }
    let mut group = criterion.benchmark_group("seek");
    group
        .sample_size(20)
        .warm_up_time(Duration::from_millis(500))
        .measurement_time(Duration::from_secs(5));
    for (name, from, to) in ranges {
        let mut moments = moments(from, to);
        group.bench_function(name, |bencher| {
            bencher.iter(|| {
                let at = moments.next().unwrap_or_default();
                session.send(Message::Travel(Travel::To(at)));
                black_box(session.now)
            });
        });
    }
    group.finish();
}

criterion_group!(benches, seek);
criterion_main!(benches);
