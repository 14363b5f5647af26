//! Puts the events that Stripe could not deliver into the inbox.
//!
//! Stripe does not say which endpoint failed: all endpoints of the account count, and a closed
//! developer tunnel leaves every event undelivered. So an event counts as missed only if its type
//! is handled and it is not in the inbox.

use std::{
    collections::{BTreeMap, HashSet},
    pin::pin,
};

use database::Database;
use futures::{Stream, TryStreamExt, future::join_all};
use miniserde::json::Value;
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, QuerySelect};
use stripe::{StripeClient, id_of};
use stripe_client_core::{RequestBuilder, StripeMethod, StripeRequest};

use crate::{
    entity::{stripe_event, sync_pass::Pass},
    error::SyncError,
    inbox::{Event, Inbox, Stored, handled, kept_since},
    metrics,
    reconcile::{passes::Passes, reconciler::Reconciler},
};

/// How long before the last pass to look, in seconds: an event may be listed some time after its
/// creation.
pub(crate) const MARGIN: i64 = 3600;

/// The undelivered events. Our own request: async-stripe's reads every event completely, and fails
/// for events in another API version.
struct Undelivered {
    /// Unix seconds.
    since: i64,
}

impl StripeRequest for Undelivered {
    type Output = Value;

    fn build(&self) -> RequestBuilder {
        let query =
            BTreeMap::from([("delivery_success", "false".to_owned()), ("created[gte]", self.since.to_string())]);
        RequestBuilder::new(StripeMethod::Get, "/events").query(&query)
    }
}

/// One page of Stripe's list.
pub struct Page {
    /// The missed events.
    pub missed: Vec<Event>,
    /// The number of all events on the page.
    pub events: usize,
    /// The last of them.
    last: Option<String>,
}

/// Pages of events that were not delivered since this time (Unix seconds), starting after the event
/// `after`. Events that would be pruned at once are not requested.
///
/// # Errors
/// When Stripe or the database does not answer.
pub fn missed<'a>(
    db: &'a Database,
    stripe: &'a StripeClient,
    since: Option<i64>,
    after: Option<String>,
) -> impl Stream<Item = Result<Page, SyncError>> + 'a {
    let kept_since = kept_since(clock::now());
    let since = since.map_or(kept_since, |since| since.max(kept_since));
    let pages = stripe.raw_pages(Undelivered { since }, after).map_err(SyncError::from);
    pages.and_then(async move |events| {
        let last = events.last().and_then(|event| id_of(event));
        let read = events.iter().filter_map(|event| Event::parse(event.get()).ok());
        let ours = read.filter(|event| handled().any(|kind| kind == event.kind)).collect();
        Ok(Page { missed: unknown(db, ours).await?, events: events.len(), last })
    })
}

/// Those of these events that are not in the inbox.
async fn unknown(db: &Database, mut events: Vec<Event>) -> Result<Vec<Event>, DbErr> {
    if events.is_empty() {
        return Ok(events);
    }
    let known = stripe_event::Entity::find()
        .select_only()
        .column(stripe_event::Column::Id)
        .filter(stripe_event::Column::Id.is_in(events.iter().map(|event| event.id.as_str())))
        .into_tuple();
    let known: HashSet<String> = known.all(db).await?.into_iter().collect();
    events.retain(|event| !known.contains(&event.id));
    Ok(events)
}

pub(crate) async fn pass(
    reconciler: &Reconciler,
    passes: &Passes<'_>,
    since: Option<i64>,
    cursor: Option<String>,
) -> Result<(), SyncError> {
    let resumed = cursor.is_some();
    match fetch(reconciler, passes, since, cursor).await {
        // The event at which the pass was interrupted is no longer listed: start from the
        // beginning.
        Err(SyncError::Stripe(error)) if error.kind.is_missing() && resumed => {
            fetch(reconciler, passes, since, None).await
        }
        outcome => outcome,
    }
}

async fn fetch(
    reconciler: &Reconciler,
    passes: &Passes<'_>,
    since: Option<i64>,
    cursor: Option<String>,
) -> Result<(), SyncError> {
    let mut pages = pin!(missed(&reconciler.mirror.db, &reconciler.stripe, since, cursor));
    while let Some(page) = pages.try_next().await? {
        let new = store(&reconciler.inbox, page.missed).await?;
        if new > 0 {
            metrics::drifted("undelivered_events", new);
            tracing::warn!(events = new, "fetched events that Stripe could not deliver");
        }
        // Also for the last page, to store its count.
        if let Some(last) = page.last {
            let new = i64::try_from(new).unwrap_or(i64::MAX);
            passes.advance(Pass::UndeliveredEvents, &last, new).await?;
        }
    }
    Ok(())
}

/// Fetches all missed events, and returns how many were new.
///
/// # Errors
/// When Stripe or the database does not answer; what was fetched is kept.
pub async fn fetch_undelivered(db: &Database, stripe: &StripeClient, inbox: &Inbox) -> Result<u64, SyncError> {
    let mut new = 0;
    let mut pages = pin!(missed(db, stripe, None, None));
    while let Some(page) = pages.try_next().await? {
        new += store(inbox, page.missed).await?;
    }
    Ok(new)
}

/// Stores the events, and returns how many were new.
async fn store(inbox: &Inbox, events: Vec<Event>) -> Result<u64, SyncError> {
    // Concurrently, so that one commit stores them all.
    let stored = join_all(events.into_iter().map(|event| inbox.store(event))).await;
    let mut new = 0;
    for stored in stored {
        new += u64::from(stored? == Stored::New);
    }
    Ok(new)
}
