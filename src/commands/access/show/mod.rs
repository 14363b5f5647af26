//! `customer-portal access show`: one account's answer, and the steps that led to it.

mod render;
mod steps;

use database::Database;
use sea_orm::{ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter, QueryOrder};
use time::OffsetDateTime;

use super::args::ShowArgs;
use crate::{
    account_access::{Found, Rules, policy_version, rules_of},
    commands::{
        CommandError,
        account::{find, no_such},
        open::existing,
    },
    entity::access_grant::{Column, Entity, Model},
    model::AccountRef,
};

/// All that the answer is made of, as of one moment.
struct Known {
    found: Found,
    /// Those that were not revoked, oldest first.
    grants: Vec<Model>,
    rules: Rules,
    /// The version of the policy, and when it was applied; `None` if none ever was.
    policy: Option<(i64, i64)>,
    /// For which time the answer is.
    at: OffsetDateTime,
}

/// Explains an account's answer.
///
/// # Errors
/// When there is no such account, the time has passed, or the database does not answer.
pub async fn show(args: &ShowArgs) -> Result<(), CommandError> {
    let db = existing(&args.database.url()?).await?.ok_or(CommandError::NotMigrated)?;
    let now = clock::now();
    if let Some(passed) = args.at.filter(|at| at.time() < now) {
        return Err(CommandError::AtHasPassed(passed.to_string()));
    }
    let at = args.at.map_or(now, |at| at.time());
    let known = read(&db, &args.account, at).await?.ok_or_else(|| no_such(&args.account))?;
    anstream::print!("{}", render::explained(&known));
    Ok(())
}

async fn read(db: &Database, account: &AccountRef, at: OffsetDateTime) -> Result<Option<Known>, DbErr> {
    db.snapshot(async |transaction| {
        let Some(found) = find(transaction, account).await? else { return Ok(None) };
        let grants = grants(transaction, &found.account).await?;
        let rules = rules_of(transaction).await?;
        let policy = policy_version(transaction).await?;
        Ok(Some(Known { found, grants, rules, policy, at }))
    })
    .await
}

async fn grants(transaction: &DatabaseTransaction, account: &str) -> Result<Vec<Model>, DbErr> {
    let own = Entity::find().filter(Column::AccountId.eq(account)).filter(Column::RevokedAt.is_null());
    own.order_by_asc(Column::CreatedAt).order_by_asc(Column::Id).all(transaction).await
}
