//! A Stripe subscription, field by field as Stripe says it. What it means for the customer is
//! derived in [`crate::server::billing::overview`], never stored.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "subscriptions")]
pub struct Model {
    /// `sub_…`
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    /// `cus_…`
    pub customer_id: String,
    /// Stripe's word, kept even if it is one we do not know.
    pub status: String,
    pub cancel_at_period_end: bool,
    pub cancel_at: Option<i64>,
    /// When the cancellation was asked for; [`Model::ended_at`] is when it took effect.
    pub canceled_at: Option<i64>,
    pub ended_at: Option<i64>,
    pub trial_start: Option<i64>,
    pub trial_end: Option<i64>,
    pub created_at: i64,
    /// `pm_…`: what pays for this one, before the customer's default.
    pub default_payment_method: Option<String>,
    /// Stripe's `pause_collection`: nothing is charged, while the status stays as it is.
    pub collection_paused: bool,
    pub collection_resumes_at: Option<i64>,
    /// What the next invoice will be over, in the smallest unit of [`Model::upcoming_currency`];
    /// none if there will be none.
    pub upcoming_amount: Option<i64>,
    pub upcoming_currency: Option<String>,
    /// How much of [`Model::upcoming_amount`] is tax; none if that cannot be said.
    pub upcoming_tax: Option<i64>,
    /// How much of that tax comes on top of the prices.
    pub upcoming_tax_added: Option<i64>,
    /// What is taken off: [`crate::server::billing::Discount`]s, those of the items too.
    #[sea_orm(column_type = "JsonBinary")]
    pub discounts: Json,
    /// When a scheduled change of plan happens, and the price it is to.
    pub change_at: Option<i64>,
    pub change_price_id: Option<String>,
    /// How many of it; as [`super::subscription_item::Model::quantity`].
    pub change_quantity: Option<i64>,
    /// Whether a schedule has something to come.
    pub has_schedule: bool,
    #[sea_orm(column_type = "JsonBinary")]
    pub raw: Json,
    #[sea_orm(has_many)]
    pub items: HasMany<super::subscription_item::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
