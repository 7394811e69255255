//! Who simulates for the page: a worker, and its end.

use super::page::Page;
use super::shell;
use super::trouble::Trouble;
use crate::app::Pace;
use crate::worker::Plan;
use crate::worker::protocol::TestBreak;
use gloo_timers::callback::Timeout;
use leptos::prelude::*;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::prelude::*;

/// A request takes milliseconds, and a long record seconds; after this long there is something to say.
const STILL_MS: u32 = 10_000;

/// Starts something that answers requests: it is told who hears its answers, as bytes, and who hears why it ended.
pub(crate) type Spawn = Rc<dyn Fn(Answered, Broke) -> Backend>;
type Answered = Box<dyn Fn(Vec<u8>)>;
type Broke = Box<dyn Fn(String)>;

/// What answers requests.
pub(crate) struct Backend {
    /// Takes a request.
    pub(crate) post: Box<dyn Fn(Vec<u8>)>,
    /// Ends it.
    pub(crate) end: Box<dyn Fn()>,
}

/// The page's way to who simulates.
#[derive(Default)]
pub(crate) struct Link {
    spawn: Option<Spawn>,
    backend: Option<Rc<Backend>>,
    /// How many there have been: what a past one still says is not heard.
    generation: u32,
    /// Says so when an answer takes too long.
    watch: Option<Timeout>,
    /// How much may happen between two frames, by how long the page takes to draw it.
    pace: Pace,
}

/// A worker of the browser, by `www/start.js`.
pub(crate) fn worker(spawn: js_sys::Function) -> Spawn {
    Rc::new(move |answered: Answered, broke: Broke| {
        let answered =
            Closure::<dyn Fn(js_sys::Uint8Array)>::new(move |answer: js_sys::Uint8Array| {
                answered(answer.to_vec())
            });
        let broke_js = Closure::<dyn Fn(JsValue)>::new(move |message: JsValue| {
            broke(message.as_string().unwrap_or_default());
        });
        let started = spawn.call2(
            &JsValue::NULL,
            &answered.into_js_value(),
            &broke_js.into_js_value(),
        );
        let started: Option<web_sys::Worker> = started.ok().map(JsCast::unchecked_into);
        let ended = started.clone();
        Backend {
            post: Box::new(move |request| {
                if let Some(worker) = &started {
                    // Refused only for what cannot be copied, and bytes can.
                    let _ = worker.post_message(&js_sys::Uint8Array::from(request.as_slice()));
                }
            }),
            end: Box::new(move || {
                if let Some(worker) = &ended {
                    worker.terminate();
                }
            }),
        }
    })
}

/// Simulates in the page itself, for tests of the page alone.
pub(crate) fn in_page() -> Spawn {
    Rc::new(|answered: Answered, broke: Broke| {
        let simulation = RefCell::new(crate::worker::Simulation::default());
        Backend {
            post: Box::new(move |request| {
                let answer = simulation.borrow_mut().answer(&request);
                match answer {
                    Ok(answer) => answered(answer),
                    Err(reason) => broke(reason),
                }
            }),
            end: Box::new(|| {}),
        }
    })
}

impl Page {
    /// Starts who simulates, and asks the first thing.
    pub(super) fn connect(self, spawn: Spawn, request: Vec<u8>) {
        self.link.update_value(|link| link.spawn = Some(spawn));
        self.respawn();
        self.post(Some(request));
    }

    /// Asks something, if there is something to ask.
    pub(super) fn post(self, request: Option<Vec<u8>>) {
        let Some(request) = request else { return };
        let watch = Timeout::new(STILL_MS, move || self.stands_still());
        let begun = self.begun.get_untracked();
        let backend = self.link.try_update_value(|link| {
            // A first answer takes as long as the line does, and that is told elsewhere.
            link.watch = begun.then_some(watch);
            link.backend.clone()
        });
        // Outside of the link: an answer may come at once.
        if let Some(backend) = backend.flatten() {
            (backend.post)(request);
        }
    }

