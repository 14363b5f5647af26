//! `customer-portal events`

mod args;

use std::fmt::Write;

use database::Database;
use mirror::{
    Mirror,
    entity::stripe_event::{self, Column, Entity, State},
    inbox::{Inbox, reopen},
    reconcile::fetch_undelivered,
};
use sea_orm::{ColumnTrait, Condition, DbErr, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};
use stripe::Budget;
use time::{OffsetDateTime, format_description::well_known::Rfc3339};

use crate::commands::{CommandError, moment::Moment, progress::Bar};

pub use args::{EventsCommand, FetchArgs, ListArgs, ReplayArgs};

/// Events replayed per commit.
const CHUNK: u64 = 500;

/// Lists, replays or fetches events of the inbox.
///
/// # Errors
/// When the database or Stripe does not answer.
pub async fn events(command: &EventsCommand) -> Result<(), CommandError> {
    match command {
        EventsCommand::List(args) => list(args).await,
        EventsCommand::Replay(args) => replay(args).await,
        EventsCommand::Fetch(args) => fetch(args).await,
    }
}

async fn list(args: &ListArgs) -> Result<(), CommandError> {
    let db = Database::connect(&args.database.url()?).await?;
    let mut wanted = received(args.received.since, args.received.until);
    if let Some(state) = args.state {
        wanted = wanted.add(Column::State.eq(State::from(state)));
    }
    if let Some(kind) = &args.kind {
        wanted = wanted.add(match kind.strip_suffix('*') {
            Some(beginning) => Column::Kind.starts_with(beginning),
            None => Column::Kind.eq(kind),
        });
    }
    if let Some(customer) = &args.customer {
        wanted = wanted.add(Column::CustomerId.eq(customer));
    }
    let found = Entity::find().filter(wanted).order_by_desc(Column::ReceivedAt).order_by_desc(Column::Id);
    for event in found.limit(u64::from(args.limit)).all(&db).await? {
        println!("{}", line(&db, &event).await?);
    }
    Ok(())
}

/// One line: time, state, id, type, customer, and why it is not processed.
async fn line(db: &Database, event: &stripe_event::Model) -> Result<String, DbErr> {
    let received = OffsetDateTime::from_unix_timestamp(event.received_at).ok().and_then(|at| at.format(&Rfc3339).ok());
    let state = format!("{:?}", event.state).to_lowercase();
    let customer = event.customer_id.as_deref().unwrap_or("-");
    let mut line = format!("{}  {state:<9}  {}  {}  {customer}", received.unwrap_or_default(), event.id, event.kind);
    let job = match (event.state, &event.object) {
        (State::Pending, Some(object)) => Mirror::new(db.clone()).job_of(object).await?,
        _ => None,
    };
    if let Some(job) = job.filter(|job| job.starts > 0) {
        let _ = write!(line, "  tried {} times", job.starts);
        line += &job.last_error.map(|error| format!(": {error}")).unwrap_or_default();
    }
    line += &event.last_error.as_ref().map(|error| format!("  {error}")).unwrap_or_default();
    Ok(line)
}

async fn replay(args: &ReplayArgs) -> Result<(), CommandError> {
    let db = Database::connect(&args.database.url()?).await?;
    let mut wanted = received(args.since, args.until).add(Column::Object.is_not_null());
    if !args.ids.is_empty() {
        wanted = wanted.add(Column::Id.is_in(&args.ids));
    }
    if args.failed {
        wanted = wanted.add(Column::State.eq(State::Dead));
    }
    let bar = Bar::new(Entity::find().filter(wanted.clone()).count(&db).await?);
    let mut last = String::new();
    loop {
        let page = Entity::find()
            .filter(wanted.clone())
            .filter(Column::Id.gt(&last))
            .order_by_asc(Column::Id)
            .limit(CHUNK)
            .all(&db)
            .await?;
        let Some(end) = page.last() else { break };
        last.clone_from(&end.id);
        if !args.dry_run {
            reopen_page(&db, &page).await?;
        }
        for event in &page {
            if args.dry_run {
                bar.line(&line(&db, event).await?);
            }
            bar.step();
        }
    }
    let replayed = bar.finish();
    println!("{replayed} events {}", if args.dry_run { "would be replayed." } else { "will be processed again." });
    Ok(())
}

async fn reopen_page(db: &Database, events: &[stripe_event::Model]) -> Result<(), DbErr> {
    let these = Column::Id.is_in(events.iter().map(|event| event.id.as_str()));
    db.write_tx(async |transaction| {
        let objects = reopen(transaction, these).await?;
        Mirror::new(db.clone()).request(transaction, objects).await
    })
    .await
}

async fn fetch(args: &FetchArgs) -> Result<(), CommandError> {
    let db = Database::connect(&args.database.url()?).await?;
    let settings = args.stripe.settings()?;
    let stripe = settings.client(Budget::default()).paced(settings.rate);
    let inbox = Inbox::new(Mirror::new(db.clone()));
    let new = fetch_undelivered(&db, &stripe, &inbox).await?;
    println!("{new} new events fetched.");
    Ok(())
}

fn received(since: Option<Moment>, until: Option<Moment>) -> Condition {
    Condition::all()
        .add_option(since.map(|since| Column::ReceivedAt.gte(since.unix())))
        .add_option(until.map(|until| Column::ReceivedAt.lt(until.unix())))
}
