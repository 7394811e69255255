//! Nodes without power, nodes deleted, cordoned, out of service; where pods may go; what goes with
//! its owner. Told as `actor: what`.

use crate::cluster::{one_node, pod};
use crate::support::{Lab, WEB, check, tale};
use playground::cluster::api::{Key, Kind, Node, Pod, StatefulSet, Taint};
use playground::cluster::apiserver::{Cascade, DeleteOptions};
use playground::sim::{Input, Request};

fn power(lab: &mut Lab, on: bool) {
    let node = "node-1".to_owned();
    lab.act(Input::Power { node, on });
}

fn change_node(lab: &mut Lab, name: &str, change: impl FnOnce(&mut Node)) {
    let store = &lab.world().cluster.store;
    let mut node = Node::clone(store.get::<Node>("", name).expect("it is there"));
    change(&mut node);
    lab.act(Input::Request(Request::Update(node.into())));
}

fn running() -> Lab {
    let mut lab = one_node();
    lab.create(&pod("nginx", ""));
    lab.settle();
    lab.facts.clear();
    lab
}

#[test]
fn a_node_without_power_keeps_its_pods_until_it_returns() {
    let mut lab = running();
    let before = lab.now();
    power(&mut lab, false);
    lab.settle();
    let silent = lab.now().since(before).as_secs();
    assert!((348..=352).contains(&silent), "{silent} s");
    power(&mut lab, true);
    lab.settle();
    check(
        &tale(&lab.facts),
        r#"
you: node-1 off
nodes: node node-1 Ready=Unknown
nodes: (NodeNotReady) node node-1 Node node-1 status is now: NodeNotReady
nodes: pod one Running 10.244.4.2
nodes: (NodeNotReady) pod one Node is not ready
nodes: node node-1 Ready=Unknown node.kubernetes.io/unreachable:NoSchedule node.kubernetes.io/unreachable:NoExecute
nodes: (TaintManagerEviction) pod one Marking for deletion Pod default/one
nodes: pod one Running 10.244.4.2 terminating
you: node-1 on
kubelet: (Starting) node node-1 Starting kubelet.
kubelet: node node-1 Ready=True node.kubernetes.io/unreachable:NoSchedule node.kubernetes.io/unreachable:NoExecute
kubelet: (NodeReady) node node-1 Node node-1 status is now: NodeReady
nodes: node node-1 Ready=True
kubelet: pod one Failed 10.244.4.2 exit 255 terminating
kubelet: - pod one
"#,
    );
}

#[test]
fn a_short_loss_of_power_restarts_the_containers() {
    let mut lab = running();
    power(&mut lab, false);
    lab.pass_ms(10_000);
    power(&mut lab, true);
    lab.settle();
    check(
        &tale(&lab.facts),
        r#"
you: node-1 off
you: node-1 on
kubelet: (SandboxChanged) pod one Pod sandbox changed, it will be killed and re-created.
kubelet: pod one Running exit 255
kubelet: (Pulled) pod one Successfully pulled image "nginx" in 380ms (380ms including waiting). Image size: 85037982 bytes…
kubelet: pod one Running 10.244.4.3 Ready restarts 1
"#,
    );
}

#[test]
fn a_deleted_node_takes_its_pods_with_it() {
    let mut lab = running();
    power(&mut lab, false);
    lab.pass_ms(60_000);
    lab.facts.clear();
    let key = Key::new(Kind::Node, "", "node-1");
    lab.act(Input::Request(Request::Delete(
        key,
        DeleteOptions::default(),
    )));
    lab.settle();
    power(&mut lab, true);
    lab.settle();
    check(
        &tale(&lab.facts),
        r#"
you: - node node-1
nodes: pod one Failed 10.244.4.2
nodes: - pod one
you: node-1 on
kubelet: + node node-1
"#,
    );
}

#[test]
fn out_of_service_is_a_persons_word_that_a_node_is_down() {
    let mut lab = running();
    power(&mut lab, false);
    lab.pass_ms(60_000);
    lab.facts.clear();
    change_node(&mut lab, "node-1", |node| {
        let taints = node
            .spec
            .get_or_insert_default()
            .taints
            .get_or_insert_default();
        taints.push(Taint {
            key: "node.kubernetes.io/out-of-service".to_owned(),
            effect: "NoExecute".to_owned(),
            ..Taint::default()
        });
    });
    lab.settle();
    check(
        &tale(&lab.facts),
        r#"
you: node node-1 Ready=Unknown node.kubernetes.io/unreachable:NoSchedule node.kubernetes.io/unreachable:NoExecute node.kubernetes.io/out-of-service:NoExecute
nodes: (TaintManagerEviction) pod one Marking for deletion Pod default/one
nodes: pod one Running 10.244.4.2 terminating
nodes: pod one Failed 10.244.4.2 terminating
nodes: - pod one
"#,
    );
}

