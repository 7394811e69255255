//! Why a pod finds no node, in Chinese.

use crate::i18n::{Unfit, UnfitCause};

/// The reasons in one sentence.
pub(super) fn unfit(reasons: &[Unfit]) -> String {
    reasons.iter().map(reason).collect::<Vec<_>>().join("；")
}

fn reason(unfit: &Unfit) -> String {
    let nodes = format!("{} 个节点", unfit.nodes);
    match &unfit.cause {
        UnfitCause::NoNodes => "集群里没有节点".to_owned(),
        UnfitCause::Cordoned => format!("{nodes}已停止调度（cordon），不接收新 Pod"),
        UnfitCause::Taint => format!("{nodes}带有 Pod 不容忍的污点（失去联系的节点也会带上污点）"),
        UnfitCause::NodeAffinity => {
            format!("{nodes}没有 Pod 的 nodeSelector 或 nodeAffinity 要求的标签")
        }
        UnfitCause::HostPort => format!("{nodes}的 hostPort 已被别的 Pod 占用"),
        UnfitCause::TooManyPods => format!("{nodes}的 Pod 数已达上限"),
        UnfitCause::Insufficient(resource) => format!("{nodes}剩余的 {resource} 少于 Pod 的请求量"),
        UnfitCause::VolumeNodeAffinity => format!("{nodes}够不着 Pod 的卷：它绑定在别处"),
        UnfitCause::NoVolume => format!("{nodes}没有可供申领使用的卷"),
        UnfitCause::VolumeMissing => "Pod 的申领绑定的卷不存在".to_owned(),
        UnfitCause::VolumeInUse => {
            "申领只允许一个 Pod 使用（ReadWriteOncePod），现在被别的 Pod 占用".to_owned()
        }
        UnfitCause::Spread => format!("放到这 {nodes}会违反 Pod 的 topologySpreadConstraints"),
        UnfitCause::PodAffinity => format!("{nodes}上没有 Pod 的 podAffinity 要求的 Pod"),
        UnfitCause::PodAntiAffinity => {
            format!("{nodes}被 podAntiAffinity 排除：那里的 Pod 与它互斥")
        }
        UnfitCause::VolumeNotMade => "没能在选中的节点上创建卷，调度器会重新选择".to_owned(),
        UnfitCause::UnboundClaims => "Pod 的一个申领还没有卷".to_owned(),
        UnfitCause::ClaimMissing => "Pod 的一个申领不存在".to_owned(),
        UnfitCause::ClaimGoing => "Pod 的一个申领正在删除".to_owned(),
        UnfitCause::Other(words) => words.clone(),
    }
}
