//! The first minute: six acts, each ticked by its facts, each answer true.

use crate::page::Page;
use playground::app::{Act, Cascade, Message, Press, Start, StorageKey, founding};
use playground::cluster::api::{Key, Kind};
use playground::i18n::{Language, Minute};

/// What the card shows: act, what is said, what a Deployment would have done, the button.
fn card(page: &Page, language: Language) -> String {
    let Some(card) = page.app.first_minute() else {
        return "no card".to_owned();
    };
    let mut lines = vec![card.text.text(language)];
    lines.extend(card.deployment.map(|told| told.text(language)));
    lines.extend(
        card.offer
            .map(|offer| format!("[{}]", offer.label().text(language))),
    );
    lines.extend(card.lack.map(|lack| format!("({})", lack.text(language))));
    lines.join("\n")
}

fn check(page: &Page, expected: &str) {
    let expected: Vec<&str> = expected.lines().map(str::trim).collect();
    assert_eq!(card(page, Language::English), expected.join("\n").trim());
}

fn ready() -> Page {
    let mut page = Page::fresh();
    page.settle().wait(1000);
    page
}

fn press(page: &mut Page, press: Press) -> &mut Page {
    page.send(Message::FirstMinute(press))
}

fn done(page: &Page) -> Vec<&'static str> {
    let card = page.app.first_minute().expect("a card");
    card.done.iter().map(|act| act.name()).collect()
}

