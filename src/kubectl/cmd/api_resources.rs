//! `kubectl api-resources`

use crate::cluster::api::Kind;
use crate::kubectl::call::Call;
use crate::kubectl::failure::Result;
use crate::kubectl::parse::{self, Args, Flag, Takes};
use crate::kubectl::print::table::Table;

const FLAGS: &[Flag] = &[
    parse::OUTPUT,
    ("namespaced", None, Takes::Nothing),
    ("api-group", None, Takes::Value),
    ("no-headers", None, Takes::Nothing),
];

pub(super) fn run(call: &mut Call<'_>, line: &[String]) -> Result<()> {
    let args = Args::parse("api-resources", line, FLAGS)?;
    let mut kinds: Vec<Kind> = Kind::ALL.into_iter().collect();
    kinds.sort_by_key(|kind| (kind.info().group, kind.info().plural));
    kinds.retain(|kind| {
        let info = kind.info();
        args.value("namespaced")
            .is_none_or(|wanted| (wanted != "false") == info.namespaced)
            && args
                .value("api-group")
                .is_none_or(|group| group == info.group)
    });
    if args.value("output") == Some("name") {
        for kind in kinds {
            call.output.line(&kind.resource());
        }
        return Ok(());
    }
    let mut rows = Vec::new();
    if !args.has("no-headers") {
        let header = ["NAME", "SHORTNAMES", "APIVERSION", "NAMESPACED", "KIND"];
        rows.push(header.map(str::to_owned).to_vec());
    }
    for kind in kinds {
        let info = kind.info();
        rows.push(vec![
            info.plural.to_owned(),
            info.short_names.join(","),
            kind.api_version(),
            info.namespaced.to_string(),
            info.name.to_owned(),
        ]);
    }
    let text = Table::default().write(&rows);
    call.output.out(&text);
    Ok(())
}
