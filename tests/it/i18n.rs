//! What the page says: both languages whole, each in its own script, and the right one for the reader.

use playground::cluster::apiserver::Actor;
use playground::i18n::{Label, Language, Msg, Note, Story, Why, reading_us};

/// Both languages of a message.
fn both(message: impl Into<Msg>) -> (String, String) {
    let message = message.into();
    (
        message.text(Language::English),
        message.text(Language::Chinese),
    )
}

fn check(message: impl Into<Msg>, english: &str, chinese: &str) {
    assert_eq!(both(message), (english.to_owned(), chinese.to_owned()));
}

#[test]
fn the_reader_gets_the_first_language_the_page_speaks() {
    let cases: [(&[&str], Language); 6] = [
        (&["zh-CN", "en"], Language::Chinese),
        (&["fr", "zh-Hant-TW", "en-US"], Language::Chinese),
        (&["en-GB", "zh"], Language::English),
        (&["EN"], Language::English),
        (&["fr", "de"], Language::English),
        (&[], Language::English),
    ];
    for (tags, expected) in cases {
        assert_eq!(Language::from_tags(tags), expected, "{tags:?}");
    }
}

#[test]
fn the_receipt() {
    let of = |list: &[(Label, &str)]| {
        let texts = list
            .iter()
            .map(|(label, what)| (*label, (*what).to_owned()));
        texts.collect::<Vec<_>>()
    };
    check(
        Note::Receipt {
            pod: "web-1".to_owned(),
            life: None,
            same: of(&[
                (Label::Name, ""),
                (Label::DnsName, "web-1.nginx"),
                (Label::Disk, "www-web-1"),
            ]),
            new: of(&[
                (Label::Uid, ""),
                (Label::Address, "10.244.2.9"),
                (Label::Node, "node-3"),
            ]),
        },
        "web-1 is back: the same name, DNS name web-1.nginx, disk www-web-1; new UID, address 10.244.2.9, node node-3",
        "web-1 回来了：不变的有名字、DNS 名称 web-1.nginx、磁盘 www-web-1；新的有UID、地址 10.244.2.9、节点 node-3",
    );
    check(
        Note::Receipt {
            pod: "web-1".to_owned(),
            life: Some(2),
            same: of(&[(Label::Name, "")]),
            new: of(&[(Label::Disk, "www-web-1"), (Label::Uid, "")]),
        },
        "web-1, life 2: the same name; new disk www-web-1, UID",
        "web-1，第 2 个 Pod：不变的有名字；新的有磁盘 www-web-1、UID",
    );
}

#[test]
fn how_a_pod_fares() {
    check(Label::HealthReady, "Ready", "就绪");
    check(Label::HealthStarting, "Starting", "启动中");
    check(Label::HealthTerminating, "Terminating", "终止中");
}

#[test]
fn numbers_are_counted_as_people_count() {
    check(Note::Pods { count: 1 }, "1 pod", "1 个 Pod");
    check(Note::Pods { count: 2 }, "2 pods", "2 个 Pod");
    check(
        Note::Problems {
            errors: 0,
            warnings: 0,
        },
        "No problems",
        "没有问题",
    );
    check(
        Note::Problems {
            errors: 1,
            warnings: 2,
        },
        "errors: 1, warnings: 2",
        "1 个错误，2 个警告",
    );
}

#[test]
fn what_a_screen_reader_says_of_a_pod() {
    check(
        Note::PodAria {
            pod: "web-1".to_owned(),
            health: "Ready".to_owned(),
            node: "node-3".to_owned(),
            ip: "10.244.3.9".to_owned(),
            disks: vec!["www-web-1".to_owned()],
        },
        "web-1, Ready, on node-3, disk www-web-1, IP 10.244.3.9",
        "web-1，Ready，在 node-3 上，磁盘 www-web-1，IP 10.244.3.9",
    );
}

