//! Which Stripe customer belongs to which user.

use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, sea_query::OnConflict};

use crate::{
    auth::UserId,
    entity::customer_owner::{ActiveModel, Column, Entity},
};

/// The user's Stripe customer (`cus_…`), even if it was deleted at Stripe.
///
/// # Errors
/// When the database does not answer.
pub async fn customer_of(db: &impl ConnectionTrait, user: UserId) -> Result<Option<String>, DbErr> {
    Ok(Entity::find_by_id(user.0).one(db).await?.map(|row| row.stripe_customer_id))
}

/// The user to whom the Stripe customer belongs, if any.
///
/// # Errors
/// When the database does not answer.
pub async fn owner_of(db: &impl ConnectionTrait, stripe_customer_id: &str) -> Result<Option<UserId>, DbErr> {
    let row = Entity::find().filter(Column::StripeCustomerId.eq(stripe_customer_id)).one(db).await?;
    Ok(row.map(|row| UserId(row.user_id)))
}

/// Stores that this customer belongs to the user. A stored customer is kept, unless it is
/// `replaced`. Returns whether the given customer is now the user's.
///
/// # Errors
/// When the database does not answer, or the customer belongs to another user.
pub async fn assign(
    db: &impl ConnectionTrait,
    user: UserId,
    stripe_customer_id: &str,
    replaced: Option<&str>,
) -> Result<bool, DbErr> {
    let row = ActiveModel { user_id: Set(user.0), stripe_customer_id: Set(stripe_customer_id.to_owned()) };
    let mut conflict = OnConflict::column(Column::UserId);
    match replaced {
        Some(replaced) => {
            let is_replaced = Column::StripeCustomerId.eq(replaced);
            conflict.update_column(Column::StripeCustomerId).action_and_where(is_replaced);
        }
        None => {
            conflict.do_nothing();
        }
    }
    Entity::insert(row).on_conflict(conflict).exec_without_returning(db).await?;
    Ok(customer_of(db, user).await?.as_deref() == Some(stripe_customer_id))
}
