//! The command line.

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use customer_portal::{
    commands::{
        self, AccessCommand, CommandError, CopyArgs, DoctorArgs, EventsCommand, GrantArgs, GrantsArgs, HealthcheckArgs,
        KeyCommand, LinkArgs, MailCommand, PortalCommand, RevokeArgs, ServeArgs, SyncArgs, UserCommand,
    },
    config::DatabaseArgs,
    log,
};

// In a static binary the C library is musl, whose allocator has one lock for all threads: the more
// cores a machine has, the longer they would wait for each other.
#[cfg(target_env = "musl")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// A subscription account site in front of Stripe's customer portal
#[derive(Parser)]
#[command(version, about)]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the site (the default command)
    Serve(Box<ServeArgs>),
    /// Apply all migrations to the database
    Migrate(DatabaseArgs),
    /// Copy all data to another database, such as from SQLite to PostgreSQL
    Copy(CopyArgs),
    /// Update one customer, or all, from Stripe now
    Sync(SyncArgs),
    /// List the events in the inbox, or process them again
    #[command(subcommand)]
    Events(EventsCommand),
    /// List the users, and change who can sign in
    #[command(subcommand)]
    User(UserCommand),
    /// Make, list and revoke keys of the API
    #[command(subcommand)]
    Key(KeyCommand),
    /// Look after what accounts may use, and how it is signed
    #[command(subcommand)]
    Access(AccessCommand),
    /// Grant an account a feature that its plans do not include
    Grant(GrantArgs),
    /// Revoke what was granted. What plans include stays
    Revoke(RevokeArgs),
    /// List what was granted, newest first: id, account, feature, limit, until, when it was made, state, why
    Grants(GrantsArgs),
    /// Link those who are customers at Stripe already to accounts: exit status 1 if a line was refused
    Link(Box<LinkArgs>),
    /// List the mails that are not sent yet, or send them again
    #[command(subcommand)]
    Mail(MailCommand),
    /// Compare the portal's configuration with the file, or apply the file
    #[command(subcommand)]
    Portal(PortalCommand),
    /// Check the whole installation and print what to do: exit status 1 if customers are affected
    Doctor(Box<DoctorArgs>),
    /// Ask the server on this machine whether it is ready: exit status 1 if it is not
    Healthcheck(HealthcheckArgs),
}

fn main() -> ExitCode {
    // Before anything reads the environment. Only from the working folder: dotenvy would also
    // search all folders above it, which may belong to somebody else. In production the file is
    // usually missing.
    if let Err(error) = dotenvy::from_path(".env")
        && !error.not_found()
    {
        // dotenvy's message contains the whole line, which may contain a secret.
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
            // Not clap's 2, which `portal plan` returns when changes are pending.
            let status = if error.use_stderr() { ExitCode::FAILURE } else { ExitCode::SUCCESS };
            return if error.print().is_ok() { status } else { ExitCode::FAILURE };
        }
    };
    // `cargo leptos watch` starts the program without a command.
    let command = cli.command.or_else(|| Cli::parse_from(["customer-portal", "serve"]).command);
    log::init(match &command {
        Some(Command::Serve(args)) if args.is_production() => log::Reader::Production,
        Some(Command::Serve(args)) if args.is_demo() => log::Reader::Developer,
        _ => log::Reader::Operator,
    });
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
        Command::Link(args) => commands::link(&args).await?,
        Command::Key(command) => commands::key(&command).await?,
        Command::Access(command) => return commands::access(&command).await,
        Command::Grant(args) => commands::grant(&args).await?,
        Command::Revoke(args) => commands::revoke(&args).await?,
        Command::Grants(args) => commands::grants(&args).await?,
        Command::Mail(command) => commands::mail(&command).await?,
        Command::Events(command) => commands::events(&command).await?,
        Command::Healthcheck(args) => commands::healthcheck(&args).await?,
        Command::Doctor(args) => return commands::doctor(&args).await,
        Command::Portal(command) => return commands::portal(command).await,
    }
    Ok(ExitCode::SUCCESS)
}
