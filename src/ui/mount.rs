//! The page begins: what was kept and what the address asks for go in, and the skeleton makes way.

use super::actors::actors;
use super::announce::live_region;
use super::awaited::awaited;
use super::cluster::cluster;
use super::dialogs::dialogs;
use super::dock::dock;
use super::editor::editor;
use super::first_minute::first_minute;
use super::handle::handle;
use super::keys;
use super::link::{self, Spawn};
use super::notices::notices;
use super::page::Page;
use super::shell;
use super::time_bar::{phone_tabs, time_bar};
use super::top_bar::top_bar;
use super::trouble::trouble;
use crate::app::{Message, Saved, Start, StorageKey, UrlParameters};
use crate::i18n::Label;
use crate::worker::Client;
use crate::worker::protocol::TestBreak;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(inline_js = "
export const broken = (message) => dispatchEvent(new CustomEvent('playground-broken', { detail: { message } }));
export const takeRestore = () => {
  try {
    const asked = sessionStorage.getItem('restore') !== null;
    sessionStorage.removeItem('restore');
    return asked;
  } catch {
    return false;
  }
};
// Whether the page was here before, and its reader wants it again: not a link, not a new tab.
export const isReload = () => {
  const [navigation] = performance.getEntriesByType('navigation');
  return navigation?.type === 'reload' || navigation?.type === 'back_forward';
};
// The text in a session that was kept, for the editor, which can be used before there is a cluster.
export const textOf = (session) => {
  try {
    const { text } = JSON.parse(session);
    return typeof text === 'string' ? text : undefined;
  } catch {
    return undefined;
  }
};
// The language of who made a link, which is as good a guess as any for who opens it.
export const languageOf = (link) => {
  try {
    const { language } = JSON.parse(link);
    return language === 'en' || language === 'zh' ? language : undefined;
  } catch {
    return undefined;
  }
};")]
extern "C" {
    fn broken(message: &str);
    #[wasm_bindgen(js_name = takeRestore)]
    fn take_restore() -> bool;
    #[wasm_bindgen(js_name = isReload)]
    fn is_reload() -> bool;
    #[wasm_bindgen(js_name = textOf)]
    fn text_of(session: &str) -> Option<String>;
    #[wasm_bindgen(js_name = languageOf)]
    fn language_of(link: &str) -> Option<String>;
}

/// Starts the page in the element `app`, with what `www/start.js` can do for it: `spawn` starts a worker that simulates,
/// `pack` makes an address of what a link holds. `link`: what the one holds by which the page was opened.
pub fn mount(spawn: js_sys::Function, pack: js_sys::Function, link: Option<String>) {
    std::panic::set_hook(Box::new(|info| {
        console_error_panic_hook::hook(info);
        // The program is over after this; boot.js says so and offers the way back.
        broken(&info.to_string());
    }));
    let Some(parent) = document()
        .get_element_by_id("app")
        .and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok())
    else {
        return;
    };
    parent.set_inner_html("");
    let beginning = Beginning::now();
    let mut start = start();
    // Who loads the page again goes on where they were, not where the link began.
    start.link = link.filter(|_| beginning == Beginning::Anew);
    let language = start.link.as_deref().and_then(language_of);
    start.languages.splice(0..0, language);
    let page = move || page_over(&start, beginning, link::worker(spawn), Some(pack));
    leptos::mount::mount_to(parent, page).forget();
}

/// The page with its simulation in itself, for tests of the page alone.
pub fn page(start: &Start) -> AnyView {
    page_over(start, Beginning::now(), link::in_page(), None)
}

/// With which cluster the page begins.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Beginning {
    /// With a new one, or a link's.
    Anew,
    /// With the last good state of one that broke: its record.
    Restored(String),
    /// With the one that was there when the page was loaded again: its record.
    Resumed(String),
}

impl Beginning {
    /// Asks the browser; what it answers about a broken program it answers once.
    fn now() -> Self {
        match shell::kept_record() {
            Some(record) if take_restore() => Self::Restored(record),
            Some(record) if is_reload() => Self::Resumed(record),
            _ => Self::Anew,
        }
    }
}

