//! How long the editor's examination of a text takes: at every key, on the page's own thread. Read the
//! figures down a column: six times the text may take six times as long.

#[path = "workload/texts.rs"]
mod texts;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use playground::cluster::api::SimTime;
use playground::cluster::apiserver::{Actor, Client, Store};
use playground::manifest::read;
use std::hint::black_box;
use std::time::Duration;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// A store with a namespace and nothing else.
fn store() -> Store {
    let mut store = Store::new(1);
    let mut client = Client::new(&mut store, Actor::ApiServer, SimTime(0));
    for document in read("apiVersion: v1\nkind: Namespace\nmetadata: {name: default}\n").0 {
        drop(client.create_object(document.object));
    }
    store
}

fn examine(criterion: &mut Criterion) {
    for shape in texts::SHAPES {
        let mut group = criterion.benchmark_group(shape);
        group
            .sample_size(10)
            .warm_up_time(Duration::from_millis(200))
            .measurement_time(Duration::from_secs(1));
        for count in [1_000_usize, 6_000] {
            let text = texts::text(shape, count);
            let store = store();
            group.throughput(Throughput::Elements(count as u64));
            group.bench_with_input(
                BenchmarkId::from_parameter(count),
                &text,
                |bencher, text| {
                    bencher.iter(|| black_box(texts::examine(&store, text)));
                },
            );
        }
        group.finish();
    }
}

criterion_group!(benches, examine);
criterion_main!(benches);
