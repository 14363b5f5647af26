//! Money that is owed is told in every state, once, and asked for only where somebody has to pay it.

use super::*;
use crate::{
    model::{Debt, DebtState},
    words::{self, Formats},
};

const MAY: OffsetDateTime = datetime!(2026-05-06 00:00 UTC);

fn sentence(known: &Known) -> String {
    words::sentence(&told(known).standing, &Formats::new(None, None))
}

fn pay(invoice: &invoice::Model) -> Step {
    Step::PayInvoice(invoice.id.clone())
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
    let mut known = known(vec![subscription("sub_1", "active")]);
    known.invoices = vec![invoice_of("sub_1", "paid", NOW), invoice_of("sub_1", "open", MAY)];
    assert_eq!(sentence(&known), "Your plan renews on July 1, 2026 for $12.00. $12.00 has been due since May 6, 2026.");
    let standing = told(&known).standing;
    assert_eq!(standing.steps()[0], pay(&known.invoices[1]));
    assert!(standing.steps().contains(&Step::CancelPlan), "{standing:?}");
    assert!(standing.needs_attention());
}

#[test]
fn an_invoice_that_was_sent_does_not_alarm_before_it_is_due() {
    let mut known = without_card(known(vec![subscription("sub_1", "active")]));
    known.subscriptions[0].0.raw = serde_json::json!({ "collection_method": "send_invoice" });
    let due = datetime!(2026-06-25 00:00 UTC);
    known.invoices = vec![invoice::Model { due_at: seconds(due), ..invoice_of("sub_1", "open", NOW) }];
    assert_eq!(sentence(&known), "Your plan renews on July 1, 2026 for $12.00. $12.00 is due on June 25, 2026.");
    let standing = told(&known).standing;
    assert_eq!(standing.steps()[0], pay(&known.invoices[0]));
    assert!(!standing.needs_attention());
    known.invoices[0].due_at = seconds(NOW - Duration::days(1));
    assert!(told(&known).standing.needs_attention(), "now it is late");
}

#[test]
fn what_a_change_waits_for_is_told_with_the_change_and_is_no_debt() {
    let mut known = known(vec![subscription("sub_1", "active")]);
    let change = invoice::Model { id: "in_change".to_owned(), ..invoice_of("sub_1", "open", NOW) };
    known.invoices = vec![change, invoice_of("sub_1", "open", MAY)];
    let expires_at = (NOW + Duration::hours(20)).unix_timestamp();
    known.subscriptions[0].0.raw =
        serde_json::json!({ "latest_invoice": "in_change", "pending_update": { "expires_at": expires_at } });
    let plan = told(&known);
    assert_eq!(plan.pending_update.and_then(|change| change.invoice).map(|(id, _)| id).as_deref(), Some("in_change"));
    let debts = &plan.standing.due().expect("a debt").debts;
    assert_eq!(debts.iter().map(|debt| &debt.invoice).collect::<Vec<_>>(), [&known.invoices[1].id]);
    assert_eq!(overview(&known, NOW).debts, [], "nor by itself");
    known.invoices.pop();
    assert!(matches!(told(&known).standing, Standing::Active { .. }));
}

#[test]
fn what_is_left_of_an_ended_plan_is_still_due() {
    let mut known = known(vec![subscription("sub_1", "canceled")]);
    known.subscriptions[0].0.ended_at = seconds(datetime!(2026-06-13 00:00 UTC));
    known.invoices = vec![invoice_of("sub_1", "open", MAY)];
    assert_eq!(sentence(&known), "Your plan ended on June 13, 2026. $12.00 from May 6, 2026 is still due.");
    assert_eq!(told(&known).standing.steps(), [pay(&known.invoices[0]), Step::SubscribeAgain]);
}

#[test]
fn of_several_debts_the_newest_is_paid_first_and_the_others_are_listed() {
    let mut known = known(vec![subscription("sub_1", "past_due")]);
    let open = |days| invoice_of("sub_1", "open", MAY - Duration::days(days));
    // In whatever order.
    known.invoices = vec![open(30), open(0), open(60)];
    let standing = told(&known).standing;
    assert!(standing.steps().contains(&pay(&known.invoices[1])), "{standing:?}");
    let due = standing.due().expect("debts");
    assert_eq!(due.overdue().map(|sum| (sum.amount, sum.invoices)), Some((usd(3600), 3)));
    let formats = Formats::new(None, None);
    let others: Vec<_> = due.others().into_iter().map(|debt| words::debt(debt, &formats)).collect();
    assert_eq!(others, ["$12.00, due since April 6, 2026", "$12.00, due since March 7, 2026"]);
    known.invoices.truncate(1);
    assert!(told(&known).standing.due().expect("a debt").others().is_empty(), "the sentence says it all");
}

