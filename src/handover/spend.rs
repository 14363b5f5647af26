//! Spending a hand-over: it signs its user in once.

use database::delete_in_steps;
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter,
    sea_query::{Expr, Query},
};

use super::destination::Destination;
use crate::{
    auth::UserId,
    entity::{
        api_key,
        handover::{Column, Entity},
        user,
    },
    model::AccountId,
    token::Token,
};

/// Links are remembered for a day after their end, so that a late visitor is told what to do.
const REMEMBERED: i64 = 24 * 60 * 60;

/// Whether the link still works.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkState {
    Open,
    /// Used, too old, or made by a key that is revoked; or its user is disabled.
    Closed,
}

/// A link that was made.
#[derive(Clone, Debug)]
pub struct Handover {
    pub account: AccountId,
    pub user: UserId,
    /// The user's address.
    pub email: String,
    pub destination: Destination,
    pub return_url: Option<String>,
    pub state: LinkState,
}

/// The link of this token; `None` if none was made lately. Nothing is spent.
///
/// # Errors
/// When the database does not answer, or the row cannot be read.
pub async fn find(db: &impl ConnectionTrait, token: &Token) -> Result<Option<Handover>, DbErr> {
    let found = Entity::find_by_id(token.hash()).one(db).await?;
    let Some(found) = found else { return Ok(None) };
    let Some(user) = user::Entity::find_by_id(found.user_id).one(db).await? else { return Ok(None) };
    let key = api_key::Entity::find_by_id(found.api_key_id.as_str()).one(db).await?;
    let is_open = found.used_at.is_none()
        && found.expires_at > clock::now_seconds()
        && user.disabled_at.is_none()
        && key.is_some_and(|key| key.revoked_at.is_none());
    let unreadable = |error: &dyn std::fmt::Display| DbErr::Type(error.to_string());
    Ok(Some(Handover {
        account: found.account_id.parse().map_err(|error| unreadable(&error))?,
        user: UserId(found.user_id),
        email: user.email,
        destination: serde_json::from_str(&found.destination).map_err(|error| unreadable(&error))?,
        return_url: found.return_url,
        state: if is_open { LinkState::Open } else { LinkState::Closed },
    }))
}

/// Spends the token. Of two requests at the same time one gets `true`.
///
/// # Errors
/// When the database does not answer; then nobody is signed in.
pub async fn spend(db: &impl ConnectionTrait, token: &Token) -> Result<bool, DbErr> {
    let now = clock::now_seconds();
    let valid_keys = Query::select()
        .column(api_key::Column::Id)
        .from(api_key::Entity)
        .and_where(api_key::Column::RevokedAt.is_null())
        .to_owned();
    let spent = Entity::update_many()
        .col_expr(Column::UsedAt, Expr::value(now))
        .filter(Column::TokenHash.eq(token.hash()))
        .filter(Column::UsedAt.is_null())
        .filter(Column::ExpiresAt.gt(now))
        .filter(Column::ApiKeyId.in_subquery(valid_keys))
        .exec(db)
        .await?;
    Ok(spent.rows_affected == 1)
}

/// Removes links that ended long ago; returns how many.
///
/// # Errors
/// When the database does not answer.
pub async fn prune(db: &impl ConnectionTrait) -> Result<u64, DbErr> {
    let before = clock::now_seconds() - REMEMBERED;
    delete_in_steps::<Entity>(db, Column::TokenHash, Column::ExpiresAt.lt(before)).await
}
