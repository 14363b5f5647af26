//! What the statements found of an account.

use access::{Facts, Grant};
use billing::BillingFacts;
use database::read_json_rows;
use sea_orm::{DbErr, FromQueryResult, QueryResult};
use time::{Duration, OffsetDateTime};

use crate::entity::access_grant;

/// Every customer is synced each night. After a night and half a day without, the rows may be too old.
const FRESH_FOR: Duration = Duration::hours(36);

/// Where an account's answer stands.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Look {
    /// `None`: there is no such account.
    pub account: Option<String>,
    /// `cus_…`
    pub customer: Option<String>,
    synced_at_ms: Option<i64>,
    deleted_at: Option<i64>,
    missing_since: Option<i64>,
    fails: bool,
    revision: Option<i64>,
    pub fingerprint: Option<i64>,
    pub next_at: Option<i64>,
    /// By which rules that was computed.
    pub revised_by: Option<i64>,
    /// When, by the clock of the server that did it.
    revised_at: Option<i64>,
    /// The rules that hold.
    pub rules_version: i64,
}

/// An account, with all that its answer is made of, as of one moment.
#[derive(Clone, Debug)]
pub struct Found {
    /// `acct_…`
    pub account: String,
    /// The product's own id of it.
    pub external_id: Option<String>,
    pub look: Look,
    pub facts: Facts,
}

/// The answer may not be what Stripe would say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stale {
    /// When the account's Stripe customer was last fetched, or since when Stripe does not know it.
    pub since: OffsetDateTime,
}

impl Look {
    /// Reads a row of the statements.
    ///
    /// # Errors
    /// When it is another row.
    pub fn read(row: &QueryResult) -> Result<Self, DbErr> {
        Self::from_query_result(row, "")
    }

    /// How often the answer became another one. 0 until it was first computed.
    pub fn revision(&self) -> i64 {
        self.revision.unwrap_or_default()
    }

    /// Whether the answer is still the one for which the revision stands.
    pub fn is_settled(&self, now: OffsetDateTime) -> bool {
        self.revised_by == Some(self.rules_version)
            && self.next_at.is_none_or(|at| at > now.unix_timestamp())
            && !self.is_of_the_future(now)
    }

    /// Whether it was computed by a clock that is ahead of this one: then it says what will be.
    pub fn is_of_the_future(&self, now: OffsetDateTime) -> bool {
        self.revised_at.is_some_and(|at| at > now.unix_timestamp())
    }

    /// Whether the account has a Stripe customer that was never fetched, so that nothing is known of it.
    pub fn is_unknown(&self) -> bool {
        self.customer.is_some() && self.synced_at_ms.is_none() && self.deleted_at.is_none()
    }

    /// When the account's customer was last fetched from Stripe.
    pub fn synced_at(&self) -> Option<OffsetDateTime> {
        let ms = self.synced_at_ms.filter(|_| self.deleted_at.is_none())?;
        OffsetDateTime::from_unix_timestamp(ms / 1000).ok()
    }

    /// Whether the rows may be too old: the last sync failed, there was none for long, or the Stripe account does not know
    /// the customer, which it did before.
    pub fn stale(&self, now: OffsetDateTime) -> Option<Stale> {
        let since = self.synced_at()?;
        let missing = self.missing_since.and_then(|at| OffsetDateTime::from_unix_timestamp(at).ok());
        let is_old = self.fails || now - since > FRESH_FOR;
        missing.or(is_old.then_some(since)).map(|since| Stale { since })
    }
}

impl Found {
    /// Reads a row of the statements with all facts; `None` if there is no such account.
    ///
    /// # Errors
    /// When it is another row.
    pub fn read(row: &QueryResult) -> Result<Option<Self>, DbErr> {
        let look = Look::read(row)?;
        let Some(account) = look.account.clone() else { return Ok(None) };
        let facts = Facts { billing: BillingFacts::read_plans(row)?, grants: read_grants(row)? };
        Ok(Some(Self { account, external_id: row.try_get("", "external_id")?, look, facts }))
    }
}

/// The grants in the row's column of them.
///
/// # Errors
/// When it has none.
pub fn read_grants(row: &QueryResult) -> Result<Vec<Grant>, DbErr> {
    let rows = read_json_rows::<access_grant::Model>(row, "grants")?;
    // Only the command writes them, which parses each. What it would not have written grants nothing.
    let grant = |row: access_grant::Model| {
        Some(Grant {
            id: row.id,
            feature: row.feature.parse().ok()?,
            limit: row.feature_limit.map(u64::try_from).transpose().ok()?,
            until: row.until.map(OffsetDateTime::from_unix_timestamp).transpose().ok()?,
        })
    };
    let mut grants: Vec<_> = rows.into_iter().filter_map(grant).collect();
    grants.sort_by(|one, other| one.id.cmp(&other.id));
    Ok(grants)
}
