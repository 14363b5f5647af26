//! Whatever is done, in whatever order: no impossible state, lists that agree with what they list, events from which
//! the state can be told, and objects that the strictest reader reads.

use crate::actions::{Action, CARDS, NUMBERS, action};
use crate::common::{Stripe, id};
use crate::invariants;
use proptest::prelude::*;
use reqwest::Method;
use serde_json::{Value, json};

const DAY: i64 = 86_400;

/// A simulator, with what has been made in it.
struct Machine {
    stripe: Stripe,
    prices: Vec<String>,
    tax_rate: String,
    once: String,
}

impl Machine {
    async fn start() -> Self {
        let stripe = Stripe::start().await;
        let mut prices = vec![stripe.price("small", 500).await, stripe.price("large", 5000).await];
        for interval in ["week", "year"] {
            let body = format!("currency=usd&unit_amount=700&recurring[interval]={interval}&product_data[name]=other");
            prices.push(id(&stripe.post("/v1/prices", &body).await));
        }
        for (key, of) in [("all", &prices[..]), ("large", &prices[1..2]), ("other", &prices[2..])] {
            let feature = format!("lookup_key={key}&name={key}");
            let feature = id(&stripe.post("/v1/entitlements/features", &feature).await);
            for price in of {
                let product = stripe.get(&format!("/v1/prices/{price}")).await["product"].clone();
                let path = format!("/v1/products/{}/features", product.as_str().unwrap());
                stripe.post(&path, &format!("entitlement_feature={feature}")).await;
            }
        }
        for coupon in [
            "id=half&percent_off=50&duration=forever",
            "id=once&amount_off=300&currency=usd&duration=once",
            "id=twice&percent_off=33.3&duration=repeating&duration_in_months=2",
        ] {
            stripe.post("/v1/coupons", coupon).await;
        }
        let meter = "display_name=calls&event_name=calls&default_aggregation[formula]=sum";
        let meter = id(&stripe.post("/v1/billing/meters", meter).await);
        for body in [
            format!("currency=usd&unit_amount_decimal=2.5&recurring[usage_type]=metered&recurring[meter]={meter}"),
            "currency=usd&billing_scheme=tiered&tiers_mode=graduated&tiers[0][up_to]=2&tiers[0][unit_amount]=400\
             &tiers[1][up_to]=inf&tiers[1][unit_amount]=300&tiers[1][flat_amount]=50"
                .to_owned(),
        ] {
            let body = format!("{body}&recurring[interval]=month&product_data[name]=by-use");
            prices.push(id(&stripe.post("/v1/prices", &body).await));
        }
        let once = id(&stripe.post("/v1/prices", "currency=usd&unit_amount=150&product_data[name]=once").await);
        let rate = stripe.post("/v1/tax_rates", "display_name=VAT&percentage=7.7&inclusive=false").await;
        Self { stripe, prices, tax_rate: id(&rate), once }
    }

    /// Refusals are fine, also of what is not simulated (501); failures are not.
    async fn call(&self, method: Method, path: &str, body: &str) -> Value {
        let (status, answer) = self.stripe.call(method, path, body).await;
        assert!(status < 500 || status == 501, "{path} {body}: {answer}");
        answer
    }

    async fn submit(&self, url: &str, form: &str) {
        let page = self.stripe.submit(url, form).await;
        assert!(page.status < 500, "{url} {form}");
        if let Some(bank) = page.location.filter(|to| to.starts_with('/') && to.contains("/pm_")) {
            self.stripe.submit(&self.stripe.absolute(&bank), "answer=complete").await;
        }
    }

    async fn nth(&self, kind: &str, which: usize) -> Option<Value> {
        let state = self.stripe.state().await;
        let all = state[kind].as_array().unwrap();
        all.get(which % all.len().max(1)).cloned()
    }

    async fn customer_of(&self, which: usize) -> Option<(String, Value)> {
        let subscription = self.nth("subscriptions", which).await?;
        Some((subscription["customer"].as_str().unwrap().to_owned(), subscription))
    }

