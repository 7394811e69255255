//! The same seed and the same inputs give the same facts and the same world; a world is a value that
//! can be cloned anywhere and goes on alike.

use crate::support::{Lab, WEB, objects};
use playground::cluster::api::{Key, Kind, SimDuration};
use playground::cluster::apiserver::DeleteOptions;
use playground::seeds::{invent, play_with};
use playground::sim::queue::Component;
use playground::sim::step::step;
use playground::sim::{Input, Request, World};

fn inputs() -> Vec<(u64, Input)> {
    let mut inputs: Vec<(u64, Input)> = objects(WEB)
        .into_iter()
        .map(|object| (0, Input::Request(Request::Create(object))))
        .collect();
    let key = |kind, name| Key::new(kind, "default", name);
    let scaled = Request::Scale(key(Kind::StatefulSet, "web"), 5);
    let deleted = Request::Delete(key(Kind::Pod, "web-0"), DeleteOptions::default());
    let off = |on| Input::Power {
        node: "node-2".to_owned(),
        on,
    };
    inputs.push((12_000, Input::Request(scaled)));
    inputs.push((20_000, Input::Request(deleted)));
    inputs.push((30_000, off(false)));
    inputs.push((90_000, off(true)));
    inputs
}

fn run(seed: u64) -> Lab {
    let mut lab = Lab::new(seed);
    for (wait_ms, input) in inputs() {
        lab.pass_ms(wait_ms);
        let facts = lab.timeline.push(input);
        lab.facts.extend(facts);
    }
    lab.settle();
    lab
}

#[test]
fn the_same_seed_gives_the_same_facts() {
    let (one, other) = (run(11), run(11));
    assert_eq!(one.world().digest(), other.world().digest());
    assert!(one.facts == other.facts, "the facts differ");
}

#[test]
fn another_seed_gives_another_world() {
    assert_ne!(run(11).world().digest(), run(12).world().digest());
}

#[test]
fn a_clone_goes_on_like_its_original() {
    for at_ms in [500, 3000, 15_000, 21_000, 60_000, 100_000] {
        let mut lab = Lab::new(5);
        let mut elapsed = 0;
        for (wait_ms, input) in inputs() {
            if elapsed + wait_ms > at_ms {
                break;
            }
            elapsed += wait_ms;
            lab.pass_ms(wait_ms);
            drop(lab.timeline.push(input));
        }
        lab.pass_ms(at_ms.saturating_sub(elapsed));
        let mut original = lab.world().clone();
        let mut copy = original.clone();
        assert_eq!(original.digest(), copy.digest());
        let facts = on(&mut original);
        assert!(facts == on(&mut copy), "the facts differ after {at_ms} ms");
        assert_eq!(original.digest(), copy.digest(), "after {at_ms} ms");
    }
}

fn on(world: &mut World) -> Vec<playground::sim::Fact> {
    let until = world.now.after(SimDuration::from_secs(120));
    let mut facts = Vec::new();
    while world.queue.next_at().is_some_and(|at| at <= until) {
        facts.extend(step(world).unwrap_or_default());
    }
    facts
}

/// A copy of a world has forgotten what the controllers remember of their last looks: it goes on like the original
/// through every look of random histories, faults and all.
#[test]
fn what_controllers_remember_decides_nothing() {
    let mut looks = 0;
    for seed in 0..10 {
        let case = invent(seed);
        let played = play_with(&case, &mut |world, facts| {
            while is_their_turn(world) {
                let mut forgetful = world.clone();
                let (told, again) = (step(world), step(&mut forgetful));
                assert!(told == again, "another look, seed {seed}");
                assert_eq!(world.waiting, forgetful.waiting, "seed {seed}");
                facts.extend(told.unwrap_or_default());
                looks += 1;
            }
        });
        assert!(played.is_ok(), "seed {seed}: {played:?}");
    }
    assert!(looks > 500, "{looks} looks say little");
}

fn is_their_turn(world: &World) -> bool {
    let soon = world.now.after(SimDuration::from_millis(60));
    let next = world.queue.iter().next();
    let they = [Component::StatefulSet, Component::EndpointSlice];
    next.is_some_and(|(at, due)| they.contains(&due.component) && at <= soon)
}
