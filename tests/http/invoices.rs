//! Invoices: what is stored, the links to Stripe's pages, and paging.

use std::collections::BTreeSet;

use customer_portal::account::{members, owner_of};
use mirror::{Synced, check, entity::invoice, sync};
use reqwest::header::HeaderMap;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait, IntoActiveModel};
use serde_json::{Value, json};

use crate::support::{Answer, Browser, Stripe, TestApp, proxy};

/// A customer with a plan and its first invoice, synced, at a Stripe whose links are other ones each time.
async fn customer() -> (Stripe, TestApp, Browser, String) {
    let stripe = Stripe::start().await;
    stripe.control("unkind", json!({ "invoice_links": { "expire_after": 3600 } })).await;
    let app = TestApp::start(&stripe.base()).await;
    let (customer, _) = stripe.subscriber("Pro").await;
    let (browser, _) = app.customer("ada@example.com", &customer).await;
    sync(&app.state.billing.mirror, &app.state.billing.stripe, &customer).await.unwrap();
    (stripe, app, browser, customer)
}

/// The only invoice that is kept.
async fn invoice(app: &TestApp) -> invoice::Model {
    invoice::Entity::find().one(&app.state.db).await.unwrap().unwrap()
}

async fn calls(stripe: &Stripe) -> usize {
    stripe.read("requests").await["requests"].as_array().unwrap().len()
}

/// A failure that is told on a page, kept by nobody.
fn assert_page(answer: &Answer, status: u16, words: &str) {
    assert_eq!(answer.status.as_u16(), status, "{answer:?}");
    assert!(answer.text().contains(words), "{}", answer.text());
    assert_eq!((answer.header("cache-control"), answer.location()), (Some("no-store"), None));
}

#[tokio::test]
async fn view_and_pdf_lead_to_a_link_that_is_fetched_at_the_click() {
    let (stripe, app, mut browser, _) = customer().await;
    let page = browser.get("/account").await;
    let id = invoice(&app).await.id;
    for (label, document) in [("View", ""), ("PDF", "/pdf")] {
        let path = format!("/account/invoices/{id}{document}");
        assert!(page.body.contains(&format!("<a href=\"{path}\" aria-label=\"{label}: invoice ")), "{}", page.body);
        let mut seen = BTreeSet::new();
        for _ in 0..2 {
            let answer = browser.get(&path).await;
            assert_eq!((answer.status.as_u16(), answer.header("cache-control")), (302, Some("no-store")), "{answer:?}");
            let link = answer.location().unwrap().to_owned();
            assert!(link.starts_with(&format!("{}i/", stripe.base())), "{link}");
            assert_eq!(reqwest::get(&link).await.unwrap().status(), 200, "{path}");
            assert!(seen.insert(link), "a fresh one for each click");
        }
    }
}

#[tokio::test]
async fn pay_now_leads_to_the_open_invoice_and_back_once_it_is_paid() {
    let (stripe, _app, mut browser, customer) = customer().await;
    let price = stripe.state().await["prices"][0]["id"].clone();
    stripe.control("scenes", json!({ "customer": customer, "price": price, "scene": "past_due" })).await;
    let page = browser.get("/account?from=portal").await.body;
    let path = page.split('"').find(|text| text.starts_with("/account/invoices/") && text.ends_with("/pay")).unwrap();
    let answer = browser.get(path).await;
    let link = answer.location().unwrap();
    assert_eq!(answer.status, 302);
    assert!(reqwest::get(link).await.unwrap().text().await.unwrap().contains("Pay "), "{link}");

    let id = path.split('/').nth(3).unwrap();
    let card = stripe.post("payment_methods/pm_card_visa/attach", &[("customer", &customer)]).await;
    let with = [("payment_method", card["id"].as_str().unwrap())];
    stripe.post(&format!("invoices/{id}/pay"), &with).await;
    let answer = browser.get(path).await;
    assert!(answer.location().unwrap().ends_with("/account"), "there is nothing to pay: {answer:?}");
    assert!(browser.get("/account").await.text().contains("Status Active"), "without any webhook");
}

#[tokio::test]
async fn an_invoice_of_somebody_else_is_not_found() {
    let (stripe, app, _, _) = customer().await;
    let id = invoice(&app).await.id;
    let mallory = stripe.customer().await;
    let (mut mallory, _) = app.customer("mallory@example.com", &mallory).await;
    let (mut stranger, _) = app.signed_in("eve@example.com").await;
    let before = calls(&stripe).await;
    for id in [id.as_str(), "in_unknown", "%00", "%FF", "..%2F..", "a%20b"] {
        for document in ["", "/pdf", "/pay"] {
            for browser in [&mut mallory, &mut stranger] {
                let answer = browser.get(&format!("/account/invoices/{id}{document}")).await;
                assert_page(&answer, 404, "Page not found");
            }
        }
    }
    assert_eq!(calls(&stripe).await, before, "Stripe is asked for nothing");
    let answer = app.browser().get(&format!("/account/invoices/{id}/pdf")).await;
    let back = format!("/login?next=%2Faccount%2Finvoices%2F{id}%2Fpdf");
    assert_eq!((answer.status.as_u16(), answer.location()), (302, Some(back.as_str())));
}

