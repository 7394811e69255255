//! `kubectl rollout restart`

use super::{say, template_mut};
use crate::cluster::api::{Object, meta};
use crate::kubectl::call::Call;
use crate::kubectl::failure::{Failure, Result};
use crate::kubectl::parse::Args;
use crate::sim::Request;

pub(super) fn run(call: &mut Call<'_>, _args: &Args, object: &Object) -> Result<()> {
    let now = call.now().to_time().0.to_string();
    let mut after = object.clone();
    let Some(template) = template_mut(&mut after) else {
        return Err(super::unsupported(object, "restarting"));
    };
    let metadata = template.metadata.get_or_insert_default();
    meta::set_annotation(metadata, "kubectl.kubernetes.io/restartedAt", &now);
    if after == *object {
        return Err(Failure::client(
            "if restart has already been triggered within the past second, please wait before attempting to trigger another",
        ));
    }
    call.send(Request::Update(after))?;
    say(call, object, "restarted");
    Ok(())
}
