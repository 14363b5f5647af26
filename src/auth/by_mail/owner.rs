//! Whose an address is.

use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::ExprTrait,
};

use crate::{
    auth::Email,
    entity::{identity, user},
};

/// The user to whom somebody who reads the mail of this address comes back: first one whose address was proved or
/// vouched for, then one with a password, then one whom the operator linked. An address that a provider only claims is
/// nobody's.
pub async fn owner_of(db: &impl ConnectionTrait, email: &Email) -> Result<Option<user::Model>, DbErr> {
    let theirs = Condition::any()
        .add(user::Column::PasswordHash.is_not_null())
        .add(user::Column::EmailVerified.eq(true))
        .add(identity::knows_the_user().not());
    let found = user::Entity::find()
        .filter(user::Column::Email.eq(email.as_str()))
        .filter(theirs)
        .order_by_desc(user::Column::EmailVerified)
        .order_by_desc(user::Column::PasswordHash.is_not_null())
        .order_by_asc(user::Column::Id)
        .limit(1);
    Ok(found.all(db).await?.pop())
}
