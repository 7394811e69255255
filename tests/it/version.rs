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

/// A set with every field that 1.37 has and 1.36 has not.
const LATER: &str = include_str!("later.yaml");

#[test]
fn what_only_a_later_version_has_is_unknown() {
    let mut unknown: Vec<String> = Vec::new();
    for diagnostic in manifest::read(LATER).1 {
        let field = diagnostic.field.replace("spec.template.spec.", "");
        assert!(diagnostic.message.starts_with("unknown field"), "{field}");
        unknown.push(field);
    }
    let expected = [
        "containers[0].livenessProbe.grpc.mode",
        "containers[0].readinessProbe.httpGet.protocol",
        "containers[0].volumeMounts[0].bindMountOptions",
        "evictionResponders",
        "volumes[0].emptyDir.mode",
        "volumes[1].configMap.defaultUser",
        "volumes[1].configMap.items[0].user",
        "volumes[2].secret.defaultUser",
        "volumes[3].downwardAPI.defaultUser",
        "volumes[3].downwardAPI.items[0].user",
        "volumes[4].projected.defaultUser",
        "volumes[4].projected.sources[0].serviceAccountToken.user",
        "volumes[4].projected.sources[1].clusterTrustBundle.user",
        "volumes[4].projected.sources[2].podCertificate.user",
    ];
    assert_eq!(unknown, expected);
    let definitions = schema::definitions();
    for later in ["EvictionResponder", "PodVolumeHealth", "VolumeHealthStatus"] {
        let name = format!("io.k8s.api.core.v1.{later}");
        assert!(!definitions.contains_key(&name), "{name} is told of");
    }
}
