//! The page and the worker: what crosses between them is what is shown, nothing waits behind what it replaces, and a
//! worker that broke is one that begins again.

use crate::page::{FRAME_MS, Page};
use playground::app::{App, Effect, Message, Start, StorageKey, Travel, update};
use playground::cluster::api::{Key, Kind, SimTime};
use playground::worker::protocol::{Answer, Request, TestBreak, VERSION, decode, encode};
use playground::worker::{Client, ListEdit, Plan, Shown, Simulation, changes, still};

/// A page and its worker, side by side with an app that is in the page itself.
struct Pair {
    client: Client,
    simulation: Simulation,
    app: App,
    shown: Shown,
    effects: Vec<Effect>,
}

impl Pair {
    fn open(start: &Start) -> Self {
        let (client, request) = Client::begin(start.clone(), None);
        let (app, _) = App::start(start);
        let mut pair = Self {
            client,
            simulation: Simulation::default(),
            shown: Shown::of(&app, &Shown::default()),
            app,
            effects: vec![],
        };
        pair.post(Some(request));
        pair
    }

    /// Lets the worker answer, and whatever follows from that.
    fn post(&mut self, request: Option<Vec<u8>>) {
        let mut next = request;
        while let Some(request) = next {
            let answer = self.simulation.answer(&request).expect("an answer");
            let received = self.client.receive(&answer);
            assert_eq!(received.fault, None);
            self.effects.extend(received.effects);
            next = received.next;
        }
    }

    fn send(&mut self, message: Message) {
        drop(update(&mut self.app, message.clone()));
        self.shown = Shown::of(&self.app, &self.shown);
        let request = self.client.send(message);
        self.post(request);
    }

    /// Lets frames pass; in every one of them both show the same.
    fn frames(&mut self, count: u32) {
        for _ in 0..count {
            self.send(Message::frame(FRAME_MS));
            assert_eq!(*self.client.shown(), self.shown);
        }
    }
}

fn pod(name: &str) -> Key {
    Key::new(Kind::Pod, "default", name)
}

fn set() -> Key {
    Key::new(Kind::StatefulSet, "default", "web")
}

#[test]
fn what_crosses_is_what_is_shown() {
    let mut pair = Pair::open(&Start::default());
    pair.frames(600);
    for message in [
        Message::DeletePod(pod("web-0")),
        Message::Select(pod("web-0")),
        Message::Scale {
            set: set(),
            delta: 3,
        },
        Message::TogglePower {
            node: "node-2".to_owned(),
        },
        Message::SetImage {
            set: set(),
            container: "nginx".to_owned(),
            image: "nginx:9.9.9-broken".to_owned(),
        },
        Message::EditorChanged("kind: Pod\nspec: [".to_owned()),
        Message::Examine,
        Message::Apply,
        Message::SetLanguage(playground::i18n::Language::Chinese),
        Message::LoadExample { disks: false },
        Message::Ask(playground::app::Question::DeleteSet(set())),
        Message::Confirm(playground::app::Cascade::Background),
        Message::ShowReceipt(pod("web-0")),
        Message::Travel(Travel::Back),
        Message::Travel(Travel::To(SimTime(1500))),
        Message::TogglePause,
        Message::DeletePod(pod("web-0")),
        Message::Travel(Travel::Undo),
        Message::Travel(Travel::Live),
        Message::Reset,
        Message::Step,
    ] {
        pair.send(message);
        assert_eq!(*pair.client.shown(), pair.shown);
        pair.frames(120);
    }
}

#[test]
fn of_a_crowd_only_what_changed_crosses() {
    let founding = Page::fresh().app.editor().text.clone();
    let parallel = "replicas: 200\n  podManagementPolicy: Parallel";
    let crowd = founding.replacen("replicas: 2", parallel, 1);
    let mut start = Start::default();
    start.saved.session = Some(serde_json::json!({ "applied": crowd, "speed": "16" }).to_string());
    let mut page = Page::open(&start);
    page.settle();
    let before = Shown::of(&page.app, &Shown::default());
    let whole = encode(&changes(&Shown::default(), &before)).len();
    // Large pictures are drawn now and then.
    page.send(Message::DeletePod(pod("web-7"))).frames(4);
    let after = Shown::of(&page.app, &before);
    assert!(before.scene != after.scene, "the picture is the same");
    let part = encode(&changes(&before, &after)).len();
    assert!(part < whole / 20, "{part} of {whole} bytes");
}

