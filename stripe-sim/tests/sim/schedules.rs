//! Subscription schedules: made of a subscription, changed, and lived phase by phase.

use crate::common::{Hook, SECRET, Stripe, id};
use reqwest::Method;
use serde_json::{Value, json};

const SCHEDULES: &str = "/v1/subscription_schedules";
const DAY: i64 = 86_400;

/// A subscription with a schedule: what it costs now, and two other prices.
struct Planned {
    stripe: Stripe,
    customer: String,
    subscription: String,
    /// Where the schedule is.
    path: String,
    large: String,
    small: String,
    yearly: String,
    start: i64,
    end: i64,
}

impl Planned {
    async fn start(more: &str) -> Self {
        let stripe = Stripe::start().await;
        let (large, small) = (stripe.price("Large", 3000).await, stripe.price("Small", 1000).await);
        let body = "currency=usd&unit_amount=9000&recurring[interval]=year&product_data[name]=Yearly";
        let yearly = id(&stripe.post("/v1/prices", body).await);
        let customer = stripe.customer().await;
        let body = format!("customer={customer}&items[0][price]={large}&{more}");
        let subscription = id(&stripe.post("/v1/subscriptions", &body).await);
        let schedule = stripe.post(SCHEDULES, &format!("from_subscription={subscription}")).await;
        let phase = &schedule["phases"][0];
        let time = |field: &str| phase[field].as_i64().unwrap();
        let (start, end) = (time("start_date"), time("end_date"));
        let path = format!("{SCHEDULES}/{}", id(&schedule));
        Self { stripe, customer, subscription, path, large, small, yearly, start, end }
    }

    fn current(&self) -> String {
        format!(
            "phases[0][start_date]={}&phases[0][end_date]={}&phases[0][items][0][price]={}",
            self.start, self.end, self.large
        )
    }

    /// Plans another price from the end of the period on.
    async fn then(&self, price: &str, more: &str) -> Value {
        let body = format!("{}&phases[1][items][0][price]={price}&{more}", self.current());
        self.stripe.post(&self.path, &body).await
    }

    async fn subscription(&self) -> Value {
        let expand = "expand[]=latest_invoice&expand[]=schedule";
        self.stripe.get(&format!("/v1/subscriptions/{}?{expand}", self.subscription)).await
    }

    async fn schedule(&self) -> Value {
        self.stripe.get(&self.path).await
    }

    async fn at(&self, now: i64) {
        self.stripe.control("clock", json!({"now": now})).await;
    }

    async fn own_events(&self) -> Vec<String> {
        let types = self.stripe.event_types().await;
        types.into_iter().filter(|kind| kind.starts_with("subscription_schedule.")).collect()
    }
}

fn price_of(subscription: &Value) -> &Value {
    &subscription["items"]["data"][0]["price"]["id"]
}

#[tokio::test]
async fn a_change_comes_with_the_next_period_and_stays() {
    let planned = Planned::start("").await;
    let mut hook = Hook::listen().await;
    planned.stripe.sim.set_webhook(hook.target(&[SECRET]));
    let made = planned.then(&planned.small, "phases[1][items][0][quantity]=2").await;
    assert_eq!(made["phases"][1]["items"][0]["quantity"], 2);
    assert_eq!(made["current_phase"], json!({"start_date": planned.start, "end_date": planned.end}));
    assert_eq!((&made["status"], &made["subscription"]), (&json!("active"), &json!(planned.subscription)));
    hook.next_of("subscription_schedule.updated").await;
    let waiting = planned.subscription().await;
    assert_eq!((price_of(&waiting), &waiting["schedule"]), (&json!(planned.large), &made));
    let body = format!("subscription={}", planned.subscription);
    let preview = planned.stripe.post("/v1/invoices/create_preview", &body).await;
    assert_eq!(preview["amount_due"], 2000);

    planned.at(planned.end + 1).await;
    let changed = planned.subscription().await;
    assert_eq!((price_of(&changed), &changed["latest_invoice"]["amount_paid"]), (&json!(planned.small), &json!(2000)));
    assert_eq!(changed["items"]["data"][0]["id"], waiting["items"]["data"][0]["id"]);
    let last = changed["schedule"]["phases"][1].clone();
    assert_eq!(changed["schedule"]["current_phase"]["start_date"], planned.end);
    assert_eq!(last["end_date"], changed["items"]["data"][0]["current_period_end"]);

    planned.at(last["end_date"].as_i64().unwrap() + 1).await;
    let free = planned.subscription().await;
    assert_eq!(
        (&free["status"], &free["schedule"], price_of(&free)),
        (&json!("active"), &Value::Null, &json!(planned.small))
    );
    let over = planned.schedule().await;
    assert_eq!((&over["status"], &over["completed_at"]), (&json!("completed"), &last["end_date"]));
    assert_eq!(over["current_phase"], Value::Null);
    let expected = ["created", "updated", "updated", "completed"].map(|what| format!("subscription_schedule.{what}"));
    assert_eq!(planned.own_events().await, expected);
}

