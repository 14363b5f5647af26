//! Each state a customer can be in, and what they are told.

use billing::*;
use mirror::entity::{invoice, payment_method, subscription};
use testkit::facts::*;
use time::{Duration, macros::datetime};

mod money;
mod pauses;
mod schedules;

#[test]
fn a_stranger_has_no_plan() {
    let plan = told(&BillingFacts::default());
    assert_eq!((plan.name, plan.status, plan.period_end, plan.standing), (None, None, None, Standing::Free));
}

#[test]
fn a_customer_with_nothing_on_file_is_led_to_the_plans() {
    let plan = told(&without_card(facts(vec![])));
    assert_eq!((plan.standing.next_actions(), plan.standing), (vec![NextAction::ViewPlans], Standing::NothingOnFile));
    assert_eq!(told(&facts(vec![])).standing, Standing::Free, "a card is something");
    let mut invoiced = without_card(facts(vec![]));
    invoiced.invoices.push(invoice_of("sub_old", "paid", NOW));
    assert_eq!(told(&invoiced).standing, Standing::Free, "so is an invoice");
}

#[test]
fn a_customer_deleted_in_stripe_can_start_anew() {
    let mut deleted = facts(vec![]);
    deleted.customer.as_mut().expect("a customer").deleted_at = Some(1);
    assert_eq!(told(&deleted).standing, Standing::CustomerDeleted);
    let mut missing = facts(vec![]);
    missing.customer.as_mut().expect("a customer").missing_since = Some(1);
    assert_eq!(told(&missing).standing, Standing::CustomerMissing);
}

#[test]
fn an_active_one_renews_for_the_next_amount() {
    let plan = told(&facts(vec![subscription("sub_1", "active")]));
    assert_eq!((plan.name.as_deref(), plan.status), (Some("Pro"), Some(Status::Active)));
    assert_eq!((plan.subscription.as_deref(), plan.period_end), (Some("sub_1"), Some(PERIOD_END)));
    assert_eq!(plan.standing, Standing::Active { renews: PERIOD_END, amount: Some(upcoming(1200)) });
    assert!(plan.standing.next_actions().contains(&NextAction::CancelPlan));
}

#[test]
fn a_trial_ends_when_stripe_says_and_needs_something_to_pay_with() {
    let ends = datetime!(2026-06-22 00:00 UTC);
    let mut trial = subscription("sub_1", "trialing");
    trial.subscription.trial_end = seconds(ends);
    assert_eq!(told(&facts(vec![trial.clone()])).standing, Standing::Trialing { ends, then: Some(upcoming(1200)) });

    let mut bare = without_card(facts(vec![trial.clone()]));
    let plan = told(&bare);
    assert_eq!(plan.standing, Standing::TrialingWithoutPaymentMethod { ends });
    assert_eq!(plan.standing.next_actions()[0], NextAction::AddPaymentMethod);

    bare.subscriptions[0].subscription.raw = serde_json::json!({ "collection_method": "send_invoice" });
    assert!(matches!(told(&bare).standing, Standing::Trialing { .. }), "an invoice that is sent needs no card");
    bare.subscriptions = vec![trial];
    bare.subscriptions[0].subscription.default_payment_method = Some("pm_own".to_owned());
    assert!(matches!(told(&bare).standing, Standing::Trialing { .. }), "its own card will do");
}

#[test]
fn either_shape_of_a_scheduled_cancellation_ends_it_and_can_be_taken_back() {
    for status in ["active", "trialing"] {
        let mut classic = subscription("sub_1", status);
        classic.subscription.cancel_at_period_end = true;
        let plan = told(&facts(vec![classic]));
        let on_trial = status == "trialing";
        let ends_at = |ends| Standing::Canceling { ends, charge: None, by_schedule: false, on_trial };
        assert_eq!(plan.standing, ends_at(PERIOD_END), "{status}");
        assert_eq!(plan.standing.next_actions()[0], NextAction::KeepPlan);

        let at = datetime!(2026-06-20 00:00 UTC);
        let mut flexible = subscription("sub_1", status);
        flexible.subscription.cancel_at = seconds(at);
        assert_eq!(told(&facts(vec![flexible])).standing, ends_at(at), "{status}");
    }
}

