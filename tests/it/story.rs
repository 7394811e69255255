//! What is said while things happen, and while they do not.

use crate::page::{Page, anywhere};
use playground::app::{Actor, Message, Start, explain, founding};
use playground::cluster::api::{Key, Kind};
use playground::cluster::apiserver::Cascade;
use playground::i18n::Language;

fn key(kind: Kind, name: &str) -> Key {
    Key::new(kind, "default", name)
}

/// Everything said since the page opened, `actor: sentence`.
fn told(page: &Page, language: Language) -> Vec<String> {
    let story = page.app.story();
    story
        .iter()
        .map(|line| format!("{}: {}", line.actor, line.story.text(language)))
        .collect()
}

/// What is said while `act` happens and settles.
fn check(page: &mut Page, language: Language, act: impl FnOnce(&mut Page), expected: &str) {
    let before = told(page, language).len();
    act(page);
    page.wait(2000).settle().wait(1000);
    let said = anywhere(&told(page, language)[before..].join("\n"));
    let expected: Vec<&str> = expected.lines().map(str::trim).collect();
    assert_eq!(said.trim(), expected.join("\n").trim());
}

/// Why the first set rests, every sentence.
fn why(page: &Page) -> String {
    let scene = page.app.scene();
    explain(&scene, &scene.sets[0])
        .iter()
        .map(|why| why.text(Language::English) + "\n")
        .collect()
}

#[test]
fn a_pod_is_deleted_and_comes_back() {
    let mut page = Page::fresh();
    page.settle().wait(1000);
    check(
        &mut page,
        Language::English,
        |page| {
            page.send(Message::DeletePod(key(Kind::Pod, "web-0")));
        },
        "kubectl: web-0 has up to 30 s to finish
         endpoint-slice-controller: web-0.nginx has no address until a web-0 is Ready
         kubelet a node: The pod web-0 is gone. Its name and its disk www-web-0 are not.
         statefulset-controller: web-0: the same name, a new pod (its life number 2)
         default-scheduler: web-0 is placed on a node
         kubelet a node: web-0 is starting with the same disk, www-web-0
         kubelet a node: web-0 is Ready: web-0.nginx → …",
    );
    check(
        &mut page,
        Language::Chinese,
        |page| {
            page.send(Message::DeletePod(key(Kind::Pod, "web-1")));
        },
        "kubectl: web-1 开始优雅终止，最多 30 秒（宽限期）
         endpoint-slice-controller: web-1.nginx 现在没有地址，要等 web-1 就绪
         kubelet a node: Pod web-1 消失了，它的名字和磁盘 www-web-1 还在。
         statefulset-controller: web-1：同一个名字，新的 Pod（第 2 个）
         default-scheduler: web-1 被调度到 a node
         kubelet a node: web-1 正在启动，用的还是同一块磁盘 www-web-1
         kubelet a node: web-1 已就绪：web-1.nginx → …",
    );
}

#[test]
fn the_name_remembers_where_it_led_before() {
    let mut page = Page::fresh();
    page.settle().wait(1000);
    let entry = |page: &Page| {
        page.app.scene().sets[0].columns[0]
            .dns
            .clone()
            .expect("a name")
    };
    let first = entry(&page).answer.expect("an address");
    page.send(Message::DeletePod(key(Kind::Pod, "web-0")))
        .wait(700);
    assert_eq!(
        (entry(&page).answer, entry(&page).previous),
        (None, Some(first.clone()))
    );
    page.wait(1000).settle().wait(1000);
    let now = entry(&page);
    assert_ne!(now.answer.as_ref(), Some(&first), "another address");
    assert_eq!(now.previous, Some(first));
}

#[test]
fn who_waits_for_whom_is_said_by_the_controller_itself() {
    let mut page = Page::fresh();
    page.wait(1200);
    assert_eq!(
        why(&page),
        "The controller waits for web-0 to be Ready before it touches web-1\n"
    );
    page.settle();
    assert_eq!(why(&page), "web is at rest: all 2 pods are Ready\n");
}

