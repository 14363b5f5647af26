//! Keeping or resuming a subscription. The portal can undo a cancellation only on its home page,
//! and cannot resume after a trial that ended without a card.

use mirror::entity::customer;
use sea_orm::DbErr;
use stripe::{StripeError, UnsetField, path_segment};
use stripe_billing::subscription::{ResumeSubscription, ResumeSubscriptionPaymentBehavior};
use stripe_shared::SubscriptionStatus;

use crate::{
    billing::Billing,
    facts::BillingFacts,
    model::{Due, NextAction, Standing},
    overview::plan,
    refreshed::Refreshed,
};

/// Why the plan was not kept or resumed.
#[derive(Debug, thiserror::Error)]
pub enum ContinueError {
    /// It is neither canceled nor paused.
    #[error("there is nothing to keep or resume")]
    NothingToDo,
    #[error("the subscription is not the customer's")]
    Foreign,
    /// Resuming asked for a payment, and it did not go through.
    #[error("the subscription is still paused")]
    StillPaused,
    #[error(transparent)]
    Stripe(#[from] StripeError),
    #[error(transparent)]
    Database(#[from] DbErr),
}

impl Billing {
    /// Undoes a cancellation or resumes a paused subscription, then updates the rows. The
    /// subscription (`sub_…`) must be this customer's.
    ///
    /// # Errors
    /// See [`ContinueError`].
    pub async fn continue_plan(
        &self,
        stripe_customer_id: &str,
        subscription: &str,
    ) -> Result<Refreshed, ContinueError> {
        let facts = self.facts(stripe_customer_id).await?;
        if !facts.customer.as_ref().is_some_and(customer::Model::is_living) {
            return Err(ContinueError::NothingToDo);
        }
        let wanted = facts.subscription(subscription).ok_or(ContinueError::Foreign)?;
        let actions = plan(&facts, wanted, clock::now()).next_actions();
        let keep = actions.contains(&NextAction::KeepPlan);
        if !keep && !actions.contains(&NextAction::ResumePlan) {
            return Err(ContinueError::NothingToDo);
        }
        let id = wanted.subscription.id.as_str();
        let after = if keep {
            // Unset the one that is set; Stripe does not accept both at once.
            let unset = match wanted.subscription.cancel_at_period_end {
                true => UnsetField::cancel_at_period_end(id),
                false => UnsetField::cancel_at(id),
            };
            self.stripe.send(&unset).await?
        } else {
            // Otherwise it would resume as past due, and nothing would retry the payment.
            let paid = ResumeSubscriptionPaymentBehavior::ResumeOnPaymentSuccess;
            self.stripe.send(&ResumeSubscription::new(path_segment(id)).payment_behavior(paid)).await?
        };
        let refreshed = self.refresh(stripe_customer_id).await;
        match after.value.status {
            SubscriptionStatus::Paused if !self.is_being_paid(stripe_customer_id, id).await? => {
                Err(ContinueError::StillPaused)
            }
            _ => Ok(refreshed),
        }
    }

    /// Whether its payment is being processed: a bank debit takes days.
    async fn is_being_paid(&self, stripe_customer_id: &str, subscription: &str) -> Result<bool, DbErr> {
        let facts = self.facts(stripe_customer_id).await?;
        let standing = facts.subscription(subscription).map(|each| plan(&facts, each, clock::now()).standing);
        Ok(standing.as_ref().and_then(Standing::due).is_some_and(Due::is_processing))
    }

    /// The facts about the customer, from one snapshot.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn facts(&self, stripe_customer_id: &str) -> Result<BillingFacts, DbErr> {
        self.mirror.db.snapshot(async |db| BillingFacts::load(db, Some(stripe_customer_id)).await).await
    }
}
