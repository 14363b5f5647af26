//! A payment method that pays for something: as much of it as its owner recognises it by.

use sea_orm::entity::prelude::*;

/// One payment method of a mirrored customer.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "payment_methods")]
pub struct Model {
    /// `pm_…`; `card_…`, `ba_…` and `src_…` of accounts that are older than payment methods.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    /// `cus_…`
    pub customer_id: String,
    /// Stripe's `type`: `card`, `sepa_debit`, `link` …; of a bank account among the sources `bank_account`.
    pub kind: String,
    /// Of cards only, as the expiry.
    pub brand: Option<String>,
    /// Of whatever has a number.
    pub last4: Option<String>,
    /// What the card is in, in Stripe's word: `apple_pay`, `google_pay` …
    pub wallet: Option<String>,
    /// By which PayPal and Link know their customer.
    pub email: Option<String>,
    /// 1 to 12. A card is good until the end of this month.
    pub exp_month: Option<i64>,
    pub exp_year: Option<i64>,
}

impl ActiveModelBehavior for ActiveModel {}
