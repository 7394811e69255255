//! The page without a browser: what a person does goes in, what they see and what the browser is told
//! comes out as text.

use playground::app::{
    App, Effect, Message, Question, Saved, Start, Theme, UrlParameters, explain, founding, storage,
    update,
};
use playground::cluster::api::{Key, Kind, SimTime};
use playground::cluster::apiserver::Cascade;
use playground::i18n::Language;
use playground::view::player::{Motion, Speed};
use playground::view::scene::{Column, Scene, SetPicture};

/// A page, and what it has told the browser.
pub(crate) struct Page {
    pub(crate) app: App,
    effects: Vec<Effect>,
}

impl Page {
    pub(crate) fn open(start: &Start) -> Self {
        let (app, effects) = App::start(start);
        Self { app, effects }
    }

    pub(crate) fn fresh() -> Self {
        Self::open(&Start::default())
    }

    pub(crate) fn send(&mut self, message: Message) -> &mut Self {
        let effects = update(&mut self.app, message);
        self.effects.extend(effects);
        self
    }

    /// Lets wall time pass, frame by frame.
    pub(crate) fn wait(&mut self, wall_ms: u32) -> &mut Self {
        for _ in 0..wall_ms / 16 {
            self.send(Message::Tick {
                wall_elapsed_ms: 16,
            });
        }
        self
    }

    /// Waits until the set rests: as many ready as wanted, and the controller waits for nothing.
    pub(crate) fn settle(&mut self) -> &mut Self {
        for _ in 0..400 {
            self.wait(160);
            let scene = self.app.scene();
            let rests = |set: &SetPicture| {
                set.ready == set.wanted
                    && set.waiting.is_none()
                    && set
                        .columns
                        .iter()
                        .all(|column| column.wanted == column.pod.is_some())
            };
            if scene.sets.iter().all(rests) && scene.other_pods.is_empty() {
                return self;
            }
        }
        panic!(
            "the page does not come to rest:\n{}",
            draw(&self.app.scene())
        );
    }

    /// The text with one thing replaced, as a person would.
    fn edit(&mut self, from: &str, to: &str) -> &mut Self {
        let text = self.app.editor().text.replacen(from, to, 1);
        assert_ne!(text, self.app.editor().text, "{from:?} stands in the text");
        self.send(Message::EditorChanged(text))
    }

    fn notice(&self) -> String {
        let notice = self.app.notice().expect("a notice");
        notice.msg.text(self.app.settings().language)
    }

    fn kept(&self, key: &str) -> Option<String> {
        self.effects.iter().rev().find_map(|effect| match effect {
            Effect::Persist { key: kept, value } if *kept == key => Some(value.clone()),
            _ => None,
        })
    }

    /// What the page has said in its story, the last lines of it.
    fn story(&self, last: usize) -> String {
        let story = self.app.story();
        let lines = story[story.len().saturating_sub(last)..].iter();
        lines
            .map(|line| line.story.text(Language::English) + "\n")
            .collect()
    }
}

/// A story with what follows from seed and latencies left out: which node, which address, which uid.
pub(crate) fn anywhere(story: &str) -> String {
    let mut told = String::new();
    for line in story.lines() {
        let line = line.split("; the pod before").next().unwrap_or_default();
        let line = line.split("；上一任").next().unwrap_or_default();
        let mut words = line.to_owned();
        for number in 1..=3 {
            words = words.replace(&format!("node-{number}"), "a node");
        }
        for marker in ["→ ", "pvc-"] {
            if let Some(at) = words.find(marker) {
                words.truncate(at + marker.len());
                words.push('…');
            }
        }
        told += &(words + "\n");
    }
    told
}

