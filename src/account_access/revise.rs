//! Moving the revision of an account whose answer became another one.

use access::decide;
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait, ExprTrait, QueryFilter, QueryOrder,
    QueryResult, QuerySelect,
    sea_query::{Expr, OnConflict},
};

use super::{
    found::Found,
    rules::{Rules, RulesCache, version},
    statement::find_all,
};
use crate::{
    entity::account_access::{ActiveModel, Column, Entity},
    model::AccountId,
};

/// Why answers are computed anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// The rows are written that they are made of.
    Rows,
    /// Time has passed, or the rules are others.
    TimeOrRules,
}

/// Leaves the answers of these accounts to the worker.
///
/// # Errors
/// When the database does not answer.
pub async fn outdate(db: &impl ConnectionTrait, accounts: &[AccountId]) -> Result<(), DbErr> {
    Entity::update_many()
        .col_expr(Column::RulesVersion, Expr::value(0_i64))
        .filter(Column::AccountId.is_in(accounts.iter().map(AccountId::as_str)))
        .exec(db)
        .await
        .map(drop)
}

/// Computes the answers of these accounts anew, in the transaction that changed what they are made of, and moves the
/// revision of each that is another one. Returns how many moved.
///
/// # Errors
/// When the database does not answer.
pub async fn revise(
    transaction: &DatabaseTransaction,
    rules: &RulesCache,
    accounts: &[AccountId],
    why: Why,
) -> Result<usize, DbErr> {
    if accounts.is_empty() {
        return Ok(0);
    }
    lock(transaction, accounts).await?;
    // After the lock: rules that were applied while it was waited for hold.
    let rules = match rules.within(transaction).await {
        Ok(rules) => rules,
        // A newer program applied a policy that this one cannot read. That must not keep the rows from being written.
        Err(DbErr::Json(error)) if why == Why::Rows => {
            tracing::error!(error, "the rules of access cannot be read; run the newest version on every server");
            return outdate(transaction, accounts).await.map(|()| 0);
        }
        Err(error) => return Err(error),
    };
    // SQLite refuses the whole statement for one document that is not JSON; PostgreSQL stores no such document.
    if let Ok(rows) = find_all(transaction, accounts).await {
        return revise_rows(transaction, &rules, &rows, why).await;
    }
    // It may have been the database itself.
    version(transaction).await?;
    let mut moved = 0;
    for account in accounts {
        match find_all(transaction, std::slice::from_ref(account)).await {
            Ok(rows) => moved += revise_rows(transaction, &rules, &rows, why).await?,
            Err(error) => skip(transaction, &rules, account.as_str(), &error).await?,
        }
    }
    Ok(moved)
}

async fn revise_rows(
    transaction: &DatabaseTransaction,
    rules: &Rules,
    rows: &[QueryResult],
    why: Why,
) -> Result<usize, DbErr> {
    let mut moved = 0;
    for row in rows {
        match Found::read(row) {
            Ok(Some(found)) => moved += usize::from(write(transaction, rules, found, why).await?),
            Ok(None) => {}
            Err(error) => {
                let account: Option<String> = row.try_get("", "account")?;
                skip(transaction, rules, account.as_deref().unwrap_or_default(), &error).await?;
            }
        }
    }
    Ok(moved)
}

/// An account whose rows cannot be read stops no other, nor the sync that may mend it. Whoever asks is told that it
/// cannot be answered.
async fn skip(transaction: &DatabaseTransaction, rules: &Rules, account: &str, error: &DbErr) -> Result<(), DbErr> {
    tracing::error!(account.id = account, error = %error, "what an account may use cannot be computed from its rows");
    Entity::update_many()
        .col_expr(Column::Fingerprint, Expr::value(Option::<i64>::None))
        .col_expr(Column::NextAt, Expr::value(Option::<i64>::None))
        .col_expr(Column::RulesVersion, Expr::value(rules.version))
        .col_expr(Column::RevisedAt, Expr::value(clock::now_seconds()))
        .filter(Column::AccountId.eq(account))
        .exec(transaction)
        .await
        .map(drop)
}

/// Makes the rows that are missing, and keeps others from computing the same answers meanwhile: each would miss what the
/// other has not committed yet.
async fn lock(transaction: &DatabaseTransaction, accounts: &[AccountId]) -> Result<(), DbErr> {
    insert(transaction, accounts).await?;
    Entity::find()
        .select_only()
        .column(Column::AccountId)
        .filter(Column::AccountId.is_in(accounts.iter().map(AccountId::as_str)))
        // In one order everywhere, so that two cannot wait for each other.
        .order_by_asc(Column::AccountId)
        .lock_exclusive()
        .into_tuple::<String>()
        .all(transaction)
        .await
        .map(drop)
}

/// Makes the rows that are missing; the worker computes their answers.
///
/// # Errors
/// When the database does not answer.
pub async fn insert(db: &impl ConnectionTrait, accounts: &[AccountId]) -> Result<(), DbErr> {
    let rows = accounts.iter().map(|account| ActiveModel {
        account_id: Set(account.to_string()),
        revision: Set(0),
        fingerprint: Set(None),
        next_at: Set(None),
        rules_version: Set(0),
        revised_at: Set(None),
    });
    let known = OnConflict::column(Column::AccountId).do_nothing().to_owned();
    Entity::insert_many(rows).on_conflict(known).exec_without_returning(db).await.map(drop)
}

/// Writes where the answer stands. Returns whether the revision moved.
async fn write(
    transaction: &DatabaseTransaction,
    rules: &Rules,
    Found { account, look, facts, .. }: Found,
    why: Why,
) -> Result<bool, DbErr> {
    let now = clock::now();
    let answer = decide(&facts, &rules.policy, &rules.catalog, now);
    let fingerprint = answer.fingerprint();
    let next_at = answer.changes_at.map(|at| at.unix_timestamp());
    // If the answer was another one meanwhile, somebody may have been told so under this revision.
    let was_another = look.fingerprint.is_some()
        && match why {
            Why::Rows => !look.is_settled(now),
            Why::TimeOrRules => look.revised_by.is_some_and(|by| by + 1 < rules.version),
        };
    let is_moved = look.fingerprint != Some(fingerprint) || was_another;
    let is_noted = look.next_at == next_at && look.revised_by == Some(rules.version) && !look.is_of_the_future(now);
    if !is_moved && is_noted {
        return Ok(false);
    }
    Entity::update_many()
        .col_expr(Column::Revision, Expr::col(Column::Revision).add(i64::from(is_moved)))
        .col_expr(Column::Fingerprint, Expr::value(fingerprint))
        .col_expr(Column::NextAt, Expr::value(next_at))
        .col_expr(Column::RulesVersion, Expr::value(rules.version))
        .col_expr(Column::RevisedAt, Expr::value(now.unix_timestamp()))
        .filter(Column::AccountId.eq(account))
        .exec(transaction)
        .await?;
    Ok(is_moved)
}