#[test]
fn what_has_passed_is_not_announced_as_to_come() {
    let past = datetime!(2026-06-15 11:00 UTC);
    let mut ending = subscription("sub_1", "active");
    ending.subscription.cancel_at = seconds(past);
    assert_eq!(told(&facts(vec![ending])).standing, Standing::Ended { at: Some(past) });

    for word in ["active", "trialing"] {
        let mut late = subscription("sub_1", word);
        late.items[0].current_period_end = past.unix_timestamp();
        assert_eq!(told(&facts(vec![late.clone()])).standing, Standing::Renewing, "{word}");
        assert_eq!(overview(&facts(vec![late]), NOW).next_invoice, None, "{word}");
    }
    let mut changed = subscription("sub_1", "active");
    (changed.subscription.change_at, changed.subscription.change_price_id) =
        (seconds(past), Some("price_team".to_owned()));
    assert!(matches!(told(&facts(vec![changed])).standing, Standing::Active { .. }));
    let mut resumed = subscription("sub_1", "active");
    (resumed.subscription.collection_paused, resumed.subscription.collection_resumes_at) = (true, seconds(past));
    assert_eq!(
        told(&facts(vec![resumed])).standing,
        Standing::Active { renews: PERIOD_END, amount: Some(upcoming(1200)) }
    );
}

#[test]
fn what_grows_with_usage_is_told_as_what_it_is_so_far() {
    let mut metered = subscription("sub_1", "active");
    metered.items[0].quantity = None;
    let facts = facts(vec![metered]);
    let amount = Upcoming { so_far: true, ..upcoming(1200) };
    assert_eq!(told(&facts).standing, Standing::Active { renews: PERIOD_END, amount: Some(amount.clone()) });
    assert_eq!(overview(&facts, NOW).next_invoice, Some(NextInvoice { at: PERIOD_END, amount }));
}

#[test]
fn a_failed_payment_says_how_much_since_when_and_what_helps() {
    let since = datetime!(2026-06-01 00:00 UTC);
    let mut facts = facts(vec![subscription("sub_1", "past_due")]);
    assert_eq!(told(&facts).standing, Standing::PastDue { due: None, ends: None }, "even if no invoice is known");
    let next = datetime!(2026-06-17 00:00 UTC);
    facts.invoices = vec![
        invoice::Model { next_attempt_at: seconds(next), ..invoice_of("sub_1", "open", since + Duration::days(1)) },
        invoice_of("sub_1", "open", since),
        invoice_of("sub_1", "paid", since - Duration::days(30)),
        invoice_of("sub_other", "open", since - Duration::days(60)),
    ];
    let Standing::PastDue { due: Some(due), ends: None } = told(&facts).standing else { panic!("{:?}", told(&facts)) };
    assert_eq!(due.overdue(), Some(Sum { amount: usd(2400), invoices: 2, due: since }));
    assert_eq!(due.next_attempt, Some(next));
    let steps = Standing::PastDue { due: Some(due), ends: None }.next_actions();
    let [NextAction::UpdatePaymentMethod, NextAction::PayInvoice(newest), NextAction::CancelPlan] = steps.as_slice()
    else {
        panic!("{steps:?}")
    };
    assert_eq!(newest.invoice, facts.invoices[0].id);

    for word in ["unpaid", "incomplete"] {
        facts.subscriptions = vec![subscription("sub_1", word)];
        let steps = told(&facts).standing.next_actions();
        assert!(
            matches!(steps.as_slice(), [NextAction::PayInvoice(_), NextAction::UpdatePaymentMethod]),
            "{word}: {steps:?}"
        );
        let due = match told(&facts).standing {
            Standing::Unpaid { due, .. } | Standing::Incomplete { due, .. } => due,
            other => panic!("{other:?}"),
        };
        assert_eq!(due.and_then(|due| due.overdue()).map(|sum| sum.due), Some(since), "{word}");
    }
}

#[test]
fn an_incomplete_one_that_expired_never_began() {
    let plan = told(&facts(vec![subscription("sub_1", "incomplete_expired")]));
    assert_eq!((plan.standing, plan.name, plan.subscription), (Standing::IncompleteExpired, None, None));
}

