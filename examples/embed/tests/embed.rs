//! The program as it is built, over HTTP, with the simulator in Stripe's place: on SQLite, or on PostgreSQL where
//! `TEST_DATABASE_URL` names one.

#![allow(clippy::unwrap_used, reason = "a test that cannot be set up fails")]

use std::{
    process::Stdio,
    time::{Duration, Instant},
};

use database::Database;
use mirror::{
    entity::{stripe_event, subscription},
    inbox,
};
use sea_orm::{ConnectionTrait, EntityTrait, PaginatorTrait, Statement};
use testkit::{Answer, Browser, Stripe, TestDatabase, signature};
use tokio::{
    io::{AsyncBufReadExt, BufReader},
    process::{Child, Command},
};

/// The program with a shop of one price, and somebody's browser.
struct Shop {
    stripe: Stripe,
    price: String,
    db: Database,
    url: String,
    _program: Child,
    database: TestDatabase,
}

impl Shop {
    async fn open() -> Self {
        let stripe = Stripe::start().await;
        let product = stripe.post("products", &[("name", "Pro"), ("metadata[portal_order]", "1")]).await;
        let price = [
            ("product", product["id"].as_str().unwrap()),
            ("currency", "usd"),
            ("unit_amount", "1200"),
            ("recurring[interval]", "month"),
        ];
        let price = stripe.post("prices", &price).await["id"].as_str().unwrap().to_owned();
        let database = TestDatabase::empty().await;
        let mut program = Command::new(env!("CARGO_BIN_EXE_embed"))
            .env("ADDR", "127.0.0.1:0")
            .env("DATABASE_URL", database.url.expose())
            .env("STRIPE_SECRET_KEY", "sk_test_tests")
            .env("STRIPE_WEBHOOK_SECRET", "whsec_test")
            .env("STRIPE_API_BASE", stripe.base())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let said = BufReader::new(program.stdout.take().unwrap()).lines().next_line().await.unwrap().unwrap();
        let url = said.strip_prefix("listening on ").unwrap().to_owned();
        stripe.send_webhooks_to(&url);
        let db = Database::connect(&database.url).await.unwrap();
        Self { stripe, price, db, url, _program: program, database }
    }

    /// Somebody who is logged in, and sees what there is to buy.
    async fn user(&self) -> Browser {
        let mut browser = Browser::new(&self.url);
        assert_eq!(browser.get("/login/ada@example.com").await.location(), Some("/me"));
        until("the products are mirrored", async || {
            browser.get("/me").await.text().contains("Pro, every month").then_some(())
        })
        .await;
        browser
    }

    async fn buy(&self, browser: &mut Browser) -> Answer {
        browser.post_from("/me", &format!("/buy/{}", self.price), &[]).await
    }

    /// Pays on the page of Checkout, as a customer does. Where it leads back to is not gone to.
    async fn pay(&self, checkout: &str) {
        let card = [("number", "4242424242424242"), ("expiry", "12/40"), ("cvc", "123"), ("name", "Ada")];
        let paid = Browser::new(self.stripe.base().trim_end_matches('/')).post(checkout, &card).await;
        assert_eq!(paid.location(), Some(format!("{}/back", self.url).as_str()), "{paid:?}");
    }

    /// How the only subscription is, and whether its user is subscribed, as of one moment.
    async fn written(&self) -> (Option<String>, bool) {
        let written = self.db.snapshot(async |db| {
            let subscription = subscription::Entity::find().one(db).await?;
            let user = Statement::from_string(db.get_database_backend(), "SELECT is_subscribed FROM users");
            let user = db.query_one_raw(user).await?.unwrap();
            Ok((subscription.map(|row| row.status), user.try_get("", "is_subscribed")?))
        });
        written.await.unwrap()
    }

    /// Waits until the worker has written this status. Whatever is seen meanwhile, the program's own table says the
    /// same as the mirror's.
    async fn until_written(&self, status: &str) {
        until(status, async || {
            let (written, is_subscribed) = self.written().await;
            assert_eq!(is_subscribed, written.as_deref() == Some("active"), "in one transaction: {written:?}");
            (written.as_deref() == Some(status)).then_some(())
        })
        .await;
    }
}

