//! What Stripe says it could not deliver is put into the inbox as if it had been.
//!
//! Stripe does not say to whom: every endpoint of the account counts, and a developer's tunnel that is long
//! closed leaves every event undelivered. So an event is taken for one of ours only if it is of a type that we
//! handle, and if it is not here: what is here was delivered to us.

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

/// Before the last pass, in seconds: an event may be listed a little after it was made.
pub(crate) const MARGIN: i64 = 3600;

/// The events that somebody did not accept. Our own request, because async-stripe's reads every event in full
/// and would find none in one of another API version.
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

/// Of one page of Stripe's list.
pub struct Page {
    /// Those that should be here and are not.
    pub missed: Vec<Event>,
    /// How many events there are on the page, whatever they are.
    pub events: usize,
    /// The last of them.
    last: Option<String>,
}

/// Page by page what was not delivered since then (Unix seconds), from the event `after` on. Nothing is asked for
/// that would be old enough to be removed again.
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

/// Of these those that are not in the inbox.
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
        // The event where it was interrupted is not listed any more: what came since is at the beginning.
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
            tracing::warn!(events = new, "events that were never delivered are fetched");
        }
        // The last page too, for what was new in it.
        if let Some(last) = page.last {
            let new = i64::try_from(new).unwrap_or(i64::MAX);
            passes.advance(Pass::UndeliveredEvents, &last, new).await?;
        }
    }
    Ok(())
}

/// Fetches all that Stripe lists and that should be here, and says how many events were not.
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

/// Says how many were not here.
async fn store(inbox: &Inbox, events: Vec<Event>) -> Result<u64, SyncError> {
    // All at once, so that one commit takes them.
    let stored = join_all(events.into_iter().map(|event| inbox.store(event))).await;
    let mut new = 0;
    for stored in stored {
        new += u64::from(stored? == Stored::New);
    }
    Ok(new)
}
