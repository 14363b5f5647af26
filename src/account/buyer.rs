//! An account that buys, by one of its members.

use std::collections::HashMap;

use async_trait::async_trait;
use billing::Buyer;
use database::Database;
use sea_orm::{DatabaseTransaction, DbErr, EntityTrait};

use super::owner::{assign, customer_of};
use crate::{auth::Member, entity::account};

/// Where a Stripe customer's metadata says whose it is.
pub(super) const ACCOUNT_ID: &str = "account_id";

/// The parts of an account and of its member that a purchase needs.
pub struct AccountThatBuys {
    member: Member,
    account: account::Model,
}

impl AccountThatBuys {
    /// The account for which the signed-in user acts.
    pub async fn load(db: &Database, member: &Member) -> Result<Self, DbErr> {
        let account = account::Entity::find_by_id(member.account.as_str()).one(db).await?;
        let account = account.ok_or_else(|| DbErr::RecordNotFound("the member's account".to_owned()))?;
        Ok(Self { member: member.clone(), account })
    }
}

#[async_trait]
impl Buyer for AccountThatBuys {
    fn reference(&self) -> String {
        // Two members send different addresses, which Stripe would refuse under one key.
        format!("{}-{}", self.account.id, self.member.user.0)
    }

    fn email(&self) -> &str {
        &self.member.email
    }

    fn metadata(&self) -> HashMap<String, String> {
        let external = self.account.external_id.clone().map(|id| ("external_id".to_owned(), id));
        [(ACCOUNT_ID.to_owned(), self.account.id.clone())].into_iter().chain(external).collect()
    }

    async fn customer(&self, db: &Database) -> Result<Option<String>, DbErr> {
        customer_of(db, &self.member.account).await
    }

    async fn assign(
        &self,
        transaction: &DatabaseTransaction,
        stripe_customer_id: &str,
        replaced: Option<&str>,
    ) -> Result<bool, DbErr> {
        assign(transaction, &self.member.account, stripe_customer_id, replaced).await
    }
}
