//! The limits of guessing passwords, which do not lock the owner out.

use std::{
    pin::pin,
    time::{Duration, Instant},
};

use customer_portal::{auth::ceiling, entity::sign_in_failure};
use futures::future::join_all;
use reqwest::Method;
use sea_orm::{ActiveValue::Set, EntityTrait, PaginatorTrait};

use crate::support::{Answer, Browser, PASSWORD, TestApp};

const NO_STRIPE: &str = "http://127.0.0.1:1/";

/// Failures that count until then are as many as are allowed.
const CEILING_SECONDS: i64 = 100 * 300;

/// A sign-in as a proxy in front of the site passes it on.
async fn sign_in(browser: &mut Browser, email: &str, password: &str, forwarded_for: &str) -> Answer {
    let form = [("email", email), ("password", password)];
    let request = browser.request(Method::POST, "/api/login").header("accept", "text/html").form(&form);
    let request = if forwarded_for.is_empty() { request } else { request.header("x-forwarded-for", forwarded_for) };
    let answer = browser.send(request).await;
    match answer.location() {
        Some(location) if location.contains("__err") => {
            let location = location.to_owned();
            browser.get(&location).await
        }
        _ => answer,
    }
}

/// A wrong password for an account that does not exist.
async fn guess(app: &TestApp, email: &str, forwarded_for: &str) -> Answer {
    sign_in(&mut app.browser(), email, "guess-after-guess", forwarded_for).await
}

fn is_refused(answer: &Answer) -> bool {
    answer.text().contains("many attempts")
}

async fn behind_a_proxy() -> TestApp {
    TestApp::start_trusting_a_proxy(NO_STRIPE).await
}

#[tokio::test]
async fn clients_that_cannot_be_told_apart_share_one_limit() {
    for forwarded_for in ["unknown", "", "1.2.3.4:55, _hidden"] {
        let app = behind_a_proxy().await;
        let mut refused = 0;
        for n in 0..65 {
            refused += usize::from(is_refused(&guess(&app, &format!("u{n}@example.com"), forwarded_for).await));
        }
        assert_eq!(refused, 5, "{forwarded_for:?}");
    }
}

#[tokio::test]
async fn a_client_is_the_same_with_another_port_and_two_are_two_as_ipv4_in_ipv6() {
    let app = behind_a_proxy().await;
    let mut refused = 0;
    for n in 0..65 {
        let answer = guess(&app, &format!("u{n}@example.com"), &format!("1.2.3.4:{}", 5000 + n)).await;
        refused += usize::from(is_refused(&answer));
    }
    assert_eq!(refused, 5);
    for n in 0..65 {
        let answer = guess(&app, &format!("v{n}@example.com"), &format!("::ffff:10.1.1.{n}")).await;
        assert!(!is_refused(&answer), "{n}");
    }
}

#[tokio::test]
async fn an_account_is_not_guessed_at_from_everywhere_and_its_owner_still_gets_in() {
    let app = behind_a_proxy().await;
    let (mut owner, _) = app.signed_in("ada@example.com").await;
    owner.post("/api/logout", &[]).await;
    // As if a hundred had failed, each from an address of its own.
    for n in 0..4 {
        sign_in(&mut app.browser(), "ada@example.com", "guess-after-guess", &format!("20.0.0.{n}")).await;
    }
    assert_eq!(sign_in_failure::Entity::find().count(&app.state.db).await.unwrap(), 1);
    let until = clock::now_seconds() + CEILING_SECONDS;
    let many = sign_in_failure::ActiveModel { counted_until: Set(until), ..Default::default() };
    sign_in_failure::Entity::update_many().set(many).exec(&app.state.db).await.unwrap();

    let stranger = sign_in(&mut app.browser(), "ada@example.com", PASSWORD, "20.0.1.1").await;
    assert!(is_refused(&stranger), "{}", stranger.text());
    assert_eq!(sign_in(&mut owner, "ada@example.com", PASSWORD, "20.0.1.2").await.location(), Some("/account"));

    // Somebody else's cookie helps nobody.
    let (mut bob, _) = app.signed_in("bob@example.com").await;
    bob.post("/api/logout", &[]).await;
    assert!(is_refused(&sign_in(&mut bob, "ada@example.com", PASSWORD, "20.0.1.3").await));
}

