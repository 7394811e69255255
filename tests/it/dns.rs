//! Names: what a program in a pod of `default` gets for them, as `name: answer` lines.

use crate::support::{Lab, check};
use playground::cluster::api::{Kind, Pod};
use playground::cluster::dns::{Answer, candidates, resolve_named};
use playground::sim::world::Config;

const WORLD: &str = r#"
apiVersion: v1
kind: Service
metadata:
  name: nginx
spec:
  clusterIP: None
  ports:
  - port: 80
    name: web
  selector:
    app: nginx
---
apiVersion: v1
kind: Service
metadata:
  name: early
spec:
  clusterIP: None
  publishNotReadyAddresses: true
  selector:
    app: slow
---
apiVersion: v1
kind: Service
metadata:
  name: front
spec:
  clusterIP: 10.96.7.7
  ports:
  - port: 8080
    name: http
    targetPort: web
  selector:
    app: nginx
---
apiVersion: v1
kind: Service
metadata:
  name: elsewhere
spec:
  type: ExternalName
  externalName: db.example.com
---
apiVersion: v1
kind: Pod
metadata:
  name: web-0
  labels: {app: nginx}
spec:
  hostname: web-0
  subdomain: nginx
  containers:
  - name: nginx
    image: nginx
    ports:
    - containerPort: 80
      name: web
---
apiVersion: v1
kind: Pod
metadata:
  name: plain
  labels: {app: nginx}
spec:
  containers:
  - name: nginx
    image: nginx
---
apiVersion: v1
kind: Pod
metadata:
  name: slow-0
  labels: {app: slow}
spec:
  hostname: slow-0
  subdomain: early
  containers:
  - name: main
    image: redis
    readinessProbe:
      exec:
        command: [cat, /tmp/ready]
"#;

fn lab() -> Lab {
    let mut lab = Lab::with(Config {
        nodes: 1,
        ..Config::default()
    });
    lab.create(WORLD);
    lab.pass_ms(40_000);
    lab
}

fn ask(lab: &Lab, names: &[&str]) -> String {
    let store = &lab.world().cluster.store;
    let line = |name: &&str| {
        let (full, answer) = resolve_named(store, "default", name);
        let full = full.replace(".svc.cluster.local", ".svc…");
        format!("{name}: {} [{full}]\n", words(&answer))
    };
    names.iter().map(line).collect()
}

fn words(answer: &Answer) -> String {
    match answer {
        Answer::Addresses(addresses) => format!("A {}", addresses.join(" ")),
        Answer::Services(records) => {
            let records = records.iter().map(|record| {
                format!(
                    "SRV {} {} {} {}",
                    record.priority, record.weight, record.port, record.target
                )
            });
            records.collect::<Vec<_>>().join(", ")
        }
        Answer::Pointer(names) => format!("PTR {}", names.join(" ")),
        Answer::Canonical(name) => format!("CNAME {name}"),
        Answer::NoData => "no data".to_owned(),
        Answer::NameError => "no such name".to_owned(),
    }
}