#[tokio::test]
async fn a_schedule_appears_on_its_subscription_and_disappears() {
    let planned = Planned::start("").await;
    planned.then(&planned.small, "").await;
    let released = planned.stripe.post(&format!("{}/release", planned.path), "").await;
    assert_eq!((&released["status"], &released["subscription"]), (&json!("released"), &Value::Null));
    assert_eq!(released["released_subscription"], planned.subscription.as_str());
    assert!(released["released_at"].is_i64());
    let events = planned.stripe.get("/v1/events?type=customer.subscription.updated").await;
    let previous: Vec<_> =
        events["data"].as_array().unwrap().iter().map(|it| &it["data"]["previous_attributes"]).collect();
    assert_eq!(previous, [&json!({"schedule": released["id"]}), &json!({"schedule": null})]);
    planned.at(planned.end + 1).await;
    assert_eq!(price_of(&planned.subscription().await), planned.large.as_str());
    let (_, error) = planned.stripe.refused(Method::POST, &planned.path, "end_behavior=cancel").await;
    assert!(error["message"].as_str().unwrap().contains("`released` status"), "{error}");
}

#[tokio::test]
async fn a_plan_that_ends_ends_the_subscription() {
    let planned = Planned::start("").await;
    let body = format!("{}&end_behavior=cancel", planned.current());
    planned.stripe.post(&planned.path, &body).await;
    let ending = planned.subscription().await;
    assert_eq!((&ending["cancel_at"], &ending["cancel_at_period_end"]), (&json!(planned.end), &json!(false)));
    let path = format!("/v1/subscriptions/{}", planned.subscription);
    let (_, error) = planned.stripe.refused(Method::POST, &path, "cancel_at=").await;
    assert!(error["message"].as_str().unwrap().contains("managed by the subscription schedule"), "{error}");
    planned.stripe.post(&planned.path, "end_behavior=release").await;
    assert_eq!(planned.subscription().await["cancel_at"], Value::Null);
    planned.stripe.post(&planned.path, "end_behavior=cancel").await;
    planned.at(planned.end + 1).await;
    let ended = planned.subscription().await;
    assert_eq!((&ended["status"], &ended["ended_at"]), (&json!("canceled"), &json!(planned.end)));
    assert_eq!(planned.schedule().await["status"], "completed");
}

#[tokio::test]
async fn canceling_a_schedule_or_its_subscription_ends_both() {
    for by_schedule in [true, false] {
        let planned = Planned::start("").await;
        if by_schedule {
            planned.stripe.post(&format!("{}/cancel", planned.path), "invoice_now=false&prorate=false").await;
        } else {
            planned.stripe.delete(&format!("/v1/subscriptions/{}", planned.subscription)).await;
        }
        assert_eq!(planned.subscription().await["status"], "canceled");
        let schedule = planned.schedule().await;
        assert_eq!((&schedule["status"], schedule["canceled_at"].is_i64()), (&json!("canceled"), true));
        assert_eq!(planned.own_events().await.last().unwrap(), "subscription_schedule.canceled");
    }
}

#[tokio::test]
async fn another_rhythm_begins_with_its_phase() {
    let planned = Planned::start("").await;
    planned.then(&planned.yearly, "phases[1][duration][interval]=year&phases[1][duration][interval_count]=2").await;
    planned.at(planned.end + 1).await;
    let changed = planned.subscription().await;
    let item = &changed["items"]["data"][0];
    assert_eq!((price_of(&changed), &item["current_period_start"]), (&json!(planned.yearly), &json!(planned.end)));
    assert!(item["current_period_end"].as_i64().unwrap() > planned.end + 364 * DAY);
    assert_eq!(changed["latest_invoice"]["amount_paid"], 9000);
}

