//! All ordinals of a set, small: one shape each or, where they are more than that, how dense they are. A window on
//! it stands for the columns drawn below; it is moved by a click, by dragging, and with the keys.

use super::cluster::picture;
use super::icon::{glyph, health_name};
use super::page::Page;
use super::sight::{begin_at, ordinals, visible};
use crate::app::{beyond, caption};
use crate::cluster::api::Key;
use crate::i18n::{Label, Note};
use crate::view::scene::Health;
use crate::view::window::{Mark, OVERVIEW_MIN, counts, in_sight, overview};
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// So many shapes can be told apart in the width of a stage.
const SHAPES_MAX: usize = 48;

/// So many bars.
const BARS_MAX: usize = 120;

/// The overview; nothing where all columns are in sight and few.
pub(crate) fn strip(page: Page, set: StoredValue<Key>) -> AnyView {
    let all = Memo::new(move |_| {
        page.scene
            .with(|scene| set.with_value(|set| ordinals(scene, set)))
    });
    let sight = Memo::new(move |_| {
        all.with(|all| {
            let seen = set.with_value(|set| visible(page, set, all));
            let start = seen
                .first()
                .and_then(|first| all.binary_search(first).ok())
                .unwrap_or_default();
            (start, seen.len())
        })
    });
    let needed = Memo::new(move |_| {
        let count = all.with(Vec::len);
        count >= OVERVIEW_MIN || count > sight.get().1
    });
    view! {
        <Show when=move || needed.get()>
            <div class="strip">
                {slider(Bar { page, set, all, sight })}
                <p class="strip-words">{legend(page, set)}{more(page, set)}</p>
            </div>
        </Show>
    }
    .into_any()
}

/// What the bar needs to know: the set, all its ordinals, and the window on them as its start and its length.
#[derive(Clone, Copy)]
struct Bar {
    page: Page,
    set: StoredValue<Key>,
    all: Memo<Vec<i32>>,
    sight: Memo<(usize, usize)>,
}

impl Bar {
    /// The column under the pointer comes to the middle of the window.
    fn jump(self, event: &web_sys::PointerEvent) {
        let Some(element) = event
            .current_target()
            .and_then(|bar| bar.dyn_into::<web_sys::HtmlElement>().ok())
        else {
            return;
        };
        let width = f64::from(element.client_width()).max(1.0);
        let count = self.all.with_untracked(Vec::len);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            clippy::cast_precision_loss,
            reason = "a place among a few thousand"
        )]
        let at = (f64::from(event.offset_x()).max(0.0) / width * count as f64) as usize;
        self.go(at.saturating_sub(self.sight.get_untracked().1 / 2));
    }

    fn on_key(self, event: &web_sys::KeyboardEvent) {
        let (start, length) = self.sight.get_untracked();
        let to = match event.key().as_str() {
            "ArrowLeft" | "ArrowDown" => start.saturating_sub(1),
            "ArrowRight" | "ArrowUp" => start + 1,
            "PageUp" => start.saturating_sub(length),
            "PageDown" => start + length,
            "Home" => 0,
            "End" => usize::MAX,
            _ => return,
        };
        event.prevent_default();
        event.stop_propagation();
        self.go(to);
    }

    /// The window begins with the column of this index; it is where the person wants it from now on.
    fn go(self, at: usize) {
        let first = self.all.with_untracked(|all| {
            let at = at.min(all.len().saturating_sub(1));
            let sight = in_sight(all, *all.get(at)?, self.page.room.get_untracked());
            all.get(sight.start).copied()
        });
        if let Some(first) = first {
            self.page.steered.set(true);
            self.set.with_value(|set| begin_at(self.page, set, first));
        }
    }

    /// Which ordinals are in sight, tracked.
    fn seen(self) -> Note {
        let (start, length) = self.sight.get();
        self.all.with(|all| {
            let at = |index: usize| all.get(index).copied().unwrap_or_default();
            Note::InSight {
                first: at(start),
                last: at(start + length.saturating_sub(1)),
                columns: all.len(),
            }
        })
    }

    /// So many columns as a part of the bar's width, tracked.
    fn share(self, columns: usize) -> String {
        #[expect(clippy::cast_precision_loss, reason = "a few thousand at most")]
        let percent = columns as f64 * 100.0 / self.all.with(Vec::len).max(1) as f64;
        format!("{percent:.3}%")
    }
}

