//! What the page advises can be done with one press, and what it asks before is so.

use crate::page::Page;
use crate::truth::{apply, key, own, retention, set_image};
use playground::app::{Cascade, Message, Question, delete_help, explain, remedies};
use playground::cluster::api::Kind;
use playground::i18n::Language;

/// What the page asks, in words.
fn asked(page: &Page) -> String {
    let asked = page.app.asked().expect("a question");
    let sentences = std::iter::once(&asked.title).chain(&asked.help);
    sentences
        .map(|msg| msg.text(Language::English) + "\n")
        .collect()
}

#[test]
fn the_way_out_of_the_rollback_trap_is_said_and_is_a_button() {
    let mut page = Page::fresh();
    let good = page.settle().app.scene().sets[0].image.clone();
    set_image(&mut page, "nginx:does-not-exist");
    page.wait(20_000);
    set_image(&mut page, &good);
    page.wait(9000);
    let scene = page.app.scene();
    let whys = explain(&scene, &scene.sets[0]);
    let hint = whys.last().expect("a hint");
    let text = hint.text(Language::English);
    assert!(text.contains("What helps: delete web-1."), "{text}");
    let ways = remedies(&scene.sets[0].key, hint);
    assert_eq!(ways.len(), 1, "{ways:?}");
    page.send(ways[0].message.clone());
    page.wait(1000).settle();
    assert_eq!(own(&page, 1), "");
}

#[test]
fn a_pod_on_a_dead_node_can_be_deleted_by_force_and_the_risk_is_said() {
    let mut page = Page::fresh();
    page.settle().wait(1000);
    let pod = page.app.scene().sets[0].columns[1]
        .pod
        .clone()
        .expect("a pod");
    let (node, web_1) = (pod.node, key(Kind::Pod, "web-1"));
    page.send(Message::TogglePower { node: node.clone() })
        .wait(400_000);
    // The bin on a pod that is going opens what can be done.
    page.send(Message::DeletePod(web_1.clone()));
    assert_eq!(page.app.question(), Some(&Question::ForceDelete(web_1)));
    assert_eq!(
        asked(&page).replace(&node, "its node"),
        "web-1 is being deleted already. Delete it by force?\n\
         Nobody can ask its node whether web-1 has ended. By force its name is free at once, and the next web-1 can come. \
         If its node still runs the old one, there are two pods of one name, which may write to www-web-1 both at once. \
         So only if you are sure that the machine is off.\n\
         Without force: plug its node in, and its kubelet ends web-1 properly. Or, for a machine that stays off: \
         `kubectl taint node its node node.kubernetes.io/out-of-service=nodeshutdown:NoExecute`\n"
    );
    page.send(Message::Confirm(Cascade::Background)).wait(6000);
    let now = page.app.scene().sets[0].columns[1].pod.clone();
    assert!(now.is_some_and(|now| now.uid != pod.uid && now.ready));
}

#[test]
fn the_question_before_a_set_goes_knows_which_disks_go_too() {
    let mut page = Page::fresh();
    let help = |page: &Page| {
        let set = key(Kind::StatefulSet, "web");
        delete_help(&page.app.scene(), &set).text(Language::English)
    };
    page.settle();
    assert!(help(&page).ends_with("Disks and the Service stay."));
    apply(
        &mut page,
        &[("replicas: 2", &retention("Delete", "Retain"))],
    );
    page.settle().wait(1000);
    assert!(
        help(&page)
            .ends_with("So do the disks: www-web-0, www-web-1, www-web-2. The Service stays."),
        "{}",
        help(&page)
    );
}

#[test]
fn many_pods_in_one_trouble_are_not_told_one_by_one() {
    let mut page = Page::fresh();
    page.settle();
    let text = "apiVersion: apps/v1\nkind: StatefulSet\nmetadata:\n  name: sel\nspec:\n  replicas: 40\n  podManagementPolicy: Parallel\n  selector: {matchLabels: {app: sel}}\n  template:\n    metadata: {labels: {app: sel}}\n    spec:\n      nodeSelector: {disk: ssd}\n      containers:\n      - {name: nginx, image: nginx}\n";
    page.send(Message::EditorChanged(text.to_owned()))
        .send(Message::Apply)
        .wait(3000);
    let scene = page.app.scene();
    let set = scene.sets.iter().find(|set| &*set.key.name == "sel");
    let set = set.expect("it is drawn");
    assert_eq!(set.columns.len(), 40);
    let told: Vec<String> = explain(&scene, set)
        .iter()
        .map(|why| why.text(Language::English))
        .filter(|text| text.starts_with("No node takes"))
        .map(|text| text.split(':').next().unwrap_or_default().to_owned())
        .collect();
    assert_eq!(
        told,
        [
            "No node takes sel-0",
            "No node takes sel-1",
            "No node takes sel-2"
        ]
    );
}