/// A page on which the acts before this one are done.
fn at(act: Act) -> Page {
    let mut kept = "open".to_owned();
    for before in Act::ALL.into_iter().take_while(|other| *other != act) {
        kept = format!("{kept} {}", before.name());
    }
    let mut start = Start::default();
    start.saved.first_minute = Some(kept);
    start.saved.session = Some(r#"{"speed":"4"}"#.to_owned());
    let mut page = Page::open(&start);
    page.settle().wait(1000);
    page
}

#[test]
fn a_pod_is_deleted_by_the_cards_button() {
    let mut page = ready();
    check(
        &page,
        "Delete web-0. What comes back under its name, and what is new?
         [Delete web-0]",
    );
    press(&mut page, Press::Do);
    check(
        &page,
        "You deleted web-0. Watch its column: what stays while there is no pod?",
    );
    page.wait(2000).settle();
    let text = card(&page, Language::English);
    assert!(
        text.starts_with("web-0 is back: same name, same disk www-web-0. But it is another pod"),
        "{text}"
    );
    assert!(
        text.ends_with(
            "A Deployment, the usual way to run interchangeable copies, would start a pod with a random new name and no disk of its own."
        ),
        "{text}"
    );
    assert_eq!(done(&page), ["delete"]);
    assert_eq!(
        page.kept(StorageKey::FirstMinute).as_deref(),
        Some("open delete")
    );
    press(&mut page, Press::Next);
    assert!(card(&page, Language::Chinese).ends_with("[在 web-0 上写文件]"));
}

#[test]
fn a_file_is_found_again() {
    let mut page = at(Act::Keep);
    press(&mut page, Press::Do).wait(500);
    check(
        &page,
        "/usr/share/nginx/html/index.html is written. Now delete web-0.
         [Delete web-0]",
    );
    press(&mut page, Press::Do).wait(2000).settle();
    check(
        &page,
        "The new web-0 has /usr/share/nginx/html/index.html. It lies on www-web-0, and the disk came back with the name.
         A Deployment has no disk per pod: its pods share one, or the file is gone.",
    );
}

#[test]
fn up_and_down_again_whoever_does_it() {
    let mut page = at(Act::Scale);
    let set = Key::new(Kind::StatefulSet, "default", "web");
    // Not the card's button: the person's own.
    page.send(Message::Scale { set, delta: 2 }).settle();
    check(
        &page,
        "Watch the new names appear. Then scale web back to 2.
         [Scale to 2]",
    );
    press(&mut page, Press::Do).wait(2000).settle();
    check(
        &page,
        "They went in this order: web-3, web-2. Their disks stay, for when these names are wanted again.
         A Deployment starts and stops pods in no order, and no name comes back.",
    );
}

#[test]
fn an_image_is_changed_in_the_text() {
    let mut page = at(Act::Image);
    page.edit("nginx:1.9.1", "nginx:1.10.0")
        .send(Message::Apply);
    check(
        &page,
        "Watch which pod of web is replaced first, and what the next one waits for.",
    );
    page.wait(2000).settle().wait(2000);
    check(
        &page,
        "Replaced in this order, the highest ordinal first: web-1, web-0. Names and disks stayed.
         A Deployment would start new pods beside the old ones, under new names.",
    );
}

#[test]
fn a_broken_image_and_the_way_out() {
    let mut page = at(Act::Broken);
    press(&mut page, Press::Do).wait(20_000);
    let text = card(&page, Language::English);
    assert!(
        text.starts_with("web-1: ")
            && text.ends_with("Put the good image back.\n[Set nginx:1.9.1]"),
        "{text}"
    );
    press(&mut page, Press::Do).wait(2000);
    check(
        &page,
        "The good image is back, but web-1 was made with the broken one. If nothing moves, delete it.
         [Delete web-1]",
    );
    press(&mut page, Press::Do).wait(2000).settle();
    check(
        &page,
        "The good image was not enough: it reached web-1 only once the stuck pod was deleted.
         A Deployment would have dropped its broken pods as soon as the image was put back.",
    );
}

/// A set of one whose image has a registry with a port, and no disks.
fn of_a_registry(act: Act) -> Page {
    let mut page = at(act);
    let without = founding::MANIFEST_WITHOUT_DISKS
        .replace("nginx:1.9.1", "registry:5000/shop/app:2")
        .replace("replicas: 2", "replicas: 1")
        .replace("name: web\nspec", "name: shop\nspec");
    page.send(Message::EditorChanged(without));
    page.send(Message::Apply).settle().wait(1000);
    page
}

#[test]
fn the_image_before_is_the_one_there_was() {
    let mut page = of_a_registry(Act::Broken);
    check(
        &page,
        "Give shop an image that does not exist, then put the old one back. Does that help?
         [Set registry:5000/shop/app:broken]",
    );
    page.edit("registry:5000/shop/app:2", "nginx:broken");
    page.send(Message::Apply).wait(20_000);
    let text = card(&page, Language::English);
    assert!(
        text.ends_with("Put the good image back.\n[Set registry:5000/shop/app:2]"),
        "{text}"
    );
}

#[test]
fn of_disks_that_there_are_not_nothing_is_said() {
    let mut page = of_a_registry(Act::Image);
    check(
        &page,
        "Change the image of shop. In which order are the pods replaced?
         [Set registry:5000/shop/app:1.10.0]",
    );
    press(&mut page, Press::Do).wait(2000).settle().wait(2000);
    check(
        &page,
        "Replaced in this order: shop-0. Names stayed.
         A Deployment would start new pods beside the old ones, under new names.",
    );
    let page = of_a_registry(Act::Keep);
    check(
        &page,
        "Write a file on the disk of a pod, then delete the pod. Does the file survive?
         (The pods of shop have no disks of their own)",
    );
}

#[test]
fn a_plug_is_pulled_and_nobody_takes_the_place() {
    let mut page = at(Act::Plug);
    press(&mut page, Press::Do).wait(1000);
    assert!(card(&page, Language::English).contains("is silent"));
    page.wait(360_000);
    let text = card(&page, Language::English);
    assert!(text.starts_with("web-0 is told to go, but node-"), "{text}");
    press(&mut page, Press::Next);
    let text = card(&page, Language::English);
    assert!(text.starts_with("That is what a StatefulSet is for"));
    let first =
        "Now change the text below: at web, write replicas: 3 instead of 2, and press Apply.";
    assert!(text.ends_with(first), "{text}");
    assert!(page.app.editor().text.contains("replicas: 2"));
    // Of a text that is being changed nothing is said that does not stand there.
    page.edit("replicas: 2", "replicas: 7")
        .send(Message::Examine);
    let text = card(&page, Language::English);
    assert!(
        text.ends_with("Now change the text below as you like."),
        "{text}"
    );
}

/// Beside the founding set another one, whose name sorts first; the acts before this one are done.
fn two_sets_at(act: Act) -> Page {
    let mut page = at(act);
    let text = page.app.editor().text.clone();
    let (_, set) = text.rsplit_once("---\n").expect("two documents");
    let other = set.replace("name: web\nspec", "name: app\nspec");
    page.send(Message::EditorChanged(format!("{text}---\n{other}")));
    page.send(Message::Apply).settle().wait(1000);
    page
}

#[test]
fn text_and_button_name_a_pod_of_the_set_that_stands_there() {
    let mut page = two_sets_at(Act::Delete);
    let app = "Delete app-0. What comes back under its name, and what is new?
               [Delete app-0]";
    let web = "Delete web-0. What comes back under its name, and what is new?
               [Delete web-0]";
    let set = |name| Key::new(Kind::StatefulSet, "default", name);
    // It was touched last.
    check(&page, app);
    page.send(Message::Open(set("web")));
    check(&page, web);
    let pod = Key::new(Kind::Pod, "default", "app-1");
    page.send(Message::DeletePod(pod)).settle();
    press(&mut page, Press::Next);
    let text = card(&page, Language::English);
    assert!(text.contains("the disk of app-0"), "{text}");
}

#[test]
fn every_act_speaks_of_the_set_that_stands_there() {
    let mut told = String::new();
    for act in Act::ALL {
        let page = two_sets_at(act);
        let text = card(&page, Language::English);
        told += &(text.replace(|found: char| found.is_ascii_digit(), "#") + "\n");
    }
    assert_eq!(
        told.replace("app-#", "POD").replace("app ", "SET "),
        "\
Delete POD. What comes back under its name, and what is new?
[Delete POD]
Write a file on the disk of POD, then delete the pod. Does the file survive?
[Write a file on POD]
Scale SET up by two, then back. Which pods go first, and what becomes of their disks?
[Scale to #]
Change the image of app. In which order are the pods replaced?
[Set nginx:#.##.#]
Give SET an image that does not exist, then put the old one back. Does that help?
[Set nginx:broken]
Pull the plug of node-#, where POD runs. Is there a replacement?
[Unplug node-#]
"
    );
}

#[test]
fn without_a_set_there_is_nothing_to_do() {
    let mut page = ready();
    page.send(Message::DeleteSet {
        set: Key::new(Kind::StatefulSet, "default", "web"),
        cascade: Cascade::Background,
    });
    page.wait(60_000);
    check(
        &page,
        "There is no StatefulSet now. Apply one, and there is something to try.",
    );
}

#[test]
fn closed_for_good_and_back_by_the_help() {
    let mut page = ready();
    press(&mut page, Press::Close);
    check(&page, "no card");
    let mut start = Start::default();
    start.saved.session = Some(r#"{"speed":"4"}"#.to_owned());
    start.saved.first_minute = page.kept(StorageKey::FirstMinute);
    let mut page = Page::open(&start);
    check(&page, "no card");
    press(&mut page, Press::Open).settle();
    assert!(card(&page, Language::English).starts_with("Delete web-0."));
    page.send(Message::Reset);
    assert!(page.app.first_minute().is_some());
}

#[test]
fn the_first_paint_says_what_the_program_says() {
    let html = std::fs::read_to_string("index.html").expect("index.html");
    for language in [Language::English, Language::Chinese] {
        let pod = "web-0".to_owned();
        for said in [
            Minute::Title,
            Minute::Close,
            Minute::What,
            Minute::AskDelete { pod: pod.clone() },
            Minute::DoDelete { pod },
            Minute::ProgramComes,
        ] {
            assert!(html.contains(&said.text(language)), "{said:?}");
        }
    }
    let card = html
        .split_once("<section class=\"first-minute\"")
        .expect("a card")
        .1;
    let card = card.split_once("</section>").expect("its end").0;
    assert!(card.len() < 2048, "{} bytes", card.len());
}
