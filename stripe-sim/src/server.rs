//! The simulator as a running thing: what listens, what goes on in the background, how it stops.

use crate::connection::{Connection, Connections};
use crate::guard::{self, Hosts};
use crate::state::State;
use crate::state_file::StateFile;
use crate::webhook_target::WebhookTarget;
use crate::world::World;
use crate::{api, checkout, controls, hosted_invoice, lifecycle, pages, persist, portal, webhooks};
use axum::Router;
use axum::middleware;
use axum::routing::any;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::task::JoinSet;

/// Requests that are still open when the simulator stops have this long to end.
const STOP_WITHIN: Duration = Duration::from_secs(5);

/// How a simulator is to run. By default: on a free loopback port, in memory, telling nobody of its events.
#[derive(Debug)]
pub struct Options {
    pub addr: SocketAddr,
    pub webhook: Option<WebhookTarget>,
    pub state_file: Option<PathBuf>,
    /// By which names it may be reached, besides those of loopback and the address it listens on.
    pub allow_hosts: Vec<String>,
}

impl Default for Options {
    fn default() -> Self {
        Self { addr: (Ipv4Addr::LOCALHOST, 0).into(), webhook: None, state_file: None, allow_hosts: Vec::new() }
    }
}

/// A running simulator. It stops when it is dropped; [`Simulator::shutdown`] also waits for that.
#[derive(Debug)]
pub struct Simulator {
    world: Arc<World>,
    tasks: JoinSet<()>,
}

impl Simulator {
    /// One of its own, for a test.
    ///
    /// # Errors
    /// As [`Simulator::start_with`].
    pub async fn start() -> io::Result<Self> {
        Self::start_with(Options::default()).await
    }

    /// As the options say.
    ///
    /// # Errors
    /// When the address is taken, the state file cannot be read, or a host has no name that could be one.
    pub async fn start_with(options: Options) -> io::Result<Self> {
        let file = options.state_file.map(StateFile::new);
        let state = match &file {
            Some(file) => file.load()?,
            None => State::new(),
        };
        let hosts = Hosts::new(&options.allow_hosts, options.addr)?;
        let client = webhooks::client().map_err(io::Error::other)?;
        let listener = TcpListener::bind(options.addr).await?;
        let base_url = format!("http://{}/", listener.local_addr()?);
        let world = Arc::new(World::new(base_url, state, options.webhook, file));
        let mut tasks = JoinSet::new();
        tasks.spawn(serve(world.clone(), listener, hosts));
        tasks.spawn(webhooks::keep_delivering(world.clone(), client));
        tasks.spawn(lifecycle::keep_going(world.clone()));
        tasks.spawn(persist::keep_saved(world.clone()));
        Ok(Self { world, tasks })
    }

    /// `http://127.0.0.1:PORT/`
    pub fn base_url(&self) -> String {
        self.world.base_url.clone()
    }

    /// Where events go from now on. What happened before there was anybody to tell is not told.
    pub fn set_webhook(&self, target: WebhookTarget) {
        self.world.set_target(target);
    }

    /// Answers what is under way, saves, and stops.
    pub async fn shutdown(mut self) {
        self.world.stopping.cancel();
        let ended = async { while self.tasks.join_next().await.is_some() {} };
        if tokio::time::timeout(STOP_WITHIN, ended).await.is_err() {
            tracing::warn!("some requests were cut off");
        }
    }
}

impl Drop for Simulator {
    fn drop(&mut self) {
        self.world.stopping.cancel();
        if let Err(error) = self.world.save() {
            tracing::error!(%error, "the state could not be saved");
        }
    }
}

async fn serve(world: Arc<World>, listener: TcpListener, hosts: Hosts) {
    let service = router(world.clone(), hosts).into_make_service_with_connect_info::<Connection>();
    let stopped = world.stopping.clone().cancelled_owned();
    let served = axum::serve(Connections(listener), service).with_graceful_shutdown(stopped);
    if let Err(error) = served.await {
        tracing::error!(%error, "the server ended");
    }
}

fn router(world: Arc<World>, hosts: Hosts) -> Router {
    Router::new()
        .route("/v1", any(api::answer))
        .route("/v1/{*rest}", any(api::answer))
        .route("/v2/{*rest}", any(api::answer))
        .nest("/_sim", controls::router())
        .nest("/p/session/{secret}", portal::router())
        .nest("/c/pay/{secret}", checkout::router())
        .nest("/i/{secret}", hosted_invoice::router())
        .merge(pages::router())
        .layer(middleware::from_fn_with_state(hosts, guard::check))
        .with_state(world)
}
