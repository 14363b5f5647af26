//! One of a customer's newest invoices, or of those that can still be paid.

use sea_orm::entity::prelude::*;

/// One invoice of a mirrored customer.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "invoices")]
pub struct Model {
    /// `in_…`
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    /// `cus_…`
    pub customer_id: String,
    /// `sub_…`; none for an invoice outside a subscription.
    pub subscription_id: Option<String>,
    /// What the customer knows it by; a draft has none.
    pub number: Option<String>,
    /// Stripe's word, kept even if it is one we do not know.
    pub status: String,
    /// Three letters, lower case, as Stripe writes them.
    pub currency: String,
    /// In the currency's smallest unit, as all amounts.
    pub total: i64,
    pub amount_remaining: i64,
    /// What credit notes took off before it was paid.
    pub pre_payment_credit_notes_amount: i64,
    /// What credit notes gave back after it was paid: as a refund, as credit or outside Stripe.
    pub post_payment_credit_notes_amount: i64,
    /// Of its charges, together: given back to what paid, with or without a credit note.
    pub amount_refunded: i64,
    /// Whether the bank was asked to take a payment back, and has not refused.
    pub disputed: bool,
    pub created_at: i64,
    pub due_at: Option<i64>,
    /// When Stripe tries again to collect it.
    pub next_attempt_at: Option<i64>,
    /// Whether Stripe has a page for it, on which an open one can be paid. Its address is another one at each
    /// retrieval, and whoever has it needs no login: it is fetched at the click.
    pub has_page: bool,
    pub has_pdf: bool,
    /// Whether a payment of it is under way, one that takes days; none where Stripe does not say.
    pub is_processing: Option<bool>,
}

impl ActiveModelBehavior for ActiveModel {}
