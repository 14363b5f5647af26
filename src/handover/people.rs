//! The account, the user and the membership that a hand-over names: found, or made.

use sea_orm::{
    ActiveModelTrait,
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait, Query},
};

use super::error::HandoverError;
use crate::{
    account::{account_by_external_id, add_member, create_account, create_without_password, members_of},
    auth::{Email, UserId},
    entity::{account, identity, member, user},
    model::{AccountId, AccountName, AccountRef, ExternalId, Role},
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
        AccountRef::External(external) => match account_by_external_id(transaction, external).await? {
            Some(id) => id,
            None => create_account(transaction, Some(external), None).await?,
        },
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
    let known = identity::Entity::find_by_id((PROVIDER.to_owned(), asked.external_id.to_string()));
    if let Some(known) = known.one(transaction).await? {
        return follow(transaction, UserId(known.user_id), asked).await;
    }
    let linked = if asked.email_verified { linked_member(transaction, account, &asked.email).await? } else { None };
    let user = match linked {
        Some(user) => follow(transaction, user, asked).await?,
        None => create_without_password(transaction, &asked.email, asked.email_verified).await?,
    };
    let row = identity::ActiveModel {
        provider: Set(PROVIDER.to_owned()),
        subject: Set(asked.external_id.to_string()),
        user_id: Set(user.0),
    };
    identity::Entity::insert(row).exec_without_returning(transaction).await?;
    Ok(user)
}

/// The product knows the user's address best, unless the user has a password, whose name the address is.
async fn follow(db: &impl ConnectionTrait, id: UserId, asked: &AskedUser) -> Result<UserId, HandoverError> {
    let found = user::Entity::find_by_id(id.0).one(db).await?;
    let found = found.ok_or_else(|| DbErr::RecordNotFound("the identity's user".to_owned()))?;
    if found.disabled_at.is_some() {
        return Err(HandoverError::Disabled);
    }
    let is_known = found.email == asked.email.as_str() && found.email_verified == asked.email_verified;
    if found.password_hash.is_none() && !is_known {
        let (email, email_verified) = (Set(asked.email.to_string()), Set(asked.email_verified));
        user::ActiveModel { email, email_verified, ..found.into() }.update(db).await?;
    }
    Ok(id)
}

/// A member of this account with this address, without a password and without any identity. Never of another account:
/// there the address may be somebody else's claim.
async fn linked_member(db: &impl ConnectionTrait, account: &AccountId, email: &Email) -> Result<Option<UserId>, DbErr> {
    let identities = Query::select()
        .expr(Expr::value(1))
        .from(identity::Entity)
        .and_where(Expr::col((identity::Entity, identity::Column::UserId)).equals((user::Entity, user::Column::Id)))
        .to_owned();
    let found = user::Entity::find()
        .filter(user::Column::Email.eq(email.as_str()))
        .filter(user::Column::PasswordHash.is_null())
        .filter(user::Column::Id.in_subquery(members_of(account)))
        .filter(Expr::exists(identities).not())
        .order_by_asc(user::Column::Id)
        .one(db)
        .await?;
    Ok(found.map(|user| UserId(user.id)))
}

/// Makes the user a member with this role, or gives a member this role: whoever hands over decides. Returns whether a
/// member has another role now.
pub async fn membership(
    db: &impl ConnectionTrait,
    account: &AccountId,
    user: UserId,
    role: Role,
) -> Result<bool, DbErr> {
    let found = member::Entity::find_by_id((account.to_string(), user.0)).one(db).await?;
    match found {
        None => add_member(db, account, user, role).await.map(|()| false),
        Some(found) if found.role == role => Ok(false),
        Some(found) => {
            member::ActiveModel { role: Set(role), ..found.into() }.update(db).await?;
            Ok(true)
        }
    }
}
