//! A limit of failed sign-ins per account, from any network (OWASP ASVS 5, 6.3.1): a botnet has an
//! address for each guess. Mails are limited in the same way. Stored in the database, so that all replicas count
//! together.
//!
//! This limit alone would let anybody lock the owner out. So a browser that signed in before is
//! counted separately, see [`super::KnownBrowser`].

use database::Database;
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, DbErr, EntityTrait, QueryFilter,
    sea_query::{Expr, ExprTrait, OnConflict},
};

use crate::entity::sign_in_failure::{ActiveModel, Column, Entity};

/// How many at once, and after how many seconds each is forgotten.
#[derive(Clone, Copy, Debug)]
pub struct Limit {
    burst: i64,
    pause: i64,
}

/// Failed sign-ins. That is about 105,000 guesses a year, none of which is a common password, since those are refused.
pub const FAILURES: Limit = Limit { burst: 100, pause: 300 };

/// Mails of one kind to one address that somebody asks for, whoever it is: nobody's mailbox is filled from here. The
/// next one comes before the link in the last one ends.
pub const MAILS: Limit = Limit { burst: 5, pause: 300 };

/// Mails to whomever that are asked for from one network: each of them is five guesses of a code.
pub const MAILS_FROM_A_NETWORK: Limit = Limit { burst: 30, pause: 60 };

/// Invitations into one account.
pub const INVITATIONS: Limit = Limit { burst: 20, pause: 900 };

/// Counts an attempt as failed before it is made, in one statement, so that many at once are
/// counted too; `false` when there were too many. A row stores only the time until which its
/// failures count.
///
/// # Errors
/// When the database does not answer.
pub async fn begin(db: &Database, who: &str, Limit { burst, pause }: Limit, now: i64) -> Result<bool, DbErr> {
    let counted_until = || Expr::col((Entity, Column::CountedUntil));
    let from = Expr::case(counted_until().gt(now), counted_until()).finally(now);
    let count = Entity::insert(ActiveModel { id: Set(who.to_owned()), counted_until: Set(now + pause) }).on_conflict(
        OnConflict::column(Column::Id)
            .value(Column::CountedUntil, Expr::expr(from).add(pause))
            .action_and_where(counted_until().lte(now + (burst - 1) * pause))
            .to_owned(),
    );
    Ok(count.exec_without_returning(db).await? > 0)
}

/// Forgets the failures after a successful sign-in.
///
/// # Errors
/// When the database does not answer.
pub async fn clear(db: &Database, who: &str) -> Result<(), DbErr> {
    Entity::delete_by_id(who).exec(db).await.map(drop)
}

/// Deletes the rows whose failures no longer count.
///
/// # Errors
/// When the database does not answer.
pub async fn prune(db: &Database, now: i64) -> Result<(), DbErr> {
    Entity::delete_many().filter(Column::CountedUntil.lte(now)).exec(db).await.map(drop)
}
