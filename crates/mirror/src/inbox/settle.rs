//! Settling stored events: the sync of an object settles all its events that were stored before.

use std::collections::BTreeSet;

use database::Database;
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter, QuerySelect,
    sea_query::{Expr, IntoCondition},
};

use crate::{
    entity::stripe_event::{Column, Entity, State},
    stripe_object::StripeObject,
};

/// Ids per statement; both databases accept many more.
const CHUNK: usize = 1000;

/// The unfinished events of this object.
pub async fn unsettled(db: &Database, object: &StripeObject) -> Result<Vec<String>, DbErr> {
    Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(Column::Object.eq(object.clone()))
        .filter(Column::State.is_in([State::Pending, State::Dead]))
        .into_tuple()
        .all(db)
        .await
}

/// Sets the state of these events.
pub async fn mark(
    transaction: &DatabaseTransaction,
    events: &[String],
    state: State,
    error: Option<&str>,
) -> Result<(), DbErr> {
    for ids in events.chunks(CHUNK) {
        Entity::update_many()
            .col_expr(Column::State, Expr::value(state))
            .col_expr(Column::ProcessedAt, Expr::value(clock::now_seconds()))
            .col_expr(Column::LastError, Expr::value(error))
            .filter(Column::Id.is_in(ids))
            .exec(transaction)
            .await?;
    }
    Ok(())
}

/// Makes events pending again; returns their objects. Request these in the same transaction.
///
/// # Errors
/// When the database does not answer.
pub async fn reopen(db: &impl ConnectionTrait, which: impl IntoCondition) -> Result<BTreeSet<StripeObject>, DbErr> {
    let events = Entity::update_many()
        .col_expr(Column::State, Expr::value(State::Pending))
        .col_expr(Column::ProcessedAt, Expr::value(Option::<i64>::None))
        .col_expr(Column::LastError, Expr::value(Option::<String>::None))
        .filter(which.into_condition())
        .exec_with_returning(db)
        .await?;
    Ok(events.into_iter().filter_map(|event| event.object).collect())
}
