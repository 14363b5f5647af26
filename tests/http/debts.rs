//! Debts on the account page: the amount, the date, and the link to pay.

use mirror::sync;
use serde_json::{Value, json};

use crate::support::{Answer, Browser, Stripe, TestApp, steps, text_of};

/// A customer of the shop, signed in, and the id of a price of $12.00.
struct Shop {
    stripe: Stripe,
    app: TestApp,
    browser: Browser,
    customer: String,
    price: String,
}

impl Shop {
    /// `interval`: how often it is billed.
    async fn open(interval: &str) -> Self {
        let stripe = Stripe::start().await;
        let app = TestApp::start(&stripe.base()).await;
        let customer = stripe.customer().await;
        let (browser, _) = app.customer("ada@example.com", &customer).await;
        let price = [
            ("product_data[name]", "Pro"),
            ("currency", "usd"),
            ("unit_amount", "1200"),
            ("recurring[interval]", interval),
        ];
        let price = id(&stripe.post("prices", &price).await);
        Self { stripe, app, browser, customer, price }
    }

    async fn play(&self, scene: &str) {
        let scene = json!({ "customer": self.customer, "price": self.price, "scene": scene });
        self.stripe.control("scenes", scene).await;
    }

    async fn subscribe(&self, more: &[(&str, &str)]) -> Value {
        let mut form = vec![("customer", self.customer.as_str()), ("items[0][price]", &self.price)];
        form.extend(more);
        self.stripe.post("subscriptions", &form).await
    }

    /// The account page, in step with Stripe.
    async fn page(&mut self) -> Answer {
        self.browser.get("/account?from=portal").await
    }

    /// The ids of the open invoices, the newest first.
    async fn open_invoices(&self) -> Vec<String> {
        let state = self.stripe.state().await;
        let mut open: Vec<_> =
            state["invoices"].as_array().unwrap().iter().filter(|invoice| invoice["status"] == "open").collect();
        open.sort_by_key(|invoice| std::cmp::Reverse(invoice["created"].as_i64()));
        open.into_iter().map(id).collect()
    }

    async fn attach(&self, token: &str) -> String {
        let attach = format!("payment_methods/{token}/attach");
        id(&self.stripe.post(&attach, &[("customer", &self.customer)]).await)
    }
}

fn id(object: &Value) -> String {
    object["id"].as_str().unwrap().to_owned()
}

/// What the lists of this class on the page say, line by line.
fn lines(page: &Answer, class: &str) -> Vec<String> {
    let list = format!("<ul class=\"{class}\">");
    let lists = page.body.split(&list).skip(1).filter_map(|rest| rest.split("</ul>").next());
    lists.flat_map(|list| list.split("<li>").skip(1)).map(text_of).collect()
}

/// The invoices that the page leads to pay, in its order.
fn payable(page: &Answer) -> Vec<&str> {
    let links = page.body.split("href=\"/account/invoices/").skip(1);
    links.filter_map(|rest| rest.split('"').next()?.strip_suffix("/pay")).collect()
}

fn assert_says(page: &Answer, words: &str) {
    assert!(page.text().contains(words), "{words:?} is missing in {}", page.text());
}

#[tokio::test]
async fn of_several_debts_the_newest_is_paid_first_and_the_others_have_their_own_links() {
    let mut shop = Shop::open("day").await;
    shop.play("past_due").await;
    let open = shop.open_invoices().await;
    assert!(open.len() > 2, "{open:?}");
    let page = shop.page().await;
    assert_says(&page, &format!("We couldn’t charge ${}.00 ({} invoices)", 12 * open.len(), open.len()));
    let (others, paid) = (lines(&page, "debts"), payable(&page));
    assert_eq!(others.len(), open.len() - 1, "{others:?}");
    assert!(others.iter().all(|line| line.starts_with("$12.00, due since ") && line.ends_with(" Pay")), "{others:?}");
    // The banner comes first, and the card has the others.
    let (now, listed) = (paid[0], &paid[1..=others.len()]);
    assert_eq!((listed, now), (open[1..].iter().map(String::as_str).collect::<Vec<_>>().as_slice(), open[0].as_str()));
    let answer = shop.browser.get(&format!("/account/invoices/{}/pay", listed[0])).await;
    assert!(answer.location().unwrap().starts_with(&format!("{}i/", shop.stripe.base())), "{answer:?}");
}

