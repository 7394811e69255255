//! One apply: what the page makes of a text and what `kubectl apply -f` makes of it are the same.

use crate::page::{Page, web};
use playground::app::Message;
use playground::cluster::api::{Key, Kind};
use playground::cluster::apiserver::Store;
use playground::i18n::Language;
use playground::kubectl::Output;
use playground::native::driver::Driver;
use playground::shell::home::Home;
use playground::sim::world::Config;
use serde_json::Value;

const BEGIN: &str = "apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
  labels: {a: b, c: d}
spec:
  replicas: 0
  minReadySeconds: 5
  updateStrategy: {type: RollingUpdate, rollingUpdate: {partition: 1}}
  selector: {matchLabels: {app: db}}
  template:
    metadata: {labels: {app: db}}
    spec:
      containers:
      - name: one
        image: nginx
        env: [{name: A, value: a}, {name: B, value: b}]
      - name: two
        image: nginx
";

/// The object as stored, without what every store makes for itself.
fn stored(store: &Store) -> Value {
    let key = Key::new(Kind::StatefulSet, "default", "db");
    let mut value = store.object(&key).expect("it is there").to_value();
    value["status"] = Value::Null;
    for own in ["uid", "resourceVersion", "creationTimestamp"] {
        value["metadata"][own] = Value::Null;
    }
    value
}

/// Applies the texts one after the other on the page and in the terminal.
fn both(texts: &[String]) -> (Value, String) {
    let mut page = Page::fresh();
    page.settle();
    let mut words = String::new();
    let mut home = Home::default();
    for (at, text) in texts.iter().enumerate() {
        page.send(Message::EditorChanged(text.clone()));
        page.send(Message::Apply);
        words = page.notice();
        assert!(home.write(&format!("{at}.yaml"), text));
    }
    let mut driver = Driver::new(Config::default(), home);
    let mut said = Output::new();
    for at in 0..texts.len() {
        said = Output::new();
        let line = format!("kubectl apply -f {at}.yaml");
        driver.line(Some(&line), &mut |output| said.append(output));
    }
    let of_page = stored(&page.app.world().cluster.store);
    let of_shell = stored(&driver.timeline().world().cluster.store);
    assert_eq!(
        of_page,
        of_shell,
        "{texts:?}\npage: {words}\nkubectl: {}",
        said.text()
    );
    (of_page, format!("{words} / {}", said.text().trim_end()))
}

#[test]
fn page_and_kubectl_apply_the_same() {
    let changes = [
        ("replicas: 0", "replicas: null"),
        ("replicas: 0", "replicas:"),
        ("minReadySeconds: 5", "minReadySeconds: null"),
        ("{partition: 1}", "null"),
        (
            "{type: RollingUpdate, rollingUpdate: {partition: 1}}",
            "{type: OnDelete, rollingUpdate: null}",
        ),
        ("{a: b, c: d}", "{a: null, c: e}"),
        ("{a: b, c: d}", "null"),
        ("{name: B, value: b}", "{name: C, value: null}"),
        (
            "image: nginx\n        env",
            "image: nginx\n        command: null\n        env",
        ),
        ("- name: two\n        image: nginx\n", ""),
        ("kind: StatefulSet", "kind: StatefulSet"),
    ];
    for (before, after) in changes {
        let text = BEGIN.replacen(before, after, 1);
        both(std::slice::from_ref(&text));
        both(&[BEGIN.to_owned(), text.clone()]);
        both(&[BEGIN.to_owned(), text.clone(), text.clone()]);
        both(&[BEGIN.to_owned(), text, BEGIN.to_owned()]);
    }
}

#[test]
fn a_null_takes_the_field_away() {
    let text = BEGIN.replacen("minReadySeconds: 5", "minReadySeconds: null", 1);
    let (stored, words) = both(&[BEGIN.to_owned(), text]);
    assert_eq!(stored["spec"]["minReadySeconds"], Value::Null);
    assert_eq!(words, "Applied: 1 changed / statefulset.apps/db configured");
    let text = BEGIN.replacen("replicas: 0", "replicas: null", 1);
    let (stored, _) = both(&[BEGIN.to_owned(), text]);
    assert_eq!(stored["spec"]["replicas"], 1, "the default, as upstream");
}

