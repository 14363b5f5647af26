//! Why a feature is not granted, and what would help.

use super::*;

#[test]
fn without_a_plan_plans_help_if_one_has_it() {
    let access = now(&BillingFacts::default());
    assert_eq!(access.standing, AccessStanding::None);
    assert_eq!(told(&access, "sso"), refused(Reason::NoPlan, Some(NextAction::ViewPlans)));
    assert!(!access.features.contains_key("attic"), "nobody sells it, and the account never had it");
}

#[test]
fn with_a_plan_another_one_helps_if_one_has_it() {
    let access = now(&facts(vec![subscription("sub_1", "active")]));
    assert_eq!(told(&access, "audit"), refused(Reason::NotInPlan, Some(NextAction::ChangePlan)));
    let policy = parse("access.toml".as_ref(), "[features.planned]\nname = \"Planned\"".to_owned()).expect("a policy");
    let access = at(NOW, &facts(vec![subscription("sub_1", "active")]), &[], &policy.file);
    assert_eq!(told(&access, "planned"), refused(Reason::NotOffered, None));
}

/// As the pricing page says: "Keep your plan before you change it", and so on.
#[test]
fn the_way_to_another_plan_begins_with_what_stands_in_it() {
    let audit = |billing: &BillingFacts| told(&now(billing), "audit");
    let mut plan = facts(vec![subscription("sub_1", "active")]);
    plan.subscriptions[0].subscription.cancel_at = seconds(PERIOD_END);
    assert_eq!(audit(&plan), refused(Reason::NotInPlan, Some(NextAction::KeepPlan)));
    let mut plan = facts(vec![subscription("sub_1", "past_due")]);
    plan.invoices = vec![invoice_of("sub_1", "open", NOW)];
    assert_eq!(audit(&plan), refused(Reason::NotInPlan, Some(NextAction::UpdatePaymentMethod)));
    plan.subscriptions[0].subscription.status = "unpaid".to_owned();
    assert!(matches!(audit(&plan).help, Some(NextAction::PayInvoice(_))));
    plan.subscriptions[0].subscription.status = "incomplete".to_owned();
    assert_eq!(audit(&plan).reason, Some(Reason::NoPlan));
    assert!(matches!(audit(&plan).help, Some(NextAction::PayInvoice(_))), "nothing is sold beside it");
    let ended = of("prod_team", subscription("sub_0", "canceled"));
    plan.subscriptions.push(ended);
    assert_eq!(audit(&plan).reason, Some(Reason::Canceled));
    assert!(matches!(audit(&plan).help, Some(NextAction::PayInvoice(_))), "nor the former one again");
    let mut plan = facts(vec![subscription("sub_1", "active")]);
    plan.subscriptions[0].items[0].quantity = None;
    assert_eq!(audit(&plan), refused(Reason::NotInPlan, None), "only the company can change what is billed by usage");
    let two = facts(vec![subscription("sub_1", "active"), subscription("sub_2", "past_due")]);
    assert_eq!(audit(&two), refused(Reason::NotInPlan, Some(NextAction::ChangePlan)));
    let mut two = facts(vec![subscription("sub_1", "active"), subscription("sub_2", "active")]);
    for plan in &mut two.subscriptions {
        plan.items[0].quantity = None;
    }
    assert_eq!(audit(&two), refused(Reason::NotInPlan, None), "neither can be changed");
}

#[test]
fn what_is_not_sold_any_more_is_kept_and_cannot_be_bought_again() {
    let attic = |status| facts(vec![of("prod_attic", subscription("sub_1", status))]);
    assert_eq!(told(&now(&attic("active")), "attic"), granted(None, None, None));
    assert_eq!(told(&now(&attic("canceled")), "attic"), refused(Reason::Canceled, None));
    let mut both = attic("canceled");
    both.subscriptions.push(subscription("sub_2", "active"));
    assert_eq!(told(&now(&both), "attic"), refused(Reason::NotOffered, None));
}

