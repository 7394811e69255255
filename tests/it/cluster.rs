//! The cluster's parts at work: pods, volumes, nodes, owners, told as `actor: what`.
//!
//! One node unless a test is about several: then nothing depends on how the scheduler's lots fall.

use crate::support::{Lab, check, story, tale};
use playground::cluster::api::{Kind, Pod};
use playground::cluster::apiserver::DeleteOptions;
use playground::sim::world::Config;

pub(crate) fn one_node() -> Lab {
    Lab::with(Config {
        nodes: 1,
        ..Config::default()
    })
}

/// A pod called `one` with one container; `more` goes into the container.
pub(crate) fn pod(image: &str, more: &str) -> String {
    format!(
        "
apiVersion: v1
kind: Pod
metadata:
  name: one
  labels:
    app: one
spec:
  containers:
  - name: main
    image: {image}
{more}"
    )
}

const CLAIM: &str = "
apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  name: disk
spec:
  accessModes: [ReadWriteOnce]
  resources:
    requests:
      storage: 1Gi
";

const MOUNTED: &str = "
    volumeMounts:
    - name: www
      mountPath: /usr/share/nginx/html
  volumes:
  - name: www
    persistentVolumeClaim:
      claimName: disk
";

#[test]
fn life_of_one_pod() {
    let mut lab = one_node();
    lab.create(&pod("nginx:1.9.1", ""));
    lab.settle();
    lab.delete(Kind::Pod, "one");
    lab.settle();
    check(
        &story(&lab.facts),
        r#"
  0.141 you: + pod one
  0.190 scheduler: (Scheduled) pod one Successfully assigned default/one to node-1
  0.240 kubelet: pod one Pending ContainerCreating
  0.476 kubelet: (Pulling) pod one Pulling image "nginx:1.9.1"
  2.528 kubelet: (Pulled) pod one Successfully pulled image "nginx:1.9.1" in 2.052s (2.052s including waiting). Image size: 173418…
  2.653 kubelet: (Created) pod one Container created
  2.653 kubelet: (Started) pod one Container started
  2.653 kubelet: pod one Running 10.244.4.2 Ready
  2.653 you: pod one Running 10.244.4.2 Ready terminating
  2.729 kubelet: (Killing) pod one Stopping container main
  2.898 kubelet: pod one Succeeded 10.244.4.2 exit 0 terminating
  3.058 kubelet: - pod one
"#,
    );
}

#[test]
fn a_pod_with_a_claim_waits_for_its_volume() {
    let mut lab = one_node();
    lab.create(CLAIM);
    lab.create(&pod("nginx:1.9.1", MOUNTED));
    lab.settle();
    check(
        &tale(&lab.facts),
        r#"
you: + persistentvolumeclaim disk
you: + pod one
volumes: (WaitForFirstConsumer) persistentvolumeclaim disk waiting for first consumer to be created before binding
volumes: (ExternalProvisioning) persistentvolumeclaim disk Waiting for a volume to be created either by the external provisioner 'playground.io/disk' or ma…
provisioner: (Provisioning) persistentvolumeclaim disk External provisioner is provisioning volume for claim "default/disk"
provisioner: + persistentvolume pvc-…
provisioner: (ProvisioningSucceeded) persistentvolumeclaim disk Successfully provisioned volume pvc-…
volumes: persistentvolume pvc-… Bound
volumes: persistentvolumeclaim disk Pending pvc-…
volumes: persistentvolumeclaim disk Bound pvc-… 1Gi
scheduler: (Scheduled) pod one Successfully assigned default/one to node-1
kubelet: pod one Pending ContainerCreating
kubelet: (Pulling) pod one Pulling image "nginx:1.9.1"
kubelet: (Pulled) pod one Successfully pulled image "nginx:1.9.1" in 3.444s (3.444s including waiting). Image size: 173418…
kubelet: (Created) pod one Container created
kubelet: (Started) pod one Container started
kubelet: pod one Running 10.244.4.2 Ready
"#,
    );
}