#[test]
fn what_is_asked_while_the_worker_works_waits_and_is_asked_at_once() {
    let (mut client, _) = Client::begin(Start::default(), None);
    assert!(!client.has_begun());
    for message in [
        Message::frame(16),
        Message::frame(16),
        Message::EditorChanged("a".to_owned()),
        Message::Examine,
        Message::EditorChanged("ab".to_owned()),
        Message::Examine,
        Message::Examine,
        Message::Apply,
        Message::frame(16),
    ] {
        assert_eq!(
            client.send(message),
            None,
            "one request is under way at a time"
        );
    }
    assert_eq!(
        client.shown().editor.text,
        "ab",
        "what is typed is seen at once"
    );
    let received = client.receive(&encode(&Answer::default()));
    let asked: Request = decode(&received.next.expect("the next request")).expect("a request");
    let Request::Messages(messages) = asked else {
        panic!("{asked:?}");
    };
    assert_eq!(
        messages,
        [
            Message::frame(32),
            Message::EditorChanged("ab".to_owned()),
            Message::Examine,
            Message::Apply,
            Message::frame(16),
        ]
    );
}

#[test]
fn who_drags_is_answered_for_where_they_are_now() {
    let (mut client, _) = Client::begin(Start::default(), None);
    let to = |at| Message::Travel(Travel::To(SimTime(at)));
    for message in [
        to(1),
        to(2),
        Message::frame(16),
        to(3),
        Message::frame(16),
        Message::DeletePod(pod("web-0")),
        to(4),
        to(5),
    ] {
        assert_eq!(client.send(message), None);
    }
    let received = client.receive(&encode(&Answer::default()));
    let asked: Request = decode(&received.next.expect("the next request")).expect("a request");
    // What was done at a moment is done there.
    let delete = Message::DeletePod(pod("web-0"));
    let frames = [Message::frame(16), to(3), Message::frame(16)];
    let messages = frames.into_iter().chain([delete, to(5)]).collect();
    assert_eq!(asked, Request::Messages(messages));
}

#[test]
fn a_text_that_was_replaced_is_not_typed_into() {
    let mut pair = Pair::open(&Start::default());
    let request = pair.client.send(Message::LoadExample { disks: false });
    let answer = pair.simulation.answer(&request.unwrap()).unwrap();
    assert_eq!(
        pair.client.send(Message::EditorChanged("typed".to_owned())),
        None
    );
    let received = pair.client.receive(&answer);
    assert_eq!(received.next, None);
    assert!(pair.client.shown().editor.text.contains("StatefulSet"));
}

#[test]
fn what_is_typed_before_there_is_a_cluster_is_not_lost() {
    let (mut client, request) = Client::begin(Start::default(), None);
    assert_eq!(
        client.send(Message::EditorChanged("# mine".to_owned())),
        None
    );
    let mut simulation = Simulation::default();
    let received = client.receive(&simulation.answer(&request).unwrap());
    let replaces = |effect: &Effect| matches!(effect, Effect::EditorSetText(_));
    assert!(!received.effects.iter().any(replaces));
    assert_eq!(client.shown().editor.text, "# mine");
    let next = simulation.answer(&received.next.unwrap()).unwrap();
    assert_eq!(client.receive(&next).fault, None);
    assert_eq!(client.shown().editor.text, "# mine");
    assert!(client.shown().editor.differs());
}

#[test]
fn bytes_that_are_no_message_are_refused() {
    let request = encode(&Request::Messages(vec![Message::DeletePod(pod("web-0"))]));
    let mut other = request.clone();
    other[0] += 1;
    assert_eq!(
        decode::<Request>(&other),
        Err(format!("version {}, not {VERSION}", VERSION + 1))
    );
    for end in 0..request.len() {
        assert!(decode::<Request>(&request[..end]).is_err(), "{end} bytes");
    }
    // Whatever a single byte becomes, it is read or refused, and nothing breaks.
    for at in 0..request.len() {
        for byte in 0..=u8::MAX {
            let mut other = request.clone();
            other[at] = byte;
            let _ = decode::<Request>(&other);
        }
    }
    let mut simulation = Simulation::default();
    assert!(simulation.answer(&request).is_err(), "nothing was begun");
    assert!(simulation.answer(&[]).is_err());
}

#[test]
fn an_edit_that_lies_is_refused() {
    let huge = ListEdit::between(&[1, 2], &[1, 2, 3]);
    assert_eq!(huge.apply(&[]), None);
}

