//! The page in a browser: that what the app knows is on the page, under the names people's scripts rely on.
//! What happens over time is tested natively and by Playwright; here it is the DOM alone.
#![cfg(target_arch = "wasm32")]

use leptos::prelude::*;
use playground::app::{Start, UrlParameters};
use playground::ui::mount::page;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::{Element, HtmlElement};

wasm_bindgen_test_configure!(run_in_browser);

/// A page in an element of its own, with all signals settled.
async fn mounted(parameters: UrlParameters) -> HtmlElement {
    let parent: HtmlElement = document().create_element("div").unwrap().unchecked_into();
    document().body().unwrap().append_child(&parent).unwrap();
    let start = Start {
        url: parameters,
        languages: vec!["en".to_owned()],
        ..Start::default()
    };
    leptos::mount::mount_to(parent.clone(), move || page(&start)).forget();
    leptos::task::tick().await;
    parent
}

fn one(parent: &HtmlElement, selector: &str) -> Element {
    parent
        .query_selector(selector)
        .unwrap()
        .unwrap_or_else(|| panic!("there is no {selector}"))
}

fn button(parent: &HtmlElement, name: &str) -> HtmlElement {
    one(parent, &format!("button[aria-label='{name}']")).unchecked_into()
}

#[wasm_bindgen_test]
async fn the_set_has_a_column_and_a_name_for_each_ordinal() {
    let page = mounted(UrlParameters::default()).await;
    for name in ["web-0.nginx", "web-1.nginx"] {
        let entry = one(&page, &format!("[data-dns='{name}']"));
        assert_eq!(
            entry.get_attribute("data-answer").as_deref(),
            Some(""),
            "{name} answers before its pod is there"
        );
    }
    assert_eq!(
        page.query_selector_all("[role=grid] [role=row]")
            .unwrap()
            .length(),
        2
    );
}

#[wasm_bindgen_test]
async fn the_manifest_can_be_read_before_the_editor_has_come() {
    let page = mounted(UrlParameters::default()).await;
    let plain: web_sys::HtmlTextAreaElement = one(&page, "#plain-editor").unchecked_into();
    assert!(
        plain.value().contains("kind: StatefulSet"),
        "{}",
        plain.value()
    );
}

#[wasm_bindgen_test]
async fn pause_becomes_play() {
    let page = mounted(UrlParameters::default()).await;
    button(&page, "Pause").click();
    leptos::task::tick().await;
    button(&page, "Play").click();
    leptos::task::tick().await;
    button(&page, "Pause");
}

#[wasm_bindgen_test]
async fn one_more_is_one_column_more() {
    let page = mounted(UrlParameters::default()).await;
    button(&page, "Scale web up by one").click();
    leptos::task::tick().await;
    assert_eq!(page.query_selector_all("[role=row]").unwrap().length(), 3);
    assert_eq!(
        one(&page, ".stepper output").text_content().as_deref(),
        Some("3")
    );
}

#[wasm_bindgen_test]
async fn the_other_language_is_another_page_with_the_same_hooks() {
    let page = mounted(UrlParameters {
        lang: Some("zh".to_owned()),
        ..UrlParameters::default()
    })
    .await;
    assert_eq!(
        one(&page, ".stepper")
            .parent_element()
            .unwrap()
            .class_name(),
        "tools"
    );
    button(&page, "暂停");
    one(&page, "[data-dns='web-0.nginx']");
    button(&page, "English").click();
    leptos::task::tick().await;
    button(&page, "Pause");
}

#[wasm_bindgen_test]
async fn the_arrow_keys_lead_along_the_thread_and_across_the_columns() {
    let page = mounted(UrlParameters::default()).await;
    let first: HtmlElement = one(&page, "[data-ordinal='0'] .slot").unchecked_into();
    first.focus().unwrap();
    press(&first, "ArrowRight");
    leptos::task::tick().await;
    let here = document().active_element().unwrap();
    assert_eq!(here.id(), "default.web.1.pod");
    press(here.unchecked_ref(), "ArrowUp");
    leptos::task::tick().await;
    assert_eq!(
        document().active_element().unwrap().id(),
        "default.web.1.name"
    );
}

fn press(on: &HtmlElement, key: &str) {
    let init = web_sys::KeyboardEventInit::new();
    init.set_key(key);
    init.set_bubbles(true);
    let event =
        web_sys::KeyboardEvent::new_with_keyboard_event_init_dict("keydown", &init).unwrap();
    on.dispatch_event(&event).unwrap();
}