#[tokio::test]
async fn an_older_debt_is_told_beside_an_active_plan() {
    let mut shop = Shop::open("day").await;
    shop.play("past_due").await;
    let open = shop.open_invoices().await;
    let card = shop.attach("pm_card_visa").await;
    for newer in &open[..open.len() - 1] {
        shop.stripe.post(&format!("invoices/{newer}/pay"), &[("payment_method", &card)]).await;
    }
    let page = shop.page().await;
    assert_says(&page, "Status Active");
    assert_says(&page, "$12.00 has been due since");
    let oldest = open.last().unwrap().as_str();
    assert_eq!(payable(&page)[0], oldest);
    assert_eq!(
        steps(&page.body),
        [
            "Pay $12.00 now",
            "Update payment method",
            "Manage Subscription",
            "Change plan",
            "Cancel plan",
            "Update payment method",
        ]
    );
}

#[tokio::test]
async fn an_invoice_that_was_sent_says_when_it_is_due() {
    let mut shop = Shop::open("month").await;
    shop.subscribe(&[("collection_method", "send_invoice"), ("days_until_due", "10")]).await;
    let page = shop.page().await;
    assert_says(&page, "Status Active");
    assert_says(&page, "$12.00 is due on ");
    assert_eq!(payable(&page)[0], shop.open_invoices().await[0]);
    assert!(!page.body.contains("button-primary\">Pay"), "nothing is late: {}", page.body);
    assert!(!page.body.contains("class=\"banner"), "nothing is late: {}", page.body);
}

#[tokio::test]
async fn what_a_canceled_plan_leaves_is_still_due() {
    let mut shop = Shop::open("month").await;
    shop.play("past_due").await;
    let subscription = id(&shop.stripe.state().await["subscriptions"][0]);
    shop.stripe.delete(&format!("subscriptions/{subscription}")).await;
    let page = shop.page().await;
    assert_says(&page, "Your invoice is overdue. Your Pro plan ended on");
    assert_says(&page, "Status Canceled");
    assert_says(&page, "is still due.");
    assert_eq!(steps(&page.body), ["Pay $12.00 now", "Manage Subscription", "Choose a plan", "Update payment method"]);
    assert_eq!(payable(&page)[0], shop.open_invoices().await[0]);

    // Beside a new plan it is told by itself.
    let card = shop.attach("pm_card_visa").await;
    shop.subscribe(&[("default_payment_method", &card)]).await;
    let page = shop.page().await;
    assert_says(&page, "Invoices to pay $12.00, due since");
    assert_eq!(steps(&page.body), ["Manage Subscription", "Change plan", "Cancel plan", "Update payment method"]);
    assert_eq!(payable(&page)[0], shop.open_invoices().await[0]);
}

#[tokio::test]
async fn a_payment_that_takes_days_is_not_asked_for_again() {
    let mut shop = Shop::open("month").await;
    for (scene, badge) in [("first_debit_processing", "Payment processing"), ("debit_processing", "Active")] {
        shop.play(scene).await;
        let page = shop.page().await;
        assert_says(&page, &format!("Status {badge}"));
        assert_says(
            &page,
            "Your payment of $12.00 is processing. This can take a few days. You don’t need to do anything.",
        );
        assert!(!page.text().contains("Complete your"), "{scene}: {}", page.text());
        assert!(!page.body.contains("class=\"banner"), "{scene}: {}", page.body);
        assert!(payable(&page).is_empty(), "{scene}: {}", page.body);
        assert!(!page.body.contains("button-primary\">Pay"), "{scene}: {}", page.body);
    }
    shop.play("debit_failed").await;
    let page = shop.page().await;
    assert_says(&page, "We couldn’t charge $12.00 to your ");
    let debit = shop.attach("pm_sepa_debit").await;
    let failed = shop.open_invoices().await.remove(0);
    shop.stripe.post(&format!("invoices/{failed}/pay"), &[("payment_method", &debit)]).await;
    let page = shop.page().await;
    assert_says(&page, "Status Payment processing");
    assert_says(&page, "Your payment of $12.00 is processing.");
    assert!(payable(&page).is_empty(), "{}", page.body);
}

