//! Bringing one customer's rows in step with Stripe: refetch everything, write it in one go.
//!
//! What a webhook says is never written. Events come late, twice and out of order; what Stripe
//! answers now is the truth whichever event made us ask.

mod charges;
mod difference;
mod discounts;
mod expanded;
mod fetch;
mod payment_methods;
mod payments;
mod rows;
mod schedule;
mod unread;
mod write;

use std::collections::BTreeMap;

use sea_orm::{
    ColumnTrait, DatabaseConnection, DatabaseTransaction, DbErr, EntityTrait, ExprTrait, QueryFilter, sea_query::Expr,
};

pub use self::difference::{Difference, What};
pub use self::discounts::Discount;
pub(super) use self::fetch::KEPT_INVOICES;
pub use self::unread::Unreadable;
use self::{
    difference::differences,
    fetch::{Fetched, Found},
    rows::Rows,
};
pub(super) use self::{
    difference::{compare, left, unreadable},
    write::forget,
};
use super::{
    Target,
    mirror::{self, Missing, fetch_missing, now_ms},
};
use crate::server::{
    db::{self, entity::customer},
    jobs::Queue,
    stripe::{StripeClient, StripeError, StripeErrorKind},
    webhook::NotStored,
};

/// What came of a sync.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Synced {
    /// The rows differed, and are now what Stripe says.
    Written,
    /// What differed and was written is only what moves without an event; see [`Difference::is_drift`].
    Moved,
    /// The rows were what Stripe says.
    Unchanged,
    /// The account does not know the customer. The rows are as they were, and marked so.
    Missing,
    /// A fetch that began later was written first; this one was dropped.
    Superseded,
    /// No user of ours is this customer.
    NotOurs,
}

