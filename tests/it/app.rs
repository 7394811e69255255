//! The page without a browser: what a person does goes in, what they see and what the browser is told
//! comes out as text.

use crate::page::{Page, anywhere, check, draw, pod};
use playground::app::{
    Effect, Message, Question, Saved, Start, StorageKey, Theme, UrlParameters, founding,
};
use playground::cluster::api::SimTime;
use playground::cluster::apiserver::Cascade;
use playground::i18n::Language;
use playground::view::player::{Motion, Speed};

#[test]
fn the_page_is_alive_at_once_with_the_founding_manifest() {
    let mut page = Page::fresh();
    assert_eq!(page.app.editor().text, founding::MANIFEST);
    assert!(!page.app.editor().differs() && page.app.editor().problems.is_empty());
    check(
        &draw(&page.app.scene()),
        "web 0/2: web: its controller is about to look
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
        .send(Message::Examine)
        .send(Message::SetSpeed(Speed::Four));
    let session = page.kept(StorageKey::Session);
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
fn the_address_follows_when_the_person_chooses_otherwise() {
    let url = UrlParameters {
        lang: Some("en".to_owned()),
        speed: None,
        seed: Some("11".to_owned()),
    };
    let mut page = Page::open(&Start {
        url,
        ..Start::default()
    });
    page.send(Message::SetLanguage(Language::Chinese));
    assert!(
        page.effects
            .contains(&Effect::SetUrl("lang=zh&seed=11".to_owned()))
    );
    let mut silent = Page::fresh();
    silent
        .send(Message::SetLanguage(Language::Chinese))
        .send(Message::SetSpeed(Speed::Two));
    let asked = |effect: &Effect| matches!(effect, Effect::SetUrl(_));
    assert!(
        !silent.effects.iter().any(asked),
        "an address that never asked says nothing"
    );
}

#[test]
fn choices_are_kept_and_told_to_the_browser() {
    let mut page = Page::fresh();
    page.send(Message::SetLanguage(Language::Chinese))
        .send(Message::SetTheme(Theme::Dark));
    assert_eq!(page.kept(StorageKey::Language).as_deref(), Some("zh"));
    assert_eq!(page.kept(StorageKey::Theme).as_deref(), Some("dark"));
    assert!(
        page.effects
            .contains(&Effect::SetDocumentLanguage(Language::Chinese))
    );
    assert!(page.effects.contains(&Effect::SetTheme(Theme::Dark)));
    assert!(page.app.settings().dark());
    page.send(Message::SetSpeed(Speed::One));
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
         Claim www-web-0 has its disk
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
        "Service nginx 已创建；它是无头服务，每个 Pod 都会有自己的 DNS 名称
         StatefulSet（有状态副本集）web 已创建，期望 2 个 Pod
         申领 www-web-0 请求一块磁盘
         web-0 已创建：序号 0 缺少 Pod",
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
        "web 0/1: web: its controller is about to look\nweb-0 | no pod | life 0",
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
fn a_reload_finds_the_cluster_as_it_was() {
    let mut page = Page::fresh();
    page.settle();
    page.send(Message::DeletePod(pod("web-0"))).settle();
    let reload = |kept: String, url: UrlParameters| {
        let mut again = Page::open(&Start {
            url,
            ..Start::default()
        });
        again.send(Message::Resume(kept));
        again
    };
    let record = page.app.record();
    let again = reload(record.clone(), UrlParameters::default());
    assert_eq!(draw(&again.app.scene()), draw(&page.app.scene()));
    assert_eq!(again.app.story(), page.app.story());
    assert_eq!(again.app.now(), page.app.now());
    assert_eq!(again.app.notice(), None, "nothing is lost, nothing to say");

    // Another seed is another cluster.
    let seed = Some("42".to_owned());
    let url = UrlParameters {
        seed,
        ..UrlParameters::default()
    };
    assert_eq!(reload(record.clone(), url).app.now(), SimTime(0));

    // What is lost is told.
    let broken = reload("{}".to_owned(), UrlParameters::default());
    assert!(broken.notice().starts_with("This is a new cluster"));
    let long = record.replace("\"steps\":", "\"steps\":9999");
    let long = reload(long, UrlParameters::default());
    assert!(long.notice().contains("too long"), "{}", long.notice());
}
