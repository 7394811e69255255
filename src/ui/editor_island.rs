//! The door to the editor's JavaScript (`www/editor/`), which is fetched after the first picture stands.

use super::page::Page;
use crate::app::{Message, Problem, Severity};
use crate::i18n::{Label, Language};
use js_sys::{Array, Object, Reflect};
use leptos::prelude::*;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(
    inline_js = "export const load = () => import(new URL('editor/editor.js', document.baseURI).href);"
)]
extern "C" {
    #[wasm_bindgen(catch)]
    async fn load() -> Result<JsValue, JsValue>;

    /// The editor's module.
    type Module;
    #[wasm_bindgen(method, catch)]
    fn mount(
        this: &Module,
        parent: &web_sys::HtmlElement,
        options: &Object,
    ) -> Result<Editor, JsValue>;

    /// The mounted editor, as `www/editor/contract.ts` promises it.
    #[derive(Clone)]
    type Editor;
    #[wasm_bindgen(method, js_name = setText)]
    fn set_text(this: &Editor, text: &str);
    #[wasm_bindgen(method, js_name = setApplied)]
    fn set_applied(this: &Editor, text: &str);
    #[wasm_bindgen(method, js_name = setDiagnostics)]
    fn set_diagnostics(this: &Editor, list: &Array);
    #[wasm_bindgen(method, js_name = showDiff)]
    fn show_diff(this: &Editor, on: bool);
    #[wasm_bindgen(method, js_name = setLanguage)]
    fn set_language(this: &Editor, language: &str, label: &str);
    #[wasm_bindgen(method, js_name = goTo)]
    fn go_to(this: &Editor, offset: f64);
    #[wasm_bindgen(method)]
    fn focus(this: &Editor);
    #[wasm_bindgen(method)]
    fn snippets(this: &Editor) -> Array;
    #[wasm_bindgen(method)]
    fn insert(this: &Editor, name: &str);
}

/// Whether the island is there yet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Arrival {
    /// Not yet: the plain text box does the work.
    #[default]
    Awaited,
    /// It does the work now.
    Here,
    /// It will not come; the plain text box goes on.
    Failed,
}

/// The editor, once it is there. Until then every call is for nothing, and the page's own state has it all.
#[derive(Default)]
pub(crate) struct Island {
    editor: Option<Editor>,
}

impl Island {
    /// The text becomes another one, in one undoable step.
    pub(crate) fn set_text(&self, text: &str) {
        self.with(|editor| editor.set_text(text));
    }

    /// What differences are measured against.
    pub(crate) fn set_applied(&self, text: &str) {
        self.with(|editor| editor.set_applied(text));
    }

    /// All that is wrong with the text.
    pub(crate) fn set_diagnostics(&self, problems: &[Problem]) {
        self.with(|editor| {
            editor.set_diagnostics(&problems.iter().map(diagnostic).collect::<Array>())
        });
    }

    /// The diff, on or off.
    pub(crate) fn show_diff(&self, on: bool) {
        self.with(|editor| editor.show_diff(on));
    }

    /// The editor's own words.
    pub(crate) fn set_language(&self, language: Language) {
        self.with(|editor| editor.set_language(language.code(), Label::EditorLabel.text(language)));
    }

    /// The cursor goes to a UTF-16 offset.
    #[expect(
        clippy::cast_precision_loss,
        reason = "a manifest is shorter than 2^53"
    )]
    pub(crate) fn go_to(&self, offset: usize) {
        self.with(|editor| {
            editor.go_to(offset as f64);
            editor.focus();
        });
    }

    /// The names of the manifests to start from.
    pub(crate) fn snippets(&self) -> Vec<String> {
        let list = self
            .editor
            .as_ref()
            .map(Editor::snippets)
            .unwrap_or_default();
        list.iter()
            .filter_map(|snippet| Reflect::get(&snippet, &"name".into()).ok()?.as_string())
            .collect()
    }

    /// Adds one of them to the text.
    pub(crate) fn insert(&self, name: &str) {
        self.with(|editor| editor.insert(name));
    }

    fn with(&self, act: impl FnOnce(&Editor)) {
        if let Some(editor) = &self.editor {
            act(editor);
        }
    }
}

/// Fetches the editor and puts it into `parent`; the page is told when it is there, or that it will not come.
pub(crate) async fn arrive(page: Page, parent: web_sys::HtmlElement, arrival: RwSignal<Arrival>) {
    let editor = match load().await {
        Ok(module) => module
            .unchecked_into::<Module>()
            .mount(&parent, &options(page)),
        Err(error) => Err(error),
    };
    match editor {
        Ok(editor) => {
            page.island
                .update_value(|island| island.editor = Some(editor));
            page.editor.with_untracked(|state| {
                page.island.with_value(|island| {
                    island.set_applied(&state.applied);
                    island.set_diagnostics(&state.problems);
                })
            });
            arrival.set(Arrival::Here);
        }
        Err(error) => {
            leptos::logging::warn!("the editor could not be loaded: {error:?}");
            arrival.set(Arrival::Failed);
        }
    }
}

fn options(page: Page) -> Object {
    let language = page.settings.with_untracked(|settings| settings.language);
    let on_change =
        Closure::<dyn Fn(String)>::new(move |text| page.send(Message::EditorChanged(text)));
    let on_fix = Closure::<dyn Fn(usize)>::new(move |index| page.send(Message::Fix(index)));
    let names = Closure::<dyn Fn(String) -> Array>::new(move |kind: String| {
        let names = page.names(&kind).into_iter();
        names.map(JsValue::from).collect::<Array>()
    });
    let on_apply = Closure::<dyn Fn()>::new(move || page.send(Message::Apply));
    object([
        (
            "text",
            page.editor
                .with_untracked(|editor| editor.text.as_str().into()),
        ),
        ("language", language.code().into()),
        ("label", Label::EditorLabel.text(language).into()),
        // The editor lives as long as the page, and so do these.
        ("onChange", on_change.into_js_value()),
        ("onApply", on_apply.into_js_value()),
        ("onFix", on_fix.into_js_value()),
        ("names", names.into_js_value()),
    ])
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a manifest is shorter than 2^53"
)]
fn diagnostic(problem: &Problem) -> Object {
    let severity = match problem.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    object([
        ("from", (problem.from_utf16 as f64).into()),
        ("to", (problem.to_utf16 as f64).into()),
        ("severity", severity.into()),
        ("message", problem.message.as_str().into()),
        (
            "hint",
            problem.hint.as_deref().map_or(JsValue::NULL, JsValue::from),
        ),
        (
            "fix",
            problem
                .fix
                .as_ref()
                .map_or(JsValue::NULL, |offer| offer.label.as_str().into()),
        ),
    ])
}

fn object<const N: usize>(fields: [(&str, JsValue); N]) -> Object {
    let object = Object::new();
    for (name, value) in fields {
        // Setting a property of a plain object cannot fail.
        let _ = Reflect::set(&object, &name.into(), &value);
    }
    object
}
