//! Claims and volumes, told as `actor: what`.

use crate::support::{Lab, check, tale};
use playground::cluster::api::{Key, Kind, Object, PersistentVolumeClaim, Quantity};
use playground::sim::world::Config;
use playground::sim::{Input, Request};

fn one_node() -> Lab {
    Lab::with(Config {
        nodes: 1,
        ..Config::default()
    })
}

fn claim(name: &str, more: &str) -> String {
    format!(
        "
apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  name: {name}
spec:
  accessModes: [ReadWriteOnce]
  resources:
    requests:
      storage: 1Gi
{more}"
    )
}

fn class(name: &str, more: &str) -> String {
    format!(
        "
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata:
  name: {name}
provisioner: playground.io/disk
{more}"
    )
}

fn volume(name: &str, size: &str, more: &str) -> String {
    format!(
        "
apiVersion: v1
kind: PersistentVolume
metadata:
  name: {name}
spec:
  accessModes: [ReadWriteOnce]
  capacity:
    storage: {size}
  hostPath:
    path: /tmp/{name}
{more}"
    )
}

const USER: &str = "
apiVersion: v1
kind: Pod
metadata:
  name: user
spec:
  containers:
  - name: main
    image: redis
    volumeMounts:
    - name: data
      mountPath: /data
  volumes:
  - name: data
    persistentVolumeClaim:
      claimName: disk
";

#[test]
fn an_immediate_claim_needs_no_pod_and_a_pod_that_is_early_waits() {
    let mut lab = one_node();
    lab.create(&class("fast", "volumeBindingMode: Immediate"));
    lab.create(&claim("disk", "  storageClassName: fast"));
    lab.create(USER);
    lab.until(5, "the pod is placed", |world| {
        let pod = world
            .cluster
            .store
            .get::<playground::cluster::api::Pod>("default", "user");
        pod.is_some_and(|pod| pod.spec.as_ref().is_some_and(|s| s.node_name.is_some()))
    });
    check(
        &tale(&lab.facts),
        r#"
you: + storageclass fast
you: + persistentvolumeclaim disk
you: + pod user
volumes: (ExternalProvisioning) persistentvolumeclaim disk Waiting for a volume to be created either by the external provisioner 'playground.io/disk' or ma…
scheduler: (FailedScheduling) pod user 0/1 nodes are available: pod has unbound immediate PersistentVolumeClaims. preemption: 0/1 nodes…
provisioner: (Provisioning) persistentvolumeclaim disk External provisioner is provisioning volume for claim "default/disk"
provisioner: + persistentvolume pvc-…
provisioner: (ProvisioningSucceeded) persistentvolumeclaim disk Successfully provisioned volume pvc-…
volumes: persistentvolume pvc-… Bound
volumes: persistentvolumeclaim disk Pending pvc-…
volumes: persistentvolumeclaim disk Bound pvc-… 1Gi
scheduler: (Scheduled) pod user Successfully assigned default/user to node-1
"#,
    );
}

/// Smallest volume that fits, by class; a reserved one first; what nothing fits says so.
#[test]
fn volumes_made_by_hand_are_matched() {
    let mut lab = one_node();
    for (name, size) in [("big", "20Gi"), ("small", "2Gi"), ("tiny", "500Mi")] {
        lab.create(&volume(name, size, "  storageClassName: manual"));
    }
    let reserved = "  storageClassName: manual\n  claimRef: {namespace: default, name: second}";
    lab.create(&volume("kept", "50Gi", reserved));
    lab.settle();
    lab.facts.clear();
    lab.create(&claim("first", "  storageClassName: manual"));
    lab.settle();
    lab.create(&claim("second", "  storageClassName: manual"));
    lab.settle();
    lab.create(&claim("third", "  storageClassName: ''"));
    lab.settle();
    lab.create(&claim("fourth", "  storageClassName: nope"));
    lab.settle();
    check(
        &tale(&lab.facts),
        r#"
you: + persistentvolumeclaim first
volumes: persistentvolume small Bound
volumes: persistentvolumeclaim first Pending small
volumes: persistentvolumeclaim first Bound small 2Gi
you: + persistentvolumeclaim second
volumes: persistentvolume kept Bound
volumes: persistentvolumeclaim second Pending kept
volumes: persistentvolumeclaim second Bound kept 50Gi
you: + persistentvolumeclaim third
volumes: (FailedBinding) persistentvolumeclaim third no persistent volumes available for this claim and no storage class is set
you: + persistentvolumeclaim fourth
volumes: (ProvisioningFailed) persistentvolumeclaim fourth storageclass.storage.k8s.io "nope" not found
"#,
    );
}

