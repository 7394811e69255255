//! What lies above the page for a while: notices.

use super::icon::icon;
use super::newer::newer;
use super::page::Page;
use crate::i18n::Label;
use gloo_timers::callback::Timeout;
use leptos::prelude::*;

/// How long a notice stays.
const NOTICE_SHOWN_MS: u32 = 10_000;

/// The place in the top bar where notices appear.
pub(crate) fn notices(page: Page) -> AnyView {
    view! { <div class="notices">{newer(page)}{notice(page)}</div> }.into_any()
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
