//! Why nothing happens, in Chinese.

use super::unfit::unfit;
use crate::i18n::Why;
use crate::i18n::phrases::phrases;

phrases! {
    /// The sentence in Chinese.
    why of Why;

    AtRest { set, wanted } => format!("{set} 已稳定：{wanted} 个 Pod 全部就绪");
    WantsNone { set } => format!("{set} 已稳定：不需要任何 Pod");
    Working { set } => format!("{set}：控制器即将处理");
    SetIsDeleting { set } => format!("{set} 正在删除，不再创建或删除 Pod");
    SetGonePodsStay { set } => format!("{set} 已删除；它的 Pod 还在，但不再有控制器照管");
    SetGonePodsGo { set, disks_stay } => match disks_stay {
        true => format!("{set} 已删除；它的 Pod 也会随之删除，磁盘保留"),
        false => format!("{set} 已删除；它的 Pod 也会随之删除"),
    };
    SetGoneDisksStay { set } => format!("{set} 已删除；它的磁盘留给下一个同名的 StatefulSet");
    SetGone { set } => format!("{set} 已删除；剩下的正在清理");
    FinishedPodGoesFirst { on } => format!("{on} 已结束；要先移除它，才会创建新的 Pod");
    StaleClaim { on } => format!("控制器在等申领 {on}：它仍属于一个正在删除的对象");
    OneAtATime { on, next } => match next {
        Some(next) => format!("控制器一次只创建一个 Pod：先是 {on}，就绪后才轮到 {next}"),
        None => format!("控制器一次只创建一个 Pod：现在是 {on}"),
    };
    PredecessorTerminating { on, next } => match next {
        Some(next) => format!("控制器在等 {on} 消失，之后才轮到 {next}"),
        None => format!("控制器在等 {on} 消失"),
    };
    PredecessorNotReady { on, next } => match next {
        Some(next) => format!("控制器在等 {on} 就绪，之后才轮到 {next}"),
        None => format!("控制器在等 {on} 就绪"),
    };
    PredecessorNotAvailable { on, next } => match next {
        Some(next) => format!("控制器在等 {on} 持续就绪满 minReadySeconds，之后才轮到 {next}"),
        None => format!("控制器在等 {on} 持续就绪满 minReadySeconds"),
    };
    CondemnedTerminating { on, next } => match next {
        Some(next) => format!("控制器从最大序号开始缩容：{on} 消失后才删除 {next}"),
        None => format!("控制器从最大序号开始缩容：在等 {on} 消失"),
    };
    CondemnedNotReady { on, next } => match next {
        Some(next) => format!("{next} 将被删除，但要等 {on} 就绪"),
        None => format!("{on} 未就绪，暂不删除任何 Pod"),
    };
    CondemnedDeleted { on, next } => match next {
        Some(next) => format!("控制器从最大序号开始逐个缩容：现在是 {on}，接着是 {next}"),
        None => format!("控制器从最大序号开始缩容：现在是 {on}"),
    };
    OnDelete { on } => format!("updateStrategy 为 OnDelete：{on} 保持旧修订版本，直到有人删除它");
    Partition { on } => format!("{on} 的序号小于 partition，保持旧修订版本");
    UpdateDeleted { on, next } => match next {
        Some(next) => format!("控制器从最大序号开始更新：正在替换 {on}，接着是 {next}"),
        None => format!("控制器从最大序号开始更新：正在替换 {on}"),
    };
    UpdateNotAvailable { on, next } => match next {
        Some(next) => format!("控制器从最大序号开始更新：在等 {on} 就绪，之后才替换 {next}"),
        None => format!("控制器从最大序号开始更新：在等 {on} 就绪"),
    };
    UpdateNotYetAvailable { on, next } => match next {
        Some(next) => format!("控制器从最大序号开始更新：在等 {on} 持续就绪满 minReadySeconds，之后才替换 {next}"),
        None => format!("控制器从最大序号开始更新：在等 {on} 持续就绪满 minReadySeconds"),
    };
    MaxUnavailable { on, next } => match next {
        Some(next) => format!("不可用的 Pod 已达 maxUnavailable 上限（包括 {on}），{next} 需要等待"),
        None => format!("不可用的 Pod 已达 maxUnavailable 上限（包括 {on}）"),
    };
    Failing { set, message } => match message {
        Some(message) => format!("{set} 控制器的一个请求被拒绝。它会重试，间隔越来越长。（{message}）"),
        None => format!("{set} 控制器的一个请求被拒绝。它会重试，间隔越来越长。"),
    };
    StorageFull { set } => format!("集群的存储（etcd）已满：删除一些对象之前，不会再存入新的对象。{set} 控制器会重试，间隔越来越长；调小 replicas 就能腾出空间。");
    ReplacedOnceGone { on } => format!("{on} 正在终止；等它消失，就会创建新的 {on}");
    Leaves { on } => format!("{on} 不再需要，正在终止");
    NothingToDo { on } => format!("Pod 都已创建；{on} 尚未就绪，但没有别的 Pod 在等它");
    HintBrokenPod { pod, status } => format!("{pod} 处于 {status}，不会自己就绪。先改正模板，再删除 {pod}：控制器不会替换未就绪的 Pod。");
    HintBrokenPodReplaced { pod, status } => format!("{pod} 处于 {status}，不会自己就绪。改正模板即可：控制器随后会自己替换 {pod}。");
    HintLeftBehind { pod, status } => format!("{pod} 用的还是旧模板，处于 {status}，不会自己就绪；只要它未就绪，控制器就不会替换它。最直接的办法：删除 {pod}。");
    HintCrashing { pod, status } => format!("{pod} 里的程序退出了（{status}）。kubelet 会重新启动它，间隔越来越长。");
    HintUnschedulable { pod, reasons } => format!("没有节点接收 {pod}：{}", unfit(reasons));
    HintNodeLost { pod, node } => format!("{node} 失去联系，无法确认 {pod} 是否仍在运行。给 {node} 接通电源；如果确定它已不在运行，也可以强制删除 {pod}。");
    HintNoService { set, service } => format!("没有名为 {service} 的无头服务，所以 {set} 的 Pod 没有 DNS 名称；它们照样运行。");
}
