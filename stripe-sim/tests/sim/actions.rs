//! What the random lives are made of.

use proptest::prelude::*;

pub const CARDS: [&str; 9] = [
    "pm_card_visa",
    "pm_card_chargeCustomerFail",
    "pm_card_authenticationRequired",
    "pm_card_authenticationRequiredOnSetup",
    "pm_card_createDispute",
    "pm_card_refundFail",
    "pm_sepa_debit",
    "pm_us_bank_account_fails",
    "pm_paypal_fails",
];
pub const NUMBERS: [&str; 5] =
    ["4242424242424242", "4000000000000341", "4000000000000002", "4000000000009995", "4000002500003155"];

pub const SCENES: &[&str] = &[
    "nothing",
    "trialing",
    "trialing_with_card",
    "active",
    "canceling",
    "past_due",
    "unpaid",
    "incomplete",
    "incomplete_expired",
    "paused",
    "collection_paused",
    "change_scheduled",
    "canceled_early",
    "ended",
    "several",
    "card_expiring",
    "deleted",
    "discounted",
    "taxed",
    "metered",
    "paused_by_request",
    "paused_by_stripe",
    "paused_after_retries",
    "paused_at_first_payment",
    "update_pending",
    "end_scheduled",
    "item_scheduled",
    "begin_scheduled",
    "refunded",
    "credited",
    "disputed",
    "in_credit",
    "first_debit_processing",
    "debit_processing",
    "debit_failed",
    "wallet_card",
    "paypal",
    "link",
    "legacy_source",
];

#[derive(Debug, Clone)]
pub enum Action {
    /// Over the API, with these parameters.
    Subscribe(usize, &'static str),
    Buy(usize, &'static str),
    Change(usize, &'static str),
    ChangePlan(usize, usize, &'static str),
    End(usize, &'static str),
    /// Pause or resume, with parameters.
    Rest(usize, &'static str),
    Item(usize, usize, &'static str),
    /// Money back, credit, or an end of a dispute.
    Money(usize, i64, &'static str),
    /// A schedule with a subscription of its own, in three days.
    PlanAnew(usize, usize, &'static str),
    /// Another price, when the period ends or in the middle of it.
    Plan(usize, usize, &'static str),
    Schedule(usize, &'static str),
    GiveCard(usize, usize),
    Invoice(usize, &'static str),
    /// On the pages of the portal.
    Portal(usize, &'static str),
    PortalCard(usize, usize),
    DeleteCustomer(usize),
    /// Detach the newest feature of a price's product, or attach one if it has none.
    Feature(usize),
    Scene(usize, usize, &'static str),
    Dunning(&'static str),
    Pass(i64),
}

pub fn action() -> impl Strategy<Value = Action> {
    let any = 0..6usize;
    let of = |words: &'static [&'static str]| proptest::sample::select(words);
    prop_oneof![
        4 => (0..CARDS.len(), of(&[
            "", "trial_period_days=4", "billing_mode[type]=classic", "payment_behavior=default_incomplete",
            "cancel_at_period_end=true", "collection_method=send_invoice&days_until_due=5",
            "trial_period_days=2&trial_settings[end_behavior][missing_payment_method]=pause",
            "discounts[0][coupon]=half", "discounts[0][coupon]=once&discounts[1][coupon]=twice", "default_tax_rates[0]=VAT",
            "items[0][discounts][0][coupon]=once&items[0][tax_rates][0]=VAT&trial_period_days=3",
            "automatic_tax[enabled]=true&discounts[0][coupon]=twice", "backdate_start_date=1700000000&proration_behavior=none",
        ])).prop_map(|(card, more)| Action::Subscribe(card, more)),
        2 => (0..NUMBERS.len(), of(&["", "subscription_data[trial_period_days]=3", "discounts[0][coupon]=half"]))
            .prop_map(|(card, more)| Action::Buy(card, more)),
        3 => (any.clone(), of(&[
            "cancel_at_period_end=true", "cancel_at_period_end=false", "cancel_at=min_period_end", "cancel_at=",
            "trial_end=now", "pause_collection[behavior]=keep_as_draft", "pause_collection[behavior]=void",
            "pause_collection=", "metadata[a]=b", "discounts[0][coupon]=half", "discounts=", "discounts[0][coupon]=once",
            "automatic_tax[enabled]=true", "automatic_tax[enabled]=false",
        ])).prop_map(|(which, change)| Action::Change(which, change)),
        2 => (any.clone(), 0..6usize, of(&["create_prorations", "always_invoice", "none"]))
            .prop_map(|(which, price, proration)| Action::ChangePlan(which, price, proration)),
        1 => (any.clone(), of(&["", "?prorate=true", "?prorate=true&invoice_now=true"]))
            .prop_map(|(which, how)| Action::End(which, how)),
        2 => (any.clone(), of(&[
            "resume", "pause", "resume?payment_behavior=resume_on_payment_success",
            "resume?billing_cycle_anchor[type]=unchanged&proration_behavior=always_invoice",
            "pause?bill_for[unused_time_from][type]=none", "pause?invoicing_behavior=invoice",
            "resume?billing_cycle_anchor[type]=unchanged",
        ])).prop_map(|(which, how)| Action::Rest(which, how)),
        2 => (any.clone(), 0..6usize, of(&["add", "remove", "more", "pend", "extra", "use"]))
            .prop_map(|(which, price, what)| Action::Item(which, price, what)),
        1 => (any.clone(), 0..4usize, of(&["", "&phases[0][trial_end]=later", "&end_behavior=cancel"]))
            .prop_map(|(which, price, more)| Action::PlanAnew(which, price, more)),
        3 => (any.clone(), 0..4usize, of(&["", "end_behavior=cancel", "sooner", "phases[1][duration][interval]=week"]))
            .prop_map(|(which, price, more)| Action::Plan(which, price, more)),
        1 => (any.clone(), of(&["release", "cancel"])).prop_map(|(which, what)| Action::Schedule(which, what)),
        2 => (any.clone(), 0..CARDS.len()).prop_map(|(which, card)| Action::GiveCard(which, card)),
        3 => (any.clone(), 1..900i64, of(&["refund", "note", "credit", "balance", "dispute"]))
            .prop_map(|(which, amount, what)| Action::Money(which, amount, what)),
        2 => (any.clone(), of(&["pay", "void", "mark_uncollectible"])).prop_map(|(which, what)| Action::Invoice(which, what)),
        2 => (any.clone(), of(&["cancel", "renew"])).prop_map(|(which, what)| Action::Portal(which, what)),
        2 => (any.clone(), 0..NUMBERS.len()).prop_map(|(which, card)| Action::PortalCard(which, card)),
        1 => any.clone().prop_map(Action::DeleteCustomer),
        2 => any.clone().prop_map(Action::Feature),
        3 => (any, 0..4usize, of(SCENES)).prop_map(|(which, price, scene)| Action::Scene(which, price, scene)),
        1 => of(&["cancel", "mark_unpaid", "leave_past_due", "pause"]).prop_map(Action::Dunning),
        5 => (0..40i64).prop_map(Action::Pass),
    ]
}
