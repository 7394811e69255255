//! The whole cluster at work: how long it takes, in real time, until so many pods with a claim each are
//! Ready, and how much memory. Each case runs in a process of its own, so that its peak is its own:
//! `cargo xtask bench`, or `cargo bench --bench scale -- 3000 10 Parallel` for one case.

/// The same allocator as the program's.
#[cfg(not(target_arch = "wasm32"))]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[cfg(target_arch = "wasm32")]
fn main() {}

#[cfg(not(target_arch = "wasm32"))]
#[allow(
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a benchmark measures real time and prints it"
)]
fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words
        .iter()
        .map(String::as_str)
        .filter(|word| *word != "--bench")
        .collect();
    match words.as_slice() {
        [replicas, nodes, policy] => {
            let number = |word: &str| word.parse().expect("pods, nodes, policy");
            println!("{}", native::one(number(replicas), number(nodes), policy));
        }
        _ => native::table(words.contains(&"--large")),
    }
}

#[cfg(not(target_arch = "wasm32"))]
#[allow(
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a benchmark measures real time and prints it"
)]
mod native {
    use playground::app::founding::MANIFEST;
    use playground::cluster::api::StatefulSet;
    use playground::manifest;
    use playground::sim::world::Config;
    use playground::sim::{Input, Request, Timeline};
    use std::process::Command;
    use std::time::Instant;

    /// Pods, nodes, policy.
    const CASES: [(u32, u32, &str); 6] = [
        (100, 3, "Parallel"),
        (1000, 3, "Parallel"),
        (3000, 10, "Parallel"),
        (10_000, 25, "Parallel"),
        (100, 3, "OrderedReady"),
        (1000, 3, "OrderedReady"),
    ];

    /// Takes a minute and several gigabytes.
    const LARGE: (u32, u32, &str) = (100_000, 250, "Parallel");

    pub(super) fn table(large: bool) {
        println!("pods     nodes  policy        seconds  MB peak  ms a pod  kB a pod  looks");
        let program = std::env::current_exe().expect("the program's own path");
        for (replicas, nodes, policy) in CASES.into_iter().chain(large.then_some(LARGE)) {
            let mut case = Command::new(&program);
            case.args([&replicas.to_string(), &nodes.to_string(), policy]);
            let told = case.output().expect("it runs");
            print!("{}", String::from_utf8_lossy(&told.stdout));
            print!("{}", String::from_utf8_lossy(&told.stderr));
        }
    }

    /// One line of the table.
    pub(super) fn one(replicas: u32, nodes: u32, policy: &str) -> String {
        let before = peak_kb().unwrap_or_default();
        let began = Instant::now();
        let mut timeline = Timeline::new(Config {
            nodes,
            storage_mib: 64 * 1024,
            ..Config::default()
        });
        for document in manifest::read(&manifest_of(replicas, policy)).0 {
            drop(timeline.push(Input::Request(Request::Create(document.object))));
        }
        while timeline.step().is_some() {}
        let seconds = began.elapsed().as_secs_f64();
        let store = &timeline.world().cluster.store;
        let ready = store
            .get::<StatefulSet>("default", "web")
            .and_then(|set| set.status.as_ref()?.ready_replicas);
        assert_eq!(ready, i32::try_from(replicas).ok(), "not all came up");
        let kb = peak_kb().map(|peak| (peak, peak - before));
        let (mb, kb_a_pod) = kb.map_or(("?".to_owned(), "?".to_owned()), |(peak, more)| {
            let kb_a_pod = more / u64::from(replicas);
            ((peak / 1024).to_string(), kb_a_pod.to_string())
        });
        format!(
            "{replicas:<8} {nodes:<6} {policy:<12}  {seconds:>7.2}  {mb:>7}  {:>8.3}  {kb_a_pod:>8}  {}",
            seconds * 1000.0 / f64::from(replicas),
            timeline.cursor().steps,
        )
    }

    /// The most memory this process has had, where the system tells.
    fn peak_kb() -> Option<u64> {
        let status = std::fs::read_to_string("/proc/self/status").ok()?;
        let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
        line.split_whitespace().nth(1)?.parse().ok()
    }

    /// The manifest that the page begins with, of another size.
    fn manifest_of(replicas: u32, policy: &str) -> String {
        let of_size = format!("  replicas: {replicas}\n  podManagementPolicy: {policy}\n");
        let manifest = MANIFEST.replace("  replicas: 2\n", &of_size);
        assert!(
            manifest.contains(&of_size),
            "the manifest has other replicas"
        );
        manifest
    }
}
