//! Which objects a command line means: `TYPE`, `TYPE NAME…`, `TYPE/NAME…`, `TYPE,TYPE`, `-l`, `-f`.
//!
//! Models cli-runtime/pkg/resource/builder.go.

use super::call::Call;
use super::failure::{Failure, Result};
use super::manifests;
use super::parse::Args;
use crate::cluster::api::fields::FieldSelector;
use crate::cluster::api::selector::TextSelector;
use crate::cluster::api::{Key, Kind, Object};
use crate::cluster::apiserver::ApiError;

/// The objects a command line means.
#[derive(Clone, Debug)]
pub(super) struct Selection {
    /// The types asked for, in order.
    pub(super) kinds: Vec<Kind>,
    /// The names asked for; empty: everything of the types that `labels` picks.
    pub(super) names: Vec<(Kind, String)>,
    /// `-l`
    pub(super) labels: TextSelector,
    /// `--field-selector`
    pub(super) fields: FieldSelector,
    /// Both selectors as they were typed, for the server's refusal.
    typed: (String, String),
    /// `-n`; nothing: every namespace.
    pub(super) namespace: Option<String>,
}

impl Selection {
    /// Reads what the words and flags select. With no words at all: `None`.
    pub(super) fn read(call: &Call<'_>, args: &Args) -> Result<Option<Self>> {
        let Some(first) = args.words.first() else {
            return Ok(None);
        };
        let mut selection = Self {
            kinds: vec![],
            names: vec![],
            labels: TextSelector::default(),
            fields: FieldSelector::default(),
            typed: (
                args.value("selector").unwrap_or_default().to_owned(),
                args.value("field-selector").unwrap_or_default().to_owned(),
            ),
            namespace: (!args.has("all-namespaces")).then(|| call.namespace.clone()),
        };
        if args.words.iter().any(|word| word.contains('/')) {
            selection.slashed(&args.words)?;
        } else {
            selection.kinds = kinds(first)?;
            for name in &args.words[1..] {
                selection
                    .names
                    .extend(selection.kinds.iter().map(|kind| (*kind, name.clone())));
            }
        }
        selection.read_selectors()?;
        let by_selector =
            args.value("selector").is_some() || args.value("field-selector").is_some();
        if !selection.names.is_empty() && by_selector {
            return Err(Failure::client(
                "name cannot be provided when a selector is specified",
            ));
        }
        if !selection.names.is_empty() && selection.namespace.is_none() {
            return Err(Failure::client(
                "a resource cannot be retrieved by name across all namespaces",
            ));
        }
        Ok(Some(selection))
    }

    fn slashed(&mut self, words: &[String]) -> Result<()> {
        for word in words {
            let Some((kind, name)) = word.split_once('/') else {
                return Err(Failure::client(
                    "there is no need to specify a resource type as a separate argument when passing arguments in resource/name form (e.g. 'kubectl get resource/<resource_name>' instead of 'kubectl get resource resource/<resource_name>'",
                ));
            };
            if name.is_empty() || kind.is_empty() || name.contains('/') {
                return Err(Failure::client(
                    "arguments in resource/name form may not have more than one slash",
                ));
            }
            for kind in kinds(kind)? {
                if !self.kinds.contains(&kind) {
                    self.kinds.push(kind);
                }
                self.names.push((kind, name.to_owned()));
            }
        }
        Ok(())
    }

    /// Whether single objects were named.
    pub(super) const fn is_named(&self) -> bool {
        !self.names.is_empty()
    }

    /// The objects there are, and a refusal for each name that does not exist.
    pub(super) fn find(&self, call: &Call<'_>) -> (Vec<Object>, Vec<Failure>) {
        let mut objects = Vec::new();
        let mut failures = Vec::new();
        if !self.is_named() {
            for kind in &self.kinds {
                if let Err(why) = self.fields.check(*kind) {
                    failures.push(self.unselectable(*kind, &why));
                    continue;
                }
                objects.extend(
                    call.store()
                        .objects_of(*kind)
                        .filter(|o| self.picks(o))
                        .cloned(),
                );
            }
            return (objects, failures);
        }
        for (kind, name) in &self.names {
            let namespace = self.namespace.as_deref().unwrap_or_default();
            match call.object(&Key::new(*kind, namespace, name)) {
                Ok(object) => objects.push(object),
                Err(error) => failures.push(error.into()),
            }
        }
        (objects, failures)
    }

