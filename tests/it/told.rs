//! Every fact is told, however time was played: ticks of any length, pauses, steps and speeds make the
//! same story, events and lives as the same history run at once.

use crate::page::{Page, draw};
use playground::app::Message;
use playground::cluster::api::{Key, Kind};
use playground::cluster::apiserver::uid::Rng;
use playground::view::player::Speed;

/// What a person, and a browser's frames, do next.
pub(crate) fn message(rng: &mut Rng) -> Message {
    let pod = |rng: &mut Rng| {
        let ordinal = rng.between(0, 3);
        Key::new(Kind::Pod, "default", &format!("web-{ordinal}"))
    };
    let set = Key::new(Kind::StatefulSet, "default", "web");
    match rng.between(0, 40) {
        0 => Message::TogglePause,
        1 => Message::Step,
        2 => {
            let at = rng.between(0, Speed::ALL.len() as u64) as usize;
            Message::SetSpeed(Speed::ALL[at.min(Speed::ALL.len() - 1)])
        }
        3 => Message::DeletePod(pod(rng)),
        4 => {
            let delta = if rng.between(0, 2) == 0 { 1 } else { -1 };
            Message::Scale { set, delta }
        }
        5 => Message::TogglePower {
            node: format!("node-{}", rng.between(1, 4)),
        },
        6 => Message::SetImage {
            set,
            container: "nginx".into(),
            image: format!("nginx:1.{}", rng.between(9, 12)),
        },
        _ => Message::Tick {
            // From a frame of a fast screen to one that the browser forgot.
            wall_elapsed_ms: rng.between(1, 260) as u32,
            // From a slow phone in a storm to a fast machine.
            looks_max: rng.between(1, 400) as u32,
        },
    }
}

/// What has been told: the story, the events, and the picture with the lives of every name.
pub(crate) fn told(page: &Page) -> String {
    let mut text = String::new();
    for line in page.app.story().iter() {
        text += &format!("{:?} {} {:?}\n", line.at, line.actor, line.story);
    }
    for row in page.app.events().iter() {
        text += &format!("{row:?}\n");
    }
    text + &draw(&page.app.scene())
}

#[test]
fn however_time_is_played_the_same_is_told() {
    for seed in 0..40 {
        let mut rng = Rng::new(seed);
        let mut page = Page::fresh();
        for _ in 0..400 {
            page.send(message(&mut rng));
        }
        let mut at_once = Page::fresh();
        at_once.send(Message::Restore(page.app.record()));
        let (told, expected) = (told(&page), told(&at_once));
        let differs = told.lines().zip(expected.lines()).find(|(a, b)| a != b);
        assert_eq!(differs, None, "seed {seed}");
        assert_eq!(
            told.lines().count(),
            expected.lines().count(),
            "seed {seed}"
        );
    }
}