#[test]
fn a_worker_that_broke_takes_up_what_was_kept_and_the_text_stays() {
    let mut start = Start::default();
    start.url.speed = Some("16".to_owned());
    let mut pair = Pair::open(&start);
    pair.frames(400);
    pair.send(Message::Scale {
        set: set(),
        delta: 1,
    });
    pair.frames(400);
    pair.send(Message::EditorChanged("# mine\n".to_owned()));
    let uids = |shown: &Shown| -> Vec<String> {
        let columns = shown.scene.sets.iter().flat_map(|set| &set.columns);
        let pods = columns.filter_map(|column| column.pod.as_ref());
        pods.map(|pod| pod.uid.clone()).collect()
    };
    let before = uids(pair.client.shown());
    assert_eq!(before.len(), 3);

    // Once: all of it is there again.
    assert_eq!(pair.client.broke(), (Plan::Revive, false));
    pair.simulation = Simulation::default();
    let request = pair.client.revive(false);
    pair.post(Some(request));
    assert_eq!(uids(pair.client.shown()), before);
    assert_eq!(pair.client.shown().editor.text, "# mine\n");
    let says_text = |effect: &Effect| *effect == Effect::EditorSetText("# mine\n".to_owned());
    assert!(
        !pair.effects.iter().any(says_text),
        "the text is not touched"
    );

    // Again, and nothing was done in between: the moment before is offered.
    assert_eq!(pair.client.broke(), (Plan::Ask, false));
    pair.simulation = Simulation::default();
    let request = pair.client.revive(true);
    pair.post(Some(request));
    assert_eq!(uids(pair.client.shown()), before[..2]);
    assert_eq!(pair.client.shown().editor.text, "# mine\n");
}

#[test]
fn what_the_worker_broke_at_is_left_out_and_nothing_else() {
    let mut pair = Pair::open(&Start::default());
    pair.frames(600);
    for _ in 0..2 {
        // Whoever does it again breaks it again; what was done before is not to blame.
        let lost = pair.client.send(Message::DeletePod(pod("web-0")));
        assert!(lost.is_some());
        assert_eq!(pair.client.broke(), (Plan::Revive, true));
        pair.simulation = Simulation::default();
        let request = pair.client.revive(false);
        pair.post(Some(request));
    }
}

#[test]
fn the_moment_before_can_be_asked_for_again_until_nothing_of_the_person_is_left() {
    let mut pair = Pair::open(&Start::default());
    let founding = pair.client.shown().cursor.inputs;
    for _ in 0..2 {
        pair.send(Message::Scale {
            set: set(),
            delta: 1,
        });
    }
    let mut left = vec![];
    for without_last in [false, true, true, true] {
        // It breaks before it has answered.
        let _ = pair.client.broke();
        let request = pair.client.revive(without_last);
        let mut simulation = Simulation::default();
        let answer: Answer = decode(&simulation.answer(&request).unwrap()).unwrap();
        let mut shown = Shown::default();
        for change in answer.changes {
            shown.take(change).expect("a change of what is shown");
        }
        left.push(shown.cursor.inputs - founding);
    }
    assert_eq!(left, [2, 1, 0, 0]);
}

#[test]
fn a_worker_that_never_answered_has_nothing_to_take_up() {
    let (mut client, _) = Client::begin(Start::default(), None);
    assert_eq!(client.broke(), (Plan::BeginAnew, false));
    assert!(!client.has_begun());
    let request = client.begin_anew();
    let mut simulation = Simulation::default();
    let answer = simulation.answer(&request).unwrap();
    assert_eq!(client.receive(&answer).fault, None);
    assert!(client.has_begun());
}

#[test]
fn what_is_done_is_kept_at_once() {
    let mut pair = Pair::open(&Start::default());
    pair.effects.clear();
    pair.send(Message::DeletePod(pod("web-0")));
    let kept = pair.effects.iter().any(|effect| {
        matches!(effect, Effect::Persist { key: StorageKey::Record, value } if value.contains("web-0"))
    });
    assert!(kept);
}

#[test]
fn the_test_breaks_break() {
    let mut pair = Pair::open(&Start::default());
    let request = pair.client.break_by(TestBreak::Panic);
    let broke = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        pair.simulation.answer(&request.unwrap())
    }));
    assert!(broke.is_err());
}

/// What the page shows before the worker answers is what the simulation says of the founding cluster's first moment.
#[test]
fn the_still_is_what_the_simulation_says() {
    let (app, _) = App::start(&Start::default());
    let first = Shown::of(&app, &Shown::default());
    if std::env::var_os("UPDATE_CASES").is_some() {
        std::fs::write("src/worker/still.bin", encode(&first)).unwrap();
        return;
    }
    assert!(
        still() == first,
        "the founding cluster begins otherwise now: UPDATE_CASES=1 cargo test the_still_is writes src/worker/still.bin anew"
    );
}