#[tokio::test]
async fn what_keeps_a_link_from_being_had_is_said() {
    let (stripe, app, mut browser, _) = customer().await;
    let row = invoice(&app).await;
    let path = format!("/account/invoices/{}", row.id);
    // Ours, and not at Stripe any more.
    let mut gone = row.into_active_model();
    gone.id = Set("in_gone".to_owned());
    gone.insert(&app.state.db).await.unwrap();
    assert_page(&browser.get("/account/invoices/in_gone/pdf").await, 410, "This document is no longer available");

    for status in [500, 429] {
        let fault = json!({ "path": "/v1/invoices/*", "rate": 100, "answer": { "kind": "error", "status": status } });
        stripe.control("faults", fault).await;
        assert_page(&browser.get(&path).await, 503, "Nothing was changed. Try again in a minute.");
        stripe.forget_faults().await;
    }
    let refused = json!({ "path": "/v1/invoices/*", "calls": 1, "answer": { "kind": "error", "status": 400 } });
    stripe.control("faults", refused).await;
    assert_page(&browser.get(&path).await, 500, "Something went wrong");
    assert_eq!(browser.get(&path).await.status, 302);
}

#[tokio::test]
async fn clicks_on_invoices_are_within_the_users_budget() {
    let (stripe, app, mut browser, customer) = customer().await;
    let account = owner_of(&app.state.db, &customer).await.unwrap().unwrap();
    let user = members(&app.state.db, &account, 1).await.unwrap().rows[0].user;
    let path = format!("/account/invoices/{}", invoice(&app).await.id);
    while app.state.accounts.allowance.take(user).is_ok() {}
    let before = calls(&stripe).await;
    let answer = browser.get(&path).await;
    assert_page(&answer, 429, "Too many requests Nothing was changed.");
    assert!((1..=3).contains(&answer.header("retry-after").unwrap().parse().unwrap()), "{answer:?}");
    assert_eq!(calls(&stripe).await, before);
}

/// As if Stripe's links led elsewhere.
fn lead_elsewhere(_: &mut HeaderMap, body: &mut String) {
    let Ok(mut answer) = serde_json::from_str::<Value>(body) else { return };
    if answer["object"] == "invoice" {
        answer["hosted_invoice_url"] = json!("http://evil.example/i/1");
        answer["invoice_pdf"] = json!("javascript:alert(1)");
        *body = answer.to_string();
    }
}

#[tokio::test]
async fn nobody_is_sent_to_a_page_that_is_not_by_https() {
    let stripe = Stripe::start().await;
    let app = TestApp::start(&proxy(&stripe.base(), lead_elsewhere).await).await;
    let (customer, _) = stripe.subscriber("Pro").await;
    let (mut browser, _) = app.customer("ada@example.com", &customer).await;
    sync(&app.state.billing.mirror, &app.state.billing.stripe, &customer).await.unwrap();
    let id = invoice(&app).await.id;
    for document in ["", "/pdf"] {
        let answer = browser.get(&format!("/account/invoices/{id}{document}")).await;
        assert_page(&answer, 410, "This document is no longer available");
    }
}

#[tokio::test]
async fn no_link_of_an_invoice_reaches_a_table_or_a_page() {
    let (stripe, app, mut browser, customer) = customer().await;
    stripe.control("unkind", json!({ "invoice_links": null })).await;
    stripe.subscribe(&customer, "Team").await;
    let page = browser.get("/account?from=portal").await.body;
    let dump = app.dump().await;
    let state = stripe.state().await;
    let invoices = state["invoices"].as_array().unwrap();
    assert_eq!(invoices.len(), 2);
    for invoice in invoices {
        assert!(dump.contains(invoice["id"].as_str().unwrap()), "this is where it would be");
        let link = invoice["hosted_invoice_url"].as_str().unwrap();
        let secret = link.rsplit('/').next().unwrap();
        assert!(secret.len() > 10, "{link}");
        assert!(!dump.contains(secret) && !page.contains(secret), "{secret}");
    }
}