#[tokio::test]
async fn an_account_that_does_not_exist_has_the_same_ceiling() {
    let app = behind_a_proxy().await;
    sign_in(&mut app.browser(), "nobody@example.com", "guess-after-guess", "20.0.0.1").await;
    let until = clock::now_seconds() + CEILING_SECONDS;
    let many = sign_in_failure::ActiveModel { counted_until: Set(until), ..Default::default() };
    sign_in_failure::Entity::update_many().set(many).exec(&app.state.db).await.unwrap();
    assert!(is_refused(&sign_in(&mut app.browser(), "nobody@example.com", "guess-after-guess", "20.0.0.2").await));
}

#[tokio::test]
async fn the_ceiling_is_a_hundred_and_one_failure_is_forgiven_after_five_minutes() {
    let app = behind_a_proxy().await;
    let now = 1_760_000_000;
    let begin = async |at| ceiling::begin(&app.state.db, "who", ceiling::FAILURES, at).await.unwrap();
    for n in 0..100 {
        assert!(begin(now).await, "{n}");
    }
    assert!(!begin(now).await && !begin(now + 299).await);
    assert!(begin(now + 300).await && !begin(now + 300).await);
    ceiling::prune(&app.state.db, now + CEILING_SECONDS).await.unwrap();
    assert_eq!(sign_in_failure::Entity::find().count(&app.state.db).await.unwrap(), 1);
    ceiling::prune(&app.state.db, now + CEILING_SECONDS + 300).await.unwrap();
    assert_eq!(sign_in_failure::Entity::find().count(&app.state.db).await.unwrap(), 0);
}

#[tokio::test]
async fn a_table_of_failures_names_no_address() {
    let app = behind_a_proxy().await;
    sign_in(&mut app.browser(), "ada@example.com", "guess-after-guess", "20.0.0.1").await;
    let rows = sign_in_failure::Entity::find().all(&app.state.db).await.unwrap();
    assert!(rows.len() == 1 && !format!("{rows:?}").contains("ada"), "{rows:?}");
}

#[tokio::test]
async fn sign_ups_are_counted_before_their_password_is_looked_at() {
    let app = behind_a_proxy().await;
    let mut said = Vec::new();
    for _ in 0..12 {
        let mut browser = app.browser();
        let form = [("email", "ada@example.com"), ("password", "password1")];
        let answer = browser.post("/api/signup", &form).await;
        let location = answer.location().unwrap().to_owned();
        said.push(browser.get(&location).await.text());
    }
    assert!(said[9].contains("easy to guess"), "{}", said[9]);
    assert!(said[10].contains("many attempts") && said[11].contains("many attempts"), "{}", said[10]);
}

/// zxcvbn took more than a second for each of these, on the threads that answer everybody.
#[tokio::test]
async fn passwords_made_to_be_hard_to_judge_hold_nobody_up() {
    let app = behind_a_proxy().await;
    let crafted = "4@8({[<3691!|0$57+%2".repeat(5);
    let sign_ups = (0..6).map(|number| {
        let (mut browser, crafted) = (app.browser(), crafted.clone());
        async move {
            let email = format!("ada{number}@example.com");
            let form = [("email", email.as_str()), ("password", crafted.as_str())];
            assert_eq!(browser.post("/api/signup", &form).await.location(), Some("/account"));
        }
    });
    let (mut slowest, mut browser) = (Duration::ZERO, app.browser());
    let mut sign_ups = pin!(join_all(sign_ups));
    while futures::poll!(sign_ups.as_mut()).is_pending() {
        let began = Instant::now();
        assert_eq!(browser.get("/healthz").await.status, 200);
        slowest = slowest.max(began.elapsed());
    }
    assert!(slowest < Duration::from_secs(3), "{slowest:?}");
}
