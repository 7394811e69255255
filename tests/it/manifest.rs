//! Manifests: what `read` makes of texts people write, and where it says something is wrong.

use crate::cases;
use playground::cluster::api::SimTime;
use playground::cluster::apiserver::uid::Rng;
use playground::cluster::apiserver::{Actor, Client, Store};
use playground::manifest::{
    Diagnostic, Document, Part, Positions, Severity, check, read, write, write_value,
};
use std::fmt::Write;

/// `3:5-3:12 «replica» error UnknownField spec.replica: unknown field … [DidYouMean("replicas")]`
pub(crate) fn told(text: &str, diagnostics: &[Diagnostic]) -> String {
    let positions = Positions::new(text);
    let mut out = String::new();
    for diagnostic in diagnostics {
        let (start, end) = (
            positions.at_byte(diagnostic.span.start),
            positions.at_byte(diagnostic.span.end),
        );
        let severity = match diagnostic.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        write!(
            out,
            "{}:{}-{}:{} «{}» {severity} {:?} {}",
            start.line,
            start.column,
            end.line,
            end.column,
            &text[diagnostic.span.clone()],
            diagnostic.code,
            diagnostic.field,
        )
        .unwrap();
        write!(out, ": {}", diagnostic.message).unwrap();
        if let Some(hint) = &diagnostic.hint {
            write!(out, " [{hint:?}]").unwrap();
        }
        out.push('\n');
    }
    out
}

fn summary(text: &str) -> String {
    let (documents, diagnostics) = read(text);
    let mut out = String::new();
    for document in &documents {
        writeln!(
            out,
            "{} {} {:?}",
            document.index, document.key, document.reading
        )
        .unwrap();
    }
    out + &told(text, &diagnostics)
}

/// A store with a namespace and nothing else.
pub(crate) fn store() -> Store {
    let mut store = Store::new(7);
    let mut client = Client::new(&mut store, Actor::ApiServer, SimTime(0));
    let (documents, _) = read("apiVersion: v1\nkind: Namespace\nmetadata:\n  name: default\n");
    for document in documents {
        client.create_object(document.object).unwrap();
    }
    store
}

#[test]
fn texts_become_objects_with_places() {
    cases::check("manifest/read.txt", summary);
}

#[test]
fn mistakes_are_told_where_they_are() {
    cases::check("manifest/mistakes.txt", summary);
}

#[test]
fn the_server_is_asked_about_objects() {
    cases::check("manifest/check.txt", |text| {
        let (documents, diagnostics) = read(text);
        assert_eq!(diagnostics, [], "{text}");
        told(text, &check(&store(), &documents))
    });
}

#[test]
fn objects_are_printed_as_kubectl_prints_them() {
    cases::check("manifest/write.txt", |text| {
        let (documents, diagnostics) = read(text);
        assert_eq!(diagnostics, [], "{text}");
        documents
            .iter()
            .map(|document| write(&document.object))
            .collect()
    });
}

#[test]
fn what_is_printed_reads_back_the_same() {
    let awkward = [
        "",
        " ",
        "a",
        "null",
        "~",
        "yes",
        "No",
        "1",
        "0644",
        "1e3",
        "-",
        "- a",
        "a: b",
        "a #b",
        "#",
        "'",
        "\"",
        "\\",
        "a\nb",
        "a\n",
        "\na",
        " a\nb",
        "a \nb",
        "a\n\n",
        "\n",
        "tab\there",
        "é",
        "汉字",
        "🙂",
        "<<",
        "2026-01-01",
        "12:30:45",
        "[a]",
        "{a}",
        "*a",
        "&a",
        "!a",
        "%a",
        "@a",
        "`a",
        "a,b",
        "?",
        "? a",
        "|",
        ">",
        "---",
        "...",
        "1_000",
        "0x1F",
        ".5",
        "+1",
        "true",
        "\u{2028}",
        "\r\n",
        "\u{0}",
        "a long line that goes on and on and on, so that it has to be folded at some space",
        "another one: that goes on and on and on and on, and is quoted because of the colon in  it",
    ];
    for text in awkward {
        let mut labels = serde_json::Map::new();
        labels.insert(text.to_owned(), text.into());
        let value = serde_json::json!({
            "apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "x"}, "data": labels,
        });
        let printed = write_value(&value);
        let (documents, diagnostics) = read(&printed);
        assert_eq!(diagnostics, [], "{printed}");
        assert_eq!(documents[0].value, value, "{printed}");
    }
}

