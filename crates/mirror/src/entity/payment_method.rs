//! A payment method in use, with what its owner recognises it by.

use sea_orm::entity::prelude::*;
use serde::Deserialize;

/// One payment method of a mirrored customer.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Deserialize)]
#[sea_orm(table_name = "payment_methods")]
pub struct Model {
    /// `pm_…`; legacy sources have `card_…`, `ba_…` and `src_…`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    /// `cus_…`
    pub customer_id: String,
    /// Stripe's `type`: `card`, `sepa_debit`, `link` …; for a legacy bank account `bank_account`.
    pub kind: String,
    /// Only for cards, like the expiry.
    pub brand: Option<String>,
    /// The last digits, for kinds with a number.
    pub last4: Option<String>,
    /// Stripe's name of the card's wallet: `apple_pay`, `google_pay` …
    pub wallet: Option<String>,
    /// The account's e-mail address, for PayPal and Link.
    pub email: Option<String>,
    /// 1 to 12. A card is valid until the end of this month.
    pub exp_month: Option<i64>,
    pub exp_year: Option<i64>,
}

impl ActiveModelBehavior for ActiveModel {}
