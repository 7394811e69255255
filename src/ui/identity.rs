//! One identity: a name, a pod and its disks on one thread. The element lives as long as the ordinal, whoever the pod is.

use super::cluster::picture;
use super::disk::disk;
use super::grid::{Active, Part, cell_id, on_arrow, reached};
use super::page::Page;
use super::place::Place;
use super::pod::slot;
use super::receipts::in_row;
use super::words::cut_name;
use crate::app::caption;
use crate::cluster::api::{Key, Kind};
use crate::i18n::Label;
use crate::view::scene::{Column, PodCard, Scene};
use leptos::prelude::*;

/// What the parts of an identity look at. Each memo changes only when its own part of the picture does.
#[derive(Clone, Copy)]
pub(crate) struct Sight {
    /// The page.
    pub(crate) page: Page,
    /// The set.
    pub(crate) set: StoredValue<Key>,
    /// The ordinal.
    pub(crate) ordinal: i32,
    /// The column as it is; absent for the instant in which it leaves the picture.
    pub(crate) column: Memo<Option<Column>>,
    /// The pod, or the last one there was: what is drawn while it fades.
    pub(crate) last_pod: Memo<Option<PodCard>>,
    /// Where it is drawn.
    pub(crate) place: Memo<Place>,
    /// Which part of it the Tab key reaches, if any.
    reached: Memo<Option<Part>>,
}

impl Sight {
    fn new(page: Page, set: Key, ordinal: i32) -> Self {
        let set = StoredValue::new(set);
        let column = Memo::new(move |_| {
            page.scene
                .with(|scene| set.with_value(|set| column_of(scene, set, ordinal).cloned()))
        });
        let pod =
            move || column.with(|column| column.as_ref().and_then(|column| column.pod.clone()));
        let last_pod = Memo::new(move |before: Option<&Option<PodCard>>| {
            pod().or_else(|| before.cloned().flatten())
        });
        let place = Memo::new(move |before: Option<&Place>| {
            let pod = pod();
            page.scene
                .with(|scene| Place::next(before, pod.as_ref(), &scene.nodes))
        });
        Self {
            page,
            set,
            ordinal,
            column,
            last_pod,
            place,
            reached: Memo::new(move |_| set.with_value(|set| reached(page, set, ordinal))),
        }
    }

    /// Something of the column, tracked; the default where the column is leaving.
    pub(crate) fn of<T: Default>(self, read: impl FnOnce(&Column) -> T) -> T {
        self.column
            .with(|column| column.as_ref().map(read).unwrap_or_default())
    }

    /// Something of the pod that is there now, tracked; the default where there is none.
    pub(crate) fn of_pod<T: Default>(self, read: impl FnOnce(&PodCard) -> T) -> T {
        self.of(|column| column.pod.as_ref().map(read).unwrap_or_default())
    }

    /// Something of the pod that is there or was last, tracked.
    pub(crate) fn of_last_pod<T: Default>(self, read: impl FnOnce(&PodCard) -> T) -> T {
        self.last_pod
            .with(|pod| pod.as_ref().map(read).unwrap_or_default())
    }

    /// Whether its receipt lies open, tracked: what was before is shown beside what is.
    pub(crate) fn has_news(self) -> bool {
        self.of(|column| (column.receipt.as_ref()).is_some_and(|one| one.standing.is_some()))
    }

    /// `web-0`
    pub(crate) fn name(self) -> String {
        self.set
            .with_value(|set| format!("{}-{}", set.name, self.ordinal))
    }

    /// The key of the identity's pod, whether there is one or not.
    pub(crate) fn pod_key(self) -> Key {
        self.set
            .with_value(|set| set.sibling(Kind::Pod, &self.name()))
    }

    /// A cell of this identity.
    pub(crate) fn cell(self, part: Part) -> Active {
        Active {
            set: self.set.get_value(),
            ordinal: self.ordinal,
            part,
        }
    }

    /// The id of a cell of this identity.
    pub(crate) fn id(self, part: Part) -> String {
        self.set.with_value(|set| cell_id(set, self.ordinal, part))
    }

    /// `0` where the Tab key reaches a cell of this identity, else `-1`.
    pub(crate) fn tab_index(self, part: Part) -> &'static str {
        if self.reached.get() == Some(part) {
            "0"
        } else {
            "-1"
        }
    }
}

/// The column of a set in the picture. Columns are ordered by ordinal.
pub(crate) fn column_of<'a>(scene: &'a Scene, set: &Key, ordinal: i32) -> Option<&'a Column> {
    let set = scene.sets.iter().find(|picture| picture.key == *set)?;
    let at = set
        .columns
        .binary_search_by_key(&ordinal, |column| column.ordinal)
        .ok()?;
    set.columns.get(at)
}