    /// Whether an object is meant.
    pub(super) fn picks(&self, object: &Object) -> bool {
        let kind = object.kind();
        let meta = object.meta();
        let named = self.names.is_empty()
            || self
                .names
                .iter()
                .any(|(k, name)| *k == kind && meta.name.as_ref() == Some(name));
        let here =
            !kind.info().namespaced || self.namespace.is_none() || self.namespace == meta.namespace;
        named
            && here
            && self.kinds.contains(&kind)
            && self.labels.matches(meta.labels.as_ref())
            && self.fields.matches(object)
    }

    /// Neither is read before the server does; it answers for the first kind it is asked for.
    fn read_selectors(&mut self) -> Result<()> {
        let Some(&first) = self.kinds.first() else {
            return Ok(());
        };
        let refused = |why: String| self.unselectable(first, &why);
        let labels = TextSelector::parse(&self.typed.0).map_err(refused)?;
        let fields = FieldSelector::parse(&self.typed.1).map_err(refused)?;
        (self.labels, self.fields) = (labels, fields);
        Ok(())
    }

    /// The server's refusal to select by these: by a field it has no index for, for example.
    fn unselectable(&self, kind: Kind, why: &str) -> Failure {
        let info = kind.info();
        let resource = format!("{}/{}, Resource={}", info.group, info.version, info.plural);
        let (labels, fields) = &self.typed;
        Failure::Plain(format!(
            "Error from server (BadRequest): Unable to find {resource:?} that match label selector {labels:?}, field selector {fields:?}: {why}"
        ))
    }
}

/// The types a word names: `sts`, `pods,services`, `all`.
pub(super) fn kinds(word: &str) -> Result<Vec<Kind>> {
    let mut kinds = Vec::new();
    for part in word.split(',') {
        if part == "all" {
            kinds.extend(Kind::CATEGORY_ALL);
        } else {
            kinds.push(kind(part)?);
        }
    }
    kinds.dedup();
    Ok(kinds)
}

/// The type a word names.
pub(super) fn kind(word: &str) -> Result<Kind> {
    Kind::from_word(word)
        .ok_or_else(|| Failure::client(format!("the server doesn't have a resource type {word:?}")))
}

/// What the verbs that change objects work on: named, labelled, or from files.
pub(super) struct Targets {
    /// What was found, in order.
    pub(super) objects: Vec<Object>,
    /// What was not.
    pub(super) failures: Vec<Failure>,
}

impl Targets {
    /// Does it with every object, and goes on behind what fails.
    pub(super) fn each(self, mut one: impl FnMut(Object) -> Result<()>) -> Result<()> {
        let mut failures = self.failures;
        for object in self.objects {
            failures.extend(one(object).err());
        }
        Failure::all(failures)
    }
}

/// Finds the objects of a changing verb; `missing` is what kubectl says when nothing is named.
pub(super) fn targets(call: &Call<'_>, args: &Args, missing: &str) -> Result<Targets> {
    if args.value("filename").is_some() {
        let (manifests, failures) = manifests::read_all(call, args, "change")?;
        let mut found = Targets {
            objects: vec![],
            failures,
        };
        for manifest in manifests {
            let key = manifests::key(call, &manifest.object);
            match call.object(&key) {
                Ok(object) => found.objects.push(object),
                Err(error) => found.failures.push(from_file(&manifest.source, error)),
            }
        }
        return Ok(found);
    }
    if args.has("all") && args.value("selector").is_some() {
        return Err(Failure::client(
            "setting 'all' parameter but found a non empty selector. ",
        ));
    }
    let Some(selection) = Selection::read(call, args)? else {
        return Err(Failure::client(missing));
    };
    let picked = selection.is_named()
        || args.value("selector").is_some()
        || args.value("field-selector").is_some()
        || args.has("all");
    if !picked {
        return Err(Failure::client(
            "resource(s) were provided, but no name was specified",
        ));
    }
    let (objects, failures) = selection.find(call);
    Ok(Targets { objects, failures })
}

fn from_file(source: &str, error: ApiError) -> Failure {
    Failure::FromFile("getting", source.to_owned(), error)
}

/// What kubectl says when a changing verb names nothing.
pub(super) const NOTHING_NAMED: &str =
    "You must provide one or more resources by argument or filename.
Example resource specifications include:
   '-f rsrc.yaml'
   '--filename=rsrc.json'
   '<resource> <name>'
   '<resource>'";

/// `pod/web-0`, `statefulset.apps/web`: how kubectl names an object it did something to.
pub(super) fn printed(object: &Object) -> String {
    format!(
        "{}/{}",
        object.kind().printed(),
        object.meta().name.as_deref().unwrap_or_default()
    )
}
