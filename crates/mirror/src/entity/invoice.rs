//! An invoice: one of the customer's newest, or one that can still be paid.

use sea_orm::entity::prelude::*;
use serde::Deserialize;

/// One invoice of a mirrored customer.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Deserialize)]
#[sea_orm(table_name = "invoices")]
pub struct Model {
    /// `in_…`
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    /// `cus_…`
    pub customer_id: String,
    /// `sub_…`; none for an invoice outside a subscription.
    pub subscription_id: Option<String>,
    /// The invoice number; a draft has none.
    pub number: Option<String>,
    /// Stripe's word, stored even if it is unknown.
    pub status: String,
    /// Three letters, lower case, as Stripe writes them.
    pub currency: String,
    /// In the currency's smallest unit, as all amounts.
    pub total: i64,
    pub amount_remaining: i64,
    /// Deducted by credit notes before the payment.
    pub pre_payment_credit_notes_amount: i64,
    /// Given back by credit notes after the payment: as a refund, as credit or outside Stripe.
    pub post_payment_credit_notes_amount: i64,
    /// The sum of its charges' refunds to the payment method, with or without a credit note.
    pub amount_refunded: i64,
    /// Whether a payment is disputed and the dispute was not decided for the seller.
    pub disputed: bool,
    pub created_at: i64,
    pub due_at: Option<i64>,
    /// When Stripe tries again to collect it.
    pub next_attempt_at: Option<i64>,
    /// Whether Stripe has a page for it, on which an open one can be paid. Its address changes with
    /// each retrieval and needs no login, so it is fetched on each click.
    pub has_page: bool,
    pub has_pdf: bool,
    /// Whether a payment of it, which takes days, is being processed; `None` if unknown.
    pub is_processing: Option<bool>,
}

impl ActiveModelBehavior for ActiveModel {}