#[test]
fn a_program_that_fails_is_restarted_ever_later() {
    let mut lab = one_node();
    lab.create(&pod("busybox", "    command: [sh, -c, 'sleep 2; exit 3']"));
    lab.pass_ms(75_000);
    check(
        &story(&lab.facts),
        r#"
  0.141 you: + pod one
  0.190 scheduler: (Scheduled) pod one Successfully assigned default/one to node-1
  0.240 kubelet: pod one Pending ContainerCreating
  0.476 kubelet: (Pulling) pod one Pulling image "busybox"
  2.528 kubelet: (Pulled) pod one Successfully pulled image "busybox" in 2.052s (2.052s including waiting). Image size: 3204528 by…
  2.653 kubelet: (Created) pod one Container created
  2.653 kubelet: (Started) pod one Container started
  2.653 kubelet: pod one Running 10.244.4.2 Ready
  4.693 kubelet: pod one Running 10.244.4.2 exit 3
  6.358 kubelet: (Pulled) pod one Successfully pulled image "busybox" in 575ms (575ms including waiting). Image size: 3204528 byte…
  6.430 kubelet: pod one Running 10.244.4.2 Ready restarts 1
  8.470 kubelet: (BackOff) pod one Back-off restarting failed container main in pod one_default(d516af3d-a288-4003-89ad-554e40e93c5…
  8.470 kubelet: pod one Running 10.244.4.2 CrashLoopBackOff restarts 1
 18.809 kubelet: (Pulled) pod one Successfully pulled image "busybox" in 339ms (339ms including waiting). Image size: 3204528 byte…
 18.919 kubelet: pod one Running 10.244.4.2 Ready restarts 2
 20.959 kubelet: pod one Running 10.244.4.2 CrashLoopBackOff restarts 2
 41.271 kubelet: (Pulled) pod one Successfully pulled image "busybox" in 312ms (312ms including waiting). Image size: 3204528 byte…
 41.334 kubelet: pod one Running 10.244.4.2 Ready restarts 3
 43.374 kubelet: pod one Running 10.244.4.2 CrashLoopBackOff restarts 3
"#,
    );
}

#[test]
fn an_image_that_does_not_exist() {
    let mut lab = one_node();
    lab.create(&pod("nginx:bad", ""));
    lab.pass_ms(30_000);
    lab.delete(Kind::Pod, "one");
    lab.settle();
    check(
        &tale(&lab.facts),
        r#"
you: + pod one
scheduler: (Scheduled) pod one Successfully assigned default/one to node-1
kubelet: pod one Pending ContainerCreating
kubelet: (Pulling) pod one Pulling image "nginx:bad"
kubelet: (Failed) pod one Failed to pull image "nginx:bad": rpc error: code = NotFound desc = failed to pull and unpack im…
kubelet: (Failed) pod one Error: ErrImagePull
kubelet: pod one Pending 10.244.4.2 ErrImagePull
kubelet: (BackOff) pod one Back-off pulling image "nginx:bad"
kubelet: (Failed) pod one Error: ImagePullBackOff
kubelet: pod one Pending 10.244.4.2 ImagePullBackOff
kubelet: pod one Pending 10.244.4.2 ErrImagePull
kubelet: pod one Pending 10.244.4.2 ImagePullBackOff
you: pod one Pending 10.244.4.2 ImagePullBackOff terminating
kubelet: pod one Failed 10.244.4.2 exit 137 terminating
kubelet: - pod one
"#,
    );
}

#[test]
fn a_deaf_program_is_killed_at_the_end_of_its_grace() {
    let mut lab = one_node();
    lab.create(&pod(
        "busybox",
        "    command: [sleep, infinity]\n  terminationGracePeriodSeconds: 5",
    ));
    lab.settle();
    let before = lab.now();
    lab.facts.clear();
    lab.delete(Kind::Pod, "one");
    lab.settle();
    let took = lab.now().since(before).as_millis();
    assert!((5000..6000).contains(&took), "{took} ms");
    check(
        &tale(&lab.facts),
        r#"
you: pod one Running 10.244.4.2 Ready terminating
kubelet: (Killing) pod one Stopping container main
kubelet: pod one Failed 10.244.4.2 exit 137 terminating
kubelet: - pod one
"#,
    );
}

#[test]
fn init_containers_go_first_one_by_one() {
    let mut lab = one_node();
    let more = "
  initContainers:
  - name: first
    image: busybox
    command: [sh, -c, 'sleep 1']
  - name: second
    image: busybox
    command: ['true']
";
    lab.create(&pod("redis", more));
    lab.settle();
    check(
        &tale(&lab.facts),
        r#"
you: + pod one
scheduler: (Scheduled) pod one Successfully assigned default/one to node-1
kubelet: pod one Pending PodInitializing PodInitializing PodInitializing
kubelet: (Pulling) pod one Pulling image "busybox"
kubelet: (Pulled) pod one Successfully pulled image "busybox" in 2.052s (2.052s including waiting). Image size: 3204528 by…
kubelet: (Created) pod one Container created
kubelet: (Started) pod one Container started
kubelet: pod one Pending 10.244.4.2 PodInitializing PodInitializing
kubelet: (Pulling) pod one Pulling image "busybox"
kubelet: pod one Pending 10.244.4.2 exit 0 PodInitializing PodInitializing
kubelet: (Pulled) pod one Successfully pulled image "busybox" in 304ms (304ms including waiting). Image size: 3204528 byte…
kubelet: (Created) pod one Container created
kubelet: (Started) pod one Container started
kubelet: pod one Pending 10.244.4.2 exit 0 PodInitializing
kubelet: (Pulling) pod one Pulling image "redis"
kubelet: pod one Pending 10.244.4.2 exit 0 exit 0 PodInitializing
kubelet: (Pulled) pod one Successfully pulled image "redis" in 2.998s (2.998s including waiting). Image size: 128327631 by…
kubelet: (Created) pod one Container created
kubelet: (Started) pod one Container started
kubelet: pod one Running 10.244.4.2 Ready exit 0 exit 0
"#,
    );
}

#[test]
fn a_pod_that_runs_to_its_end() {
    let mut lab = one_node();
    lab.create(&pod(
        "busybox",
        "    command: ['true']\n  restartPolicy: Never",
    ));
    lab.settle();
    lab.delete(Kind::Pod, "one");
    lab.settle();
    check(
        &tale(&lab.facts),
        r#"
you: + pod one
scheduler: (Scheduled) pod one Successfully assigned default/one to node-1
kubelet: pod one Pending ContainerCreating
kubelet: (Pulling) pod one Pulling image "busybox"
kubelet: (Pulled) pod one Successfully pulled image "busybox" in 2.052s (2.052s including waiting). Image size: 3204528 by…
kubelet: (Created) pod one Container created
kubelet: (Started) pod one Container started
kubelet: pod one Running 10.244.4.2 Ready
kubelet: pod one Succeeded 10.244.4.2 exit 0
you: - pod one
"#,
    );
}

#[test]
fn a_pod_deleted_by_force_lives_on_for_a_moment() {
    let mut lab = one_node();
    lab.create(&pod("busybox", "    command: [sleep, infinity]"));
    lab.settle();
    lab.facts.clear();
    let force = DeleteOptions {
        grace_period_seconds: Some(0),
        ..DeleteOptions::default()
    };
    lab.delete_with(Kind::Pod, "one", force);
    lab.create(&pod("nginx", ""));
    lab.settle();
    check(
        &tale(&lab.facts),
        r#"
you: - pod one
you: + pod one
scheduler: (Scheduled) pod one Successfully assigned default/one to node-1
kubelet: pod one Pending ContainerCreating
kubelet: (Killing) pod one Stopping container main
kubelet: (Pulling) pod one Pulling image "nginx"
kubelet: (Pulled) pod one Successfully pulled image "nginx" in 1.261s (1.261s including waiting). Image size: 85037982 byt…
kubelet: (Created) pod one Container created
kubelet: (Started) pod one Container started
kubelet: pod one Running 10.244.4.3 Ready
"#,
    );
}

#[test]
fn conditions_and_statuses_as_a_kubelet_writes_them() {
    let mut lab = one_node();
    lab.create(&pod("nginx:1.9.1", ""));
    lab.until(10, "the first status", |world| {
        let pod = world.cluster.store.get::<Pod>("default", "one");
        pod.is_some_and(|pod| pod.status.as_ref().is_some_and(|s| s.host_ip.is_some()))
    });
    let status = lab.pod("one").and_then(|pod| pod.status.clone());
    let text = serde_json::to_value(&status).expect("it is JSON");
    check(
        &playground::manifest::write_value(&text),
        r#"
conditions:
- lastTransitionTime: "2026-01-01T00:00:00Z"
  status: "False"
  type: PodReadyToStartContainers
- lastTransitionTime: "2026-01-01T00:00:00Z"
  status: "True"
  type: Initialized
- lastTransitionTime: "2026-01-01T00:00:00Z"
  message: 'containers with unready status: [main]'
  reason: ContainersNotReady
  status: "False"
  type: Ready
- lastTransitionTime: "2026-01-01T00:00:00Z"
  message: 'containers with unready status: [main]'
  reason: ContainersNotReady
  status: "False"
  type: ContainersReady
- lastTransitionTime: "2026-01-01T00:00:00Z"
  status: "True"
  type: PodScheduled
containerStatuses:
- image: nginx:1.9.1
  imageID: ""
  lastState: {}
  name: main
  ready: false
  restartCount: 0
  started: false
  state:
    waiting:
      reason: ContainerCreating
hostIP: 172.18.0.2
hostIPs:
- ip: 172.18.0.2
observedGeneration: 1
phase: Pending
qosClass: BestEffort
startTime: "2026-01-01T00:00:00Z"
"#,
    );
}
