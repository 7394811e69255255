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

const WEB: &str = r#"
# Headless Service
---
apiVersion: v1
kind: Service
metadata:
  name: nginx
  labels:
    app: nginx
spec:
  ports:
  - port: 80
    name: web
  clusterIP: None
  selector:
    app: nginx
# StatefulSet
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  serviceName: "nginx"
  replicas: 2
  selector:
    matchLabels:
      app: nginx
  template:
    metadata:
      labels:
        app: nginx
    spec:
      containers:
      - name: nginx
        image: nginx:1.9.1
        ports:
        - containerPort: 80
          name: web
        volumeMounts:
        - name: www
          mountPath: /usr/share/nginx/html
  volumeClaimTemplates:
  - metadata:
      name: www
    spec:
      accessModes:
      - ReadWriteOnce
      resources:
        requests:
          storage: 1Gi
"#;

#[test]
fn web() {
    let mut lab = Lab::new(1);
    lab.create(WEB);
    lab.settle();
    lab.act(playground::sim::Input::Power {
        node: lab
            .pod("web-0")
            .unwrap()
            .spec
            .as_ref()
            .unwrap()
            .node_name
            .clone()
            .unwrap(),
        on: false,
    });
    lab.settle();
    lab.act(playground::sim::Input::Power {
        node: lab
            .pod("web-0")
            .unwrap()
            .spec
            .as_ref()
            .unwrap()
            .node_name
            .clone()
            .unwrap(),
        on: true,
    });
    lab.settle();
    lab.delete(playground::cluster::api::Kind::StatefulSet, "web");
    lab.settle();
    println!("{}", story(&lab.facts));
}

#[test]
fn thousand() {
    let mut lab = Lab::new(1);
    lab.create(&WEB.replace("replicas: 2", "replicas: 1000\n  podManagementPolicy: Parallel"));
    lab.settle();
    println!("{} facts at {:?}", lab.facts.len(), lab.now());
    let ready = lab.world().cluster.store.list::<playground::cluster::api::Pod>().filter(|p| playground::cluster::api::conditions::is_ready(p)).count();
    println!("{ready} ready");
}
