//! Answers that are told piece by piece, as fast as they are taken away.

use super::http::Shared;
use super::lanes::Place;
use super::listing::Listing;
use super::watching::Watching;
use axum::body::{Body, Bytes};
use axum::http::{Response, header};
use futures_util::future::{Either, select};
use futures_util::stream;
use std::io;
use std::pin::pin;
use std::time::Duration;
use tokio::sync::mpsc::{Receiver, Sender, channel};
use tokio::task::yield_now;
use tokio::time::{Instant, sleep, timeout};

/// A watch that has nothing to tell says at least that, this often.
const BOOKMARK_EVERY: Duration = Duration::from_secs(60);
/// A watch that ends at once without a word makes clients complain.
const SILENCE: Duration = Duration::from_millis(1100);
/// How long what there was may take to be taken: it is kept for that long (`--request-timeout`).
const TAKEN_WITHIN: Duration = Duration::from_secs(60);

/// Some bytes, and the place they take if they are large.
type Piece = (Bytes, Option<Place>);

/// A list.
pub(super) fn list(shared: Shared, mut listing: Listing) -> Response<Body> {
    if listing.is_small() {
        let text: String = std::iter::from_fn(|| listing.next()).collect();
        return response(Body::from(text));
    }
    let (sender, pieces) = channel(1);
    let telling = shared.lanes.telling.clone();
    telling.spawn(async move {
        loop {
            let place = match listing.is_large() {
                true => shared.lanes.large().await,
                false => None,
            };
            let Some(text) = listing.next() else { return };
            if tell(&sender, text, place).await.is_none() {
                return;
            }
        }
    });
    response(streamed(pieces, Some(Instant::now() + TAKEN_WITHIN)))
}

/// A watch: a body that never ends by itself.
pub(super) fn watch(shared: Shared, mut watching: Watching) -> Response<Body> {
    let (sender, pieces) = channel(1);
    let telling = shared.lanes.telling.clone();
    telling.spawn(async move {
        let timeout = watching.timeout_seconds.map(Duration::from_secs);
        let ends = timeout.and_then(|span| Instant::now().checked_add(span));
        while let Some((text, place)) = next(&shared, &sender, &mut watching, ends).await {
            if tell(&sender, text, place).await.is_none() {
                return;
            }
        }
    });
    response(streamed(pieces, None))
}

/// A body that is all there and has a place, which goes with it until it has been taken.
pub(super) fn whole(body: Vec<u8>, place: Place) -> Body {
    let pieces = stream::unfold((Some(body), place), |(body, place)| async move {
        Some((Ok::<_, io::Error>(Bytes::from(body?)), (None, place)))
    });
    Body::from_stream(pieces)
}

fn response(body: Body) -> Response<Body> {
    Response::builder()
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::CACHE_CONTROL, "no-cache, private")
        .body(body)
        .unwrap_or_default()
}

/// Hands a piece over when the one before has been taken; `None`: nobody takes any.
async fn tell(sender: &Sender<Piece>, text: String, place: Option<Place>) -> Option<()> {
    // Others want to be told something, too.
    yield_now().await;
    if text.is_empty() {
        return (!sender.is_closed()).then_some(());
    }
    sender.send((text.into(), place)).await.ok()
}

/// Pieces as a body, which breaks off when it is not taken in time.
fn streamed(pieces: Receiver<Piece>, ends: Option<Instant>) -> Body {
    let body = stream::unfold((pieces, None), move |(mut pieces, taken)| async move {
        // Whoever asks for the next piece has taken the last: its place is free.
        drop(taken);
        if ends.is_some_and(|ends| Instant::now() > ends) {
            let late = io::Error::from(io::ErrorKind::TimedOut);
            return Some((Err(late), (pieces, None)));
        }
        let (bytes, place) = pieces.recv().await?;
        Some((Ok(bytes), (pieces, place)))
    });
    Body::from_stream(body)
}

/// What a watch tells next, as soon as there is something.
async fn next(
    shared: &Shared,
    sender: &Sender<Piece>,
    watching: &mut Watching,
    ends: Option<Instant>,
) -> Option<(String, Option<Place>)> {
    loop {
        watching.news.borrow_and_update();
        let is_large = watching.is_large(&shared.hub());
        let place = match is_large {
            true => shared.lanes.large().await,
            false => None,
        };
        let text = watching.next(shared)?;
        if !text.is_empty() {
            return Some((text, place));
        }
        if !watching.has_told_all() {
            yield_now().await;
            continue;
        }
        if watching.is_over() {
            sleep(SILENCE).await;
            return None;
        }
        let left = ends.map_or(BOOKMARK_EVERY, |ends| {
            ends.saturating_duration_since(Instant::now())
        });
        if left.is_zero() {
            return None;
        }
        drop(place);
        let is_silent = {
            let news = timeout(left.min(BOOKMARK_EVERY), watching.news.changed());
            match select(pin!(sender.closed()), pin!(news)).await {
                Either::Left(_) | Either::Right((Ok(Err(_)), _)) => return None,
                Either::Right((came, _)) => came.is_err(),
            }
        };
        if is_silent && let Some(bookmark) = watching.bookmark() {
            return Some((bookmark, None));
        }
    }
}
