//! `/enter/{token}`: who is signed in by the link, and who only sees a button.

use reqwest::Method;
use serde_json::json;

use super::{PRODUCT, Site, ada, ada_with, follow};
use crate::support::{Browser, PASSWORD};

/// The headers of whoever does not navigate in a tab.
const OTHERS: [&[(&str, &str)]; 6] = [
    &[],
    &[("sec-fetch-mode", "navigate"), ("sec-fetch-dest", "iframe")],
    &[("sec-fetch-mode", "no-cors"), ("sec-fetch-dest", "document")],
    &[("sec-fetch-mode", "cors"), ("sec-fetch-dest", "empty")],
    &[("sec-fetch-mode", "navigate"), ("sec-fetch-dest", "document"), ("sec-purpose", "prefetch")],
    &[("sec-fetch-mode", "navigate"), ("sec-fetch-dest", "document"), ("sec-purpose", "prefetch;prerender")],
];

async fn open(browser: &mut Browser, path: &str, method: Method, headers: &[(&str, &str)]) -> super::Answer {
    let mut request = browser.request(method, path).header("accept", "text/html");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    browser.send(request).await
}

#[tokio::test]
async fn a_link_signs_in_once() {
    let site = Site::start().await;
    let path = site.link(&ada()).await;
    let mut browser = site.app.browser();
    let answer = follow(&mut browser, &path).await;
    assert_eq!((answer.status.as_u16(), answer.location()), (302, Some("/account")), "{answer:?}");
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    assert_eq!(answer.header("referrer-policy"), Some("no-referrer"));
    let page = browser.get("/account").await.text();
    assert!(page.contains("ada@example.com") && page.contains("Analytical Engines"), "{page}");

    // The same link again, in the same browser and in another.
    for browser in [&mut browser, &mut site.app.browser()] {
        let again = follow(browser, &path).await;
        assert_eq!(again.status, 410, "{again:?}");
        assert!(again.text().contains("This link has expired"), "{}", again.text());
        assert_eq!(again.header("referrer-policy"), Some("no-referrer"));
        assert_eq!(again.header("cache-control"), Some("no-store"));
    }
    assert!(browser.get("/account").await.text().contains("ada@example.com"), "the session goes on");
}

#[tokio::test]
async fn whoever_only_looks_gets_a_button_and_spends_nothing() {
    let site = Site::start().await;
    let path = site.link(&ada()).await;
    for headers in OTHERS {
        let mut looker = site.app.browser();
        let head = open(&mut looker, &path, Method::HEAD, headers).await;
        assert_eq!(head.status, 200, "{head:?}");
        let page = open(&mut looker, &path, Method::GET, headers).await;
        assert_eq!((page.status.as_u16(), page.location()), (200, None), "{page:?}");
        assert!(page.body.contains("<form method=\"post\""), "{}", page.body);
        assert!(!page.body.contains("ada@example.com"), "whose it is, is not for everybody");
        assert!(looker.cookie("session").is_none());
    }
    // A HEAD that looks like a navigation.
    let head = open(&mut site.app.browser(), &path, Method::HEAD, &OTHERS[4][..2]).await;
    assert_eq!(head.status, 200, "{head:?}");
    // The button of the page.
    let mut browser = site.app.browser();
    let entered = browser.post_from(&path, &path, &[]).await;
    assert_eq!(entered.location(), Some("/account"), "{entered:?}");
    assert!(browser.get("/account").await.text().contains("ada@example.com"));
    // And once more.
    let again = browser.post_from(&path, &path, &[]).await;
    assert_eq!(again.location(), Some(path.as_str()), "the page that says so: {again:?}");
}

#[tokio::test]
async fn nobody_becomes_somebody_else_in_silence() {
    let site = Site::start().await;
    let (mut browser, _) = site.app.signed_in("eve@example.com").await;
    let path = site.link(&ada()).await;
    let asked = follow(&mut browser, &path).await;
    assert_eq!(asked.status, 200, "{asked:?}");
    let question = "You’re signed in as eve@example.com. Continue as ada@example.com?";
    assert!(asked.text().contains(question), "{}", asked.text());
    assert!(asked.body.contains("<meta name=\"referrer\" content=\"same-origin\""), "the form says where it is from");
    assert!(browser.get("/account").await.text().contains("eve@example.com"));
    // A post from a page of another site.
    for foreign in [("sec-fetch-site", "cross-site"), ("origin", "https://evil.example"), ("origin", "null")] {
        assert_eq!(open(&mut browser, &path, Method::POST, &[foreign]).await.status, 403);
    }
    let entered = browser.post_from(&path, &path, &[]).await;
    assert_eq!(entered.location(), Some("/account"));
    assert!(browser.get("/account").await.text().contains("ada@example.com"));
    // Who is signed in already is not asked.
    let again = site.link(&ada()).await;
    assert_eq!(follow(&mut browser, &again).await.location(), Some("/account"));
}