async fn until<T>(what: &str, mut look: impl AsyncFnMut() -> Option<T>) -> T {
    let began = Instant::now();
    loop {
        if let Some(seen) = look().await {
            return seen;
        }
        assert!(began.elapsed() < Duration::from_secs(20), "it does not happen: {what}");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

#[tokio::test]
async fn a_user_of_another_program_buys_a_plan_manages_it_and_loses_it() {
    let shop = Shop::open().await;
    let mut ada = shop.user().await;
    assert!(ada.get("/me").await.text().contains("Free: you have no plan"));

    let checkout = shop.buy(&mut ada).await;
    assert_eq!(checkout.status, 303);
    let checkout = checkout.location().unwrap();
    assert!(checkout.starts_with(&shop.stripe.base()) && checkout.contains("/c/pay/"), "{checkout}");
    assert_eq!(shop.written().await, (None, false));

    shop.pay(checkout).await;
    shop.until_written("active").await;
    let page = ada.get("/me").await.text();
    assert!(page.contains("Pro: renews on 20"), "{page}");

    for answer in [ada.post_from("/me", "/portal", &[]).await, shop.buy(&mut ada).await] {
        assert_eq!(answer.status, 303);
        assert!(answer.location().unwrap().contains("/p/session/"), "nobody is sold a second plan: {answer:?}");
    }

    let subscriptions = shop.stripe.state().await["subscriptions"].clone();
    shop.stripe.delete(&format!("subscriptions/{}", subscriptions[0]["id"].as_str().unwrap())).await;
    shop.until_written("canceled").await;
}

#[tokio::test]
async fn whoever_comes_back_from_checkout_sees_the_plan_without_any_webhook() {
    let shop = Shop::open().await;
    let mut ada = shop.user().await;
    shop.stripe.send_webhooks_to("http://127.0.0.1:9");
    let checkout = shop.buy(&mut ada).await;
    shop.pay(checkout.location().unwrap()).await;
    assert_eq!(ada.get("/back").await.location(), Some("/me"));
    assert_eq!(shop.written().await, (Some("active".to_owned()), true));
}

#[tokio::test]
async fn strangers_get_nothing_and_are_not_believed() {
    let shop = Shop::open().await;
    shop.database.leaves_jobs(["customer"]);
    let mut stranger = Browser::new(&shop.url);
    assert_eq!(stranger.get("/me").await.status, 401);
    assert_eq!(stranger.post_from("/me", "/portal", &[]).await.status, 401);
    assert_eq!(shop.buy(&mut stranger).await.status, 401);

    let event =
        r#"{"id":"evt_1","type":"customer.updated","created":1,"data":{"object":{"id":"cus_1","object":"customer"}}}"#;
    let deliver = async |browser: &mut Browser, secret: &str| {
        let signature = signature(event, secret, clock::now_seconds());
        let request = browser.request("POST".parse().unwrap(), inbox::PATH).header("stripe-signature", signature);
        browser.send(request.body(event)).await.status
    };
    let stored = async || stripe_event::Entity::find_by_id("evt_1").count(&shop.db).await.unwrap();
    assert_eq!((deliver(&mut stranger, "whsec_of_somebody_else").await.as_u16(), stored().await), (400, 0));
    assert_eq!((deliver(&mut stranger, "whsec_test").await.as_u16(), stored().await), (200, 1));
}

#[tokio::test]
async fn what_is_not_for_sale_is_not_sold_and_without_a_purchase_there_is_no_portal() {
    let shop = Shop::open().await;
    let mut ada = shop.user().await;
    assert_eq!(ada.post_from("/me", "/buy/price_nope", &[]).await.status, 404);
    assert_eq!(ada.post_from("/me", "/portal", &[]).await.status, 404);
    assert!(shop.stripe.state().await["customers"].as_array().unwrap().is_empty());
}
