//! What Stripe says it could not deliver is put into the inbox as if it had been.
//!
//! Stripe does not say to whom: every endpoint of the account counts, and a developer's tunnel that is long
//! closed leaves every event undelivered. So an event is taken for one of ours only if it is of a type that we
//! handle, and if it is not here: what is here was delivered to us.

use std::collections::{BTreeMap, HashSet};

use futures::future::join_all;
use miniserde::Deserialize;
use sea_orm::{ColumnTrait, DatabaseConnection, DbErr, EntityTrait, QueryFilter, QuerySelect};
use serde_json::value::RawValue;
use stripe_client_core::{RequestBuilder, StripeMethod, StripeRequest};
use time::OffsetDateTime;

use super::{super::prune, passes::Passes};
use crate::server::{
    billing::SyncError,
    db::{
        self,
        entity::{stripe_event, sync_pass::Pass},
    },
    metrics,
    state::AppState,
    stripe::{StripeClient, StripeError, StripeErrorKind},
    webhook::{Event, Inbox, Stored, handled},
};

/// Before the last pass, in seconds: an event may be listed a little after it was made.
pub(super) const MARGIN: i64 = 3600;

/// One page of undelivered events. Our own request, because async-stripe's reads every event in full
/// and would fail on a page with one in another API version.
struct Undelivered<'a> {
    /// Unix seconds.
    since: i64,
    after: Option<&'a str>,
}

/// All that is read of the page by its type; the events are taken from the body.
#[derive(Deserialize)]
struct Listed {
    has_more: bool,
}

/// The events as they were written: one that cannot be read must not hold up the others.
#[derive(serde::Deserialize)]
struct Events<'a> {
    #[serde(borrow)]
    data: Vec<&'a RawValue>,
}

/// All that is needed of an event for going on after it.
#[derive(serde::Deserialize)]
struct Id {
    id: String,
}

impl StripeRequest for Undelivered<'_> {
    type Output = Listed;

    fn build(&self) -> RequestBuilder {
        let mut query = BTreeMap::from([
            ("delivery_success", "false".to_owned()),
            ("limit", "100".to_owned()),
            ("created[gte]", self.since.to_string()),
        ]);
        query.extend(self.after.map(|after| ("starting_after", after.to_owned())));
        RequestBuilder::new(StripeMethod::Get, "/events").query(&query)
    }
}

/// Of one page of Stripe's list.
pub struct Page {
    /// Those that should be here and are not.
    pub missed: Vec<Event>,
    /// The last event of the page, whatever it is, and whether another page follows.
    last: Option<String>,
    has_more: bool,
}

/// The page after the event `after` of what was not delivered since then (Unix seconds). Nothing is asked for
/// that would be old enough to be removed again.
///
/// # Errors
/// When Stripe or the database does not answer.
pub async fn missed(
    db: &DatabaseConnection,
    stripe: &StripeClient,
    since: Option<i64>,
    after: Option<&str>,
) -> Result<Page, SyncError> {
    let kept_since = prune::kept_since(OffsetDateTime::now_utc());
    let since = since.map_or(kept_since, |since| since.max(kept_since));
    let answer = stripe.send(&Undelivered { since, after }).await?;
    let listed: Events = serde_json::from_slice(&answer.body)?;
    let last = match listed.data.last() {
        Some(last) => Some(serde_json::from_str::<Id>(last.get())?.id),
        None if answer.value.has_more => return Err(StripeError::new(StripeErrorKind::Garbage(200)).into()),
        None => None,
    };
    let events = listed.data.into_iter().filter_map(|event| Event::parse(event.get()).ok());
    let ours = events.filter(|event| handled().any(|kind| kind == event.kind)).collect();
    Ok(Page { missed: unknown(db, ours).await?, last, has_more: answer.value.has_more })
}

impl Page {
    /// Where the next page begins, if there is one.
    pub fn next(&self) -> Option<&str> {
        self.last.as_deref().filter(|_| self.has_more)
    }
}

/// Of these those that are not in the inbox.
async fn unknown(db: &DatabaseConnection, mut events: Vec<Event>) -> Result<Vec<Event>, DbErr> {
    if events.is_empty() {
        return Ok(events);
    }
    let known = stripe_event::Entity::find()
        .select_only()
        .column(stripe_event::Column::Id)
        .filter(stripe_event::Column::Id.is_in(events.iter().map(|event| event.id.as_str())))
        .into_tuple();
    let known: HashSet<String> = db::in_time(known.all(db)).await?.into_iter().collect();
    events.retain(|event| !known.contains(&event.id));
    Ok(events)
}

pub(super) async fn pass(
    state: &AppState,
    passes: &Passes<'_>,
    since: Option<i64>,
    cursor: Option<String>,
) -> Result<(), SyncError> {
    let mut cursor = cursor;
    loop {
        let page = match missed(&state.db, &state.background, since, cursor.as_deref()).await {
            // The event where it was interrupted is not listed any more: what came since is at the beginning.
            Err(SyncError::Stripe(error)) if error.kind.is_missing() && cursor.is_some() => {
                cursor = None;
                continue;
            }
            page => page?,
        };
        let next = page.next().map(str::to_owned);
        let last = page.last.clone();
        let new = store(&state.inbox, page.missed).await?;
        if new > 0 {
            metrics::drifted("undelivered_events", new);
            tracing::warn!(events = new, "events that were never delivered are fetched");
        }
        // The last page too, for what was new in it.
        if let Some(last) = last {
            let new = i64::try_from(new).unwrap_or(i64::MAX);
            passes.advance(Pass::UndeliveredEvents, &last, new).await?;
        }
        if next.is_none() {
            return Ok(());
        }
        cursor = next;
    }
}

/// Fetches all that Stripe lists and that should be here, and says how many events were not.
///
/// # Errors
/// When Stripe or the database does not answer; what was fetched is kept.
pub async fn fetch_undelivered(
    db: &DatabaseConnection,
    stripe: &StripeClient,
    inbox: &Inbox,
) -> Result<u64, SyncError> {
    let (mut new, mut cursor) = (0, None);
    loop {
        let page = missed(db, stripe, None, cursor.as_deref()).await?;
        cursor = page.next().map(str::to_owned);
        new += store(inbox, page.missed).await?;
        if cursor.is_none() {
            return Ok(new);
        }
    }
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
