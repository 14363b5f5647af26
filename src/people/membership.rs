//! The account that another system names, and the role that it gives.

use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait, QuerySelect,
};

use crate::{
    account::{account_by_external_id, add_member, create_account},
    auth::UserId,
    entity::{account, member},
    model::{AccountId, ExternalId, Role},
};

/// Finds the account by the company's id, or makes it. It stays locked until the transaction ends, so that two who come
/// into one account follow one another.
///
/// # Errors
/// When the database does not answer, or another request made the same account.
pub async fn account_named(transaction: &DatabaseTransaction, external: &ExternalId) -> Result<AccountId, DbErr> {
    let id = match account_by_external_id(transaction, external).await? {
        Some(id) => id,
        None => create_account(transaction, Some(external), None).await?,
    };
    account::Entity::find_by_id(id.as_str()).lock_exclusive().one(transaction).await?;
    Ok(id)
}

/// Makes the user a member with this role, or gives a member this role: the other system decides. Returns whether a
/// member has another role now.
///
/// # Errors
/// When the database does not answer.
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
