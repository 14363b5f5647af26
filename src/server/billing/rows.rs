//! The two questions everything about billing begins with: which customer is this user, and what
//! are they subscribed to.

use sea_orm::{ColumnTrait, DatabaseConnection, DbErr, EntityTrait, QueryFilter};

use super::known::Subscribed;
use crate::server::{
    auth::UserId,
    db::entity::{customer, subscription, subscription_item},
};

/// The user's Stripe customer, unless there is none or it was deleted.
pub(super) async fn customer_of(db: &DatabaseConnection, user: UserId) -> Result<Option<customer::Model>, DbErr> {
    customer::Entity::find_by_id(user.0).filter(customer::Column::DeletedAt.is_null()).one(db).await
}

/// All the customer's subscriptions, ended ones too, each with its items.
pub(super) async fn subscriptions_of(db: &DatabaseConnection, customer: &str) -> Result<Vec<Subscribed>, DbErr> {
    subscription::Entity::find()
        .filter(subscription::Column::CustomerId.eq(customer))
        .find_with_related(subscription_item::Entity)
        .all(db)
        .await
}
