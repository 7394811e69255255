//! HTTP around requests and answers.

use super::ask::Ask;
use super::hub::Hub;
use super::lanes::{LARGE_BYTES, Lanes, Place};
use super::reply::{Reply, refused};
use super::{body, guard, route, session, telling};
use axum::Router;
use axum::body::Body;
use axum::extract::ws::WebSocketUpgrade;
use axum::extract::{FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{Response, header};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::Notify;
use tokio::task::{spawn_blocking, yield_now};
use tokio::time::timeout;

/// The largest request: what etcd, too, would refuse to store.
pub(super) const BODY_BYTES_MAX: usize = 3 * 1024 * 1024;
/// The largest message of a web socket. kubectl sends 32 KiB at a time.
const MESSAGE_BYTES_MAX: usize = 1024 * 1024;
/// How long the clock sleeps where nothing is due.
const IDLE: Duration = Duration::from_secs(3600);

/// The world and a bell for its clock.
#[derive(Clone)]
pub(super) struct Shared {
    hub: Arc<Mutex<Hub>>,
    /// Rung when something new may be due.
    bell: Arc<Notify>,
    /// How long a client may take to say what it wants, and to take what it is told.
    pub(super) patience: Duration,
    pub(super) lanes: Lanes,
}

impl Shared {
    pub(super) fn new(hub: Hub, patience: Duration, lanes: Lanes) -> Self {
        Self {
            patience,
            lanes,
            hub: Arc::new(Mutex::new(hub)),
            bell: Arc::new(Notify::new()),
        }
    }

    /// The world, for as long as nothing is awaited, and nothing large is read or put into words.
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
        if wait.is_zero() {
            // More is due than is done in one go: whoever asks comes first.
            yield_now().await;
            continue;
        }
        let rung = timeout(wait, shared.bell.notified());
        // Woken or not: both mean to look again.
        drop(rung.await);
    }
}

async fn serve(State(shared): State<Shared>, request: Request) -> Response<Body> {
    // A thousand requests may stand in one connection, one behind the other: others come in between.
    yield_now().await;
    let (mut parts, body) = request.into_parts();
    if let Some(refusal) = guard::refusal(&parts.headers) {
        return written(refusal, None);
    }
    let mut ask = asked(&parts);
    let place = match body::read(body, &shared).await {
        Ok((bytes, place)) => {
            ask.body = bytes;
            place
        }
        Err(refusal) => return written(refusal, None),
    };
    let (reply, place) = answered(&shared, ask, place).await;
    shared.ring();
    match reply {
        Reply::List(listing) => telling::list(shared, *listing),
        Reply::Watch(watching) => telling::watch(shared, *watching),
        Reply::Exec(exec) => match WebSocketUpgrade::from_request_parts(&mut parts, &()).await {
            Ok(upgrade) => match shared.lanes.program() {
                Some(place) => upgrade
                    .max_message_size(MESSAGE_BYTES_MAX)
                    .max_frame_size(MESSAGE_BYTES_MAX)
                    .protocols(session::PROTOCOLS)
                    .on_upgrade(move |socket| async move {
                        session::run(socket, shared, *exec).await;
                        drop(place);
                    }),
                None => written(
                    refused(429, "TooManyRequests", "too many programs run at once"),
                    None,
                ),
            },
            Err(_) => written(
                refused(
                    400,
                    "BadRequest",
                    "unable to upgrade: only web sockets are spoken here",
                ),
                None,
            ),
        },
        reply => written(reply, place),
    }
}

fn asked(parts: &Parts) -> Ask {
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
    ask
}

/// The answer; to what is large when its turn comes, with the place that the answer takes.
async fn answered(shared: &Shared, ask: Ask, place: Option<Place>) -> (Reply, Option<Place>) {
    if ask.body.len() <= LARGE_BYTES && !route::is_large(shared, &ask) {
        return (route::answer(shared, &ask), None);
    }
    let place = match place {
        Some(place) => Some(place),
        None => shared.lanes.large().await,
    };
    let turn = shared.lanes.turn().await;
    let shared = shared.clone();
    let answer = spawn_blocking(move || {
        let reply = route::answer(&shared, &ask).in_bytes();
        drop(turn);
        reply
    });
    let broken = || {
        let message = "This request caused apiserver to panic. Look in the logs for details.";
        refused(500, "InternalError", message)
    };
    (answer.await.unwrap_or_else(|_| broken()), place)
}

/// An answer that is all there; its place is free when it has been taken.
fn written(reply: Reply, place: Option<Place>) -> Response<Body> {
    let Reply::Bytes {
        status,
        content_type,
        body,
        warnings,
    } = reply.in_bytes()
    else {
        return Response::default();
    };
    let mut response = Response::builder()
        .status(status)
        .header(header::CONTENT_TYPE, content_type)
        .header(header::CACHE_CONTROL, "no-cache, private")
        .header(header::CONTENT_LENGTH, body.len());
    for warning in told(&warnings) {
        response = response.header(header::WARNING, warning);
    }
    let body = match place {
        Some(place) => telling::whole(body, place),
        None => Body::from(body),
    };
    response.body(body).unwrap_or_default()
}

/// Warnings as headers: each once, long ones short where they are too much together, none that would
/// be no header. Models apiserver/pkg/endpoints/filters/warning.go.
fn told(warnings: &[String]) -> Vec<String> {
    const TOGETHER_MAX: usize = 4 * 1024;
    const EACH_MAX: usize = 256;
    let mut texts: Vec<&String> = Vec::new();
    for warning in warnings {
        if !warning.contains(char::is_control) && !texts.contains(&warning) {
            texts.push(warning);
        }
    }
    let letters = |text: &str| text.chars().count();
    let together: usize = texts.iter().map(|text| letters(text)).sum();
    let each = if together > TOGETHER_MAX {
        EACH_MAX
    } else {
        TOGETHER_MAX
    };
    let mut left = TOGETHER_MAX;
    let short = texts.into_iter().map_while(|text| {
        let text: String = text.chars().take(each).collect();
        left = left.checked_sub(letters(&text))?;
        Some(text)
    });
    short
        .map(|text| {
            let quoted = text.replace('\\', "\\\\").replace('"', "\\\"");
            format!("299 - \"{quoted}\"")
        })
        .collect()
}
