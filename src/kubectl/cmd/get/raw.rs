//! `kubectl get --raw`: what the server answers at a path, as far as this server has no other form.

use crate::cluster::api::{Key, Kind};
use crate::cluster::apiserver::version;
use crate::kubectl::call::Call;
use crate::kubectl::failure::{Failure, Result};

pub(super) fn run(call: &mut Call<'_>, path: &str) -> Result<()> {
    if !path.starts_with('/') {
        return Err(Failure::client(format!(
            "--raw must be a valid URL path: parse {path:?}: invalid URI for request"
        )));
    }
    let parts: Vec<&str> = path.trim_matches('/').split('/').collect();
    let text = match parts.as_slice() {
        ["healthz" | "readyz" | "livez"] => "ok".to_owned(),
        ["version"] => version::answer().to_string(),
        ["api", _, rest @ ..] | ["apis", _, _, rest @ ..] => return object(call, rest),
        _ => return Err(not_found()),
    };
    call.output.out(&text);
    Ok(())
}

fn object(call: &mut Call<'_>, rest: &[&str]) -> Result<()> {
    let (namespace, plural, name) = match rest {
        ["namespaces", namespace, plural, name] => (*namespace, *plural, *name),
        [plural, name] => ("", *plural, *name),
        _ => return Err(not_found()),
    };
    let kind = Kind::from_word(plural).ok_or_else(not_found)?;
    let object = call.object(&Key::new(kind, namespace, name))?;
    call.output.out(&object.to_value().to_string());
    Ok(())
}

fn not_found() -> Failure {
    Failure::Plain(
        "Error from server (NotFound): the server could not find the requested resource".to_owned(),
    )
}