/// Why the rows could not be brought in step.
#[derive(Debug, thiserror::Error)]
pub enum SyncError {
    #[error(transparent)]
    Stripe(#[from] StripeError),
    #[error(transparent)]
    Database(#[from] DbErr),
    /// Stripe's answer was JSON of another shape than its types promise.
    #[error("Stripe's answer could not be kept: {0}")]
    Raw(#[from] serde_json::Error),
    /// Of some things nobody knows how they are; the rest is written.
    #[error("{}", list(.0))]
    Unreadable(Vec<Unreadable>),
    /// Only where events are fetched.
    #[error(transparent)]
    Inbox(#[from] NotStored),
}

impl SyncError {
    /// Whether it may pass by itself, so that trying again later makes sense.
    pub fn is_transient(&self) -> bool {
        match self {
            Self::Stripe(error) => error.kind.is_transient(),
            Self::Database(_) | Self::Inbox(_) | Self::Unreadable(_) => true,
            Self::Raw(_) => false,
        }
    }

    /// Whether it would have been the same with any other object: too much is asked for at present, or nobody answers.
    pub fn is_nobodys_own(&self) -> bool {
        matches!(self, Self::Stripe(error) if error.kind.is_transient() && !error.kind.may_be_the_objects())
    }

    /// Whether it is about the one object that was to be had, so that the others can be had all the same.
    /// Where it may be an outage, Stripe is asked.
    ///
    /// # Errors
    /// Itself, where it would be the same with the others.
    pub async fn of_the_object(self, stripe: &StripeClient) -> Result<String, Self> {
        match &self {
            Self::Unreadable(_) | Self::Raw(_) => {}
            Self::Stripe(error) => match &error.kind {
                StripeErrorKind::BadKey | StripeErrorKind::PermissionDenied(_) => return Err(self),
                kind if kind.is_refusal() => {}
                kind if kind.may_be_the_objects() && stripe.is_up().await.is_ok() => {}
                _ => return Err(self),
            },
            Self::Database(error) if db::is_refused(error) => {}
            Self::Database(_) | Self::Inbox(_) => return Err(self),
        }
        Ok(self.to_string())
    }
}

/// Without what the key may not read: the doctor says that, and every customer would be tried again for ever.
fn looked_into(unreadable: &[Unreadable]) -> Vec<Unreadable> {
    unreadable.iter().filter(|one| !one.denied).cloned().collect()
}

fn list(all: &[Unreadable]) -> String {
    all.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
}

/// Refetches the customer with all that the account page shows, and writes what changed.
///
/// # Errors
/// When Stripe or the database does not answer; the rows are as before then. With [`SyncError::Unreadable`] they
/// are what could be read.
pub async fn sync(db: &DatabaseConnection, stripe: &StripeClient, customer_id: &str) -> Result<Synced, SyncError> {
    let Some(fetched) = fetch_customer(db, stripe, customer_id).await? else { return Ok(Synced::NotOurs) };
    let unreadable = fetched.unreadable();
    let synced = db::write(db, async |transaction| {
        let synced = fetched.write(transaction).await?;
        let target = Target::Customer(customer_id.to_owned());
        match &unreadable {
            // What failed before need not wait any longer.
            None => Queue::hurry(transaction, &[target]).await?,
            Some(error) => Queue::put_off(transaction, [(target, error.to_string())].into()).await?,
        }
        Ok(synced)
    });
    let synced = synced.await?;
    unreadable.map_or(Ok(synced), Err)
}

/// In what the customer's rows have drifted from Stripe; nothing is written. `None` if no user is this
/// customer.
///
/// # Errors
/// When Stripe or the database does not answer.
pub async fn check(
    db: &DatabaseConnection,
    stripe: &StripeClient,
    customer_id: &str,
) -> Result<Option<Vec<Difference>>, SyncError> {
    let ours = customer::Entity::find().filter(customer::Column::StripeCustomerId.eq(customer_id));
    let Some(ours) = db::in_time(ours.one(db)).await? else { return Ok(None) };
    let fetched = fetch::fetch(stripe, customer_id).await?;
    if matches!(fetched.customer, Found::Missing) {
        return Ok(Some(vec![difference::not_in_account(customer_id)]));
    }
    let ours = db::in_time(Rows::load(db, &ours)).await?;
    let unreadable = fetched.unreadable.clone();
    let mut wanted = Rows::of(customer_id, fetched);
    wanted.keep(&ours, &unreadable);
    let mut found = differences(customer_id, &ours, &wanted);
    found.retain(Difference::is_drift);
    found.extend(
        looked_into(&unreadable).iter().map(|what| self::unreadable::<customer::Entity>(customer_id, what.to_string())),
    );
    Ok(Some(found))
}

/// A customer as Stripe has it, not written yet.
pub(super) struct FetchedCustomer {
    customer_id: String,
    ticket: Ticket,
    fetched: Fetched,
    /// What they pay for or will, as far as it is not mirrored yet.
    catalog: Vec<mirror::Fetched>,
    /// Those of it that could not be had, and why: nobody waits for them, but they are looked into.
    unsold: BTreeMap<Target, String>,
}

/// The place of a fetch among all of the same customer, in the order in which they began. Drawn from
/// the database, because the clocks of two replicas differ, and one clock can be set back.
#[derive(Clone, Copy, Debug)]
struct Ticket {
    number: i64,
    /// For people: when it was.
    began_ms: i64,
}

/// `None` if no user is this customer.
pub(super) async fn fetch_customer(
    db: &DatabaseConnection,
    stripe: &StripeClient,
    customer_id: &str,
) -> Result<Option<FetchedCustomer>, SyncError> {
    let Some(ticket) = draw_ticket(db, customer_id).await? else { return Ok(None) };
    let fetched = fetch::fetch(stripe, customer_id).await?;
    let Missing { found: catalog, failed: unsold } =
        fetch_missing(db, stripe, &fetched.changing_prices(), fetched.products()).await?;
    Ok(Some(FetchedCustomer { customer_id: customer_id.to_owned(), ticket, fetched, catalog, unsold }))
}

async fn draw_ticket(db: &DatabaseConnection, customer_id: &str) -> Result<Option<Ticket>, DbErr> {
    use customer::Column::{FetchesBegun, StripeCustomerId};
    let began_ms = now_ms();
    let draw = customer::Entity::update_many()
        .col_expr(FetchesBegun, Expr::col(FetchesBegun).add(1))
        .filter(StripeCustomerId.eq(customer_id));
    let customers = db::in_time(draw.exec_with_returning(db)).await?;
    Ok(customers.first().map(|customer| Ticket { number: customer.fetches_begun, began_ms }))
}

impl FetchedCustomer {
    /// What could not be read, to be told once the rest is written.
    pub(super) fn unreadable(&self) -> Option<SyncError> {
        let unreadable = looked_into(&self.fetched.unreadable);
        (!unreadable.is_empty()).then_some(SyncError::Unreadable(unreadable))
    }

    pub(super) async fn write(self, transaction: &DatabaseTransaction) -> Result<Synced, DbErr> {
        for sold in self.catalog {
            sold.write(transaction).await?;
        }
        Queue::put_off(transaction, self.unsold).await?;
        write::write(transaction, &self.customer_id, self.ticket, self.fetched).await
    }
}
