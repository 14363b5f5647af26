//! Answers for all accounts by two policies, page by page: however many there are, only the listed ones are kept.

use std::collections::BTreeMap;

use access::{FeatureKey, Policy, decide};
use database::Database;
use sea_orm::{ColumnTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};
use time::OffsetDateTime;

use super::difference::{Change, Difference, differences};
use crate::{
    account_access::{Found, Rules, find_all},
    commands::progress::Bar,
    entity::account::{Column, Entity},
    model::AccountId,
};

/// Accounts that are read at once.
const PAGE: u64 = 500;

/// What the file would change.
#[derive(Debug, Default)]
pub struct Survey {
    /// How many accounts were looked at.
    pub accounts: u64,
    /// How many of them gain, lose or change.
    pub differing: u64,
    /// Accounts, or accounts by feature. An account can gain one feature and lose another.
    pub all: Tally,
    pub features: BTreeMap<FeatureKey, Tally>,
    /// Accounts that may use what they may use now, and are told other reasons.
    pub reasons: u64,
    /// Accounts whose plans are not known: their customer was never fetched.
    pub unknown: u64,
    /// Accounts that could not be read.
    pub unread: u64,
    /// The first accounts that gain, lose or change.
    pub listed: Vec<Listed>,
}

/// How many accounts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub gain: u64,
    pub lose: u64,
    pub changed: u64,
}

/// An account whose answer would be another one.
#[derive(Debug)]
pub struct Listed {
    pub account: String,
    pub external_id: Option<String>,
    pub differences: Vec<Difference>,
}

impl Tally {
    fn add(&mut self, differences: &[Difference]) {
        let any = |is: fn(&Change) -> bool| u64::from(differences.iter().any(|each| is(&each.change)));
        self.gain += any(|change| matches!(change, Change::Gain(_)));
        self.lose += any(|change| matches!(change, Change::Lose(_)));
        self.changed += any(|change| matches!(change, Change::Other { .. }));
    }
}

/// Looks at all accounts, and keeps the first `most` whose answer by the `wanted` policy would be another one. An account
/// that cannot be read is named on standard error.
///
/// # Errors
/// When the database does not answer.
pub async fn survey(db: &Database, rules: &Rules, wanted: &Policy, most: usize) -> Result<Survey, DbErr> {
    let now = clock::now();
    let bar = Bar::new(Entity::find().count(db).await?);
    let mut survey = Survey::default();
    let mut after = String::new();
    loop {
        let ids = page(db, &after).await?;
        let Some(last) = ids.last() else { break };
        after = last.to_string();
        for (id, found) in read(db, &ids).await? {
            match found {
                Ok(Some(found)) => survey.note(found, rules, wanted, now, most),
                // It was deleted meanwhile.
                Ok(None) => continue,
                Err(error) => {
                    survey.unread += 1;
                    bar.complain(&format!("{id}: cannot be read: {error}"));
                }
            }
            survey.accounts += 1;
            bar.step();
        }
    }
    bar.finish();
    Ok(survey)
}

async fn page(db: &Database, after: &str) -> Result<Vec<AccountId>, DbErr> {
    let ids = Entity::find().select_only().column(Column::Id).filter(Column::Id.gt(after));
    let ids: Vec<String> = ids.order_by_asc(Column::Id).limit(PAGE).into_tuple().all(db).await?;
    Ok(ids.iter().filter_map(|id| id.parse().ok()).collect())
}

type Read = (String, Result<Option<Found>, DbErr>);

/// These accounts. One that the database cannot read fails the whole statement, and then each is read alone.
async fn read(db: &Database, ids: &[AccountId]) -> Result<Vec<Read>, DbErr> {
    let mut read = Vec::with_capacity(ids.len());
    if let Ok(rows) = find_all(db, ids).await {
        for row in rows {
            read.push((row.try_get("", "account")?, Found::read(&row)));
        }
        read.sort_by(|(one, _): &Read, (other, _)| one.cmp(other));
        return Ok(read);
    }
    for id in ids {
        let found = match find_all(db, std::slice::from_ref(id)).await {
            Ok(rows) => rows.first().map_or(Ok(None), Found::read),
            Err(error) => {
                // A database that is away is not this account's fault.
                Entity::find_by_id(id.as_str()).one(db).await?;
                Err(error)
            }
        };
        read.push((id.to_string(), found));
    }
    Ok(read)
}

impl Survey {
    fn note(&mut self, found: Found, rules: &Rules, wanted: &Policy, now: OffsetDateTime, most: usize) {
        if found.look.is_unknown() {
            self.unknown += 1;
            return;
        }
        let before = decide(&found.facts, &rules.policy, &rules.catalog, now);
        let after = decide(&found.facts, wanted, &rules.catalog, now);
        let differences = differences(&before, &after);
        if differences.is_empty() {
            self.reasons += u64::from(before.features != after.features);
            return;
        }
        self.differing += 1;
        self.all.add(&differences);
        for each in &differences {
            self.features.entry(each.feature.clone()).or_default().add(std::slice::from_ref(each));
        }
        if self.listed.len() < most {
            let Found { account, external_id, .. } = found;
            self.listed.push(Listed { account, external_id, differences });
        }
    }
}
