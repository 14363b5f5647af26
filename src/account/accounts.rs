//! The signed-in user's billing, for pages, actions and endpoints.

use std::sync::Arc;

use billing::{
    Billing, BillingFacts, CheckoutError, ContinueError, Destination, Flow, InvoiceDocument, OpenInvoiceError,
    OpenPortalError, Refreshed, Shopper, load_offered_price, shopper,
};
use database::Database;
use mirror::entity::customer;
use sea_orm::{DbErr, EntityTrait, QueryResult};

use super::{
    allowance::{Allowance, TooMany},
    buyer::AccountThatBuys,
    load::{Account, OF_SESSION, load},
};
use crate::{
    account_access::RulesCache,
    audit::{self, Event},
    auth::{Beside, Member, UserId},
};

/// Clones share everything.
#[derive(Clone, Debug)]
pub struct Accounts {
    pub(super) db: Database,
    pub(super) billing: Billing,
    rules: RulesCache,
    /// The limit of requests to Stripe per user.
    pub allowance: Allowance,
}

/// A viewer tried to do what concerns billing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the member may only look")]
pub struct NotAllowed;

/// Why something that needs Stripe was not done.
#[derive(Debug, thiserror::Error)]
pub enum Limited<E> {
    #[error(transparent)]
    TooMany(#[from] TooMany),
    /// The member's role does not allow it.
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
    #[error(transparent)]
    Billing(E),
}

impl Accounts {
    pub fn new(db: Database, billing: Billing, rules: RulesCache) -> Self {
        Self { db, billing, rules, allowance: Allowance::default() }
    }

    /// What the member sees of the account, from the database alone. `read` is what [`Accounts::beside_session`] brought
    /// along.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn load(&self, member: &Member, read: Option<QueryResult>) -> Result<Account, DbErr> {
        load(&self.db, &self.rules, member, read).await
    }

    /// For a request whose session should bring the account along.
    pub fn beside_session() -> Arc<Beside> {
        Beside::new(&OF_SESSION)
    }

    /// The plans that a visitor of the pricing page already has, from the database alone.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn shopper(&self, member: &Member) -> Result<Shopper, DbErr> {
        let facts = BillingFacts::load(&self.db, member.customer.as_deref()).await?;
        Ok(shopper(&facts, clock::now()))
    }

    /// Updates the account's customer from Stripe before a page is shown, for at most two
    /// seconds. For a user who asks too often the worker does it later.
    pub async fn refresh(&self, Member { user, customer, .. }: &Member) -> Refreshed {
        let Some(customer) = customer else { return Refreshed::InStep };
        if let Err(error) = self.allowance.take(*user) {
            tracing::info!(user.id = user.0, error = %error, "the user asks too often; the worker refreshes the account");
            return self.billing.refresh_later(customer).await;
        }
        self.billing.refresh(customer).await
    }

    /// The same for a customer that was never fetched: what is known of it is nothing.
    pub async fn refresh_new(&self, member: &Member) {
        let Some(customer) = &member.customer else { return };
        let found = customer::Entity::find_by_id(customer).one(&self.db).await;
        if found.is_ok_and(|found| found.is_some_and(|found| found.synced_at_ms.is_none())) {
            self.refresh(member).await;
        }
    }

    /// A fresh portal URL for the account, in Stripe's word for the reader's language.
    ///
    /// # Errors
    /// See [`OpenPortalError`].
    pub async fn open_portal(
        &self,
        member: &Member,
        flow: Option<&Flow>,
        locale: Option<&str>,
    ) -> Result<Destination, Limited<OpenPortalError>> {
        let user = may_bill(member)?;
        self.allowance.take(user)?;
        let customer = member.customer.as_deref().ok_or(Limited::Billing(OpenPortalError::NoCustomer))?;
        if let Some(named) = flow.and_then(Flow::subscription) {
            let own = self.billing.has_subscription(customer, named).await;
            if !own.map_err(OpenPortalError::from).map_err(Limited::Billing)? {
                audit::record(Event::ForeignSubscription, Some(user));
            }
        }
        let opened = self.billing.open_portal(customer, flow, locale).await.map_err(Limited::Billing)?;
        record(user, &opened);
        Ok(opened)
    }

    /// Where to send the user who wants this price (`price_…`).
    ///
    /// # Errors
    /// See [`CheckoutError`].
    pub async fn begin_checkout(
        &self,
        member: &Member,
        price: &str,
        locale: Option<&str>,
    ) -> Result<Destination, Limited<CheckoutError>> {
        let user = may_bill(member)?;
        let database = |error: DbErr| Limited::Billing(error.into());
        let price = load_offered_price(&self.db, price).await.map_err(database)?;
        let price = price.ok_or(Limited::Billing(CheckoutError::NotOffered))?;
        self.allowance.take(user)?;
        let buyer = AccountThatBuys::load(&self.db, member).await.map_err(database)?;
        let destination = self.billing.begin_checkout(&buyer, &price, locale).await.map_err(Limited::Billing)?;
        record(user, &destination);
        Ok(destination)
    }

    /// Makes the account's subscription (`sub_…`) go on: takes a cancellation back, or resumes what is paused.
    ///
    /// # Errors
    /// See [`ContinueError`].
    pub async fn continue_plan(
        &self,
        member: &Member,
        subscription: &str,
    ) -> Result<Refreshed, Limited<ContinueError>> {
        let user = may_bill(member)?;
        let customer = member.customer.as_deref().ok_or(Limited::Billing(ContinueError::NothingToDo))?;
        let continuation = self.billing.find_continuation(customer, subscription).await.map_err(|error| {
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

    /// The current address of the document of the account's invoice (`in_…`).
    ///
    /// # Errors
    /// See [`OpenInvoiceError`].
    pub async fn open_invoice(
        &self,
        member: &Member,
        invoice: &str,
        document: InvoiceDocument,
    ) -> Result<Destination, Limited<OpenInvoiceError>> {
        let user = may_bill(member)?;
        // Of somebody without a customer, every invoice is somebody else's.
        let found = self.billing.find_invoice(member.customer.as_deref().unwrap_or_default(), invoice).await;
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

/// The user, whose role in the account allows what concerns billing.
fn may_bill(member: &Member) -> Result<UserId, NotAllowed> {
    if member.role.may_bill() {
        return Ok(member.user);
    }
    audit::record(Event::RoleRefused, Some(member.user));
    Err(NotAllowed)
}

/// Writes into the audit trail where the user was sent.
fn record(user: UserId, destination: &Destination) {
    match destination {
        Destination::Portal(_) => audit::record(Event::PortalOpened, Some(user)),
        Destination::Checkout(_) => audit::record(Event::CheckoutOpened, Some(user)),
        Destination::Invoice(_) | Destination::Account(_) | Destination::PlanIsFixed => {}
    }
}
