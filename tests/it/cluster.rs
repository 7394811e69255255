//! The cluster's parts at work: pods, volumes, nodes, told as `time actor: what`.

use crate::support::{Lab, story};

const POD: &str = "
apiVersion: v1
kind: Pod
metadata:
  name: one
spec:
  containers:
  - name: nginx
    image: nginx:1.9.1
    volumeMounts:
    - name: www
      mountPath: /usr/share/nginx/html
  volumes:
  - name: www
    persistentVolumeClaim:
      claimName: disk
---
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

#[test]
fn life_of_one_pod() {
    let mut lab = Lab::new(1);
    lab.create(POD);
    lab.settle();
    lab.delete(playground::cluster::api::Kind::Pod, "one");
    lab.settle();
    println!("{}", story(&lab.facts));
}