#[test]
fn an_ended_one_leaves_the_free_plan_and_a_way_back() {
    let ended = datetime!(2026-06-01 00:00 UTC);
    let mut canceled = subscription("sub_1", "canceled");
    canceled.subscription.ended_at = seconds(ended);
    let plan = told(&facts(vec![canceled.clone()]));
    assert_eq!((plan.name, plan.status, plan.period_end), (None, Some(Status::Canceled), None));
    assert_eq!(plan.standing.next_actions(), [NextAction::SubscribeAgain]);
    assert_eq!(plan.standing, Standing::Ended { at: Some(ended) }, "nothing was paid for");

    let mut paid = facts(vec![canceled]);
    paid.invoices = vec![invoice_of("sub_1", "paid", ended)];
    assert_eq!(told(&paid).standing, Standing::CanceledPaidUntil { canceled: ended, until: PERIOD_END });
    paid.invoices.insert(0, invoice_of("sub_1", "void", ended + Duration::days(1)));
    assert_eq!(told(&paid).standing, Standing::Ended { at: Some(ended) }, "the last period was not paid");
}

#[test]
fn every_living_plan_is_told_and_no_ended_one_beside_it() {
    let mut newer = subscription("sub_2", "canceled");
    newer.subscription.created_at = 2;
    let all = vec![newer, subscription("sub_3", "past_due"), subscription("sub_1", "active")];
    let plans = overview(&facts(all), NOW).plans;
    let told: Vec<_> = plans.iter().map(|plan| (plan.subscription.as_deref(), plan.status)).collect();
    assert_eq!(told, [(Some("sub_1"), Some(Status::Active)), (Some("sub_3"), Some(Status::PastDue))]);
}

#[test]
fn several_items_are_all_named_once_and_renew_with_the_first() {
    let mut both = subscription("sub_1", "active");
    let later = datetime!(2026-08-01 00:00 UTC);
    for (id, product) in [("si_2", "prod_seats"), ("si_3", "prod_pro"), ("si_4", "prod_unknown")] {
        let mut item = both.items[0].clone();
        item.id = id.to_owned();
        item.product_id = product.to_owned();
        item.current_period_end = later.unix_timestamp();
        both.items.push(item);
    }
    let plan = told(&facts(vec![both.clone()]));
    assert_eq!(plan.name.as_deref(), Some("Pro + Seats + prod_unknown"));
    assert_eq!(plan.period_end, Some(PERIOD_END));
    both.subscription.cancel_at_period_end = true;
    let ends = told(&facts(vec![both])).standing;
    assert!(matches!(ends, Standing::Canceling { ends, .. } if ends == later), "{ends:?}");
}

#[test]
fn the_card_that_pays_is_shown_with_how_long_it_will() {
    let mut facts = facts(vec![subscription("sub_1", "active")]);
    for (month, year, expected) in
        [(12, 2030, Outlook::Good), (7, 2026, Outlook::ExpiresSoon), (5, 2026, Outlook::Expired)]
    {
        facts.payment_methods = vec![card(month, year)];
        let method = overview(&facts, NOW).payment_method;
        assert!(
            matches!(&method, Some(PaymentMethod::Card { outlook, last4, .. }) if *outlook == expected && last4 == "4242"),
            "{method:?}"
        );
    }
    facts.payment_methods.push(payment_method::Model {
        id: "pm_2".into(),
        kind: "link".into(),
        brand: None,
        last4: None,
        email: Some("ada@example.com".into()),
        ..card(1, 2031)
    });
    facts.subscriptions[0].subscription.default_payment_method = Some("pm_2".to_owned());
    assert_eq!(
        overview(&facts, NOW).payment_method,
        Some(PaymentMethod::Other { kind: "link".to_owned(), last4: None, email: Some("ada@example.com".to_owned()) }),
        "its own goes first"
    );
    assert_eq!(overview(&without_card(testkit::facts::facts(vec![])), NOW).payment_method, None);
}

#[test]
fn the_newest_invoices_are_listed_and_drafts_are_not() {
    let mut facts = facts(vec![]);
    facts.invoices = vec![invoice_of("sub_1", "draft", NOW)];
    facts.invoices.extend((1..10).map(|days| invoice_of("sub_1", "paid", NOW - Duration::days(days))));
    facts.invoices[2].has_pdf = false;
    let Overview { invoices, has_older_invoices, .. } = overview(&facts, NOW);
    assert_eq!((invoices.len(), has_older_invoices), (9, false));
    assert_eq!((invoices[0].created, invoices[0].status), (NOW - Duration::days(1), InvoiceStatus::Paid));
    assert!(invoices[0].has_page && invoices[0].has_pdf && !invoices[1].has_pdf);
    facts.invoices = vec![invoice_of("sub_1", "paid", NOW); mirror::KEPT_INVOICES];
    assert!(overview(&facts, NOW).has_older_invoices);
}

