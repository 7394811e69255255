//! Small texts the components share.

use crate::cluster::api::SimTime;
use crate::view::name::name_parts;
use leptos::prelude::*;

/// `8c1d…7e0`: enough of a uid to see that it is another one.
pub(crate) fn short_uid(uid: &str) -> String {
    match (
        uid.get(..4),
        uid.len().checked_sub(3).and_then(|at| uid.get(at..)),
    ) {
        (Some(start), Some(end)) if uid.len() > 10 => format!("{start}…{end}"),
        _ => uid.to_owned(),
    }
}

/// A name whose ordinal stays when there is no room for all of it: `very-long-na…-17.nginx`.
pub(crate) fn cut_name(name: &str) -> AnyView {
    let (stem, ordinal, rest) = name_parts(name);
    let rest = (!rest.is_empty()).then(|| view! { <span class="rest">{rest.to_owned()}</span> });
    view! {
        <span class="cut" title=name.to_owned()>
            <span class="stem">{stem.to_owned()}</span><span class="own">{ordinal.to_owned()}</span>{rest}
        </span>
    }
    .into_any()
}

/// An image whose tag stays when there is no room for all of it: that is the part by which two are told apart.
pub(crate) fn cut_image(image: &str) -> AnyView {
    let (stem, tag) = match image.rsplit_once(':') {
        // A colon before a slash is a registry's port.
        Some((stem, tag)) if !tag.contains('/') => (format!("{stem}:"), tag),
        _ => (String::new(), image),
    };
    view! {
        <span class="cut"><span class="stem">{stem}</span><span class="own">{tag.to_owned()}</span></span>
    }
    .into_any()
}

/// A word of Kubernetes' that may be broken between its parts: `ImagePull` `BackOff`.
pub(crate) fn breakable(word: &str) -> AnyView {
    let mut parts: Vec<String> = vec![];
    for letter in word.chars() {
        match parts.last_mut() {
            Some(part) if !letter.is_ascii_uppercase() => part.push(letter),
            // Several capitals in a row are one part: `OOMKilled`.
            Some(part) if part.chars().all(|letter| letter.is_ascii_uppercase()) => {
                part.push(letter);
            }
            _ => parts.push(letter.to_string()),
        }
    }
    let parts = parts.into_iter().enumerate().map(|(at, part)| {
        view! { {(at > 0).then(|| view! { <wbr /> })}{part} }
    });
    parts.collect_view().into_any()
}

/// `00:42.6`, with hours only where there are any.
pub(crate) fn clock(now: SimTime) -> String {
    let tenths = now.0 / 100;
    let (hours, minutes, seconds) = (tenths / 36_000, tenths / 600 % 60, tenths / 10 % 60);
    match hours {
        0 => format!("{minutes:02}:{seconds:02}.{}", tenths % 10),
        _ => format!("{hours}:{minutes:02}:{seconds:02}.{}", tenths % 10),
    }
}

/// `00:42`
pub(crate) fn minutes(now: SimTime) -> String {
    let mut text = clock(now);
    text.truncate(text.len() - 2);
    text
}

/// Whether the focus went out of the element that listens. A click on nothing focusable is no reason to close a menu
/// under the pointer, so only a real new focus counts.
pub(crate) fn left(event: &web_sys::FocusEvent) -> bool {
    use wasm_bindgen::JsCast;
    let here = event
        .current_target()
        .and_then(|target| target.dyn_into::<web_sys::Node>().ok());
    let there = event
        .related_target()
        .and_then(|target| target.dyn_into::<web_sys::Node>().ok());
    match (here, there) {
        (Some(here), Some(there)) => !here.contains(Some(&there)),
        _ => false,
    }
}
