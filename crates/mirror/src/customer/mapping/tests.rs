//! Any answer of Stripe's becomes rows or an error, never a panic.

use proptest::prelude::*;
use serde_json::Value;
use stripe::any_json::{any_json, spoiled};

use super::*;
use crate::customer::{fetch::Living, unread_subscription::UnreadSubscription};

/// One object of each kind, as the simulator answers.
const OBJECTS: &str = include_str!("../../../../../stripe-sim/src/state/payload_sample.jsonl");

fn object(kind: &str) -> Value {
    let mut objects = OBJECTS.lines().map(|line| serde_json::from_str::<Value>(line).expect("JSON"));
    objects.find(|object| object["object"] == kind).expect("one of each")
}

fn typed<T: miniserde::Deserialize>(object: &Value) -> Option<T> {
    miniserde::json::from_str(&object.to_string()).ok()
}

/// The rows of a customer that Stripe answers so; none where that is no answer.
fn rows(customer: &Value, subscription: &Value, invoice: &Value) -> Option<Rows> {
    let fetched: Subscription = typed(subscription)?;
    let schedule = Schedule::of(&fetched);
    let subscription = FetchedSubscription {
        upcoming: typed(invoice),
        schedule,
        raw: subscription.clone(),
        subscription: fetched,
        item_discounts: vec![],
    };
    let fetched = Fetched {
        customer: Found::Living(Box::new(Living { customer: typed(customer)?, raw: customer.clone() })),
        subscriptions: vec![subscription],
        unread: vec![],
        invoices: vec![typed(invoice)?],
        charges: Charges::default(),
        unreadable: vec![],
    };
    Some(Rows::of("cus_1", fetched))
}

#[test]
fn what_is_right_becomes_rows() {
    let rows = rows(&object("customer"), &object("subscription"), &object("invoice")).expect("rows");
    assert_eq!((rows.subscriptions.len(), rows.items.len(), rows.invoices.len()), (1, 1, 1));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn an_answer_that_is_spoiled_becomes_rows_or_is_refused(
        customer in spoiled(object("customer")),
        subscription in spoiled(object("subscription")),
        invoice in spoiled(object("invoice")),
    ) {
        rows(&customer, &object("subscription"), &object("invoice"));
        rows(&object("customer"), &subscription, &object("invoice"));
        rows(&object("customer"), &object("subscription"), &invoice);
    }

    #[test]
    fn garbage_is_refused(answer in any_json()) {
        prop_assert!(rows(&answer, &answer, &answer).is_none());
    }

    #[test]
    fn of_a_subscription_that_cannot_be_read_only_an_end_is_believed(subscription in spoiled(object("subscription"))) {
        let Some(UnreadSubscription { row, .. }) = UnreadSubscription::of("cus_1", &subscription) else {
            prop_assert!(!subscription["id"].is_string());
            return Ok(());
        };
        prop_assert!(row.status == "unread" || subscription["status"] == row.status.as_str());
        prop_assert!(!["active", "trialing"].contains(&row.status.as_str()));
    }
}
