//! Bringing one user in step with Stripe while their page waits: whoever comes back from there wants to
//! see what they did.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError, Weak},
    time::Duration,
};

use tokio::{sync::OwnedMutexGuard, time::Instant};

use super::{
    Target,
    rows::customer_of,
    sync::{SyncError, sync},
};
use crate::{
    model::{CameFrom, ReturnPath},
    server::{auth::UserId, db::entity::customer, state::AppState},
};

/// How long the page waits.
const PATIENCE: Duration = Duration::from_secs(2);

/// When a refresh that could not be made now is made up for: before the page looks again. Whoever loads
/// the page in a loop causes no more than one refetch in this time.
const POSTPONED_BY: Duration = Duration::from_secs(2);

/// Whether the rows are what Stripe says, as far as could be found out in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refreshed {
    InStep,
    /// Stripe was too slow or did not answer, or the user asked for too much. It goes on in the background.
    Late,
}

impl Refreshed {
    /// The account page; where it has to be looked again, it says so.
    pub fn account_path(self) -> String {
        match self {
            Self::InStep => ReturnPath::default().to_string(),
            Self::Late => CameFrom::Portal.account_path(),
        }
    }
}

/// Who is refreshed at the moment. One user's refreshes take turns, so that many tabs that come at once
/// make one or two fetches and not one each.
#[derive(Clone, Debug, Default)]
pub struct Turns(Arc<Mutex<HashMap<UserId, Weak<tokio::sync::Mutex<()>>>>>);

impl Turns {
    async fn wait(&self, user: UserId) -> OwnedMutexGuard<()> {
        let turn = {
            let mut turns = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            turns.retain(|_, turn| turn.strong_count() > 0);
            turns.get(&user).and_then(Weak::upgrade).unwrap_or_else(|| {
                let turn = Arc::default();
                turns.insert(user, Arc::downgrade(&turn));
                turn
            })
        };
        turn.lock_owned().await
    }
}

/// Brings the user in step with Stripe before the page is shown, for two seconds at most. Only ever the
/// signed-in user's own customer, whatever the address says. However fresh the rows are, they may be from
/// before: only a fetch that begins from now on counts.
///
/// What takes longer goes on by itself. What cannot be done now, because the user's allowance is used up
/// or Stripe does not answer, is left to the worker: nothing is skipped.
pub async fn refresh(state: &AppState, user: UserId) -> Refreshed {
    let by = Instant::now() + PATIENCE;
    let Ok(Some(seen)) = customer_of(&state.db, user).await else { return Refreshed::InStep };
    if let Err(error) = state.allowance.take(user) {
        tracing::info!(user.id = user.0, error = %error, "the account is refreshed later");
        postpone(state, user, &seen).await;
        return Refreshed::Late;
    }
    let Ok(turn) = tokio::time::timeout_at(by, state.turns.wait(user)).await else {
        postpone(state, user, &seen).await;
        return Refreshed::Late;
    };
    let refreshing = tokio::spawn({
        let state = state.clone();
        async move {
            let _turn = turn;
            let refreshed = fetch(&state, user, &seen).await;
            if let Err(error) = &refreshed {
                tracing::warn!(user.id = user.0, error = %error, "the account could not be refreshed");
                // What could not be read has been put off already, and for longer each time.
                if error.is_transient() && !matches!(error, SyncError::Unreadable(_)) {
                    postpone(&state, user, &seen).await;
                }
            }
            // What could be read is in step.
            matches!(refreshed, Ok(()) | Err(SyncError::Unreadable(_)))
        }
    });
    match tokio::time::timeout_at(by, refreshing).await {
        Ok(Ok(true)) => Refreshed::InStep,
        _ => Refreshed::Late,
    }
}

/// Unless somebody else's fetch that began after `seen` was read is written already: then theirs will do.
async fn fetch(state: &AppState, user: UserId, seen: &customer::Model) -> Result<(), SyncError> {
    let now = customer_of(&state.db, user).await?;
    if now.is_some_and(|now| now.fetch_written > seen.fetches_begun) {
        return Ok(());
    }
    sync(&state.db, &state.stripe, &seen.stripe_customer_id).await.map(drop)
}

/// Leaves it to the worker.
async fn postpone(state: &AppState, user: UserId, customer: &customer::Model) {
    let target = Target::Customer(customer.stripe_customer_id.clone());
    if let Err(error) = state.queue.request_later(target, POSTPONED_BY).await {
        tracing::error!(user.id = user.0, error = %error, "the refresh could not be put off");
    }
}