    async fn act(&self, action: &Action) -> Option<()> {
        let stripe = &self.stripe;
        match action {
            Action::Subscribe(card, more) => {
                let card = CARDS[*card];
                let body = format!(
                    "payment_method={card}&invoice_settings[default_payment_method]={card}&address[country]=DE"
                );
                let customer = id(&stripe.post("/v1/customers", &body).await);
                let more = more.replace("VAT", &self.tax_rate);
                let body = format!("customer={customer}&items[0][price]={}&{more}", self.prices[0]);
                self.call(Method::POST, "/v1/subscriptions", &body).await;
            }
            Action::Buy(card, more) => {
                let body = format!(
                    "mode=subscription&line_items[0][price]={}&success_url=https://example.com/&customer_email=a@b.c&{more}",
                    self.prices[1]
                );
                let session = stripe.post("/v1/checkout/sessions", &body).await;
                let form = format!("number={}&expiry=12/60&cvc=123", NUMBERS[*card]);
                self.submit(session["url"].as_str().unwrap(), &form).await;
            }
            Action::Change(which, change) => {
                let path = format!("/v1/subscriptions/{}", id(&self.nth("subscriptions", *which).await?));
                self.call(Method::POST, &path, change).await;
            }
            Action::ChangePlan(which, price, proration) => {
                let subscription = self.nth("subscriptions", *which).await?;
                let item = id(&subscription["items"]["data"][0]);
                let price = &self.prices[*price];
                let body = format!("items[0][id]={item}&items[0][price]={price}&proration_behavior={proration}");
                self.call(Method::POST, &format!("/v1/subscriptions/{}", id(&subscription)), &body).await;
            }
            Action::End(which, how) => {
                let path = format!("/v1/subscriptions/{}{how}", id(&self.nth("subscriptions", *which).await?));
                self.call(Method::DELETE, &path, "").await;
            }
            Action::Rest(which, how) => {
                let (what, body) = how.split_once('?').unwrap_or((how, ""));
                let path = format!("/v1/subscriptions/{}/{what}", id(&self.nth("subscriptions", *which).await?));
                self.call(Method::POST, &path, body).await;
            }
            Action::Item(which, price, what) => {
                let subscription = self.nth("subscriptions", *which).await?;
                let (item, price) = (id(&subscription["items"]["data"][0]), &self.prices[*price]);
                if *what == "use" {
                    let customer = subscription["customer"].as_str()?;
                    let body = format!("event_name=calls&payload[stripe_customer_id]={customer}&payload[value]=37");
                    self.call(Method::POST, "/v1/billing/meter_events", &body).await;
                    return Some(());
                }
                let subscription = id(&subscription);
                let (method, path, body) = match *what {
                    "add" => (Method::POST, "", format!("subscription={subscription}&price={price}")),
                    "remove" => (Method::DELETE, item.as_str(), String::new()),
                    "more" => (Method::POST, item.as_str(), "quantity=7".to_owned()),
                    "pend" => {
                        let how = "payment_behavior=pending_if_incomplete&proration_behavior=always_invoice";
                        (Method::POST, item.as_str(), format!("quantity=9&{how}"))
                    }
                    _ => {
                        let body =
                            format!("add_invoice_items[0][price]={}&add_invoice_items[0][quantity]=2", self.once);
                        self.call(Method::POST, &format!("/v1/subscriptions/{subscription}"), &body).await;
                        return Some(());
                    }
                };
                let path = format!("/v1/subscription_items/{path}");
                self.call(method, path.trim_end_matches('/'), &body).await;
            }
            Action::Money(which, amount, what) => {
                let (path, body) = match *what {
                    "refund" => {
                        let charge = id(&self.nth("charges", *which).await?);
                        ("/v1/refunds".to_owned(), format!("charge={charge}&amount={amount}"))
                    }
                    "balance" => {
                        let (customer, _) = self.customer_of(*which).await?;
                        let amount = if amount % 2 == 0 { *amount } else { -amount };
                        let body = format!("amount={amount}&currency=usd");
                        (format!("/v1/customers/{customer}/balance_transactions"), body)
                    }
                    "dispute" => {
                        let dispute = id(&self.nth("disputes", *which).await?);
                        let word = if amount % 2 == 0 { "winning" } else { "losing" };
                        (format!("/v1/disputes/{dispute}"), format!("evidence[uncategorized_text]={word}_evidence"))
                    }
                    how => {
                        let invoice = self.nth("invoices", *which).await?;
                        let after = match (invoice["status"] == "paid", how) {
                            (false, _) => String::new(),
                            (true, "credit") => format!("&credit_amount={amount}"),
                            (true, _) => format!("&refund_amount={amount}"),
                        };
                        ("/v1/credit_notes".to_owned(), format!("invoice={}&amount={amount}{after}", id(&invoice)))
                    }
                };
                self.call(Method::POST, &path, &body).await;
            }
            Action::PlanAnew(which, price, more) => {
                let (customer, _) = self.customer_of(*which).await?;
                let now = stripe.get("_sim/clock").await["now"].as_i64()?;
                let body = format!(
                    "customer={customer}&start_date={}&phases[0][items][0][price]={}{}",
                    now + 3 * DAY,
                    self.prices[*price],
                    more.replace("later", &(now + 9 * DAY).to_string())
                );
                self.call(Method::POST, "/v1/subscription_schedules", &body).await;
            }
            Action::Plan(which, price, more) => {
                let subscription = id(&self.nth("subscriptions", *which).await?);
                let body = format!("from_subscription={subscription}");
                let schedule = self.call(Method::POST, "/v1/subscription_schedules", &body).await;
                let (phase, schedule) = (&schedule["phases"][0], schedule["id"].as_str()?);
                let (start, end) = (phase["start_date"].as_i64()?, phase["end_date"].as_i64()?);
                let end = if *more == "sooner" { end - (end - start) / 3 } else { end };
                let body = format!(
                    "phases[0][start_date]={start}&phases[0][end_date]={end}&phases[0][items][0][price]={}\
                     &phases[1][items][0][price]={}&{}",
                    phase["items"][0]["price"].as_str()?,
                    self.prices[*price],
                    more.trim_start_matches("sooner")
                );
                self.call(Method::POST, &format!("/v1/subscription_schedules/{schedule}"), &body).await;
            }
            Action::Schedule(which, what) => {
                let path = format!(
                    "/v1/subscription_schedules/{}/{what}",
                    id(&self.nth("subscription_schedules", *which).await?)
                );
                self.call(Method::POST, &path, "").await;
            }
            Action::GiveCard(which, card) => {
                let (customer, _) = self.customer_of(*which).await?;
                let path = format!("/v1/payment_methods/{}/attach", CARDS[*card]);
                let method = self.call(Method::POST, &path, &format!("customer={customer}")).await;
                let body = format!("invoice_settings[default_payment_method]={}", method["id"].as_str()?);
                self.call(Method::POST, &format!("/v1/customers/{customer}"), &body).await;
            }
            Action::Invoice(which, what) => {
                let path = format!("/v1/invoices/{}/{what}", id(&self.nth("invoices", *which).await?));
                self.call(Method::POST, &path, "").await;
            }
            Action::Portal(which, what) => {
                let (customer, subscription) = self.customer_of(*which).await?;
                let session =
                    self.call(Method::POST, "/v1/billing_portal/sessions", &format!("customer={customer}")).await;
                let page = format!("{}/subscriptions/{}/{what}", session["url"].as_str()?, id(&subscription));
                self.submit(&page, "").await;
            }
            Action::PortalCard(which, card) => {
                let (customer, _) = self.customer_of(*which).await?;
                let session =
                    self.call(Method::POST, "/v1/billing_portal/sessions", &format!("customer={customer}")).await;
                let form = format!("number={}&expiry=12/60&cvc=123", NUMBERS[*card]);
                self.submit(&format!("{}/payment-method", session["url"].as_str()?), &form).await;
            }
            Action::DeleteCustomer(which) => {
                let (customer, _) = self.customer_of(*which).await?;
                self.call(Method::DELETE, &format!("/v1/customers/{customer}"), "").await;
            }
            Action::Feature(price) => {
                let product = stripe.get(&format!("/v1/prices/{}", self.prices[*price])).await["product"].clone();
                let path = format!("/v1/products/{}/features", product.as_str()?);
                if let Some(attached) = stripe.get(&path).await["data"][0]["id"].as_str() {
                    stripe.delete(&format!("{path}/{attached}")).await;
                } else {
                    let feature = id(&self.nth("entitlement_features", *price).await?);
                    stripe.post(&path, &format!("entitlement_feature={feature}")).await;
                }
            }
            Action::Scene(which, price, scene) => {
                let customers = stripe.state().await["customers"].as_array().unwrap().clone();
                let customer = customers.get(which % customers.len().max(1))?;
                let body = json!({"customer": customer["id"], "price": self.prices[*price], "scene": scene});
                let answer = stripe.http.post(stripe.url("_sim/scenes")).json(&body).send().await.unwrap();
                let refused = customer["deleted"] == true;
                assert_eq!(answer.status().as_u16(), if refused { 400 } else { 200 }, "{body}");
            }
            Action::Dunning(choice) => {
                let first = if *choice == "pause" { "pause" } else { "leave_past_due" };
                stripe.control("dunning", json!({"after_retries": choice, "after_first_failure": first})).await;
            }
            Action::Pass(days) => {
                stripe.control("clock", json!({"advance": days * DAY + 60})).await;
            }
        }
        Some(())
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, max_shrink_iters: 200, failure_persistence: None, ..Default::default() })]

    #[test]
    fn no_sequence_of_actions_leads_to_an_impossible_state(actions in proptest::collection::vec(action(), 1..25)) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let machine = Machine::start().await;
            for action in &actions {
                machine.act(action).await;
            }
            invariants::check(&machine.stripe).await;
        });
    }
}
