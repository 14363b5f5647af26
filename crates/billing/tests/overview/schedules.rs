//! What a subscription schedule has to come, and what it keeps its owner from.

use billing::{NewPlan, Period, ScheduledChange, *};
use mirror::entity::{invoice, price, subscription, subscription_item};
use testkit::facts::*;
use time::{Duration, OffsetDateTime};

fn new_plan(name: &str, quantity: i64, amount: i64) -> NewPlan {
    NewPlan { name: name.to_owned(), quantity, amount: Some(usd(amount)), every: Some(Period::MONTH) }
}

/// A subscription that a schedule changes at the end of its period: this price goes, and this many of that one come.
fn changing(from: Option<&str>, to: Option<(&str, i64)>) -> SubscriptionWithItems {
    let SubscriptionWithItems { subscription: row, items } = subscription("sub_1", "active");
    let row = subscription::Model {
        change_at: seconds(PERIOD_END),
        change_from_price_id: from.map(str::to_owned),
        change_price_id: to.map(|(price, _)| price.to_owned()),
        change_quantity: to.map(|(_, quantity)| quantity),
        has_schedule: true,
        next_phase_at: seconds(PERIOD_END),
        ..row
    };
    SubscriptionWithItems { subscription: row, items }
}

/// With a second item beside the first.
fn of_two(SubscriptionWithItems { subscription, mut items }: SubscriptionWithItems) -> SubscriptionWithItems {
    items.push(subscription_item::Model {
        id: "si_seats".to_owned(),
        price_id: "price_seats".to_owned(),
        product_id: "prod_seats".to_owned(),
        ..items[0].clone()
    });
    SubscriptionWithItems { subscription, items }
}

/// The customer, whose prices are all mirrored.
fn with_prices(subscribed: SubscriptionWithItems) -> BillingFacts {
    let mut facts = facts(vec![subscribed]);
    let of_pro = |id: &str, months| price::Model {
        id: id.to_owned(),
        product_id: "prod_pro".to_owned(),
        unit_amount: Some(1200 * months),
        interval_count: Some(months),
        ..team()
    };
    for price in [of_pro("price_1", 1), of_pro("price_quarterly", 3)] {
        facts.prices.insert(price.id.clone(), price);
    }
    facts
}

#[test]
fn every_change_is_told_as_what_it_is() {
    let (pro, seats) = (Some("price_1"), Some("price_seats"));
    let quarter = Period::from_stripe("month", 3).expect("an interval");
    for (subscribed, expected) in [
        (changing(pro, Some(("price_team", 5))), ScheduledChange::To(new_plan("Team", 5, 14_500))),
        (changing(pro, Some(("price_1", 2))), ScheduledChange::To(new_plan("Pro", 2, 2400))),
        (
            changing(pro, Some(("price_quarterly", 1))),
            ScheduledChange::Interval { every: quarter, amount: Some(usd(3600)) },
        ),
        (changing(None, Some(("price_team", 1))), ScheduledChange::Adds(new_plan("Team", 1, 2900))),
        (of_two(changing(seats, None)), ScheduledChange::Removes("Seats".to_owned())),
        (
            of_two(changing(seats, Some(("price_team", 1)))),
            ScheduledChange::Replaces { from: "Seats".to_owned(), to: new_plan("Team", 1, 2900) },
        ),
        (of_two(changing(pro, Some(("price_1", 3)))), ScheduledChange::Quantity(new_plan("Pro", 3, 3600))),
        (changing(None, None), ScheduledChange::Other),
        // Of what is neither mirrored nor subscribed to nothing can be told.
        (changing(None, Some(("price_unknown", 1))), ScheduledChange::Other),
        (changing(Some("price_unknown"), None), ScheduledChange::Other),
    ] {
        let plan = told(&with_prices(subscribed));
        assert_eq!(plan.standing, Standing::ChangeScheduled { at: PERIOD_END, change: expected, ends: None });
        assert_eq!(plan.next_actions(), [NextAction::ReviewChange, NextAction::UpdatePaymentMethod]);
    }
}

