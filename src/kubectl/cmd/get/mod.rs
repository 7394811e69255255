//! `kubectl get`

pub(in crate::kubectl) mod listing;
mod raw;
pub(in crate::kubectl) mod watch;

use crate::cluster::api::Object;
use crate::kubectl::call::Call;
use crate::kubectl::failure::{Failure, Result};
use crate::kubectl::manifests;
use crate::kubectl::parse::{self, Args, Flag, Takes};
use crate::kubectl::print::format::Format;
use crate::kubectl::print::jsonpath;
use crate::kubectl::target::Selection;
use crate::kubectl::wait::Wait;
use listing::{Listing, Look};
use watch::Watch;

const FLAGS: &[Flag] = &[
    parse::FILENAME,
    parse::SELECTOR,
    parse::OUTPUT,
    parse::ALL_NAMESPACES,
    ("watch", Some('w'), Takes::Nothing),
    ("watch-only", None, Takes::Nothing),
    ("output-watch-events", None, Takes::Nothing),
    ("show-labels", None, Takes::Nothing),
    ("show-kind", None, Takes::Nothing),
    ("label-columns", Some('L'), Takes::Value),
    ("no-headers", None, Takes::Nothing),
    ("field-selector", None, Takes::Value),
    ("sort-by", None, Takes::Value),
    ("template", None, Takes::Value),
    ("ignore-not-found", None, Takes::Nothing),
    ("show-managed-fields", None, Takes::Nothing),
    ("chunk-size", None, Takes::Value),
    ("subresource", None, Takes::Value),
    ("raw", None, Takes::Value),
    ("server-print", None, Takes::Nothing),
];

const NO_TYPE: &str = "You must specify the type of resource to get. Use \"kubectl api-resources\" for a complete list of supported resources.\n\nerror: Required resource not specified.\nUse \"kubectl explain <resource>\" for a detailed description of that resource (e.g. kubectl explain pods).\nSee 'kubectl get -h' for help and examples";

pub(in crate::kubectl) fn run(call: &mut Call<'_>, line: &[String]) -> Result<()> {
    let args = Args::parse("get", line, FLAGS)?;
    call.set_common(&args);
    if let Some(path) = args.value("raw") {
        return raw::run(call, path);
    }
    if args.value("filename").is_some() && !args.words.is_empty() {
        return Err(Failure::client(
            "when paths, URLs, or stdin is provided as input, you may not specify resource arguments as well",
        ));
    }
    let selection = match Selection::read(call, &args)? {
        Some(selection) => selection,
        None if args.value("filename").is_some() => from_files(call, &args)?,
        None => return Err(Failure::Plain(NO_TYPE.to_owned())),
    };
    let format = format(&args)?;
    let format = if args.has("no-headers") {
        format.map(Format::without_headers)
    } else {
        format
    };
    let watching = args.has("watch") || args.has("watch-only");
    if watching && selection.kinds.len() > 1 {
        return Err(Failure::client(
            "you may only specify a single resource type",
        ));
    }
    let look = look(&args, &selection);
    let (mut objects, mut failures) = selection.find(call);
    if args.has("ignore-not-found") {
        failures.clear();
        if objects.is_empty() && !watching {
            return Ok(());
        }
    }
    if args
        .value("subresource")
        .is_some_and(|name| !["status", "scale", "resize"].contains(&name))
    {
        return Err(Failure::Plain(
            "Error from server (NotFound): the server could not find the requested resource"
                .to_owned(),
        ));
    }
    sort(&mut objects, args.value("sort-by"))?;
    if watching {
        Failure::all(failures)?;
        if args.has("watch-only") {
            objects.clear();
        }
        let mut watch = Watch::new(selection, look, format, args.has("output-watch-events"));
        let text = watch.begin(&objects, call.now());
        call.output.out(&text);
        call.wait = Some(Wait::Watch(Box::new(watch)));
        return Ok(());
    }
    print(
        call,
        &selection,
        look,
        format.as_ref(),
        &objects,
        failures.is_empty(),
    )?;
    Failure::all(failures)
}

fn print(
    call: &mut Call<'_>,
    selection: &Selection,
    look: Look,
    format: Option<&Format>,
    objects: &[Object],
    complete: bool,
) -> Result<()> {
    if let Some(format) = format {
        let single = selection.is_named() && selection.names.len() == 1;
        if objects.is_empty() && selection.is_named() {
            return Ok(());
        }
        let text = format.print(objects, single).map_err(Failure::Client)?;
        call.output.out(&text);
        return Ok(());
    }
    if objects.is_empty() && complete {
        call.output.complain(&nothing(selection));
        return Ok(());
    }
    let text = Listing::new(look).whole(objects, call.now());
    call.output.out(&text);
    Ok(())
}

fn nothing(selection: &Selection) -> String {
    let namespaced = selection.kinds.iter().any(|kind| kind.info().namespaced);
    match &selection.namespace {
        Some(namespace) if namespaced => format!("No resources found in {namespace} namespace."),
        _ => "No resources found".to_owned(),
    }
}

fn look(args: &Args, selection: &Selection) -> Look {
    let label_columns = args.all("label-columns").flat_map(|keys| keys.split(','));
    Look {
        wide: args.value("output") == Some("wide"),
        namespaces: selection.namespace.is_none()
            && selection.kinds.iter().any(|k| k.info().namespaced),
        with_kind: selection.kinds.len() > 1 || args.has("show-kind"),
        labels: args.has("show-labels"),
        label_columns: label_columns.map(str::to_owned).collect(),
        headers: !args.has("no-headers"),
    }
}

fn format(args: &Args) -> Result<Option<Format>> {
    let template = args.value("template");
    match (args.value("output"), template) {
        (None, Some(_)) => Format::parse("go-template", template)
            .map(Some)
            .map_err(Failure::Client),
        (None | Some("wide" | ""), _) => Ok(None),
        (Some(text), template) => Format::parse(text, template)
            .map(Some)
            .map_err(Failure::Client),
    }
}

fn from_files(call: &Call<'_>, args: &Args) -> Result<Selection> {
    let mut words = Args::default();
    let (manifests, failures) = manifests::read_all(call, args, "get")?;
    Failure::all(failures)?;
    for manifest in manifests {
        let key = manifests::key(call, &manifest.object);
        words
            .words
            .push(format!("{}/{}", key.kind.printed(), key.name));
    }
    Selection::read(call, &words)?.ok_or_else(|| Failure::client("no objects passed to get"))
}

/// `--sort-by`: by what a path finds. Without it nothing is sorted, events neither: they come by name.
fn sort(objects: &mut [Object], path: Option<&str>) -> Result<()> {
    let Some(path) = path else {
        return Ok(());
    };
    let path = path.trim_start_matches('{').trim_end_matches('}');
    let dotted = if path.starts_with('.') {
        path.to_owned()
    } else {
        format!(".{path}")
    };
    let template = jsonpath::Template::parse(&format!("{{{dotted}}}")).map_err(Failure::Client)?;
    objects.sort_by_cached_key(|object| {
        let text = template.print(&object.to_value());
        let number = text.parse::<i64>().unwrap_or(i64::MAX);
        (number, text)
    });
    Ok(())
}
