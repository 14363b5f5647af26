//! Debts are shown once, in every state, and only if somebody has to pay them.

use billing::{Debt, DebtState, *};
use customer_portal::text::{self, Reader};
use mirror::entity::invoice;
use testkit::facts::*;
use time::{Duration, OffsetDateTime, macros::datetime};

const MAY: OffsetDateTime = datetime!(2026-05-06 00:00 UTC);

fn sentence(facts: &BillingFacts) -> String {
    text::sentence(&told(facts).standing, "Pro", &Reader::default())
}

/// Whether the action pays this invoice.
fn pays(step: &NextAction, invoice: &invoice::Model) -> bool {
    matches!(step, NextAction::PayInvoice(debt) if debt.invoice == invoice.id)
}

fn processing(subscription: &str) -> invoice::Model {
    invoice::Model { is_processing: Some(true), ..invoice_of(subscription, "open", MAY) }
}

/// Of no subscription.
fn manual(status: &str) -> invoice::Model {
    invoice::Model { id: format!("in_{status}"), subscription_id: None, ..invoice_of("", status, MAY) }
}

#[test]
fn an_older_invoice_is_told_beside_a_plan_that_was_paid_for() {
    let mut facts = facts(vec![subscription("sub_1", "active")]);
    facts.invoices = vec![invoice_of("sub_1", "paid", NOW), invoice_of("sub_1", "open", MAY)];
    assert_eq!(
        sentence(&facts),
        "Your plan renews on July 1, 2026. You’ll be charged $12.00. $12.00 has been due since May 6, 2026."
    );
    let standing = told(&facts).standing;
    assert!(pays(&standing.next_actions()[0], &facts.invoices[1]));
    assert!(standing.next_actions().contains(&NextAction::CancelPlan), "{standing:?}");
    assert!(standing.needs_attention());
}

#[test]
fn an_invoice_that_was_sent_does_not_alarm_before_it_is_due() {
    let mut facts = without_card(facts(vec![subscription("sub_1", "active")]));
    facts.subscriptions[0].subscription.raw = serde_json::json!({ "collection_method": "send_invoice" });
    let due = datetime!(2026-06-25 00:00 UTC);
    facts.invoices = vec![invoice::Model { due_at: seconds(due), ..invoice_of("sub_1", "open", NOW) }];
    assert_eq!(
        sentence(&facts),
        "Your plan renews on July 1, 2026. You’ll be charged $12.00. $12.00 is due on June 25, 2026."
    );
    let standing = told(&facts).standing;
    assert!(pays(&standing.next_actions()[0], &facts.invoices[0]));
    assert!(!standing.needs_attention());
    facts.invoices[0].due_at = seconds(NOW - Duration::days(1));
    assert!(told(&facts).standing.needs_attention(), "now it is late");
}

#[test]
fn what_a_change_waits_for_is_told_with_the_change_and_is_no_debt() {
    let mut facts = facts(vec![subscription("sub_1", "active")]);
    let change = invoice::Model { id: "in_change".to_owned(), ..invoice_of("sub_1", "open", NOW) };
    facts.invoices = vec![change, invoice_of("sub_1", "open", MAY)];
    let expires_at = (NOW + Duration::hours(20)).unix_timestamp();
    facts.subscriptions[0].subscription.raw =
        serde_json::json!({ "latest_invoice": "in_change", "pending_update": { "expires_at": expires_at } });
    let plan = told(&facts);
    assert_eq!(plan.pending_update.and_then(|change| change.invoice).map(|(id, _)| id).as_deref(), Some("in_change"));
    let debts = &plan.standing.due().expect("a debt").debts;
    assert_eq!(debts.iter().map(|debt| &debt.invoice).collect::<Vec<_>>(), [&facts.invoices[1].id]);
    assert_eq!(overview(&facts, NOW).debts, [], "nor by itself");
    facts.invoices.pop();
    assert!(matches!(told(&facts).standing, Standing::Active { .. }));
}

#[test]
fn what_is_left_of_an_ended_plan_is_still_due() {
    let mut facts = facts(vec![subscription("sub_1", "canceled")]);
    facts.subscriptions[0].subscription.ended_at = seconds(datetime!(2026-06-13 00:00 UTC));
    facts.invoices = vec![invoice_of("sub_1", "open", MAY)];
    assert_eq!(sentence(&facts), "Your Pro plan ended on June 13, 2026. $12.00 from May 6, 2026 is still due.");
    let steps = told(&facts).standing.next_actions();
    assert!(pays(&steps[0], &facts.invoices[0]), "{steps:?}");
    assert_eq!(steps[1..], [NextAction::SubscribeAgain]);
}

