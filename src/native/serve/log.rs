//! The log of a container.

use super::address::Address;
use super::ask::Ask;
use super::hub::Hub;
use super::read::found;
use super::reply::{Answer, Reply};
use super::write::bad;
use crate::cluster::api::{Object, Pod, meta};
use crate::cluster::apiserver::ApiError;
use crate::shell::log;
use std::sync::Arc;

/// Answers with what there is. Nothing here writes on to its log later, so following it ends at once.
pub(super) fn answer(hub: &Hub, ask: &Ask, address: &Address) -> Answer {
    let (pod, container) = container(hub, ask, address)?;
    let text = log::read(&pod, &container, ask.is_set("previous")).map_err(|text| bad(&text))?;
    let lines: Vec<&str> = text.lines().collect();
    let tail = ask.value("tailLines").and_then(|text| text.parse().ok());
    let from = tail.map_or(0, |count: usize| lines.len().saturating_sub(count));
    let body = lines[from..]
        .iter()
        .map(|line| format!("{line}\n"))
        .collect();
    Ok(Reply::Text { status: 200, body })
}

/// The pod and which of its containers is meant.
///
/// # Errors
/// `NotFound`, and `BadRequest` where it is not said which container, or there is no such one.
pub(super) fn container(
    hub: &Hub,
    ask: &Ask,
    address: &Address,
) -> Result<(Arc<Pod>, String), ApiError> {
    let object = found(hub, address)?;
    let Object::Pod(pod) = object else {
        return Err(ApiError::not_found(address.kind, &address.key().name));
    };
    let spec = pod.spec.clone().unwrap_or_default();
    let main: Vec<&str> = spec
        .containers
        .iter()
        .map(|one| one.name.as_str())
        .collect();
    let init: Vec<&str> = spec
        .init_containers
        .iter()
        .flatten()
        .map(|one| one.name.as_str())
        .collect();
    let name = meta::name(&pod.metadata);
    let chosen = match (
        ask.value("container").filter(|text| !text.is_empty()),
        main.as_slice(),
    ) {
        (Some(wanted), _) if main.contains(&wanted) || init.contains(&wanted) => wanted.to_owned(),
        (Some(wanted), _) => {
            return Err(bad(&format!(
                "container {wanted} is not valid for pod {name}"
            )));
        }
        (None, [only]) => (*only).to_owned(),
        (None, _) => {
            let init = if init.is_empty() {
                String::new()
            } else {
                format!(" or one of the init containers: [{}]", init.join(" "))
            };
            return Err(bad(&format!(
                "a container name must be specified for pod {name}, choose one of: [{}]{init}",
                main.join(" ")
            )));
        }
    };
    Ok((pod, chosen))
}