/// The picture as text.
pub(crate) fn draw(scene: &Scene) -> String {
    let mut out = String::new();
    for set in &scene.sets {
        out += &format!("{} {}/{}", set.key.name, set.ready, set.wanted);
        let why = explain(scene, set);
        out += &format!(": {}\n", why[0].text(Language::English));
        for column in &set.columns {
            out += &line(column);
        }
    }
    for pod in &scene.other_pods {
        out += &format!("other {} {}\n", pod.key.name, pod.status);
    }
    for disk in &scene.shelf {
        out += &format!("shelf {} {}\n", disk.key.name, disk.phase);
    }
    out
}

/// Which node it is follows from the seed and from latencies; what matters is whether there is one.
fn line(column: &Column) -> String {
    let pod = column.pod.as_ref().map_or("no pod".to_owned(), |pod| {
        let place = if pod.node.is_empty() {
            "without a node"
        } else {
            "on a node"
        };
        format!("{} {place}", pod.status)
    });
    let disks = column.disks.iter().map(|disk| {
        let kept = if disk.kept { " kept" } else { "" };
        format!(" | {} {}{kept}", disk.key.name, disk.phase)
    });
    format!(
        "  {} | {pod} | life {}{}\n",
        column.name,
        column.lives,
        disks.collect::<String>()
    )
}

fn check(told: &str, expected: &str) {
    let trim = |text: &str| {
        text.trim()
            .lines()
            .map(|line| line.trim().to_owned() + "\n")
            .collect::<String>()
    };
    assert_eq!(trim(told), trim(expected));
}

fn pod(name: &str) -> Key {
    Key::new(Kind::Pod, "default", name)
}

fn web() -> Key {
    Key::new(Kind::StatefulSet, "default", "web")
}

#[test]
fn the_page_is_alive_at_once_with_the_founding_manifest() {
    let mut page = Page::fresh();
    assert_eq!(page.app.editor().text, founding::MANIFEST);
    assert!(!page.app.editor().differs() && page.app.editor().problems.is_empty());
    check(
        &draw(&page.app.scene()),
        "web 0/2: web is about to act
         web-0 | no pod | life 0
         web-1 | no pod | life 0",
    );
    page.settle();
    check(
        &draw(&page.app.scene()),
        "web 2/2: web is at rest: all 2 pods are Ready
         web-0 | Running on a node | life 1 | www-web-0 Bound
         web-1 | Running on a node | life 1 | www-web-1 Bound",
    );
}

#[test]
fn the_first_is_ready_before_the_second_is_created() {
    let mut page = Page::fresh();
    page.settle();
    let story = page.story(100);
    let at = |words: &str| {
        story
            .find(words)
            .unwrap_or_else(|| panic!("{words:?} in\n{story}"))
    };
    assert!(
        at("web-0 is Ready") < at("web-1 is created: ordinal 1 was missing"),
        "{story}"
    );
}

#[test]
fn a_deleted_pod_comes_back_as_the_same_and_as_another() {
    let mut page = Page::fresh();
    page.settle();
    let before = page.app.scene().sets[0].columns[0].clone();
    page.send(Message::DeletePod(pod("web-0"))).wait(160);
    assert_eq!(
        page.app.scene().sets[0].columns[0]
            .pod
            .as_ref()
            .map(|pod| pod.status.as_str()),
        Some("Terminating")
    );
    page.wait(1000).settle();
    let after = page.app.scene().sets[0].columns[0].clone();
    let receipt = after.receipt.clone().expect("a receipt while it is news");
    let uid = |column: &Column| {
        column
            .pod
            .as_ref()
            .map(|pod| pod.uid.clone())
            .unwrap_or_default()
    };
    assert_eq!((after.name.as_str(), after.lives), ("web-0", 2));
    assert_eq!(
        (&receipt.uid.0, &receipt.uid.1),
        (&uid(&before), &uid(&after))
    );
    assert_eq!(receipt.disks, ["www-web-0"]);
    assert_eq!(
        after.disks[0].uid, before.disks[0].uid,
        "the claim is the same"
    );
    assert_eq!(
        after.disks[0].volume, before.disks[0].volume,
        "and so is the volume"
    );
    // Doing something else ends the news.
    page.send(Message::Scale {
        set: web(),
        delta: 1,
    });
    assert_eq!(page.app.scene().sets[0].columns[0].receipt, None);
}