/// An identity, as a row of the grid that the style sheet stands upright.
pub(crate) fn identity(page: Page, set: Key, ordinal: i32) -> AnyView {
    let sight = Sight::new(page, set, ordinal);
    let claims = Memo::new(move |_| {
        sight.of(|column| {
            column
                .disks
                .iter()
                .map(|disk| disk.key.clone())
                .collect::<Vec<_>>()
        })
    });
    let rows = move || page.scene.with(|scene| scene.nodes.len());
    let share = Memo::new(move |_| sight.place.with(|place| place.percent(rows())));
    let answers = Memo::new(move |_| {
        sight.of(|column| column.dns.as_ref().is_some_and(|dns| dns.answer.is_some()))
    });
    let tied = Memo::new(move |_| {
        sight.of(|column| {
            column
                .disks
                .iter()
                .any(|disk| disk.mounted && !disk.volume.is_empty())
                && column.pod.as_ref().is_some_and(|pod| !pod.node.is_empty())
        })
    });
    let at_partition = Memo::new(move |_| {
        let partition = sight
            .set
            .with_value(|set| picture(page, set, |set| set.partition));
        partition == Some(ordinal)
    });
    let pod_at = move || format!("{}%", share.get());
    let has_disks = Memo::new(move |_| claims.with(|claims| !claims.is_empty()));
    view! {
        <div role="row" class="identity" data-ordinal=ordinal
            class:unwanted=move || !sight.of(|column| column.wanted)
            class:partition=move || at_partition.get()
            class:podless=move || sight.of(|column| column.pod.is_none())>
            {head(sight)}
            <div class="body" role="presentation">
                <svg class="threads" aria-hidden="true" style:--p=move || share.get().to_string()>
                    <line class="loose" class:off=move || answers.get() x1="50%" x2="50%" y1="0" y2=pod_at></line>
                    <line class="loose" class:off=move || tied.get() || !has_disks.get() x1="50%" x2="50%" y1=pod_at y2="100%"></line>
                    <line class="tied name" class:on=move || answers.get() x1="50%" x2="50%" y1="0" y2="100%" pathLength="100"></line>
                    <line class="tied disk-end" class:on=move || tied.get() x1="50%" x2="50%" y1="100%" y2="0" pathLength="100"></line>
                </svg>
                {slot(sight)}
            </div>
            <div role="gridcell" class="disks">
                <For each=move || claims.get().into_iter().enumerate() key=|(_, key)| key.clone()
                    children=move |(index, key)| disk(sight, index, key, tied) />
            </div>
            {in_row(sight)}
        </div>
    }
    .into_any()
}

/// The name, and what it answers.
fn head(sight: Sight) -> AnyView {
    let page = sight.page;
    let dns = Memo::new(move |_| sight.of(|column| column.dns.clone()));
    // The address before is shown while it is news: when the name answers nothing, and when the pod has just come back.
    let before = Memo::new(move |_| {
        dns.with(|dns| {
            dns.as_ref().and_then(|dns| {
                dns.previous
                    .clone()
                    .filter(|_| dns.answer.is_none() || sight.has_news())
            })
        })
    });
    let answer =
        Memo::new(move |_| dns.with(|dns| dns.as_ref().and_then(|dns| dns.answer.clone())));
    let name = Memo::new(move |_| dns.with(|dns| dns.as_ref().map(|dns| dns.name.clone())));
    let lives = Memo::new(move |_| sight.of(|column| column.lives));
    let spoken = move || sight.of(|column| page.say(&caption::name(column)));
    view! {
        <div role="rowheader" class="head" id=sight.id(Part::Name) tabindex=move || sight.tab_index(Part::Name)
            aria-label=spoken
            on:focus=move |_| page.active.set(Some(sight.cell(Part::Name)))
            on:click=move |_| page.inspect(sight.pod_key())
            on:keydown=move |event| { on_key(sight, Part::Name, &event); }>
            <span class="ordinal" title=move || page.word(Label::AboutOrdinal)>{sight.ordinal}</span>
            <span class="dns" data-dns=move || name.get() data-answer=move || name.get().map(|_| answer.get().unwrap_or_default())>
                {move || cut_name(&name.get().unwrap_or_else(|| sight.name()))}
            </span>
            <span class="answer">
                {move || before.get().map(|before| view! { <del>{before}</del>" " })}
                {move || match (name.get(), answer.get()) {
                    (None, _) => ().into_any(),
                    (Some(_), None) => view! { <span class="none">{sight.of(caption::no_address).map(|lack| page.word(lack))}</span> }.into_any(),
                    (Some(_), Some(answer)) => view! { <ins class=fresh(lives.get())><span class="arrow">"→ "</span>{answer}</ins> }.into_any(),
                }}
            </span>
        </div>
    }
    .into_any()
}

/// The class that marks something as new; it alternates, so that each life starts the fade anew.
pub(crate) const fn fresh(lives: u32) -> &'static str {
    match (lives, lives % 2) {
        (0 | 1, _) => "",
        (_, 0) => "fresh even",
        _ => "fresh odd",
    }
}

/// Arrow keys move, Enter looks closely.
pub(crate) fn on_key(sight: Sight, part: Part, event: &web_sys::KeyboardEvent) -> bool {
    if on_arrow(sight.page, &sight.cell(part), event) {
        return true;
    }
    if event.key() == "Enter" && part != Part::Disk {
        event.prevent_default();
        sight.page.inspect(sight.pod_key());
        return true;
    }
    false
}
