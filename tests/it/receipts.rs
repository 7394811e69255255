//! What stayed and what is new when a name gets another pod: when it is said, how long, and that it is so.

use crate::page::{Page, check, pod, web};
use crate::truth::{apply, key, retention, set_image};
use playground::app::{Effect, Message, receipt};
use playground::cluster::api::Kind;
use playground::cluster::apiserver::Cascade;
use playground::i18n::Language;
use playground::view::receipt::Receipt;
use playground::view::scene::Column;

/// The receipt as it stands there, with what follows from the seed named: `[old]`, `[new]`.
fn text(receipt: &Receipt) -> String {
    let language = Language::English;
    let mut out = receipt::title(receipt).text(language) + "\n";
    for (of, what) in receipt.same() {
        out += &format!("= {} {what}\n", receipt::label(of).text(language));
    }
    for change in receipt.changes() {
        let shown = |what: Option<&str>| what.unwrap_or("nothing").to_owned();
        let (before, now) = (shown(change.before), shown(change.now));
        let label = receipt::label(change.of).text(language);
        out += &format!("{label}: {before} → {now}\n");
    }
    for disk in receipt.disks.iter().filter(|disk| disk.going) {
        out += &format!("{} is being deleted\n", disk.claim);
    }
    for (value, name) in [
        (&receipt.uid.0, "[old uid]"),
        (&receipt.uid.1, "[new uid]"),
        (&receipt.ip.0, "[old ip]"),
        (&receipt.ip.1, "[new ip]"),
        (&receipt.node.0, "[old node]"),
        (&receipt.node.1, "[new node]"),
        (&receipt.revision.0, "[old revision]"),
        (&receipt.revision.1, "[new revision]"),
    ] {
        if !value.is_empty() {
            out = out.replace(value.as_str(), name);
        }
    }
    out
}

fn column(page: &Page, ordinal: usize) -> Column {
    page.app.scene().sets[0].columns[ordinal].clone()
}

fn of(page: &Page, ordinal: usize) -> String {
    column(page, ordinal)
        .receipt
        .map_or_else(String::new, |receipt| text(&receipt))
}