#[test]
fn a_claim_in_use_outlives_its_deletion_and_its_volume_goes_with_it() {
    let mut lab = one_node();
    lab.create(&claim("disk", ""));
    lab.create(USER);
    lab.settle();
    lab.write("user", "main", "/data/file", Some("bytes"));
    lab.facts.clear();
    lab.delete(Kind::PersistentVolumeClaim, "disk");
    lab.settle();
    assert_eq!(lab.world().cluster.disks.len(), 1);
    lab.delete(Kind::Pod, "user");
    lab.settle();
    assert_eq!(lab.world().cluster.disks.len(), 0);
    check(
        &tale(&lab.facts),
        r#"
you: persistentvolumeclaim disk Bound pvc-… 1Gi terminating
you: pod user Running 10.244.4.2 Ready terminating
kubelet: (Killing) pod user Stopping container main
kubelet: pod user Succeeded 10.244.4.2 exit 0 terminating
volumes: - persistentvolumeclaim disk
volumes: persistentvolume pvc-… Released
kubelet: - pod user
provisioner: persistentvolume pvc-… Released terminating
volumes: - persistentvolume pvc-…
"#,
    );
}

/// Policy Retain: the volume stays, released, with its bytes, until somebody clears its reference.
#[test]
fn a_retained_volume_can_be_had_again() {
    let mut lab = one_node();
    lab.create(&class(
        "kept",
        "reclaimPolicy: Retain\nvolumeBindingMode: Immediate",
    ));
    lab.create(&claim("disk", "  storageClassName: kept"));
    lab.settle();
    lab.facts.clear();
    lab.delete(Kind::PersistentVolumeClaim, "disk");
    lab.settle();
    let store = &lab.world().cluster.store;
    let volume = store.objects_of(Kind::PersistentVolume).next();
    let mut volume = volume.cloned().expect("it is kept");
    if let Object::PersistentVolume(volume) = &mut volume {
        let volume = std::sync::Arc::make_mut(volume);
        volume.spec.get_or_insert_default().claim_ref = None;
    }
    lab.act(Input::Request(Request::Update(volume)));
    lab.settle();
    lab.create(&claim("again", "  storageClassName: kept"));
    lab.settle();
    check(
        &tale(&lab.facts),
        r#"
you: persistentvolumeclaim disk Bound pvc-… 1Gi terminating
volumes: - persistentvolumeclaim disk
volumes: persistentvolume pvc-… Released
volumes: persistentvolume pvc-… Available
you: + persistentvolumeclaim again
volumes: persistentvolume pvc-… Bound
volumes: persistentvolumeclaim again Pending pvc-…
volumes: persistentvolumeclaim again Bound pvc-… 1Gi
"#,
    );
}

#[test]
fn a_claim_grows_and_its_volume_with_it() {
    let mut lab = one_node();
    lab.create(&class(
        "grows",
        "allowVolumeExpansion: true\nvolumeBindingMode: Immediate",
    ));
    lab.create(&claim("disk", "  storageClassName: grows"));
    lab.settle();
    lab.facts.clear();
    let store = &lab.world().cluster.store;
    let claim = store.get::<PersistentVolumeClaim>("default", "disk");
    let mut claim = PersistentVolumeClaim::clone(claim.expect("it is there"));
    let spec = claim.spec.get_or_insert_default();
    let resources = spec.resources.get_or_insert_default();
    let requests = resources.requests.get_or_insert_default();
    requests.insert("storage".to_owned(), Quantity("5Gi".to_owned()));
    lab.act(Input::Request(Request::Update(claim.into())));
    lab.settle();
    check(
        &tale(&lab.facts),
        r#"
provisioner: (Resizing) persistentvolumeclaim disk External resizer is resizing volume pvc-…
provisioner: persistentvolumeclaim disk Bound pvc-… 5Gi
provisioner: (VolumeResizeSuccessful) persistentvolumeclaim disk Resize volume succeeded
"#,
    );
}

#[test]
fn a_claim_whose_volume_is_taken_away_is_lost() {
    let mut lab = one_node();
    lab.create(&claim("disk", ""));
    lab.create(USER);
    lab.settle();
    lab.facts.clear();
    let volumes = lab.world().cluster.store.objects_of(Kind::PersistentVolume);
    let key: Key = volumes.map(Object::key).next().expect("there is one");
    lab.act(Input::Request(Request::Delete(
        key.clone(),
        Default::default(),
    )));
    lab.settle();
    // Its finalizer keeps it as long as it is bound; a person may take that away.
    let store = &lab.world().cluster.store;
    let mut volume = store.object(&key).cloned().expect("it is kept");
    volume.meta_mut().finalizers = None;
    lab.act(Input::Request(Request::Update(volume)));
    lab.settle();
    check(
        &tale(&lab.facts),
        r#"
you: persistentvolume pvc-… Bound terminating
you: - persistentvolume pvc-…
volumes: persistentvolumeclaim disk Lost pvc-…
volumes: (ClaimLost) persistentvolumeclaim disk Bound claim has lost its PersistentVolume. Data on the volume is lost!
"#,
    );
}