#[test]
fn a_newer_draft_hides_nothing() {
    let mut known = known(vec![subscription("sub_1", "unpaid")]);
    known.invoices = vec![
        invoice::Model { amount_remaining: 1200, ..invoice_of("sub_1", "draft", NOW) },
        invoice_of("sub_1", "open", MAY),
    ];
    let standing = told(&known).standing;
    assert_eq!(standing.steps()[0], pay(&known.invoices[1]));
    assert_eq!(standing.due().map(|due| due.debts.len()), Some(1), "a draft is not owed yet");
}

#[test]
fn what_was_given_up_is_asked_for_only_where_it_gets_the_plan_back() {
    let given_up = invoice::Model { amount_remaining: 1200, ..invoice_of("sub_1", "uncollectible", MAY) };
    for (word, asked) in [("active", false), ("canceled", false), ("unpaid", true), ("past_due", true)] {
        let mut known = known(vec![subscription("sub_1", word)]);
        known.invoices = vec![given_up.clone()];
        assert_eq!(told(&known).standing.due().is_some(), asked, "{word}");
        let Overview { debts, invoices, .. } = overview(&known, NOW);
        assert!(debts.is_empty(), "{word}: {debts:?}");
        assert!(invoices[0].can_be_paid, "{word}: in the list it can be paid");

        known.invoices.insert(0, invoice_of("sub_1", "open", NOW));
        let asked: Vec<_> =
            told(&known).standing.due().expect("a debt").debts.iter().map(|debt| &debt.invoice).cloned().collect();
        assert_eq!(asked, [known.invoices[0].id.clone()], "{word}: this one gets it back");
    }
}

#[test]
fn starts_that_were_not_paid_for_are_not_told_beside_a_plan_that_runs() {
    let starts = || ["sub_2", "sub_3", "sub_4"].map(|id| subscription(id, "incomplete"));
    let mut known = known([subscription("sub_1", "active")].into_iter().chain(starts()).collect());
    known.invoices = ["sub_2", "sub_3", "sub_4"].map(|id| invoice_of(id, "open", NOW)).to_vec();
    assert!(matches!(told(&known).standing, Standing::Active { .. }));
    let Overview { debts, invoices, .. } = overview(&known, NOW);
    assert!(debts.is_empty() && !invoices.iter().any(|invoice| invoice.can_be_paid), "{debts:?}");

    known.invoices[1].is_processing = Some(true);
    let plans = overview(&known, NOW).plans;
    assert_eq!(plans[1].subscription.as_deref(), Some("sub_3"), "money is under way for this one");

    known.subscriptions = starts().to_vec();
    known.invoices[1].is_processing = Some(false);
    known.subscriptions[1].0.created_at = 2;
    assert_eq!(told(&known).subscription.as_deref(), Some("sub_3"), "the newest can be completed");
}

#[test]
fn what_is_being_paid_is_not_asked_for() {
    let first =
        "Your first payment of $12.00 is being processed. This can take several days; you don't need to do anything.";
    let a_payment =
        "A payment of $12.00 is being processed. This can take several days; you don't need to do anything.";
    for (word, says) in [
        ("incomplete", first.to_owned()),
        ("past_due", a_payment.to_owned()),
        ("unpaid", a_payment.to_owned()),
        ("paused", format!("Your plan is paused. {a_payment}")),
        ("active", format!("Your plan renews on July 1, 2026 for $12.00. {a_payment}")),
        ("canceled", format!("Your plan has ended. {a_payment}")),
    ] {
        let mut known = known(vec![subscription("sub_1", word)]);
        known.invoices = vec![processing("sub_1")];
        assert_eq!(sentence(&known), says, "{word}");
        let standing = told(&known).standing;
        assert!(!standing.steps().contains(&pay(&known.invoices[0])), "{word}");
        assert!(!standing.needs_attention(), "{word}");
        assert!(!overview(&known, NOW).invoices[0].can_be_paid, "{word}");
    }
}

#[test]
fn what_failed_is_asked_for_beside_what_is_being_paid() {
    let mut known = known(vec![subscription("sub_1", "past_due")]);
    known.invoices = vec![processing("sub_1"), invoice_of("sub_1", "open", MAY - Duration::days(30))];
    let says = sentence(&known);
    assert!(says.starts_with("A payment of $12.00 did not go through and has been due since April 6, 2026."), "{says}");
    assert!(says.contains("A payment of $12.00 is being processed."), "{says}");
    assert!(told(&known).standing.steps().contains(&pay(&known.invoices[1])));
}