/// What is refused when it is too late for the examination is told, and the text is not taken for applied.
#[test]
fn a_kind_that_is_not_here_leaves_the_rest_to_be_applied() {
    let text = format!(
        "{BEGIN}---\napiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {{name: in}}\n"
    );
    let (_, words) = both(&[text]);
    assert_eq!(
        words,
        "Applied: 1 created / statefulset.apps/db created\nerror: resource mapping not found for name: \"in\" namespace: \"\" from \"0.yaml\": no matches for kind \"Ingress\" in version \"networking.k8s.io/v1\"\nensure CRDs are installed first"
    );
    let mut page = Page::fresh();
    page.settle();
    let alone = "apiVersion: batch/v1\nkind: Job\nmetadata: {name: in}\n";
    page.send(Message::EditorChanged(alone.to_owned()))
        .send(Message::Apply);
    let problem = &page.app.editor().problems[0];
    assert_eq!((problem.line, problem.column), (2, 7));
    assert_eq!(
        problem.hint.as_deref(),
        Some(
            "Kubernetes has Job, but this playground does not. What else the text holds can be applied without it."
        )
    );
    assert_eq!(
        page.notice(),
        "Not applied: the manifest has 1 error. The cluster stays as it is."
    );
}

/// What the page says that Apply would set back.
fn sets_back(page: &Page, language: Language) -> String {
    let notes = page.app.editor().sets_back.iter();
    let lines: Vec<String> = notes.map(|note| note.text(language)).collect();
    lines.join("\n")
}

#[test]
fn what_was_done_beside_the_text_is_not_set_back_without_a_word() {
    let mut page = Page::fresh();
    page.settle();
    assert_eq!(sets_back(&page, Language::English), "");
    let (set, delta) = (web(), 1);
    page.send(Message::Scale { set, delta });
    let replicas = "In the cluster, web asks for 3 replicas: Apply sets that back to 2.";
    assert_eq!(sets_back(&page, Language::English), replicas);
    assert_eq!(
        sets_back(&page, Language::Chinese),
        "集群中 web 的期望副本数是 3：点“应用”会改回 2。"
    );
    let image = "nginx:1.27".to_owned();
    let (set, container) = (web(), "nginx".to_owned());
    page.send(Message::SetImage {
        set,
        container,
        image,
    });
    let images = format!(
        "In the cluster, nginx of web has the image nginx:1.27: Apply sets it back to {}.",
        page.app
            .editor()
            .text
            .split_once("image: ")
            .unwrap()
            .1
            .lines()
            .next()
            .unwrap()
    );
    let both = format!("{replicas}\n{images}");
    assert_eq!(sets_back(&page, Language::English), both);

    // Another field is being changed: it still would be.
    page.edit("nginx:", "nginy:").send(Message::Examine);
    assert_eq!(sets_back(&page, Language::English), replicas);
    page.send(Message::Revert);
    assert_eq!(sets_back(&page, Language::English), both);
    // The field itself: then Apply does what was typed.
    page.edit("replicas: 2", "replicas: 5")
        .send(Message::Examine);
    assert_eq!(sets_back(&page, Language::English), images);
    // With an error in the text nothing is applied at all.
    page.edit("replicas: 5", "replicas: five")
        .send(Message::Examine);
    assert_eq!(sets_back(&page, Language::English), "");

    page.send(Message::Revert).send(Message::Apply);
    assert_eq!(sets_back(&page, Language::English), "");
    let set = page.app.world().cluster.store.object(&web()).unwrap();
    assert_eq!(set.to_value()["spec"]["replicas"], 2);
}

#[test]
fn what_does_not_stand_in_the_text_is_not_set_back() {
    let mut page = Page::fresh();
    page.settle();
    page.edit("  replicas: 2\n", "").send(Message::Apply);
    let (set, delta) = (web(), 1);
    page.send(Message::Scale { set, delta });
    assert_eq!(sets_back(&page, Language::English), "");
}

#[test]
fn a_page_that_comes_back_says_so_too() {
    let mut page = Page::fresh();
    page.settle();
    let (set, delta) = (web(), -1);
    page.send(Message::Scale { set, delta });
    let record = page.app.record();
    let mut next = Page::fresh();
    next.send(Message::Resume(record));
    assert_eq!(
        sets_back(&next, Language::English),
        "In the cluster, web asks for 1 replica: Apply sets that back to 2."
    );
}
