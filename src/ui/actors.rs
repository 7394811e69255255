//! Who acts now, and what they do: the sentence of the moment, the one before it, or what is being
//! waited for, and how much went by too fast to be read. Everything has its fixed place, so that nothing jumps when something else is said.

use super::icon::icon;
use super::page::Page;
use crate::app::{Actor, moment};
use crate::i18n::{Label, Note, Story};
use crate::view::beat::Beat;
use crate::view::player::Motion;
use leptos::prelude::*;
use std::mem::discriminant;
use std::sync::Arc;
use wasm_bindgen::JsCast;

/// A seat in the row; several actors may share one. The first one's name stands on it while none of its own acts.
struct Seat {
    icon: &'static str,
    actors: fn() -> Vec<Actor>,
}

/// In the order in which a pod passes through their hands.
const SEATS: [Seat; 7] = [
    Seat {
        icon: "you",
        actors: || vec![Actor::You],
    },
    Seat {
        icon: "api",
        actors: || vec![Actor::ApiServer],
    },
    Seat {
        icon: "loop",
        // The loops nobody comes to see sit with the one everybody does.
        actors: || {
            vec![
                Actor::StatefulSetController,
                Actor::GarbageCollector,
                Actor::NodeController,
                Actor::QuotaController,
            ]
        },
    },
    Seat {
        icon: "scheduler",
        actors: || vec![Actor::Scheduler],
    },
    Seat {
        icon: "disk",
        actors: || vec![Actor::VolumeController, Actor::Provisioner],
    },
    Seat {
        icon: "kubelet",
        actors: || vec![Actor::Kubelet(Arc::from(""))],
    },
    Seat {
        icon: "endpoints",
        actors: || vec![Actor::EndpointSliceController],
    },
];

impl Seat {
    /// Whether an actor sits here; all kubelets do on one.
    fn holds(&self, actor: &Actor) -> bool {
        let same = |own: &Actor| discriminant(own) == discriminant(actor);
        (self.actors)().iter().any(same)
    }

    /// The longest word that may stand on it: a chip is as wide as that, whoever acts.
    fn widest(&self, page: Page) -> String {
        let words = (self.actors)().into_iter().map(|actor| name(page, actor));
        words
            .max_by_key(|word| word.chars().count())
            .unwrap_or_default()
    }
}

/// The actor's name; all kubelets have one here, the sentence says whose it is.
fn name(page: Page, actor: Actor) -> String {
    let actor = match actor {
        Actor::Kubelet(_) => Actor::Kubelet(Arc::from("")),
        actor => actor,
    };
    page.say(&Note::Actor(actor)).trim_end().to_owned()
}

/// More packets than this at once are a swarm, and say nothing.
const PACKETS_MAX: usize = 3;

/// The row of actors with the line below it.
pub(crate) fn actors(page: Page) -> AnyView {
    let acting = Memo::new(move |_| {
        page.story.with(|lines| {
            moment(lines)
                .0
                .filter(|line| !line.by_page)
                .map(|line| line.actor.clone())
        })
    });
    let seats = SEATS.iter().map(|seat| {
        let here = move || acting.get().filter(|actor| seat.holds(actor));
        let usual = move || (seat.actors)().swap_remove(0);
        view! {
            <li class="actor" id=seat_id(seat) class:now=move || here().is_some()>
                {icon(seat.icon)}
                <span class="word"><span class="widest">{move || seat.widest(page)}</span><span>{move || name(page, here().unwrap_or_else(usual))}</span></span>
            </li>
        }
    });
    view! {
        <div class="actors">
            <ul aria-hidden="true">{seats.collect_view()}{packets(page)}</ul>
            {sentences(page)}
        </div>
    }
    .into_any()
}

/// The sentence of the moment, the largest text there is; above it what the clock passes over, or else the
/// sentence before.
fn sentences(page: Page) -> AnyView {
    let said = Memo::new(move |_| {
        page.story.with(|lines| {
            let (now, before) = moment(lines);
            let story = |line: &crate::app::Line| line.story.clone();
            (now.map(story), before.map(story))
        })
    });
    let text = move |story: &Story| story.text(page.language());
    let now = move || {
        said.with(|(now, _)| match now {
            Some(story) => text(story),
            None => page.word(Label::NoStory).to_owned(),
        })
    };
    let before = move || said.with(|(_, before)| before.as_ref().map(text));
    let passed = move || {
        let passed = page.passed_by.get();
        passed.map(|passed| view! { <span class="passed">{page.say(&passed)}</span> })
    };
    let above = move || {
        match page.skipping.get() {
        Some(reason) => view! {
            <p class="waiting" title=page.word(Label::FastForward)>{icon("forward")}<span>{page.say(&reason)}</span></p>
        }
        .into_any(),
        None => view! { <p class="before-line"><span>{before}</span>{passed}</p> }.into_any(),
    }
    };
    view! {
        <div class="moment">
            {above}
            <p class="now-line" title=now>{now}</p>
        </div>
    }
    .into_any()
}

fn seat_id(seat: &Seat) -> String {
    format!("seat-{}", seat.icon)
}

/// What the newest beats sent, each from the seat of who acted to the API server. They fade by themselves.
fn packets(page: Page) -> AnyView {
    let sent = move || {
        page.beats.with(|beats| {
            // Asking where a seat is makes the browser lay the page out: only where something will travel.
            if page.motion.get_untracked() != Motion::Full {
                return vec![];
            }
            let to = middle("seat-api");
            beats
                .iter()
                .rev()
                .take(PACKETS_MAX)
                .filter_map(|beat| Some((beat.id.0, middle(&seat_of(beat)?)?, to?)))
                .collect::<Vec<_>>()
        })
    };
    view! {
        <For each=sent key=|(id, from, _)| (*id, *from) children=move |(_, from, to)| view! {
            <li class="packet" role="presentation" style:--from=format!("{from}px") style:--to=format!("{to}px")></li>
        } />
    }
    .into_any()
}

fn seat_of(beat: &Beat) -> Option<String> {
    SEATS
        .iter()
        .find(|seat| seat.holds(&beat.actor))
        .filter(|seat| seat.icon != "api")
        .map(seat_id)
}

/// Where the middle of a seat is in its row.
fn middle(id: &str) -> Option<i32> {
    let seat = document()
        .get_element_by_id(id)?
        .dyn_into::<web_sys::HtmlElement>()
        .ok()?;
    Some(seat.offset_left() + seat.offset_width() / 2)
}
