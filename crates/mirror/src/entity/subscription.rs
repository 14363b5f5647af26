//! A Stripe subscription, with Stripe's fields. Its meaning for the customer is derived, never
//! stored.

use sea_orm::entity::prelude::*;
use serde::Deserialize;

/// Our status of a subscription that could not be read. It is not a word of Stripe's, so the
/// subscription is shown as one whose state only the portal shows.
pub const UNREAD: &str = "unread";

/// One subscription of a mirrored customer.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Deserialize)]
#[sea_orm(table_name = "subscriptions")]
pub struct Model {
    /// `sub_…`
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    /// `cus_…`
    pub customer_id: String,
    /// Stripe's word, stored even if it is unknown.
    pub status: String,
    pub cancel_at_period_end: bool,
    pub cancel_at: Option<i64>,
    /// When the cancellation was asked for; [`Model::ended_at`] is when it took effect.
    pub canceled_at: Option<i64>,
    pub ended_at: Option<i64>,
    pub trial_start: Option<i64>,
    pub trial_end: Option<i64>,
    pub created_at: i64,
    /// `pm_…`: its own payment method, used before the customer's default.
    pub default_payment_method: Option<String>,
    /// Stripe's `pause_collection`: nothing is charged, while the status stays as it is.
    pub collection_paused: bool,
    pub collection_resumes_at: Option<i64>,
    /// Stripe's word for why it is paused; `None` if it is not paused or the reason is unknown.
    pub paused_reason: Option<String>,
    /// The amount of the next invoice, in the smallest unit of [`Model::upcoming_currency`]; `None`
    /// if there will be none.
    pub upcoming_amount: Option<i64>,
    pub upcoming_currency: Option<String>,
    /// The tax in [`Model::upcoming_amount`]; `None` if it is unknown.
    pub upcoming_tax: Option<i64>,
    /// How much of that tax is added to the prices.
    pub upcoming_tax_added: Option<i64>,
    /// Its [`Discount`](crate::Discount)s, including those of the items.
    #[sea_orm(column_type = "JsonBinary")]
    pub discounts: Json,
    /// The time of the next scheduled change, the removed price and the added price. With both, one
    /// replaces the other. With neither, there are several changes, or one that is not about
    /// prices.
    pub change_at: Option<i64>,
    pub change_from_price_id: Option<String>,
    pub change_price_id: Option<String>,
    /// The quantity of the added price; like [`super::subscription_item::Model::quantity`].
    pub change_quantity: Option<i64>,
    /// Whether a schedule manages it.
    pub has_schedule: bool,
    /// When that schedule's next phase starts, if there is one.
    pub next_phase_at: Option<i64>,
    /// When that schedule ends it, if it does.
    pub schedule_ends_at: Option<i64>,
    #[sea_orm(column_type = "JsonBinary")]
    pub raw: Json,
}

impl ActiveModelBehavior for ActiveModel {}
