//! `customer-portal mail`: lists the mails that wait or were given up, and sends them again.

use clap::{Args, Subcommand};
use queue::Queue;
use sea_orm::{DbErr, EntityTrait, QueryOrder, QuerySelect};
use time::{OffsetDateTime, format_description::well_known::Rfc3339};

use crate::{
    commands::{CommandError, open::migrated},
    config::DatabaseArgs,
    entity::mail::{Column, Entity, Model},
    mail::{QUEUE, job_of, replay as send_again},
};

/// As many are sent again by one command.
const AT_ONCE: u64 = 10_000;

#[derive(Subcommand, Clone, Debug)]
pub enum MailCommand {
    /// List the mails that are not sent yet, newest first: time, state, id, kind, recipient, and why it failed
    List(ListArgs),
    /// Send mails again now, with the same Message-ID
    Replay(ReplayArgs),
}

/// The arguments of `mail list`.
#[derive(Args, Clone, Debug)]
pub struct ListArgs {
    #[command(flatten)]
    database: DatabaseArgs,
    /// The maximum number of mails to list
    #[arg(long, default_value_t = 50)]
    limit: u32,
}

/// The arguments of `mail replay`.
#[derive(Args, Clone, Debug)]
#[group(id = "which", required = true, multiple = false)]
pub struct ReplayArgs {
    #[command(flatten)]
    database: DatabaseArgs,
    /// The ids of the mails
    #[arg(group = "which")]
    ids: Vec<String>,
    /// All mails that failed when they were last tried
    #[arg(long, group = "which")]
    failed: bool,
}

/// Lists or replays mails.
///
/// # Errors
/// When the database does not answer, or there is no such mail.
pub async fn mail(command: &MailCommand) -> Result<(), CommandError> {
    match command {
        MailCommand::List(args) => list(args).await,
        MailCommand::Replay(args) => replay(args).await,
    }
}

async fn list(args: &ListArgs) -> Result<(), CommandError> {
    let db = migrated(&args.database.url()?).await?;
    let queue = Queue::new(db.clone(), QUEUE);
    let found = Entity::find().order_by_desc(Column::CreatedAt).order_by_asc(Column::Id).limit(u64::from(args.limit));
    for mail in found.all(&db).await? {
        println!("{}", line(&queue, &mail).await?);
    }
    Ok(())
}

async fn line(queue: &Queue, mail: &Model) -> Result<String, DbErr> {
    let at = OffsetDateTime::from_unix_timestamp(mail.created_at).ok().and_then(|at| at.format(&Rfc3339).ok());
    let job = queue.find(&job_of(&mail.id)).await?;
    let state = match &job {
        _ if mail.expires_at <= clock::now_seconds() => "too late",
        Some(job) if job.given_up => "given up",
        Some(job) if job.failures > 0 => "failing",
        _ => "waiting",
    };
    let why = job.and_then(|job| Some(format!("  tried {} times: {}", job.failures, job.last_error?)));
    let (at, kind, why) = (at.unwrap_or_default(), mail.kind.name(), why.unwrap_or_default());
    Ok(format!("{at}  {state:<8}  {}  {kind:<18}  {}{why}", mail.id, mail.recipient))
}

async fn replay(args: &ReplayArgs) -> Result<(), CommandError> {
    let db = migrated(&args.database.url()?).await?;
    let ids: Vec<String> = if args.failed {
        let failing = Queue::new(db.clone(), QUEUE).failing().limit(AT_ONCE).all(&db).await?;
        failing.iter().filter_map(|job| job.key.split_once(':')).map(|(_, id)| id.to_owned()).collect()
    } else {
        args.ids.clone()
    };
    for id in &ids {
        if !args.failed && Entity::find_by_id(id.as_str()).one(&db).await?.is_none() {
            return Err(CommandError::NoSuchMail(id.clone()));
        }
    }
    let replayed = send_again(&db, &ids).await?;
    println!("{replayed} mails are sent again by the server.");
    Ok(())
}
