//! The controller's own time: reconciles against the API server, admission and store writes
//! included, nothing else of the cluster running. The cases are those upstream was timed with.

use criterion::{BatchSize, BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use playground::cluster::controllers::statefulset::Memory;
use workload::{fresh, make_ready, stable, sync};

mod workload;

// The same allocator as the program's.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn stable_set(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("stable set, one reconcile");
    for (replicas, claims) in [(100, 0), (100, 1), (1000, 0), (1000, 1), (10_000, 1)] {
        let (mut store, mut memory) = stable(replicas, claims);
        group.throughput(Throughput::Elements(u64::from(replicas.unsigned_abs())));
        let name = BenchmarkId::new(format!("{claims} claims"), replicas);
        group.bench_function(name, |bencher| {
            bencher.iter(|| sync(&mut store, &mut memory, 1))
        });
    }
    group.finish();
}

fn parallel_bring_up(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("parallel bring-up, three reconciles");
    group.sample_size(10);
    for replicas in [1000, 10_000] {
        group.bench_function(BenchmarkId::new("1 claim", replicas), |bencher| {
            bencher.iter_batched(
                || {
                    let empty = fresh(replicas, "Parallel", 1);
                    let mut ready = empty.clone();
                    let mut memory = Memory::default();
                    sync(&mut ready, &mut memory, 1);
                    make_ready(&mut ready);
                    (empty, ready, memory)
                },
                |(mut empty, mut ready, mut memory)| {
                    sync(&mut empty, &mut Memory::default(), 1);
                    sync(&mut ready, &mut memory, 2);
                    (empty, ready, memory)
                },
                BatchSize::PerIteration,
            );
        });
    }
    group.finish();
}

fn ordered_bring_up(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("ordered bring-up, 101 reconciles");
    group.sample_size(10);
    group.bench_function(BenchmarkId::new("1 claim", 100), |bencher| {
        bencher.iter_custom(|iterations| {
            let mut spent = std::time::Duration::ZERO;
            for _ in 0..iterations {
                let mut store = fresh(100, "OrderedReady", 1);
                let mut memory = Memory::default();
                for _ in 0..101 {
                    let started = started();
                    sync(&mut store, &mut memory, 1);
                    spent += started.elapsed();
                    make_ready(&mut store);
                }
            }
            spent
        });
    });
    group.finish();
}

/// The wall clock, which the crate itself must never read: only a benchmark may.
#[allow(clippy::disallowed_methods, reason = "a benchmark measures real time")]
fn started() -> std::time::Instant {
    std::time::Instant::now()
}

criterion_group!(benches, stable_set, parallel_bring_up, ordered_bring_up);
criterion_main!(benches);
