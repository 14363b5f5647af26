//! The signed-in user's billing, for pages, actions and endpoints.

use billing::{
    Billing, CheckoutError, ContinueError, Destination, Flow, InvoiceDocument, OpenInvoiceError, OpenPortalError,
    Refreshed, Shopper, load_offered_price, shopper,
};
use database::Database;
use sea_orm::DbErr;

use super::{
    allowance::{Allowance, TooMany},
    buyer::UserWhoBuys,
    load::{Account, load, load_facts},
    owner::customer_of,
};
use crate::{
    audit::{self, Event},
    auth::UserId,
};

/// Clones share everything.
#[derive(Clone, Debug)]
pub struct Accounts {
    db: Database,
    billing: Billing,
    /// The limit of requests to Stripe per user.
    pub allowance: Allowance,
}

/// Why something that needs Stripe was not done.
#[derive(Debug, thiserror::Error)]
pub enum Limited<E> {
    #[error(transparent)]
    TooMany(#[from] TooMany),
    #[error(transparent)]
    Billing(E),
}

impl Accounts {
    pub fn new(db: Database, billing: Billing) -> Self {
        Self { db, billing, allowance: Allowance::default() }
    }

    /// The user's account, from the database alone; `None` if the user is gone.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn load(&self, user: UserId) -> Result<Option<Account>, DbErr> {
        load(&self.db, user).await
    }

    /// The plans that a visitor of the pricing page already has, from the database alone.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn shopper(&self, user: UserId) -> Result<Shopper, DbErr> {
        let found = load_facts(&self.db, user).await?;
        Ok(shopper(&found.map(|(_, facts)| facts).unwrap_or_default()))
    }

    /// Updates the signed-in user's customer from Stripe before a page is shown, for at most two
    /// seconds. For a user who asks too often the worker does it later.
    pub async fn refresh(&self, user: UserId) -> Refreshed {
        let Ok(Some(customer)) = customer_of(&self.db, user).await else { return Refreshed::InStep };
        if let Err(error) = self.allowance.take(user) {
            tracing::info!(user.id = user.0, error = %error, "the user asks too often; the worker refreshes the account");
            return self.billing.refresh_later(&customer).await;
        }
        self.billing.refresh(&customer).await
    }

    /// A fresh portal URL for the user.
    ///
    /// # Errors
    /// See [`OpenPortalError`].
    pub async fn open_portal(
        &self,
        user: UserId,
        flow: Option<&Flow>,
    ) -> Result<Destination, Limited<OpenPortalError>> {
        self.allowance.take(user)?;
        let customer = customer_of(&self.db, user).await.map_err(OpenPortalError::from).map_err(Limited::Billing)?;
        let customer = customer.ok_or(Limited::Billing(OpenPortalError::NoCustomer))?;
        if let Some(named) = flow.and_then(Flow::subscription) {
            let own = self.billing.has_subscription(&customer, named).await;
            if !own.map_err(OpenPortalError::from).map_err(Limited::Billing)? {
                audit::record(Event::ForeignSubscription, Some(user));
            }
        }
        let opened = self.billing.open_portal(&customer, flow).await.map_err(Limited::Billing)?;
        record(user, &opened);
        Ok(opened)
    }

    /// Where to send the user who wants this price (`price_…`).
    ///
    /// # Errors
    /// See [`CheckoutError`].
    pub async fn begin_checkout(&self, user: UserId, price: &str) -> Result<Destination, Limited<CheckoutError>> {
        let database = |error: DbErr| Limited::Billing(error.into());
        let price = load_offered_price(&self.db, price).await.map_err(database)?;
        let price = price.ok_or(Limited::Billing(CheckoutError::NotOffered))?;
        self.allowance.take(user)?;
        let buyer = UserWhoBuys::load(&self.db, user).await.map_err(database)?;
        let destination = self.billing.begin_checkout(&buyer, &price).await.map_err(Limited::Billing)?;
        record(user, &destination);
        Ok(destination)
    }

    /// Makes the user's subscription (`sub_…`) go on: takes a cancellation back, or resumes what is paused.
    ///
    /// # Errors
    /// See [`ContinueError`].
    pub async fn continue_plan(&self, user: UserId, subscription: &str) -> Result<Refreshed, Limited<ContinueError>> {
        let customer = customer_of(&self.db, user).await.map_err(ContinueError::from).map_err(Limited::Billing)?;
        let customer = customer.ok_or(Limited::Billing(ContinueError::NothingToDo))?;
        let continuation = self.billing.find_continuation(&customer, subscription).await.map_err(|error| {
            if matches!(error, ContinueError::Foreign) {
                audit::record(Event::ForeignSubscription, Some(user));
            }
            Limited::Billing(error)
        })?;
        self.allowance.take(user)?;
        let refreshed = self.billing.continue_plan(&continuation).await.map_err(Limited::Billing)?;
        audit::record(Event::PlanContinued, Some(user));
        Ok(refreshed)
    }

    /// The current address of the document of the user's invoice (`in_…`).
    ///
    /// # Errors
    /// See [`OpenInvoiceError`].
    pub async fn open_invoice(
        &self,
        user: UserId,
        invoice: &str,
        document: InvoiceDocument,
    ) -> Result<Destination, Limited<OpenInvoiceError>> {
        let customer = customer_of(&self.db, user).await.map_err(OpenInvoiceError::from).map_err(Limited::Billing)?;
        // Of somebody without a customer, every invoice is somebody else's.
        let found = self.billing.find_invoice(customer.as_deref().unwrap_or_default(), invoice).await;
        let invoice = found.map_err(|error| {
            if matches!(error, OpenInvoiceError::Foreign) {
                audit::record(Event::ForeignInvoice, Some(user));
            }
            Limited::Billing(error)
        })?;
        self.allowance.take(user)?;
        self.billing.open_invoice(&invoice, document).await.map_err(Limited::Billing)
    }
}

/// Writes into the audit trail where the user was sent.
fn record(user: UserId, destination: &Destination) {
    match destination {
        Destination::Portal(_) => audit::record(Event::PortalOpened, Some(user)),
        Destination::Checkout(_) => audit::record(Event::CheckoutOpened, Some(user)),
        Destination::Invoice(_) | Destination::Account(_) => {}
    }
}
