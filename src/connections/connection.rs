//! One connection, from its first byte to its last.

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

/// The largest head of a request, in bytes: more than browsers send, and little enough that those who
/// send half of one cannot fill the memory. Beyond it the answer is 431.
const LARGEST_HEAD: usize = 32 * 1024;

/// How long a client may take nothing of its answer once the server stops.
const BLOCKED_AT_STOP: Duration = Duration::from_secs(2);

/// What is kept in memory of what is read or written, in bytes.
const BUFFER: usize = 64 * 1024;

/// Carries it to its end: because the client or HTTP says so, because a limit has passed, because its
/// place is needed, or because the server stops.
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
    // Ours is the deadline, which tells a head that has begun from one that is awaited.
    http.header_read_timeout(None).max_header_size(LARGEST_HEAD).max_buf_size(BUFFER);
    let mut connection = pin!(http.serve_connection(io, service));
    let mut timer = pin!(tokio::time::sleep_until(progress.deadline(&limits)));
    let mut stopping = false;
    loop {
        let ended = std::future::poll_fn(|cx| {
            // What goes wrong here is the client's doing, and it has been told as far as that is possible.
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

/// Ready when the connection's time is over. Its progress is told while it is polled, so the deadline
/// is looked at after that.
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