#[test]
fn scaling_down_takes_the_highest_first_and_keeps_the_disks() {
    let mut page = Page::fresh();
    page.settle();
    for delta in [1, 1] {
        page.send(Message::Scale { set: web(), delta });
    }
    page.settle();
    for delta in [-1, -1] {
        page.send(Message::Scale { set: web(), delta });
    }
    page.settle();
    check(
        &draw(&page.app.scene()),
        "web 2/2: web is at rest: all 2 pods are Ready
         web-0 | Running on a node | life 1 | www-web-0 Bound
         web-1 | Running on a node | life 1 | www-web-1 Bound
         web-2 | no pod | life 1 | www-web-2 Bound kept
         web-3 | no pod | life 1 | www-web-3 Bound kept",
    );
    let gone: Vec<String> = page
        .story(20)
        .lines()
        .filter(|line| line.contains("is kept"))
        .map(str::to_owned)
        .collect();
    check(
        &gone.join("\n"),
        "web-3 is gone and not wanted back. Its disk www-web-3 is kept.
         web-2 is gone and not wanted back. Its disk www-web-2 is kept.",
    );
    // Fewer than none is nothing to ask for.
    for _ in 0..5 {
        page.send(Message::Scale {
            set: web(),
            delta: -1,
        });
    }
    assert_eq!(page.app.scene().sets[0].wanted, 0);
    assert!(page.app.notice().is_none_or(|notice| !notice.refused));
}

#[test]
fn a_bad_manifest_is_told_where_and_changes_nothing() {
    let mut page = Page::fresh();
    page.settle();
    let picture = draw(&page.app.scene());
    page.edit("replicas: 2", "replicsa: 2").send(Message::Apply);
    let problem = page.app.editor().problems[0].clone();
    assert_eq!((problem.line, problem.column), (24, 3));
    assert!(problem.message.contains("replicsa"), "{}", problem.message);
    assert_eq!(problem.hint.as_deref(), Some("Did you mean replicas?"));
    assert_eq!(
        page.notice(),
        "Not applied: the manifest has 1 error. The cluster stays as it is."
    );
    assert!(
        page.effects
            .contains(&Effect::EditorGoTo(problem.from_utf16))
    );
    page.wait(3000);
    assert_eq!(draw(&page.app.scene()), picture, "the cluster stays");
    assert!(
        page.app.editor().text.contains("replicsa"),
        "and so does the text"
    );
    page.send(Message::SetLanguage(Language::Chinese));
    assert_eq!(
        page.app.editor().problems[0].hint.as_deref(),
        Some("是不是想写 replicas？")
    );
}

#[test]
fn what_cannot_be_changed_is_refused_before_it_is_sent() {
    let mut page = Page::fresh();
    page.settle();
    page.edit("storage: 1Gi", "storage: 2Gi")
        .send(Message::Apply);
    let problem = &page.app.editor().problems[0];
    assert!(
        problem
            .message
            .contains("Forbidden: updates to statefulset spec"),
        "{}",
        problem.message
    );
    assert_eq!(page.app.editor().applied, founding::MANIFEST);
}

#[test]
fn applying_says_what_it_did() {
    let mut page = Page::fresh();
    page.settle();
    page.send(Message::Apply);
    assert_eq!(page.notice(), "Applied: nothing to change");
    page.edit("replicas: 2", "replicas: 3").send(Message::Apply);
    assert_eq!(page.notice(), "Applied: 1 changed");
    assert!(!page.app.editor().differs());
    assert_eq!(page.app.scene().sets[0].wanted, 3);
    page.edit("name: web\nspec", "name: db\nspec")
        .send(Message::SetLanguage(Language::Chinese))
        .send(Message::Apply);
    assert_eq!(page.notice(), "已应用：新建 1 个");
    page.edit(&page.app.editor().text.clone(), " ")
        .send(Message::Apply);
    assert_eq!(page.notice(), "这里还没有清单。");
}