#[test]
fn fields_are_found_by_path_and_by_place() {
    let text = "apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\n  labels:\n    app.io/x: yes!\nspec:\n  containers:\n  - name: c\n    image: '汉🙂'\n    resources:\n      limits: {cpu: 1, memory: 2Gi}\n";
    let (documents, diagnostics) = read(text);
    assert_eq!(diagnostics, []);
    let places = &documents[0].places;
    let at = |field: &str| places.span(field, Part::Value).map(|span| &text[span]);
    assert_eq!(at("metadata.name"), Some("a"));
    assert_eq!(at("metadata.labels.app.io/x"), Some("yes!"));
    assert_eq!(at("metadata.labels[app.io/x]"), Some("yes!"));
    assert_eq!(at("spec.containers[0].image"), Some("'汉🙂'"));
    assert_eq!(
        at("spec.containers[0].resources.limits[memory]"),
        Some("2Gi")
    );
    assert_eq!(at("spec.containers[1].image"), None);
    let key = |field: &str| places.span(field, Part::Key).map(|span| &text[span]);
    assert_eq!(key("spec.containers[0].resources"), Some("resources"));
    let blame = |field: &str| &text[places.blame(field)];
    assert_eq!(blame("spec.containers[0].ports[0].name"), "name: c");
    assert_eq!(blame("spec.replicas"), "spec");
    for (needle, field) in [
        ("2Gi", "spec.containers[0].resources.limits.memory"),
        ("汉", "spec.containers[0].image"),
        ("- name: c", "spec.containers"),
        ("name: c", "spec.containers[0].name"),
    ] {
        assert_eq!(places.field_at(text.find(needle).unwrap()), field);
    }
}

#[test]
fn places_are_counted_in_every_way() {
    let text = "a🙂b\n汉字: x\n\nend";
    let positions = Positions::new(text);
    let by_byte = |byte| {
        let place = positions.at_byte(byte);
        (
            place.byte,
            place.char,
            place.utf16,
            place.line,
            place.column,
        )
    };
    assert_eq!(by_byte(0), (0, 0, 0, 1, 1));
    assert_eq!(by_byte(5), (5, 2, 3, 1, 3), "behind the emoji");
    assert_eq!(by_byte(3), (1, 1, 1, 1, 2), "inside the emoji is its start");
    assert_eq!(by_byte(7), (7, 4, 5, 2, 1));
    assert_eq!(
        by_byte(13),
        (13, 6, 7, 2, 3),
        "behind two Chinese characters"
    );
    assert_eq!(by_byte(999), (text.len(), 14, 15, 4, 4), "beyond the end");
    for byte in (0..=text.len()).filter(|&byte| text.is_char_boundary(byte)) {
        let place = positions.at_byte(byte);
        assert_eq!(positions.at_char(place.char), place);
        assert_eq!(positions.at_utf16(place.utf16), place);
        assert_eq!(positions.at_line(place.line, place.column), place);
    }
    assert_eq!(
        positions.at_line(1, 99).byte,
        6,
        "a line ends before its break"
    );
    assert_eq!(
        positions.at_utf16(2).utf16,
        1,
        "inside a surrogate pair is its start"
    );
}

/// However hopeless a text, the answer comes at once: allocated bytes are counted, which are the same on every machine.
/// Without the limits these take minutes or end the process.
#[test]
fn hopeless_texts_are_refused_at_once() {
    let deep_flow = "[".repeat(10_000);
    let deep_block = "- ".repeat(10_000) + "a";
    let deep_keys = "? ".repeat(10_000);
    let bomb: String = (1..12).fold(
        "a0: &a0 [x, x, x, x, x, x, x, x, x]\n".to_owned(),
        |text, n| {
            let alias = format!("*a{}", n - 1);
            text + &format!("a{n}: &a{n} [{}]\n", vec![alias; 9].join(", "))
        },
    );
    let aliased_depth: String = (1..90).fold("a0: &a0 [x]\n".to_owned(), |text, n| {
        text + &format!("a{n}: &a{n} [[*a{}]]\n", n - 1)
    });
    let large = "a".repeat(1_000_001);
    for (name, text, expected) in [
        ("deep flow", deep_flow, "TooDeep"),
        ("deep block", deep_block, "TooDeep"),
        ("deep keys", deep_keys, "TooDeep"),
        ("a bomb", bomb, "TooManyAliases"),
        ("depth by aliases", aliased_depth, "TooDeep"),
        ("itself", "a: &a [*a]\n".to_owned(), "Syntax"),
        ("large", large, "TooLarge"),
    ] {
        let ((documents, diagnostics), bytes) = counted(&text);
        assert!(documents.is_empty(), "{name}");
        assert_eq!(diagnostics.len(), 1, "{name}: {diagnostics:?}");
        assert_eq!(
            format!("{:?}", diagnostics[0].code),
            expected,
            "{name}: {diagnostics:?}"
        );
        assert!(bytes < 1_000_000, "{name} took {bytes} bytes");
    }
}

