//! Making a subscription go on: what the portal does only on its home page (taking a cancellation
//! back), and what it cannot do at all (resuming after a trial that ended without a card).

use sea_orm::DbErr;
use serde::Serialize;
use stripe_billing::subscription::ResumeSubscription;
use stripe_client_core::{RequestBuilder, StripeMethod, StripeRequest};
use stripe_shared::Subscription;
use time::OffsetDateTime;

use super::{account::refresh, known::Known, rows::customer_of, standing::standing};
use crate::{
    model::Standing,
    server::{auth::UserId, db::entity::subscription, state::AppState, stripe::StripeError},
};

/// Why nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum ContinueFailure {
    /// The subscription is not the user's, or goes on already.
    #[error("there is nothing to make go on")]
    NothingToDo,
    #[error(transparent)]
    Stripe(#[from] StripeError),
    #[error(transparent)]
    Database(#[from] DbErr),
}

/// Takes the cancellation back, or resumes what is paused; then brings the rows in step.
///
/// # Errors
/// See [`ContinueFailure`].
pub async fn continue_plan(state: &AppState, user: UserId, subscription: &str) -> Result<(), ContinueFailure> {
    let customer = customer_of(&state.db, user).await?.ok_or(ContinueFailure::NothingToDo)?;
    let known = Known::load(&state.db, Some(customer)).await?;
    let wanted = known.subscriptions.iter().find(|(each, _)| each.id == subscription);
    let wanted = wanted.ok_or(ContinueFailure::NothingToDo)?;
    let id = wanted.0.id.as_str();
    match standing(&known, wanted, OffsetDateTime::now_utc()) {
        Standing::Canceling { .. } => state.stripe.send(&Keep::new(&wanted.0)).await.map(drop),
        Standing::Paused => state.stripe.send(&ResumeSubscription::new(id)).await.map(drop),
        _ => return Err(ContinueFailure::NothingToDo),
    }?;
    refresh(state, user, state.stripe.patience()).await;
    Ok(())
}

/// Takes a scheduled end back. Written here, because async-stripe's own request cannot send the
/// empty value that clears `cancel_at`.
struct Keep<'a> {
    subscription: &'a str,
    change: Change,
}

/// The one of the two that is set; Stripe does not take both at once.
#[derive(Serialize)]
#[serde(untagged)]
enum Change {
    PeriodEnd { cancel_at_period_end: bool },
    Time { cancel_at: &'static str },
}

impl<'a> Keep<'a> {
    fn new(row: &'a subscription::Model) -> Self {
        let change = if row.cancel_at_period_end {
            Change::PeriodEnd { cancel_at_period_end: false }
        } else {
            Change::Time { cancel_at: "" }
        };
        Self { subscription: &row.id, change }
    }
}

impl StripeRequest for Keep<'_> {
    type Output = Subscription;

    fn build(&self) -> RequestBuilder {
        RequestBuilder::new(StripeMethod::Post, format!("/subscriptions/{}", self.subscription)).form(&self.change)
    }
}
