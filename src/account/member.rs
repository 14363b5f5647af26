//! A user as a member of one account, looked up without a session.

use sea_orm::{ConnectionTrait, DbErr, EntityTrait};

use crate::{
    auth::{Member, UserId},
    entity::member::Entity,
    model::AccountId,
};

/// The user as a member of the account; `None` if they are none. Whether there are other accounts and a password is not
/// looked up.
///
/// # Errors
/// When the database does not answer.
pub async fn member(
    db: &impl ConnectionTrait,
    account: &AccountId,
    user: UserId,
    email: String,
) -> Result<Option<Member>, DbErr> {
    let found = Entity::find_by_id((account.to_string(), user.0)).one(db).await?;
    Ok(found.map(|found| Member {
        user,
        account: account.clone(),
        role: found.role,
        email,
        has_others: false,
        has_password: false,
    }))
}