#[tokio::test]
async fn payments_that_cannot_be_asked_for_do_not_hold_up_the_rest() {
    let mut shop = Shop::open("month").await;
    shop.play("first_debit_processing").await;
    let refused = json!({ "path": "/v1/invoices/*", "rate": 100, "answer":
        { "kind": "error", "status": 403, "error": { "message": "The key lacks 'rak_payment_intent_read'." } } });
    shop.stripe.control("faults", refused).await;
    assert_says(&shop.page().await, "Your payment of $12.00 is processing.");

    shop.play("past_due").await;
    assert_says(&shop.page().await, "We couldn’t charge $12.00 to your ");
}

#[tokio::test]
async fn payments_that_cannot_be_read_are_as_they_were_known() {
    let mut shop = Shop::open("month").await;
    shop.app.leaves_jobs(["customer"]);
    shop.play("debit_processing").await;
    assert_says(&shop.page().await, "Your payment of $12.00 is processing.");
    let intents = shop.stripe.state().await["payment_intents"].clone();
    let lacks = |intent| (id(intent), json!({ "kind": "lacks", "fields": ["created"] }));
    let troubles: serde_json::Map<_, _> = intents.as_array().unwrap().iter().map(lacks).collect();
    shop.stripe.control("unkind", json!({ "troubles": troubles })).await;
    let state = &shop.app.state;
    let error = sync(&state.billing.mirror, &state.billing.stripe, &shop.customer).await.unwrap_err();
    assert!(error.to_string().contains("the payments of in_"), "{error}");
    let page = shop.browser.get("/account").await;
    assert_says(&page, "Your payment of $12.00 is processing.");
    assert!(payable(&page).is_empty(), "{}", page.body);
}

#[tokio::test]
async fn an_active_plan_with_nothing_to_pay_with_says_so() {
    let mut shop = Shop::open("month").await;
    shop.play("active").await;
    let card = shop.stripe.state().await["customers"][0]["invoice_settings"]["default_payment_method"].clone();
    shop.stripe.post(&format!("payment_methods/{}/detach", card.as_str().unwrap()), &[]).await;
    let page = shop.page().await;
    assert_says(&page, "Your plan renews on");
    assert_says(&page, "Add a payment method to keep Pro. Your plan renews on");
    assert_says(&page, "and $12.00 is due then.");
    assert_eq!(
        steps(&page.body),
        ["Add payment method", "Manage Subscription", "Change plan", "Cancel plan", "Add payment method"]
    );
}

#[tokio::test]
async fn starts_that_were_not_paid_for_are_not_asked_for_beside_a_plan() {
    let mut shop = Shop::open("month").await;
    shop.play("active").await;
    for _ in 0..3 {
        shop.subscribe(&[("payment_behavior", "default_incomplete")]).await;
    }
    assert_eq!(shop.open_invoices().await.len(), 3);
    let page = shop.page().await;
    assert_says(&page, "Your plan renews on");
    assert!(payable(&page).is_empty() && !page.text().contains("isn’t complete"), "{}", page.text());
    assert_eq!(steps(&page.body), ["Manage Subscription", "Change plan", "Cancel plan", "Update payment method"]);
}

#[tokio::test]
async fn what_was_given_up_beside_an_active_plan_can_be_paid_in_the_list() {
    let mut shop = Shop::open("day").await;
    shop.play("past_due").await;
    let open = shop.open_invoices().await;
    let card = shop.attach("pm_card_visa").await;
    for (place, invoice) in open.iter().enumerate() {
        match place {
            0 => shop.stripe.post(&format!("invoices/{invoice}/pay"), &[("payment_method", &card)]).await,
            _ => shop.stripe.post(&format!("invoices/{invoice}/mark_uncollectible"), &[]).await,
        };
    }
    let page = shop.page().await;
    assert_says(&page, "Status Active");
    assert!(!page.text().contains("has been due"), "{}", page.text());
    assert_says(&page, "$12.00 Uncollectible View PDF Pay");
    assert!(payable(&page).contains(&open[1].as_str()), "{}", page.body);
}
