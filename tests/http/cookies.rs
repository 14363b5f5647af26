//! The cookies besides the session's.

use crate::support::{BUDGET, TestApp};

const NO_STRIPE: &str = "http://127.0.0.1:1/";

#[tokio::test]
async fn over_https_what_was_typed_is_locked_to_the_host_too() {
    let app = TestApp::start_as(NO_STRIPE, Some("https://billing.example.com"), BUDGET).await;
    let mut browser = app.browser();
    let answer = browser.post("/api/login", &[("email", "ada@example.com"), ("password", "")]).await;
    let cookie = answer.set_cookies().into_iter().find(|cookie| cookie.starts_with("__Host-typed_email=")).unwrap();
    for attribute in ["HttpOnly", "Secure", "SameSite=Lax", "Path=/"] {
        assert!(cookie.contains(attribute), "{cookie}");
    }
    let location = answer.location().unwrap();
    let page = browser.get(location.strip_prefix("https://billing.example.com").unwrap()).await;
    assert!(page.body.contains(r#"value="ada@example.com""#), "{}", page.body);
    let script = page.body.split("document.cookie=").nth(1).unwrap().split("</script>").next().unwrap();
    assert!(script.starts_with("\"__Host-time_zone=\"") && script.contains(";path=/;") && script.contains(";secure"));
    browser.set_cookie("typed_email", "planted@example.com");
    browser.set_cookie("__Host-typed_email", "");
    let page = browser.get(location.strip_prefix("https://billing.example.com").unwrap()).await;
    assert!(!page.body.contains("planted"), "a subdomain could have set that one");
}

#[tokio::test]
async fn what_was_typed_is_kept_to_the_length_of_an_address() {
    let app = TestApp::start(NO_STRIPE).await;
    let mut browser = app.browser();
    let answer = browser.post("/api/login", &[("email", "x"), ("password", "")]).await;
    browser.set_cookie("typed_email", &"y".repeat(5000));
    let page = browser.get(answer.location().unwrap()).await;
    assert!(page.body.contains(&format!(r#"value="{}""#, "y".repeat(254))), "{}", page.body);
}