/// What reading a text answers, and how many bytes were allocated for it.
fn counted(text: &str) -> ((Vec<Document>, Vec<Diagnostic>), usize) {
    let mut answer = None;
    let allocated = allocation_counter::measure(|| answer = Some(read(text)));
    let bytes = usize::try_from(allocated.bytes_total).expect("a number of bytes");
    (answer.expect("it was read"), bytes)
}

/// The largest texts that are read do not take more for each letter than small ones.
#[test]
fn large_texts_are_read() {
    let data: String = (0..10_000)
        .map(|n| format!("  key-{n}: value {n}\n"))
        .collect();
    let map = format!("apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: big\ndata:\n{data}");
    let many: String = (0..1_500)
        .map(|n| format!("apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: s{n}\n---\n"))
        .collect();
    let wrong = map.replace("value 9999", "[]");
    let line = format!(
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: a}}\ndata: {{{}}}\n",
        (0..10_000)
            .map(|n| format!("k{n}: v"))
            .collect::<Vec<_>>()
            .join(", ")
    );
    for (name, text, documents, diagnostics) in [
        ("map", map, 1, 0),
        ("many", many, 1_500, 0),
        ("wrong", wrong, 1, 1),
        ("line", line, 1, 0),
    ] {
        let (found, bytes) = counted(&text);
        assert_eq!(
            (found.0.len(), found.1.len()),
            (documents, diagnostics),
            "{name}"
        );
        assert!(bytes < 2_000 * text.len(), "{name} took {bytes} bytes");
    }
}

/// Reading never fails: manifests with a few characters mangled give objects or diagnostics, whose
/// spans lie in the text.
#[test]
fn mangled_texts_are_survived() {
    let seed_text = include_str!("../cases/manifest/mangle.yaml");
    let scraps = [
        "\t", "  ", "\n", ":", ": ", "- ", "-", "[", "]", "{", "}", "'", "\"", "|", ">", "&a ",
        "*a", "#", "---\n", "...", "!", "!!str ", "? ", ",", "%", "@", "🙂", "汉", "\u{0}", "\r\n",
        "<<: ", "null", "\u{feff}", "\u{2028}", "|-\n", "&", "*",
    ];
    let mut rng = Rng::new(20_26);
    let mut pick = |count: usize| usize::try_from(rng.bits() % count as u64).unwrap();
    let (documents, diagnostics) = read(seed_text);
    assert_eq!(
        (documents.len(), told(seed_text, &diagnostics)),
        (2, String::new())
    );
    let mut silent = 0;
    for _ in 0..500 {
        let mut characters: Vec<char> = seed_text.chars().collect();
        for _ in 0..=pick(4) {
            let at = pick(characters.len());
            let until = (at + pick(6)).min(characters.len());
            let scrap = scraps[pick(scraps.len())].chars();
            match pick(3) {
                0 => drop(characters.drain(at..until)),
                1 => drop(characters.splice(at..at, scrap)),
                _ => characters.truncate(characters.len() - pick(40).min(characters.len() - 1)),
            }
        }
        let text: String = characters.into_iter().collect();
        let (documents, diagnostics) = read(&text);
        silent += usize::from(diagnostics.is_empty());
        for diagnostic in &diagnostics {
            assert!(
                text.get(diagnostic.span.clone()).is_some(),
                "{diagnostic:?} in\n{text}"
            );
        }
        fn spans_fit(document: &Document, text: &str) -> bool {
            text.get(document.span.clone()).is_some()
                && text
                    .get(
                        document
                            .places
                            .blame("spec.template.spec.containers[0].image"),
                    )
                    .is_some()
        }
        assert!(
            documents.iter().all(|document| spans_fit(document, &text)),
            "{text}"
        );
    }
    assert!(
        (20..480).contains(&silent),
        "{silent} of 500 texts had nothing wrong with them"
    );
}
