//! What happens, in Chinese.

use super::unfit::unfit;
use crate::cluster::api::Kind;
use crate::i18n::Story;
use crate::i18n::phrases::{phrases, pod_of};

phrases! {
    /// The sentence in Chinese.
    story of Story;

    ServiceCreated { service, headless } => match headless {
        true => format!("Service {service} 已创建；它是无头服务，每个 Pod 都会有自己的 DNS 名称"),
        false => format!("Service {service} 已创建"),
    };
    ServiceGone { service } => format!("Service {service} 已删除，它的DNS 名称也随之消失");
    SetCreated { set, replicas } => format!("StatefulSet（有状态副本集）{set} 已创建，期望 {replicas} 个 Pod");
    SetScaled { set, from, to } => format!("{set} 的期望副本数从 {from} 变为 {to}");
    SetTemplateChanged { set } => format!("{set} 有了新的 Pod 模板");
    SetChanged { set } => format!("{set} 已修改");
    RolloutDone { set } => format!("{set}：所有 Pod 都已是新的修订版本");
    SetDeleting { set } => format!("{set} 正在删除");
    SetGone { set } => format!("{set} 已删除");

    PodCreated { pod } => format!("{pod} 已创建");
    PodCreatedFirst { pod, ordinal } => format!("{pod} 已创建：序号 {ordinal} 缺少 Pod");
    PodCreatedAgain { pod, life } => format!("{pod}：同一个名字，新的 Pod（第 {life} 个）");
    PodScheduled { pod, node } => format!("{pod} 被调度到 {node}");
    PodMoved { pod, node, before } => format!("{pod} 被调度到 {node}；上一个 Pod 在 {before}");
    PodUnschedulable { pod, reasons } => format!("{pod} 找不到合适的节点：{}", unfit(reasons));
    PodStarting { pod } => format!("{pod} 正在启动");
    PodStartingSameDisk { pod, disk } => format!("{pod} 正在启动，用的还是同一块磁盘 {disk}");
    PodStartingOldDisk { pod, disk, files } => match files {
        0 => format!("{pod} 找回了原来的磁盘 {disk}（上面没有文件）"),
        _ => format!("{pod} 找回了原来的磁盘 {disk}（{files} 个文件）"),
    };
    PodRunning { pod } => format!("{pod} 已运行，但尚未就绪");
    PodReady { pod } => format!("{pod} 已就绪");
    PodReadyNamed { pod, name, ip } => format!("{pod} 已就绪：{name} → {ip}");
    PodNotReady { pod } => format!("{pod} 不再就绪");
    PodTerminating { pod, grace_s } => match grace_s {
        0 => format!("{pod} 必须立刻停止"),
        _ => format!("{pod} 开始优雅终止，最多 {grace_s} 秒（宽限期）"),
    };
    PodTerminatingUnheard { pod, grace_s, node } => match grace_s {
        0 => format!("{pod} 必须立刻停止，但 {node} 收不到通知"),
        _ => format!("{pod} 开始优雅终止，最多 {grace_s} 秒（宽限期），但 {node} 收不到通知"),
    };
    PodGoneNameAndDiskStay { pod, disk } => format!("Pod {pod} 消失了，它的名字和磁盘 {disk} 还在。");
    PodGoneNameStays { pod } => format!("Pod {pod} 消失了，它的名字还在。");
    PodGoneDiskKept { pod, disk } => format!("{pod} 消失了，也不再需要；它的磁盘 {disk} 保留着。");
    PodGoneDiskGoes { pod, disk, wanted } => match wanted {
        true => format!("Pod {pod} 消失了，它的名字还在；磁盘 {disk} 会随之删除。"),
        false => format!("{pod} 消失了，也不再需要；它的磁盘 {disk} 会随之删除。"),
    };
    PodGoneDiskGone { pod, disk, wanted } => match wanted {
        true => format!("Pod {pod} 消失了，它的名字还在；磁盘的申领 {disk} 已先一步删除。"),
        false => format!("{pod} 消失了，也不再需要；磁盘的申领 {disk} 已先一步删除。"),
    };
    PodGoneUnheard { pod, node } => format!("{pod} 只是从 API 中删除了；无法向 {node} 确认它是否已经结束。");
    PodGone { pod } => format!("{pod} 消失了");
    PodFailed { pod, status } => format!("{pod} 失败：{status}");
    PodCompleted { pod } => format!("{pod} 已运行完毕");
    PodRestarted { pod, restarts } => format!("{pod} 的容器已重启，共 {restarts} 次；Pod 还是同一个。");
    PodEnded { pod, status } => format!("{pod} 里的程序自己退出了：{status}");
    PodStuck { pod, status } => format!("{pod} 无法启动：{status}");

    ClaimCreated { claim } => format!("申领 {claim} 请求一块磁盘");
    ClaimBound { claim } => format!("申领 {claim} 得到了磁盘");
    ClaimDeleting { claim } => format!("申领 {claim} 正在删除");
    ClaimHeld { claim, pod } => format!("申领 {claim} 将被删除，但 {pod} 还在用，暂时保留");
    ClaimGone { claim } => format!("申领 {claim} 已删除");
    VolumeGone { volume, claim, files } => {
        let disk = match claim {
            Some(claim) => format!("申领 {claim} 的磁盘"),
            None => format!("卷 {volume} "),
        };
        match files {
            0 => format!("{disk}已彻底删除，上面没有文件"),
            _ => format!("{disk}已彻底删除，上面的 {files} 个文件丢失了"),
        }
    };

    NameAnswers { name, ip } => format!("{name} → {ip}");
    NameMoved { name, ip, before } => format!("{name} → {ip}；之前是 {before}");
    NameEmpty { name, stays } => match stays {
        true => format!("{name} 现在没有地址，要等 {} 就绪", pod_of(name)),
        false => format!("{name} 不再有地址"),
    };

    PowerCut { node, known } => match known {
        true => format!("{node} 断电了"),
        false => format!("{node} 断电了，集群还不知道。"),
    };
    PowerBack { node } => format!("{node} 恢复供电");
    NodeLost { node } => format!("{node} 失去联系。它上面的 Pod 可能仍在运行，所以不会创建替代的 Pod。");
    NodeReady { node } => format!("{node} 恢复联系");
    FileChanged { pod, path, disk, removed } => match (disk, removed) {
        (Some(disk), false) => format!("{pod}：{path} 已写入磁盘 {disk}"),
        (None, false) => format!("{pod}：{path} 已写入容器，容器消失时它也会消失"),
        (Some(disk), true) => format!("{pod}：{path} 已从磁盘 {disk} 删除"),
        (None, true) => format!("{pod}：{path} 已从容器中删除"),
    };
    Stored { kind, name } => match kind {
        Kind::PodDisruptionBudget => format!("PodDisruptionBudget {name} 只是存了下来：这里没有控制器更新它的状态，只有 kubectl drain 会查看它"),
        _ => format!("{} {name} 只是存了下来：这里还没有控制器处理它，不会产生 Pod", kind.info().name),
    };
    Refused { message } => format!("被拒绝：{message}");
}
