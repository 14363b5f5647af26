//! A user as a member of one account, looked up without a session.

use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter};

use super::owner::customer_of;
use crate::{
    auth::{Member, UserId},
    entity::{
        member::{Column, Entity},
        user,
    },
    model::AccountId,
};

/// The user as a member of the account; `None` if they are none.
///
/// # Errors
/// When the database does not answer.
pub async fn member(db: &impl ConnectionTrait, account: &AccountId, user: UserId) -> Result<Option<Member>, DbErr> {
    let found = Entity::find_by_id((account.to_string(), user.0)).find_also_related(user::Entity).one(db).await?;
    let Some((found, Some(person))) = found else { return Ok(None) };
    let all = Entity::find().filter(Column::UserId.eq(user.0)).count(db).await?;
    Ok(Some(Member {
        user,
        account: account.clone(),
        role: found.role,
        customer: customer_of(db, account).await?,
        email: person.email,
        has_others: all > 1,
        has_password: person.password_hash.is_some(),
    }))
}
