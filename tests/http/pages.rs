//! The pages, and the health checks.

use crate::support::TestApp;

const NO_STRIPE: &str = "http://127.0.0.1:1/";

#[tokio::test]
async fn pages_have_a_language_a_title_and_one_heading() {
    let app = TestApp::start(NO_STRIPE).await;
    for (path, title) in [
        ("/", "Home"),
        ("/pricing", "Pricing"),
        ("/login", "Sign in"),
        ("/signup", "Sign up"),
        ("/nope", "Page not found"),
    ] {
        let page = app.browser().get(path).await;
        assert!(page.body.contains(r#"<html lang="en" dir="ltr">"#), "{path}");
        assert!(page.body.contains(&format!("<title>{title} · Customer Portal</title>")), "{path}: {}", page.body);
        assert_eq!(page.body.matches("<h1").count(), 1, "{path}");
        assert!(!page.text().contains("Demo"), "not on the simulator: {path}");
    }
}

#[tokio::test]
async fn a_user_without_a_customer_is_shown_the_plans() {
    let app = TestApp::start(NO_STRIPE).await;
    let (mut browser, _) = app.signed_in("ada@example.com").await;
    let page = browser.get("/account").await;
    assert!(page.text().contains("Current Plan Free Status N/A"), "{}", page.text());
    assert!(
        page.text().contains("You don’t have a plan yet. View Plans")
            && page.body.matches("href=\"/pricing\"").count() == 2,
        "{}",
        page.body
    );
    assert!(!page.text().contains("Manage Subscription") && !page.text().contains("Current Period Ends"));
}

#[tokio::test]
async fn nowhere_is_a_404_with_a_way_on() {
    let app = TestApp::start(NO_STRIPE).await;
    let page = app.browser().get("/nope").await;
    assert_eq!(page.status, 404);
    assert!(page.text().contains("Page not found") && page.body.contains(r#"href="/""#));
}

#[tokio::test]
async fn a_name_that_no_file_can_have_is_a_404() {
    let app = TestApp::start(NO_STRIPE).await;
    let mut browser = app.browser();
    let long = "x".repeat(256);
    let (almost, many) = ("x".repeat(254), format!("{}/", "x".repeat(250)).repeat(20));
    for path in [
        format!("/{long}"),
        format!("/pkg/{long}.js"),
        format!("/{almost}"),
        format!("/{}", many.trim_end_matches('/')),
    ] {
        for encoding in ["identity", "br, gzip"] {
            let request = browser.request(reqwest::Method::GET, &path).header("accept", "text/html");
            let page = browser.send(request.header("accept-encoding", encoding)).await;
            assert_eq!(page.status, 404, "{path} {encoding}");
        }
    }
    let page = browser.get(&format!("/{long}")).await;
    assert!(page.text().contains("Page not found"), "{}", page.text());
}

#[tokio::test]
async fn nowhere_knows_who_is_signed_in() {
    let app = TestApp::start(NO_STRIPE).await;
    let (mut browser, _) = app.signed_in("ada@example.com").await;
    assert!(browser.get("/nope").await.text().contains("Sign out"));
}

#[tokio::test]
async fn those_who_are_signed_in_need_no_login_page() {
    let app = TestApp::start(NO_STRIPE).await;
    let (mut browser, _) = app.signed_in("ada@example.com").await;
    for path in ["/login", "/signup"] {
        assert_eq!(browser.get(path).await.location(), Some("/account"), "{path}");
    }
}

#[tokio::test]
async fn alive_and_ready() {
    let app = TestApp::start(NO_STRIPE).await;
    let mut browser = app.browser();
    assert_eq!(browser.get("/healthz").await.status, 200);
    assert_eq!(browser.get("/readyz").await.status, 200);
    app.state.db.clone().close().await.unwrap();
    assert_eq!(browser.get("/healthz").await.status, 200, "alive without a database");
    assert_eq!(browser.get("/readyz").await.status, 503);
}

#[tokio::test]
async fn a_body_of_megabytes_is_not_read() {
    let app = TestApp::start(NO_STRIPE).await;
    let big = "x".repeat(2 * 1024 * 1024);
    for path in ["/api/portal", "/api/stripe/webhook"] {
        assert_eq!(app.browser().post_body(path, big.clone()).await.status, 413, "{path}");
    }
}

#[tokio::test]
async fn a_page_has_one_path_and_a_slash_more_leads_to_it() {
    let app = TestApp::start(NO_STRIPE).await;
    let mut browser = app.browser();
    for (path, to) in [
        ("/login/", "/login"),
        ("/account/members/", "/account/members"),
        ("/account/?from=portal", "/account?from=portal"),
    ] {
        let answer = browser.get(path).await;
        assert_eq!((answer.status.as_u16(), answer.location()), (308, Some(to)), "{path}");
    }
    for path in ["//evil.example/", "//evil.example/x/", "/\\evil.example/", "/"] {
        let answer = browser.get(path).await;
        assert_eq!(answer.location(), None, "{path}: {answer:?}");
    }
}
