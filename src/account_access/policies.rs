//! Applying a policy.

use access::Policy;
use database::{Database, is_taken};
use sea_orm::{ActiveValue::Set, ConnectionTrait, DbErr, EntityTrait, QueryOrder, QuerySelect};

use super::rules::{current_policy, rules_changed};
use crate::entity::access_policy::{ActiveModel, Column, Entity};

/// What became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Applied {
    /// The policy holds, as this version.
    Now(i64),
    /// It was the policy before.
    Before,
    /// Another policy was applied since the expected one.
    AnotherMeanwhile,
}

/// What is to hold before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Former {
    Any,
    /// The policy of this version; `None` if none was ever applied.
    Version(Option<i64>),
}

/// Makes the policy hold, in one commit: every answer from then on is made by it. The worker moves the revisions of those
/// whose answer is another one.
///
/// # Errors
/// When the database does not answer.
pub async fn apply_policy(db: &Database, policy: &Policy, former: Former) -> Result<Applied, DbErr> {
    let written = serde_json::to_value(policy).map_err(|error| DbErr::Json(error.to_string()))?;
    let applied = db.write_tx(async |transaction| {
        let is_in_step = match current_policy(transaction).await {
            Ok(current) => current.unwrap_or_default() == *policy,
            // One that this program cannot read is another one.
            Err(DbErr::Json(_)) => false,
            Err(error) => return Err(error),
        };
        if is_in_step {
            return Ok(Applied::Before);
        }
        let last = policy_version(transaction).await?.map(|(last, _)| last);
        if former != Former::Any && former != Former::Version(last) {
            return Ok(Applied::AnotherMeanwhile);
        }
        let version = last.map_or(1, |last| last + 1);
        let row = ActiveModel { version: Set(version), policy: Set(written), applied_at: Set(clock::now_seconds()) };
        Entity::insert(row).exec_without_returning(transaction).await?;
        rules_changed(transaction).await?;
        Ok(Applied::Now(version))
    });
    match applied.await {
        // Two at the same time take the same version: the key refuses the second.
        Err(error) if is_taken(&error) => Ok(Applied::AnotherMeanwhile),
        applied => applied,
    }
}

/// The version of the policy that holds, and when it was applied (Unix seconds); `None` if none ever was.
///
/// # Errors
/// When the database does not answer.
pub async fn policy_version(db: &impl ConnectionTrait) -> Result<Option<(i64, i64)>, DbErr> {
    let newest = Entity::find().select_only().columns([Column::Version, Column::AppliedAt]);
    newest.order_by_desc(Column::Version).into_tuple().one(db).await
}
