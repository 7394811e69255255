//! The first minute, in Chinese.

use crate::i18n::Minute;
use crate::i18n::phrases::phrases;

phrases! {
    /// The sentence in Chinese.
    minute of Minute;

    Title => "第一分钟";
    What => "StatefulSet 运行一个程序的多份副本，每份是一个 Pod。它给每个 Pod 一个名字、一条 DNS 记录和一块磁盘，Pod 消失后它们仍然保留。所以数据库每次重启后，都能找回自己的数据和同伴。";

    AskDelete { pod } => format!("删除 {pod}。回来的 Pod，哪些没变，哪些是新的？");
    Going { pod } => format!("你删除了 {pod}。看它那一列：没有 Pod 的时候，什么还在？");
    Back { pod, disks, ip } => {
        let same = match disks.is_empty() {
            true => String::new(),
            false => format!("，磁盘还是 {}", disks.join("、")),
        };
        let address = ip.as_ref().map_or(String::new(), |ip| format!("，地址也换成了 {ip}"));
        format!("{pod} 回来了：名字没变{same}。但它是另一个 Pod：UID 是新的{address}。")
    };
    AskKeep { pod } => match pod {
        Some(pod) => format!("在 {pod} 的磁盘上写一个文件，再删除这个 Pod。文件还在吗？"),
        None => "在一个 Pod 的磁盘上写一个文件，再删除这个 Pod。文件还在吗？".to_owned(),
    };
    AskKeepDelete { pod, path } => format!("{path} 已写入。现在删除 {pod}。");
    GoingFile { pod } => format!("你删除了 {pod}。下一个 {pod} 能找到这个文件吗？");
    Kept { pod, path, disk } => format!("新的 {pod} 里有 {path}。文件在 {disk} 上，磁盘跟着名字回来了。");
    AskScale { set } => format!("把 {set} 扩容两个，再缩回去。谁先走？它们的磁盘呢？");
    AskBack { set, to } => format!("看新的名字出现，然后把 {set} 缩回 {to} 个。");
    Shrinking { set } => format!("看 {set} 的哪个 Pod 先走。");
    Scaled { order, kept } => {
        let disks = if *kept { "磁盘都留着，等这些名字再次需要它们。" } else { "" };
        format!("离开的顺序：{}。{disks}", order.join("、"))
    };
    AskImage { set } => format!("给 {set} 换一个镜像。Pod 按什么顺序被替换？");
    Rolling { set } => format!("看 {set} 的哪个 Pod 先被替换，下一个又在等什么。");
    RollingLast { set } => format!("{set} 的 Pod 都用上了新模板；全部就绪后，更新就完成了。");
    Rolled { order, disks, from_top } => {
        let stayed = if *disks { "名字和磁盘都没变" } else { "名字没变" };
        let rule = if *from_top { "（序号大的先换）" } else { "" };
        format!("替换的顺序{rule}：{}。{stayed}。", order.join("、"))
    };
    AskBroken { set } => format!("把 {set} 换成一个不存在的镜像，再换回来。这样就好了吗？");
    Stuck { pod, status } => format!("{pod}：{status}。把好的镜像换回来。");
    AskHelp { pod } => format!("好的镜像回来了，但 {pod} 是用坏镜像创建的。如果没有动静，就删除它。");
    Replacing { pod } => format!("{pod} 正在被替换。下一个 {pod} 能运行吗？");
    Unstuck { pod } => format!("只换回镜像还不够：删除卡住的 Pod 之后，{pod} 才用上好的镜像。");
    Replaced { pod } => format!("{pod} 又运行了；卡住的 Pod 不用你删除就被替换了。");
    AskPlug { at } => match at {
        Some((node, pod)) => format!("拔掉 {node} 的电源，{pod} 就在上面。会有替代的 Pod 吗？"),
        None => "拔掉一个有 Pod 的节点的电源。会有替代的 Pod 吗？".to_owned(),
    };
    AskSet => "现在没有 StatefulSet。应用一个，就有东西可试了。";
    AskPods { set } => format!("{set} 现在不需要 Pod。扩容之后，就有东西可试了。");
    AskAgain { set } => format!("{set} 正在删除。再次应用它，就有东西可试了。");
    Dead { node } => format!("{node} 没有声音了。Kubernetes 要先发现，然后 Pod 还会等它五分钟。");
    NoSecond { pod, node } => format!("{pod} 被要求离开，但 {node} 无法确认。在此之前不会有第二个 {pod}：两个 Pod 用同一块磁盘可能毁掉数据。");
    End { edit } => {
        let edit = match edit {
            Some((set, replicas)) => format!("现在改改下面的文本：把 {set} 的 replicas: {replicas} 改成 {}，再点“应用”。", replicas.saturating_add(1)),
            None => "现在可以随意修改下面的文本。".to_owned(),
        };
        format!("这就是 StatefulSet 的用处：需要固定名字和磁盘的，就一直有。{edit}")
    };

    DeploymentDelete => "换成 Deployment（运行可互换副本的常用方式）：新 Pod 的名字是随机的，也没有自己的磁盘。";
    DeploymentKeep => "换成 Deployment：没有每个 Pod 自己的磁盘，要么共用一块，要么文件就没了。";
    DeploymentScale => "换成 Deployment：启动和停止都没有顺序，名字也不会回来。";
    DeploymentImage => "换成 Deployment：新 Pod 会先在旧 Pod 旁边启动，名字也是新的。";
    DeploymentBroken => "换成 Deployment：镜像一换回来，坏掉的 Pod 就会被丢弃。";
    DeploymentPlug => "换成 Deployment：这个 Pod 一被要求离开，别处就会启动另一个，因为它的 Pod 可以互相替代。";

    PodMissing { pod } => format!("{pod} 还没有创建");
    PodUnplaced { pod } => format!("{pod} 还没有节点");
    PodStarting { pod } => format!("{pod} 正在启动");
    PodGoing { pod } => format!("{pod} 还在终止");
    PodUnwell { pod, status } => format!("{pod} 未就绪：{status}");
    PodSilent { pod, node } => format!("{pod} 所在的 {node} 没有回音");
    PodOfAnother { pod, set } => format!("{pod} 不属于 {set}");
    PodDiskless { pod } => format!("{pod} 没有可写的磁盘");
    SetDiskless { set } => format!("{set} 的 Pod 没有自己的磁盘");
    ImageThere { set, image } => format!("{set} 的镜像已经是 {image}");
    ProgramComes => "程序正在下载";

    DoDelete { pod } => format!("删除 {pod}");
    DoWrite { pod } => format!("在 {pod} 上写文件");
    DoScale { to } => format!("改为 {to} 个");
    DoImage { image } => format!("换成 {image}");
    DoUnplug { node } => format!("拔掉 {node}");
    Next => "下一个";
    Close => "关闭第一分钟";
    Show => "显示第一分钟";
    Progress { done } => format!("{done} / 6");
}