#[tokio::test]
async fn a_phase_may_begin_within_a_period_and_is_prorated() {
    let planned = Planned::start("").await;
    let middle = planned.start + (planned.end - planned.start) / 2;
    let body = format!(
        "phases[0][start_date]={}&phases[0][end_date]={middle}&phases[0][items][0][price]={}\
         &phases[1][items][0][price]={}&phases[1][end_date]={}&phases[1][proration_behavior]=always_invoice",
        planned.start, planned.large, planned.small, planned.end
    );
    planned.stripe.post(&planned.path, &body).await;
    planned.at(middle + 1).await;
    let changed = planned.subscription().await;
    assert_eq!((price_of(&changed), &changed["latest_invoice"]["total"]), (&json!(planned.small), &json!(-1000)));
    assert_eq!(changed["items"]["data"][0]["current_period_end"], planned.end);
}

#[tokio::test]
async fn a_trial_goes_over_into_the_next_phase() {
    let planned = Planned::start("trial_period_days=7").await;
    planned.then(&planned.small, "").await;
    planned.at(planned.end + 1).await;
    let changed = planned.subscription().await;
    assert_eq!((&changed["status"], price_of(&changed)), (&json!("active"), &json!(planned.small)));
    assert_eq!(changed["latest_invoice"]["amount_paid"], 1000);
}

#[tokio::test]
async fn the_current_phase_and_the_subscription_agree() {
    let planned = Planned::start("").await;
    let item = id(&planned.subscription().await["items"]["data"][0]);
    let path = format!("/v1/subscriptions/{}", planned.subscription);
    planned.stripe.post(&path, &format!("items[0][id]={item}&items[0][quantity]=4")).await;
    assert_eq!(planned.schedule().await["phases"][0]["items"][0]["quantity"], 4);
    planned.then(&planned.small, "").await;
    assert_eq!(planned.subscription().await["items"]["data"][0]["quantity"], 1);
}

#[tokio::test]
async fn schedules_are_listed_and_keep_stripes_rules() {
    let planned = Planned::start("").await;
    let (stripe, customer) = (&planned.stripe, &planned.customer);
    let listed = async |query: &str| stripe.get(&format!("{SCHEDULES}?{query}")).await["data"].clone();
    assert_eq!(listed(&format!("customer={customer}")).await, json!([planned.schedule().await]));
    assert_eq!(listed("scheduled=true").await, json!([]));
    let (start, end, small) = (planned.start, planned.end, &planned.small);
    let euro = id(&stripe
        .post("/v1/prices", "currency=eur&unit_amount=5&recurring[interval]=month&product_data[name]=Euro")
        .await);
    for (body, said) in [
        (format!("phases[0][items][0][price]={small}"), "to anchor end dates to"),
        (format!("phases[0][start_date]={}&phases[0][items][0][price]={small}", start + 1), "the current phase"),
        (
            format!("phases[0][start_date]={start}&phases[0][end_date]={start}&phases[0][items][0][price]={small}"),
            "end after",
        ),
        (format!("phases[0][start_date]={start}"), "Missing required param: phases[0][items]."),
        (
            format!("{}&phases[1][items][0][price]={small}&phases[1][start_date]={}", planned.current(), end + 1),
            "when the one before it ends",
        ),
        (format!("{}&phases[1][items][0][price]={euro}", planned.current()), "same currency"),
        (format!("{}&phases[1][items][0][price]=price_none", planned.current()), "No such price"),
        (format!("{}&phases[0][coupon]=x", planned.current()), "unknown parameter: phases[0][coupon]"),
        ("end_behavior=later".to_owned(), "release or cancel"),
    ] {
        let (status, error) = stripe.refused(Method::POST, &planned.path, &body).await;
        assert_eq!(status, 400, "{body}");
        assert!(error["message"].as_str().unwrap().contains(said), "{body}: {error}");
    }
    let again = format!("from_subscription={}", planned.subscription);
    let (_, error) = stripe.refused(Method::POST, SCHEDULES, &again).await;
    assert!(error["message"].as_str().unwrap().contains("already attached to a schedule"), "{error}");
    let (_, ending) = stripe.subscribed("cancel_at_period_end=true").await;
    stripe.refused(Method::POST, SCHEDULES, &format!("from_subscription={ending}")).await;
}