    /// Somebody was answered: nobody waits.
    pub(super) fn rest_the_watch(self) {
        self.link.update_value(|link| link.watch = None);
        if self
            .trouble
            .with_untracked(|trouble| *trouble == Some(Trouble::StandsStill))
        {
            self.trouble.set(None);
        }
    }

    /// How many looks may happen until the next frame.
    pub(super) fn looks_max(self) -> u32 {
        self.link.with_value(|link| link.pace.looks_max())
    }

    /// Drawing what an answer told took so long.
    pub(super) fn drew_for(self, ms: f64) {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a float as an integer saturates"
        )]
        self.link
            .update_value(|link| link.pace.took((ms * 1000.0) as u32));
    }

    fn respawn(self) {
        let spawn = self.link.try_update_value(|link| {
            if let Some(backend) = link.backend.take() {
                (backend.end)();
            }
            link.watch = None;
            link.generation += 1;
            link.spawn.clone()
        });
        let Some(spawn) = spawn.flatten() else { return };
        let generation = self.link.with_value(|link| link.generation);
        let is_present = move || {
            self.link
                .try_with_value(|link| link.generation == generation)
                == Some(true)
        };
        let answered = move |answer: Vec<u8>| {
            if is_present() {
                self.receive(&answer);
            }
        };
        let broke = move |message: String| {
            if is_present() {
                self.broke(&message);
            }
        };
        let backend = spawn(Box::new(answered), Box::new(broke));
        self.link
            .update_value(|link| link.backend = Some(Rc::new(backend)));
    }

    fn stands_still(self) {
        if self.client.with_value(crate::worker::Client::is_waiting) {
            self.trouble.set(Some(Trouble::StandsStill));
        }
    }

    /// Who simulates is at its end: another one takes up what was kept, unless that broke it before.
    pub(super) fn broke(self, message: &str) {
        self.take_up(Some(message.to_owned()));
    }

    /// Gives up waiting for an answer.
    pub(super) fn give_up(self) {
        self.take_up(None);
    }

    /// `message`: what it said at its end, if it said anything.
    fn take_up(self, message: Option<String>) {
        let begun = self.begun.get_untracked();
        let Some((plan, lost)) = self.client.try_update_value(crate::worker::Client::broke) else {
            return;
        };
        match plan {
            Plan::Revive => {
                self.trouble.set(Some(Trouble::TakenUp { message, lost }));
                self.take_up_without(false);
            }
            Plan::BeginAnew if begun => {
                self.trouble.set(Some(Trouble::BegunAnew { message }));
                self.begin_anew();
            }
            Plan::BeginAnew => {
                let again = shell::has_failed_to_begin();
                self.trouble.set(Some(Trouble::NotBegun { message, again }));
            }
            Plan::Ask => self.trouble.set(Some(Trouble::BrokeAgain { message })),
        }
        self.publish();
    }

    /// Takes up what was kept; without the last thing that was done, where that led to the end.
    pub(super) fn take_up_without(self, last_input: bool) {
        self.respawn();
        let request = self
            .client
            .try_update_value(|client| client.revive(last_input));
        self.post(request);
    }

    /// Begins a new cluster with what is applied.
    pub(super) fn begin_anew(self) {
        self.respawn();
        let request = self
            .client
            .try_update_value(crate::worker::Client::begin_anew);
        self.post(request);
    }

    /// The same without what was kept of earlier visits, but the text.
    pub(super) fn begin_without_kept(self) {
        shell::forget_record();
        self.respawn();
        let request = self
            .client
            .try_update_value(crate::worker::Client::begin_without_kept);
        self.post(request);
    }

    /// Breaks who simulates, for a test of what is done about that.
    pub(super) fn break_simulation(self, how: TestBreak) {
        let request = self
            .client
            .try_update_value(|client| client.break_by(how))
            .flatten();
        match request {
            Some(request) => self.post(Some(request)),
            // It is busy; it will be free.
            None => {
                Timeout::new(0, move || self.break_simulation(how)).forget();
            }
        }
    }
}
