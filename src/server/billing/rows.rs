//! The two questions everything about billing begins with: which customer is this user, and what
//! are they subscribed to.

use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseConnection, DbErr, EntityTrait, FromQueryResult, QueryFilter, QuerySelect,
    QueryTrait, sea_query::SimpleExpr,
};

use super::known::Subscribed;
use crate::server::{
    auth::UserId,
    db::entity::{customer, installation, subscription, subscription_item},
};

/// The user's Stripe customer, unless there is none or it was deleted.
pub(super) async fn customer_of(db: &DatabaseConnection, user: UserId) -> Result<Option<customer::Model>, DbErr> {
    customer::Entity::find_by_id(user.0).filter(customer::Column::DeletedAt.is_null()).one(db).await
}

/// Whose portal to open, and which.
#[derive(FromQueryResult)]
pub(super) struct PortalCustomer {
    #[sea_orm(nested)]
    pub customer: customer::Model,
    /// The configuration that `portal apply` recorded.
    pub recorded: Option<String>,
}

/// [`customer_of`] and the portal configuration in one query: this is the click a customer waits for,
/// and every replica is to name a new configuration at once.
pub(super) async fn portal_customer_of(db: &DatabaseConnection, user: UserId) -> Result<Option<PortalCustomer>, DbErr> {
    let recorded =
        installation::Entity::find().select_only().column(installation::Column::PortalConfiguration).into_query();
    customer::Entity::find_by_id(user.0)
        .filter(customer::Column::DeletedAt.is_null())
        .expr_as(SimpleExpr::SubQuery(None, Box::new(recorded.into())), "recorded")
        .into_model()
        .one(db)
        .await
}

/// Whose Stripe customer it is, if anybody's.
///
/// # Errors
/// When the database does not answer.
pub async fn user_of(db: &DatabaseConnection, stripe_customer_id: &str) -> Result<Option<UserId>, DbErr> {
    let row = customer::Entity::find().filter(customer::Column::StripeCustomerId.eq(stripe_customer_id));
    Ok(row.one(db).await?.map(|row| UserId(row.user_id)))
}

/// All the customer's subscriptions, ended ones too, each with its items.
pub(super) async fn subscriptions_of(db: &impl ConnectionTrait, customer: &str) -> Result<Vec<Subscribed>, DbErr> {
    subscription::Entity::find()
        .filter(subscription::Column::CustomerId.eq(customer))
        .find_with_related(subscription_item::Entity)
        .all(db)
        .await
}