#[test]
fn names_and_answers() {
    let lab = lab();
    let names = [
        "nginx",
        "nginx.default",
        "nginx.default.svc",
        "nginx.default.svc.cluster.local",
        "nginx.default.svc.cluster.local.",
        "nginx.",
        "NGINX",
        "nginx.kube-system",
        "web-0.nginx",
        "web-0.nginx.default.svc.cluster.local",
        "web-0",
        "web-1.nginx",
        "plain.nginx",
        "web-0.front",
        "front",
        "early",
        "slow-0.early",
        "elsewhere",
        "_web._tcp.nginx",
        "_http._tcp.front",
        "_nope._tcp.nginx",
        "10-244-1-6.default.pod",
        "10-244-1-6.nowhere.pod",
        "default.svc.cluster.local",
        "kube-dns.kube-system",
        "10.96.7.7",
        "10.96.0.10",
        "7.7.96.10.in-addr.arpa",
        "10.99.99.99",
        "kubernetes.io",
    ];
    check(
        &ask(&lab, &names),
        r#"
nginx: A 10.244.4.2 10.244.4.3 [nginx.default.svc…]
nginx.default: A 10.244.4.2 10.244.4.3 [nginx.default.svc…]
nginx.default.svc: A 10.244.4.2 10.244.4.3 [nginx.default.svc…]
nginx.default.svc.cluster.local: A 10.244.4.2 10.244.4.3 [nginx.default.svc…]
nginx.default.svc.cluster.local.: A 10.244.4.2 10.244.4.3 [nginx.default.svc…]
nginx.: no such name [nginx]
NGINX: A 10.244.4.2 10.244.4.3 [nginx.default.svc…]
nginx.kube-system: no such name [nginx.kube-system]
web-0.nginx: A 10.244.4.3 [web-0.nginx.default.svc…]
web-0.nginx.default.svc.cluster.local: A 10.244.4.3 [web-0.nginx.default.svc…]
web-0: no such name [web-0]
web-1.nginx: no such name [web-1.nginx]
plain.nginx: no such name [plain.nginx]
web-0.front: no such name [web-0.front]
front: A 10.96.7.7 [front.default.svc…]
early: A 10.244.4.4 [early.default.svc…]
slow-0.early: A 10.244.4.4 [slow-0.early.default.svc…]
elsewhere: CNAME db.example.com [elsewhere.default.svc…]
_web._tcp.nginx: SRV 0 50 80 10-244-4-2.nginx.default.svc.cluster.local, SRV 0 50 80 web-0.nginx.default.svc.cluster.local [_web._tcp.nginx.default.svc…]
_http._tcp.front: SRV 0 100 8080 front.default.svc.cluster.local [_http._tcp.front.default.svc…]
_nope._tcp.nginx: no such name [_nope._tcp.nginx]
10-244-1-6.default.pod: A 10.244.1.6 [10-244-1-6.default.pod.cluster.local]
10-244-1-6.nowhere.pod: no such name [10-244-1-6.nowhere.pod]
default.svc.cluster.local: no data [default.svc…]
kube-dns.kube-system: A 10.96.0.10 [kube-dns.kube-system.svc…]
10.96.7.7: PTR front.default.svc.cluster.local [10.96.7.7]
10.96.0.10: PTR kube-dns.kube-system.svc.cluster.local [10.96.0.10]
7.7.96.10.in-addr.arpa: PTR front.default.svc.cluster.local [7.7.96.10.in-addr.arpa]
10.99.99.99: no such name [10.99.99.99]
kubernetes.io: no such name [kubernetes.io]
"#,
    );
}

#[test]
fn an_address_has_the_names_of_its_endpoints() {
    let lab = lab();
    let address = |name: &str| {
        let pod = lab.pod(name).and_then(|pod| pod.status.clone());
        pod.and_then(|status| status.pod_ip).expect("it runs")
    };
    let (web, plain) = (address("web-0"), address("plain"));
    let dashed = format!("{}.nginx", plain.replace('.', "-"));
    check(
        &ask(&lab, &[&web, &plain, &dashed]),
        r#"
10.244.4.3: PTR 10-244-4-3.front.default.svc.cluster.local web-0.nginx.default.svc.cluster.local [10.244.4.3]
10.244.4.2: PTR 10-244-4-2.front.default.svc.cluster.local 10-244-4-2.nginx.default.svc.cluster.local [10.244.4.2]
10-244-4-2.nginx: A 10.244.4.2 [10-244-4-2.nginx.default.svc…]
"#,
    );
}

/// A name appears with readiness and goes with the pod, each time as late as its EndpointSlice.
#[test]
fn names_follow_the_slices() {
    let mut lab = lab();
    lab.delete(Kind::Pod, "web-0");
    // The pod is terminating, but nobody has told the slice.
    let before = ask(&lab, &["web-0.nginx"]);
    lab.until(5, "the pod is gone", |world| {
        world.cluster.store.get::<Pod>("default", "web-0").is_none()
    });
    let after = ask(&lab, &["web-0.nginx", "nginx"]);
    check(
        &format!("{before}{after}"),
        r#"
web-0.nginx: A 10.244.4.3 [web-0.nginx.default.svc…]
web-0.nginx: no such name [web-0.nginx]
nginx: A 10.244.4.2 [nginx.default.svc…]
"#,
    );
}

#[test]
fn the_search_path() {
    let asked = |name: &str| format!("{name} -> {}\n", candidates("shop", name).join(" "));
    let names = ["nginx", "web-0.nginx", "a.b.c.d.e.f", "nginx.", "10.0.0.1"];
    let text: String = names.into_iter().map(asked).collect();
    check(
        &text,
        r#"
nginx -> nginx.shop.svc.cluster.local nginx.svc.cluster.local nginx.cluster.local nginx
web-0.nginx -> web-0.nginx.shop.svc.cluster.local web-0.nginx.svc.cluster.local web-0.nginx.cluster.local web-0.nginx
a.b.c.d.e.f -> a.b.c.d.e.f a.b.c.d.e.f.shop.svc.cluster.local a.b.c.d.e.f.svc.cluster.local a.b.c.d.e.f.cluster.local
nginx. -> nginx
10.0.0.1 -> 10.0.0.1
"#,
    );
}