#[test]
fn of_several_debts_the_newest_is_paid_first_and_the_others_are_listed() {
    let mut facts = facts(vec![subscription("sub_1", "past_due")]);
    let open = |days| invoice_of("sub_1", "open", MAY - Duration::days(days));
    // In whatever order.
    facts.invoices = vec![open(30), open(0), open(60)];
    let standing = told(&facts).standing;
    assert!(standing.next_actions().iter().any(|step| pays(step, &facts.invoices[1])), "{standing:?}");
    let due = standing.due().expect("debts");
    assert_eq!(due.overdue().map(|sum| (sum.amount, sum.invoices)), Some((usd(3600), 3)));
    let reader = Reader::default();
    let others: Vec<_> = due.others().into_iter().map(|debt| text::debt(debt, &reader)).collect();
    assert_eq!(others, ["$12.00, due since April 6, 2026", "$12.00, due since March 7, 2026"]);
    facts.invoices.truncate(1);
    assert!(told(&facts).standing.due().expect("a debt").others().is_empty(), "the sentence says it all");
}

#[test]
fn a_newer_draft_hides_nothing() {
    let mut facts = facts(vec![subscription("sub_1", "unpaid")]);
    facts.invoices = vec![
        invoice::Model { amount_remaining: 1200, ..invoice_of("sub_1", "draft", NOW) },
        invoice_of("sub_1", "open", MAY),
    ];
    let standing = told(&facts).standing;
    assert!(pays(&standing.next_actions()[0], &facts.invoices[1]));
    assert_eq!(standing.due().map(|due| due.debts.len()), Some(1), "a draft is not owed yet");
}

#[test]
fn what_was_given_up_is_asked_for_only_where_it_gets_the_plan_back() {
    let given_up = invoice::Model { amount_remaining: 1200, ..invoice_of("sub_1", "uncollectible", MAY) };
    for (word, asked) in [("active", false), ("canceled", false), ("unpaid", true), ("past_due", true)] {
        let mut facts = facts(vec![subscription("sub_1", word)]);
        facts.invoices = vec![given_up.clone()];
        assert_eq!(told(&facts).standing.due().is_some(), asked, "{word}");
        let Overview { debts, invoices, .. } = overview(&facts, NOW);
        assert!(debts.is_empty(), "{word}: {debts:?}");
        assert!(invoices[0].can_be_paid, "{word}: in the list it can be paid");

        facts.invoices.insert(0, invoice_of("sub_1", "open", NOW));
        let asked: Vec<_> =
            told(&facts).standing.due().expect("a debt").debts.iter().map(|debt| &debt.invoice).cloned().collect();
        assert_eq!(asked, [facts.invoices[0].id.clone()], "{word}: this one gets it back");
    }
}

#[test]
fn starts_that_were_not_paid_for_are_not_told_beside_a_plan_that_runs() {
    let starts = || ["sub_2", "sub_3", "sub_4"].map(|id| subscription(id, "incomplete"));
    let mut facts = facts([subscription("sub_1", "active")].into_iter().chain(starts()).collect());
    facts.invoices = ["sub_2", "sub_3", "sub_4"].map(|id| invoice_of(id, "open", NOW)).to_vec();
    assert!(matches!(told(&facts).standing, Standing::Active { .. }));
    let Overview { debts, invoices, .. } = overview(&facts, NOW);
    assert!(debts.is_empty() && !invoices.iter().any(|invoice| invoice.can_be_paid), "{debts:?}");

    facts.invoices[1].is_processing = Some(true);
    let plans = overview(&facts, NOW).plans;
    assert_eq!(plans[1].subscription.as_deref(), Some("sub_3"), "money is under way for this one");

    facts.subscriptions = starts().to_vec();
    facts.invoices[1].is_processing = Some(false);
    facts.subscriptions[1].subscription.created_at = 2;
    assert_eq!(told(&facts).subscription.as_deref(), Some("sub_3"), "the newest can be completed");
}

#[test]
fn what_is_being_paid_is_not_asked_for() {
    let a_payment = "Your payment of $12.00 is processing. This can take a few days. You don’t need to do anything.";
    for (word, says) in [
        ("incomplete", a_payment.to_owned()),
        ("past_due", a_payment.to_owned()),
        ("unpaid", a_payment.to_owned()),
        ("paused", format!("Your plan is paused. {a_payment}")),
        ("active", format!("Your plan renews on July 1, 2026. You’ll be charged $12.00. {a_payment}")),
        ("canceled", format!("Your plan has ended. {a_payment}")),
    ] {
        let mut facts = facts(vec![subscription("sub_1", word)]);
        facts.invoices = vec![processing("sub_1")];
        assert_eq!(sentence(&facts), says, "{word}");
        let standing = told(&facts).standing;
        assert!(!standing.next_actions().iter().any(|step| pays(step, &facts.invoices[0])), "{word}");
        assert!(!standing.needs_attention(), "{word}");
        assert!(!overview(&facts, NOW).invoices[0].can_be_paid, "{word}");
    }
}

#[test]
fn what_failed_is_asked_for_beside_what_is_being_paid() {
    let mut facts = facts(vec![subscription("sub_1", "past_due")]);
    facts.invoices = vec![processing("sub_1"), invoice_of("sub_1", "open", MAY - Duration::days(30))];
    let says = sentence(&facts);
    assert!(says.starts_with("We couldn’t charge $12.00. Update your payment method to keep Pro."), "{says}");
    assert!(says.contains("Your payment of $12.00 is processing."), "{says}");
    let failed = told(&facts).standing.due().and_then(Due::overdue).expect("what failed");
    assert_eq!((failed.amount, failed.due), (usd(1200), MAY - Duration::days(30)));
    assert!(told(&facts).standing.next_actions().iter().any(|step| pays(step, &facts.invoices[1])));
}