#[test]
fn reverting_goes_back_to_what_is_applied() {
    let mut page = Page::fresh();
    page.edit("replicas: 2", "replicas: 5")
        .send(Message::Revert);
    assert_eq!(page.app.editor().text, founding::MANIFEST);
    assert!(
        page.effects
            .contains(&Effect::EditorSetText(founding::MANIFEST.to_owned()))
    );
    page.send(Message::LoadExample { disks: false });
    assert_eq!(page.app.editor().text, founding::MANIFEST_WITHOUT_DISKS);
    assert!(page.app.editor().differs());
}

#[test]
fn text_and_cluster_survive_a_reload() {
    let mut page = Page::fresh();
    page.edit("replicas: 2", "replicas: 3").send(Message::Apply);
    page.edit("nginx:1.9.1", "nginx:1.27")
        .send(Message::SetSpeed(Speed::Four));
    let session = page.kept(storage::SESSION);
    let mut again = Page::open(&Start {
        saved: Saved {
            session,
            ..Saved::default()
        },
        ..Start::default()
    });
    assert_eq!(again.app.editor(), page.app.editor());
    assert_eq!(again.app.settings().speed, Speed::Four);
    again.settle();
    assert_eq!(again.app.scene().sets[0].ready, 3, "what was applied runs");
    assert_eq!(
        again.app.scene().sets[0].image,
        "nginx:1.9.1",
        "what was only written does not"
    );
    // What cannot be read is no reason not to begin.
    let session = Some("{not json".to_owned());
    let page = Page::open(&Start {
        saved: Saved {
            session,
            ..Saved::default()
        },
        ..Start::default()
    });
    assert_eq!(page.app.editor().text, founding::MANIFEST);
}

#[test]
fn the_address_goes_before_the_browser_and_the_browser_before_nothing() {
    let chinese = || vec!["zh-CN".to_owned()];
    let url = |lang: &str| UrlParameters {
        lang: Some(lang.to_owned()),
        ..UrlParameters::default()
    };
    let saved = |lang: &str| Saved {
        language: Some(lang.to_owned()),
        ..Saved::default()
    };
    let cases = [
        (
            Start {
                languages: chinese(),
                ..Start::default()
            },
            Language::Chinese,
        ),
        (
            Start {
                languages: chinese(),
                saved: saved("en"),
                ..Start::default()
            },
            Language::English,
        ),
        (
            Start {
                saved: saved("en"),
                url: url("zh"),
                ..Start::default()
            },
            Language::Chinese,
        ),
        (
            Start {
                languages: chinese(),
                url: url("fr"),
                ..Start::default()
            },
            Language::Chinese,
        ),
        (Start::default(), Language::English),
    ];
    for (start, expected) in cases {
        assert_eq!(
            Page::open(&start).app.settings().language,
            expected,
            "{start:?}"
        );
    }
    let url = UrlParameters {
        speed: Some("0.25".to_owned()),
        seed: Some("11".to_owned()),
        lang: None,
    };
    let page = Page::open(&Start {
        url,
        ..Start::default()
    });
    assert_eq!(page.app.settings().speed, Speed::Quarter);
    assert!(
        page.app.record().contains("\"seed\":11"),
        "{}",
        page.app.record()
    );
}

