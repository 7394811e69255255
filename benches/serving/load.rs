//! What others ask for meanwhile.

use super::asking::{post, send};
use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

const PODS: &str = "/api/v1/namespaces/default/pods";
const SETS: &str = "/apis/apps/v1/namespaces/default/statefulsets";

/// How long a thousand pods take to be Ready, and more.
const READY: Duration = Duration::from_secs(6);

/// A thing that others do.
pub(super) struct Case {
    pub(super) name: &'static str,
    pub(super) begin: fn(SocketAddr) -> Load,
}

pub(super) const CASES: [Case; 14] = [
    Case {
        name: "nothing",
        begin: |_| Load::default(),
    },
    Case {
        name: "1,000 replicas",
        begin: |address| replicas(address, 1000, 1),
    },
    Case {
        name: "100,000 replicas",
        begin: |address| replicas(address, 100_000, 1),
    },
    Case {
        name: "2,000,000,000 replicas",
        begin: |address| replicas(address, 2_000_000_000, 1),
    },
    Case {
        name: "100,000 of 100 containers",
        begin: |address| replicas(address, 100_000, 100),
    },
    Case {
        name: "10 of 3,000 containers",
        begin: |address| replicas(address, 10, 3_000),
    },
    Case {
        name: "6,000 containers in a pod",
        begin: |address| {
            let answer = post(address, PODS, &pod(&containers(6_000)));
            assert!(answer.starts_with("HTTP/1.1 201"), "{answer:.300}");
            Load::default()
        },
    },
    Case {
        name: "the end of 1,000 pods",
        begin: |address| {
            let load = replicas(address, 1000, 1);
            thread::sleep(READY);
            let answer = send(address, "DELETE", PODS, "");
            assert!(answer.starts_with("HTTP/1.1 200"), "{answer:.300}");
            load
        },
    },
    Case {
        name: "60,000 containers",
        begin: |address| again_and_again(address, 4, pod(&containers(60_000))),
    },
    Case {
        name: "60,000 ports",
        begin: |address| {
            let ports = list(60_000, |at| format!(r#"{{"containerPort":{}}}"#, at + 1));
            let one = format!(r#"{{"name":"c","image":"nginx","ports":[{ports}]}}"#);
            again_and_again(address, 4, pod(&one))
        },
    },
    Case {
        name: "1 MB annotations",
        begin: |address| {
            let text = "x".repeat(1_000_000);
            let meta = format!(r#""name":"p","annotations":{{"a":"{text}"}}"#);
            let body = pod(&containers(1)).replace(r#""name":"p""#, &meta);
            again_and_again(address, 4, body)
        },
    },
    Case {
        name: "endless bodies",
        begin: |address| again_and_again(address, 64, "{".repeat(3 << 20)),
    },
    Case {
        name: "400 slow lists",
        begin: |address| slow(address, &format!("GET {PODS}")),
    },
    Case {
        name: "400 slow watches",
        begin: |address| slow(address, &format!("GET {PODS}?watch=1")),
    },
];

/// What goes on until it is dropped.
#[derive(Default)]
pub(super) struct Load {
    over: Arc<AtomicBool>,
    threads: Vec<thread::JoinHandle<()>>,
}

impl Load {
    /// Does this again and again in a thread of its own.
    fn thread(&mut self, mut what: impl FnMut() + Send + 'static) {
        let over = Arc::clone(&self.over);
        self.threads.push(thread::spawn(move || {
            while !over.load(Ordering::Relaxed) {
                what();
            }
        }));
    }
}

impl Drop for Load {
    fn drop(&mut self) {
        self.over.store(true, Ordering::Relaxed);
        for thread in self.threads.drain(..) {
            drop(thread.join());
        }
    }
}

/// A Parallel set with a claim for each pod.
fn replicas(address: SocketAddr, count: u32, containers_each: usize) -> Load {
    let containers = containers(containers_each);
    let body = format!(
        r#"{{"apiVersion":"apps/v1","kind":"StatefulSet","metadata":{{"name":"web"}},"spec":{{"serviceName":"nginx","replicas":{count},"podManagementPolicy":"Parallel","selector":{{"matchLabels":{{"app":"nginx"}}}},"template":{{"metadata":{{"labels":{{"app":"nginx"}}}},"spec":{{"containers":[{containers}]}}}},"volumeClaimTemplates":[{{"metadata":{{"name":"www"}},"spec":{{"accessModes":["ReadWriteOnce"],"resources":{{"requests":{{"storage":"1Gi"}}}}}}}}]}}}}"#
    );
    let answer = post(address, SETS, &body);
    assert!(answer.starts_with("HTTP/1.1 201"), "{answer:.300}");
    Load::default()
}

fn list(count: usize, item: impl Fn(usize) -> String) -> String {
    (0..count).map(item).collect::<Vec<_>>().join(",")
}

fn containers(count: usize) -> String {
    list(count, |at| format!(r#"{{"name":"c{at}","image":"x"}}"#))
}

fn pod(containers: &str) -> String {
    format!(
        r#"{{"apiVersion":"v1","kind":"Pod","metadata":{{"name":"p"}},"spec":{{"containers":[{containers}]}}}}"#
    )
}

/// So many send this body, and when they are answered send it again.
fn again_and_again(address: SocketAddr, clients: usize, body: String) -> Load {
    let (mut load, body) = (Load::default(), Arc::new(body));
    for _ in 0..clients {
        let body = Arc::clone(&body);
        load.thread(move || drop(post(address, PODS, &body)));
    }
    load
}

/// Four hundred take what a thousand pods make them be told, a kilobyte now and then.
fn slow(address: SocketAddr, ask: &str) -> Load {
    let mut load = replicas(address, 1000, 1);
    thread::sleep(READY);
    let head = format!("{ask} HTTP/1.1\r\nHost: localhost\r\n\r\n");
    let connect = |_| {
        let mut stream = TcpStream::connect(address).ok()?;
        stream.write_all(head.as_bytes()).ok()?;
        Some(stream)
    };
    let mut streams: Vec<TcpStream> = (0..400).filter_map(connect).collect();
    load.thread(move || {
        let mut piece = [0; 1024];
        streams.retain_mut(|stream| stream.read(&mut piece).is_ok_and(|count| count > 0));
        thread::sleep(Duration::from_millis(50));
    });
    load
}
