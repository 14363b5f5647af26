//! What is mirrored of a customer. The columns' meaning is told in the entities.

use sea_orm_migration::{prelude::*, schema::*};

pub fn customers() -> TableCreateStatement {
    Table::create()
        .table("customers")
        .col(string("stripe_customer_id").primary_key())
        .col(big_integer_null("deleted_at"))
        .col(big_integer_null("missing_since"))
        .col(big_integer_null("synced_at_ms"))
        .col(big_integer("last_started_fetch").default(0))
        .col(big_integer("last_applied_fetch").default(0))
        .col(string_null("default_payment_method"))
        .col(big_integer("balance").default(0))
        .col(string_null("currency"))
        .to_owned()
}

pub fn subscriptions() -> TableCreateStatement {
    Table::create()
        .table("subscriptions")
        .col(string("id").primary_key())
        .col(string("customer_id"))
        .col(string("status"))
        .col(boolean("cancel_at_period_end"))
        .col(big_integer_null("cancel_at"))
        .col(big_integer_null("canceled_at"))
        .col(big_integer_null("ended_at"))
        .col(big_integer_null("trial_start"))
        .col(big_integer_null("trial_end"))
        .col(big_integer("created_at"))
        .col(string_null("default_payment_method"))
        .col(boolean("collection_paused").default(false))
        .col(big_integer_null("collection_resumes_at"))
        .col(string_null("paused_reason"))
        .col(big_integer_null("upcoming_amount"))
        .col(string_null("upcoming_currency"))
        .col(big_integer_null("upcoming_tax"))
        .col(big_integer_null("upcoming_tax_added"))
        .col(json_binary("discounts").default("[]"))
        .col(big_integer_null("change_at"))
        .col(string_null("change_from_price_id"))
        .col(string_null("change_price_id"))
        .col(big_integer_null("change_quantity"))
        .col(boolean("has_schedule").default(false))
        .col(big_integer_null("next_phase_at"))
        .col(big_integer_null("schedule_ends_at"))
        .col(json_binary("raw"))
        .to_owned()
}

pub fn subscriptions_customer_id() -> IndexCreateStatement {
    Index::create().name("subscriptions_customer_id").table("subscriptions").col("customer_id").to_owned()
}

/// The billed period is the item's, not the subscription's, since Stripe API 2025-03-31.
pub fn subscription_items() -> TableCreateStatement {
    Table::create()
        .table("subscription_items")
        .col(string("id").primary_key())
        .col(string("subscription_id"))
        .col(string("price_id"))
        .col(string("product_id"))
        .col(big_integer_null("quantity"))
        .col(big_integer_null("unit_amount"))
        .col(text_null("currency"))
        .col(text_null("interval"))
        .col(big_integer_null("interval_count"))
        .col(boolean("is_metered").default(false))
        .col(big_integer("current_period_start"))
        .col(big_integer("current_period_end"))
        .foreign_key(
            ForeignKey::create()
                .from("subscription_items", "subscription_id")
                .to("subscriptions", "id")
                .on_delete(ForeignKeyAction::Cascade),
        )
        .to_owned()
}

pub fn subscription_items_subscription_id() -> IndexCreateStatement {
    Index::create()
        .name("subscription_items_subscription_id")
        .table("subscription_items")
        .col("subscription_id")
        .to_owned()
}

/// The newest invoices only; Stripe keeps them all.
pub fn invoices() -> TableCreateStatement {
    Table::create()
        .table("invoices")
        .col(string("id").primary_key())
        .col(string("customer_id"))
        .col(string_null("subscription_id"))
        .col(string_null("number"))
        .col(string("status"))
        .col(string("currency"))
        .col(big_integer("total"))
        .col(big_integer("amount_remaining"))
        .col(big_integer("pre_payment_credit_notes_amount").default(0))
        .col(big_integer("post_payment_credit_notes_amount").default(0))
        .col(big_integer("amount_refunded").default(0))
        .col(boolean("disputed").default(false))
        .col(big_integer("created_at"))
        .col(big_integer_null("due_at"))
        .col(big_integer_null("next_attempt_at"))
        .col(boolean("has_page").default(false))
        .col(boolean("has_pdf").default(false))
        .col(boolean_null("is_processing"))
        .to_owned()
}

pub fn invoices_customer_id() -> IndexCreateStatement {
    Index::create().name("invoices_customer_id").table("invoices").col("customer_id").to_owned()
}

/// Those that pay: the customer's default and those of single subscriptions.
pub fn payment_methods() -> TableCreateStatement {
    Table::create()
        .table("payment_methods")
        .col(string("id").primary_key())
        .col(string("customer_id"))
        .col(string("kind"))
        .col(string_null("brand"))
        .col(string_null("last4"))
        .col(text_null("wallet"))
        .col(text_null("email"))
        .col(big_integer_null("exp_month"))
        .col(big_integer_null("exp_year"))
        .to_owned()
}

pub fn payment_methods_customer_id() -> IndexCreateStatement {
    Index::create().name("payment_methods_customer_id").table("payment_methods").col("customer_id").to_owned()
}
