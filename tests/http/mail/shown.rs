//! Without a mail server: mails are shown in development, and there are none in production.

use customer_portal::mail::{Delivery, Shown};

use crate::{
    mail::user_of,
    support::{PASSWORD, TestApp},
};

const NO_STRIPE: &str = "http://127.0.0.1:1/";

async fn showing() -> (TestApp, Shown) {
    let shown = Shown::default();
    let delivery = Delivery::Shown(shown.clone());
    (TestApp::start_configured(NO_STRIPE, |_, site| site.delivery = delivery).await, shown)
}

#[tokio::test]
async fn in_development_mails_are_shown_to_whoever_sits_at_this_machine() {
    let (app, _) = showing().await;
    app.user("ada@example.com").await;
    let mut browser = app.browser();
    assert!(browser.get("/_demo/mail").await.text().contains("No mail has been posted yet."));
    let answer = browser.post_from("/reset", "/api/request_reset", &[("email", "ada@example.com")]).await;
    let page = browser.get(answer.location().unwrap()).await;
    assert!(page.body.contains("href=\"/_demo/mail\""), "{}", page.body);
    assert_eq!(app.send_mails().await, 1);
    let page = browser.get("/_demo/mail").await;
    assert!(page.text().contains("Choose a new password for Customer Portal"), "{}", page.text());
    assert!(page.body.contains("/mail/reset/"), "{}", page.body);
    // Whoever comes through a proxy may be anybody.
    for name in ["forwarded", "x-forwarded-for", "x-real-ip", "via"] {
        let request = browser.request(reqwest::Method::GET, "/_demo/mail").header(name, "127.0.0.1");
        assert_eq!(browser.send(request).await.status, 404, "{name}");
    }
    // And whoever makes a name of theirs lead to this machine.
    let request = browser.request(reqwest::Method::GET, "/_demo/mail").header("host", "rebound.example:3000");
    assert_eq!(browser.send(request).await.status, 404);
}

#[tokio::test]
async fn in_development_signing_up_signs_in_at_once() {
    let (app, shown) = showing().await;
    let mut browser = app.browser();
    let answer = browser.post("/api/signup", &[("email", "ada@example.com"), ("password", PASSWORD)]).await;
    assert_eq!(answer.location(), Some("/account"), "{answer:?}");
    assert!(!user_of(&app, "ada@example.com").await.unwrap().email_verified);
    assert_eq!((app.send_mails().await, shown.all().len()), (0, 0));
}

#[tokio::test]
async fn without_mail_nothing_is_offered_that_needs_it() {
    let app = TestApp::start_configured(NO_STRIPE, |_, site| site.product.sign_in = "password,link".parse().unwrap());
    let app = app.await;
    let mut browser = app.browser();
    let page = browser.get("/login").await;
    assert!(!page.body.contains("/reset") && !page.body.contains("request_link"), "{}", page.body);
    assert_eq!(browser.get("/_demo/mail").await.status, 404);
    assert_eq!(browser.get("/reset").await.location(), Some("/login"));
    assert_eq!(browser.get("/login/code").await.location(), Some("/login"));
    for form in ["request_reset", "reset_password", "request_link", "enter_code", "change_email", "invite"] {
        assert_eq!(browser.post(&format!("/api/{form}"), &[]).await.status, 404, "{form}");
    }
    // Signing up is as ever.
    let answer = browser.post("/api/signup", &[("email", "ada@example.com"), ("password", PASSWORD)]).await;
    assert_eq!(answer.location(), Some("/account"), "{answer:?}");
}