#[tokio::test]
async fn the_header_leads_back_to_the_product() {
    let site = Site::start().await;
    let back = format!("{PRODUCT}/settings?tab=billing");
    let ask = ada_with(|ask| ask["return_url"] = back.as_str().into());
    let path = site.link(&ask).await;
    let mut browser = site.app.browser();
    follow(&mut browser, &path).await;
    for page in ["/account", "/pricing", "/nothing-here"] {
        let page = browser.get(page).await;
        assert!(page.body.contains(&format!("href=\"{back}\"")), "{}", page.body);
        assert!(page.text().contains("Back to app.example.com"), "{}", page.text());
    }
    // So does a link that is spent, and the page of one that is not known does not.
    assert!(follow(&mut site.app.browser(), &path).await.body.contains(&back));
    let unknown = format!("/enter/{}", "A".repeat(43));
    assert!(!follow(&mut site.app.browser(), &unknown).await.body.contains(PRODUCT));
    // Whoever signs out has come from nowhere.
    browser.post("/api/logout", &[]).await;
    browser.post("/api/signup", &[("email", "ada@example.com"), ("password", PASSWORD)]).await;
    assert!(!browser.get("/account").await.body.contains(PRODUCT));
}

#[tokio::test]
async fn a_hand_over_leads_to_the_page_it_names() {
    let site = Site::start().await;
    let (customer, _) = site.stripe.subscriber("Pro").await;
    let to = |to: serde_json::Value, role: &str| {
        ada_with(|ask| {
            ask["account"]["stripe_customer_id"] = customer.as_str().into();
            ask["to"] = to;
            ask["role"] = role.into();
        })
    };
    let enter = async |ask| {
        let path = site.link(&ask).await;
        follow(&mut site.app.browser(), &path).await.location().unwrap().to_owned()
    };
    assert_eq!(enter(to("pricing".into(), "owner")).await, "/pricing");
    let portal = enter(to("portal".into(), "billing")).await;
    assert!(portal.contains("/p/session/"), "{portal}");
    let flow = enter(to(json!({ "flow": "subscription_cancel" }), "owner")).await;
    assert!(flow.contains("/p/session/"), "{flow}");
    assert_eq!(enter(to("portal".into(), "viewer")).await, "/account", "a viewer may not");
    site.app.work().await;

    // What does not work is said on the account page.
    let nobody = ada_with(|ask| {
        ask["account"]["external_id"] = "team-without-customer".into();
        ask["to"] = "portal".into();
    });
    let path = site.link(&nobody).await;
    let mut browser = site.app.browser();
    let answer = follow(&mut browser, &path).await;
    let page = browser.get(answer.location().unwrap()).await.text();
    assert!(page.contains("You don’t have a billing account yet"), "{page}");
}

#[tokio::test]
async fn a_member_of_two_accounts_enters_the_one_that_is_named() {
    let site = Site::start().await;
    let mut browser = site.app.browser();
    for (team, name) in [("team-1", "First"), ("team-2", "Second"), ("team-1", "First")] {
        let ask = ada_with(|ask| ask["account"] = json!({ "external_id": team, "name": name }));
        let path = site.link(&ask).await;
        assert_eq!(follow(&mut browser, &path).await.location(), Some("/account"));
        let page = browser.get("/account").await.text();
        assert!(page.contains(name), "{name}: {page}");
    }
    assert!(browser.get("/account").await.text().contains("Switch account"));
}

#[tokio::test]
async fn what_is_no_token_is_no_server_error() {
    let site = Site::start().await;
    for path in ["/enter/x", "/enter/%00", "/enter/%ff", &format!("/enter/{}", "é".repeat(43)), "/enter/a/b", "/enter/"]
    {
        let mut browser = site.app.browser();
        let page = follow(&mut browser, path).await;
        assert!(matches!(page.status.as_u16(), 404 | 410), "{path}: {page:?}");
        let post = browser.post_from("/account", path, &[]).await;
        assert!(post.status.is_client_error(), "{path}: {post:?}");
    }
}
