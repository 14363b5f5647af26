//! What Stripe says it could not deliver is put into the inbox as if it had been.

use std::collections::BTreeMap;

use futures::future::join_all;
use miniserde::Deserialize;
use serde_json::value::RawValue;
use stripe_client_core::{RequestBuilder, StripeMethod, StripeRequest};

use super::passes::Passes;
use crate::server::{
    billing::SyncError,
    db::entity::sync_pass::Pass,
    metrics,
    state::AppState,
    stripe::StripeClient,
    webhook::{Event, Inbox, Stored},
};

/// Before the last pass, in seconds: an event may be listed a little after it was made.
pub(super) const MARGIN: i64 = 3600;

/// One page of undelivered events. Our own request, because async-stripe's reads every event in full
/// and would fail on a page with one in another API version.
struct Undelivered<'a> {
    since: Option<i64>,
    after: Option<&'a str>,
}

/// All that is read of the page by its type; the events are taken from the body.
#[derive(Deserialize)]
struct Page {
    has_more: bool,
}

/// The events as they were written: one that cannot be read must not hold up the others.
#[derive(serde::Deserialize)]
struct Events<'a> {
    #[serde(borrow)]
    data: Vec<&'a RawValue>,
}

impl StripeRequest for Undelivered<'_> {
    type Output = Page;

    fn build(&self) -> RequestBuilder {
        let mut query = BTreeMap::from([("delivery_success", "false".to_owned()), ("limit", "100".to_owned())]);
        query.extend(self.since.map(|since| ("created[gte]", since.to_string())));
        query.extend(self.after.map(|after| ("starting_after", after.to_owned())));
        RequestBuilder::new(StripeMethod::Get, "/events").query(&query)
    }
}

pub(super) async fn pass(
    state: &AppState,
    passes: &Passes<'_>,
    since: Option<i64>,
    cursor: Option<String>,
) -> Result<(), SyncError> {
    let mut cursor = cursor;
    loop {
        let page = fetch_page(&state.background, &state.inbox, since, cursor.as_deref()).await?;
        if page.new > 0 {
            metrics::drifted("undelivered_events", u64::try_from(page.new).unwrap_or(u64::MAX));
            tracing::warn!(events = page.new, "events that were never delivered are fetched");
        }
        let Some(last) = page.next else { return Ok(()) };
        passes.advance(Pass::UndeliveredEvents, &last, i64::try_from(page.new).unwrap_or(i64::MAX)).await?;
        cursor = Some(last);
    }
}

/// Fetches all that Stripe lists, and says how many events were not here.
///
/// # Errors
/// When Stripe or the database does not answer; what was fetched is kept.
pub async fn fetch_undelivered(stripe: &StripeClient, inbox: &Inbox) -> Result<usize, SyncError> {
    let (mut new, mut cursor) = (0, None);
    loop {
        let page = fetch_page(stripe, inbox, None, cursor.as_deref()).await?;
        new += page.new;
        let Some(last) = page.next else { return Ok(new) };
        cursor = Some(last);
    }
}

struct Fetched {
    new: usize,
    /// Where the next page begins, if there is one.
    next: Option<String>,
}

async fn fetch_page(
    stripe: &StripeClient,
    inbox: &Inbox,
    since: Option<i64>,
    after: Option<&str>,
) -> Result<Fetched, SyncError> {
    let answer = stripe.send(&Undelivered { since, after }).await?;
    let listed: Events = serde_json::from_slice(&answer.body)?;
    let events: Vec<_> = listed.data.into_iter().filter_map(|event| Event::parse(event.get()).ok()).collect();
    let last = events.last().map(|event| event.id.clone());
    // All at once, so that one commit takes them.
    let stored = join_all(events.into_iter().map(|event| inbox.store(event))).await;
    let mut new = 0;
    for stored in stored {
        new += usize::from(stored? == Stored::New);
    }
    Ok(Fetched { new, next: last.filter(|_| answer.value.has_more) })
}
