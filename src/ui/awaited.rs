//! What stands above the still until the simulation is there: how much of it has come, and what to do when the line is
//! dead. `www/start.js` keeps the numbers.

use super::page::Page;
use crate::i18n::Label;
use leptos::prelude::*;

/// The bar, until a cluster runs.
pub(crate) fn awaited(page: Page) -> AnyView {
    let bar = move || {
        view! {
            <div class="awaited loading" role="status">
                <p>{move || page.word(Label::Awaited)}</p>
                <progress aria-hidden="true"></progress>
                <p class="received"></p>
                <div class="stalled" role="alert" hidden>
                    <p>{move || page.word(Label::AwaitedStalled)}</p>
                    <button type="button" class="button retry">{move || page.word(Label::TroubleRetry)}</button>
                </div>
            </div>
        }
    };
    view! { <Show when=move || !page.begun.get()>{bar()}</Show> }.into_any()
}
