//! The selected object, closely: its files, names, events, what changed, its live YAML.

use super::events::table;
use super::icon::icon;
use super::page::Page;
use crate::app::{Message, Question};
use crate::cluster::api::{Key, Kind};
use crate::i18n::{Label, Note};
use crate::view::inspect::{ContainerEntry, DiffLine, FileEntry, Inspection};
use crate::view::scene::DnsEntry;
use leptos::html::Textarea;
use leptos::prelude::*;

/// The inspector's panel.
pub(crate) fn inspector(page: Page) -> AnyView {
    let key = Memo::new(move |_| {
        page.inspection
            .with(|seen| seen.as_ref().map(|seen| seen.key.clone()))
    });
    view! {
        {move || match key.get() {
            // Another object is another panel: half-written files of the one must not show up in the other.
            Some(key) => object(page, key),
            None => view! { <p class="empty">{move || page.word(Label::NothingSelected)}</p> }.into_any(),
        }}
    }
    .into_any()
}

/// Something of the inspected object, redrawn only when it changes.
fn part<T: PartialEq + Default + Send + Sync + 'static>(
    page: Page,
    read: impl Fn(&Inspection) -> T + Send + Sync + 'static,
) -> Memo<T> {
    Memo::new(move |_| {
        page.inspection
            .with(|seen| seen.as_ref().map(|seen| read(seen)).unwrap_or_default())
    })
}

fn object(page: Page, key: Key) -> AnyView {
    let exists = part(page, |seen| seen.exists);
    let rows = part(page, |seen| seen.events.clone());
    let yaml = part(page, |seen| seen.yaml.clone());
    let holds_files = matches!(
        key.kind,
        Kind::Pod | Kind::PersistentVolumeClaim | Kind::PersistentVolume
    );
    view! {
        <div class="inspector">
            <div class="column">
                {title(page, key.clone(), exists)}
                {holds_files.then(|| files(page, key.clone()))}
                {matches!(key.kind, Kind::Pod | Kind::Service).then(|| names(page))}
            </div>
            <div class="column">
                {changes(page)}
                <section><h3>{move || page.word(Label::Events)}</h3>{table(page, move || rows.get().into_iter().rev().collect())}</section>
            </div>
            <section class="column">
                <h3>{move || page.word(Label::Yaml)}" "
                    <button type="button" class="button quiet small" on:click=move |_| page.send(Message::CopyYaml)>{move || page.word(Label::CopyYaml)}</button>
                </h3>
                <pre tabindex="0" aria-label=move || page.word(Label::Yaml)>{move || yaml.get()}</pre>
            </section>
        </div>
    }
    .into_any()
}

fn title(page: Page, key: Key, exists: Memo<bool>) -> AnyView {
    let name = format!("{}/{}", key.kind.info().singular, key.name);
    let delete = match key.kind {
        Kind::Pod => Some((
            Note::DeletePod {
                pod: key.name.to_string(),
            },
            Message::DeletePod(key),
        )),
        Kind::PersistentVolumeClaim => Some((
            Note::DeleteClaim {
                claim: key.name.to_string(),
            },
            Message::Ask(Question::DeleteClaim(key)),
        )),
        _ => None,
    };
    let button = move || {
        delete.clone().filter(|_| exists.get()).map(|(note, message)| view! {
        <button type="button" class="button" aria-label=page.say(&note) on:click=move |_| page.send(message.clone())>
            {icon("delete")}{page.word(Label::Delete)}
        </button>
    })
    };
    view! {
        <h2>
            <span>{name}</span>
            <Show when=move || !exists.get()><span class="tag">{move || page.word(Label::Gone)}</span></Show>
            {button}
        </h2>
    }
    .into_any()
}

/// The names that lead here.
fn names(page: Page) -> AnyView {
    let names = part(page, |seen| seen.names.clone());
    let row = |name: DnsEntry| {
        view! {
            <li><code>{name.name}</code>" → "{name.previous.filter(|_| name.answer.is_none()).map(|before| view! { <del>{before}</del> })}<code>{name.answer}</code></li>
        }
    };
    view! {
        <section>
            <h3>{move || page.word(Label::Dns)}</h3>
            <ul class="names">{move || names.get().into_iter().map(row).collect_view()}</ul>
            <Show when=move || names.with(Vec::is_empty)><p class="empty">{move || page.word(Label::NoAnswers)}</p></Show>
        </section>
    }
    .into_any()
}

/// What changed since the version before, and since the object that had the name before.
fn changes(page: Page) -> AnyView {
    let version = part(page, |seen| seen.since_version.clone());
    let life = part(page, |seen| seen.since_life.clone());
    let list = move |label: Label, lines: Memo<Vec<DiffLine>>| {
        view! {
            <Show when=move || lines.with(|lines| !lines.is_empty())>
                <details>
                    <summary>{move || page.word(label)}</summary>
                    <ul class="changed">{move || lines.get().into_iter().map(diff_line).collect_view()}</ul>
                </details>
            </Show>
        }
    };
    view! {
        <section>
            <h3>{move || page.word(Label::Changes)}</h3>
            <Show when=move || version.with(Vec::is_empty) && life.with(Vec::is_empty)><p class="empty">{move || page.word(Label::NoChanges)}</p></Show>
            {list(Label::SinceLastLife, life)}
            {list(Label::SinceLastVersion, version)}
        </section>
    }
    .into_any()
}

