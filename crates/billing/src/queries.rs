//! Shared queries: a customer's subscriptions, and the customer's portal configuration.

use database::Database;
use mirror::entity::{customer, installation, subscription, subscription_item};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, QueryFilter, QuerySelect, QueryTrait,
    sea_query::SimpleExpr,
};

use crate::subscription::SubscriptionWithItems;

/// The customer whose portal is opened, and its configuration.
#[derive(FromQueryResult)]
pub struct PortalCustomer {
    #[sea_orm(nested)]
    pub customer: customer::Model,
    /// The configuration that `portal apply` recorded.
    pub recorded: Option<String>,
}

/// The customer, unless it was deleted, and the portal configuration, in one query. The
/// configuration is read on each click so that every replica uses a new one at once.
pub async fn portal_customer(db: &Database, stripe_customer_id: &str) -> Result<Option<PortalCustomer>, DbErr> {
    let recorded =
        installation::Entity::find().select_only().column(installation::Column::PortalConfiguration).into_query();
    customer::Entity::find_by_id(stripe_customer_id)
        .filter(customer::Column::DeletedAt.is_null())
        .expr_as(SimpleExpr::SubQuery(None, Box::new(recorded.into())), "recorded")
        .into_model()
        .one(db)
        .await
}

/// All the customer's subscriptions, including ended ones, each with its items.
pub async fn subscriptions_of(
    db: &impl ConnectionTrait,
    stripe_customer_id: &str,
) -> Result<Vec<SubscriptionWithItems>, DbErr> {
    let found = subscription::Entity::find()
        .filter(subscription::Column::CustomerId.eq(stripe_customer_id))
        .find_with_related(subscription_item::Entity)
        .all(db)
        .await?;
    Ok(found.into_iter().map(|(subscription, items)| SubscriptionWithItems { subscription, items }).collect())
}
