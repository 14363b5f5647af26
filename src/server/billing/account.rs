//! What the account page needs, read from the database alone: it works with Stripe down.

use std::collections::HashMap;

use sea_orm::{ColumnTrait, DatabaseConnection, DbErr, EntityTrait, QueryFilter};
use time::OffsetDateTime;

use super::summary::summarize;
use crate::{
    model::PlanSummary,
    server::{
        auth::UserId,
        db::entity::{customer, product, subscription, subscription_item, user},
    },
};

/// One user's account.
#[derive(Clone, Debug)]
pub struct Account {
    pub email: String,
    /// Whether there is a Stripe customer whose portal can be opened.
    pub has_customer: bool,
    pub plan: PlanSummary,
    /// When this was last fetched from Stripe.
    pub synced_at: Option<OffsetDateTime>,
}

/// The user's account; `None` if the user is gone.
///
/// # Errors
/// When the database does not answer.
pub async fn load_account(db: &DatabaseConnection, user: UserId) -> Result<Option<Account>, DbErr> {
    let found = user::Entity::find_by_id(user.0).find_also_related(customer::Entity).one(db).await?;
    let Some((user, customer)) = found else { return Ok(None) };
    let customer = customer.filter(|customer| customer.deleted_at.is_none());
    let subscriptions = match &customer {
        Some(customer) => {
            subscription::Entity::find()
                .filter(subscription::Column::CustomerId.eq(&customer.stripe_customer_id))
                .find_with_related(subscription_item::Entity)
                .all(db)
                .await?
        }
        None => Vec::new(),
    };
    let names = product_names(db, &subscriptions).await?;
    Ok(Some(Account {
        email: user.email,
        has_customer: customer.is_some(),
        plan: summarize(subscriptions, &names, OffsetDateTime::now_utc()),
        synced_at: customer
            .and_then(|customer| customer.synced_at_ms)
            .and_then(|ms| OffsetDateTime::from_unix_timestamp(ms / 1000).ok()),
    }))
}

async fn product_names(
    db: &DatabaseConnection,
    subscriptions: &[super::summary::Subscribed],
) -> Result<HashMap<String, String>, DbErr> {
    let ids: Vec<&str> =
        subscriptions.iter().flat_map(|(_, items)| items).map(|item| item.product_id.as_str()).collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let products = product::Entity::find().filter(product::Column::Id.is_in(ids)).all(db).await?;
    Ok(products.into_iter().map(|product| (product.id, product.name)).collect())
}
