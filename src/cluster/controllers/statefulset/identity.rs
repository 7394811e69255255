//! Who a pod of a set is: its ordinal, name, labels and volumes.
//!
//! Models kubernetes/pkg/controller/statefulset/stateful_set_utils.go (1.36).

use crate::cluster::api::{
    Kind, ObjectMeta, PersistentVolumeClaim, PersistentVolumeClaimVolumeSource, Pod,
    PodTemplateSpec, Specified, StatefulSet, Volume, meta,
};

/// The label with the pod's own name.
pub const POD_NAME_LABEL: &str = "statefulset.kubernetes.io/pod-name";
/// The label with the pod's ordinal.
pub const POD_INDEX_LABEL: &str = "apps.kubernetes.io/pod-index";
/// The label with the name of the revision the pod was made from.
pub const REVISION_LABEL: &str = "controller-revision-hash";

/// Splits `web-0` into set name and ordinal. A number of more than 32 bits gives -1, and the parent
/// still counts; without a number there is neither. (Ordinals are Go's `int`, of 64 bits, until they
/// are read off a name: with `ordinals.start` near the end of 32 bits upstream makes pods that it
/// then does not know again.)
#[must_use]
pub fn parent_and_ordinal(pod_name: &str) -> (&str, i64) {
    let digits = pod_name.bytes().rev().take_while(u8::is_ascii_digit);
    let (head, digits) = pod_name.split_at(pod_name.len() - digits.count());
    match head.strip_suffix('-') {
        Some(parent) if !digits.is_empty() => (parent, digits.parse::<i32>().map_or(-1, i64::from)),
        _ => ("", -1),
    }
}

/// The ordinal in the pod's name, -1 if there is none.
#[must_use]
pub fn ordinal(pod: &Pod) -> i64 {
    parent_and_ordinal(meta::name(&pod.metadata)).1
}

/// `spec.ordinals.start`, 0 if unset.
#[must_use]
pub fn start_ordinal(set: &StatefulSet) -> i64 {
    set.spec()
        .ordinals
        .as_ref()
        .and_then(|ordinals| ordinals.start)
        .unwrap_or_default()
        .into()
}

/// `spec.replicas`, 1 if unset.
#[must_use]
pub fn replicas(set: &StatefulSet) -> i32 {
    set.spec().replicas.unwrap_or(1)
}

/// Whether the set wants a pod with this ordinal.
#[must_use]
pub fn in_range(set: &StatefulSet, ordinal: i64) -> bool {
    let start = start_ordinal(set);
    ordinal >= start && ordinal < start.saturating_add(replicas(set).into())
}

/// `web-0`
#[must_use]
pub fn pod_name(set: &StatefulSet, ordinal: i64) -> String {
    let set = meta::name(&set.metadata);
    let mut name = String::with_capacity(set.len() + ORDINAL_BYTES_MAX);
    name.push_str(set);
    push_ordinal(&mut name, ordinal);
    name
}

/// `www-web-0`
#[must_use]
pub fn claim_name(set: &StatefulSet, template: &PersistentVolumeClaim, ordinal: i64) -> String {
    let (template, set) = (meta::name(&template.metadata), meta::name(&set.metadata));
    let mut name = String::with_capacity(template.len() + 1 + set.len() + ORDINAL_BYTES_MAX);
    name.push_str(template);
    name.push('-');
    name.push_str(set);
    push_ordinal(&mut name, ordinal);
    name
}

/// A dash and the digits of an ordinal take no more than this.
const ORDINAL_BYTES_MAX: usize = 20;

