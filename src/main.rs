//! The command line.

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use customer_portal::{
    commands::{
        self, CommandError, CopyArgs, DoctorArgs, EventsCommand, PortalCommand, ServeArgs, SyncArgs, UserCommand,
    },
    config::DatabaseArgs,
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
    /// Copy everything into another database, such as from SQLite to PostgreSQL
    Copy(CopyArgs),
    /// Bring one customer, or all, in step with Stripe now
    Sync(SyncArgs),
    /// Look into the inbox of Stripe's events, and act on them once more
    #[command(subcommand)]
    Events(EventsCommand),
    /// Look at those who can sign in, and change that
    #[command(subcommand)]
    User(UserCommand),
    /// The portal's configuration as code
    #[command(subcommand)]
    Portal(PortalCommand),
    /// Look at the whole installation and say what to do: exit status 1 if customers will notice
    Doctor(Box<DoctorArgs>),
}

fn main() -> ExitCode {
    // Before anything reads the environment. From the working folder alone: dotenvy's usual search goes up
    // through all folders above it, which may be somebody else's. In production it is usually missing.
    if let Err(error) = dotenvy::from_path(".env")
        && !error.not_found()
    {
        // dotenvy tells the whole line, which may hold a secret.
        let why = match error {
            dotenvy::Error::LineParse(..) => "a line is not NAME=VALUE; text with spaces needs quotes".to_owned(),
            error => error.to_string(),
        };
        eprintln!("error: .env cannot be read: {why}");
        return ExitCode::FAILURE;
    }
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            // Not clap's own 2, which `portal plan` uses to say that changes are pending.
            let status = if error.use_stderr() { ExitCode::FAILURE } else { ExitCode::SUCCESS };
            return if error.print().is_ok() { status } else { ExitCode::FAILURE };
        }
    };
    // `cargo leptos watch` starts the program without a command.
    let command = cli.command.or_else(|| Cli::parse_from(["customer-portal", "serve"]).command);
    log::init(matches!(&command, Some(Command::Serve(args)) if args.is_production()));
    match command.map_or(Ok(ExitCode::SUCCESS), run) {
        Ok(status) => status,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

#[tokio::main]
async fn run(command: Command) -> Result<ExitCode, CommandError> {
    match command {
        Command::Serve(args) => commands::serve(*args).await?,
        Command::Migrate(args) => commands::migrate(&args).await?,
        Command::Sync(args) => commands::sync(&args).await?,
        Command::Copy(args) => commands::copy(&args).await?,
        Command::User(command) => commands::user(&command).await?,
        Command::Events(command) => commands::events(&command).await?,
        Command::Doctor(args) => return commands::doctor(&args).await,
        Command::Portal(command) => return commands::portal(command).await,
    }
    Ok(ExitCode::SUCCESS)
}
