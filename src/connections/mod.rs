//! Serves a router on a listener within limits (OWASP ASVS 5, 15.2.2).
//!
//! Written here because `axum::serve` has none: a client that sends half a request and goes to sleep
//! keeps its connection for ever, and a thousand of those are all the descriptors a process has. Here
//! every connection has a deadline at any moment, and when there are as many as may be, the one that
//! has waited longest makes room for the next.

mod connection;
mod limits;
mod observed;
mod progress;
mod registry;

use std::{io, net::SocketAddr, sync::Arc, time::Duration};

use axum::Router;
use tokio::net::{TcpListener, TcpStream};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

pub use crate::connections::limits::Limits;
use crate::connections::registry::Registry;

/// The pause after the system refused a connection, which it does for as long as something is used up.
const AFTER_REFUSAL: Duration = Duration::from_secs(1);

/// Serves until `stop`, and then until what was being answered is answered. Whatever waits for a
/// request, or for the rest of one, is closed at once.
pub async fn serve(listener: TcpListener, router: Router, limits: Limits, stop: CancellationToken) {
    let registry = Arc::new(Registry::new(limits.connections));
    let tasks = TaskTracker::new();
    let accepting = async {
        loop {
            let (stream, peer) = accept(&listener).await;
            let place = registry.admit().await;
            tasks.spawn(connection::carry(stream, peer, router.clone(), place, limits, stop.clone()));
        }
    };
    let _: Option<std::convert::Infallible> = stop.run_until_cancelled(accepting).await;
    drop(listener);
    tasks.close();
    tasks.wait().await;
}

async fn accept(listener: &TcpListener) -> (TcpStream, SocketAddr) {
    loop {
        match listener.accept().await {
            Ok(accepted) => return accepted,
            // The client has gone again already.
            Err(error)
                if matches!(
                    error.kind(),
                    io::ErrorKind::ConnectionAborted
                        | io::ErrorKind::ConnectionRefused
                        | io::ErrorKind::ConnectionReset
                ) => {}
            // Descriptors or memory are used up. Trying again at once would only use the processor too.
            Err(error) => {
                tracing::error!(error = %error, "a connection could not be accepted");
                tokio::time::sleep(AFTER_REFUSAL).await;
            }
        }
    }
}