#[test]
fn an_end_by_schedule_is_told_and_nobody_can_take_it_back_here() {
    let ends = PERIOD_END + Duration::days(60);
    let by_schedule = |cancel_at, schedule_ends_at| {
        let SubscriptionWithItems { subscription: row, items } = subscription("sub_1", "active");
        let row = subscription::Model { cancel_at, schedule_ends_at, has_schedule: true, ..row };
        SubscriptionWithItems { subscription: row, items }
    };
    // Whether or not Stripe says it on the subscription too.
    for subscribed in [by_schedule(seconds(ends), seconds(ends)), by_schedule(None, seconds(ends))] {
        let plan = told(&facts(vec![subscribed]));
        let charge = Some(NextInvoice { at: PERIOD_END, amount: upcoming(1200) });
        assert_eq!(plan.standing, Standing::Canceling { ends, charge, by_schedule: true, on_trial: false });
        assert_eq!(plan.next_actions(), [NextAction::UpdatePaymentMethod]);
    }
}

#[test]
fn what_changes_before_the_end_is_told_with_the_end() {
    let ends = PERIOD_END + Duration::days(60);
    let mut subscribed = changing(Some("price_1"), Some(("price_team", 1)));
    subscribed.subscription.schedule_ends_at = seconds(ends);
    let change = ScheduledChange::To(new_plan("Team", 1, 2900));
    assert_eq!(
        told(&with_prices(subscribed.clone())).standing,
        Standing::ChangeScheduled { at: PERIOD_END, change, ends: Some(ends) }
    );
    subscribed.subscription.cancel_at = seconds(PERIOD_END - Duration::days(1));
    assert!(matches!(told(&with_prices(subscribed)).standing, Standing::Canceling { .. }), "it does not get that far");
}

/// Managed by a schedule whose next phase begins then, if there is one.
fn managed(status: &str, next_phase: Option<OffsetDateTime>) -> SubscriptionWithItems {
    let SubscriptionWithItems { subscription: row, items } = subscription("sub_1", status);
    let row = subscription::Model { has_schedule: true, next_phase_at: next_phase.and_then(seconds), ..row };
    SubscriptionWithItems { subscription: row, items }
}

#[test]
fn until_the_next_phase_nothing_is_offered_that_stripe_refuses_and_the_page_says_why() {
    for status in ["active", "trialing", "past_due"] {
        let plan = told(&facts(vec![managed(status, Some(PERIOD_END))]));
        assert_eq!(plan.next_actions(), [NextAction::UpdatePaymentMethod], "{status}");
        assert!(plan.is_held_by_schedule(), "{status}");
        for settled in [None, Some(NOW)] {
            let plan = told(&facts(vec![managed(status, settled)]));
            assert!(plan.next_actions().contains(&NextAction::CancelPlan) && !plan.is_held_by_schedule(), "{status}");
        }
    }
    let mut invoiced = managed("past_due", Some(PERIOD_END));
    invoiced.subscription.raw = serde_json::json!({ "collection_method": "send_invoice" });
    let mut facts = facts(vec![invoiced]);
    facts.invoices = vec![invoice::Model { has_page: false, ..invoice_of("sub_1", "open", NOW) }];
    assert_eq!(told(&facts).next_actions(), [NextAction::OpenPortal], "never none");
}

#[test]
fn an_end_is_not_taken_back_while_there_is_a_schedule() {
    for status in ["past_due", "unpaid"] {
        let mut ending = managed(status, None);
        ending.subscription.cancel_at_period_end = true;
        let plan = told(&facts(vec![ending]));
        assert!(!plan.next_actions().contains(&NextAction::KeepPlan) && plan.is_held_by_schedule(), "{status}");
    }
}
