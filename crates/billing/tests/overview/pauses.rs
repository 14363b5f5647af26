//! Plans that are paused, and payments that are.

use super::*;

#[test]
fn a_paused_one_is_resumed_once_there_is_something_to_pay_with() {
    let mut paused = facts(vec![subscription("sub_1", "paused")]);
    assert_eq!(told(&paused).standing.next_actions()[0], NextAction::ResumePlan);
    paused.subscriptions[0].subscription.raw = serde_json::json!({ "collection_method": "send_invoice" });
    assert_eq!(told(&paused).standing.next_actions(), [NextAction::OpenPortal], "Stripe resumes only what it charges");
    let bare = without_card(facts(vec![subscription("sub_1", "paused")]));
    assert_eq!(told(&bare).standing.next_actions(), [NextAction::AddPaymentMethod]);
    let mut ending = subscription("sub_1", "paused");
    ending.subscription.cancel_at = seconds(PERIOD_END);
    let plan = told(&facts(vec![ending]));
    assert!(
        matches!(plan.standing, Standing::Paused { ends: Some(ends), .. } if ends == PERIOD_END),
        "{:?}",
        plan.standing
    );
    assert_eq!(plan.period_end, None, "no period runs");
}

#[test]
fn why_a_plan_is_paused_is_stripes_word_or_unknown() {
    let at = datetime!(2026-06-10 00:00 UTC);
    for (word, expected) in [
        (Some("trial_end_without_payment_method"), PauseReason::TrialEnd),
        (Some("pause_requested"), PauseReason::Requested),
        (Some("first_payment_failure"), PauseReason::FirstPayment),
        (Some("final_payment_failure"), PauseReason::FinalPayment),
        (Some("system"), PauseReason::System),
        (Some("a_reason_of_2030"), PauseReason::Unknown),
        (None, PauseReason::Unknown),
    ] {
        let mut paused = subscription("sub_1", "paused");
        paused.subscription.paused_reason = word.map(str::to_owned);
        paused.subscription.raw =
            serde_json::json!({ "status_details": { "paused": { "transitioned_at": seconds(at) } } });
        let standing = told(&facts(vec![paused])).standing;
        assert_eq!(standing, Standing::Paused { reason: expected, since: Some(at), way_on: WayOn::Resume, ends: None });
        assert_eq!(standing.needs_attention(), expected != PauseReason::Requested, "{word:?}");
    }
}

#[test]
fn a_plan_is_paused_where_the_portal_offers_it_and_stripe_would_do_it() {
    let flexible = || serde_json::json!({ "billing_mode": { "type": "flexible" }, "schedule": null });
    let mut facts = facts(vec![subscription("sub_1", "active")]);
    facts.subscriptions[0].subscription.raw = flexible();
    assert!(!told(&facts).next_actions().contains(&NextAction::PausePlan), "the portal does not offer it");
    facts.offers_pause = true;
    let steps =
        [NextAction::UpdatePaymentMethod, NextAction::ChangePlan, NextAction::PausePlan, NextAction::CancelPlan];
    assert_eq!(told(&facts).next_actions(), steps);

    let spoiled: [fn(&mut subscription::Model); 8] = [
        |row| row.raw["billing_mode"]["type"] = "classic".into(),
        |row| row.raw["schedule"] = "sub_sched_1".into(),
        |row| row.has_schedule = true,
        |row| row.raw["collection_method"] = "send_invoice".into(),
        |row| row.collection_paused = true,
        |row| row.cancel_at_period_end = true,
        |row| row.status = "trialing".to_owned(),
        |row| row.raw = serde_json::Value::Null,
    ];
    for (number, spoil) in spoiled.into_iter().enumerate() {
        let mut facts = facts.clone();
        spoil(&mut facts.subscriptions[0].subscription);
        assert!(!told(&facts).next_actions().contains(&NextAction::PausePlan), "{number}");
    }
}

#[test]
fn paused_payments_leave_the_plan_as_it_is() {
    let resumes = datetime!(2026-08-01 00:00 UTC);
    let mut paused = subscription("sub_1", "active");
    (paused.subscription.collection_paused, paused.subscription.collection_resumes_at) = (true, seconds(resumes));
    let behavior = PauseBehavior::Unknown;
    assert_eq!(
        told(&facts(vec![paused.clone()])).standing,
        Standing::CollectionPaused { resumes: Some(resumes), behavior }
    );
    paused.subscription.raw = serde_json::json!({ "pause_collection": { "behavior": "void" } });
    let behavior = PauseBehavior::Void;
    assert_eq!(told(&facts(vec![paused])).standing, Standing::CollectionPaused { resumes: Some(resumes), behavior });
}

#[test]
fn paused_payments_are_told_beside_a_debt_and_beside_an_end() {
    let resumes = datetime!(2026-08-01 00:00 UTC);
    let pause = Some(CollectionPause { resumes: Some(resumes), behavior: PauseBehavior::KeepAsDraft });
    let mut owing = subscription("sub_1", "past_due");
    (owing.subscription.collection_paused, owing.subscription.collection_resumes_at) = (true, seconds(resumes));
    owing.subscription.raw = serde_json::json!({ "pause_collection": { "behavior": "keep_as_draft" } });
    let mut ending = owing.clone();
    (ending.subscription.status, ending.subscription.cancel_at) =
        ("active".to_owned(), seconds(PERIOD_END + Duration::days(90)));

    let plan = told(&facts(vec![owing]));
    assert_eq!((plan.standing, plan.collection_pause), (Standing::PastDue { due: None, ends: None }, pause.clone()));
    let facts = facts(vec![ending]);
    let plan = told(&facts);
    assert!(matches!(plan.standing, Standing::Canceling { charge: None, .. }), "{:?}", plan.standing);
    assert_eq!((plan.collection_pause, overview(&facts, NOW).next_invoice), (pause, None));
}

#[test]
fn a_paused_plan_whose_payment_failed_is_paid_rather_than_resumed_again() {
    let mut facts = facts(vec![subscription("sub_1", "paused")]);
    facts.invoices = vec![invoice_of("sub_1", "open", NOW)];
    for reason in ["first_payment_failure", "final_payment_failure", "trial_end_without_payment_method"] {
        facts.subscriptions[0].subscription.paused_reason = Some(reason.to_owned());
        let steps = told(&facts).standing.next_actions();
        assert!(
            matches!(steps.as_slice(), [NextAction::PayInvoice(_), NextAction::UpdatePaymentMethod]),
            "{reason}: {steps:?}"
        );
    }
    // Paying does not end this one.
    facts.subscriptions[0].subscription.paused_reason = Some("pause_requested".to_owned());
    assert!(told(&facts).standing.next_actions().contains(&NextAction::ResumePlan));
    facts.invoices[0].status = "uncollectible".to_owned();
    assert_eq!(told(&facts).standing.next_actions(), [NextAction::ResumePlan, NextAction::UpdatePaymentMethod]);
}
