//! Facts about a customer for tests: on June 15, 2026, a customer with a card who pays $12.00 a
//! month for the plan Pro, unless a test changes that.

use billing::{BillingFacts, Money, OtherProducts, Plan, SubscriptionWithItems, Upcoming, overview};
use mirror::entity::{customer, invoice, payment_method, price, subscription, subscription_item};
use time::{OffsetDateTime, macros::datetime};

/// The time of these tests.
pub const NOW: OffsetDateTime = datetime!(2026-06-15 12:00 UTC);
/// When the period that is paid for ends.
pub const PERIOD_END: OffsetDateTime = datetime!(2026-07-01 00:00 UTC);

/// Unix seconds, as the rows have them.
pub fn seconds(at: OffsetDateTime) -> Option<i64> {
    Some(at.unix_timestamp())
}

/// The amount of the next invoice, in cents.
pub fn upcoming(amount: i64) -> Upcoming {
    Upcoming { money: usd(amount), so_far: false, tax: None, adjustments: None }
}

/// An amount in cents.
pub fn usd(amount: i64) -> Money {
    Money { amount, currency: "usd".to_owned() }
}

/// A monthly subscription to Pro in this status.
pub fn subscription(id: &str, status: &str) -> SubscriptionWithItems {
    let subscription = subscription::Model {
        id: id.to_owned(),
        customer_id: "cus_1".to_owned(),
        status: status.to_owned(),
        cancel_at_period_end: false,
        cancel_at: None,
        canceled_at: None,
        ended_at: None,
        trial_start: None,
        trial_end: None,
        created_at: 1,
        default_payment_method: None,
        collection_paused: false,
        collection_resumes_at: None,
        paused_reason: None,
        upcoming_amount: Some(1200),
        upcoming_currency: Some("usd".to_owned()),
        upcoming_tax: None,
        upcoming_tax_added: None,
        discounts: serde_json::json!([]),
        change_at: None,
        change_from_price_id: None,
        change_price_id: None,
        change_quantity: None,
        has_schedule: false,
        next_phase_at: None,
        schedule_ends_at: None,
        raw: serde_json::Value::Null,
    };
    let item = subscription_item::Model {
        id: format!("si_{id}"),
        subscription_id: id.to_owned(),
        price_id: "price_1".to_owned(),
        product_id: "prod_pro".to_owned(),
        quantity: Some(1),
        unit_amount: Some(1200),
        currency: Some("usd".to_owned()),
        interval: Some("month".to_owned()),
        interval_count: Some(1),
        is_metered: false,
        current_period_start: 0,
        current_period_end: PERIOD_END.unix_timestamp(),
    };
    SubscriptionWithItems { subscription, items: vec![item] }
}

/// An invoice over $12.00 for this subscription (`sub_…`).
pub fn invoice_of(subscription: &str, status: &str, created: OffsetDateTime) -> invoice::Model {
    invoice::Model {
        id: format!("in_{subscription}_{}", created.unix_timestamp()),
        customer_id: "cus_1".to_owned(),
        subscription_id: Some(subscription.to_owned()),
        number: Some("ABC-0001".to_owned()),
        status: status.to_owned(),
        currency: "usd".to_owned(),
        total: 1200,
        amount_remaining: if status == "open" { 1200 } else { 0 },
        pre_payment_credit_notes_amount: 0,
        post_payment_credit_notes_amount: 0,
        amount_refunded: 0,
        disputed: false,
        created_at: created.unix_timestamp(),
        due_at: None,
        next_attempt_at: None,
        has_page: true,
        has_pdf: true,
        is_processing: Some(false),
    }
}

/// A Visa card that is valid until the end of this month.
pub fn card(month: i64, year: i64) -> payment_method::Model {
    payment_method::Model {
        id: "pm_1".to_owned(),
        customer_id: "cus_1".to_owned(),
        kind: "card".to_owned(),
        brand: Some("visa".to_owned()),
        last4: Some("4242".to_owned()),
        wallet: None,
        email: None,
        exp_month: Some(month),
        exp_year: Some(year),
    }
}

/// The price of the plan Team: $29.00 a month.
pub fn team() -> price::Model {
    price::Model {
        id: "price_team".to_owned(),
        product_id: "prod_team".to_owned(),
        active: true,
        currency: "usd".to_owned(),
        unit_amount: Some(2900),
        interval: Some("month".to_owned()),
        interval_count: Some(1),
        raw: serde_json::Value::Null,
        last_applied_fetch: 1,
    }
}

/// A customer with a card and these subscriptions.
pub fn facts(subscriptions: Vec<SubscriptionWithItems>) -> BillingFacts {
    let customer = customer::Model {
        stripe_customer_id: "cus_1".to_owned(),
        deleted_at: None,
        missing_since: None,
        synced_at_ms: Some(1),
        last_started_fetch: 1,
        last_applied_fetch: 1,
        default_payment_method: Some("pm_1".to_owned()),
        balance: 0,
        currency: Some("usd".to_owned()),
    };
    let names = [("prod_pro", "Pro"), ("prod_seats", "Seats"), ("prod_team", "Team")];
    BillingFacts {
        customer: Some(customer),
        subscriptions,
        payment_methods: vec![card(12, 2030)],
        invoices: vec![],
        product_names: names.map(|(id, name)| (id.to_owned(), name.to_owned())).into(),
        others: OtherProducts::default(),
        prices: [("price_team".to_owned(), team())].into(),
        offers_pause: false,
    }
}

/// The same customer without a payment method.
pub fn without_card(mut facts: BillingFacts) -> BillingFacts {
    facts.customer = facts.customer.map(|customer| customer::Model { default_payment_method: None, ..customer });
    facts.payment_methods.clear();
    facts
}

/// The only plan of the overview.
pub fn told(facts: &BillingFacts) -> Plan {
    let mut plans = overview(facts, NOW).plans;
    assert_eq!(plans.len(), 1, "{plans:?}");
    plans.remove(0)
}
