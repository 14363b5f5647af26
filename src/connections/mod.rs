//! Serves a router on a listener within limits (OWASP ASVS 5, 15.2.2).
//!
//! Not `axum::serve`, which has no limits: a client that sends half a request keeps its connection
//! for ever, and a thousand of those use up the process's file descriptors. Here every connection
//! always has a deadline. When the maximum number is reached, the connection that has been idle
//! longest is closed for the next one.

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

/// The pause after a failed `accept`: the failure repeats while a resource is used up.
const AFTER_REFUSAL: Duration = Duration::from_secs(1);

/// Serves until `stop`, then finishes the requests that are being answered. Connections without a
/// complete request are closed at once.
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
            // The client has already closed the connection.
            Err(error)
                if matches!(
                    error.kind(),
                    io::ErrorKind::ConnectionAborted
                        | io::ErrorKind::ConnectionRefused
                        | io::ErrorKind::ConnectionReset
                ) => {}
            // Descriptors or memory are used up. Trying again at once would only use CPU time.
            Err(error) => {
                tracing::error!(error = %error, "a connection could not be accepted");
                tokio::time::sleep(AFTER_REFUSAL).await;
            }
        }
    }
}
