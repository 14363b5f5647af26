//! Requirements of the OWASP Application Security Verification Standard that no other test covers;
//! docs/SECURITY.md maps them.

use std::collections::BTreeSet;

use customer_portal::entity::user;
use reqwest::Method;
use sea_orm::{EntityTrait, PaginatorTrait};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use crate::support::{BUDGET, PASSWORD, TestApp};

const NO_STRIPE: &str = "http://127.0.0.1:1/";

/// Where forms post to, and the endpoint for scripts.
const POSTED: [&str; 21] = [
    "/api/accept_invitation",
    "/api/change_email",
    "/api/confirm_email",
    "/api/confirm_link",
    "/api/confirm_sign_up",
    "/api/enter_code",
    "/api/invite",
    "/api/request_link",
    "/api/request_reset",
    "/api/reset_password",
    "/api/withdraw_invitation",
    "/api/delete_account",
    "/api/end_session",
    "/api/change_password",
    "/api/login",
    "/api/signup",
    "/api/logout",
    "/api/checkout",
    "/api/continue_plan",
    "/api/create_portal_session",
    "/api/portal",
];

#[tokio::test]
async fn an_address_cannot_break_out_of_a_script() {
    let app = TestApp::start(NO_STRIPE).await;
    app.leaves_jobs(["customer"]);
    let (mut browser, _) = app.customer("ada@example.com", "cus_1").await;
    let hostile = "%27%29%3C%2Fscript%3E%3Cscript%3Eevil%28%29%2F%2F";
    for path in ["/account?from=", "/account?from=portal&try=", "/pricing?__err=", "/?next=", "/nope?"] {
        let page = browser.get(&format!("{path}{hostile}")).await;
        assert!(!page.body.contains("<script>evil") && !page.body.contains("')<"), "{path}: {}", page.body);
    }
    let page = app.browser().get(&format!("/login?next={hostile}&__path=%2Fapi%2Flogin&__err={hostile}")).await;
    assert!(!page.body.contains("<script>evil"), "{}", page.body);
}

#[tokio::test]
async fn quotes_in_what_is_typed_are_text_to_the_database() {
    let app = TestApp::start(NO_STRIPE).await;
    let mut browser = app.browser();
    let form = [("email", "o'hara--@example.com"), ("password", PASSWORD)];
    assert_eq!(browser.post("/api/signup", &form).await.location(), Some("/account"));
    assert!(browser.get("/account").await.text().contains("o'hara--@example.com"));
    let guess = [("email", "'or'1'='1@example.com"), ("password", "' OR '1'='1' --")];
    assert_ne!(app.browser().post("/api/login", &guess).await.location(), Some("/account"));
    let price = [("price", "price_1'; DROP TABLE users; --")];
    assert_ne!(browser.post("/api/checkout", &price).await.status, 500);
    assert_eq!(user::Entity::find().count(&app.state.db).await.unwrap(), 1);
}

#[tokio::test]
async fn no_other_origin_may_read() {
    let app = TestApp::start(NO_STRIPE).await;
    let (mut browser, _) = app.signed_in("ada@example.com").await;
    for path in ["/", "/account", "/healthz", "/pkg/app.css", "/nope", "/api/portal"] {
        for method in [Method::GET, Method::OPTIONS] {
            let request = browser.request(method.clone(), path).header("origin", "https://evil.example");
            let answer = browser.send(request.header("access-control-request-method", "POST")).await;
            assert_eq!(answer.header("access-control-allow-origin"), None, "{method} {path}");
        }
    }
}

#[tokio::test]
async fn what_changes_something_is_not_reached_by_a_link() {
    let app = TestApp::start(NO_STRIPE).await;
    let (mut browser, _) = app.customer("ada@example.com", "cus_1").await;
    for path in POSTED {
        for method in [Method::GET, Method::HEAD, Method::OPTIONS, Method::TRACE] {
            let request = browser.request(method.clone(), &format!("{path}?email=x@example.com&password={PASSWORD}"));
            let status = browser.send(request).await.status.as_u16();
            assert!([403, 404, 405].contains(&status), "{method} {path}: {status}");
        }
    }
    assert_eq!(browser.get("/account").await.status, 200, "still signed in");
    assert_eq!(user::Entity::find().count(&app.state.db).await.unwrap(), 1);
}

#[tokio::test]
async fn every_body_says_what_it_is() {
    let app = TestApp::start(NO_STRIPE).await;
    let (mut browser, _) = app.signed_in("ada@example.com").await;
    for (path, kind) in [
        ("/", "text/html; charset=utf-8"),
        ("/account", "text/html; charset=utf-8"),
        ("/nope", "text/html; charset=utf-8"),
        ("/healthz", "text/plain; charset=utf-8"),
        ("/readyz", "text/plain; charset=utf-8"),
        ("/pkg/app.css", "text/css; charset=utf-8"),
    ] {
        let answer = browser.get(path).await;
        assert_eq!(answer.header("content-type").map(str::to_lowercase).as_deref(), Some(kind), "{path}");
    }
    assert_eq!(browser.post_body("/api/portal", "nope").await.header("content-type"), Some("application/json"));
    for (accept, kind) in [("text/html", "text/html; charset=utf-8"), ("*/*", "application/json")] {
        let refused = browser.request(Method::POST, "/api/logout").header("origin", "https://evil.example");
        let refused = browser.send(refused.header("accept", accept)).await;
        assert_eq!(refused.header("content-type"), Some(kind), "{refused:?}");
    }
}