#[test]
fn why_and_story_keep_kubernetes_words() {
    let (on, next) = ("web-1".to_owned(), Some("web-2".to_owned()));
    check(
        Why::PredecessorNotReady { on, next },
        "The controller waits for web-1 to be Ready before it touches web-2",
        "控制器在等 web-1 就绪，之后才轮到 web-2",
    );
    check(
        Story::PodGoneNameAndDiskStay {
            pod: "web-1".to_owned(),
            disk: "www-web-1".to_owned(),
        },
        "The pod web-1 is gone. Its name and its disk www-web-1 are not.",
        "Pod web-1 消失了，它的名字和磁盘 www-web-1 还在。",
    );
    check(
        Note::Actor(Actor::Kubelet("node-2".into())),
        "kubelet node-2",
        "kubelet node-2",
    );
}

/// The tables as they stand in the source: `Name => "words";`, whatever the words are made of.
fn table(language: &str, file: &str) -> Vec<(String, String)> {
    let path = format!("src/i18n/{language}/{file}.rs");
    let source = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    let entry = |line: &str| {
        let (name, words) = line.trim().split_once(" => ")?;
        let name = name.split([' ', '{', '(']).next().unwrap_or_default();
        let begins = name.starts_with(|c: char| c.is_ascii_uppercase());
        (begins && line.starts_with("    ") && !line.starts_with("     "))
            .then(|| (name.to_owned(), words.to_owned()))
    };
    source.lines().filter_map(entry).collect()
}

#[test]
fn chinese_is_written_in_chinese_and_english_is_not() {
    let han = |text: &str| text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
    // Names, keys and symbols that are the same in every language.
    let shared = [
        "Uid",
        "Ip",
        "Pod",
        "Pods",
        "Yaml",
        "Dns",
        "NameAnswers",
        "Actor",
    ];
    for file in ["label", "note", "story", "why"] {
        let (english, chinese) = (table("en", file), table("zh_cn", file));
        let names = |table: &[(String, String)]| {
            table
                .iter()
                .map(|(name, _)| name.clone())
                .collect::<Vec<_>>()
        };
        assert_eq!(
            names(&english),
            names(&chinese),
            "{file}: the same order in both languages"
        );
        assert!(
            english.len() > 20,
            "{file}: {} entries were found",
            english.len()
        );
        for (name, words) in english {
            assert!(!han(&words), "en/{file}: {name}: {words}");
        }
        let one_line = chinese.iter().filter(|(_, words)| words.ends_with(';'));
        for (name, words) in one_line.filter(|(name, _)| !shared.contains(&name.as_str())) {
            assert!(han(words), "zh_cn/{file}: {name}: {words}");
        }
    }
}

#[test]
fn chinese_sentences_use_chinese_punctuation() {
    for file in ["label", "note", "story", "why"] {
        for (name, words) in table("zh_cn", file) {
            let literals = words.split('"').skip(1).step_by(2);
            for literal in literals {
                let ascii = literal.char_indices().any(|(at, c)| {
                    let before = literal[..at].chars().next_back();
                    matches!(c, ',' | ';' | ':' | '?' | '!')
                        && before.is_some_and(|c| ('\u{4e00}'..='\u{9fff}').contains(&c))
                });
                assert!(!ascii, "{file}: {name}: {literal}");
            }
        }
    }
}

#[test]
fn a_sentence_takes_as_long_as_it_has_words() {
    let gone = Story::PodGoneNameAndDiskStay {
        pod: "web-0".to_owned(),
        disk: "www-web-0".to_owned(),
    };
    let (english, chinese) = both(gone);
    assert_eq!(reading_us(&english), 13 * 300_000);
    // Twelve characters, three names.
    assert_eq!(
        reading_us(&chinese),
        12 * 180_000 + 3 * 300_000,
        "{chinese}"
    );
    assert_eq!(reading_us("web-0 → 10.244.1.2"), 1_500_000, "the least");
    assert_eq!(
        reading_us(&"spec: Invalid value ".repeat(400)),
        15_000_000,
        "the most"
    );
}
