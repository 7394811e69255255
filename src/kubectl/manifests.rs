//! Objects out of the files a command line names with `-f`.

use super::call::Call;
use super::failure::{Failure, Result};
use super::parse::Args;
use crate::cluster::api::{Key, Object};
use crate::cluster::apiserver::decode;
use crate::manifest::{Code, Diagnostic, Reading, Severity, as_kubectl_counts};
use serde::Deserialize;
use serde_json::Value;

/// An object and the file it came from, as error texts name it.
pub(super) struct Manifest {
    pub(super) source: String,
    pub(super) object: Object,
    /// What was written, unknown fields included.
    pub(super) value: Value,
    /// Why the server will not decode it, if it will not.
    pub(super) refusal: Option<String>,
}

/// The file names kubectl takes out of a directory.
const EXTENSIONS: [&str; 3] = [".json", ".yaml", ".yml"];

/// Reads every file given with `-f`, in order: the objects, and what kubectl refuses of the rest.
/// It goes on behind a document it cannot use, but not behind one that is no YAML.
pub(super) fn read_all(
    call: &Call<'_>,
    args: &Args,
    verb: &str,
) -> Result<(Vec<Manifest>, Vec<Failure>)> {
    let (mut manifests, mut failures) = (Vec::new(), Vec::new());
    for path in args.all("filename").flat_map(|value| value.split(',')) {
        for path in files_at(call, path)? {
            let source = if path == "-" { "STDIN" } else { &path };
            let text = call.read(&path)?;
            read(source, &text, &mut manifests, &mut failures);
        }
    }
    if manifests.is_empty() && failures.is_empty() {
        return Err(Failure::client(format!("no objects passed to {verb}")));
    }
    Ok((manifests, failures))
}

/// The file itself, or the manifests of a directory.
fn files_at(call: &Call<'_>, path: &str) -> Result<Vec<String>> {
    let folder = format!("{}/", path.trim_start_matches("./").trim_end_matches('/'));
    let inside: Vec<&str> = call
        .home
        .names()
        .filter(|name| {
            name.strip_prefix(&folder)
                .is_some_and(|rest| !rest.contains('/'))
        })
        .collect();
    if inside.is_empty() {
        return Ok(vec![path.to_owned()]);
    }
    let known = |name: &&str| EXTENSIONS.iter().any(|extension| name.ends_with(extension));
    let manifests: Vec<String> = inside
        .into_iter()
        .filter(known)
        .map(str::to_owned)
        .collect();
    if manifests.is_empty() {
        return Err(Failure::client(format!(
            "error reading [{path}]: recognized file extensions are [{}]",
            EXTENSIONS.join(" ")
        )));
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

fn read(source: &str, text: &str, manifests: &mut Vec<Manifest>, failures: &mut Vec<Failure>) {
    let (documents, diagnostics) = crate::manifest::read(text);
    let errors = || {
        diagnostics
            .iter()
            .filter(|one| one.severity == Severity::Error)
    };
    let broken = errors()
        .find(|one| is_text_broken(one))
        .map(|one| one.document);
    let usable = |document: usize| broken.is_none_or(|broken| document < broken);
    let mut told = None;
    for error in errors() {
        let of_object = documents.iter().any(|one| one.index == error.document);
        // Of one document kubectl tells the first thing; what the server refuses is told later.
        if told != Some(error.document)
            && !of_object
            && (usable(error.document) || broken == Some(error.document))
        {
            told = Some(error.document);
            failures.push(refusal(source, text, error));
        }
    }
    for document in documents.into_iter().filter(|one| usable(one.index)) {
        let kind = document.key.kind;
        let refusal = match document.reading {
            Reading::Whole => None,
            _ => decode::refusal(kind, &decode::decode(kind, &document.value).faults),
        };
        manifests.push(Manifest {
            source: source.to_owned(),
            object: document.object,
            value: document.value,
            refusal,
        });
    }
}

const fn is_text_broken(diagnostic: &Diagnostic) -> bool {
    matches!(
        diagnostic.code,
        Code::Syntax | Code::TooLarge | Code::TooDeep | Code::TooManyAliases
    )
}

/// What is wrong with a document that is no object, with the words kubectl puts around it.
fn refusal(source: &str, text: &str, error: &Diagnostic) -> Failure {
    let message = &error.message;
    match error.code {
        _ if is_text_broken(error) => Failure::client(format!(
            "error parsing {source}: error converting YAML to JSON: {}",
            as_kubectl_counts(text, error.span.start, message)
        )),
        Code::NoApiVersion | Code::NoKind | Code::NotAnObject => Failure::client(format!(
            "error validating {source:?}: error validating data: {message}; if you choose to ignore these errors, turn validation off with --validate=false"
        )),
        Code::UnknownKind => Failure::client(format!(
            "resource mapping not found for {} from {source:?}: {message}\nensure CRDs are installed first",
            naming(text, error.document)
        )),
        _ => Failure::Plain(format!(
            "Error from server (BadRequest): error when creating {source:?}: {message}"
        )),
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
