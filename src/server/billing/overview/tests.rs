//! Each state a customer can be in, and what they are told.

use time::{Duration, macros::datetime};

use super::{
    super::{known::Subscribed, plans::OtherProducts},
    *,
};
use crate::{
    model::{CollectionPause, NextInvoice, Outlook, PauseReason, PaymentMethod, Period, Step, Sum, Upcoming, WayOn},
    server::db::entity::{customer, payment_method, price, subscription, subscription_item},
};

mod every_combination;
mod money;
mod owed;
mod schedules;

const NOW: OffsetDateTime = datetime!(2026-06-15 12:00 UTC);
const PERIOD_END: OffsetDateTime = datetime!(2026-07-01 00:00 UTC);

fn seconds(at: OffsetDateTime) -> Option<i64> {
    Some(at.unix_timestamp())
}

fn upcoming(amount: i64) -> Upcoming {
    Upcoming { money: usd(amount), so_far: false, tax: None }
}

fn usd(amount: i64) -> Money {
    Money { amount, currency: "usd".to_owned() }
}

fn subscription(id: &str, status: &str) -> Subscribed {
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
    (subscription, vec![item])
}

fn invoice_of(subscription: &str, status: &str, created: OffsetDateTime) -> invoice::Model {
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

fn card(month: i64, year: i64) -> payment_method::Model {
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

fn team() -> price::Model {
    price::Model {
        id: "price_team".to_owned(),
        product_id: "prod_team".to_owned(),
        active: true,
        currency: "usd".to_owned(),
        unit_amount: Some(2900),
        interval: Some("month".to_owned()),
        interval_count: Some(1),
        raw: serde_json::Value::Null,
        fetch_written: 1,
    }
}

/// A customer with a card and these subscriptions.
fn known(subscriptions: Vec<Subscribed>) -> Known {
    let customer = customer::Model {
        user_id: 1,
        stripe_customer_id: "cus_1".to_owned(),
        deleted_at: None,
        missing_since: None,
        synced_at_ms: Some(1),
        fetches_begun: 1,
        fetch_written: 1,
        default_payment_method: Some("pm_1".to_owned()),
        balance: 0,
        currency: Some("usd".to_owned()),
    };
    let names = [("prod_pro", "Pro"), ("prod_seats", "Seats"), ("prod_team", "Team")];
    Known {
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

fn without_card(mut known: Known) -> Known {
    known.customer = known.customer.map(|customer| customer::Model { default_payment_method: None, ..customer });
    known.payment_methods.clear();
    known
}

/// The one plan that is told of.
fn told(known: &Known) -> Plan {
    let mut plans = overview(known, NOW).plans;
    assert_eq!(plans.len(), 1, "{plans:?}");
    plans.remove(0)
}

#[test]
fn a_stranger_has_no_plan() {
    let plan = told(&Known::default());
    assert_eq!((plan.name, plan.status, plan.period_end, plan.standing), (None, None, None, Standing::Free));
}

#[test]
fn a_customer_with_nothing_on_file_is_led_to_the_plans() {
    let plan = told(&without_card(known(vec![])));
    assert_eq!((plan.standing.steps(), plan.standing), (vec![Step::ViewPlans], Standing::NothingOnFile));
    assert_eq!(told(&known(vec![])).standing, Standing::Free, "a card is something");
    let mut invoiced = without_card(known(vec![]));
    invoiced.invoices.push(invoice_of("sub_old", "paid", NOW));
    assert_eq!(told(&invoiced).standing, Standing::Free, "so is an invoice");
}

#[test]
fn a_customer_deleted_in_stripe_can_start_anew() {
    let mut deleted = known(vec![]);
    deleted.customer.as_mut().expect("a customer").deleted_at = Some(1);
    assert_eq!(told(&deleted).standing, Standing::CustomerDeleted);
    let mut missing = known(vec![]);
    missing.customer.as_mut().expect("a customer").missing_since = Some(1);
    assert_eq!(told(&missing).standing, Standing::CustomerMissing);
}

#[test]
fn an_active_one_renews_for_the_next_amount() {
    let plan = told(&known(vec![subscription("sub_1", "active")]));
    assert_eq!((plan.name.as_deref(), plan.status), (Some("Pro"), Some(Status::Active)));
    assert_eq!((plan.subscription.as_deref(), plan.period_end), (Some("sub_1"), Some(PERIOD_END)));
    assert_eq!(plan.standing, Standing::Active { renews: PERIOD_END, amount: Some(upcoming(1200)) });
    assert!(plan.standing.steps().contains(&Step::CancelPlan));
}

#[test]
fn a_trial_ends_when_stripe_says_and_needs_something_to_pay_with() {
    let ends = datetime!(2026-06-22 00:00 UTC);
    let mut trial = subscription("sub_1", "trialing");
    trial.0.trial_end = seconds(ends);
    assert_eq!(told(&known(vec![trial.clone()])).standing, Standing::Trialing { ends, then: Some(upcoming(1200)) });

    let mut bare = without_card(known(vec![trial.clone()]));
    let plan = told(&bare);
    assert_eq!(plan.standing, Standing::TrialingWithoutPaymentMethod { ends });
    assert_eq!(plan.standing.steps()[0], Step::AddPaymentMethod);

    bare.subscriptions[0].0.raw = serde_json::json!({ "collection_method": "send_invoice" });
    assert!(matches!(told(&bare).standing, Standing::Trialing { .. }), "an invoice that is sent needs no card");
    bare.subscriptions = vec![trial];
    bare.subscriptions[0].0.default_payment_method = Some("pm_own".to_owned());
    assert!(matches!(told(&bare).standing, Standing::Trialing { .. }), "its own card will do");
}

#[test]
fn either_shape_of_a_scheduled_cancellation_ends_it_and_can_be_taken_back() {
    for status in ["active", "trialing"] {
        let mut classic = subscription("sub_1", status);
        classic.0.cancel_at_period_end = true;
        let plan = told(&known(vec![classic]));
        let ends_at = |ends| Standing::Canceling { ends, charge: None, by_schedule: false };
        assert_eq!(plan.standing, ends_at(PERIOD_END), "{status}");
        assert_eq!(plan.standing.steps()[0], Step::KeepPlan);

        let at = datetime!(2026-06-20 00:00 UTC);
        let mut flexible = subscription("sub_1", status);
        flexible.0.cancel_at = seconds(at);
        assert_eq!(told(&known(vec![flexible])).standing, ends_at(at), "{status}");
    }
}

#[test]
fn what_has_passed_is_not_announced_as_to_come() {
    let past = datetime!(2026-06-15 11:00 UTC);
    let mut ending = subscription("sub_1", "active");
    ending.0.cancel_at = seconds(past);
    assert_eq!(told(&known(vec![ending])).standing, Standing::Ended { at: Some(past) });

    for word in ["active", "trialing"] {
        let mut late = subscription("sub_1", word);
        late.1[0].current_period_end = past.unix_timestamp();
        assert_eq!(told(&known(vec![late.clone()])).standing, Standing::Renewing, "{word}");
        assert_eq!(overview(&known(vec![late]), NOW).next_invoice, None, "{word}");
    }
    let mut changed = subscription("sub_1", "active");
    (changed.0.change_at, changed.0.change_price_id) = (seconds(past), Some("price_team".to_owned()));
    assert!(matches!(told(&known(vec![changed])).standing, Standing::Active { .. }));
    let mut resumed = subscription("sub_1", "active");
    (resumed.0.collection_paused, resumed.0.collection_resumes_at) = (true, seconds(past));
    assert_eq!(
        told(&known(vec![resumed])).standing,
        Standing::Active { renews: PERIOD_END, amount: Some(upcoming(1200)) }
    );
}

#[test]
fn what_grows_with_usage_is_told_as_what_it_is_so_far() {
    let (row, mut items) = subscription("sub_1", "active");
    items[0].quantity = None;
    let known = known(vec![(row, items)]);
    let amount = Upcoming { so_far: true, ..upcoming(1200) };
    assert_eq!(told(&known).standing, Standing::Active { renews: PERIOD_END, amount: Some(amount.clone()) });
    assert_eq!(overview(&known, NOW).next_invoice, Some(NextInvoice { at: PERIOD_END, amount }));
}

#[test]
fn a_failed_payment_says_how_much_since_when_and_what_helps() {
    let since = datetime!(2026-06-01 00:00 UTC);
    let mut known = known(vec![subscription("sub_1", "past_due")]);
    assert_eq!(told(&known).standing, Standing::PastDue { due: None, ends: None }, "even if no invoice is known");
    let next = datetime!(2026-06-17 00:00 UTC);
    known.invoices = vec![
        invoice::Model { next_attempt_at: seconds(next), ..invoice_of("sub_1", "open", since + Duration::days(1)) },
        invoice_of("sub_1", "open", since),
        invoice_of("sub_1", "paid", since - Duration::days(30)),
        invoice_of("sub_other", "open", since - Duration::days(60)),
    ];
    let Standing::PastDue { due: Some(due), ends: None } = told(&known).standing else { panic!("{:?}", told(&known)) };
    assert_eq!(due.overdue(), Some(Sum { amount: usd(2400), invoices: 2, due: since }));
    assert_eq!(due.next_attempt, Some(next));
    let steps = Standing::PastDue { due: Some(due), ends: None }.steps();
    let newest = Step::PayInvoice(known.invoices[0].id.clone());
    assert_eq!(steps, [Step::UpdatePaymentMethod, newest, Step::CancelPlan]);

    for word in ["unpaid", "incomplete"] {
        known.subscriptions = vec![subscription("sub_1", word)];
        let steps = told(&known).standing.steps();
        assert!(matches!(steps.as_slice(), [Step::PayInvoice(_), Step::UpdatePaymentMethod]), "{word}: {steps:?}");
        let due = match told(&known).standing {
            Standing::Unpaid { due, .. } | Standing::Incomplete { due, .. } => due,
            other => panic!("{other:?}"),
        };
        assert_eq!(due.and_then(|due| due.overdue()).map(|sum| sum.due), Some(since), "{word}");
    }
}

#[test]
fn an_incomplete_one_that_expired_never_began() {
    let plan = told(&known(vec![subscription("sub_1", "incomplete_expired")]));
    assert_eq!((plan.standing, plan.name, plan.subscription), (Standing::IncompleteExpired, None, None));
}

#[test]
fn a_paused_one_is_resumed_once_there_is_something_to_pay_with() {
    let mut paused = known(vec![subscription("sub_1", "paused")]);
    assert_eq!(told(&paused).standing.steps()[0], Step::ResumePlan);
    paused.subscriptions[0].0.raw = serde_json::json!({ "collection_method": "send_invoice" });
    assert_eq!(told(&paused).standing.steps(), [Step::OpenPortal], "Stripe resumes only what it charges");
    let bare = without_card(known(vec![subscription("sub_1", "paused")]));
    assert_eq!(told(&bare).standing.steps(), [Step::AddPaymentMethod]);
    let mut ending = subscription("sub_1", "paused");
    ending.0.cancel_at = seconds(PERIOD_END);
    let plan = told(&known(vec![ending]));
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
        paused.0.paused_reason = word.map(str::to_owned);
        paused.0.raw = serde_json::json!({ "status_details": { "paused": { "transitioned_at": seconds(at) } } });
        let standing = told(&known(vec![paused])).standing;
        assert_eq!(standing, Standing::Paused { reason: expected, since: Some(at), way_on: WayOn::Resume, ends: None });
        assert_eq!(standing.needs_attention(), expected != PauseReason::Requested, "{word:?}");
    }
}

#[test]
fn a_plan_is_paused_where_the_portal_offers_it_and_stripe_would_do_it() {
    let flexible = || serde_json::json!({ "billing_mode": { "type": "flexible" }, "schedule": null });
    let mut known = known(vec![subscription("sub_1", "active")]);
    known.subscriptions[0].0.raw = flexible();
    assert!(!told(&known).steps().contains(&Step::PausePlan), "the portal does not offer it");
    known.offers_pause = true;
    let steps = [Step::UpdatePaymentMethod, Step::ChangePlan, Step::PausePlan, Step::CancelPlan];
    assert_eq!(told(&known).steps(), steps);

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
        let mut known = known.clone();
        spoil(&mut known.subscriptions[0].0);
        assert!(!told(&known).steps().contains(&Step::PausePlan), "{number}");
    }
}

#[test]
fn paused_payments_leave_the_plan_as_it_is() {
    let resumes = datetime!(2026-08-01 00:00 UTC);
    let mut paused = subscription("sub_1", "active");
    (paused.0.collection_paused, paused.0.collection_resumes_at) = (true, seconds(resumes));
    assert_eq!(
        told(&known(vec![paused])).standing,
        Standing::CollectionPaused { resumes: Some(resumes), collected_later: false }
    );
}

#[test]
fn paused_payments_are_told_beside_a_debt_and_beside_an_end() {
    let resumes = datetime!(2026-08-01 00:00 UTC);
    let pause = Some(CollectionPause { resumes: Some(resumes), collected_later: true });
    let mut owing = subscription("sub_1", "past_due");
    (owing.0.collection_paused, owing.0.collection_resumes_at) = (true, seconds(resumes));
    owing.0.raw = serde_json::json!({ "pause_collection": { "behavior": "keep_as_draft" } });
    let mut ending = owing.clone();
    (ending.0.status, ending.0.cancel_at) = ("active".to_owned(), seconds(PERIOD_END + Duration::days(90)));

    let plan = told(&known(vec![owing]));
    assert_eq!((plan.standing, plan.collection_pause), (Standing::PastDue { due: None, ends: None }, pause.clone()));
    let known = known(vec![ending]);
    let plan = told(&known);
    assert!(matches!(plan.standing, Standing::Canceling { charge: None, .. }), "{:?}", plan.standing);
    assert_eq!((plan.collection_pause, overview(&known, NOW).next_invoice), (pause, None));
}

#[test]
fn an_ended_one_leaves_the_free_plan_and_a_way_back() {
    let ended = datetime!(2026-06-01 00:00 UTC);
    let mut canceled = subscription("sub_1", "canceled");
    canceled.0.ended_at = seconds(ended);
    let plan = told(&known(vec![canceled.clone()]));
    assert_eq!((plan.name, plan.status, plan.period_end), (None, Some(Status::Canceled), None));
    assert_eq!(plan.standing.steps(), [Step::SubscribeAgain]);
    assert_eq!(plan.standing, Standing::Ended { at: Some(ended) }, "nothing was paid for");

    let mut paid = known(vec![canceled]);
    paid.invoices = vec![invoice_of("sub_1", "paid", ended)];
    assert_eq!(told(&paid).standing, Standing::CanceledPaidUntil { canceled: ended, until: PERIOD_END });
    paid.invoices.insert(0, invoice_of("sub_1", "void", ended + Duration::days(1)));
    assert_eq!(told(&paid).standing, Standing::Ended { at: Some(ended) }, "the last period was not paid");
}

#[test]
fn every_living_plan_is_told_and_no_ended_one_beside_it() {
    let mut newer = subscription("sub_2", "canceled");
    newer.0.created_at = 2;
    let all = vec![newer, subscription("sub_3", "past_due"), subscription("sub_1", "active")];
    let plans = overview(&known(all), NOW).plans;
    let told: Vec<_> = plans.iter().map(|plan| (plan.subscription.as_deref(), plan.status)).collect();
    assert_eq!(told, [(Some("sub_1"), Some(Status::Active)), (Some("sub_3"), Some(Status::PastDue))]);
}

#[test]
fn several_items_are_all_named_once_and_renew_with_the_first() {
    let mut both = subscription("sub_1", "active");
    let later = datetime!(2026-08-01 00:00 UTC);
    for (id, product) in [("si_2", "prod_seats"), ("si_3", "prod_pro"), ("si_4", "prod_unknown")] {
        let mut item = both.1[0].clone();
        item.id = id.to_owned();
        item.product_id = product.to_owned();
        item.current_period_end = later.unix_timestamp();
        both.1.push(item);
    }
    let plan = told(&known(vec![both.clone()]));
    assert_eq!(plan.name.as_deref(), Some("Pro + Seats + prod_unknown"));
    assert_eq!(plan.period_end, Some(PERIOD_END));
    both.0.cancel_at_period_end = true;
    let ends = told(&known(vec![both])).standing;
    assert!(matches!(ends, Standing::Canceling { ends, .. } if ends == later), "{ends:?}");
}

#[test]
fn the_card_that_pays_is_shown_with_how_long_it_will() {
    let mut known = known(vec![subscription("sub_1", "active")]);
    for (month, year, expected) in
        [(12, 2030, Outlook::Good), (7, 2026, Outlook::ExpiresSoon), (5, 2026, Outlook::Expired)]
    {
        known.payment_methods = vec![card(month, year)];
        let method = overview(&known, NOW).payment_method;
        assert!(
            matches!(&method, Some(PaymentMethod::Card { outlook, last4, .. }) if *outlook == expected && last4 == "4242"),
            "{method:?}"
        );
    }
    known.payment_methods.push(payment_method::Model {
        id: "pm_2".into(),
        kind: "link".into(),
        brand: None,
        last4: None,
        email: Some("ada@example.com".into()),
        ..card(1, 2031)
    });
    known.subscriptions[0].0.default_payment_method = Some("pm_2".to_owned());
    assert_eq!(
        overview(&known, NOW).payment_method,
        Some(PaymentMethod::Other { kind: "link".to_owned(), last4: None, email: Some("ada@example.com".to_owned()) }),
        "its own goes first"
    );
    assert_eq!(overview(&without_card(super::tests::known(vec![])), NOW).payment_method, None);
}

#[test]
fn the_newest_invoices_are_listed_and_drafts_are_not() {
    let mut known = known(vec![]);
    known.invoices = vec![invoice_of("sub_1", "draft", NOW)];
    known.invoices.extend((1..10).map(|days| invoice_of("sub_1", "paid", NOW - Duration::days(days))));
    known.invoices[2].has_pdf = false;
    let Overview { invoices, has_older_invoices, .. } = overview(&known, NOW);
    assert_eq!((invoices.len(), has_older_invoices), (9, false));
    assert_eq!((invoices[0].created, invoices[0].status), (NOW - Duration::days(1), InvoiceStatus::Paid));
    assert!(invoices[0].has_page && invoices[0].has_pdf && !invoices[1].has_pdf);
    known.invoices = vec![invoice_of("sub_1", "paid", NOW); KEPT_INVOICES];
    assert!(overview(&known, NOW).has_older_invoices);
}

#[test]
fn what_is_charged_before_the_end_is_said() {
    let ends = PERIOD_END + Duration::days(60);
    let mut fixed_term = subscription("sub_1", "active");
    fixed_term.0.cancel_at = seconds(ends);
    let charge = Some(NextInvoice { at: PERIOD_END, amount: upcoming(1200) });
    assert_eq!(told(&known(vec![fixed_term])).standing, Standing::Canceling { ends, charge, by_schedule: false });
}

#[test]
fn an_end_is_told_beside_a_failed_payment_and_can_be_taken_back() {
    for word in ["past_due", "unpaid"] {
        let mut ending = subscription("sub_1", word);
        ending.0.cancel_at_period_end = true;
        let standing = told(&known(vec![ending])).standing;
        assert!(standing.steps().contains(&Step::KeepPlan), "{standing:?}");
        assert!(!standing.steps().contains(&Step::CancelPlan), "{standing:?}");
    }
}

#[test]
fn what_was_given_up_can_be_paid_and_what_is_paid_by_hand_needs_no_card() {
    let mut known = known(vec![subscription("sub_1", "past_due")]);
    known.invoices = vec![invoice::Model {
        amount_remaining: 1200,
        next_attempt_at: seconds(NOW - Duration::hours(1)),
        ..invoice_of("sub_1", "uncollectible", NOW - Duration::days(9))
    }];
    let Standing::PastDue { due: Some(due), .. } = told(&known).standing else { panic!("{:?}", told(&known)) };
    assert_eq!(
        (due.overdue().map(|sum| sum.amount), due.next_attempt),
        (Some(usd(1200)), None),
        "an attempt that has passed is none to come"
    );
    known.subscriptions[0].0.raw = serde_json::json!({ "collection_method": "send_invoice" });
    assert!(matches!(told(&known).standing.steps().as_slice(), [Step::PayInvoice(_), Step::CancelPlan]));
}

#[test]
fn a_paused_plan_whose_payment_failed_is_paid_rather_than_resumed_again() {
    let mut known = known(vec![subscription("sub_1", "paused")]);
    known.invoices = vec![invoice_of("sub_1", "open", NOW)];
    for reason in ["first_payment_failure", "final_payment_failure", "trial_end_without_payment_method"] {
        known.subscriptions[0].0.paused_reason = Some(reason.to_owned());
        let steps = told(&known).standing.steps();
        assert!(matches!(steps.as_slice(), [Step::PayInvoice(_), Step::UpdatePaymentMethod]), "{reason}: {steps:?}");
    }
    // Paying does not end this one.
    known.subscriptions[0].0.paused_reason = Some("pause_requested".to_owned());
    assert!(told(&known).standing.steps().contains(&Step::ResumePlan));
    known.invoices[0].status = "uncollectible".to_owned();
    assert_eq!(told(&known).standing.steps(), [Step::ResumePlan, Step::UpdatePaymentMethod]);
}

#[test]
fn a_first_payment_has_a_day_but_for_an_hour() {
    let mut first = subscription("sub_1", "incomplete");
    first.0.created_at = (NOW - Duration::hours(22)).unix_timestamp();
    let standing = told(&known(vec![first])).standing;
    assert_eq!(standing, Standing::Incomplete { due: None, until: Some(NOW + Duration::hours(1)) });
}

#[test]
fn the_next_invoice_is_shown_with_what_pays_it() {
    let mut later = subscription("sub_1", "active");
    later.1[0].current_period_end += 100;
    later.0.default_payment_method = Some("pm_1".to_owned());
    let mut sooner = subscription("sub_2", "active");
    sooner.0.default_payment_method = Some("pm_2".to_owned());
    sooner.0.upcoming_amount = Some(500);
    let mut known = known(vec![later, sooner]);
    known.payment_methods.push(payment_method::Model {
        id: "pm_2".into(),
        last4: Some("0005".into()),
        ..card(1, 2031)
    });
    let overview = overview(&known, NOW);
    assert_eq!(overview.next_invoice, Some(NextInvoice { at: PERIOD_END, amount: upcoming(500) }));
    assert!(matches!(overview.payment_method, Some(PaymentMethod::Card { last4, .. }) if last4 == "0005"));

    let mut bare = without_card(super::tests::known(vec![subscription("sub_1", "trialing")]));
    assert!(super::overview(&bare, NOW).next_invoice.is_none(), "nothing pays it");
    bare.subscriptions[0].0.upcoming_amount = Some(0);
    assert!(matches!(told(&bare).standing, Standing::Trialing { .. }), "what costs nothing needs no card");
}
