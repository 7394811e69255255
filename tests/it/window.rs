//! Many ordinals: which are drawn, what the overview shows of all, and what is left of long names.

use playground::cluster::api::{Key, Kind, SimTime};
use playground::view::name::{name_parts, with_ordinal};
use playground::view::scene::{Belongs, Column, Health, PodCard};
use playground::view::window::{counts, in_sight, moved_to, overview};

#[test]
fn the_window_is_full_wherever_it_stands() {
    let ordinals: Vec<i32> = (0..60).collect();
    assert_eq!(in_sight(&ordinals, 0, 8), 0..8);
    assert_eq!(in_sight(&ordinals, 20, 8), 20..28);
    assert_eq!(
        in_sight(&ordinals, 58, 8),
        52..60,
        "no room left over at the end"
    );
    assert_eq!(in_sight(&ordinals, 0, 0), 0..1, "there is always one");
    assert_eq!(in_sight(&[5, 6, 9], 0, 8), 0..3);
    assert_eq!(in_sight(&[], 0, 8), 0..0);
    assert_eq!(
        in_sight(&[0, 1, 2, 900], 3, 1),
        3..4,
        "the next one there is"
    );
}

#[test]
fn the_window_moves_no_further_than_it_must() {
    let ordinals: Vec<i32> = (0..60).collect();
    assert_eq!(moved_to(&ordinals, 0, 8, 7), None, "in sight");
    assert_eq!(moved_to(&ordinals, 0, 8, 8), Some(1));
    assert_eq!(moved_to(&ordinals, 0, 8, 59), Some(52));
    assert_eq!(moved_to(&ordinals, 20, 8, 19), Some(19));
    assert_eq!(moved_to(&ordinals, 0, 8, 60), None, "not there");
}

#[test]
fn names_keep_their_ordinal() {
    for (name, parts) in [
        ("web-0", ("web", "-0", "")),
        ("web-17.nginx", ("web", "-17", ".nginx")),
        ("www-web-2", ("www-web", "-2", "")),
        ("dns-test", ("dns-test", "", "")),
        ("a-1.b-2", ("a", "-1", ".b-2")),
        ("lonely-", ("lonely-", "", "")),
    ] {
        assert_eq!(name_parts(name), parts, "{name}");
    }
    assert_eq!(with_ordinal("www-web-2"), Some(("www-web", 2)));
    assert_eq!(with_ordinal("dns-test"), None);
    assert_eq!(with_ordinal("web"), None);
}

#[test]
fn the_overview_shows_every_ordinal_or_as_many_as_there_are_marks() {
    use Health::{Failed, Ready, Starting};
    let columns: Vec<Column> = [Some(Ready), None, Some(Starting), Some(Ready), Some(Failed)]
        .into_iter()
        .enumerate()
        .map(column)
        .collect();
    let drawn = |marks_max| -> Vec<(Option<Health>, usize)> {
        overview(&columns, marks_max)
            .iter()
            .map(|mark| (mark.worst, mark.ready_percent))
            .collect()
    };
    let each = [
        (Some(Ready), 100),
        (None, 0),
        (Some(Starting), 0),
        (Some(Ready), 100),
        (Some(Failed), 0),
    ];
    assert_eq!(drawn(80), each);
    assert_eq!(
        drawn(3),
        [(None, 50), (Some(Starting), 50), (Some(Failed), 0)]
    );
    assert_eq!(
        counts(&columns),
        [
            (Some(Failed), 1),
            (Some(Starting), 1),
            (None, 1),
            (Some(Ready), 2)
        ]
    );
}

fn column((ordinal, health): (usize, Option<Health>)) -> Column {
    let ordinal = i32::try_from(ordinal).unwrap_or_default();
    Column {
        ordinal,
        name: format!("web-{ordinal}"),
        wanted: true,
        dns: None,
        pod: health.map(|health| pod(ordinal, health)),
        disks: vec![],
        lives: 1,
        receipt: None,
    }
}

fn pod(ordinal: i32, health: Health) -> PodCard {
    PodCard {
        key: Key::new(Kind::Pod, "default", &format!("web-{ordinal}")),
        uid: String::new(),
        ip: String::new(),
        node: "node-1".to_owned(),
        phase: "Running".to_owned(),
        status: "Running".to_owned(),
        health,
        ready: health == Health::Ready,
        revision: String::new(),
        revision_differs: false,
        image_differs: None,
        restarts: 0,
        created: SimTime::default(),
        grace: None,
        unschedulable: None,
        belongs: Belongs::Own,
    }
}