#[test]
fn a_broken_image_stops_the_set_and_the_way_out_is_said() {
    let mut page = Page::fresh();
    page.settle().send(Message::SetImage {
        set: key(Kind::StatefulSet, "web"),
        container: "nginx".to_owned(),
        image: "nginx:does-not-exist".to_owned(),
    });
    page.wait(20_000);
    // The kubelet goes back and forth between trying and waiting to try again.
    let said = why(&page).replace("ErrImagePull", "ImagePullBackOff");
    assert_eq!(
        said,
        "The controller waits for web-1 to be Ready before it touches web-0\n\
         web-1 is in ImagePullBackOff and will not become Ready by itself. Correct the template, then delete web-1: \
         the controller will not replace a pod that is not Ready.\n"
    );
}

#[test]
fn a_node_without_power_is_told_of_when_the_cluster_knows() {
    let mut page = Page::fresh();
    page.settle().wait(1000);
    let before = told(&page, Language::English).len();
    let scene = page.app.scene();
    let node = scene.sets[0].columns[0]
        .pod
        .as_ref()
        .map(|pod| pod.node.clone())
        .unwrap_or_default();
    page.send(Message::TogglePower { node: node.clone() })
        .wait(360_000);
    let said = told(&page, Language::English)[before..]
        .join("\n")
        .replace(&node, "its node");
    assert_eq!(
        said,
        "kubectl: its node has no power. Nobody in the cluster knows yet.\n\
         node-controller: its node is not heard from. Its pods may still run, so nobody replaces them.\n\
         node-controller: web-0 is no longer Ready\n\
         endpoint-slice-controller: web-0.nginx has no address until a web-0 is Ready\n\
         node-controller: web-0 has up to 30 s to finish, but its node cannot hear it"
    );
    let hint = why(&page);
    let way_out =
        format!("Plug {node} in, or force-delete web-0 if you are sure that it does not run.");
    assert!(hint.contains(&way_out), "{hint}");
}

#[test]
fn a_set_without_its_service_runs_without_names() {
    let mut page = Page::fresh();
    page.settle();
    let text = founding::MANIFEST
        .replacen("serviceName: \"nginx\"", "serviceName: \"other\"", 1)
        .replace("name: web\nspec", "name: db\nspec");
    page.send(Message::EditorChanged(text))
        .send(Message::Apply)
        .settle();
    let scene = page.app.scene();
    let why: Vec<String> = explain(&scene, &scene.sets[0])
        .iter()
        .map(|why| why.text(Language::English))
        .collect();
    assert_eq!(
        why,
        [
            "db is at rest: all 2 pods are Ready",
            "There is no headless Service other, so the pods of db have no DNS names. They run all the same."
        ]
    );
}

#[test]
fn a_set_that_goes_alone_leaves_its_pods() {
    let mut page = Page::fresh();
    page.settle().wait(1000);
    let before = told(&page, Language::English).len();
    page.send(Message::DeleteSet {
        set: key(Kind::StatefulSet, "web"),
        cascade: Cascade::Orphan,
    })
    .wait(3000);
    let said = told(&page, Language::English)[before..].join("\n");
    assert_eq!(
        said,
        "kubectl: web is being deleted\ngarbage-collector-controller: web is gone"
    );
    let pods = |page: &Page| -> Vec<(String, String)> {
        let scene = page.app.scene();
        assert!(scene.other_pods.is_empty(), "they keep their columns");
        let pods = scene.sets[0].columns.iter();
        pods.filter_map(|column| column.pod.as_ref())
            .map(|pod| (pod.key.name.to_string(), pod.uid.clone()))
            .collect()
    };
    let orphans = pods(&page);
    assert_eq!((&*orphans[0].0, &*orphans[1].0), ("web-0", "web-1"));
    page.send(Message::Apply).wait(2000).settle();
    assert_eq!(pods(&page), orphans, "the new set takes the same pods over");
}

/// Who did what a person could have done: who it was, and how often.
fn doers(page: &Page) -> Vec<String> {
    let story = page.app.story();
    let by_hand = story.iter().filter(|line| line.actor == Actor::You);
    by_hand
        .map(|line| line.who().text(Language::English))
        .collect()
}

#[test]
fn what_the_page_applied_before_anybody_came_was_not_you() {
    let mut page = Page::fresh();
    page.settle();
    assert_eq!(doers(&page), ["The page", "The page"], "Service and set");
    page.send(Message::DeletePod(key(Kind::Pod, "web-0")))
        .settle();
    assert_eq!(doers(&page), ["The page", "The page", "You"]);

    // Loaded again, and found again.
    let record = page.app.record();
    let mut again = Page::fresh();
    again.send(Message::Resume(record));
    assert_eq!(again.app.story(), page.app.story());

    // Begun again, it is the page that applies.
    page.send(Message::Reset).settle();
    assert_eq!(doers(&page), ["The page", "The page"]);
}

