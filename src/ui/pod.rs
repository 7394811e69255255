//! The place of an identity's pod: the pod while there is one, and always the outline that outlives it.

use super::cluster::picture;
use super::grid::Part;
use super::heap::is_delete;
use super::icon::{glyph, health_name, icon};
use super::identity::{Sight, fresh, on_key};
use super::receipts::life_tag;
use super::words::{breakable, cut_image, cut_name, short_uid};
use crate::app::{Message, caption};
use crate::cluster::api::SimTime;
use crate::i18n::{Label, Note};
use crate::view::scene::{Health, PodCard};
use leptos::prelude::*;

/// The cell of the grid that holds the pod. The hooks for scripts (`data-pod` …) are on it while there is a pod.
pub(crate) fn slot(sight: Sight) -> AnyView {
    let page = sight.page;
    let name = sight.name();
    let there = Memo::new(move |_| sight.of(|column| column.pod.is_some()));
    let health = Memo::new(move |_| sight.of_pod(|pod| Some(health_name(pod.health))));
    let hook =
        move |read: fn(&PodCard) -> &str| move || sight.of_pod(|pod| Some(read(pod).to_owned()));
    let selected = move || {
        page.selected
            .with(|key| key.as_ref() == Some(&sight.pod_key()))
    };
    view! {
        <div role="gridcell" class="slot" id=sight.id(Part::Pod) tabindex=move || sight.tab_index(Part::Pod)
            class:waiting=move || sight.place.with(|place| place.row.is_none())
            class:moving=move || sight.place.with(|place| place.moving)
            style:--at=move || sight.place.with(|place| place.row.unwrap_or_default().to_string())
            data-health=move || health.get()
            data-pod=hook(|pod| &pod.key.name) data-uid=hook(|pod| &pod.uid) data-ip=hook(|pod| &pod.ip)
            data-node=hook(|pod| &pod.node) data-phase=hook(|pod| &pod.phase) data-revision=hook(|pod| &pod.revision)
            data-ready=move || sight.of_pod(|pod| Some(if pod.ready { "true" } else { "false" }))
            aria-selected=move || if selected() { "true" } else { "false" }
            on:focus=move |_| page.active.set(Some(sight.cell(Part::Pod)))
            on:click=move |_| page.inspect(sight.pod_key())
            on:keydown=move |event| on_pod_key(sight, &event)>
            <span class="unseen">{move || spoken(sight)}</span>
            {ghost(sight, name.clone())}
            {card(sight, name, there)}
            <Show when=move || there.get()>{move || tags(sight)}{move || delete_button(sight)}</Show>
        </div>
    }
    .into_any()
}

/// What stays when the pod is gone.
fn ghost(sight: Sight, name: String) -> AnyView {
    let page = sight.page;
    let about = move || sight.of(|column| page.word(caption::slot(column)));
    view! {
        <div class="ghost" aria-hidden="true">
            <span class="name">{cut_name(&name)}</span>
            <span class="about">{about}</span>
        </div>
    }
    .into_any()
}

/// The pod. It keeps showing the last pod while that fades.
fn card(sight: Sight, name: String, there: Memo<bool>) -> AnyView {
    let page = sight.page;
    let health = Memo::new(move |_| {
        sight
            .of_last_pod(|pod| Some(pod.health))
            .unwrap_or(Health::Waiting)
    });
    let status = Memo::new(move |_| sight.of_last_pod(|pod| pod.status.clone()));
    let ip = Memo::new(move |_| sight.of_last_pod(|pod| pod.ip.clone()));
    let node = Memo::new(move |_| sight.of_last_pod(|pod| pod.node.clone()));
    let lives = Memo::new(move |_| sight.of(|column| column.lives));
    let uids = uids(sight);
    view! {
        <div class="pod" class:here=move || there.get() aria-hidden="true" data-health=move || health_name(health.get())>
            <span class="name">{cut_name(&name)}</span>
            <span class="chip" title=move || status.get()>
                {glyph(move || health.get())}
                <span class="word">{move || breakable(&word(sight, health.get(), &status.get()))}</span>
            </span>
            <dl class="facts">
                <dt class="place">{move || page.word(Label::Node)}</dt>
                <dd class="place">{move || node.get()}</dd>
                <dt>"ip"</dt>
                <dd>{move || view! { <ins class=fresh(lives.get())>{ip.get()}</ins> }}</dd>
                <dt class="uid">"uid"</dt>
                <dd class="uid">{move || {
                    let (now, before) = uids.get();
                    let before = before.filter(|_| sight.has_news() || sight.of(|column| !column.pod.as_ref().is_some_and(|pod| pod.ready)));
                    view! { {before.map(|before| view! { <del>{short_uid(&before)}</del>" " })}<ins class=fresh(lives.get())>{short_uid(&now)}</ins> }
                }}</dd>
            </dl>
            <Show when=move || health.get() == Health::Terminating && there.get()>{move || ring(sight)}</Show>
        </div>
    }
    .into_any()
}

