//! `customer-portal healthcheck`: whether the server on this machine is ready, for a container's
//! supervisor. An image from scratch contains no other program that could ask.

use std::{
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    time::Duration,
};

use bytes::Bytes;
use clap::Args;
use http::{Request, StatusCode};
use http_body_util::Full;
use https::{Http, HttpError};

use crate::{commands::CommandError, config::ConfigError, leptos_toml};

/// The time limit for the whole question. A server that needs longer is not ready.
const PATIENCE: Duration = Duration::from_secs(4);

/// The arguments of `healthcheck`.
#[derive(Args, Clone, Debug)]
pub struct HealthcheckArgs {
    /// Where the site listens [default: from `Leptos.toml`]
    #[arg(long, env = "LEPTOS_SITE_ADDR")]
    site_addr: Option<SocketAddr>,
}

/// Why the server is not healthy.
#[derive(Debug, thiserror::Error)]
pub enum Unhealthy {
    #[error("no server answers at {0}, the address in LEPTOS_SITE_ADDR or Leptos.toml")]
    NoAnswer(SocketAddr),
    #[error("the server at {0} does not answer within {limit} seconds", limit = PATIENCE.as_secs())]
    TooSlow(SocketAddr),
    #[error("the server at {addr} is not ready to serve: /readyz answers {status}")]
    NotReady { addr: SocketAddr, status: StatusCode },
}

/// Asks the running server's `/readyz`.
///
/// # Errors
/// When the server does not answer in time, or is not ready.
pub async fn healthcheck(args: &HealthcheckArgs) -> Result<(), CommandError> {
    let addr = match args.site_addr {
        Some(addr) => addr,
        None => leptos_toml::load().map_err(ConfigError::Leptos)?.site_addr,
    };
    Ok(ask(reachable(addr)).await?)
}

async fn ask(addr: SocketAddr) -> Result<(), Unhealthy> {
    let request = Request::get(format!("http://{addr}/readyz")).body(Full::<Bytes>::default());
    let request = request.map_err(|_| Unhealthy::NoAnswer(addr))?;
    match Http::new().send(request, PATIENCE).await {
        Ok((StatusCode::OK, ..)) => Ok(()),
        Ok((status, ..)) => Err(Unhealthy::NotReady { addr, status }),
        Err(HttpError::TimedOut) => Err(Unhealthy::TooSlow(addr)),
        Err(_) => Err(Unhealthy::NoAnswer(addr)),
    }
}

/// The address under which this machine reaches a server that listens on `addr`.
pub(super) fn reachable(addr: SocketAddr) -> SocketAddr {
    let ip = match addr.ip() {
        ip if !ip.is_unspecified() => ip,
        IpAddr::V4(_) => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(_) => Ipv6Addr::LOCALHOST.into(),
    };
    SocketAddr::new(ip, addr.port())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_on_every_address_is_asked_on_loopback() {
        for (listens, asked) in [
            ("0.0.0.0:3000", "127.0.0.1:3000"),
            ("[::]:3000", "[::1]:3000"),
            ("192.168.1.5:80", "192.168.1.5:80"),
            ("[::1]:80", "[::1]:80"),
        ] {
            assert_eq!(reachable(listens.parse().expect("an address")).to_string(), asked);
        }
    }
}