#[test]
fn whoever_applies_to_an_empty_cluster_did_it() {
    let mut start = Start::default();
    start.saved.session = Some(r#"{"text":"","applied":""}"#.to_owned());
    let mut page = Page::open(&start);
    assert_eq!(doers(&page), [""; 0]);
    page.send(Message::LoadExample { disks: true })
        .send(Message::Apply);
    assert_eq!(doers(&page), ["You", "You"]);
}

/// What is said of a disk whose claim and pod are deleted, with so many files on it.
fn lost(page: &mut Page, files: &[&str], language: Language) -> String {
    for name in files {
        page.send(Message::WriteFile {
            pod: key(Kind::Pod, "web-1"),
            container: "nginx".to_owned(),
            path: format!("/usr/share/nginx/html/{name}"),
            text: "a".to_owned(),
        });
        page.wait(100);
    }
    let claim = key(Kind::PersistentVolumeClaim, "www-web-1");
    let before = page.app.story().len();
    page.send(Message::DeleteClaim(claim)).wait(1000);
    page.send(Message::DeletePod(key(Kind::Pod, "web-1")))
        .wait(60_000);
    let story = page.app.story();
    let lines = story[before..].iter();
    let mut lines = lines.map(|line| line.story.text(language));
    lines
        .find(|line| {
            line.contains("www-web-1") && (line.contains("for good") || line.contains("彻底"))
        })
        .unwrap_or_default()
}

#[test]
fn what_is_lost_with_a_disk_is_said() {
    let mut page = Page::fresh();
    page.settle();
    assert_eq!(
        lost(&mut page, &[], Language::English),
        "The disk of claim www-web-1 is gone for good; there were no files on it"
    );
    assert_eq!(
        lost(&mut page, &["a"], Language::English),
        "The disk of claim www-web-1 is gone for good: the 1 file on it is lost"
    );
    assert_eq!(
        lost(&mut page, &["a", "b"], Language::Chinese),
        "申领 www-web-1 的磁盘已彻底删除，上面的 2 个文件丢失了"
    );
}

#[test]
fn what_a_policy_retains_is_not_called_lost() {
    let mut page = Page::fresh();
    page.settle();
    let volumes = page
        .app
        .world()
        .cluster
        .store
        .objects_of(Kind::PersistentVolume);
    let claimed = |volume: &&playground::cluster::api::Object| {
        volume.to_value()["spec"]["claimRef"]["name"] == "www-web-1"
    };
    let volume = volumes
        .into_iter()
        .find(claimed)
        .expect("a disk of web-1")
        .to_value();
    let name = volume["metadata"]["name"]
        .as_str()
        .expect("a name")
        .to_owned();
    let text = serde_json::json!({
        "apiVersion": "v1", "kind": "PersistentVolume", "metadata": {"name": name},
        "spec": {"persistentVolumeReclaimPolicy": "Retain", "accessModes": volume["spec"]["accessModes"],
            "capacity": volume["spec"]["capacity"], "csi": volume["spec"]["csi"]},
    });
    page.send(Message::EditorChanged(text.to_string()))
        .send(Message::Apply);
    assert_eq!(page.app.editor().problems, []);
    assert_eq!(lost(&mut page, &["a"], Language::English), "");
    let disks = &page.app.world().cluster.disks;
    assert_eq!(disks[&name].iter().count(), 1, "the bytes are still there");
}

#[test]
fn a_dead_machine_is_told_once_however_many_wait_for_it() {
    let mut page = Page::fresh();
    page.edit("replicas: 2", "replicas: 6")
        .send(Message::Apply)
        .settle();
    page.send(Message::TogglePower {
        node: "node-2".to_owned(),
    })
    .wait(60_000);
    let scene = page.app.scene();
    let pods = scene.sets[0]
        .columns
        .iter()
        .filter_map(|column| column.pod.as_ref());
    assert!(pods.filter(|pod| pod.node == "node-2").count() > 1);
    let said = why(&page);
    assert_eq!(
        said.matches("node-2 is not heard from").count(),
        1,
        "{said}"
    );
}
