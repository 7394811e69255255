//! Why a pod finds no node, in English.

use crate::i18n::{Unfit, UnfitCause};

/// The reasons in one sentence.
pub(super) fn unfit(reasons: &[Unfit]) -> String {
    reasons.iter().map(reason).collect::<Vec<_>>().join("; ")
}

fn reason(unfit: &Unfit) -> String {
    let (nodes, have, are) = match unfit.nodes {
        1 => ("1 node".to_owned(), "has", "is"),
        count => (format!("{count} nodes"), "have", "are"),
    };
    let lack = if unfit.nodes == 1 { "does" } else { "do" };
    match &unfit.cause {
        UnfitCause::NoNodes => "there are no nodes".to_owned(),
        UnfitCause::Cordoned => format!("{nodes} {are} cordoned and {lack} not take new pods"),
        UnfitCause::Taint => format!(
            "{nodes} {have} a taint that the pod does not tolerate (a node that is not heard from is tainted, too)"
        ),
        UnfitCause::NodeAffinity => format!(
            "{nodes} {lack} not have the labels that the pod's nodeSelector or nodeAffinity asks for"
        ),
        UnfitCause::HostPort => format!("on {nodes} another pod has the hostPort"),
        UnfitCause::TooManyPods => format!("{nodes} {have} as many pods as a node takes"),
        UnfitCause::Insufficient(resource) => {
            format!("{nodes} {have} less {resource} left than the pod requests")
        }
        UnfitCause::VolumeNodeAffinity => {
            format!("{nodes} cannot reach the pod's volume, which is bound to another place")
        }
        UnfitCause::NoVolume => format!("{nodes} {have} no volume for the pod's claim"),
        UnfitCause::VolumeMissing => {
            "the pod's claim is bound to a volume that does not exist".to_owned()
        }
        UnfitCause::VolumeInUse => {
            "another pod uses the claim, which allows one pod only (ReadWriteOncePod)".to_owned()
        }
        UnfitCause::Spread => format!("{nodes} would break the pod's topologySpreadConstraints"),
        UnfitCause::PodAffinity => {
            format!("{nodes} {lack} not run the pods that the pod's podAffinity asks for")
        }
        UnfitCause::PodAntiAffinity => format!(
            "{nodes} {are} ruled out by podAntiAffinity: a pod there does not go with this one"
        ),
        UnfitCause::VolumeNotMade => {
            "no volume was made on the node that was chosen; the scheduler chooses again".to_owned()
        }
        UnfitCause::UnboundClaims => "a claim of the pod has no volume yet".to_owned(),
        UnfitCause::ClaimMissing => "a claim of the pod does not exist".to_owned(),
        UnfitCause::ClaimGoing => "a claim of the pod is being deleted".to_owned(),
        UnfitCause::Other(words) => words.clone(),
    }
}
