//! De-duplicates double submits: without JavaScript nothing in the browser stops the second post,
//! and the two may reach different replicas. Both use one idempotency key, for which Stripe returns
//! one session. No URL is stored.

use std::time::Duration;

use database::Database;
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, DbErr, EntityTrait, ExprTrait, QueryFilter,
    sea_query::{Expr, OnConflict},
};
use tokio::time::timeout;
use uuid::Uuid;

use crate::{
    model::Flow,
    portal::click::{ActiveModel, Column, Entity},
};

/// Clicks within this time after the first are the same. With a longer time a customer could get a
/// portal URL that they have already used.
const ONE_CLICK_MS: i64 = 1000;

/// How long a click waits for its key: it can be had without.
const PATIENCE: Duration = Duration::from_secs(2);

/// The key for a click now: the earlier one's if that was part of the same double click. Where the database cannot say,
/// a key of its own: then a double click makes two sessions, which is better than none.
pub async fn key(db: &Database, stripe_customer_id: &str, flow: Option<&Flow>) -> String {
    match timeout(PATIENCE, shared_key(db, stripe_customer_id, flow)).await {
        Ok(Ok(key)) => return key,
        Ok(Err(error)) => tracing::warn!(error = %error, "a click on the portal could not be written down"),
        Err(_) => tracing::warn!("a click on the portal could not be written down in time"),
    }
    Uuid::new_v4().to_string()
}

async fn shared_key(db: &Database, stripe_customer_id: &str, flow: Option<&Flow>) -> Result<String, DbErr> {
    let click = ActiveModel {
        stripe_customer_id: Set(stripe_customer_id.to_owned()),
        flow: Set(flow.map(ToString::to_string).unwrap_or_default()),
        idempotency_key: Set(Uuid::new_v4().to_string()),
        clicked_at_ms: Set(clock::now_ms()),
    };
    let ours = |column| Expr::col((Entity, column));
    let new = |column| Expr::col(("excluded", column));
    // In both directions: the clocks of two replicas differ.
    let is_same = || {
        ours(Column::Flow)
            .eq(new(Column::Flow))
            .and(new(Column::ClickedAtMs).lt(ours(Column::ClickedAtMs).add(ONE_CLICK_MS)))
            .and(new(Column::ClickedAtMs).gt(ours(Column::ClickedAtMs).sub(ONE_CLICK_MS)))
    };
    let kept_or_new = |column: Column| -> Expr { Expr::case(is_same(), ours(column)).finally(new(column)).into() };
    let again = OnConflict::column(Column::StripeCustomerId)
        .value(Column::IdempotencyKey, kept_or_new(Column::IdempotencyKey))
        .value(Column::ClickedAtMs, kept_or_new(Column::ClickedAtMs))
        .value(Column::Flow, new(Column::Flow))
        .to_owned();
    Ok(Entity::insert(click).on_conflict(again).exec_with_returning(db).await?.idempotency_key)
}

/// After a failure the next click starts anew, since Stripe would repeat the failure too.
pub async fn forget(db: &Database, stripe_customer_id: &str, key: &str) {
    let click = Entity::delete_many()
        .filter(Column::StripeCustomerId.eq(stripe_customer_id))
        .filter(Column::IdempotencyKey.eq(key));
    match timeout(PATIENCE, click.exec(db)).await {
        Ok(Ok(_)) => {}
        Ok(Err(error)) => tracing::warn!(error = %error, "a click that failed could not be forgotten"),
        Err(_) => tracing::warn!("a click that failed could not be forgotten in time"),
    }
}