#[tokio::test]
async fn links_that_are_other_ones_each_time_are_no_drift() {
    let (_stripe, app, _, customer) = customer().await;
    let state = &app.state;
    assert_eq!(check(&state.db, &state.billing.stripe, &customer).await.unwrap(), Some(vec![]));
    assert_eq!(sync(&state.billing.mirror, &state.billing.stripe, &customer).await.unwrap(), Synced::Unchanged);
    let row = invoice(&app).await;
    assert!(row.has_page && row.has_pdf);
}

/// The address of the link with this text.
fn link(page: &str, text: &str) -> Option<String> {
    let tags = page.split("<a ").skip(1).filter_map(|rest| rest.split_once('>'));
    let tag = tags.filter(|(_, rest)| rest.starts_with(text)).map(|(tag, _)| tag).next()?;
    Some(tag.split("href=\"").nth(1)?.split('"').next()?.replace("&amp;", "&"))
}

/// The invoices on a page, by the addresses of their pages.
fn listed(page: &str) -> Vec<String> {
    let paths = page.split('"').filter(|text| text.starts_with("/account/invoices/") && text.matches('/').count() == 3);
    paths.map(str::to_owned).collect()
}

#[tokio::test]
async fn invoices_are_paged_through_to_the_first() {
    let (stripe, app, mut browser, customer) = customer().await;
    // Thirteen in all, and some of them of the same second.
    for plan in 0..12 {
        stripe.subscribe(&customer, &format!("Plan {plan}")).await;
    }
    let (mut path, mut seen) = ("/account?from=portal".to_owned(), Vec::new());
    for number in 1..=3 {
        let page = browser.get(&path).await;
        assert_eq!(page.status, 200, "{path}");
        assert!(page.text().contains(&format!("Page {number} of 3")), "{}", page.text());
        assert!(page.body.contains("<nav aria-label=\"Pages of invoices\" class=\"pages\">"), "{}", page.body);
        seen.extend(listed(&page.body));
        let newer = (number > 1).then(|| format!("/account?invoices={}#invoices", number - 1));
        assert_eq!(link(&page.body, "Newer invoices"), newer);
        match link(&page.body, "Older invoices") {
            Some(older) => path = older.split('#').next().unwrap().to_owned(),
            None => assert_eq!(number, 3),
        }
    }
    let mut rows = invoice::Entity::find().all(&app.state.db).await.unwrap();
    rows.sort_by_key(|row| std::cmp::Reverse((row.created_at, row.id.clone())));
    let all: Vec<_> = rows.iter().map(|row| format!("/account/invoices/{}", row.id)).collect();
    assert_eq!((seen.len(), seen), (13, all), "each once, the newest first");
    for (query, number) in
        [("0", 1), ("4", 3), ("99999999999999999999", 1), ("18446744073709551615", 3), ("-1", 1), ("x", 1)]
    {
        let page = browser.get(&format!("/account?invoices={query}")).await.text();
        assert!(page.contains(&format!("Page {number} of 3")), "{query}: {page}");
    }
}

#[tokio::test]
async fn what_is_owed_is_kept_below_all_that_is_newer() {
    let (stripe, app, mut browser, customer) = customer().await;
    let price = stripe.state().await["prices"][0]["id"].as_str().unwrap().to_owned();
    let sent = [
        ("customer", customer.as_str()),
        ("items[0][price]", &price),
        ("collection_method", "send_invoice"),
        ("days_until_due", "7"),
    ];
    let sent = stripe.post("subscriptions", &sent).await["id"].as_str().unwrap().to_owned();
    stripe.delete(&format!("subscriptions/{sent}")).await;
    let daily = [
        ("product_data[name]", "By the day"),
        ("currency", "usd"),
        ("unit_amount", "100"),
        ("recurring[interval]", "day"),
    ];
    let daily = stripe.post("prices", &daily).await["id"].as_str().unwrap().to_owned();
    stripe.post("subscriptions", &[("customer", &customer), ("items[0][price]", &daily)]).await;
    stripe.control("clock", json!({ "advance": 510 * 24 * 60 * 60 })).await;
    sync(&app.state.billing.mirror, &app.state.billing.stripe, &customer).await.unwrap();
    let rows = invoice::Entity::find().all(&app.state.db).await.unwrap();
    let owed: Vec<_> = rows.iter().filter(|row| row.status == "open").collect();
    assert_eq!((rows.len(), owed.len()), (501, 1), "the newest, and what is owed");
    assert_eq!(owed[0].subscription_id.as_deref(), Some(sent.as_str()));
    let last = browser.get("/account?invoices=1000").await;
    assert!(listed(&last.body).contains(&format!("/account/invoices/{}", owed[0].id)), "{}", last.body);
    assert!(last.text().contains("Open the billing portal to see older invoices."), "{}", last.text());
}
