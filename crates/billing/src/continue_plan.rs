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

/// A subscription that is known to be the customer's, and what makes it go on.
#[derive(Debug)]
pub struct Continuation {
    customer_id: String,
    subscription_id: String,
    by: By,
}

#[derive(Clone, Copy, Debug)]
enum By {
    /// Whichever of the two dates is set is taken back; Stripe does not take both at once.
    UnsettingPeriodEnd,
    UnsettingDate,
    Resuming,
}

impl Billing {
    /// What would make the subscription (`sub_…`) go on, if it is this customer's (`cus_…`). The rows say so; Stripe
    /// is not asked.
    ///
    /// # Errors
    /// [`ContinueError::NothingToDo`], [`ContinueError::Foreign`], and when the database does not answer.
    pub async fn find_continuation(
        &self,
        stripe_customer_id: &str,
        subscription: &str,
    ) -> Result<Continuation, ContinueError> {
        let facts = self.facts(stripe_customer_id).await?;
        if !facts.customer.as_ref().is_some_and(customer::Model::is_living) {
            return Err(ContinueError::NothingToDo);
        }
        let wanted = facts.subscription(subscription).ok_or(ContinueError::Foreign)?;
        let actions = plan(&facts, wanted, clock::now()).next_actions();
        let by = match wanted.subscription.cancel_at_period_end {
            true if actions.contains(&NextAction::KeepPlan) => By::UnsettingPeriodEnd,
            false if actions.contains(&NextAction::KeepPlan) => By::UnsettingDate,
            _ if actions.contains(&NextAction::ResumePlan) => By::Resuming,
            _ => return Err(ContinueError::NothingToDo),
        };
        let subscription_id = wanted.subscription.id.clone();
        Ok(Continuation { customer_id: stripe_customer_id.to_owned(), subscription_id, by })
    }

    /// Takes a cancellation back, or resumes what is paused; then brings the rows in step.
    ///
    /// # Errors
    /// [`ContinueError::StillPaused`], and when Stripe or the database does not answer.
    pub async fn continue_plan(&self, continuation: &Continuation) -> Result<Refreshed, ContinueError> {
        let Continuation { customer_id, subscription_id: id, by } = continuation;
        let after = match by {
            By::UnsettingPeriodEnd => self.stripe.send(&UnsetField::cancel_at_period_end(id)).await?,
            By::UnsettingDate => self.stripe.send(&UnsetField::cancel_at(id)).await?,
            By::Resuming => {
                // Otherwise it would go on past due, and nothing would try the payment again.
                let paid = ResumeSubscriptionPaymentBehavior::ResumeOnPaymentSuccess;
                self.stripe.send(&ResumeSubscription::new(path_segment(id)).payment_behavior(paid)).await?
            }
        };
        let refreshed = self.refresh(customer_id).await;
        match after.value.status {
            SubscriptionStatus::Paused if !self.is_being_paid(customer_id, id).await? => {
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
        BillingFacts::load(&self.mirror.db, Some(stripe_customer_id)).await
    }
}
