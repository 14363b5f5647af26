//! Where each account's answer stands: its revision, and when it may change by itself.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "account_access")]
pub struct Model {
    /// `acct_…`
    #[sea_orm(primary_key, auto_increment = false)]
    pub account_id: String,
    /// Grows by one with each change of the answer.
    pub revision: i64,
    /// Of the answer to which the revision belongs; `None` before the first.
    pub fingerprint: Option<i64>,
    /// The time at which the answer may become another one though nothing happens.
    pub next_at: Option<i64>,
    /// The rules by which that was computed; see [`super::access_rules`].
    pub rules_version: i64,
    /// When, by the clock of the server that did it; `None` before the first time.
    pub revised_at: Option<i64>,
}

impl ActiveModelBehavior for ActiveModel {}
