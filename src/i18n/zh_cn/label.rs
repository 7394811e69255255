//! Words without arguments, in Chinese.

use crate::i18n::Label;
use crate::i18n::phrases::words;

words! {
    /// The words in Chinese.
    label of Label;

    Title => "StatefulSet 实验场";
    SkipToCluster => "跳到集群";
    Cluster => "集群";
    Manifest => "清单";
    Inspector => "详情";
    Story => "过程";
    Events => "事件";
    Help => "帮助";
    Close => "关闭";
    Cancel => "取消";
    More => "更多";

    EditorLabel => "清单（YAML）";
    Apply => "应用";
    Revert => "还原";
    ShowDiff => "对比";
    EditorFailed => "编辑器未能加载，可以用这个普通文本框代替。";
    ApplyTheExample => "应用示例";
    EmptyEditor => "这里还没有清单。";
    LoadExample => "带磁盘的示例";
    Insert => "插入";
    InsertHelp => "清单模板";
    WayOutWhy => "StatefulSet 创建之后，任何更新都不能改动：";
    WayOutServer => "API 服务器的原话";
    WayOutHow => "办法是换一个新的 StatefulSet。只删除旧的 StatefulSet：它的 Pod 继续运行，磁盘也保留。";
    WayOutDelete => "只删除 StatefulSet，不删除 Pod";
    WayOutApply => "应用清单：新的 StatefulSet 接管这些 Pod";
    Run => "执行";
    Underway => "进行中…";
    StepDone => "已完成";

    Play => "播放";
    Pause => "暂停";
    Step => "下一步";
    EachStep => "每一步后暂停";
    Speed => "速度";
    Reset => "重新开始";
    Clock => "集群中的时间";
    FastForward => "正在跳过等待";

    Language => "语言";
    Theme => "配色";
    ThemeLight => "浅色";
    ThemeDark => "深色";
    ReducedMotion => "减少动态效果";
    Gates => "特性门控";
    GatesIntro => "特性门控为整个集群开启或关闭 Kubernetes 的某些功能。第一个是 Kubernetes 1.36 的门控，第二个是之后的一处修正；在 1.36 里两者都是关闭的。切换之后，控制器会重新查看每个 StatefulSet。";
    GateMaxUnavailable => "开启：滚动更新一次可以停掉的 Pod 数量，由 updateStrategy 里的 maxUnavailable 决定。关闭：一次总是一个，应用清单时 maxUnavailable 会被丢弃。";
    GateParallelFix => "与第一个一起起作用。开启：在 Parallel 的 StatefulSet 里，未就绪的旧修订版本 Pod 会马上被替换，不占用 maxUnavailable，所以改正后的模板总能生效。关闭：它们会占满 maxUnavailable，如果旧 Pod 全都坏了，就一直坏下去。（这是我们给 1.36.2 之后一处修正取的名字，上游没有这个开关。）";
    Present => "演示";

    Nodes => "节点";
    Node => "节点";
    OtherPods => "其他 Pod";
    Shelf => "无人使用的磁盘";
    Wanted => "期望";
    Revision => "修订版本";
    Uid => "UID";
    Image => "镜像";
    Kept => "保留";
    Overview => "全部序号";
    Sets => "StatefulSet 列表";
    NoAddressYet => "还没有地址";
    NoAddressNow => "现在没有地址";
    NoNode => "还没有节点";
    SlotWaiting => "Pod 已消失，名字在等下一个 Pod";
    SlotKept => "现在不需要，磁盘保留着";
    SlotNotWanted => "现在不需要";
    Unplugged => "已断电";
    DnsName => "DNS 名称";
    Same => "相同";
    New => "新的";
    Name => "名字";
    Disk => "磁盘";
    Address => "地址";
    NotYet => "还没有";
    BeingDeleted => "正在删除";
    Receipts => "什么没变，什么是新的";

    SlotNotYet => "尚未创建";

    NoPod => "没有 Pod";
    HealthWaiting => "等待中";
    HealthStarting => "启动中";
    HealthReady => "就绪";
    HealthTerminating => "终止中";
    HealthFailed => "失败";
    HealthCompleted => "已完成";
    HealthUnknown => "未知";

    Delete => "删除";
    Save => "保存";
    NewFile => "新文件";
    CascadeBackground => "连同 Pod 一起删除";
    CascadeOrphan => "只删除它自己，保留 Pod";
    CascadeOrphanHelp => "StatefulSet 被删除，它的 Pod 继续运行，只是没有了所有者。选择器相同的新 StatefulSet 会接管它们。";
    ConfirmReset => "换一个新集群，重新开始？";
    ConfirmResetHelp => "现有的 Pod、磁盘和过程都会消失。清单仍在编辑器里，已应用的内容会重新应用。";
    PullThePlug => "拔掉电源";
    PlugIn => "接通电源";

    Yaml => "YAML";
    Changes => "有什么变化";
    SinceLastVersion => "与上一个版本相比";
    SinceLastLife => "与上一个同名 Pod 相比";
    Dns => "DNS";
    Files => "文件";
    Path => "路径";
    Content => "内容";
    Size => "大小";
    Gone => "已消失：这是它最后的样子";
    CopyYaml => "复制 YAML";

    NoSet => "还没有 StatefulSet（有状态副本集）。应用示例后，它就会出现在这里。";
    NoSetNow => "现在没有 StatefulSet。应用文本后，它会再次出现在这里。";
    NoEvents => "还没有事件。";
    NoStory => "还没有发生任何事。";
    NothingSelected => "选择一个 Pod、磁盘、名字或 StatefulSet，查看详情。";
    NoFiles => "还没有文件。写一个文件，删除 Pod，看看它会不会留下来。";
    NoChanges => "没有变化。";
    NoAnswers => "没有名字指向这里。";
    NothingDue => "集群不会再自己变化了。动手试试：删除一个 Pod、改变副本数或更换镜像。";

    Share => "分享";
    ShareHelp => "这个链接包含整个会话：集群的初始状态、你做过的一切、你正在看的时刻，以及你的 YAML。打开它的人会看到同样的集群。不会发送任何数据：一切都在链接里。";
    Link => "链接";
    CopyLink => "复制链接";
    QrCode => "链接的二维码";
    NoQrCode => "链接太长，无法生成二维码";
    TooLongToResume => "这是一个新的集群：上一个集群的历史太长，无法重放";

    Awaited => "模拟程序正在下载到你的浏览器。";
    AwaitedStalled => "网络没有响应，余下的部分没有下载下来。";
    TroubleStandsStill => "模拟没有响应";
    TroubleStandsStillHelp => "它处理一件事已经超过十秒。你可以继续等待，也可以回到上一个正常状态。你的 YAML 没有丢失。";
    TroubleWait => "继续等待";
    TroubleGiveUp => "恢复到上一个正常状态";
    TroubleBroke => "模拟出错了";
    TroubleOurs => "这是我们的错误，不是你的。你的 YAML 没有丢失。";
    TroubleTakenUp => "模拟已重新启动，从上一个正常状态继续。";
    TroubleLost => "你的最后一步操作还没有得到响应，因此没有重做。";
    TroubleBegunAnew => "没有可以回到的状态：已用当前应用的清单新建了一个集群。";
    TroubleAgain => "从上一个正常状态继续后又出错了。你可以回到最后一步操作之前，或者重新开始。";
    TroubleMomentBefore => "回到上一步操作之前";
    TroubleFresh => "重新开始";
    TroubleNotBegun => "模拟无法启动";
    TroubleNotBegunHelp => "模拟还没有开始就结束了。你的 YAML 没有丢失。请重试；如果不行，请换一个浏览器。";
    TroubleRetry => "重试";
    TroubleGoOn => "继续";
    TroubleDetails => "出了什么问题";

    EventWhen => "最近出现";
    EventType => "类型";
    EventReason => "原因";
    EventObject => "对象";
    EventMessage => "消息";

    HelpTitle => "这是什么？";
    HelpIntro => "在这里可以弄明白：Pod 来来去去，StatefulSet 保留了什么。这个页面里模拟运行着一个 Kubernetes 集群，所有内容都留在你的浏览器里，尽管试，弄坏了也没关系。每一列是一个身份：序号、名字、DNS 记录、Pod 和磁盘串在一条线上。每一行是一个节点。";
    HelpKeys => "按键";
    HelpTry => "试一试";
    HelpTryDelete => "删除一个 Pod。哪些东西原样回来，哪些是新的？";
    HelpTryScale => "扩容两个，再缩回去。谁先离开，什么会留下来？";
    HelpTryImage => "更换镜像。Pod 按什么顺序被替换？";
    HelpTryFile => "选一个 Pod，在它的磁盘上写一个文件，再删除这个 Pod。文件还在吗？";
    HelpTryPlug => "拔掉一个节点的电源。大家在等什么？为什么别处没有启动第二个 Pod？";
    HelpTryOrphan => "删除 StatefulSet 但保留 Pod，然后再次应用清单。";
    KeyApply => "应用清单";
    KeyComplete => "在清单中：补全";
    KeyDescribe => "在清单中：查看字段说明";
    KeyProblem => "在清单中：下一个问题";
    KeyFix => "在清单中：修复此问题";
    KeyPlay => "播放或暂停";
    KeyStep => "下一步";
    KeyDelete => "删除选中的 Pod";
    KeyArrows => "在各列之间移动";
    KeyHelp => "显示帮助";
    KeySpeed => "减速、加速";
    Words => "词语";
    NameWord => "序号、DNS 名称";
    DiskWord => "磁盘（申领）";
    TermStatefulSet => "StatefulSet（有状态副本集）";
    AboutStatefulSet => "让一个程序保持若干份副本运行，并保留每一份的名字、磁盘和次序。";
    TermPod => "Pod（容器组）";
    AboutPod => "程序的一份运行中的副本。消失后不会再回来，由新的 Pod 接替。";
    TermOrdinal => "序号（ordinal）";
    AboutOrdinal => "Pod 名字末尾的数字，例如 web-0 的 0。下一个 Pod 用的还是它。";
    TermNode => "节点（node）";
    AboutNode => "运行 Pod 的机器：图中的一行。";
    TermClaim => "申领（PersistentVolumeClaim）";
    AboutClaim => "请求一块磁盘并一直占着它。它以 Pod 的名字命名，所以下一个同名 Pod 用的是同一块磁盘。这里的磁盘在网络上，不在节点里：Pod 到另一台机器，磁盘也跟着去。";
    TermHeadless => "无头服务（headless Service）";
    AboutHeadless => "没有自己地址的 Service。它给每个 Pod 一个 DNS 名称，例如 web-0.nginx。";
    TermController => "控制器（controller）";
    AboutController => "比较期望与现状，再采取行动：StatefulSet 的控制器创建和删除 Pod。";
    TermRevision => "修订版本（revision）";
    AboutRevision => "Pod 模板的一个修订版本。换一个镜像就是一个新的修订版本。";
    SimulatedHonestly => "对象、顺序、事件和拒绝信息都遵循 Kubernetes 自己的代码；镜像、网络和耗时是模拟的。Deployment 和 ReplicaSet 会被保存，但这里没有控制器处理它们。";
}
