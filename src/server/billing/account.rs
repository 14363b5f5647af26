//! What the account page needs, read from the database alone: it works with Stripe down.

use std::{collections::HashMap, time::Duration};

use sea_orm::{ColumnTrait, DatabaseConnection, DbErr, EntityTrait, QueryFilter};
use time::OffsetDateTime;

use super::{
    rows::{customer_of, subscriptions_of},
    summary::{self, summarize},
    sync::sync,
};
use crate::{
    model::PlanSummary,
    server::{
        auth::UserId,
        db::entity::{customer, product, user},
        state::AppState,
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
        Some(customer) => subscriptions_of(db, &customer.stripe_customer_id).await?,
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

/// The prices the user pays, of subscriptions that are not over.
///
/// # Errors
/// When the database does not answer.
pub async fn subscribed_prices(db: &DatabaseConnection, user: UserId) -> Result<Vec<String>, DbErr> {
    let Some(customer) = customer_of(db, user).await? else { return Ok(Vec::new()) };
    let subscriptions = subscriptions_of(db, &customer.stripe_customer_id).await?;
    let current = subscriptions.into_iter().filter(|(subscription, _)| !summary::status(subscription).is_ended());
    Ok(current.flat_map(|(_, items)| items).map(|item| item.price_id).collect())
}

/// Brings the user in step with Stripe before the page is shown, if that can be done in `patience`:
/// somebody who comes back from paying wants to see it. Only ever the signed-in user's own customer,
/// whatever the address says. However fresh the rows are, they may be from before the payment.
///
/// Whether it is up to date; if not, the page is shown as it was, and the webhook will do it.
pub async fn refresh(state: &AppState, user: UserId, patience: Duration) -> bool {
    let Ok(Some(customer)) = customer_of(&state.db, user).await else { return true };
    let synced = tokio::time::timeout(patience, sync(&state.db, &state.stripe, &customer.stripe_customer_id)).await;
    match synced {
        Ok(Ok(_)) => true,
        Ok(Err(error)) => {
            tracing::warn!(user.id = user.0, error = %error, "the account could not be refreshed");
            false
        }
        Err(_) => false,
    }
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
