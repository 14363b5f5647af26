//! Deleting an account: first everything ends at Stripe, then everything is removed here, in one transaction.
//!
//! A failure in between leaves the account as it was, with fewer plans. Whoever tries again goes on from there.

use billing::{Billing, CloseError};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect,
    sea_query::{Expr, ExprTrait, Query},
};

use super::{
    accounts::{Accounts, Limited, NotAllowed},
    buyer::ACCOUNT_ID,
    members::members_of,
    owner::customer_of,
};
use crate::{
    audit::{self, Event},
    auth::Member,
    entity::{account, customer_owner, member, user},
    model::{AccountId, Role},
};

/// Why the account is still there.
#[derive(Debug, thiserror::Error)]
pub enum DeleteError {
    #[error("the account has another owner")]
    OtherOwners,
    /// Another customer became the account's meanwhile, and its plans have not ended.
    #[error("the account has a new Stripe customer")]
    OtherCustomer,
    #[error(transparent)]
    Close(#[from] CloseError),
    #[error(transparent)]
    Database(#[from] DbErr),
}

/// What the transaction found.
enum Deletion {
    Done,
    /// Somebody was faster.
    Gone,
    NotAllowed,
    OtherOwners,
    OtherCustomer,
}

impl Accounts {
    /// Ends everything of the account at Stripe, and deletes it with its members' access and what is mirrored of it.
    /// Users who belong to no other account are deleted too. Only its last owner may; nothing is refunded.
    ///
    /// # Errors
    /// Why the account is still there. Plans may have ended.
    pub async fn delete(&self, member: &Member) -> Result<(), Limited<DeleteError>> {
        let failed = |error: DeleteError| Limited::Billing(error);
        // Before anything ends; what counts is found out again in the transaction.
        if has_other_owners(&self.db, &member.account).await.map_err(|error| failed(error.into()))? {
            return Err(failed(DeleteError::OtherOwners));
        }
        self.allowance.take(member.user)?;
        let customer = customer_of(&self.db, &member.account).await.map_err(|error| failed(error.into()))?;
        if let Some(customer) = &customer {
            let closed = self.billing.close_customer(customer, &[ACCOUNT_ID]).await;
            closed.map_err(|error| failed(error.into()))?;
        }
        let deleted = self
            .db
            .write_tx(async |transaction| delete_closed(transaction, &self.billing, member, customer.as_deref()).await);
        match deleted.await.map_err(|error| failed(error.into()))? {
            Deletion::Done => {
                self.billing.mirror.queue.notify();
                // At Stripe the customer stays, and nothing else here knows whose it was.
                tracing::info!(account.id = %member.account, stripe.customer_id = customer, "an account was deleted");
                audit::record(Event::AccountDeleted, Some(member.user));
                Ok(())
            }
            Deletion::Gone => Ok(()),
            Deletion::NotAllowed => Err(NotAllowed.into()),
            Deletion::OtherOwners => Err(failed(DeleteError::OtherOwners)),
            Deletion::OtherCustomer => Err(failed(DeleteError::OtherCustomer)),
        }
    }
}

/// Whether the account has more than one owner.
///
/// # Errors
/// When the database does not answer.
pub async fn has_other_owners(db: &impl ConnectionTrait, account: &AccountId) -> Result<bool, DbErr> {
    let owners = member::Entity::find()
        .filter(member::Column::AccountId.eq(account.as_str()))
        .filter(member::Column::Role.eq(Role::Owner));
    Ok(owners.count(db).await? > 1)
}

/// Deletes the account whose customer has nothing open at Stripe any more.
async fn delete_closed(
    transaction: &DatabaseTransaction,
    billing: &Billing,
    Member { user, account, .. }: &Member,
    closed: Option<&str>,
) -> Result<Deletion, DbErr> {
    // Whoever changes members or binds a customer waits for this lock; on SQLite there is one writer anyway.
    let found = account::Entity::find_by_id(account.as_str()).lock_exclusive().one(transaction).await?;
    if found.is_none() {
        return Ok(Deletion::Gone);
    }
    let asker = member::Entity::find_by_id((account.to_string(), user.0)).one(transaction).await?;
    if asker.is_none_or(|asker| !asker.role.may_delete_account()) {
        return Ok(Deletion::NotAllowed);
    }
    if has_other_owners(transaction, account).await? {
        return Ok(Deletion::OtherOwners);
    }
    let customer = customer_of(transaction, account).await?;
    if customer.as_deref() != closed {
        return Ok(Deletion::OtherCustomer);
    }
    delete_users(transaction, account).await?;
    if let Some(customer) = &customer {
        customer_owner::Entity::delete_by_id(account.as_str()).exec(transaction).await?;
        billing.forget_customer(transaction, customer).await?;
    }
    // Its members and the links that lead into it are deleted with it.
    account::Entity::delete_by_id(account.as_str()).exec(transaction).await?;
    Ok(Deletion::Done)
}

/// Deletes the members who belong to no other account, with their sessions and identities.
async fn delete_users(transaction: &DatabaseTransaction, account: &AccountId) -> Result<(), DbErr> {
    // Whoever makes one of them a member of another account is waited for, and then seen.
    let members = user::Entity::find()
        .select_only()
        .column(user::Column::Id)
        .filter(user::Column::Id.in_subquery(members_of(account)))
        .order_by_asc(user::Column::Id)
        .lock_exclusive();
    members.into_tuple::<i64>().all(transaction).await?;
    let elsewhere = Query::select()
        .expr(Expr::value(1))
        .from(member::Entity)
        .and_where(Expr::col((member::Entity, member::Column::UserId)).equals((user::Entity, user::Column::Id)))
        .and_where(Expr::col((member::Entity, member::Column::AccountId)).ne(account.as_str()))
        .to_owned();
    user::Entity::delete_many()
        .filter(user::Column::Id.in_subquery(members_of(account)))
        .filter(Expr::exists(elsewhere).not())
        .exec(transaction)
        .await
        .map(drop)
}
