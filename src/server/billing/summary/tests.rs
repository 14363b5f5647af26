//! Each state a customer can be in, and what they are told.

use time::macros::datetime;

use super::*;

const NOW: OffsetDateTime = datetime!(2026-06-15 12:00 UTC);
const PERIOD_END: OffsetDateTime = datetime!(2026-07-01 00:00 UTC);

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
        upcoming_amount: None,
        upcoming_currency: None,
        change_at: None,
        change_price_id: None,
        raw: serde_json::Value::Null,
    };
    let item = subscription_item::Model {
        id: format!("si_{id}"),
        subscription_id: id.to_owned(),
        price_id: "price_1".to_owned(),
        product_id: "prod_pro".to_owned(),
        quantity: Some(1),
        current_period_start: 0,
        current_period_end: PERIOD_END.unix_timestamp(),
    };
    (subscription, vec![item])
}

fn say(all: Vec<Subscribed>) -> PlanSummary {
    let names =
        HashMap::from([("prod_pro".to_owned(), "Pro".to_owned()), ("prod_seats".to_owned(), "Seats".to_owned())]);
    summarize(all, &names, NOW)
}

#[test]
fn without_a_subscription_the_plan_is_free() {
    let told = say(vec![]);
    assert_eq!((told.plan.as_str(), told.status, told.period_end, told.next), ("Free", None, None, None));
}

#[test]
fn an_active_one_renews() {
    let told = say(vec![subscription("sub_1", "active")]);
    assert_eq!(told.plan, "Pro");
    assert_eq!(told.status, Some(Status::Active));
    assert_eq!(told.period_end, Some(PERIOD_END));
    assert_eq!(told.next, Some(Next::Renews(PERIOD_END)));
}

#[test]
fn either_shape_of_a_scheduled_cancellation_ends_it() {
    let mut classic = subscription("sub_1", "active");
    classic.0.cancel_at_period_end = true;
    assert_eq!(say(vec![classic]).next, Some(Next::Ends(PERIOD_END)));

    let at = datetime!(2026-06-20 00:00 UTC);
    let mut flexible = subscription("sub_1", "active");
    flexible.0.cancel_at = Some(at.unix_timestamp());
    assert_eq!(say(vec![flexible]).next, Some(Next::Ends(at)));
}

#[test]
fn an_end_that_has_passed_is_not_announced_as_to_come() {
    let mut late = subscription("sub_1", "active");
    late.0.cancel_at = Some(datetime!(2026-06-15 11:00 UTC).unix_timestamp());
    assert_eq!(say(vec![late]).next, Some(Next::Ended(datetime!(2026-06-15 11:00 UTC))));
}

#[test]
fn a_renewal_that_is_overdue_is_not_announced_either() {
    for word in ["active", "trialing"] {
        let mut late = subscription("sub_1", word);
        late.1[0].current_period_end = NOW.unix_timestamp() - 60;
        assert_eq!(say(vec![late]).next, None, "{word}");
    }
}

#[test]
fn a_trial_ends_when_stripe_says() {
    let at = datetime!(2026-06-22 00:00 UTC);
    let mut trial = subscription("sub_1", "trialing");
    trial.0.trial_end = Some(at.unix_timestamp());
    assert_eq!(say(vec![trial]).next, Some(Next::TrialEnds(at)));
}

#[test]
fn nothing_is_promised_of_one_that_needs_attention() {
    for word in ["past_due", "unpaid", "paused", "incomplete", "a_status_of_2030"] {
        let told = say(vec![subscription("sub_1", word)]);
        assert_eq!((told.plan.as_str(), told.next), ("Pro", None), "{word}");
        assert!(told.status.is_some());
    }
}

#[test]
fn an_ended_one_leaves_the_free_plan() {
    let ended = datetime!(2026-06-01 00:00 UTC);
    let mut canceled = subscription("sub_1", "canceled");
    canceled.0.ended_at = Some(ended.unix_timestamp());
    let told = say(vec![canceled]);
    assert_eq!((told.plan.as_str(), told.status), ("Free", Some(Status::Canceled)));
    assert_eq!((told.period_end, told.next), (None, Some(Next::Ended(ended))));
}

#[test]
fn the_one_that_is_paid_for_is_spoken_of() {
    let mut newer = subscription("sub_2", "canceled");
    newer.0.created_at = 2;
    let told = say(vec![newer, subscription("sub_1", "active")]);
    assert_eq!(told.status, Some(Status::Active));
}

#[test]
fn several_items_are_all_named_once_and_end_with_the_last() {
    let mut both = subscription("sub_1", "active");
    let later = datetime!(2026-08-01 00:00 UTC);
    for (id, product) in [("si_2", "prod_seats"), ("si_3", "prod_pro"), ("si_4", "prod_unknown")] {
        let mut item = both.1[0].clone();
        item.id = id.to_owned();
        item.product_id = product.to_owned();
        item.current_period_end = later.unix_timestamp();
        both.1.push(item);
    }
    let told = say(vec![both]);
    assert_eq!(told.plan, "Pro + Seats + prod_unknown");
    assert_eq!(told.period_end, Some(later));
}