/// Every claim of every pod is looked up by its name in every sync, so names are put together
/// without the formatting machinery.
fn push_ordinal(name: &mut String, ordinal: i64) {
    let mut digits = [0_u8; 20];
    let (mut rest, mut at) = (ordinal.unsigned_abs(), digits.len());
    loop {
        at -= 1;
        digits[at] = b'0' + u8::try_from(rest % 10).unwrap_or_default();
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    name.push('-');
    if ordinal < 0 {
        name.push('-');
    }
    name.extend(digits[at..].iter().copied().map(char::from));
}

/// The claim templates of the set.
pub fn claim_templates(set: &StatefulSet) -> impl Iterator<Item = &PersistentVolumeClaim> {
    set.spec().volume_claim_templates.iter().flatten()
}

/// The name of the revision a pod was made from; empty if it has no such label.
#[must_use]
pub fn revision_of(pod: &Pod) -> &str {
    meta::label(&pod.metadata, REVISION_LABEL).unwrap_or_default()
}

/// Whether pods come and go one at a time (`OrderedReady`).
#[must_use]
pub fn is_ordered(set: &StatefulSet) -> bool {
    set.spec().pod_management_policy.as_deref() != Some("Parallel")
}

/// Builds the pod of a slot from a template, as it is sent to the API server.
#[must_use]
pub fn build_pod(
    set: &StatefulSet,
    template: &PodTemplateSpec,
    ordinal: i64,
    revision: &str,
) -> Pod {
    let template_meta = template.metadata.clone().unwrap_or_default();
    let mut pod = Pod {
        metadata: ObjectMeta {
            generate_name: Some(format!("{}-", meta::name(&set.metadata))),
            labels: template_meta.labels,
            annotations: template_meta.annotations,
            finalizers: template_meta.finalizers,
            owner_references: Some(vec![meta::controller_ref(Kind::StatefulSet, &set.metadata)]),
            ..ObjectMeta::default()
        },
        spec: Some(template.spec.clone().unwrap_or_default()),
        status: None,
    };
    set_identity(set, &mut pod, ordinal);
    let spec = pod.spec.get_or_insert_default();
    spec.hostname = Some(pod_name(set, ordinal));
    spec.subdomain = set
        .spec()
        .service_name
        .clone()
        .filter(|name| !name.is_empty());
    set_storage(set, &mut pod, ordinal);
    meta::set_label(&mut pod.metadata, REVISION_LABEL, revision);
    pod
}

/// Gives the pod its name and identity labels.
pub fn set_identity(set: &StatefulSet, pod: &mut Pod, ordinal: i64) {
    let name = pod_name(set, ordinal);
    pod.metadata.namespace.clone_from(&set.metadata.namespace);
    meta::set_label(&mut pod.metadata, POD_NAME_LABEL, &name);
    meta::set_label(&mut pod.metadata, POD_INDEX_LABEL, &ordinal.to_string());
    pod.metadata.name = Some(name);
}

/// Whether the pod carries the identity of its ordinal. Allocates nothing: it is asked of every pod
/// in every sync.
#[must_use]
pub fn identity_matches(set: &StatefulSet, pod: &Pod) -> bool {
    let name = meta::name(&pod.metadata);
    let (parent, ordinal) = parent_and_ordinal(name);
    let digits = name.get(parent.len() + 1..).unwrap_or_default();
    ordinal >= 0
        && parent == meta::name(&set.metadata)
        && (digits == "0" || !digits.starts_with('0'))
        && pod.metadata.namespace == set.metadata.namespace
        && meta::label(&pod.metadata, POD_NAME_LABEL) == Some(name)
}

/// Gives the pod a volume for each claim template; a claim takes precedence over a volume of the
/// template with the same name.
pub fn set_storage(set: &StatefulSet, pod: &mut Pod, ordinal: i64) {
    let spec = pod.spec.get_or_insert_default();
    let present = spec.volumes.take().unwrap_or_default();
    let mut volumes: Vec<Volume> = claim_templates(set)
        .map(|template| Volume {
            name: meta::name(&template.metadata).to_owned(),
            persistent_volume_claim: Some(PersistentVolumeClaimVolumeSource {
                claim_name: claim_name(set, template, ordinal),
                read_only: None,
            }),
            ..Volume::default()
        })
        .collect();
    let claimed = |volume: &Volume| {
        claim_templates(set).any(|template| meta::name(&template.metadata) == volume.name)
    };
    volumes.extend(present.into_iter().filter(|volume| !claimed(volume)));
    spec.volumes = (!volumes.is_empty()).then_some(volumes);
}

/// Whether the pod mounts the claims of its ordinal. Allocates nothing, like [`identity_matches`].
#[must_use]
pub fn storage_matches(set: &StatefulSet, pod: &Pod) -> bool {
    let (parent, ordinal) = parent_and_ordinal(meta::name(&pod.metadata));
    if ordinal < 0 {
        return false;
    }
    let volumes = pod
        .spec
        .as_ref()
        .and_then(|spec| spec.volumes.as_deref())
        .unwrap_or_default();
    claim_templates(set).all(|template| {
        let name = meta::name(&template.metadata);
        volumes
            .iter()
            .rfind(|volume| volume.name == name)
            .is_some_and(|volume| {
                volume
                    .persistent_volume_claim
                    .as_ref()
                    .is_some_and(|source| {
                        parent == meta::name(&set.metadata)
                            && is_claim_name(&source.claim_name, name, meta::name(&pod.metadata))
                    })
            })
    })
}

/// Whether `candidate` is what [`claim_name`] makes of a template and a pod's name.
fn is_claim_name(candidate: &str, template: &str, pod: &str) -> bool {
    candidate
        .strip_prefix(template)
        .and_then(|rest| rest.strip_prefix('-'))
        .is_some_and(|rest| rest == pod)
}