#[test]
fn products_of_other_services_grant_what_they_have_and_are_not_sold_here() {
    let mut other = product("prod_other", "tracing", &[]);
    other.raw["metadata"]["portal_order"] = serde_json::Value::Null;
    let catalog = offering([other, product("prod_pro", "sso", &[])], &["prod_pro"]);
    let decide = |billing: BillingFacts| decide(&Facts { billing, grants: vec![] }, &Policy::default(), &catalog, NOW);
    let access = decide(BillingFacts::default());
    assert_eq!(told(&access, "tracing"), refused(Reason::NotOffered, None));
    let access = decide(facts(vec![of("prod_other", subscription("sub_1", "active"))]));
    assert_eq!(told(&access, "tracing"), granted(None, None, None));
    assert_eq!(
        told(&access, "sso"),
        refused(Reason::NoPlan, Some(NextAction::ViewPlans)),
        "a plan can be bought beside it"
    );
    let both = vec![of("prod_other", subscription("sub_1", "active")), subscription("sub_2", "unpaid")];
    assert_eq!(decide(facts(both)).standing, AccessStanding::Unpaid, "plans of this site come first");
}

#[test]
fn an_end_that_a_schedule_makes_is_not_undone_by_the_customer() {
    let mut scheduled = subscription("sub_1", "active");
    (scheduled.subscription.has_schedule, scheduled.subscription.schedule_ends_at) = (true, seconds(PERIOD_END));
    let until = Some((PERIOD_END, Reason::Canceling));
    assert_eq!(told(&now(&facts(vec![scheduled.clone()])), "sso"), granted(None, until, None));
    scheduled.subscription.change_at = seconds(NOW + Duration::days(1));
    let access = now(&facts(vec![scheduled.clone()]));
    assert_eq!(told(&access, "sso"), granted(None, until, Some(NextAction::ReviewChange)));
    scheduled.subscription.status = "past_due".to_owned();
    let mut due = facts(vec![scheduled]);
    due.invoices = vec![invoice_of("sub_1", "open", NOW)];
    let until = Some((NOW + Duration::days(14), Reason::PastDue));
    assert_eq!(told(&now(&due), "sso"), granted(None, until, Some(NextAction::UpdatePaymentMethod)));
}

#[test]
fn a_plan_that_came_to_the_end_that_was_set_is_over_before_and_after_stripe_says_so() {
    let mut ended = facts(vec![subscription("sub_1", "active")]);
    ended.invoices = vec![invoice_of("sub_1", "paid", NOW)];
    let end = seconds(NOW - Duration::seconds(1));
    ended.subscriptions[0].subscription.cancel_at = end;
    assert_eq!(told(&now(&ended), "sso"), refused(Reason::Canceled, Some(NextAction::SubscribeAgain)));
    let row = &mut ended.subscriptions[0].subscription;
    (row.status, row.canceled_at, row.ended_at) = ("canceled".to_owned(), seconds(NOW - Duration::days(1)), end);
    assert_eq!(told(&now(&ended), "sso"), refused(Reason::Canceled, Some(NextAction::SubscribeAgain)));
    ended.subscriptions[0].subscription.cancel_at = seconds(PERIOD_END);
    assert!(told(&now(&ended), "sso").granted, "canceled at once before the end that was set, within a paid period");
}

#[test]
fn what_is_over_does_not_stand_for_what_goes_on() {
    let mut both = facts(vec![subscription("sub_1", "active"), of("prod_team", subscription("sub_2", "active"))]);
    both.subscriptions[1].subscription.created_at += 1;
    both.subscriptions[1].subscription.cancel_at = seconds(NOW - Duration::seconds(1));
    assert_eq!(now(&both).standing, AccessStanding::Active);
}

#[test]
fn a_former_plan_comes_before_one_that_never_began() {
    let mut both = facts(vec![subscription("sub_1", "canceled"), subscription("sub_2", "incomplete_expired")]);
    let row = &mut both.subscriptions[0].subscription;
    (row.cancel_at, row.ended_at) = (seconds(NOW - Duration::days(1)), seconds(NOW - Duration::days(1)));
    assert_eq!(told(&now(&both), "sso"), refused(Reason::Canceled, Some(NextAction::SubscribeAgain)));
}

