//! Objects out of the files a command line names with `-f`.

use super::call::Call;
use super::failure::{Failure, Result};
use super::parse::Args;
use crate::cluster::api::{Key, Object};
use crate::cluster::apiserver::decode;
use crate::manifest::{Code, Diagnostic, Document, Reading, refused};
use serde::Deserialize;
use serde_json::Value;

/// An object and the file it came from, as error texts name it.
pub(super) struct Manifest {
    pub(super) source: String,
    pub(super) object: Object,
}

/// Reads every file given with `-f`, in order.
pub(super) fn read_all(call: &Call<'_>, args: &Args) -> Result<Vec<Manifest>> {
    let mut manifests = Vec::new();
    for path in args.all("filename").flat_map(|value| value.split(',')) {
        let source = if path == "-" { "STDIN" } else { path };
        let text = call.read(path)?;
        manifests.extend(read(source, &text)?);
    }
    if manifests.is_empty() {
        return Err(Failure::client("no objects passed to apply"));
    }
    Ok(manifests)
}

/// The key an object of a manifest will have: without a namespace, the one of the command.
pub(super) fn key(call: &Call<'_>, object: &Object) -> Key {
    let meta = object.meta();
    let namespace = meta.namespace.as_deref().filter(|name| !name.is_empty());
    Key::new(
        object.kind(),
        namespace.unwrap_or(&call.namespace),
        meta.name.as_deref().unwrap_or_default(),
    )
}

fn read(source: &str, text: &str) -> Result<Vec<Manifest>> {
    let (documents, diagnostics) = crate::manifest::read(text);
    if refused(&diagnostics) {
        return Err(refusal(source, text, &documents, &diagnostics));
    }
    let manifest = |document: Document| Manifest {
        source: source.to_owned(),
        object: document.object,
    };
    Ok(documents.into_iter().map(manifest).collect())
}

/// The first thing wrong, with the words kubectl or the server put around it.
fn refusal(
    source: &str,
    text: &str,
    documents: &[Document],
    diagnostics: &[Diagnostic],
) -> Failure {
    let errors = diagnostics
        .iter()
        .filter(|one| refused(std::slice::from_ref(one)));
    let Some(first) = errors.into_iter().next() else {
        return Failure::Code(1);
    };
    let message = &first.message;
    match first.code {
        Code::Syntax | Code::TooLarge | Code::TooDeep | Code::TooManyAliases => Failure::client(
            format!("error parsing {source}: error converting YAML to JSON: {message}"),
        ),
        Code::NoApiVersion | Code::NoKind | Code::NotAnObject => Failure::client(format!(
            "error validating {source:?}: error validating data: {message}; if you choose to ignore these errors, turn validation off with --validate=false"
        )),
        Code::UnknownKind => Failure::client(format!(
            "resource mapping not found for {} from {source:?}: {message}\nensure CRDs are installed first",
            naming(text, first.document)
        )),
        _ => {
            let document = documents
                .iter()
                .find(|one| one.index == first.document && one.reading != Reading::Whole);
            let words = document
                .and_then(|one| {
                    decode::refusal(
                        one.key.kind,
                        &decode::decode(one.key.kind, &one.value).faults,
                    )
                })
                .unwrap_or_else(|| message.clone());
            Failure::Plain(format!(
                "Error from server (BadRequest): error when creating {source:?}: {words}"
            ))
        }
    }
}

/// `name: "x" namespace: ""`: what an object of a kind nobody serves calls itself.
fn naming(text: &str, document: usize) -> String {
    let values = serde_yaml::Deserializer::from_str(text)
        .filter_map(|document| Value::deserialize(document).ok())
        .filter(|value| !value.is_null());
    let value = values.into_iter().nth(document).unwrap_or_default();
    let word = |field: &str| {
        value["metadata"][field]
            .as_str()
            .unwrap_or_default()
            .to_owned()
    };
    format!(
        "name: {:?} namespace: {:?}",
        word("name"),
        word("namespace")
    )
}
