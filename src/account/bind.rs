//! Binding an existing Stripe customer to an account.

use mirror::{Mirror, StripeObject, entity::customer};
use sea_orm::{DatabaseTransaction, DbErr, EntityTrait};

use super::owner::{assign, customer_of, owner_of};
use crate::model::AccountId;

/// What became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bound {
    /// The customer is the account's from now on. A sync is asked for.
    Now,
    /// It was before.
    Before,
}

/// Why a customer cannot be the account's.
#[derive(Debug, thiserror::Error)]
pub enum BindError {
    #[error("the Stripe customer belongs to another account")]
    CustomerTaken,
    #[error("the account has another Stripe customer")]
    AccountHasCustomer,
    #[error(transparent)]
    Database(#[from] DbErr),
}

/// Binds the customer (`cus_…`) to the account, in the caller's transaction; call the queue's `notify` after the
/// commit. A customer that was deleted at Stripe is replaced. Stripe is not asked: whether there is such a customer is
/// found out by the sync.
///
/// # Errors
/// Why nothing was bound.
pub async fn bind_customer(
    mirror: &Mirror,
    transaction: &DatabaseTransaction,
    account: &AccountId,
    stripe_customer_id: &str,
) -> Result<Bound, BindError> {
    match owner_of(transaction, stripe_customer_id).await? {
        Some(owner) if owner == *account => return Ok(Bound::Before),
        Some(_) => return Err(BindError::CustomerTaken),
        None => {}
    }
    let replaced = customer_of(transaction, account).await?;
    if let Some(replaced) = &replaced {
        let row = customer::Entity::find_by_id(replaced.as_str()).one(transaction).await?;
        if row.is_some_and(|row| row.is_living()) {
            return Err(BindError::AccountHasCustomer);
        }
    }
    Mirror::adopt(transaction, stripe_customer_id).await?;
    if !assign(transaction, account, stripe_customer_id, replaced.as_deref()).await? {
        return Err(BindError::AccountHasCustomer);
    }
    if let Some(replaced) = &replaced {
        Mirror::abandon(transaction, replaced).await?;
    }
    let customer = StripeObject::Customer(stripe_customer_id.to_owned());
    mirror.request(transaction, [customer].into()).await?;
    Ok(Bound::Now)
}
