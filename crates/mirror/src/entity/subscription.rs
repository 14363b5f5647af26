//! A Stripe subscription, field by field as Stripe says it. What it means for the customer is derived, never stored.

use sea_orm::entity::prelude::*;

/// The status, here, of a subscription that could not be read; none of Stripe's words, so that it is told of
/// as one whose state only the portal shows.
pub const UNREAD: &str = "unread";

/// One subscription of a mirrored customer.
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
    /// Stripe's word for why it is paused; none while it is not, or if Stripe does not say.
    pub paused_reason: Option<String>,
    /// What the next invoice will be over, in the smallest unit of [`Model::upcoming_currency`];
    /// none if there will be none.
    pub upcoming_amount: Option<i64>,
    pub upcoming_currency: Option<String>,
    /// How much of [`Model::upcoming_amount`] is tax; none if that cannot be said.
    pub upcoming_tax: Option<i64>,
    /// How much of that tax comes on top of the prices.
    pub upcoming_tax_added: Option<i64>,
    /// What is taken off: [`Discount`](crate::Discount)s, those of the items too.
    #[sea_orm(column_type = "JsonBinary")]
    pub discounts: Json,
    /// When the next scheduled change happens, the price that goes and the one that comes. With both, one takes
    /// the place of the other; with neither, it is several changes, or one of something else than prices.
    pub change_at: Option<i64>,
    pub change_from_price_id: Option<String>,
    pub change_price_id: Option<String>,
    /// How many of the one that comes; as [`super::subscription_item::Model::quantity`].
    pub change_quantity: Option<i64>,
    /// Whether a schedule manages it.
    pub has_schedule: bool,
    /// When that schedule's next phase begins, if there is one to come.
    pub next_phase_at: Option<i64>,
    /// When that schedule ends it, if it does.
    pub schedule_ends_at: Option<i64>,
    #[sea_orm(column_type = "JsonBinary")]
    pub raw: Json,
    #[sea_orm(has_many)]
    pub items: HasMany<super::subscription_item::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
