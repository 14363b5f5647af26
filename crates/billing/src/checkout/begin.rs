//! Starts a purchase: decides where to send the buyer who chose a plan.

use std::time::Duration;

use mirror::{SyncError, Synced, entity::customer, sync};
use portal_config::recorded_checkout;
use stripe::{StripeError, StripeErrorKind};

use super::{
    buyer::Buyer, coming_plan::has_coming_plan, customer::ensure_customer, error::CheckoutError, request::Purchase,
    sessions::open_checkout,
};
use crate::{
    billing::Billing,
    destination::Destination,
    model::{CurrentPlan, Flow, OfferedPrice},
    shopper::shopper,
};

/// The maximum number of attempts when another tab interferes.
const ROUNDS: usize = 4;

/// The limit for all calls together: the customer waits.
const PATIENCE: Duration = Duration::from_secs(20);

impl Billing {
    /// Where to send a buyer who wants this price, one of [`load_offers`](crate::load_offers): to Checkout; to the
    /// portal if they have a plan; to the account page if that plan cannot be changed.
    ///
    /// `locale` is the reader's language as Stripe writes it, such as `de` or `pt-BR`. With `None`, or one that Stripe
    /// does not have, Stripe takes the browser's. One that `[checkout]` of `portal.toml` names comes first in Checkout.
    ///
    /// # Errors
    /// See [`CheckoutError`]. Errors of Stripe's while opening the portal are logged.
    pub async fn begin_checkout(
        &self,
        buyer: &impl Buyer,
        price: &OfferedPrice,
        locale: Option<&str>,
    ) -> Result<Destination, CheckoutError> {
        let begun = tokio::time::timeout(PATIENCE, self.begin(buyer, price, locale));
        begun.await.unwrap_or_else(|_| Err(StripeError::new(StripeErrorKind::TimedOut).into()))
    }

    async fn begin(
        &self,
        buyer: &impl Buyer,
        price: &OfferedPrice,
        locale: Option<&str>,
    ) -> Result<Destination, CheckoutError> {
        for _ in 0..ROUNDS {
            let customer = ensure_customer(self, buyer).await?;
            // A plan may have been bought just now, and its webhook has not arrived yet.
            match sync(&self.mirror, &self.stripe, &customer).await {
                // The sync has marked the customer as missing, so the next round creates a new one.
                Ok(Synced::Missing) => continue,
                // The sync has also stored that there is a subscription that cannot be read.
                Ok(_) | Err(SyncError::Unreadable(_)) => {}
                Err(error) => return Err(error.into()),
            }
            let facts = self.facts(&customer).await?;
            // The customer was deleted, or replaced by another tab, in the meantime.
            if !facts.customer.as_ref().is_some_and(customer::Model::is_living) {
                continue;
            }
            let currency = facts.customer.as_ref().and_then(|customer| customer.currency.as_deref());
            let price = price.clone().in_currency(currency).ok_or(CheckoutError::OtherCurrency)?;
            match shopper(&facts, clock::now()).plan {
                CurrentPlan::None => {
                    if has_coming_plan(&self.mirror.db, &self.stripe, &customer).await? {
                        return Err(CheckoutError::BeginsLater);
                    }
                    let trial_days = price.trial_days.filter(|_| !facts.has_tried());
                    // Read for each purchase, so that every replica follows `portal apply` at once.
                    let options = recorded_checkout(&self.mirror.db).await?.in_language(locale);
                    let purchase = Purchase { customer: &customer, price: &price, trial_days, options: &options };
                    if let Some(url) = open_checkout(self, purchase).await? {
                        return Ok(Destination::Checkout(url));
                    }
                }
                // Never sell a second subscription.
                CurrentPlan::Changeable => {
                    let subscription = facts.plan().map(|plan| plan.subscription.id.clone());
                    let change = Flow::SubscriptionUpdateConfirm { subscription, price: price.id };
                    return Ok(self.open_portal(&customer, Some(&change), locale).await?);
                }
                CurrentPlan::Fixed(_) => return Ok(Destination::PlanIsFixed),
            }
        }
        Err(CheckoutError::Contended)
    }
}
