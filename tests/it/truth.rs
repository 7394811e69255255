//! Each falsehood that was found on the page, once: what is said there now is so.

use crate::page::Page;
use playground::app::Message;
use playground::cluster::api::{Key, Kind};

fn key(kind: Kind, name: &str) -> Key {
    Key::new(kind, "default", name)
}

fn set_image(page: &mut Page, image: &str) {
    page.send(Message::SetImage {
        set: key(Kind::StatefulSet, "web"),
        container: "nginx".to_owned(),
        image: image.to_owned(),
    });
}

/// What the card of a pod says of its own template: `revision`, `image …`.
fn own(page: &Page, ordinal: usize) -> String {
    let scene = page.app.scene();
    let pod = scene.sets[0].columns[ordinal].pod.as_ref();
    let pod = pod.expect("there is a pod");
    let image = pod.image_differs.as_ref();
    let image = image.map(|image| format!("image {image}"));
    let revision = pod.revision_differs.then(|| "revision".to_owned());
    [revision, image]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(", ")
}

#[test]
fn a_pod_left_with_the_bad_template_says_so_after_the_good_one_is_back() {
    let mut page = Page::fresh();
    let good = page.settle().app.scene().sets[0].image.clone();
    set_image(&mut page, "nginx:does-not-exist");
    page.wait(20_000);
    assert_eq!(own(&page, 1), "");
    set_image(&mut page, &good);
    page.wait(5000);
    let scene = page.app.scene();
    assert_eq!(
        scene.sets[0].current_revision,
        scene.sets[0].update_revision
    );
    assert_eq!(own(&page, 0), "");
    assert_eq!(own(&page, 1), "revision, image nginx:does-not-exist");
}
