//! The headers every answer carries, and those of pages and files.

use crate::support::{BUDGET, TestApp};

const NO_STRIPE: &str = "http://127.0.0.1:1/";

#[tokio::test]
async fn every_answer_is_armoured() {
    let app = TestApp::start(NO_STRIPE).await;
    for path in ["/", "/login", "/account", "/nope", "/healthz", "/api/portal", "/pkg/app.css"] {
        let answer = app.browser().get(path).await;
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"), "{path}");
        assert_eq!(answer.header("referrer-policy"), Some("same-origin"), "{path}");
        assert_eq!(answer.header("cross-origin-opener-policy"), Some("same-origin"), "{path}");
        let policy = answer.header("content-security-policy").unwrap();
        for rule in ["default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'", "form-action '"] {
            assert!(policy.contains(rule), "{path}: {policy}");
        }
        assert!(!policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"), "{path}: {policy}");
        assert!(answer.headers.contains_key("x-request-id"), "{path}");
        assert!(!answer.headers.contains_key("strict-transport-security"), "not over http: {path}");
    }
}

#[tokio::test]
async fn over_https_browsers_are_told_to_stay_there() {
    let app = TestApp::start_as(NO_STRIPE, Some("https://billing.example.com"), BUDGET).await;
    let answer = app.browser().get("/").await;
    assert_eq!(answer.header("strict-transport-security"), Some("max-age=63072000"));
}

#[tokio::test]
async fn subdomains_are_bound_to_https_only_where_that_is_asked_for() {
    let app = TestApp::start_configured(NO_STRIPE, |_, site| {
        site.app_url = "https://billing.example.com".parse().unwrap();
        site.hsts_include_subdomains = true;
    })
    .await;
    let answer = app.browser().get("/").await;
    assert_eq!(answer.header("strict-transport-security"), Some("max-age=63072000; includeSubDomains"));
}

#[tokio::test]
async fn what_is_no_page_has_no_form_to_send() {
    let app = TestApp::start(NO_STRIPE).await;
    for path in ["/healthz", "/api/portal", "/pkg/app.css"] {
        let answer = app.browser().get(path).await;
        assert!(answer.header("content-security-policy").unwrap().contains("form-action 'none'"), "{path}");
    }
}

#[tokio::test]
async fn without_a_contact_there_is_no_security_txt() {
    let app = TestApp::start(NO_STRIPE).await;
    let answer = app.browser().get("/.well-known/security.txt").await;
    assert_eq!(answer.status, 404);
    assert!(answer.body.contains("<html"), "the usual page: {}", answer.body);
}

#[tokio::test]
async fn a_pages_scripts_carry_the_nonce_of_its_policy() {
    let app = TestApp::start(NO_STRIPE).await;
    let (mut browser, _) = app.customer("ada@example.com", "cus_1").await;
    let answer = browser.get("/account").await;
    let policy = answer.header("content-security-policy").unwrap();
    let nonce = policy.split("'nonce-").nth(1).unwrap().split('\'').next().unwrap();
    let scripts = answer.body.matches("<script").count();
    assert!(answer.body.contains("/pkg/app.js") && scripts > 0);
    assert_eq!(answer.body.matches(&format!("nonce=\"{nonce}\"")).count(), scripts);
    let again = browser.get("/account").await;
    assert_ne!(again.header("content-security-policy"), Some(policy), "a nonce is used once");
}

#[tokio::test]
async fn pages_without_islands_load_no_code() {
    let app = TestApp::start(NO_STRIPE).await;
    for path in ["/", "/pricing", "/login", "/signup"] {
        let answer = app.browser().get(path).await;
        assert!(!answer.body.contains("/pkg/app.js") && !answer.body.contains("wasm"), "{path}: {}", answer.body);
    }
}

#[tokio::test]
async fn forms_may_lead_to_the_hosted_pages_and_nowhere_else() {
    let app = TestApp::start("https://api.stripe.com/").await;
    let answer = app.browser().get("/login").await;
    let policy = answer.header("content-security-policy").unwrap();
    assert!(policy.contains("form-action 'self' https://billing.stripe.com https://checkout.stripe.com;"), "{policy}");
}

#[tokio::test]
async fn pages_are_not_stored() {
    let app = TestApp::start(NO_STRIPE).await;
    let (mut browser, _) = app.signed_in("ada@example.com").await;
    for path in ["/", "/account", "/pricing", "/nope", "/pkg/nope.js"] {
        assert_eq!(browser.get(path).await.header("cache-control"), Some("no-store"), "{path}");
    }
}

#[tokio::test]
async fn a_request_id_from_outside_is_not_believed() {
    let app = TestApp::start(NO_STRIPE).await;
    let mut browser = app.browser();
    let request = browser.request(reqwest::Method::GET, "/healthz").header("x-request-id", "forged line in the log");
    let answer = browser.send(request).await;
    assert!(uuid::Uuid::parse_str(answer.header("x-request-id").unwrap()).is_ok());
}

#[tokio::test]
async fn files_can_be_asked_for_again_and_missing_ones_are_not_remembered() {
    let app = TestApp::start(NO_STRIPE).await;
    let mut browser = app.browser();
    let first = browser.get("/pkg/app.css").await;
    assert_eq!((first.status.as_u16(), first.header("cache-control")), (200, Some("no-cache")));
    let tag = first.header("etag").unwrap();
    let request = browser.request(reqwest::Method::GET, "/pkg/app.css").header("if-none-match", tag);
    assert_eq!(browser.send(request).await.status, 304);
    let missing = browser.get("/pkg/missing.js").await;
    assert_eq!(missing.status, 404);
    assert_ne!(missing.header("cache-control"), Some("no-cache"));
    for path in ["/pkg/../../Cargo.toml", "/pkg/%2e%2e/%2e%2e/Cargo.toml", "/..%2fCargo.toml"] {
        assert_ne!(browser.get(path).await.status, 200, "{path}");
    }
}
