//! Other sites cannot make a browser change anything here, and our redirects lead only to this
//! site.

use leptos::config::Env;

use crate::support::TestApp;

const NO_STRIPE: &str = "http://127.0.0.1:1/";

/// The statuses of a harmless post that says that it comes from there.
async fn post_from(app: &TestApp, headers: &[(&str, &str)]) -> u16 {
    let mut browser = app.browser();
    let mut request = browser.request(reqwest::Method::POST, "/api/logout").header("accept", "text/html");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    browser.send(request).await.status.as_u16()
}

#[tokio::test]
async fn only_pages_of_this_site_can_post_here() {
    let app = TestApp::start(NO_STRIPE).await;
    let port = app.url.rsplit(':').next().unwrap();
    let named = |host: &str| format!("http://{host}:{port}");
    for name in ["127.0.0.1", "localhost", "[::1]"] {
        assert_eq!(
            post_from(&app, &[("origin", &named(name)), ("sec-fetch-site", "same-origin")]).await,
            302,
            "{name}"
        );
    }
    for origin in
        [named("evil.example"), named("127.0.0.1.evil.example"), app.url.replace("http:", "https:"), "null".into()]
    {
        for site in ["same-origin", "none"] {
            assert_eq!(post_from(&app, &[("origin", &origin), ("sec-fetch-site", site)]).await, 403, "{origin}");
        }
        // Whatever name the site is asked for by.
        let host = origin.split('/').next_back().unwrap();
        assert_eq!(post_from(&app, &[("origin", &origin), ("host", host)]).await, 403, "{origin}");
    }
    assert_eq!(post_from(&app, &[("origin", &app.url), ("origin", "https://evil.example")]).await, 403);
    assert_eq!(post_from(&app, &[("sec-fetch-site", "same-origin"), ("sec-fetch-site", "cross-site")]).await, 403);
    assert_eq!(post_from(&app, &[]).await, 302, "what says nothing is no browser");
}

#[tokio::test]
async fn in_production_only_the_public_origin_is_this_site() {
    let app = TestApp::start_configured(NO_STRIPE, |leptos, _| leptos.env = Env::PROD).await;
    let alias = app.url.replace("127.0.0.1", "localhost");
    assert_eq!(post_from(&app, &[("origin", &app.url)]).await, 302);
    assert_eq!(post_from(&app, &[("origin", &alias)]).await, 403);
}

#[tokio::test]
async fn another_site_cannot_post_here() {
    let app = TestApp::start(NO_STRIPE).await;
    let (mut browser, _) = app.signed_in("ada@example.com").await;
    for (name, value) in
        [("sec-fetch-site", "cross-site"), ("sec-fetch-site", "same-site"), ("origin", "https://evil.example")]
    {
        for path in ["/api/logout", "/api/create_portal_session", "/api/portal", "/api/login"] {
            let request = browser.request(reqwest::Method::POST, path).header(name, value);
            assert_eq!(browser.send(request).await.status, 403, "{path} {name}: {value}");
        }
    }
    assert_eq!(browser.get("/account").await.status, 200, "still signed in");
}

#[tokio::test]
async fn an_error_leads_to_no_other_site() {
    let app = TestApp::start(NO_STRIPE).await;
    let mut browser = app.browser();
    let port = app.url.rsplit(':').next().unwrap();
    for (referer, page) in [
        ("https://evil.example/login".to_owned(), format!("{}/login?", app.url)),
        (format!("http://evil.example:{port}/login"), format!("{}/login?", app.url)),
        (format!("{}.evil.example/login", app.url), format!("{}/login?", app.url)),
        ("javascript:alert(1)".to_owned(), format!("{}/login?", app.url)),
        ("//evil.example".to_owned(), format!("{}/login?", app.url)),
        // In development this machine has several names.
        (
            format!("http://localhost:{port}/login?next=%2Fpricing"),
            format!("http://localhost:{port}/login?next=%2Fpricing&"),
        ),
    ] {
        let request = browser.request(reqwest::Method::POST, "/api/login").header("accept", "text/html");
        let answer = browser.send(request.header("referer", &referer)).await;
        let location = answer.location().unwrap();
        assert!(answer.status == 302 && location.starts_with(&page), "{referer}: {location}");
    }
}
