//! Acts in the past, and acts taken back: what was left for another history is kept, and can be gone back to.

use crate::page::{Page, pod, web};
use crate::travel::{Simulated, Visitor, is_past, same, travel};
use playground::app::{LEFT_MAX, Message, Travel};
use playground::cluster::api::SimTime;
use playground::i18n::{Msg, Note};

#[test]
fn acting_in_the_past_says_what_it_drops_and_undo_brings_it_back() {
    let mut page = Page::fresh();
    page.wait(20_000);
    let before = page.app.now();
    page.wait(100).send(Message::DeletePod(pod("web-0")));
    page.wait(60_000);
    let scale = Message::Scale {
        set: web(),
        delta: 1,
    };
    page.send(scale.clone()).wait(20_000);
    let end = Simulated::of(&page.app);
    travel(&mut page, Travel::To(before));
    let past = Simulated::of(&page.app);
    page.send(scale);
    let notice = page.app.notice().map(|notice| notice.msg.clone());
    assert_eq!(notice, Some(Msg::Note(Note::Forked { acts: 2 })));
    assert!(!is_past(&page));
    let place = page.app.place();
    let branch = place.branches.last().expect("what was dropped is kept");
    assert_eq!((branch.acts, branch.until), (2, end.cursor.at));
    page.wait(30_000);
    let other = Simulated::of(&page.app);

    travel(&mut page, Travel::Undo);
    same(&Simulated::of(&page.app), &past);
    assert_eq!(page.app.place().end, Some(end.cursor));
    travel(&mut page, Travel::Live);
    same(&Simulated::of(&page.app), &end);
    travel(&mut page, Travel::Redo);
    same(&Simulated::of(&page.app), &other);
    let first = page.app.place().branches[0].id;
    travel(&mut page, Travel::Branch(first));
    travel(&mut page, Travel::Live);
    same(&Simulated::of(&page.app), &end);
}

#[test]
fn any_act_can_be_taken_back_and_done_again() {
    for seed in 20..26 {
        let mut visitor = Visitor::come(seed);
        visitor.page.wait(20_000);
        let mut before_acts = vec![];
        for _ in 0..6 {
            let before = Simulated::of(&visitor.page.app);
            let inputs = before.cursor.inputs;
            visitor.act_once();
            for _ in 0..visitor.dice.between(0, 30) {
                visitor.page.send(Message::frame(200));
            }
            if visitor.page.app.cursor().inputs > inputs {
                before_acts.push(before);
            }
        }
        let page = &mut visitor.page;
        assert!(before_acts.len() > 2, "seed {seed}");
        let mut taken_back = vec![];
        for before in before_acts.iter().rev() {
            let present = Simulated::of(&page.app);
            travel(page, Travel::Undo);
            same(&Simulated::of(&page.app), before);
            travel(page, Travel::Redo);
            same(&Simulated::of(&page.app), &present);
            travel(page, Travel::Undo);
            taken_back.push(present);
        }
        assert!(!page.app.place().can_undo);
        for present in taken_back.iter().rev() {
            travel(page, Travel::Redo);
            same(&Simulated::of(&page.app), present);
        }
        assert!(!page.app.place().can_redo);
    }
}

#[test]
fn a_text_of_several_objects_is_one_act() {
    let mut page = Page::fresh();
    page.wait(20_000);
    let inputs = page.app.cursor().inputs;
    let applied = page.app.editor().applied.clone();
    page.edit("nginx:1.9.1", "nginx:1.10.0");
    page.send(Message::Apply).wait(10_000);
    assert_eq!(page.app.cursor().inputs, inputs + 2);
    assert_ne!(page.app.editor().applied, applied);
    travel(&mut page, Travel::Undo);
    assert_eq!(page.app.cursor().inputs, inputs);
    assert_eq!(
        page.app.editor().applied,
        applied,
        "the text is measured against it"
    );
    assert!(page.app.editor().differs(), "and what was typed stays");
}

#[test]
fn the_founding_of_the_cluster_cannot_be_taken_back() {
    let mut page = Page::fresh();
    page.wait(20_000);
    let before = Simulated::of(&page.app);
    assert!(!page.app.place().can_undo);
    travel(&mut page, Travel::Undo);
    same(&Simulated::of(&page.app), &before);
}

#[test]
fn only_so_many_histories_are_kept() {
    let mut page = Page::fresh();
    page.wait(20_000);
    let begin = page.app.now().0;
    for round in 1..LEFT_MAX as u64 + 5 {
        page.send(Message::DeletePod(pod("web-0")));
        travel(&mut page, Travel::To(SimTime(begin - round * 100)));
    }
    page.send(Message::DeletePod(pod("web-1")));
    assert_eq!(page.app.place().branches.len(), LEFT_MAX);
}