/// The receipt on top, and those that lie there by name if there are several.
fn open(page: &Page) -> String {
    let Some(pile) = receipt::pile(&page.app.scene()) else {
        return String::new();
    };
    let named: Vec<_> = pile.named.iter().map(|one| &*one.pod.name).collect();
    let more = match pile.more {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let of = if named.is_empty() { "" } else { " of " };
    format!("{}{of}{}{more}", pile.top.name, named.join(", "))
}

/// Another pod for web-0, on the same node again: nothing else is free to change.
fn replaced() -> Page {
    let mut page = Page::fresh();
    page.settle();
    page.send(Message::DeletePod(pod("web-0")))
        .wait(160)
        .settle()
        .wait(1000);
    page
}

fn aloud(page: &Page) -> Vec<String> {
    let said = page.effects.iter().filter_map(|effect| match effect {
        Effect::Announce(text) if text.contains("is back: the same") => Some(text.clone()),
        _ => None,
    });
    said.collect()
}

#[test]
fn what_stayed_and_what_is_new_has_its_name() {
    let page = replaced();
    let shown = column(&page, 0).receipt.expect("web-0 has its second pod");
    let moved = shown.node.0 != shown.node.1;
    let (stayed, changed) = match moved {
        true => ("", "\n         Node: [old node] → [new node]"),
        false => ("\n         = Node [old node]", ""),
    };
    check(
        &of(&page, 0),
        &format!(
            "web-0 is back
         = Name web-0
         = DNS name web-0.nginx
         = Disk www-web-0{stayed}
         UID: [old uid] → [new uid]
         Address: [old ip] → [new ip]{changed}"
        ),
    );
    assert_eq!(open(&page), "web-0");
    assert_eq!(of(&page, 1), "", "web-1 has had one pod only");
}

#[test]
fn a_pod_that_comes_back_elsewhere_has_another_node() {
    let mut page = Page::fresh();
    page.settle();
    let node = column(&page, 0).pod.expect("web-0 is there").node;
    page.send(Message::TogglePower { node })
        .wait(120_000)
        .send(Message::ForceDeletePod(pod("web-0")))
        .settle();
    let shown = of(&page, 0);
    assert!(shown.contains("Node: [old node] → [new node]"), "{shown}");
    assert!(!shown.contains("= Node"), "{shown}");
}

#[test]
fn it_stands_until_it_is_put_away_and_can_be_had_again() {
    let mut page = replaced();
    page.wait(120_000);
    assert_eq!(open(&page), "web-0", "no clock takes it away");
    page.send(Message::CloseReceipts);
    assert_eq!(open(&page), "");
    page.wait(1000).send(Message::ShowReceipt(pod("web-0")));
    assert_eq!(open(&page), "web-0");
    page.send(Message::Scale {
        set: web(),
        delta: 1,
    });
    assert_eq!(open(&page), "", "the next act ends the news");
    page.send(Message::ShowReceipt(pod("web-0")));
    assert_eq!(open(&page), "web-0");
    page.send(Message::CloseReceipts)
        .send(Message::ShowReceipt(pod("web-1")));
    assert_eq!(open(&page), "", "nothing was before the first pod");
}

#[test]
fn it_is_read_aloud_once_as_one_sentence() {
    let mut page = replaced();
    page.wait(20_000);
    let said = aloud(&page);
    assert_eq!(said.len(), 1, "{said:#?}");
    let shown = column(&page, 0).receipt.expect("web-0 has its second pod");
    assert!(
        said[0].starts_with("web-0 is back: the same name, DNS name web-0.nginx, disk www-web-0")
            && said[0].contains("; new UID, address ")
            && said[0].contains(&shown.ip.1)
            && !said[0].contains(&shown.uid.1),
        "{}",
        said[0]
    );
    page.send(Message::CloseReceipts)
        .send(Message::ShowReceipt(pod("web-0")));
    assert_eq!(aloud(&page).len(), 2, "who opens it again hears it again");
}

#[test]
fn a_rolling_update_says_what_image_is_new_and_the_newest_is_on_top() {
    let mut page = Page::fresh();
    page.settle();
    set_image(&mut page, "nginx:1.27");
    page.wait(1000).settle().wait(1000);
    assert_eq!(open(&page), "web-0 of web-0, web-1");
    let shown = of(&page, 0);
    assert!(shown.contains("Image: nginx:1.9.1 → nginx:1.27"), "{shown}");
    assert!(!shown.contains("Revision"), "said once: {shown}");
    page.send(Message::ShowReceipt(pod("web-1")));
    assert_eq!(open(&page), "web-1 of web-0, web-1");
}

#[test]
fn a_name_reborn_with_a_fresh_claim_has_a_new_disk() {
    let mut page = Page::fresh();
    page.settle();
    let claim = key(Kind::PersistentVolumeClaim, "www-web-0");
    page.send(Message::DeleteClaim(claim)).wait(1000);
    page.send(Message::DeletePod(pod("web-0")))
        .wait(160)
        .settle()
        .wait(1000);
    let shown = of(&page, 0);
    assert!(shown.contains("Disk: nothing → www-web-0"), "{shown}");
    assert!(!shown.contains("= Disk"), "{shown}");
    assert!(
        page.effects.iter().any(|effect| matches!(
            effect,
            Effect::Announce(text) if text.contains("; new disk www-web-0, UID")
        )),
        "and so it is read aloud"
    );
}

#[test]
fn what_no_pod_came_to_use_is_neither_the_same_nor_new() {
    let mut page = Page::fresh();
    while column(&page, 0).pod.is_none() {
        page.frames(1);
    }
    // Before it has started: it never answered, and never had its disk.
    page.send(Message::DeletePod(pod("web-0")))
        .wait(2000)
        .settle()
        .wait(1000);
    let shown = of(&page, 0);
    assert!(shown.contains("UID: [old uid] → [new uid]"), "{shown}");
    assert!(!shown.contains("DNS name"), "{shown}");
    assert!(!shown.contains("Disk"), "{shown}");
}

#[test]
fn a_disk_told_to_go_meanwhile_says_so() {
    let mut page = replaced();
    let claim = key(Kind::PersistentVolumeClaim, "www-web-0");
    page.send(Message::DeleteClaim(claim))
        .wait(1000)
        .send(Message::ShowReceipt(pod("web-0")));
    let shown = of(&page, 0);
    assert!(
        shown.contains("= Disk www-web-0") && shown.contains("www-web-0 is being deleted"),
        "{shown}"
    );
}

#[test]
fn a_deleted_set_takes_the_receipts_of_its_pods_with_it_unless_they_stay() {
    for (cascade, stays) in [(Cascade::Background, false), (Cascade::Orphan, true)] {
        let mut page = Page::fresh();
        apply(
            &mut page,
            &[("replicas: 2", &retention("Delete", "Retain"))],
        );
        page.settle();
        page.send(Message::DeletePod(pod("web-0")))
            .wait(160)
            .settle();
        page.send(Message::DeleteSet {
            set: web(),
            cascade,
        });
        page.wait(60_000).send(Message::ShowReceipt(pod("web-0")));
        let shown = page.app.scene().sets.first().map(|_| of(&page, 0));
        let shown = shown.unwrap_or_default();
        assert_eq!(
            shown.contains("web-0 is back"),
            stays,
            "{cascade:?}: {shown}"
        );
        assert_eq!(open(&page) == "web-0", stays, "{cascade:?}");
        if stays {
            // Nobody owns the pod; its claim goes with the set, but not while the pod uses it.
            assert!(shown.contains("= Disk www-web-0"), "{shown}");
            let going = column(&page, 0).disks[0].phase == "Terminating";
            assert_eq!(shown.contains("is being deleted"), going, "{shown}");
        }
    }
}

#[test]
fn a_pod_that_is_not_there_yet_is_not_called_back() {
    let mut page = Page::fresh();
    page.settle();
    page.send(Message::DeletePod(pod("web-0")));
    for _ in 0..2000 {
        page.wait(16);
        let now = column(&page, 0);
        if now.lives == 2 && now.pod.is_some_and(|pod| !pod.ready) {
            break;
        }
    }
    page.send(Message::ShowReceipt(pod("web-0")));
    let shown = of(&page, 0);
    assert!(shown.starts_with("web-0, life 2\n"), "{shown}");
    assert!(shown.contains("Address: [old ip] → nothing"), "{shown}");
    page.wait(1000).settle();
    assert!(of(&page, 0).starts_with("web-0 is back\n"));
}

#[test]
fn of_many_the_newest_are_named_and_the_others_counted() {
    let mut page = Page::fresh();
    apply(&mut page, &[("replicas: 2", "replicas: 9")]);
    page.settle();
    set_image(&mut page, "nginx:1.27");
    page.wait(1000).settle().wait(1000);
    assert_eq!(
        open(&page),
        "web-0 of web-0, web-1, web-2, web-3, web-4, web-5 and 3 more"
    );
}

#[test]
fn a_pod_whose_machine_forgot_its_address_has_none() {
    let mut page = replaced();
    let node = column(&page, 0).pod.expect("web-0 is there").node;
    // Without power for so short a time that nothing in the cluster hears of it.
    page.send(Message::TogglePower { node: node.clone() })
        .wait(160)
        .send(Message::TogglePower { node });
    let mut without = false;
    for _ in 0..500 {
        page.wait(16);
        let now = column(&page, 0);
        let pod = now.pod.expect("web-0 is there");
        let receipt = now.receipt.expect("web-0 has its second pod");
        without |= pod.ip.is_empty();
        assert_eq!(receipt.ip.1, pod.ip, "{}", text(&receipt));
    }
    assert!(without, "the machine forgot the address");
}
