//! The link that holds the whole session: to be copied, or to be seen by a room as a QR code.

use super::dialogs::modal;
use super::page::Page;
use crate::app::{Message, QrCode};
use crate::i18n::{Label, Note};
use leptos::html::Dialog;
use leptos::prelude::*;
use std::sync::OnceLock;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(inline_js = "
export const save = (name, text) => {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/octet-stream' }));
  Object.assign(document.createElement('a'), { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
};
// What is in the file that was chosen; once it is read the same one can be chosen again.
export const chosenText = async (input) => {
  const [file] = input.files;
  input.value = '';
  return file && file.size <= 4 << 20 ? await file.text() : '';
};
// Without https there is no clipboard at all.
export const copyText = async (text) => navigator.clipboard.writeText(text);")]
extern "C" {
    /// Gives the person a file.
    pub(super) fn save(name: &str, text: &str);
    #[wasm_bindgen(js_name = chosenText)]
    fn chosen_text(input: &web_sys::HtmlInputElement) -> js_sys::Promise;
    #[wasm_bindgen(js_name = copyText)]
    fn copy_text(text: &str) -> js_sys::Promise;
}

/// A link's beginning in an address, as `www/start.js` writes it.
const LINK: &str = "#session=";

/// How much is left free around a code, in modules: without it no camera finds it.
const QUIET_MODULES: u32 = 4;

/// A link that is shown.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Shared {
    link: String,
    /// Its code, once it is drawn; nothing inside if the link is too long for one.
    code: Option<Option<QrCode>>,
}

/// The link by which the page was opened, as it stands in the address; empty if by none. Whatever becomes of the address
/// later, this page shows what that link held.
pub(super) fn opened_by() -> &'static str {
    static LINK_OPENED: OnceLock<String> = OnceLock::new();
    LINK_OPENED.get_or_init(|| {
        let hash = window().location().hash().unwrap_or_default();
        match hash.starts_with(LINK) {
            true => hash,
            false => String::new(),
        }
    })
}

/// Makes the link that holds this, and shows it.
pub(super) fn pack(page: Page, content: &str) {
    let packed = page.pack.with_value(|pack| {
        let packed = pack.as_ref()?.call1(&JsValue::NULL, &content.into());
        packed.ok()?.dyn_into::<js_sys::Promise>().ok()
    });
    // A page that is tested alone has no address to put it into.
    let Some(packed) = packed else { return };
    leptos::task::spawn_local(async move {
        let link = wasm_bindgen_futures::JsFuture::from(packed).await;
        // Refused only by a browser of before `CompressionStream`: there is no link then.
        let Some(link) = link.ok().and_then(|link| link.as_string()) else {
            return;
        };
        page.shared.set(Some(Shared {
            link: link.clone(),
            code: None,
        }));
        page.send(Message::DrawQrCode(link));
    });
}

/// The code of the link that is shown is drawn.
pub(super) fn show_code(page: Page, code: Option<QrCode>) {
    page.shared.update(|shared| {
        if let Some(shared) = shared {
            shared.code = Some(code);
        }
    });
}

/// The dialog, open or not.
pub(super) fn share(page: Page) -> AnyView {
    let node = NodeRef::<Dialog>::new();
    modal(node, move || page.shared.with(Option::is_some));
    // The words stay while the dialog closes.
    let shown = Memo::new(move |before: Option<&Option<Shared>>| {
        page.shared.get().or_else(|| before.cloned().flatten())
    });
    let link = Memo::new(move |_| shown.with(|shown| Some(shown.as_ref()?.link.clone())));
    let length = move || {
        let characters = link.with(|link| link.as_ref().map_or(0, String::len));
        page.say(&Note::LinkLength { characters })
    };
    let code = move || shown.with(|shown| shown.as_ref()?.code.clone());
    let copied = RwSignal::new(None::<bool>);
    Effect::new(move |_| {
        link.track();
        copied.set(None);
    });
    let copy_word = move || match copied.get() {
        Some(true) => page.word(Label::LinkCopied),
        _ => page.word(Label::CopyLink),
    };
    let not_copied = move || {
        (copied.get() == Some(false)).then(|| view! { <p>{page.word(Label::NotCopied)}</p> })
    };
    let copy = move |_| {
        let copy = copy_text(&link.get_untracked().unwrap_or_default());
        leptos::task::spawn_local(async move {
            let done = wasm_bindgen_futures::JsFuture::from(copy).await.is_ok();
            copied.set(Some(done));
            let told = if done {
                Label::LinkCopied
            } else {
                Label::NotCopied
            };
            page.announcer.say(page.word(told).to_owned());
        });
    };
    view! {
        <dialog class="share" node_ref=node aria-labelledby="share" on:close=move |_| page.shared.set(None)>
            <h2 id="share">{move || page.word(Label::Share)}</h2>
            <p>{move || page.word(Label::ShareHelp)}</p>
            <input class="field" type="text" readonly aria-label=move || page.word(Label::Link) prop:value=move || link.get().unwrap_or_default()
                on:focus=select_all/>
            <p class="length">{length}</p>
            {not_copied}
            {move || code().map(|code| drawn(page, code))}
            <div class="actions">
                <button type="button" class="button" title=move || page.word(Label::SaveScriptHelp) on:click=move |_| page.send(Message::SaveScript)>{move || page.word(Label::SaveScript)}</button>
                <button type="button" class="button" on:click=move |_| page.send(Message::SaveSession)>{move || page.word(Label::SaveSession)}</button>
                <label class="button file-choice">{move || page.word(Label::OpenSession)}
                    <input class="unseen" type="file" accept=".json,application/json" on:change=move |event| open(page, &event_target(&event))/>
                </label>
                <button type="button" class="button" on:click=move |_| page.shared.set(None)>{move || page.word(Label::Close)}</button>
                <button type="button" class="button primary" autofocus=true on:click=copy>{copy_word}</button>
            </div>
        </dialog>
    }
    .into_any()
}

/// Shows the session in the file that was chosen.
fn open(page: Page, input: &web_sys::HtmlInputElement) {
    let text = wasm_bindgen_futures::JsFuture::from(chosen_text(input));
    leptos::task::spawn_local(async move {
        // A file that cannot be read is as empty as one that holds nothing, and refused as such.
        let text = text.await.ok().and_then(|text| text.as_string());
        page.shared.set(None);
        page.send(Message::OpenSession(text.unwrap_or_default()));
    });
}

/// Whoever comes to the link wants all of it.
fn select_all(event: web_sys::FocusEvent) {
    event_target::<web_sys::HtmlInputElement>(&event).select();
}

/// The code, dark on light in every theme: cameras do not read the reverse.
fn drawn(page: Page, code: Option<QrCode>) -> AnyView {
    let Some(QrCode { modules, path }) = code else {
        return view! { <p>{page.word(Label::NoQrCode)}</p> }.into_any();
    };
    let side = modules + 2 * QUIET_MODULES;
    let view_box = format!("-{QUIET_MODULES} -{QUIET_MODULES} {side} {side}");
    view! {
        <svg class="qr-code" viewBox=view_box shape-rendering="crispEdges" role="img" aria-label=page.word(Label::QrCode)>
            <rect x=format!("-{QUIET_MODULES}") y=format!("-{QUIET_MODULES}") width=side.to_string() height=side.to_string() fill="#fff"></rect>
            <path d=path fill="#000"></path>
        </svg>
    }
    .into_any()
}