#[test]
fn a_first_debit_is_under_way_where_stripe_does_not_say() {
    let mut known = known(vec![subscription("sub_1", "incomplete")]);
    known.invoices = vec![invoice::Model { is_processing: None, ..invoice_of("sub_1", "open", MAY) }];
    assert!(!told(&known).standing.due().expect("a debt").is_processing(), "a card takes no days");
    known.payment_methods[0].kind = "sepa_debit".to_owned();
    assert!(told(&known).standing.due().expect("a debt").is_processing());
    known.invoices[0].is_processing = Some(false);
    assert!(!told(&known).standing.due().expect("a debt").is_processing(), "Stripe knows better");
    known.invoices[0].is_processing = None;
    known.subscriptions[0].0.status = "past_due".to_owned();
    assert!(!told(&known).standing.due().expect("a debt").is_processing(), "one of them failed");
}

#[test]
fn an_active_plan_needs_something_to_pay_with() {
    let mut bare = without_card(known(vec![subscription("sub_1", "active")]));
    assert_eq!(
        sentence(&bare),
        "Your plan renews on July 1, 2026 for $12.00. Add a payment method before then to keep your plan."
    );
    let standing = told(&bare).standing;
    assert_eq!(standing.steps()[0], Step::AddPaymentMethod);
    assert!(standing.needs_attention());
    bare.subscriptions[0].0.upcoming_amount = Some(0);
    assert!(matches!(told(&bare).standing, Standing::Active { .. }), "what costs nothing needs nothing");
}

#[test]
fn paused_payments_and_a_debt_are_both_told() {
    for (word, says) in [
        (
            "active",
            "Payments are paused: nothing is charged, and your plan goes on. $12.00 has been due since May 6, 2026.",
        ),
        (
            "past_due",
            "A payment of $12.00 did not go through and has been due since May 6, 2026. Update your payment method to \
             keep your plan.",
        ),
    ] {
        let mut known = known(vec![subscription("sub_1", word)]);
        known.subscriptions[0].0.collection_paused = true;
        known.invoices = vec![invoice_of("sub_1", "open", MAY)];
        assert_eq!(sentence(&known), says);
        assert_eq!(told(&known).collection_pause.is_some(), word == "past_due", "and the pause once");
        assert!(told(&known).standing.steps().contains(&pay(&known.invoices[0])), "{word}");
    }
}

#[test]
fn what_belongs_to_no_plan_is_told_by_itself() {
    let debts = |known: &Known| -> Vec<_> {
        overview(known, NOW).debts.into_iter().map(|debt| (debt.invoice, debt.state)).collect()
    };
    let mut known = known(vec![]);
    let without_page = invoice::Model { id: "in_no_page".to_owned(), has_page: false, ..manual("open") };
    known.invoices = vec![
        manual("open"),
        invoice::Model { amount_remaining: 1200, ..manual("uncollectible") },
        invoice::Model { amount_remaining: 1200, ..manual("draft") },
        without_page,
    ];
    let owed = ["in_open", "in_no_page"].map(|id| (id.to_owned(), DebtState::Overdue(MAY))).to_vec();
    assert_eq!(debts(&known), owed, "a customer without a plan");
    known.subscriptions = vec![subscription("sub_1", "active")];
    assert_eq!(debts(&known), owed, "one with a plan");
    let can_be_paid: Vec<_> = overview(&known, NOW).debts.iter().map(Debt::can_be_paid).collect();
    assert_eq!(can_be_paid, [true, false]);

    known.invoices = vec![invoice_of("sub_old", "open", MAY)];
    known.subscriptions.push(subscription("sub_old", "canceled"));
    assert_eq!(debts(&known).len(), 1, "an ended plan beside one that runs");
}

#[test]
fn whatever_date_has_passed_is_not_announced() {
    let past = NOW - Duration::days(40);
    for word in ["active", "trialing", "past_due", "unpaid"] {
        let mut known = known(vec![subscription("sub_1", word)]);
        known.subscriptions[0].1[0].current_period_end = past.unix_timestamp();
        known.subscriptions[0].0.trial_end = seconds(past);
        let mut open = invoice_of("sub_1", "open", past);
        (open.due_at, open.next_attempt_at) = (seconds(past), seconds(past));
        known.invoices = vec![open];
        assert_eq!(told(&known).period_end, None, "{word}");
        let says = sentence(&known);
        assert!(!says.contains("renews on") && !says.contains("ends on"), "{word}: {says}");
        assert!(!says.contains("try again") && !says.contains("is due on"), "{word}: {says}");
    }
}
