//! How much memory an object is said to take, held against what a copy of it really allocates: the
//! room of the database, of the watch history and of the keyframes is counted in it.

use playground::cluster::api::Object;
use playground::cluster::apiserver::{Store, in_memory};
use playground::manifest::read;
use playground::sim::world::Config;
use playground::sim::{Input, Request, Timeline};

/// What a copy allocates, and what it is said to take without its place in the store.
fn sizes(object: &Object) -> (usize, usize) {
    const PLACE_BYTES: usize = 200;
    let mut copy = object.clone();
    let allocated = allocation_counter::measure(|| {
        copy.meta_mut();
    });
    let allocated = usize::try_from(allocated.bytes_current).unwrap();
    (allocated, in_memory(object) - PLACE_BYTES)
}

fn check(what: &str, objects: &[&Object]) {
    let (mut allocated, mut said) = (0, 0);
    for object in objects {
        let (a, s) = sizes(object);
        allocated += a;
        said += s;
    }
    assert!(allocated > 0, "{what}: nothing was copied");
    let percent = said * 100 / allocated;
    assert!(
        (80..=125).contains(&percent),
        "{what}: {said} bytes are said, {allocated} allocated: {percent} %"
    );
}

fn rested(text: &str) -> Store {
    let mut timeline = Timeline::new(Config::default());
    for document in read(text).0 {
        drop(timeline.push(Input::Request(Request::Create(document.object))));
    }
    for _ in 0..400 {
        drop(timeline.step());
    }
    timeline.world().cluster.store.clone()
}

#[test]
fn what_an_ordinary_cluster_takes() {
    let store = rested(playground::app::founding::MANIFEST);
    let mut all: Vec<&Object> = store.all().collect();
    all.sort_by_key(|object| object.kind());
    assert!(all.len() > 20);
    for same in all.chunk_by(|a, b| a.kind() == b.kind()) {
        check(same[0].kind().info().name, same);
    }
}

#[test]
fn what_long_lists_take() {
    let containers = (0..300).map(|at| {
        format!("{{name: c{at}, image: nginx, ports: [{{containerPort: {}}}], env: [{{name: A, value: b}}]}}", at + 1)
    });
    let containers = containers.collect::<Vec<_>>().join(", ");
    let text = format!(
        "apiVersion: v1\nkind: Pod\nmetadata: {{name: p}}\nspec: {{containers: [{containers}]}}\n"
    );
    let store = rested(&text);
    let pods: Vec<&Object> = store
        .all()
        .filter(|object| object.kind() == playground::cluster::api::Kind::Pod)
        .collect();
    check("a pod of 300 containers", &pods);
}
