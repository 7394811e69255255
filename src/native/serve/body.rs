//! The body of a request, read within its bounds.

use super::http::{BODY_BYTES_MAX, Shared};
use super::lanes::{LARGE_BYTES, Place};
use super::reply::{Reply, refused};
use axum::body::Body;
use futures_util::StreamExt as _;
use tokio::task::yield_now;
use tokio::time::timeout;

/// The body, and the place it takes if it is large.
///
/// # Errors
/// What to answer: it is too large, or did not come.
pub(super) async fn read(body: Body, shared: &Shared) -> Result<(Vec<u8>, Option<Place>), Reply> {
    match timeout(shared.patience, all(body, shared)).await {
        Ok(read) => read,
        Err(_) => Err(refused(408, "Timeout", "the body did not come")),
    }
}

async fn all(body: Body, shared: &Shared) -> Result<(Vec<u8>, Option<Place>), Reply> {
    let (mut bytes, mut place) = (Vec::new(), None);
    let mut pieces = body.into_data_stream();
    while let Some(piece) = pieces.next().await {
        let piece = piece.map_err(|_| refused(400, "BadRequest", "the body broke off"))?;
        if bytes.len() + piece.len() > BODY_BYTES_MAX {
            let text = format!("Request entity too large: limit is {BODY_BYTES_MAX}");
            return Err(refused(413, "RequestEntityTooLarge", &text));
        }
        if place.is_none() && bytes.len() + piece.len() > LARGE_BYTES {
            place = shared.lanes.large().await;
        }
        bytes.extend_from_slice(&piece);
        if place.is_some() {
            // Much more may have come already, and a small question of somebody else's as well.
            yield_now().await;
        }
    }
    Ok((bytes, place))
}