fn diff_line(line: DiffLine) -> AnyView {
    match line {
        DiffLine::Same(text) => view! { <li class="same">"  "{text}</li> }.into_any(),
        DiffLine::Removed(text) => {
            view! { <li class="removed">"− "<del>{text}</del></li> }.into_any()
        }
        DiffLine::Added(text) => view! { <li class="added">"+ "<ins>{text}</ins></li> }.into_any(),
        DiffLine::Skipped(_) => view! { <li class="skipped">"  ⋯"</li> }.into_any(),
    }
}

/// The files: read, written, removed. Writing goes through a container, as it does in a cluster.
fn files(page: Page, key: Key) -> AnyView {
    let files = part(page, |seen| seen.files.clone());
    let containers = part(page, |seen| seen.containers.clone());
    let open = RwSignal::new(None::<FileEntry>);
    let pod = StoredValue::new((key.kind == Kind::Pod).then_some(key));
    let new_file = move |_| open.set(containers.with(|containers| containers.first().map(blank)));
    let row = move |file: FileEntry| {
        let (opened, path) = (file.clone(), file.path.clone());
        view! {
            <li>
                <button type="button" class="link" on:click=move |_| open.set(Some(opened.clone()))>
                    <code>{path}</code>" · "{page.say(&Note::Bytes { bytes: file.size_bytes })}
                </button>
                {(!file.claim.is_empty()).then(|| view! { <span class="muted">" "{file.claim}</span> })}
            </li>
        }
    };
    view! {
        <section class="files">
            <h3>{move || page.word(Label::Files)}</h3>
            <Show when=move || files.with(Vec::is_empty) && open.with(Option::is_none)><p class="empty">{move || page.word(Label::NoFiles)}</p></Show>
            <ul>{move || files.get().into_iter().map(row).collect_view()}</ul>
            <Show when=move || pod.with_value(Option::is_some) && containers.with(|containers| !containers.is_empty()) && open.with(Option::is_none)>
                <button type="button" class="button" on:click=new_file>{icon("plus")}{move || page.word(Label::NewFile)}</button>
            </Show>
            {move || open.get().map(|file| editor(page, pod, open, file))}
        </section>
    }
    .into_any()
}

/// A file that does not exist yet, on the first claim the container mounts.
fn blank(container: &ContainerEntry) -> FileEntry {
    let (path, claim) = container
        .mounts
        .first()
        .cloned()
        .unwrap_or(("/tmp".to_owned(), String::new()));
    FileEntry {
        path: format!("{}/index.html", path.trim_end_matches('/')),
        container: container.name.clone(),
        size_bytes: 0,
        preview: String::new(),
        whole: true,
        volume: String::new(),
        claim,
    }
}

fn editor(
    page: Page,
    pod: StoredValue<Option<Key>>,
    open: RwSignal<Option<FileEntry>>,
    file: FileEntry,
) -> AnyView {
    let writable = file.whole && pod.with_value(Option::is_some);
    let (path, text) = (
        RwSignal::new(file.path.clone()),
        RwSignal::new(file.preview.clone()),
    );
    let container = StoredValue::new(file.container.clone());
    let existing = file.path.clone();
    let save = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if let Some(pod) = pod.get_value() {
            page.send(Message::WriteFile {
                pod,
                container: container.get_value(),
                path: path.get_untracked(),
                text: text.get_untracked(),
            });
        }
        open.set(None);
    };
    let remove = move |_| {
        if let Some(pod) = pod.get_value() {
            page.send(Message::DeleteFile {
                pod,
                container: container.get_value(),
                path: existing.clone(),
            });
        }
        open.set(None);
    };
    let content = NodeRef::<Textarea>::new();
    // Whoever opens a file wants to be in it; the panel scrolls there by itself.
    Effect::new(move |_| {
        if let Some(content) = content.get() {
            let _ = content.focus();
        }
    });
    let is_new = file.size_bytes == 0 && file.volume.is_empty();
    view! {
        <form class="file" on:submit=save>
            <div class="actions">
                <input class="field path" type="text" spellcheck="false" autocomplete="off" readonly=!writable
                    aria-label=move || page.word(Label::Path) prop:value=move || path.get()
                    on:input=move |event| path.set(event_target_value(&event)) />
                {writable.then(|| view! { <button type="submit" class="button primary">{move || page.word(Label::Save)}</button> })}
                {(writable && !is_new).then(|| view! {
                    <button type="button" class="button square" aria-label=move || page.say(&Note::DeleteFile { path: path.get() }) on:click=remove>{icon("delete")}</button>
                })}
                <button type="button" class="button square" aria-label=move || page.word(Label::Close) on:click=move |_| open.set(None)>{icon("close")}</button>
            </div>
            <textarea node_ref=content spellcheck="false" readonly=!writable aria-label=move || page.word(Label::Content)
                prop:value=move || text.get() on:input=move |event| text.set(event_target_value(&event))></textarea>
        </form>
    }
    .into_any()
}
