//! Handles one connection.

use std::{
    io,
    net::SocketAddr,
    pin::{Pin, pin},
    sync::Arc,
    time::Duration,
};

use axum::{Router, body::Body, extract::ConnectInfo};
use hyper::{
    Request,
    body::{Body as _, Incoming},
    server::conn::http1,
    service::service_fn,
};
use hyper_util::rt::TokioIo;
use tokio::{net::TcpStream, time::Sleep};
use tokio_util::sync::CancellationToken;
use tower::ServiceExt;

use crate::connections::{
    limits::Limits,
    observed::{ObservedBody, ObservedStream},
    progress::Progress,
    registry::Place,
};

/// The maximum size of a request's head, in bytes: more than browsers send, but too little to fill
/// the memory with incomplete heads. Above it the answer is 431.
const LARGEST_HEAD: usize = 32 * 1024;

/// How long a client may read nothing of its answer while the server stops.
const BLOCKED_AT_STOP: Duration = Duration::from_secs(2);

/// The size of the read and write buffers, in bytes.
const BUFFER: usize = 64 * 1024;

/// Runs the connection until the client or HTTP ends it, a limit is exceeded, its place is needed,
/// or the server stops.
pub(super) async fn carry(
    stream: TcpStream,
    peer: SocketAddr,
    router: Router,
    place: Place,
    mut limits: Limits,
    stop: CancellationToken,
) {
    let progress = place.progress.clone();
    let io = TokioIo::new(ObservedStream { stream, progress: progress.clone() });
    let answering = progress.clone();
    let service = service_fn(move |request| answer(request, peer, router.clone(), answering.clone()));
    let mut http = http1::Builder::new();
    // We use our own deadline, which distinguishes an incomplete head from an idle connection.
    http.header_read_timeout(None).max_header_size(LARGEST_HEAD).max_buf_size(BUFFER);
    let mut connection = pin!(http.serve_connection(io, service));
    let mut timer = pin!(tokio::time::sleep_until(progress.deadline(&limits)));
    let mut stopping = false;
    loop {
        let ended = std::future::poll_fn(|cx| {
            // Errors here are caused by the client, and hyper has answered them if possible.
            if connection.as_mut().poll(cx).is_ready() {
                return std::task::Poll::Ready(());
            }
            poll_deadline(cx, timer.as_mut(), &progress, &limits)
        });
        tokio::select! {
            biased;
            () = ended => return,
            () = progress.closed() => return,
            () = stop.cancelled(), if !stopping => stopping = true,
        }
        if progress.is_waiting() {
            return;
        }
        limits.blocked = limits.blocked.min(BLOCKED_AT_STOP);
        connection.as_mut().graceful_shutdown();
    }
}

/// Ready when the connection's deadline has passed. Polling the connection updates its progress, so
/// the deadline is checked after that.
fn poll_deadline(
    cx: &mut std::task::Context<'_>,
    mut timer: Pin<&mut Sleep>,
    progress: &Progress,
    limits: &Limits,
) -> std::task::Poll<()> {
    let deadline = progress.deadline(limits);
    if timer.deadline() != deadline {
        timer.as_mut().reset(deadline);
    }
    timer.poll(cx)
}

async fn answer(
    request: Request<Incoming>,
    peer: SocketAddr,
    router: Router,
    progress: Arc<Progress>,
) -> io::Result<hyper::Response<ObservedBody>> {
    let has_body = !request.is_end_stream();
    if !progress.begin_request(has_body) {
        return Err(io::ErrorKind::ConnectionAborted.into());
    }
    let mut request = request.map(Body::new);
    if has_body {
        let whole = progress.clone();
        request = request.map(|body| Body::new(ObservedBody::new(body, whole, Progress::end_request)));
    }
    request.extensions_mut().insert(ConnectInfo(peer));
    let response = router.oneshot(request).await.unwrap_or_else(|never| match never {});
    Ok(response.map(|body| ObservedBody::new(body, progress, Progress::end_answer)))
}
