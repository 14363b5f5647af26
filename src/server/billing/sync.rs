//! Bringing one customer's rows in step with Stripe: refetch everything, write it in one go.
//!
//! What a webhook says is never written. Events come late, twice and out of order; what Stripe
//! answers now is the truth whichever event made us ask.

use std::collections::BTreeSet;

use futures::future::try_join_all;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, DatabaseConnection, DatabaseTransaction, DbErr, EntityTrait, QueryFilter,
    sea_query::Expr,
};
use serde_json::Value;
use stripe_billing::subscription::{ListSubscription, ListSubscriptionStatus};
use stripe_core::customer::{RetrieveCustomer, RetrieveCustomerReturned};
use stripe_product::product::RetrieveProduct;
use stripe_shared::{Product, Subscription};

use super::mirror::{now_ms, raw_items, write_product};
use crate::server::{
    db::{
        self,
        entity::{customer, subscription, subscription_item},
    },
    stripe::{StripeClient, StripeError},
};

/// What came of a sync.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Synced {
    /// The rows are what Stripe said.
    Written,
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
}

/// Refetches the customer with all subscriptions, and writes what changed.
///
/// # Errors
/// When Stripe or the database does not answer; the rows are as before then.
pub async fn sync(db: &DatabaseConnection, stripe: &StripeClient, customer_id: &str) -> Result<Synced, SyncError> {
    let fetched = fetch_customer(db, stripe, customer_id).await?;
    let transaction = db::begin_write(db).await?;
    let outcome = fetched.write(&transaction).await?;
    transaction.commit().await?;
    Ok(outcome)
}

/// A customer as Stripe has it, not written yet.
pub(super) struct FetchedCustomer {
    customer_id: String,
    began_ms: i64,
    /// `None` if no user is this customer.
    fetched: Option<Fetched>,
}

pub(super) async fn fetch_customer(
    db: &DatabaseConnection,
    stripe: &StripeClient,
    customer_id: &str,
) -> Result<FetchedCustomer, SyncError> {
    let ours =
        customer::Entity::find().filter(customer::Column::StripeCustomerId.eq(customer_id)).one(db).await?.is_some();
    let began_ms = now_ms();
    let fetched = match ours {
        true => Some(fetch(stripe, customer_id).await?),
        false => None,
    };
    Ok(FetchedCustomer { customer_id: customer_id.to_owned(), began_ms, fetched })
}

impl FetchedCustomer {
    pub(super) async fn write(self, transaction: &DatabaseTransaction) -> Result<Synced, DbErr> {
        match self.fetched {
            Some(fetched) => write(transaction, &self.customer_id, self.began_ms, fetched).await,
            None => Ok(Synced::NotOurs),
        }
    }
}

#[derive(Default)]
struct Fetched {
    exists: bool,
    subscriptions: Vec<(Subscription, Value)>,
    products: Vec<(Product, Value)>,
}

async fn fetch(stripe: &StripeClient, customer_id: &str) -> Result<Fetched, SyncError> {
    let retrieved = stripe.send(&RetrieveCustomer::new(customer_id)).await?.value;
    if let RetrieveCustomerReturned::DeletedCustomer(_) = retrieved {
        return Ok(Fetched::default());
    }
    let mut subscriptions: Vec<(Subscription, Value)> = Vec::new();
    loop {
        let mut request =
            ListSubscription::new().customer(customer_id).status(ListSubscriptionStatus::All).limit(100_i64);
        if let Some((last, _)) = subscriptions.last() {
            request = request.starting_after(last.id.as_str());
        }
        let page = stripe.send(&request).await?;
        let last = page.value.data.is_empty() || !page.value.has_more;
        subscriptions.extend(page.value.data.into_iter().zip(raw_items(&page.body)?));
        if last {
            break;
        }
    }
    let ids: BTreeSet<String> = subscriptions
        .iter()
        .flat_map(|(subscription, _)| &subscription.items.data)
        .map(|item| item.price.product.id().to_string())
        .collect();
    let products = try_join_all(ids.into_iter().map(|id| fetch_product(stripe, id))).await?;
    Ok(Fetched { exists: true, subscriptions, products })
}

/// Products are asked for one by one: expanding them in the list would be a level too deep for Stripe.
async fn fetch_product(stripe: &StripeClient, id: String) -> Result<(Product, Value), SyncError> {
    let answer = stripe.send(&RetrieveProduct::new(id)).await?;
    Ok((answer.value, serde_json::from_slice(&answer.body)?))
}

async fn write(
    transaction: &DatabaseTransaction,
    customer_id: &str,
    began_ms: i64,
    fetched: Fetched,
) -> Result<Synced, DbErr> {
    let synced_at = customer::Column::SyncedAtMs;
    let mut claim = customer::Entity::update_many()
        .col_expr(synced_at, Expr::value(began_ms))
        .filter(customer::Column::StripeCustomerId.eq(customer_id))
        .filter(Condition::any().add(synced_at.is_null()).add(synced_at.lte(began_ms)));
    if !fetched.exists {
        claim = claim.col_expr(customer::Column::DeletedAt, Expr::value(began_ms / 1000));
    }
    if claim.exec(transaction).await?.rows_affected == 0 {
        return Ok(Synced::Superseded);
    }
    for (product, raw) in fetched.products {
        write_product(transaction, product, raw, began_ms).await?;
    }
    subscription::Entity::delete_many()
        .filter(subscription::Column::CustomerId.eq(customer_id))
        .exec(transaction)
        .await?;
    for (subscription, raw) in fetched.subscriptions {
        let items = items(&subscription);
        subscription::Entity::insert(row(customer_id, subscription, raw)).exec_without_returning(transaction).await?;
        if !items.is_empty() {
            subscription_item::Entity::insert_many(items).exec_without_returning(transaction).await?;
        }
    }
    Ok(Synced::Written)
}

fn row(customer_id: &str, subscription: Subscription, raw: Value) -> subscription::ActiveModel {
    subscription::ActiveModel {
        id: Set(subscription.id.to_string()),
        customer_id: Set(customer_id.to_owned()),
        status: Set(subscription.status.as_str().to_owned()),
        cancel_at_period_end: Set(subscription.cancel_at_period_end),
        cancel_at: Set(subscription.cancel_at),
        canceled_at: Set(subscription.canceled_at),
        ended_at: Set(subscription.ended_at),
        trial_start: Set(subscription.trial_start),
        trial_end: Set(subscription.trial_end),
        created_at: Set(subscription.created),
        raw: Set(raw),
    }
}

fn items(subscription: &Subscription) -> Vec<subscription_item::ActiveModel> {
    subscription
        .items
        .data
        .iter()
        .map(|item| subscription_item::ActiveModel {
            id: Set(item.id.to_string()),
            subscription_id: Set(subscription.id.to_string()),
            price_id: Set(item.price.id.to_string()),
            product_id: Set(item.price.product.id().to_string()),
            quantity: Set(item.quantity.and_then(|quantity| i64::try_from(quantity).ok())),
            current_period_start: Set(item.current_period_start),
            current_period_end: Set(item.current_period_end),
        })
        .collect()
}
