//! A ceiling for the failures against one account from anywhere (OWASP ASVS 5, 6.3.1): a botnet has an
//! address for each guess. In the database, so that all replicas count together.
//!
//! A ceiling alone would let anybody lock an owner out. So a browser that signed in before has a count of
//! its own, see [`super::KnownBrowser`].

use database::Database;
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, DbErr, EntityTrait, QueryFilter,
    sea_query::{Expr, ExprTrait, OnConflict},
};

use crate::entity::sign_in_failure::{ActiveModel, Column, Entity};

/// So many failures in a row, then one attempt for each pause: about 105,000 guesses in a year, at a password
/// that nobody tries first.
const BURST: i64 = 100;

/// Seconds after which one failure is forgiven.
const PAUSE: i64 = 300;

/// Counts an attempt as failed before it is made, in one statement, so that many at once are counted too;
/// `false` when there were too many. Every row says only until when its failures count.
///
/// # Errors
/// When the database does not answer.
pub async fn begin(db: &Database, who: &str, now: i64) -> Result<bool, DbErr> {
    let counted_until = || Expr::col((Entity, Column::CountedUntil));
    let from = Expr::case(counted_until().gt(now), counted_until()).finally(now);
    let count = Entity::insert(ActiveModel { id: Set(who.to_owned()), counted_until: Set(now + PAUSE) }).on_conflict(
        OnConflict::column(Column::Id)
            .value(Column::CountedUntil, Expr::expr(from).add(PAUSE))
            .action_and_where(counted_until().lte(now + (BURST - 1) * PAUSE))
            .to_owned(),
    );
    Ok(count.exec_without_returning(db).await? > 0)
}

/// The owner is here: nothing is held against them.
///
/// # Errors
/// When the database does not answer.
pub async fn clear(db: &Database, who: &str) -> Result<(), DbErr> {
    Entity::delete_by_id(who).exec(db).await.map(drop)
}

/// Forgets those whose failures do not count any more.
///
/// # Errors
/// When the database does not answer.
pub async fn prune(db: &Database, now: i64) -> Result<(), DbErr> {
    Entity::delete_many().filter(Column::CountedUntil.lte(now)).exec(db).await.map(drop)
}
