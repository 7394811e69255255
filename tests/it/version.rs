//! One Kubernetes: the version that is told everywhere is the version of the types, and what only a
//! later one has is as unknown here as it is there.

use crate::support::Lab;
use playground::cluster::api::Node;
use playground::cluster::apiserver::version;
use playground::i18n::{Label, Language, Msg};
use playground::kubectl;
use playground::manifest;
use playground::native::schema;
use playground::shell::home::Home;

// With types of another version the constant is not there.
k8s_openapi::k8s_if_1_36! { const TYPES: &str = "1.36"; }

fn printed(lab: &Lab, line: &str) -> String {
    let words: Vec<String> = line.split(' ').map(str::to_owned).collect();
    kubectl::run(lab.world(), &words, None, &Home::default())
        .output
        .stdout()
}

#[test]
fn the_version_told_is_that_of_the_types() {
    let lab = Lab::new(1);
    let is_ours = |told: &str| told.starts_with(&format!("v{TYPES}."));
    assert!(is_ours(version::KUBERNETES), "{}", version::KUBERNETES);
    let answer = version::answer();
    let told = format!("{}.{}", answer["major"], answer["minor"]).replace('"', "");
    assert_eq!(told, TYPES);
    assert_eq!(answer["gitVersion"], version::KUBERNETES);
    for node in lab.world().cluster.store.list::<Node>() {
        let info = node
            .status
            .as_ref()
            .and_then(|status| status.node_info.as_ref());
        assert!(info.is_some_and(|info| is_ours(&info.kubelet_version)));
    }
    let said = printed(&lab, "version");
    let versions = said.lines().filter(|line| !line.starts_with("Kustomize"));
    let versions: Vec<&str> = versions
        .filter_map(|line| line.split(": ").nth(1))
        .collect();
    assert_eq!(versions, [version::KUBERNETES; 2], "{said}");
    for language in [Language::English, Language::Chinese] {
        let page = Msg::from(Label::GatesIntro).text(language);
        assert!(page.contains(&format!("Kubernetes {TYPES}")), "{page}");
    }
}

/// Fields and types of 1.37, each of an object people write.
#[test]
fn what_only_a_later_version_has_is_unknown() {
    let definitions = schema::definitions();
    for (of, field) in [
        ("PodSpec", "evictionResponders"),
        ("PodStatus", "volumeHealth"),
        ("NodeSpec", "podPreemptionPolicy"),
        ("ConfigMapVolumeSource", "defaultUser"),
        ("KeyToPath", "user"),
    ] {
        let definition = &definitions[&format!("io.k8s.api.core.v1.{of}")]["properties"];
        assert!(definition.is_object(), "{of}");
        assert!(definition[field].is_null(), "{of}.{field} is told of");
    }
    let text = "\
apiVersion: v1
kind: Pod
metadata:
  name: later
spec:
  evictionResponders: []
  containers:
  - name: main
    image: nginx
";
    let told = crate::manifest::told(text, &manifest::read(text).1);
    assert!(
        told.contains("unknown field \"spec.evictionResponders\""),
        "{told}"
    );
}
