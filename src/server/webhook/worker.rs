//! Works off the inbox, one event after the other: refetch the customer, write, mark as done.

use std::time::Duration;

use sea_orm::DbErr;
use time::OffsetDateTime;
use tokio_util::sync::CancellationToken;

use super::event::{Event, Target};
use crate::server::{
    billing::{self, Synced},
    db::entity::stripe_event::State,
    state::AppState,
};

/// How often the inbox is looked through without the bell: for events put back, and for those
/// stored by another process.
const LOOK_EVERY: Duration = Duration::from_secs(5);

/// Works until told to stop; an event that is being worked on is finished.
pub async fn run(state: AppState, stop: CancellationToken) {
    while !stop.is_cancelled() {
        if let Err(error) = run_due(&state, &stop).await {
            tracing::error!(error = %error, "the inbox could not be read");
        }
        tokio::select! {
            () = stop.cancelled() => {}
            () = state.inbox.wait() => {}
            () = tokio::time::sleep(LOOK_EVERY) => {}
        }
    }
}

/// Works off all that is due now, and says how many events were tried.
///
/// # Errors
/// When the inbox cannot be read or written. What went wrong with an event is written to it.
pub async fn run_due(state: &AppState, stop: &CancellationToken) -> Result<usize, DbErr> {
    let mut tried = 0;
    while !stop.is_cancelled() {
        let began = OffsetDateTime::now_utc();
        let Some(event) = state.inbox.next_due(began).await? else { break };
        tried += 1;
        let target = Event::parse(&event.payload).ok().and_then(|event| event.target());
        let synced = match target {
            Some(Target::Customer(id)) => billing::sync(&state.db, &state.stripe, &id).await,
            Some(Target::Product(id)) => {
                billing::mirror_product(&state.db, &state.stripe, &id).await.map(|()| Synced::Written)
            }
            Some(Target::Price(id)) => {
                billing::mirror_price(&state.db, &state.stripe, &id).await.map(|()| Synced::Written)
            }
            None => Ok(Synced::NotOurs),
        };
        match synced {
            // What a later fetch wrote may be newer than this event, or only its clock was ahead: ask again.
            Ok(Synced::Superseded) => state.inbox.put_back(&event, "a fetch with a later time was written").await?,
            Ok(outcome) => {
                let done = if outcome == Synced::NotOurs { State::Ignored } else { State::Succeeded };
                state.inbox.finish(&event, began, done).await?;
                tracing::info!(stripe.event_id = %event.id, stripe.event_type = %event.kind, outcome = ?outcome, "event processed");
            }
            Err(error) => {
                tracing::warn!(stripe.event_id = %event.id, stripe.event_type = %event.kind, error = %error, "event put back");
                state.inbox.put_back(&event, &error.to_string()).await?;
            }
        }
    }
    Ok(tried)
}