#[test]
fn choices_are_kept_and_told_to_the_browser() {
    let mut page = Page::fresh();
    page.send(Message::SetLanguage(Language::Chinese))
        .send(Message::SetTheme(Theme::Dark));
    assert_eq!(page.kept(storage::LANGUAGE).as_deref(), Some("zh"));
    assert_eq!(page.kept(storage::THEME).as_deref(), Some("dark"));
    assert!(
        page.effects
            .contains(&Effect::SetDocumentLanguage(Language::Chinese))
    );
    assert!(page.effects.contains(&Effect::SetTheme(Theme::Dark)));
    assert!(page.app.settings().dark());
    assert_eq!(page.app.motion(), Motion::Full);
    page.send(Message::ToggleReducedMotion);
    assert_eq!(page.app.motion(), Motion::Reduced);
}

#[test]
fn a_pause_stands_still_and_a_step_goes_to_the_next_thing_to_see() {
    let mut page = Page::fresh();
    page.send(Message::TogglePause).wait(5000);
    assert_eq!(page.app.now(), SimTime(0));
    let mut steps = String::new();
    for _ in 0..4 {
        page.send(Message::Step);
        steps += &anywhere(&page.story(1));
    }
    check(
        &steps,
        "web-0 is created: ordinal 0 was missing
         Claim www-web-0 has its disk: pvc-…
         web-0 is placed on a node
         web-0 is starting",
    );
    assert!(page.app.settings().paused);
    page.send(Message::TogglePause).settle();
    page.send(Message::Step);
    assert!(page.app.settings().paused, "a step pauses");
}

#[test]
fn the_browser_hears_the_story_in_the_readers_language() {
    let mut page = Page::fresh();
    page.send(Message::SetLanguage(Language::Chinese)).wait(600);
    let heard: Vec<&str> = page
        .effects
        .iter()
        .filter_map(|effect| match effect {
            Effect::Announce(text) => Some(text.as_str()),
            _ => None,
        })
        .collect();
    check(
        &heard.join("\n"),
        "Service nginx 已创建；它是无头服务，每个 Pod 都会有自己的名字
         StatefulSet（有状态副本集）web 已创建，期望 2 个 Pod
         申领 www-web-0 请求一块磁盘
         web-0 已创建：序号 0 缺少 Pod",
    );
}

#[test]
fn deleting_a_set_asks_first() {
    let mut page = Page::fresh();
    page.settle().send(Message::Ask(Question::DeleteSet(web())));
    assert_eq!(page.app.question(), Some(&Question::DeleteSet(web())));
    page.send(Message::Dismiss).wait(1000);
    assert_eq!(
        (page.app.question(), page.app.scene().sets.len()),
        (None, 1)
    );
    page.send(Message::Ask(Question::DeleteSet(web())))
        .send(Message::Confirm(Cascade::Background));
    assert!(page.app.scene().sets.is_empty());
    check(
        &draw(&page.app.scene()),
        "other web-0 Running
         other web-1 Running
         shelf www-web-0 Bound
         shelf www-web-1 Bound",
    );
}

#[test]
fn a_file_outlives_the_pod_it_was_written_through() {
    let mut page = Page::fresh();
    page.settle();
    let path = "/usr/share/nginx/html/index.html".to_owned();
    let (container, text) = ("nginx".to_owned(), "hello from web-0".to_owned());
    page.send(Message::Select(pod("web-0")));
    page.send(Message::WriteFile {
        pod: pod("web-0"),
        container: container.clone(),
        path: path.clone(),
        text,
    });
    let files = |page: &Page| {
        let seen = page.app.inspection().expect("web-0 is selected");
        seen.files
            .iter()
            .map(|file| (file.path.clone(), file.preview.clone(), file.claim.clone()))
            .collect::<Vec<_>>()
    };
    let written = vec![(
        path.clone(),
        "hello from web-0".to_owned(),
        "www-web-0".to_owned(),
    )];
    assert_eq!(files(&page), written);
    page.send(Message::DeletePod(pod("web-0")))
        .wait(1000)
        .settle();
    assert_eq!(files(&page), written, "the next life finds the same bytes");
    let seen = page.app.inspection().expect("still selected");
    assert!(
        seen.exists && !seen.since_life.is_empty(),
        "what is new since the life before is told"
    );
    page.send(Message::DeleteFile {
        pod: pod("web-0"),
        container,
        path,
    });
    assert_eq!(files(&page), []);
}

