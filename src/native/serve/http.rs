//! HTTP around requests and answers.

use super::ask::Ask;
use super::hub::Hub;
use super::reply::{Reply, refused};
use super::watching::Watching;
use super::{guard, route, session};
use axum::Router;
use axum::body::Body;
use axum::extract::ws::WebSocketUpgrade;
use axum::extract::{FromRequestParts, Request, State};
use axum::http::{Response, header};
use futures_util::stream;
use std::convert::Infallible;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::Notify;
use tokio::time::{Instant, sleep, timeout};

/// The largest request: what etcd, too, would refuse to store.
pub(super) const BODY_BYTES_MAX: usize = 3 * 1024 * 1024;
/// A watch that has nothing to tell says at least that, this often.
const BOOKMARK_EVERY: Duration = Duration::from_secs(60);
/// A watch that ends at once without a word makes clients complain.
const SILENCE: Duration = Duration::from_millis(1100);
/// How long the clock sleeps where nothing is due.
const IDLE: Duration = Duration::from_secs(3600);

/// The world and a bell for its clock.
#[derive(Clone)]
pub(super) struct Shared {
    hub: Arc<Mutex<Hub>>,
    /// Rung when something new may be due.
    bell: Arc<Notify>,
    /// How long a client may take to say what it wants.
    pub(super) patience: Duration,
}

impl Shared {
    pub(super) fn new(hub: Hub, patience: Duration) -> Self {
        Self {
            patience,
            hub: Arc::new(Mutex::new(hub)),
            bell: Arc::new(Notify::new()),
        }
    }

    /// The world, for as long as nothing is awaited.
    pub(super) fn hub(&self) -> MutexGuard<'_, Hub> {
        self.hub.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lets the clock see what has become due.
    pub(super) fn ring(&self) {
        self.bell.notify_one();
    }
}

/// Everything the API answers.
pub(super) fn router(shared: Shared) -> Router {
    Router::new().fallback(serve).with_state(shared)
}

/// Lets the world go on while nobody asks.
pub(super) async fn keep_time(shared: Shared) {
    loop {
        let wait = shared.hub().catch_up().map_or(IDLE, Duration::from_millis);
        let rung = timeout(wait.max(Duration::from_millis(1)), shared.bell.notified());
        // Woken or not: both mean to look again.
        drop(rung.await);
    }
}

async fn serve(State(shared): State<Shared>, request: Request) -> Response<Body> {
    let (mut parts, body) = request.into_parts();
    if let Some(refusal) = guard::refusal(&parts.headers) {
        return written(refusal);
    }
    let text = |name: header::HeaderName| {
        let value = parts
            .headers
            .get(name)
            .and_then(|value| value.to_str().ok());
        value.unwrap_or_default().to_owned()
    };
    let uri = &parts.uri;
    let mut ask = Ask::new(
        parts.method.as_str(),
        uri.path(),
        uri.query().unwrap_or_default(),
    );
    ask.accept = text(header::ACCEPT);
    let content_type = text(header::CONTENT_TYPE);
    ask.content_type = content_type
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase();
    match timeout(shared.patience, axum::body::to_bytes(body, BODY_BYTES_MAX)).await {
        Ok(Ok(bytes)) => ask.body = bytes.to_vec(),
        Err(_) => return written(refused(408, "Timeout", "the body did not come")),
        Ok(Err(_)) => {
            let text = format!("Request entity too large: limit is {BODY_BYTES_MAX}");
            return written(refused(413, "RequestEntityTooLarge", &text));
        }
    }
    let reply = route::answer(&mut shared.hub(), &ask);
    shared.ring();
    match reply {
        Reply::Watch(watching) => streamed(shared, watching),
        Reply::Exec(exec) => match WebSocketUpgrade::from_request_parts(&mut parts, &()).await {
            Ok(upgrade) => upgrade
                .max_message_size(BODY_BYTES_MAX)
                .protocols(session::PROTOCOLS)
                .on_upgrade(move |socket| session::run(socket, shared, *exec)),
            Err(_) => written(refused(
                400,
                "BadRequest",
                "unable to upgrade: only web sockets are spoken here",
            )),
        },
        reply => written(reply),
    }
}

fn written(reply: Reply) -> Response<Body> {
    let (status, content_type, body, warnings) = match reply {
        Reply::Json {
            status,
            content_type,
            body,
            warnings,
        } => (
            status,
            content_type,
            format!("{body}\n").into_bytes(),
            warnings,
        ),
        Reply::Bytes { content_type, body } => (200, content_type, body, vec![]),
        Reply::Text { status, body } => (status, "text/plain", body.into_bytes(), vec![]),
        Reply::Watch(_) | Reply::Exec(_) => (500, "text/plain", vec![], vec![]),
    };
    let mut response = Response::builder()
        .status(status)
        .header(header::CONTENT_TYPE, content_type)
        .header(header::CACHE_CONTROL, "no-cache, private");
    for warning in warnings {
        let quoted = warning.replace('\\', "\\\\").replace('"', "\\\"");
        response = response.header(header::WARNING, format!("299 - \"{quoted}\""));
    }
    response.body(Body::from(body)).unwrap_or_default()
}

/// A watch as a body that never ends by itself.
fn streamed(shared: Shared, watching: Watching) -> Response<Body> {
    let ends = watching
        .timeout_seconds
        .map(|seconds| Instant::now() + Duration::from_secs(seconds));
    let events = stream::unfold(
        (shared, watching),
        move |(shared, mut watching)| async move {
            let text = next(&shared, &mut watching, ends).await?;
            Some((Ok::<String, Infallible>(text), (shared, watching)))
        },
    );
    Response::builder()
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::CACHE_CONTROL, "no-cache, private")
        .body(Body::from_stream(events))
        .unwrap_or_default()
}

/// What a watch tells next, as soon as there is something.
async fn next(shared: &Shared, watching: &mut Watching, ends: Option<Instant>) -> Option<String> {
    loop {
        watching.news.borrow_and_update();
        let text = watching.next(&shared.hub())?;
        if !text.is_empty() {
            return Some(text);
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
        match timeout(left.min(BOOKMARK_EVERY), watching.news.changed()).await {
            Ok(Ok(())) => {}
            Ok(Err(_)) => return None,
            Err(_) => {
                if let Some(bookmark) = watching.bookmark() {
                    return Some(bookmark);
                }
            }
        }
    }
}
