//! A site on which nobody signs in with a password.

use customer_portal::config::Product;

use super::{Site, ada, follow};
use crate::support::PASSWORD;

fn without_passwords() -> Product {
    Product {
        sign_in: "handover".parse().unwrap(),
        home_url: Some("https://www.example.com/start".parse().unwrap()),
        brand_name: Some("Engines".parse().unwrap()),
        ..Product::default()
    }
}

#[tokio::test]
async fn the_login_page_says_where_to_sign_in() {
    let site = Site::start_as(without_passwords()).await;
    let mut browser = site.app.browser();
    assert_eq!(browser.get("/account").await.location(), Some("/login"));
    let page = browser.get("/login").await;
    assert_eq!(page.status, 200);
    assert!(page.body.contains("href=\"https://www.example.com/start\""), "{}", page.body);
    assert!(page.text().contains("Back to Engines") && !page.text().contains("Sign up"), "{}", page.text());
    assert!(!page.body.contains("password\""), "no field for one: {}", page.body);
    assert_eq!(browser.get("/signup").await.location(), Some("/login"));
    assert_eq!(browser.get("/signup/").await.location(), Some("/signup"), "no page beside the guarded one");
}

#[tokio::test]
async fn no_password_is_taken() {
    let site = Site::start_as(without_passwords()).await;
    let user = site.app.user("ada@example.com").await;
    let mut browser = site.app.browser();
    for path in ["/api/login", "/api/signup", "/api/change_password"] {
        let answer = browser.post(path, &[("email", "ada@example.com"), ("password", PASSWORD)]).await;
        assert_eq!(answer.status, 404, "{path} {user:?}: {answer:?}");
        assert_eq!(browser.cookie("session"), None);
    }
    let path = site.link(&ada()).await;
    assert_eq!(follow(&mut browser, &path).await.location(), Some("/account"));
    assert!(!browser.get("/account/security").await.body.contains("/account/password"), "there is none to change");
    assert_eq!(browser.get("/account/password").await.location(), Some("/account"));
}

/// Beside passwords too, who was handed over has none.
#[tokio::test]
async fn who_has_no_password_is_offered_no_other() {
    let site = Site::start().await;
    let path = site.link(&ada()).await;
    let mut browser = site.app.browser();
    follow(&mut browser, &path).await;
    assert!(!browser.get("/account/security").await.body.contains("/account/password"));
    assert_eq!(browser.get("/account/password").await.location(), Some("/account"));
}