#[test]
fn what_the_server_refuses_becomes_a_notice() {
    let mut page = Page::fresh();
    page.settle().send(Message::DeletePod(pod("web-7")));
    assert_eq!(
        page.notice(),
        "The API server refused: pods \"web-7\" not found"
    );
    page.send(Message::Dismiss);
    assert_eq!(page.app.notice(), None);
}

#[test]
fn another_image_goes_in_from_the_top() {
    let mut page = Page::fresh();
    page.settle();
    let (container, image) = ("nginx".to_owned(), "nginx:1.27".to_owned());
    page.send(Message::SetImage {
        set: web(),
        container,
        image,
    })
    .wait(1000)
    .settle();
    let gone: String = page
        .story(40)
        .lines()
        .filter(|line| line.contains("a new pod") || line.contains("revision"))
        .map(|line| line.to_owned() + "\n")
        .collect();
    check(
        &gone,
        "web has a new pod template
         web-1: the same name, a new pod (its life number 2)
         web-0: the same name, a new pod (its life number 2)
         web: every pod has the new revision",
    );
}

#[test]
fn starting_over_keeps_the_text_and_applies_what_was_applied() {
    let mut page = Page::fresh();
    page.edit("replicas: 2", "replicas: 1")
        .send(Message::Apply)
        .settle();
    page.edit("replicas: 1", "replicas: 9")
        .send(Message::Ask(Question::Reset));
    page.send(Message::Confirm(Cascade::Background));
    assert_eq!(page.app.now(), SimTime(0));
    assert!(page.app.editor().text.contains("replicas: 9"));
    assert!(page.app.editor().applied.contains("replicas: 1"));
    check(
        &draw(&page.app.scene()),
        "web 0/1: web is about to act\nweb-0 | no pod | life 0",
    );
}

#[test]
fn a_record_brings_the_same_cluster_back() {
    let mut page = Page::fresh();
    page.settle()
        .send(Message::DeletePod(pod("web-1")))
        .wait(1500);
    let record = page.app.record();
    let mut again = Page::fresh();
    again.send(Message::Restore(record));
    assert_eq!(again.app.world().digest(), page.app.world().digest());
    assert_eq!(draw(&again.app.scene()), draw(&page.app.scene()));
    assert_eq!(again.app.story(), page.app.story());
    assert_eq!(again.notice(), "Restored, with the 3 things you did");
    again.send(Message::Restore("[]".to_owned()));
    assert!(
        again.notice().starts_with("Could not be restored: "),
        "{}",
        again.notice()
    );
}

#[test]
fn the_plug_goes_out_and_in() {
    let mut page = Page::fresh();
    page.settle();
    let node = "node-1".to_owned();
    page.send(Message::TogglePower { node: node.clone() });
    assert!(!page.app.scene().nodes[0].powered && page.app.scene().nodes[0].ready);
    assert_eq!(
        page.story(1),
        "node-1 has no power. Nobody in the cluster knows yet.\n"
    );
    page.send(Message::TogglePower { node });
    assert!(page.app.scene().nodes[0].powered);
}

#[test]
fn what_did_not_change_stays_the_same_value() {
    let mut page = Page::fresh();
    page.settle().wait(14_000);
    let (scene, story, events) = (page.app.scene(), page.app.story(), page.app.events());
    page.wait(1000);
    assert!(
        std::sync::Arc::ptr_eq(&scene, &page.app.scene()),
        "the picture is not drawn again"
    );
    assert!(std::sync::Arc::ptr_eq(&story, &page.app.story()));
    assert!(std::sync::Arc::ptr_eq(&events, &page.app.events()));
}
