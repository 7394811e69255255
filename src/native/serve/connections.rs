//! Connections: not too many, and none that only hold on.

use super::http::{Shared, router};
use super::patient::Patient;
use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::time::sleep;

/// How much of a request's head, and of an answer, a connection holds.
const BUFFER_BYTES_MAX: usize = 128 * 1024;
/// Where the system has no connection to give, it may have one a little later.
const BREATH: Duration = Duration::from_millis(50);

/// Answers whoever comes, for ever.
pub(super) async fn serve(listener: TcpListener, shared: Shared, connections: usize) {
    let places = Arc::new(Semaphore::new(connections));
    let patience = shared.patience;
    let router = router(shared);
    loop {
        let Ok((stream, _)) = listener.accept().await else {
            sleep(BREATH).await;
            continue;
        };
        let Ok(place) = Arc::clone(&places).try_acquire_owned() else {
            continue;
        };
        let router = router.clone();
        tokio::spawn(async move {
            converse(stream, router, patience).await;
            drop(place);
        });
    }
}

async fn converse(stream: TcpStream, router: Router, patience: Duration) {
    let stream = Patient::new(stream, patience);
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        // Also for the first byte, and between two requests.
        .header_read_timeout(patience)
        .max_buf_size(BUFFER_BYTES_MAX)
        .serve_connection(TokioIo::new(stream), TowerToHyperService::new(router))
        .with_upgrades();
    // Whoever hangs up, or says what is no HTTP, is gone.
    drop(connection.await);
}