#[test]
fn what_is_not_sold_is_not_bought_again_within_a_paid_period() {
    let mut attic = facts(vec![of("prod_attic", subscription("sub_1", "canceled"))]);
    attic.subscriptions[0].subscription.ended_at = seconds(NOW - Duration::days(1));
    attic.invoices = vec![invoice_of("sub_1", "paid", NOW)];
    let told = told(&now(&attic), "attic");
    assert_eq!((told.granted, told.help), (true, None));
}

#[test]
fn what_only_the_company_can_change_asks_nothing_of_the_customer() {
    let mut stopped = facts(vec![subscription("sub_1", "past_due")]);
    stopped.invoices = vec![invoice_of("sub_1", "open", NOW)];
    let row = &mut stopped.subscriptions[0].subscription;
    (row.collection_paused, row.collection_resumes_at) = (true, seconds(PERIOD_END));
    row.raw = json!({ "pause_collection": { "behavior": "void" } });
    for status in ["active", "trialing", "past_due", "unpaid"] {
        stopped.subscriptions[0].subscription.status = status.to_owned();
        let mut policy = Policy::default();
        policy.standing.unpaid = true;
        let access = at(NOW, &stopped, &[], &policy);
        assert_eq!(told(&access, "sso"), refused(Reason::CollectionPaused, None), "{status}");
        assert_eq!(access.changes_at, Some(PERIOD_END).min(access.changes_at), "{status}");
        policy.standing.pause_collection.void = true;
        assert!(told(&at(NOW, &stopped, &[], &policy), "sso").granted, "{status}");
    }
    let mut policy = Policy::default();
    policy.standing.trialing = false;
    let mut trial = facts(vec![subscription("sub_1", "trialing")]);
    trial.subscriptions[0].subscription.cancel_at_period_end = true;
    let access = at(NOW, &trial, &[], &policy);
    assert_eq!((access.standing, told(&access, "sso")), (AccessStanding::Canceling, refused(Reason::Trial, None)));
}

#[test]
fn a_debit_on_its_way_and_no_page_to_pay_on_leave_nothing_to_do() {
    let mut sent = facts(vec![subscription("sub_1", "unpaid")]);
    sent.subscriptions[0].subscription.raw = json!({ "collection_method": "send_invoice" });
    sent.subscriptions[0].subscription.cancel_at = seconds(PERIOD_END);
    sent.invoices = vec![invoice_of("sub_1", "open", NOW)];
    assert!(matches!(told(&now(&sent), "sso").help, Some(NextAction::PayInvoice(_))));
    sent.invoices[0].is_processing = Some(true);
    for status in ["unpaid", "past_due"] {
        sent.subscriptions[0].subscription.status = status.to_owned();
        let mut policy = Policy::default();
        policy.standing.past_due_days = 0;
        let told = told(&at(NOW, &sent, &[], &policy), "sso");
        assert_eq!((told.granted, told.help), (false, None), "{status}: no end is taken back for it");
    }
    let mut first = facts(vec![subscription("sub_1", "incomplete")]);
    first.invoices = vec![invoice_of("sub_1", "open", NOW)];
    first.invoices[0].is_processing = Some(true);
    assert_eq!(told(&now(&first), "sso"), refused(Reason::Incomplete, None));
    assert_eq!(told(&now(&first), "audit"), refused(Reason::NoPlan, None));
}

#[test]
fn a_customer_whom_stripe_does_not_find_keeps_what_the_rows_say() {
    let found = facts(vec![subscription("sub_1", "active")]);
    let mut missing = found.clone();
    missing.customer.as_mut().expect("a customer").missing_since = Some(1);
    assert_eq!(now(&missing), now(&found));
}

#[test]
fn equal_answers_have_equal_fingerprints() {
    let active = now(&facts(vec![subscription("sub_1", "active")]));
    assert_eq!(active.fingerprint(), now(&facts(vec![subscription("sub_other", "active")])).fingerprint());
    assert_ne!(active.fingerprint(), now(&facts(vec![subscription("sub_1", "trialing")])).fingerprint());
    assert_ne!(active.fingerprint(), now(&facts(vec![subscription("sub_1", "unpaid")])).fingerprint());
}