/// Every reason a pod may not be placed, in the scheduler's words.
#[test]
fn why_a_pod_is_not_placed() {
    let told = |more: &str| {
        let mut lab = Lab::new(3);
        change_node(&mut lab, "node-3", |node| {
            node.spec.get_or_insert_default().unschedulable = Some(true);
        });
        lab.create(&pod("nginx", more));
        lab.pass_ms(2_000);
        let events = lab.events(Kind::Pod, "one").join("\n");
        format!("{events}\n")
    };
    let text = [
        told("    resources: {requests: {cpu: 64}}"),
        told("  nodeSelector: {disk: fast}"),
        told("  volumes: [{name: www, persistentVolumeClaim: {claimName: gone}}]"),
        told("  nodeSelector: {kubernetes.io/hostname: node-3}"),
    ];
    check(
        &text.concat(),
        r#"
Warning FailedScheduling default-scheduler: 0/3 nodes are available: 1 node(s) were unschedulable, 2 Insufficient cpu. no new claims to deallocate, preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling.
Warning FailedScheduling default-scheduler: 0/3 nodes are available: 1 node(s) were unschedulable, 2 node(s) didn't match Pod's node affinity/selector. no new claims to deallocate, preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling.
Warning FailedScheduling default-scheduler: 0/3 nodes are available: persistentvolumeclaim "gone" not found. preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling.
Warning FailedScheduling default-scheduler: 0/3 nodes are available: 1 node(s) were unschedulable, 2 node(s) didn't match Pod's node affinity/selector. no new claims to deallocate, preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling.
"#,
    );
}

/// Three that shun each other on two schedulable nodes: the third waits until a node is freed.
#[test]
fn anti_affinity_wants_a_node_each() {
    let mut lab = Lab::new(3);
    change_node(&mut lab, "node-3", |node| {
        node.spec.get_or_insert_default().unschedulable = Some(true);
    });
    let rule = "
      affinity:
        podAntiAffinity:
          requiredDuringSchedulingIgnoredDuringExecution:
          - labelSelector: {matchLabels: {app: nginx}}
            topologyKey: kubernetes.io/hostname
      containers:";
    let yaml = WEB.replace("\n      containers:", rule);
    lab.create(&yaml.replace("replicas: 2", "replicas: 3"));
    lab.settle();
    let told = lab.events(Kind::Pod, "web-2").join("\n");
    change_node(&mut lab, "node-3", |node| {
        node.spec.get_or_insert_default().unschedulable = None;
    });
    lab.settle();
    let node = lab
        .pod("web-2")
        .and_then(|pod| pod.spec.as_ref()?.node_name.clone());
    check(
        &format!("{told}\nthen on {}", node.unwrap_or_default()),
        r#"
Warning FailedScheduling default-scheduler: 0/3 nodes are available: 1 node(s) were unschedulable, 2 node(s) didn't match pod anti-affinity rules. no new claims to deallocate, preemption: 0/3 nodes are available: 1 Preemption is not helpful for scheduling, 2 No preemption victims found for incoming pod.
then on node-3
"#,
    );
}

fn deleted_with(cascade: Cascade) -> String {
    let mut lab = one_node();
    lab.create(WEB);
    lab.settle();
    lab.facts.clear();
    let options = DeleteOptions {
        cascade,
        ..DeleteOptions::default()
    };
    lab.delete_with(Kind::StatefulSet, "web", options);
    lab.settle();
    assert!(
        lab.world()
            .cluster
            .store
            .get::<StatefulSet>("default", "web")
            .is_none()
    );
    let pods: Vec<_> = lab.world().cluster.store.list::<Pod>().cloned().collect();
    let stay = cascade == Cascade::Orphan;
    assert_eq!(pods.len(), if stay { 2 } else { 0 });
    assert!(
        pods.iter()
            .all(|pod| pod.metadata.owner_references.is_none())
    );
    // A set that is being deleted still renews its revision, and the collector takes it away again.
    let told = |line: &&str| {
        let aside = ["endpointslice", "controllerrevision", "kubelet: ("];
        !aside.iter().any(|word| line.contains(word))
    };
    tale(&lab.facts)
        .lines()
        .filter(told)
        .map(|line| format!("{line}\n"))
        .collect()
}

#[test]
fn in_the_background_the_owner_goes_first() {
    check(
        &deleted_with(Cascade::Background),
        r#"
you: - statefulset web
garbage collector: pod web-0 Running 10.244.4.2 Ready terminating
garbage collector: pod web-1 Running 10.244.4.3 Ready terminating
kubelet: pod web-0 Succeeded 10.244.4.2 exit 0 terminating
kubelet: - pod web-0
kubelet: pod web-1 Succeeded 10.244.4.3 exit 0 terminating
kubelet: - pod web-1
"#,
    );
}

#[test]
fn in_the_foreground_the_owner_goes_last() {
    check(
        &deleted_with(Cascade::Foreground),
        r#"
you: statefulset web foregroundDeletion terminating
garbage collector: pod web-0 Running 10.244.4.2 Ready terminating
garbage collector: pod web-1 Running 10.244.4.3 Ready terminating
kubelet: pod web-0 Succeeded 10.244.4.2 exit 0 terminating
kubelet: - pod web-0
kubelet: pod web-1 Succeeded 10.244.4.3 exit 0 terminating
kubelet: - pod web-1
garbage collector: - statefulset web
"#,
    );
}

#[test]
fn orphans_stay() {
    check(
        &deleted_with(Cascade::Orphan),
        r#"
you: statefulset web orphan terminating
garbage collector: - statefulset web
"#,
    );
}
