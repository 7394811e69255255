//! Sentences of the page with arguments, in Chinese.

use crate::cluster::api::Kind;
use crate::cluster::apiserver::Actor;
use crate::i18n::phrases::{phrases, thousands};
use crate::i18n::{Label, Language, Note};

phrases! {
    /// The sentence in Chinese.
    note of Note;

    Actor(actor) => actor_name(actor);
    Page => "本页面";

    DeletePod { pod } => format!("删除 Pod {pod}");
    ForceDeletePod { pod } => format!("强制删除 Pod {pod}");
    DeleteSet { set } => format!("删除 StatefulSet {set}");
    DeleteClaim { claim } => format!("删除申领 {claim}");
    ScaleUp { set } => format!("{set} 增加一个副本");
    ScaleDown { set } => format!("{set} 减少一个副本");
    EditImage { container } => format!("更换 {container} 的镜像");
    PowerOff { node } => format!("拔掉电源：{node}");
    PowerOn { node } => format!("给 {node} 接通电源");
    SpeedOf { speed } => format!("速度 {speed}×");
    DeleteFile { path } => format!("删除 {path}");

    PodAria { pod, health, node, ip, disks } => {
        let place = if node.is_empty() { "尚未调度".to_owned() } else { format!("在 {node} 上") };
        let address = if ip.is_empty() { "没有 IP".to_owned() } else { format!("IP {ip}") };
        match disks.is_empty() {
            true => format!("{pod}，{health}，{place}，{address}"),
            false => format!("{pod}，{health}，{place}，磁盘 {}，{address}", disks.join("、")),
        }
    };
    SlotAria { pod, wanted, lived, disks } => match (wanted, lived, disks.is_empty()) {
        (true, false, true) => format!("{pod}：还没有 Pod"),
        (true, false, false) => format!("{pod}：还没有 Pod，磁盘 {} 在等它", disks.join("、")),
        (true, true, true) => format!("{pod}：现在没有 Pod，名字在等下一个"),
        (true, true, false) => format!("{pod}：现在没有 Pod，名字和磁盘 {} 在等下一个", disks.join("、")),
        (false, _, true) => format!("{pod}：不需要"),
        (false, _, false) => format!("{pod}：现在不需要，磁盘 {} 保留着", disks.join("、")),
    };
    NoName { pod } => format!("{pod} 没有 DNS 名称");
    NameAria { name, answer } => match answer {
        Some(ip) => format!("{name} 解析到 {ip}"),
        None => format!("{name} 现在没有地址"),
    };
    ClaimAria { claim, phase, volume, kept } => match (volume.is_empty(), kept) {
        (true, _) => format!("申领 {claim}，{phase}"),
        (false, true) => format!("申领 {claim}，{phase}，卷 {volume}，保留"),
        (false, false) => format!("申领 {claim}，{phase}，卷 {volume}"),
    };
    SetAria { set, ready, wanted } => format!("StatefulSet {set}：就绪 {ready} 个，期望 {wanted} 个");

    ReadyCounted { ready, wanted } => format!("就绪 {ready} / {wanted}（控制器上次所见）");
    ReadyOf { ready, wanted } => format!("就绪 {ready} / {wanted}");
    Lives { lives } => format!("第 {lives} 个 Pod");
    InSight { first, last, columns } => format!("正在显示序号 {first} 到 {last}，共 {columns} 个");
    MoreWanted { count } => format!("另外还需要 {} 个，暂时没有可显示的", thousands(*count));
    NodesTake { nodes, each, all } => match each {
        Some(each) => format!("{nodes} 个节点，每个容纳 {each} 个 Pod，共 {} 个", thousands(*all)),
        None => format!("{nodes} 个节点共容纳 {} 个 Pod", thousands(*all)),
    };
    Pods { count } => format!("{count} 个 Pod");
    Files { count } => match count {
        0 => "空".to_owned(),
        _ => format!("{count} 个文件"),
    };
    Problems { errors, warnings } => match (errors, warnings) {
        (0, 0) => "没有问题".to_owned(),
        (0, _) => format!("{warnings} 个警告"),
        (_, 0) => format!("{errors} 个错误"),
        (_, _) => format!("{errors} 个错误，{warnings} 个警告"),
    };
    Bytes { bytes } => format!("{bytes} 字节");
    InThePast { at, live } => format!("你看到的是 {at}；集群已到 {live}");
    ActsDropped { acts } => match acts {
        0 => "在这里操作会舍弃之后的历史".to_owned(),
        _ => format!("在这里操作会舍弃之后的 {acts} 步"),
    };
    Forked { acts } => match acts {
        0 => "你在过去做了改动：之后的历史已舍弃。“撤销”可以找回。".to_owned(),
        _ => format!("你在过去做了改动：之后的 {acts} 步已舍弃。“撤销”可以找回。"),
    };
    Marked { acts, changes } => format!("你的操作：{}；可见的变化：{}", thousands(*acts), thousands(*changes));
    HistoryLeft { from, until, acts } => format!("从 {from} 到 {until}，{acts} 步");
    PassedBy { count } => format!("另有 {} 步，见“过程”", thousands(*count));
    WaitForGrace { pod, seconds } => format!("{seconds} 秒宽限期：{pod} 可以先完成手头的工作");
    WaitForWord { node, seconds } => format!("{node} 没有回音，{seconds} 秒后才算失联");
    WaitForToleration { pod, node, seconds } => format!("{node} 不可达，{pod} 会容忍 {seconds} 秒");
    WaitForBackOff { pod, seconds } => format!("退避 {seconds} 秒：kubelet 过一会儿再试 {pod}");
    WaitForProbe { pod, seconds } => format!("{pod} 还在探测，{seconds} 秒后有结果");
    WaitForMinReady { pod, seconds } => format!("minReadySeconds：{pod} 就绪满 {seconds} 秒才算可用");
    WaitForActor { actor, seconds } => format!("接下来 {seconds} 秒没有动静；下一步：{}", actor_name(actor));
    Back { pod } => format!("{pod} 回来了");
    LifeOf { pod, life } => format!("{pod}，第 {life} 个 Pod");
    Receipt { pod, life, same, new } => {
        let title = match life {
            None => format!("{pod} 回来了"),
            Some(life) => format!("{pod}，第 {life} 个 Pod"),
        };
        format!("{title}：不变的有{}；新的有{}", traits(same), traits(new))
    };
    OpenReceipt { pod, life } => format!("{pod} 的第 {life} 个 Pod：什么没变，什么是新的");
    MoreReceipts { count } => format!("另外还有 {count} 个");
    Outdated { revision } => format!("旧修订版本 {revision}");
    OldImage { image } => format!("运行的是 {image}，与现在的模板不同");
    Partition { partition } => format!("partition 为 {partition}：小于它的序号保持旧修订版本");
    ServiceMissing { service } => format!("没有无头服务 {service}，所以没有 DNS 名称");

    Applied { created, changed, same, idle } => {
        let did = match (created, changed, same) {
            (0, 0, _) => "已应用：没有需要改动的内容".to_owned(),
            (_, 0, _) => format!("已应用：新建 {created} 个"),
            (0, _, _) => format!("已应用：修改 {changed} 个"),
            (_, _, _) => format!("已应用：新建 {created} 个，修改 {changed} 个"),
        };
        let idle = match idle {
            None => String::new(),
            Some(kind @ (Kind::Deployment | Kind::ReplicaSet)) => format!("。这里还没有控制器处理 {}：它只是存了下来，不会产生 Pod。", kind.info().name),
            Some(kind) => format!("。这里还没有控制器处理 {}：它只是存了下来。", kind.info().name),
        };
        did + &idle
    };
    Refused { message } => format!("API 服务器拒绝了：{message}");
    SetsBackReplicas { set, live, text } => format!("集群中 {set} 的期望副本数是 {live}：点“应用”会改回 {text}。");
    SetsBackImage { set, container, live, text } => format!("集群中 {set} 的容器 {container} 的镜像是 {live}：点“应用”会改回 {text}。");
    NotApplied { errors } => format!("未应用：清单有 {errors} 个错误，集群保持原样。");
    Restored { inputs } => format!("已恢复，包括你做过的 {inputs} 件事");
    NotResumed { reason } => format!("这是一个新的集群：上次保留的内容无法读取（{reason}）");
    SessionBroken => "无法打开这个会话：内容不完整、被改动过，或者不是本页面的会话";
    SessionVersion { version } => format!("无法打开这个会话：它的格式版本是 {version}，本页面的这个版本不认识；更新的版本也许认识");
    SessionTooLong => "这个会话的历史太长，无法重放";
    SessionDiffers => "重放这个会话的结果与保存时不同：集群可能与当时看到的不一样";
    LinkLength { characters } => match characters {
        ..=2000 => format!("{characters} 个字符"),
        _ => format!("{characters} 个字符：有些程序会截断这么长的链接"),
    };
    RestoreFailed { reason } => format!("无法恢复：{reason}");
    Copied { what } => format!("已复制 {what}");

    ConfirmDeleteClaim { claim } => format!("删除申领 {claim} 和它的磁盘？");
    ConfirmForceDelete { pod } => format!("{pod} 已经在删除。要强制删除吗？");
    DeleteSetHelp { going, staying } => {
        let goes = "StatefulSet 和它的 Pod 一起删除，不按特定顺序。";
        match (going.is_empty(), staying.is_empty()) {
            (true, true) => format!("{goes}Service 保留。"),
            (true, false) => format!("{goes}磁盘和 Service 保留。"),
            (false, true) => format!("{goes}磁盘也随之删除：{}。Service 保留。", going.join("、")),
            (false, false) => format!("{goes}这些磁盘随之删除：{}。这些保留：{}；Service 也保留。", going.join("、"), staying.join("、")),
        }
    };
    DeleteSetAlready { set } => format!("{set} 已经在删除。");
    DeleteClaimHelp { volume_stays, held_by } => {
        let what = match volume_stays {
            true => "它的卷和上面的数据会保留（回收策略为 Retain），但不会自动分给新的申领。",
            false => "磁盘和上面的数据会一起删除。",
        };
        match held_by {
            Some(pod) => format!("{what}但 {pod} 还在使用它时不会删除。"),
            None => what.to_owned(),
        }
    };
    ForceDeleteRisk { pod, node, disk } => {
        let both = match disk {
            Some(disk) => format!("就会有两个同名 Pod，可能同时写 {disk}"),
            None => "就会有两个同名 Pod".to_owned(),
        };
        format!("无法向 {node} 确认 {pod} 是否已经结束。强制删除后名字立刻空出，下一个 {pod} 就可以创建；如果旧的还在 {node} 上运行，{both}。只有确定机器已经关掉时才这样做。")
    };
    ForceDeleteInstead { pod, node } => format!("不强制的办法：给 {node} 接通电源，它的 kubelet 会正常结束 {pod}。如果机器不会再开：`kubectl taint node {node} node.kubernetes.io/out-of-service=nodeshutdown:NoExecute`");
    ForceDeleteHeard { pod, node } => match node.is_empty() {
        true => format!("强制删除后，{pod} 立刻从 API 中消失。"),
        false => format!("{node} 正在结束它，会在宽限期内自己消失。强制删除后，{pod} 立刻从 API 中消失，但它的容器可能还会运行片刻。"),
    };
    AtLine { line, column, message } => format!("第 {line} 行第 {column} 列：{message}");

    DidYouMean { word } => format!("是不是想写 {word}？");
    BelongsUnder { path } => match path.is_empty() {
        true => "它属于对象的最外层，不在这里。".to_owned(),
        false => format!("它应该放在 {path} 下面。"),
    };
    NotHere { kind } => format!("Kubernetes 有 {kind}，这里没有。文本里的其他对象可以照常应用。");
    Custom { kind } => format!("{kind} 可能是自定义资源，集群要靠 CustomResourceDefinition 才认识它；这里没有。文本里的其他对象可以照常应用。");
    FullWidth { found, wanted } => format!("“{found}”是全角字符，YAML 把它当作普通文本。请写成 {wanted}");
    OtherSpace => "这不是普通空格，YAML 把它当作普通文本。";
    SpacesNotTabs => "YAML 用空格缩进，不能用制表符。";
    Quote => "请加上引号，否则它不是文本。";
    Unquote => "请去掉引号，否则它是文本。";

    FixRename { word } => format!("改为 {word}");
    FixQuote => "加上引号";
    FixUnquote => "去掉引号";
    FixSpaces => "用空格替换制表符";
    FixHalfWidth => "改为半角字符";
    FixLabels => "让模板的标签与选择器一致";
    FixRollingUpdate => "把 rollingUpdate 设为 null";
    FixRecreate => "更换 StatefulSet，保留 Pod…";

    WayOutTitle { set } => format!("新的 {set} 接管原来的 Pod");
    WayOutChange { field, before, after } => {
        let side = |value: &Option<String>| value.clone().unwrap_or_else(|| "（无）".to_owned());
        format!("{field}：{} → {}", side(before), side(after))
    };
    WayOutDone { pods, claims } => {
        let done = match pods.is_empty() {
            true => "完成：新的 StatefulSet 已经建好。".to_owned(),
            false => format!("完成：新的 StatefulSet 已接管 {}。Pod 和磁盘都没有变。", pods.join("、")),
        };
        let kept = if *claims { "已有的申领保持原来的大小和存储类，新模板只用于以后创建的申领。" } else { "" };
        done + kept
    };
}

fn actor_name(actor: &Actor) -> String {
    match actor {
        Actor::You => "你".to_owned(),
        Actor::ApiServer => "API 服务器".to_owned(),
        Actor::StatefulSetController => "StatefulSet 控制器".to_owned(),
        Actor::Scheduler => "调度器".to_owned(),
        Actor::Kubelet(node) => format!("kubelet {node}"),
        Actor::VolumeController => "卷控制器".to_owned(),
        Actor::Provisioner => "卷制备器".to_owned(),
        Actor::EndpointSliceController => "端点控制器".to_owned(),
        Actor::GarbageCollector => "垃圾回收器".to_owned(),
        Actor::NodeController => "节点控制器".to_owned(),
        Actor::QuotaController => "配额控制器".to_owned(),
    }
}

/// `名字、DNS 名称 web-0.nginx、磁盘 www-web-0`
fn traits(traits: &[(Label, String)]) -> String {
    let words = traits.iter().map(|(label, what)| {
        let label = label.text(Language::Chinese);
        format!("{label} {what}").trim_end().to_owned()
    });
    words.collect::<Vec<_>>().join("、")
}
