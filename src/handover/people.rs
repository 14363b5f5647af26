//! The account and the user that a hand-over names: found, or made.

use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait,
    QueryFilter, QuerySelect,
};

use super::error::HandoverError;
use crate::{
    account::members_of,
    auth::{Email, UserId},
    entity::{account, user},
    model::{AccountId, AccountName, AccountRef, ExternalId},
    people::{self, Identity, Person},
};

/// The provider of the identities that the company's product knows.
const PROVIDER: &str = "handover";

/// The account, as the product describes it.
#[derive(Clone, Debug)]
pub struct AskedAccount {
    pub account: AccountRef,
    /// Replaces the account's name.
    pub name: Option<AccountName>,
}

/// The user, as the product describes them.
#[derive(Clone, Debug)]
pub struct AskedUser {
    pub external_id: ExternalId,
    pub email: Email,
    /// Whether the product knows that the address is the user's.
    pub email_verified: bool,
}

/// Finds the account, or makes it if it is named by the product's id. It stays locked until the transaction ends, so
/// that two hand-overs into one account follow one another.
pub async fn account(transaction: &DatabaseTransaction, asked: &AskedAccount) -> Result<AccountId, HandoverError> {
    let id = match &asked.account {
        AccountRef::Id(id) => id.clone(),
        AccountRef::External(external) => people::account_named(transaction, external).await?,
    };
    let found = account::Entity::find_by_id(id.as_str()).lock_exclusive().one(transaction).await?;
    let found = found.ok_or(HandoverError::UnknownAccount)?;
    if let Some(name) = asked.name.as_ref().map(AccountName::as_str).filter(|name| found.name.as_deref() != Some(name))
    {
        account::ActiveModel { name: Set(Some(name.to_owned())), ..found.into() }.update(transaction).await?;
    }
    Ok(id)
}

/// Finds the user by the product's id; else a member who was linked by address and has come for the first time; else
/// makes a new user.
pub async fn user(
    transaction: &DatabaseTransaction,
    account: &AccountId,
    asked: &AskedUser,
) -> Result<UserId, HandoverError> {
    let AskedUser { external_id, email, email_verified } = asked.clone();
    let identity = Identity { provider: PROVIDER.to_owned(), subject: external_id.to_string() };
    let person = Person { identity, email, email_verified };
    if let Some(known) = people::find(transaction, &person).await? {
        return Ok(known);
    }
    let linked = if email_verified { linked_member(transaction, account, &person.email).await? } else { None };
    Ok(match linked {
        Some(user) => people::adopt(transaction, user, &person).await?,
        None => people::create(transaction, &person).await?,
    })
}

/// A member of this account with this address, without a password and without any identity. Never of another account:
/// there the address may be somebody else's claim.
async fn linked_member(db: &impl ConnectionTrait, account: &AccountId, email: &Email) -> Result<Option<UserId>, DbErr> {
    let of_account = people::unclaimed(email).filter(user::Column::Id.in_subquery(members_of(account)));
    Ok(of_account.one(db).await?.map(|user| UserId(user.id)))
}
