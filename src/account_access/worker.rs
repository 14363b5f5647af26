//! Moves revisions where nothing is written: at the time when an answer becomes another one by itself, and after the rules
//! became others.

use std::time::{Duration, Instant};

use database::Database;
use sea_orm::{
    ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select,
    sea_query::{LockBehavior, LockType},
};
use tokio_util::sync::CancellationToken;

use super::{
    revise::{Why, revise},
    rules::{RulesCache, version},
};
use crate::{
    entity::account_access::{Column, Entity},
    model::AccountId,
};

/// How often it looks. So much later than its time a revision moves.
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// Accounts in one transaction.
const PAGE: u64 = 100;

/// Works until told to stop.
pub async fn run(db: Database, rules: RulesCache, stop: CancellationToken) {
    while !stop.is_cancelled() {
        match page(&db, &rules).await {
            Ok(Page { accounts, took }) if accounts > 0 => {
                // Requests get at least half of the database's time.
                wait(took, &stop).await;
                continue;
            }
            Ok(_) => {}
            Err(error) => tracing::error!(error = %error, "the revisions of answers could not be moved"),
        }
        wait(LOOK_EVERY, &stop).await;
    }
}

async fn wait(pause: Duration, stop: &CancellationToken) {
    tokio::select! {
        () = stop.cancelled() => {}
        () = tokio::time::sleep(pause) => {}
    }
}

/// Moves all revisions that are due.
///
/// # Errors
/// When the database does not answer.
pub async fn run_due(db: &Database, rules: &RulesCache) -> Result<(), DbErr> {
    while page(db, rules).await?.accounts > 0 {}
    Ok(())
}

struct Page {
    accounts: usize,
    took: Duration,
}

async fn page(db: &Database, rules: &RulesCache) -> Result<Page, DbErr> {
    let began = Instant::now();
    // Outside the transaction, where what is read is kept.
    let version = version(db).await?;
    rules.at_least(db, version).await?;
    let accounts = db
        .write_tx(async |transaction| {
            let by_time = Entity::find().filter(Column::NextAt.lte(clock::now_seconds())).order_by_asc(Column::NextAt);
            let mut due = claim(transaction, by_time).await?;
            if due.is_empty() {
                let by_rules = Entity::find().filter(Column::RulesVersion.lt(version));
                due = claim(transaction, by_rules.order_by_asc(Column::RulesVersion)).await?;
            }
            let moved = revise(transaction, rules, &due, Why::TimeOrRules).await?;
            if moved > 0 {
                tracing::info!(accounts = due.len(), moved, "revisions of answers moved");
            }
            Ok(due.len())
        })
        .await?;
    Ok(Page { accounts, took: began.elapsed() })
}

/// The accounts of a page, except those that another replica works on.
async fn claim(transaction: &DatabaseTransaction, due: Select<Entity>) -> Result<Vec<AccountId>, DbErr> {
    let due = due.select_only().column(Column::AccountId).limit(PAGE);
    let due = due.lock_with_behavior(LockType::Update, LockBehavior::SkipLocked);
    let ids: Vec<String> = due.into_tuple().all(transaction).await?;
    Ok(ids.iter().filter_map(|id| id.parse().ok()).collect())
}