#[test]
fn a_first_debit_is_under_way_where_stripe_does_not_say() {
    let mut facts = facts(vec![subscription("sub_1", "incomplete")]);
    facts.invoices = vec![invoice::Model { is_processing: None, ..invoice_of("sub_1", "open", MAY) }];
    assert!(!told(&facts).standing.due().expect("a debt").is_processing(), "a card takes no days");
    facts.payment_methods[0].kind = "sepa_debit".to_owned();
    assert!(told(&facts).standing.due().expect("a debt").is_processing());
    facts.invoices[0].is_processing = Some(false);
    assert!(!told(&facts).standing.due().expect("a debt").is_processing(), "Stripe knows better");
    facts.invoices[0].is_processing = None;
    facts.subscriptions[0].subscription.status = "past_due".to_owned();
    assert!(!told(&facts).standing.due().expect("a debt").is_processing(), "one of them failed");
}

#[test]
fn an_active_plan_needs_something_to_pay_with() {
    let mut bare = without_card(facts(vec![subscription("sub_1", "active")]));
    assert_eq!(sentence(&bare), "Your plan renews on July 1, 2026, and $12.00 is due then.");
    let standing = told(&bare).standing;
    let banner = text::banner(&told(&bare), None, &Reader::default()).expect("a banner");
    assert_eq!(banner.title, "Add a payment method to keep Pro.");
    assert_eq!(standing.next_actions()[0], NextAction::AddPaymentMethod);
    assert!(standing.needs_attention());
    bare.subscriptions[0].subscription.upcoming_amount = Some(0);
    assert!(matches!(told(&bare).standing, Standing::Active { .. }), "what costs nothing needs nothing");
}

#[test]
fn paused_payments_and_a_debt_are_both_told() {
    for (word, says) in [
        ("active", "Billing is paused. You won’t be charged. $12.00 has been due since May 6, 2026."),
        ("past_due", "We couldn’t charge $12.00. Update your payment method to keep Pro."),
    ] {
        let mut facts = facts(vec![subscription("sub_1", word)]);
        facts.subscriptions[0].subscription.collection_paused = true;
        facts.invoices = vec![invoice_of("sub_1", "open", MAY)];
        assert_eq!(sentence(&facts), says);
        assert_eq!(told(&facts).collection_pause.is_some(), word == "past_due", "and the pause once");
        assert!(told(&facts).standing.next_actions().iter().any(|step| pays(step, &facts.invoices[0])), "{word}");
    }
}

#[test]
fn what_belongs_to_no_plan_is_told_by_itself() {
    let debts = |facts: &BillingFacts| -> Vec<_> {
        overview(facts, NOW).debts.into_iter().map(|debt| (debt.invoice, debt.state)).collect()
    };
    let mut facts = facts(vec![]);
    let without_page = invoice::Model { id: "in_no_page".to_owned(), has_page: false, ..manual("open") };
    facts.invoices = vec![
        manual("open"),
        invoice::Model { amount_remaining: 1200, ..manual("uncollectible") },
        invoice::Model { amount_remaining: 1200, ..manual("draft") },
        without_page,
    ];
    let owed = ["in_open", "in_no_page"].map(|id| (id.to_owned(), DebtState::Overdue(MAY))).to_vec();
    assert_eq!(debts(&facts), owed, "a customer without a plan");
    facts.subscriptions = vec![subscription("sub_1", "active")];
    assert_eq!(debts(&facts), owed, "one with a plan");
    let can_be_paid: Vec<_> = overview(&facts, NOW).debts.iter().map(Debt::can_be_paid).collect();
    assert_eq!(can_be_paid, [true, false]);

    facts.invoices = vec![invoice_of("sub_old", "open", MAY)];
    facts.subscriptions.push(subscription("sub_old", "canceled"));
    assert_eq!(debts(&facts).len(), 1, "an ended plan beside one that runs");
}

#[test]
fn whatever_date_has_passed_is_not_announced() {
    let past = NOW - Duration::days(40);
    for word in ["active", "trialing", "past_due", "unpaid"] {
        let mut facts = facts(vec![subscription("sub_1", word)]);
        facts.subscriptions[0].items[0].current_period_end = past.unix_timestamp();
        facts.subscriptions[0].subscription.trial_end = seconds(past);
        let mut open = invoice_of("sub_1", "open", past);
        (open.due_at, open.next_attempt_at) = (seconds(past), seconds(past));
        facts.invoices = vec![open];
        assert_eq!(told(&facts).period_end, None, "{word}");
        let says = sentence(&facts);
        assert!(!says.contains("renews on") && !says.contains("ends on"), "{word}: {says}");
        assert!(!says.contains("try again") && !says.contains("is due on"), "{word}: {says}");
    }
}
