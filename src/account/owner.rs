//! Which Stripe customer belongs to which account.

use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, sea_query::OnConflict};

use crate::{
    account_access::outdate,
    entity::customer_owner::{ActiveModel, Column, Entity},
    model::AccountId,
};

/// The account's Stripe customer (`cus_…`), even if it was deleted at Stripe.
///
/// # Errors
/// When the database does not answer.
pub async fn customer_of(db: &impl ConnectionTrait, account: &AccountId) -> Result<Option<String>, DbErr> {
    Ok(Entity::find_by_id(account.as_str()).one(db).await?.map(|row| row.stripe_customer_id))
}

/// The account to which the Stripe customer belongs, if any.
///
/// # Errors
/// When the database does not answer.
pub async fn owner_of(db: &impl ConnectionTrait, stripe_customer_id: &str) -> Result<Option<AccountId>, DbErr> {
    let row = Entity::find().filter(Column::StripeCustomerId.eq(stripe_customer_id)).one(db).await?;
    Ok(row.and_then(|row| row.account_id.parse().ok()))
}

/// Stores that this customer belongs to the account. A stored customer is kept, unless it is
/// `replaced`. Returns whether the given customer is now the account's.
///
/// # Errors
/// When the database does not answer, or the customer belongs to another account.
pub async fn assign(
    db: &impl ConnectionTrait,
    account: &AccountId,
    stripe_customer_id: &str,
    replaced: Option<&str>,
) -> Result<bool, DbErr> {
    let row =
        ActiveModel { account_id: Set(account.to_string()), stripe_customer_id: Set(stripe_customer_id.to_owned()) };
    let mut conflict = OnConflict::column(Column::AccountId);
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
    // What the account may use follows its customer.
    outdate(db, std::slice::from_ref(account)).await?;
    Ok(customer_of(db, account).await?.as_deref() == Some(stripe_customer_id))
}
