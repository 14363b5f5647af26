//! Making a subscription go on: what the portal does only on its home page (taking a cancellation
//! back), and what it cannot do at all (resuming after a trial that ended without a card).

use sea_orm::DbErr;
use stripe_billing::subscription::{ResumeSubscription, ResumeSubscriptionPaymentBehavior};
use stripe_shared::SubscriptionStatus;
use time::OffsetDateTime;

use super::{
    allowance::TooMany,
    clear::Clear,
    known::Known,
    overview::plan,
    refresh::{Refreshed, refresh},
    rows::customer_of,
};
use crate::{
    model::{Due, Standing, Step, path_segment},
    server::{
        audit::{self, Event},
        auth::UserId,
        db,
        state::AppState,
        stripe::StripeError,
    },
};

/// Why the plan does not go on.
#[derive(Debug, thiserror::Error)]
pub enum ContinueFailure {
    /// The subscription is not the user's, or goes on already.
    #[error("there is nothing to make go on")]
    NothingToDo,
    /// Resuming asked for a payment, and it did not go through.
    #[error("the subscription is still paused")]
    StillPaused,
    #[error(transparent)]
    TooMany(#[from] TooMany),
    #[error(transparent)]
    Stripe(#[from] StripeError),
    #[error(transparent)]
    Database(#[from] DbErr),
}

/// Takes the cancellation back, or resumes what is paused; then brings the rows in step.
///
/// # Errors
/// See [`ContinueFailure`].
pub async fn continue_plan(state: &AppState, user: UserId, subscription: &str) -> Result<Refreshed, ContinueFailure> {
    let customer = customer_of(&state.db, user).await?.ok_or(ContinueFailure::NothingToDo)?;
    let known = db::read(&state.db, async |db| Known::load(db, Some(customer)).await).await?;
    let wanted = known.subscriptions.iter().find(|(each, _)| each.id == subscription);
    let Some(wanted) = wanted else {
        audit::record(Event::ForeignSubscription, Some(user));
        return Err(ContinueFailure::NothingToDo);
    };
    let steps = plan(&known, wanted, OffsetDateTime::now_utc()).steps();
    let keep = steps.contains(&Step::KeepPlan);
    if !keep && !steps.contains(&Step::ResumePlan) {
        return Err(ContinueFailure::NothingToDo);
    }
    state.allowance.take(user)?;
    let after = if keep {
        state.stripe.send(&Clear::scheduled_end(&wanted.0)).await?
    } else {
        // Otherwise it would go on past due, and nothing would try the payment again.
        let paid = ResumeSubscriptionPaymentBehavior::ResumeOnPaymentSuccess;
        state.stripe.send(&ResumeSubscription::new(path_segment(&wanted.0.id)).payment_behavior(paid)).await?
    };
    let refreshed = refresh(state, user).await;
    match after.value.status {
        SubscriptionStatus::Paused if !is_being_paid(state, user, subscription).await? => {
            Err(ContinueFailure::StillPaused)
        }
        _ => {
            audit::record(Event::PlanContinued, Some(user));
            Ok(refreshed)
        }
    }
}

/// Whether its payment is under way: a bank debit takes days.
async fn is_being_paid(state: &AppState, user: UserId, subscription: &str) -> Result<bool, DbErr> {
    let customer = customer_of(&state.db, user).await?;
    let known = db::read(&state.db, async |db| Known::load(db, customer).await).await?;
    let resumed = known.subscriptions.iter().find(|(each, _)| each.id == subscription);
    let standing = resumed.map(|resumed| plan(&known, resumed, OffsetDateTime::now_utc()).standing);
    Ok(standing.as_ref().and_then(Standing::due).is_some_and(Due::is_processing))
}
