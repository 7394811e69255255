//! What lies above the page for a while: what stayed and what is new, and notices.

use super::icon::icon;
use super::page::Page;
use super::words::short_uid;
use crate::i18n::{Label, Note};
use crate::view::scene::Receipt;
use gloo_timers::callback::Timeout;
use leptos::prelude::*;

/// More than this at once is a storm, and nobody reads it.
const RECEIPTS_MAX: usize = 2;

/// How long a notice stays.
const NOTICE_SHOWN_MS: u32 = 10_000;

/// The corner of the page where news appear.
pub(crate) fn receipts(page: Page) -> AnyView {
    let fresh = Memo::new(move |_| {
        page.scene.with(|scene| {
            let mut fresh: Vec<(Receipt, Option<String>)> = scene
                .sets
                .iter()
                .flat_map(|set| &set.columns)
                .filter_map(|column| {
                    column
                        .receipt
                        .clone()
                        .map(|receipt| (receipt, column.dns.as_ref().map(|dns| dns.name.clone())))
                })
                .collect();
            fresh.sort_by_key(|(receipt, _)| std::cmp::Reverse(receipt.at));
            fresh.truncate(RECEIPTS_MAX);
            fresh
        })
    });
    // A receipt the person closed stays closed, whatever the picture says.
    let closed = RwSignal::new(Vec::<String>::new());
    let open = move || {
        fresh
            .get()
            .into_iter()
            .filter(|(receipt, _)| closed.with(|closed| !closed.contains(&receipt.uid.1)))
            .collect::<Vec<_>>()
    };
    view! {
        <div class="notices">{notice(page)}</div>
        <div class="receipts">
            <For each=open key=|(receipt, _)| receipt.uid.1.clone() children=move |(receipt, name)| card(page, receipt, name, closed) />
        </div>
    }
    .into_any()
}

fn card(
    page: Page,
    receipt: Receipt,
    dns: Option<String>,
    closed: RwSignal<Vec<String>>,
) -> AnyView {
    let uid = receipt.uid.1.clone();
    let moved = receipt.node.0 != receipt.node.1;
    let (name, hook) = (receipt.name.clone(), receipt.name.clone());
    // A phone has room for the gist only.
    let disks = receipt.disks.clone();
    let sentence = move || {
        page.say(&Note::Receipt {
            disks: disks.clone(),
            node_changed: moved,
        })
    };
    let flip = |label: &'static str, before: String, now: String| view! { <dd>{label}" "<del>{before}</del>" "<ins>{now}</ins></dd> };
    let node = move |text: String| view! { <dd>{text}</dd> };
    view! {
        <article class="receipt enter" data-receipt=hook>
            <header>
                <h2>{move || page.say(&Note::Back { pod: name.clone() })}</h2>
                <button type="button" class="button square quiet" aria-label=move || page.word(Label::Close)
                    on:click=move |_| closed.update(|closed| closed.push(uid.clone()))>{icon("close")}</button>
            </header>
            <dl>
                <div>
                    <dt>{move || page.word(Label::Same)}</dt>
                    <dd>{receipt.name}</dd>
                    {dns.map(|dns| view! { <dd>{dns}</dd> })}
                    {receipt.disks.into_iter().map(|disk| view! { <dd>{disk}</dd> }).collect_view()}
                    {(!moved).then(|| node(receipt.node.1.clone()))}
                </div>
                <div>
                    <dt>{move || page.word(Label::New)}</dt>
                    {flip("uid", short_uid(&receipt.uid.0), short_uid(&receipt.uid.1))}
                    {flip("ip", receipt.ip.0, receipt.ip.1)}
                    {moved.then(|| flip("", receipt.node.0, receipt.node.1))}
                </div>
            </dl>
            <p>{sentence}</p>
        </article>
    }
    .into_any()
}

fn notice(page: Page) -> AnyView {
    // The last one that was read, or that stood there long enough.
    let past = RwSignal::new(0_u64);
    Effect::new(move |_| {
        if let Some(serial) = page
            .notice
            .with(|notice| notice.as_ref().map(|notice| notice.serial))
        {
            Timeout::new(NOTICE_SHOWN_MS, move || {
                past.try_update(|past| *past = serial.max(*past));
            })
            .forget();
        }
    });
    let notice = move || {
        page.notice.get().filter(|notice| notice.serial > past.get()).map(|notice| {
        let text = notice.msg.text(page.language());
        view! {
            <div class="notice enter" class:bad=notice.refused data-notice=notice.serial.to_string()>
                <p>{text}</p>
                <button type="button" class="button square quiet" aria-label=page.word(Label::Close) on:click=move |_| past.set(notice.serial)>{icon("close")}</button>
            </div>
        }
    })
    };
    view! { {notice} }.into_any()
}