/// The page over a simulation that begins so.
fn page_over(
    start: &Start,
    beginning: Beginning,
    spawn: Spawn,
    pack: Option<js_sys::Function>,
) -> AnyView {
    let text = start.saved.session.as_deref().and_then(text_of);
    let (client, request) = Client::begin(start.clone(), text);
    let page = Page::new(client, start.url.seed.clone());
    shell::mark_document(page);
    page.connect(spawn, request);
    keys::listen(page);
    page.pack.set_value(pack);
    match beginning {
        Beginning::Anew => {}
        Beginning::Restored(record) => page.send(Message::Restore(record)),
        Beginning::Resumed(record) => page.send(Message::Resume(record)),
    }
    shell::keep_on_leaving(page);
    shell::run_clock(page);
    listen_for_test_break(page);
    handle(page);
    view! {
        <div class="page" data-tab=move || page.tab.get().name() data-past=move || page.place.with(|place| place.end.is_some()).then_some("")>
            {top_bar(page)}
            <main class="work">
                <div class="left">
                    {first_minute(page)}
                    {editor(page)}
                </div>
                <section class="stage" aria-label=move || page.word(Label::Cluster)>
                    {awaited(page)}
                    {actors(page)}
                    {cluster(page)}
                    {dock(page)}
                </section>
            </main>
            {time_bar(page)}
            {phone_tabs(page)}
        </div>
        {notices(page)}
        {dialogs(page)}
        {trouble(page)}
        {live_region(page)}
    }
    .into_any()
}

/// The notice of a broken program must be seen to work on the published page, for every way there is to break. No link
/// and no key leads here: only a script that dispatches this event, which a test does and a person does not.
fn listen_for_test_break(page: Page) {
    let handle = window_event_listener_untyped("playground-test-break", move |event| {
        let detail = event
            .dyn_ref::<web_sys::CustomEvent>()
            .and_then(|event| event.detail().as_string());
        match detail.as_deref() {
            Some("memory") => drop(std::hint::black_box(fill_memory())),
            Some("stack") => drop(std::hint::black_box(descend(0))),
            Some("hang") => page.stand_still(),
            Some("unreachable") => std::process::abort(),
            Some("simulation-panic") => page.break_simulation(TestBreak::Panic),
            Some("simulation-trap") => page.break_simulation(TestBreak::Trap),
            Some("simulation-hang") => page.break_simulation(TestBreak::Hang),
            _ => panic!("this is only a test of the notice of a broken program"),
        }
    });
    on_cleanup(move || handle.remove());
}

/// Asks for all the memory that wasm can address, and for more.
fn fill_memory() -> Vec<Vec<u8>> {
    const BYTES_AT_ONCE_MAX: usize = isize::MAX as usize;
    (0..3)
        .map(|_| Vec::with_capacity(BYTES_AT_ONCE_MAX))
        .collect()
}

/// Fills the stack.
#[allow(unconditional_recursion, reason = "that is what it is for")]
fn descend(depth: u64) -> u64 {
    let deeper = std::hint::black_box(depth + 1);
    std::hint::black_box(descend(deeper)) + deeper
}

fn start() -> Start {
    let parameters = window()
        .location()
        .search()
        .ok()
        .and_then(|search| web_sys::UrlSearchParams::new_with_str(&search).ok());
    let parameter = |name: &str| {
        parameters
            .as_ref()
            .and_then(|parameters| parameters.get(name))
    };
    let prefers = |query: &str| {
        window()
            .match_media(query)
            .ok()
            .flatten()
            .is_some_and(|list| list.matches())
    };
    Start {
        saved: Saved {
            session: shell::kept(StorageKey::Session.name()),
            language: shell::kept(StorageKey::Language.name()),
            theme: shell::kept(StorageKey::Theme.name()),
            first_minute: shell::kept(StorageKey::FirstMinute.name()),
        },
        url: UrlParameters {
            lang: parameter("lang"),
            speed: parameter("speed"),
            seed: parameter("seed"),
        },
        languages: window()
            .navigator()
            .languages()
            .iter()
            .filter_map(|tag| tag.as_string())
            .collect(),
        dark: prefers("(prefers-color-scheme: dark)"),
        reduced_motion: prefers("(prefers-reduced-motion: reduce)"),
        link: None,
    }
}
