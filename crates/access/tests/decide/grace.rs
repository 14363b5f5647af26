//! How long a plan that is past due grants.

use super::*;

const FAILED: OffsetDateTime = NOW.saturating_sub(Duration::days(3));

fn past_due(invoices: Vec<mirror::entity::invoice::Model>) -> BillingFacts {
    BillingFacts { invoices, ..facts(vec![subscription("sub_1", "past_due")]) }
}

fn until(billing: &BillingFacts) -> Option<OffsetDateTime> {
    told(&now(billing), "sso").until
}

#[test]
fn it_begins_when_the_oldest_open_invoice_should_have_been_paid() {
    let days = Duration::days(14);
    let older = invoice_of("sub_1", "open", FAILED);
    let newer = invoice_of("sub_1", "open", NOW - Duration::days(1));
    assert_eq!(until(&past_due(vec![newer.clone(), older.clone()])), Some(FAILED + days));

    let mut sent = older.clone();
    sent.due_at = seconds(NOW - Duration::days(2));
    assert_eq!(until(&past_due(vec![newer.clone(), sent])), Some(NOW - Duration::days(2) + days), "by its due date");

    let long_ago = NOW - Duration::days(10);
    let mut others = [invoice_of("sub_1", "paid", long_ago), invoice_of("sub_2", "open", long_ago)].to_vec();
    others.push(newer);
    assert_eq!(until(&past_due(others)), Some(NOW - Duration::days(1) + days), "no other invoice counts");
}

#[test]
fn an_invoice_that_a_change_waits_for_is_no_debt() {
    let change = invoice_of("sub_1", "open", NOW - Duration::days(13));
    let mut billing = past_due(vec![invoice_of("sub_1", "open", FAILED), change.clone()]);
    billing.subscriptions[0].subscription.raw = json!({ "pending_update": {}, "latest_invoice": change.id });
    assert_eq!(until(&billing), Some(FAILED + Duration::days(14)));
}

#[test]
fn without_an_invoice_it_begins_with_the_period() {
    let mut billing = past_due(vec![]);
    billing.subscriptions[0].items[0].current_period_start = FAILED.unix_timestamp();
    assert_eq!(until(&billing), Some(FAILED + Duration::days(14)));
    billing.subscriptions[0].items.clear();
    assert_eq!(now(&billing).standing, AccessStanding::PastDue, "nothing is known, and nothing is granted");
}

#[test]
fn it_ends_at_its_second() {
    let billing = past_due(vec![invoice_of("sub_1", "open", FAILED)]);
    let ends = FAILED + Duration::days(14);
    let help = Some(NextAction::UpdatePaymentMethod);
    let access = now(&billing);
    assert_eq!(told(&access, "sso"), granted(None, Some((ends, Reason::PastDue)), help.clone()));
    assert!(access.changes_at.is_some_and(|at| at <= ends));
    let before = at(ends - Duration::SECOND, &billing, &[], &Policy::default());
    assert_eq!((told(&before, "sso").granted, before.changes_at), (true, Some(ends)));
    let after = at(ends, &billing, &[], &Policy::default());
    assert_eq!((told(&after, "sso"), after.standing), (refused(Reason::PastDue, help), AccessStanding::PastDue));
}

#[test]
fn a_cancellation_within_it_ends_it_and_stays_an_end() {
    let mut billing = past_due(vec![invoice_of("sub_1", "open", FAILED)]);
    let end = NOW + Duration::days(2);
    billing.subscriptions[0].subscription.cancel_at = seconds(end);
    let until = Some((end, Reason::Canceling));
    assert_eq!(told(&now(&billing), "sso"), granted(None, until, Some(NextAction::KeepPlan)));
    // Stripe's event has not arrived.
    let after = at(end, &billing, &[], &Policy::default());
    assert_eq!((told(&after, "sso"), after.standing), (refused(Reason::Canceled, None), AccessStanding::Ended));

    billing.subscriptions[0].subscription.cancel_at = seconds(FAILED + Duration::days(20));
    assert_eq!(told(&now(&billing), "sso").reason, Some(Reason::PastDue), "one that comes after it");
}

#[test]
fn an_end_that_has_passed_ends_whatever_the_policy_grants() {
    let mut policy = Policy::default();
    (policy.standing.unpaid, policy.standing.incomplete, policy.standing.paused.unknown) = (true, true, true);
    for status in ["active", "trialing", "past_due", "unpaid", "incomplete", "paused", "unread"] {
        let mut billing = past_due(vec![invoice_of("sub_1", "open", FAILED)]);
        billing.subscriptions[0].subscription.status = status.to_owned();
        billing.subscriptions[0].subscription.cancel_at = seconds(PERIOD_END);
        let before = told(&at(NOW, &billing, &[], &policy), "sso");
        assert_eq!(
            (before.granted, before.reason),
            (true, before.until.map(|_| before.reason.expect("why"))),
            "{status}"
        );
        assert!(before.until.is_some_and(|until| until <= PERIOD_END), "{status}");
        let after = at(PERIOD_END, &billing, &[], &policy);
        assert_eq!(after.standing, AccessStanding::Ended, "{status}");
        assert!(!told(&after, "sso").granted, "{status}");
    }
}

#[test]
fn of_no_days_there_is_none() {
    let mut policy = Policy::default();
    policy.standing.past_due_days = 0;
    for invoices in [vec![], vec![invoice_of("sub_1", "open", NOW)]] {
        let access = at(NOW, &past_due(invoices), &[], &policy);
        assert_eq!(told(&access, "sso").reason, Some(Reason::PastDue));
        assert!(!told(&access, "sso").granted);
    }
}
