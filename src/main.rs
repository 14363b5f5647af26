//! The command line.

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use customer_portal::server::{
    commands::{self, CommandError},
    config::{DatabaseArgs, EventsCommand, ServeArgs, SyncArgs},
    log,
};

/// A subscription account site in front of Stripe's customer portal
#[derive(Parser)]
#[command(version, about)]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the site (what happens without a command, too)
    Serve(Box<ServeArgs>),
    /// Bring the database up to date
    Migrate(DatabaseArgs),
    /// Bring one customer, or all, in step with Stripe now
    Sync(SyncArgs),
    /// Look into the inbox of Stripe's events, and act on them once more
    #[command(subcommand)]
    Events(EventsCommand),
}

fn main() -> ExitCode {
    // Before anything reads the environment. A missing file is the usual case in production.
    if let Err(error) = dotenvy::dotenv()
        && !error.not_found()
    {
        eprintln!("error: .env cannot be read: {error}");
        return ExitCode::FAILURE;
    }
    let cli = Cli::parse();
    // `cargo leptos watch` starts the program without a command.
    let command = cli.command.or_else(|| Cli::parse_from(["customer-portal", "serve"]).command);
    log::init(matches!(&command, Some(Command::Serve(args)) if args.is_production()));
    match command.map_or(Ok(()), run) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

#[tokio::main]
async fn run(command: Command) -> Result<(), CommandError> {
    match command {
        Command::Serve(args) => commands::serve(*args).await,
        Command::Migrate(args) => commands::migrate(&args).await,
        Command::Sync(args) => commands::sync(&args).await,
        Command::Events(command) => commands::events(&command).await,
    }
}
