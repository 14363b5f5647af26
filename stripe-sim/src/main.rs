//! The simulator as a program of its own.

use clap::Parser;
use std::io::{self, IsTerminal};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use stripe_sim::{Options, Simulator, WebhookTarget};
use tokio::signal::unix::{SignalKind, signal};
use tracing_subscriber::EnvFilter;

/// A Stripe that runs on your own machine: API, hosted billing portal and Checkout, signed webhooks.
///
/// Any key that begins with sk_test_ or rk_test_ is accepted. No money moves.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    /// Where to listen. Anyone who can reach this address may do anything, so keep it on loopback.
    #[arg(long, default_value = "127.0.0.1:12111")]
    addr: SocketAddr,
    /// Where to send events.
    #[arg(long, value_name = "URL", requires = "webhook_secret")]
    webhook_url: Option<String>,
    /// What to sign events with. Give it twice to sign with both, as while a secret is rotated.
    #[arg(
        long,
        value_name = "SECRET",
        requires = "webhook_url",
        env = "STRIPE_SIM_WEBHOOK_SECRET",
        hide_env_values = true,
        value_delimiter = ','
    )]
    webhook_secret: Vec<String>,
    /// Keep the state in this file; without it, the state is lost at the end.
    #[arg(long, value_name = "FILE")]
    state: Option<PathBuf>,
    /// Also accept this host name, besides loopback's names and the listening address. May be given
    /// several times.
    #[arg(long, value_name = "NAME")]
    allow_host: Vec<String>,
}

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(io::stderr)
        .with_ansi(io::stderr().is_terminal())
        .init();
    match run(arguments).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!("{error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: Arguments) -> io::Result<()> {
    let mut terminate = signal(SignalKind::terminate())?;
    let secrets = arguments.webhook_secret;
    let simulator = Simulator::start_with(Options {
        addr: arguments.addr,
        webhook: arguments.webhook_url.map(|url| WebhookTarget { url, secrets }),
        state_file: arguments.state,
        allow_hosts: arguments.allow_host,
    })
    .await?;
    tracing::info!("the simulator listens on {}", simulator.base_url());
    tokio::select! {
        _ = terminate.recv() => {}
        interrupted = tokio::signal::ctrl_c() => interrupted?,
    }
    tracing::info!("stopping");
    simulator.shutdown().await;
    Ok(())
}
