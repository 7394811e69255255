//! Who else is on the nodes: everyone in the row of their node, as long as there are lines; and whose columns are drawn.

use crate::page::Page;
use playground::app::{Message, founding};
use playground::cluster::api::{Key, Kind};
use playground::view::guests::{Guest, OccupiedRows, occupy_rows};
use playground::view::scene::Scene;

/// Three pods of no set and a second set, both beside the founding one.
fn busy() -> Page {
    let mut page = Page::fresh();
    page.settle().wait(1000);
    let mut text = page.app.editor().text.clone();
    let (_, set) = text.rsplit_once("---\n").expect("two documents");
    let other = set.replace("name: web\nspec", "name: app\nspec");
    text += &format!("---\n{other}");
    for name in ["alone", "curl", "dns-test"] {
        text += &format!(
            "---\napiVersion: v1\nkind: Pod\nmetadata:\n  name: {name}\nspec:\n  containers:\n  - name: main\n    image: nginx\n"
        );
    }
    page.send(Message::EditorChanged(text));
    page.send(Message::Apply);
    page.wait(60_000);
    page
}

/// Each row of a node with its guests, and who has no place in one.
fn draw(scene: &Scene, occupied: &OccupiedRows) -> String {
    let mut drawn = String::new();
    for (at, row) in occupied.rows.iter().enumerate() {
        let node = at.checked_sub(1).map_or("none", |at| &scene.nodes[at].name);
        let guests = row.iter().map(|guest| match guest {
            Guest::Pod(pod, _) => pod.name.to_string(),
            Guest::Set(set) => {
                let share = occupied.share(set, at).expect("a share");
                format!("{}×{}", set.name, share.count())
            }
        });
        let guests = guests.collect::<Vec<_>>().join(" ");
        drawn += &(format!("{node}: {guests}").trim_end().to_owned() + "\n");
    }
    let left = occupied.left.iter().map(|(pod, _)| pod.name.to_string());
    let left = left.collect::<Vec<_>>().join(" ");
    drawn + format!("left: {left}").trim_end()
}

fn check(page: &Page, open: &str, lines: usize, expected: &str) {
    let scene = page.app.scene();
    let open = Key::new(Kind::StatefulSet, "default", open);
    let drawn = draw(&scene, &occupy_rows(&scene, Some(&open), lines));
    let expected: Vec<&str> = expected.lines().map(str::trim).collect();
    assert_eq!(drawn, expected.join("\n"));
}

#[test]
fn everyone_stands_in_the_row_of_their_node() {
    let page = busy();
    check(
        &page,
        "web",
        3,
        "none:
         node-1: app×1
         node-2: dns-test
         node-3: alone curl app×1
         left:",
    );
}

#[test]
fn who_has_no_line_is_left_over() {
    let page = busy();
    check(
        &page,
        "app",
        1,
        "none:
         node-1: web×1
         node-2: dns-test
         node-3: alone
         left: curl",
    );
}

#[test]
fn who_has_no_node_yet_has_one_line() {
    let mut page = busy();
    for node in 1..=3 {
        page.send(Message::TogglePower {
            node: format!("node-{node}"),
        });
    }
    page.wait(60_000);
    page.edit("name: alone", "name: later");
    page.edit("name: curl", "name: latest");
    page.send(Message::Apply).wait(1000);
    check(
        &page,
        "web",
        3,
        "none: later
         node-1: app×1
         node-2: dns-test
         node-3: alone curl app×1
         left: latest",
    );
}

#[test]
fn a_reload_opens_the_set_that_was_open() {
    let mut page = Page::fresh();
    let another = founding::MANIFEST.replace(
        "name: web\nspec:\n  serviceName",
        "name: zoo\nspec:\n  serviceName",
    );
    page.send(Message::EditorChanged(another));
    page.send(Message::Apply).settle();
    let open = |page: &Page| page.app.opened().map(|set| set.name.to_string());
    assert_eq!(open(&page).as_deref(), Some("zoo"));
    let record = page.app.record();
    let mut again = Page::fresh();
    again.send(Message::Resume(record));
    assert_eq!(open(&again).as_deref(), Some("zoo"));
}