fn slider(bar: Bar) -> AnyView {
    let page = bar.page;
    let dragging = RwSignal::new(false);
    let take = move |event: web_sys::PointerEvent| {
        if let Some(element) = event
            .current_target()
            .and_then(|bar| bar.dyn_into::<web_sys::Element>().ok())
        {
            // Without the capture the window is dropped as soon as the pointer leaves: a worse drag, nothing else.
            let _ = element.set_pointer_capture(event.pointer_id());
        }
        dragging.set(true);
        bar.jump(&event);
    };
    let last = move || bar.all.with(Vec::len).saturating_sub(bar.sight.get().1);
    view! {
        <div class="strip-bar" role="slider" tabindex="0" aria-label=move || page.word(Label::Overview)
            aria-valuemin="0" aria-valuemax=move || last().to_string()
            aria-valuenow=move || bar.sight.get().0.to_string() aria-valuetext=move || page.say(&bar.seen())
            on:pointerdown=take on:pointermove=move |event| if dragging.get_untracked() { bar.jump(&event) }
            on:pointerup=move |_| dragging.set(false) on:pointercancel=move |_| dragging.set(false)
            on:keydown=move |event| bar.on_key(&event)>
            {marks(page, bar.set)}
            <span class="strip-window" style:left=move || bar.share(bar.sight.get().0) style:width=move || bar.share(bar.sight.get().1)></span>
        </div>
    }
    .into_any()
}

fn marks(page: Page, set: StoredValue<Key>) -> AnyView {
    let count =
        Memo::new(move |_| set.with_value(|key| picture(page, key, |set| set.columns.len())));
    let shaped = Memo::new(move |_| count.get() <= SHAPES_MAX);
    let marks = Memo::new(move |_| {
        let most = if shaped.get() { SHAPES_MAX } else { BARS_MAX };
        set.with_value(|key| picture(page, key, |set| overview(&set.columns, most)))
    });
    let one = move |mark: Mark| {
        let health = mark.worst.unwrap_or(Health::Waiting);
        let shape = (shaped.get() && mark.worst.is_some()).then(|| glyph(move || health));
        view! { <span class="mark" class:none=mark.worst.is_none() data-health=health_name(health) style:--ready=format!("{}%", mark.ready_percent)>{shape}</span> }
    };
    view! {
        <span class="marks" class:bars=move || !shaped.get() aria-hidden="true">{move || marks.get().into_iter().map(one).collect_view()}</span>
    }
    .into_any()
}

/// How many fare how: the shapes of the overview, with their words.
fn legend(page: Page, set: StoredValue<Key>) -> AnyView {
    let counted =
        Memo::new(move |_| set.with_value(|key| picture(page, key, |set| counts(&set.columns))));
    let one = move |(health, count): (Option<Health>, usize)| {
        let shown = health.unwrap_or(Health::Waiting);
        let word = health.map_or(Label::NoPod, caption::health);
        view! { <span class="counted" data-health=health_name(shown)>{health.is_some().then(|| glyph(move || shown))}{count}" "{page.word(word)}</span> }
    };
    view! { {move || counted.get().into_iter().map(one).collect_view()} }.into_any()
}

/// What is wanted and not drawn, and whether the nodes could take it.
fn more(page: Page, set: StoredValue<Key>) -> AnyView {
    let notes = move || {
        page.scene.with(|scene| {
            let set = set.with_value(|key| scene.sets.iter().find(|set| set.key == *key));
            set.map(|set| beyond(scene, set)).unwrap_or_default()
        })
    };
    let line = move |note: Note| view! { <span class="more">{page.say(&note)}</span> };
    view! { {move || notes().into_iter().map(line).collect_view()} }.into_any()
}