/// On the edge of the card: which life of its name the pod is, and what it was made from where that says something.
fn tags(sight: Sight) -> AnyView {
    let page = sight.page;
    let outdated = Memo::new(move |_| sight.of_last_pod(caption::outdated));
    let image = Memo::new(move |_| {
        sight.of_last_pod(|pod| Some((caption::old_image(pod)?, pod.image_differs.clone())))
    });
    // While two revisions are about, each pod says which is its own; so does one left with another than its set's.
    // A pod with another image is told by that: a hash beside it would only take the room in which the two are compared.
    let revision = Memo::new(move |_| {
        let told =
            image.with(Option::is_none) && (two_revisions(sight) || outdated.with(Option::is_some));
        told.then(|| sight.of_last_pod(|pod| pod.revision.clone()))
    });
    let revision = move || {
        revision.get().map(|revision| {
            let short = revision.rsplit('-').next().unwrap_or_default().to_owned();
            let note = outdated.get().map(|outdated| page.say(&outdated));
            let (old, title) = (note.is_some(), note.unwrap_or(revision));
            view! { <span class="tag revision" class:old=old title=title aria-hidden="true">{short}</span> }
        })
    };
    let image = move || {
        image.get().map(|(note, image)| {
            let notes = [Some(page.say(&note)), outdated.get().map(|outdated| page.say(&outdated))];
            let title = notes.into_iter().flatten().collect::<Vec<_>>().join("\n");
            view! { <span class="tag image old" title=title aria-hidden="true">{image.as_deref().map(cut_image)}</span> }
        })
    };
    view! { <div class="tags">{life_tag(sight)}{revision}{image}</div> }.into_any()
}

fn two_revisions(sight: Sight) -> bool {
    sight.set.with_value(|key| {
        picture(sight.page, key, |set| {
            set.current_revision != set.update_revision && !set.update_revision.is_empty()
        })
    })
}

/// The uid now, and the one before it.
fn uids(sight: Sight) -> Memo<(String, Option<String>)> {
    Memo::new(move |before: Option<&(String, Option<String>)>| {
        let now = sight.of_last_pod(|pod| pod.uid.clone());
        match before {
            Some((shown, _)) if *shown != now && !shown.is_empty() => (now, Some(shown.clone())),
            Some((_, old)) => (now, old.clone()),
            None => (now, None),
        }
    })
}

/// The word for the state.
fn word(sight: Sight, health: Health, status: &str) -> String {
    caption::state(health, status, sight.page.language())
}

/// How long a terminating pod still has, as a ring that runs empty.
fn ring(sight: Sight) -> AnyView {
    let grace = Memo::new(move |_| sight.of_last_pod(|pod| pod.grace));
    // Whole percents: a finer step would repaint on every frame and nobody would see it.
    let gone = Memo::new(move |_| {
        grace
            .get()
            .map_or(0, |grace| percent_gone(grace, sight.page.now.get()))
    });
    view! {
        <svg class="ring" viewBox="0 0 26 26" aria-hidden="true">
            <circle cx="13" cy="13" r="10"></circle>
            <circle class="left" cx="13" cy="13" r="10" pathLength="100" stroke-dashoffset=move || gone.get()></circle>
        </svg>
    }
    .into_any()
}

fn percent_gone((from, until): (SimTime, SimTime), now: SimTime) -> u64 {
    let whole = until.since(from).as_millis().max(1);
    (now.since(from).as_millis() * 100 / whole).min(100)
}

fn delete_button(sight: Sight) -> AnyView {
    let page = sight.page;
    view! {
        <button type="button" class="button square pod-delete"
            tabindex=move || sight.tab_index(Part::Pod)
            aria-label=move || page.say(&Note::DeletePod { pod: sight.name() })
            title=move || page.say(&Note::DeletePod { pod: sight.name() })
            on:click=move |event| { event.stop_propagation(); delete(sight); }>
            {icon("delete")}
        </button>
    }
    .into_any()
}

fn on_pod_key(sight: Sight, event: &web_sys::KeyboardEvent) {
    // Keys of the button inside are the button's.
    if event.target() != event.current_target() || on_key(sight, Part::Pod, event) {
        return;
    }
    if is_delete(event) {
        delete(sight);
    }
}

fn delete(sight: Sight) {
    if sight
        .column
        .with_untracked(|column| column.as_ref().is_some_and(|column| column.pod.is_some()))
    {
        sight.page.send(Message::DeletePod(sight.pod_key()));
    }
}

/// What a screen reader says of the cell.
fn spoken(sight: Sight) -> String {
    let page = sight.page;
    sight.of(|column| match &column.pod {
        Some(pod) => page.say(&caption::pod(pod, Some(column), page.language())),
        None => page.say(&caption::empty(column)),
    })
}