#[test]
fn what_is_charged_before_the_end_is_said() {
    let ends = PERIOD_END + Duration::days(60);
    let mut fixed_term = subscription("sub_1", "active");
    fixed_term.subscription.cancel_at = seconds(ends);
    let charge = Some(NextInvoice { at: PERIOD_END, amount: upcoming(1200) });
    assert_eq!(
        told(&facts(vec![fixed_term])).standing,
        Standing::Canceling { ends, charge, by_schedule: false, on_trial: false }
    );
}

#[test]
fn an_end_is_told_beside_a_failed_payment_and_can_be_taken_back() {
    for word in ["past_due", "unpaid"] {
        let mut ending = subscription("sub_1", word);
        ending.subscription.cancel_at_period_end = true;
        let standing = told(&facts(vec![ending])).standing;
        assert!(standing.next_actions().contains(&NextAction::KeepPlan), "{standing:?}");
        assert!(!standing.next_actions().contains(&NextAction::CancelPlan), "{standing:?}");
    }
}

#[test]
fn what_was_given_up_can_be_paid_and_what_is_paid_by_hand_needs_no_card() {
    let mut facts = facts(vec![subscription("sub_1", "past_due")]);
    facts.invoices = vec![invoice::Model {
        amount_remaining: 1200,
        next_attempt_at: seconds(NOW - Duration::hours(1)),
        ..invoice_of("sub_1", "uncollectible", NOW - Duration::days(9))
    }];
    let Standing::PastDue { due: Some(due), .. } = told(&facts).standing else { panic!("{:?}", told(&facts)) };
    assert_eq!(
        (due.overdue().map(|sum| sum.amount), due.next_attempt),
        (Some(usd(1200)), None),
        "an attempt that has passed is none to come"
    );
    facts.subscriptions[0].subscription.raw = serde_json::json!({ "collection_method": "send_invoice" });
    assert!(matches!(
        told(&facts).standing.next_actions().as_slice(),
        [NextAction::PayInvoice(_), NextAction::CancelPlan]
    ));
}

#[test]
fn a_first_payment_has_a_day_but_for_an_hour() {
    let mut first = subscription("sub_1", "incomplete");
    first.subscription.created_at = (NOW - Duration::hours(22)).unix_timestamp();
    let standing = told(&facts(vec![first])).standing;
    assert_eq!(standing, Standing::Incomplete { due: None, until: Some(NOW + Duration::hours(1)) });
}

#[test]
fn the_next_invoice_is_shown_with_what_pays_it() {
    let mut later = subscription("sub_1", "active");
    later.items[0].current_period_end += 100;
    later.subscription.default_payment_method = Some("pm_1".to_owned());
    let mut sooner = subscription("sub_2", "active");
    sooner.subscription.default_payment_method = Some("pm_2".to_owned());
    sooner.subscription.upcoming_amount = Some(500);
    let mut facts = facts(vec![later, sooner]);
    facts.payment_methods.push(payment_method::Model {
        id: "pm_2".into(),
        last4: Some("0005".into()),
        ..card(1, 2031)
    });
    let overview = overview(&facts, NOW);
    let amount = Upcoming { adjustments: Some(usd(-700)), ..upcoming(500) };
    assert_eq!(overview.next_invoice, Some(NextInvoice { at: PERIOD_END, amount }), "of 1200");
    assert!(overview.next_invoice_of.is_some(), "which of the two it is for");
    assert!(matches!(overview.payment_method, Some(PaymentMethod::Card { last4, .. }) if last4 == "0005"));

    let mut bare = without_card(testkit::facts::facts(vec![subscription("sub_1", "trialing")]));
    assert!(billing::overview(&bare, NOW).next_invoice.is_none(), "nothing pays it");
    bare.subscriptions[0].subscription.upcoming_amount = Some(0);
    assert!(matches!(told(&bare).standing, Standing::Trialing { .. }), "what costs nothing needs no card");
}
