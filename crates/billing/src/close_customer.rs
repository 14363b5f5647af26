//! Ending whatever could still cost a customer money, before the program forgets them.
//!
//! Stripe is asked, and not the rows: what is not mirrored yet is ended too. What Stripe refuses to end may have ended
//! by itself, so another look decides, and not the refusal. Trying again is always safe.

use std::{
    collections::{BTreeMap, HashMap},
    pin::pin,
    time::Duration,
};

use futures::TryStreamExt;
use mirror::{Mirror, StripeObject};
use sea_orm::{DatabaseTransaction, DbErr, EntityTrait};
use serde::Deserialize;
use stripe::{StripeError, StripeErrorKind, few_at_once, path_segment};
use stripe_billing::subscription::{CancelSubscription, ListSubscription, ListSubscriptionStatus};
use stripe_checkout::checkout_session::{ExpireCheckoutSession, ListCheckoutSession};
use stripe_client_core::{RequestBuilder, StripeMethod, StripeRequest};
use stripe_core::customer::UpdateCustomer;

use crate::{billing::Billing, portal::click};

/// The limit for all calls together: somebody waits. Enough for some hundred subscriptions.
const PATIENCE: Duration = Duration::from_secs(20);

/// How often Stripe is asked what is open. The last time, nothing may be.
const LOOKS: usize = 3;

/// Why not everything has ended. Something may have.
#[derive(Debug, thiserror::Error)]
pub enum CloseError {
    /// Stripe refuses to end it, or more is begun at the same time.
    #[error("something is still open at Stripe")]
    StillOpen,
    #[error(transparent)]
    Stripe(#[from] StripeError),
}

impl Billing {
    /// Ends everything of the customer's (`cus_…`) at once: open Checkout sessions, schedules, and subscriptions, which
    /// give nothing back and bill nothing any more. Takes these `marks` out of the customer's metadata. The customer
    /// stays, with the invoices and payments that have to be kept. Takes at most twenty seconds.
    ///
    /// # Errors
    /// [`CloseError::StillOpen`], and when Stripe does not answer in time.
    pub async fn close_customer(&self, stripe_customer_id: &str, marks: &[&str]) -> Result<(), CloseError> {
        let closed = tokio::time::timeout(PATIENCE, self.close(stripe_customer_id, marks));
        closed.await.unwrap_or_else(|_| Err(StripeError::new(StripeErrorKind::TimedOut).into()))
    }

    async fn close(&self, customer: &str, marks: &[&str]) -> Result<(), CloseError> {
        for _ in 0..LOOKS {
            if self.end_what_is_open(customer).await? == 0 {
                let unset: HashMap<_, _> = marks.iter().map(|name| ((*name).to_owned(), String::new())).collect();
                self.end(UpdateCustomer::new(path_segment(customer)).metadata(unset)).await?;
                return Ok(());
            }
        }
        Err(CloseError::StillOpen)
    }

    /// How much was open. Checkout first and schedules next: both begin subscriptions.
    async fn end_what_is_open(&self, customer: &str) -> Result<usize, StripeError> {
        let sessions = self.still_open(ListCheckoutSession::new().customer(customer), &["complete", "expired"]).await?;
        self.end_all(&sessions, ExpireCheckoutSession::new).await?;
        let schedules = self.still_open(ListSchedules { customer }, &["canceled", "completed", "released"]).await?;
        self.end_all(&schedules, |id| CancelSchedule { id }).await?;
        let list = ListSubscription::new().customer(customer).status(ListSubscriptionStatus::All);
        let subscriptions = self.still_open(list, &["canceled", "incomplete_expired"]).await?;
        self.end_all(&subscriptions, |id| CancelSubscription::new(id).prorate(false).invoice_now(false)).await?;
        Ok(sessions.len() + schedules.len() + subscriptions.len())
    }

    /// The ids of the list's objects that have none of these statuses, from all its pages.
    async fn still_open<R: StripeRequest>(&self, list: R, ended: &[&str]) -> Result<Vec<String>, StripeError> {
        let mut open = Vec::new();
        let mut pages = pin!(self.stripe.raw_pages(list, None));
        loop {
            let page = match pages.try_next().await {
                Ok(Some(page)) => page,
                Ok(None) => return Ok(open),
                // Of a customer whom Stripe does not have, nothing is open.
                Err(error) if error.kind == StripeErrorKind::CustomerMissing => return Ok(Vec::new()),
                Err(error) => return Err(error),
            };
            for object in page {
                // What cannot be read may be open.
                let found: Listed =
                    serde_json::from_str(object.get()).map_err(|_| StripeError::new(StripeErrorKind::Garbage(200)))?;
                if !ended.contains(&found.status.as_str()) {
                    open.push(found.id);
                }
            }
        }
    }

    async fn end_all<R: StripeRequest>(&self, ids: &[String], end: impl Fn(String) -> R) -> Result<(), StripeError> {
        let ends = ids.iter().map(|id| self.end(end(path_segment(id)))).collect();
        few_at_once(ends).await.map(drop)
    }

    async fn end<R: StripeRequest>(&self, request: R) -> Result<(), StripeError> {
        match self.stripe.send(&Unread(request)).await {
            Err(error) if error.kind.is_refusal() => {
                tracing::warn!(stripe.error = %error, "Stripe refused to end something; it may have ended");
                Ok(())
            }
            sent => sent.map(drop),
        }
    }

    /// Removes everything that is stored about the customer, in the caller's transaction; call the queue's `notify`
    /// after the commit. Events about them are settled by the worker as somebody else's, and pruned.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn forget_customer(&self, transaction: &DatabaseTransaction, id: &str) -> Result<(), DbErr> {
        click::Entity::delete_by_id(id).exec(transaction).await?;
        Mirror::abandon(transaction, id).await?;
        let job = StripeObject::Customer(id.to_owned()).to_string();
        self.mirror.queue.retry_now(transaction, &[job]).await
    }
}

/// An object of a list, as far as it is needed: nothing else can fail.
#[derive(Deserialize)]
struct Listed {
    id: String,
    status: String,
}

/// The same request, whose answer is not looked at: a field of an unexpected shape is no failure.
struct Unread<R>(R);

impl<R: StripeRequest> StripeRequest for Unread<R> {
    type Output = miniserde::json::Value;

    fn build(&self) -> RequestBuilder {
        self.0.build()
    }
}

/// The customer's schedules, the ended ones too. Not async-stripe's request, which would cost compile time.
struct ListSchedules<'a> {
    customer: &'a str,
}

impl StripeRequest for ListSchedules<'_> {
    type Output = ();

    fn build(&self) -> RequestBuilder {
        RequestBuilder::new(StripeMethod::Get, "/subscription_schedules")
            .query(&BTreeMap::from([("customer", self.customer)]))
    }
}

/// Cancels a schedule and the subscription that it made, without a last invoice.
struct CancelSchedule {
    /// As a segment of a path.
    id: String,
}

impl StripeRequest for CancelSchedule {
    type Output = ();

    fn build(&self) -> RequestBuilder {
        RequestBuilder::new(StripeMethod::Post, format!("/subscription_schedules/{}/cancel", self.id))
            .form(&BTreeMap::from([("invoice_now", false), ("prorate", false)]))
    }
}