/// Two lengths that differ let one request hide behind another, where a proxy believes the other one.
#[tokio::test]
async fn a_request_cannot_hide_another() {
    let app = TestApp::start(NO_STRIPE).await;
    let address = app.url.trim_start_matches("http://").to_owned();
    let hidden = "GET /healthz HTTP/1.1\r\nhost: hidden\r\n\r\n";
    for (headers, body) in [
        ("content-length: 0\r\ncontent-length: 44\r\n", hidden.to_owned()),
        ("transfer-encoding: chunked, identity\r\n", format!("0\r\n\r\n{hidden}")),
        ("transfer-encoding: xchunked\r\n", format!("0\r\n\r\n{hidden}")),
        ("content-length: +44\r\n", hidden.to_owned()),
        ("content-length : 44\r\n", hidden.to_owned()),
    ] {
        let mut connection = TcpStream::connect(&address).await.unwrap();
        let request = format!("POST /api/stripe/webhook HTTP/1.1\r\nhost: site\r\n{headers}\r\n{body}");
        connection.write_all(request.as_bytes()).await.unwrap();
        connection.shutdown().await.unwrap();
        let mut answer = String::new();
        connection.read_to_string(&mut answer).await.unwrap();
        assert!(answer.starts_with("HTTP/1.1 400"), "{headers}: {answer}");
        assert_eq!(answer.matches("HTTP/1.1 ").count(), 1, "{headers}: {answer}");
    }
}

#[tokio::test]
async fn password_fields_hide_what_is_typed_and_take_what_is_pasted() {
    let app = TestApp::start(NO_STRIPE).await;
    for (path, autocomplete) in [("/login", "current-password"), ("/signup", "new-password")] {
        let page = app.browser().get(path).await;
        let field = page.body.split("<input").find(|field| field.contains(r#"name="password""#)).unwrap();
        let field = field.split('>').next().unwrap();
        assert!(field.contains(r#"type="password""#), "{field}");
        assert!(field.contains(&format!(r#"autocomplete="{autocomplete}""#)), "{field}");
        assert!(!page.body.contains("onpaste") && !field.contains("maxlength"), "{field}");
    }
}

#[tokio::test]
async fn a_password_is_taken_exactly_as_it_was_typed() {
    let app = TestApp::start(NO_STRIPE).await;
    let password = format!(" Zwei Äpfel, drei Birnen {} ", "und noch mehr ".repeat(5));
    let email = "ada@example.com";
    let answer = app.browser().post("/api/signup", &[("email", email), ("password", &password)]).await;
    assert_eq!(answer.location(), Some("/account"));
    let end = password.char_indices().nth(64).unwrap().0;
    for wrong in [password.trim(), &password.to_lowercase(), &password[..end], &password.replace('Ä', "A\u{308}")] {
        let answer = app.browser().post("/api/login", &[("email", email), ("password", wrong)]).await;
        assert_ne!(answer.location(), Some("/account"), "{wrong:?}");
    }
    let answer = app.browser().post("/api/login", &[("email", email), ("password", &password)]).await;
    assert_eq!(answer.location(), Some("/account"));
}

#[tokio::test]
async fn over_https_every_cookie_is_locked_to_the_host() {
    let app = TestApp::start_as(NO_STRIPE, Some("https://billing.example.com"), BUDGET).await;
    let mut browser = app.browser();
    let mut names = BTreeSet::new();
    let form = [("email", "ada@example.com"), ("password", PASSWORD)];
    for (path, form) in
        [("/api/login", &form[..1]), ("/api/signup", &form), ("/api/logout", &[]), ("/api/login", &form)]
    {
        let answer = browser.post(path, form).await;
        for cookie in answer.set_cookies() {
            names.insert(cookie.split('=').next().unwrap().to_owned());
            for attribute in ["; HttpOnly", "; Secure", "; SameSite=Lax", "; Path=/"] {
                assert!(cookie.contains(attribute) || cookie.contains("Max-Age=0"), "{attribute}: {cookie}");
            }
            assert!(cookie.contains("; Secure") && !cookie.contains("; Domain"), "{cookie}");
        }
    }
    assert!(names.len() == 3 && names.iter().all(|name| name.starts_with("__Host-")), "{names:?}");
}

#[tokio::test]
async fn session_ids_have_128_random_bits() {
    let ids: BTreeSet<i128> = (0..256).map(|_| tower_sessions::session::Id::default().0).collect();
    assert_eq!(ids.len(), 256);
    assert_eq!(ids.iter().fold(0, |seen, id| seen | id), -1, "every bit is set in some");
    assert_eq!(ids.iter().fold(-1, |seen, id| seen & id), 0, "and in some it is not");
    let app = TestApp::start(NO_STRIPE).await;
    let (browser, _) = app.signed_in("ada@example.com").await;
    assert!(browser.cookie("session").unwrap().parse::<tower_sessions::session::Id>().is_ok());
}

#[tokio::test]
async fn nothing_but_the_site_is_served() {
    let app = TestApp::start(NO_STRIPE).await;
    for path in [
        "/.git/config",
        "/.env",
        "/Cargo.toml",
        "/Leptos.toml",
        "/data/app.db",
        "/metrics",
        "/_sim/state",
        "/pkg/",
        "/pkg",
    ] {
        assert_eq!(app.browser().get(path).await.status, 404, "{path}");
    }
}

#[tokio::test]
async fn a_field_that_comes_twice_is_refused() {
    let app = TestApp::start(NO_STRIPE).await;
    app.user("ada@example.com").await;
    let form = [("email", "ada@example.com"), ("email", "bob@example.com"), ("password", PASSWORD)];
    let mut browser = app.browser();
    let answer = browser.post("/api/login", &form).await;
    let page = browser.get(answer.location().unwrap()).await;
    assert!(page.text().contains("Fill in all fields."), "{}", page.text());
}
