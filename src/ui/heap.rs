//! What has neither a column nor a place in a row: pods of no set, and disks nobody's column refers to.

use super::disk::shelved_disk;
use super::icon::{glyph, health_name, icon};
use super::page::Page;
use super::words::{cut_name, short_uid};
use crate::app::{Message, caption};
use crate::cluster::api::Key;
use crate::i18n::{Label, Note};
use crate::view::scene::{Health, PodCard};
use leptos::prelude::*;

/// The place below the columns.
pub(crate) fn heap(page: Page, hosts: Memo<bool>) -> AnyView {
    // The uid is part of the key: a new pod under an old name is another card here, nobody promised it a place.
    let pods = Memo::new(move |_| {
        if hosts.get() {
            return page.occupied.with(|occupied| occupied.left.clone());
        }
        page.scene.with(|scene| {
            let pods = scene.other_pods.iter();
            pods.map(|pod| (pod.key.clone(), pod.uid.clone())).collect()
        })
    });
    let disks = Memo::new(move |_| {
        page.scene.with(|scene| {
            scene
                .shelf
                .iter()
                .map(|disk| disk.key.clone())
                .collect::<Vec<_>>()
        })
    });
    view! {
        <Show when=move || pods.with(|pods| !pods.is_empty())>
            <section class="heap">
                <h2 class="heap-title">{move || page.word(Label::OtherPods)}</h2>
                <ul><For each=move || pods.get() key=Clone::clone children=move |(key, _)| card(page, key) /></ul>
            </section>
        </Show>
        <Show when=move || disks.with(|disks| !disks.is_empty())>
            <section class="shelf">
                <h2 class="heap-title">{move || page.word(Label::Shelf)}</h2>
                <ul><For each=move || disks.get() key=Clone::clone children=move |key| shelved_disk(page, key) /></ul>
            </section>
        </Show>
    }
    .into_any()
}

/// A pod of no set.
pub(super) fn card(page: Page, key: Key) -> AnyView {
    let wanted = key.clone();
    let pod = Memo::new(move |_| {
        page.scene.with(|scene| {
            scene
                .other_pods
                .iter()
                .find(|pod| pod.key == wanted)
                .cloned()
        })
    });
    let hook = move |read: fn(&PodCard) -> &str| {
        move || pod.with(|pod| pod.as_ref().map(|pod| read(pod).to_owned()))
    };
    let health =
        Memo::new(move |_| pod.with(|pod| pod.as_ref().map_or(Health::Waiting, |pod| pod.health)));
    let name = key.name.to_string();
    let (looked, deleted, by_key, named, hooked) = (
        key.clone(),
        key.clone(),
        key.clone(),
        name.clone(),
        name.clone(),
    );
    let word = move || {
        pod.with(|pod| {
            pod.as_ref()
                .map(|pod| caption::state(pod.health, &pod.status, page.language()))
        })
    };
    let spoken = move || {
        pod.get()
            .map(|pod| page.say(&caption::pod(&pod, None, page.language())))
    };
    view! {
        <li class="heap-card enter" data-health=move || health_name(health.get())>
            <button type="button" class="pod here" data-health=move || health_name(health.get())
                data-pod=hooked data-uid=hook(|pod| &pod.uid) data-ip=hook(|pod| &pod.ip) data-node=hook(|pod| &pod.node)
                data-phase=hook(|pod| &pod.phase) data-revision=hook(|pod| &pod.revision)
                data-ready=move || pod.with(|pod| pod.as_ref().map(|pod| if pod.ready { "true" } else { "false" }))
                on:click=move |_| page.inspect(looked.clone())
                on:keydown=move |event| if is_delete(&event) { page.send(Message::DeletePod(by_key.clone())) }>
                <span class="name">{cut_name(&name)}</span>
                <span class="chip">{glyph(move || health.get())}<span class="word">{word}</span></span>
                <span class="facts-line">{move || pod.get().map(|pod| facts(page, &pod))}</span>
                <span class="unseen">", "{spoken}</span>
            </button>
            <button type="button" class="button square pod-delete"
                aria-label=move || page.say(&Note::DeletePod { pod: named.clone() })
                on:click=move |_| page.send(Message::DeletePod(deleted.clone()))>{icon("delete")}</button>
        </li>
    }
    .into_any()
}

/// `node-1 · 10.244.1.7 · 8c1d…7e0`, as far as it has them.
fn facts(page: Page, pod: &PodCard) -> String {
    let nowhere = page.word(Label::NoNode);
    let node = if pod.node.is_empty() {
        nowhere
    } else {
        &pod.node
    };
    let uid = short_uid(&pod.uid);
    let all = [node, &pod.ip, &uid].into_iter();
    let known: Vec<&str> = all.filter(|fact| !fact.is_empty()).collect();
    known.join(" · ")
}

/// Whether a key means to delete; it does nothing else then.
pub(crate) fn is_delete(event: &web_sys::KeyboardEvent) -> bool {
    let is = matches!(event.key().as_str(), "Delete" | "Backspace") && !event.repeat();
    if is {
        event.prevent_default();
    }
    is
}
