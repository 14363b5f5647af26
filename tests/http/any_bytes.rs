//! Arbitrary bytes in forms, cookies, addresses and request lines are answered without a panic. The
//! router is called directly, since there are many.

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{HeaderValue, Method, Request, StatusCode, header},
};
use base64::{Engine, engine::general_purpose::URL_SAFE};
use customer_portal::router;
use proptest::{
    collection::vec,
    prelude::*,
    test_runner::{Config, TestCaseError, TestRunner},
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    runtime::Runtime,
    sync::OnceCell,
};
use tower::ServiceExt;

use crate::support::TestApp;

const NO_STRIPE: &str = "http://127.0.0.1:1/";

const FORMS: [&str; 7] = [
    "/api/login",
    "/api/signup",
    "/api/change_password",
    "/api/logout",
    "/api/checkout",
    "/api/create_portal_session",
    "/api/continue_plan",
];

/// Runs the cases one after the other, on a runtime of their own.
fn check<S: Strategy>(
    cases: u32,
    strategy: &S,
    test: impl AsyncFn(&TestApp, &Router, S::Value) -> Result<(), TestCaseError>,
) {
    let runtime = Runtime::new().unwrap();
    let app = runtime.block_on(TestApp::start(NO_STRIPE));
    let router = router::router(app.state.clone());
    let config = Config { cases, failure_persistence: None, ..Config::default() };
    let outcome = TestRunner::new(config).run(strategy, |value| runtime.block_on(test(&app, &router, value)));
    outcome.unwrap();
}

async fn ask(router: &Router, request: Request<Body>) -> (StatusCode, String) {
    let answer = router.clone().oneshot(request).await.unwrap();
    let (head, body) = answer.into_parts();
    let body = to_bytes(body, usize::MAX).await.unwrap();
    (head.status, String::from_utf8_lossy(&body).into_owned())
}

/// Bytes that a header can hold.
fn header_bytes(length: std::ops::Range<usize>) -> impl Strategy<Value = HeaderValue> {
    vec(prop_oneof![32..127_u8, 128..=255_u8], length).prop_map(|bytes| HeaderValue::from_bytes(&bytes).unwrap())
}

/// A form as somebody would forge it: fields of ours and others, nested, doubled, cut off.
fn forged_form() -> impl Strategy<Value = Vec<u8>> {
    let name = prop_oneof![
        Just("email".to_owned()),
        Just("password".to_owned()),
        Just("next".to_owned()),
        Just("flow".to_owned()),
        Just("price".to_owned()),
        Just("subscription".to_owned()),
        "[a-z]{0,5}",
    ];
    let field = (name, "(\\[[a-z0-9]{0,3}\\]){0,8}", "=?", "[a-zA-Z0-9%@+._-]{0,20}")
        .prop_map(|(name, nested, equals, value)| format!("{name}{nested}{equals}{value}"));
    vec(field, 0..8).prop_map(|fields| fields.join("&").into_bytes())
}

#[test]
fn whatever_is_posted_is_answered() {
    let body = prop_oneof![vec(any::<u8>(), 0..200), forged_form()];
    let content_type = prop_oneof![
        3 => Just(HeaderValue::from_static("application/x-www-form-urlencoded")),
        1 => header_bytes(0..40),
    ];
    let posted = (proptest::sample::select(&FORMS[..]), body, content_type, any::<bool>());
    check(400, &posted, async |_, router, (path, body, content_type, browser)| {
        let accept = if browser { "text/html" } else { "*/*" };
        let request = Request::post(path).header(header::ACCEPT, accept).header(header::CONTENT_TYPE, content_type);
        let (status, text) = ask(router, request.body(Body::from(body)).unwrap()).await;
        prop_assert!(status != StatusCode::INTERNAL_SERVER_ERROR, "{path}: {status} {text}");
        prop_assert!(!browser || status == StatusCode::FOUND, "{path}: {status} {text}");
        Ok(())
    });
}

#[test]
fn whatever_the_cookies_say_the_pages_are_shown() {
    let named = ("(__Host-)?(session|time_zone|typed_email)", header_bytes(0..60)).prop_map(|(name, value)| {
        HeaderValue::from_bytes(&[name.as_bytes(), b"=", value.as_bytes()].concat()).unwrap()
    });
    let cookies = vec(prop_oneof![named, header_bytes(0..100)], 1..4);
    let pages = proptest::sample::select(&["/", "/account", "/login?__path=/api/login&__err=IkNyZWRlbnRpYWxzIg=="][..]);
    check(200, &(pages, cookies), async |_, router, (page, cookies)| {
        let mut request = Request::get(page).body(Body::empty()).unwrap();
        for cookie in cookies {
            request.headers_mut().append(header::COOKIE, cookie);
        }
        let (status, text) = ask(router, request).await;
        prop_assert!(matches!(status, StatusCode::OK | StatusCode::FOUND), "{page}: {status} {text}");
        Ok(())
    });
}

#[test]
fn whatever_browsers_say_of_themselves_a_customer_sees_their_account() {
    let said = (header_bytes(0..100), ".{0,40}", header_bytes(0..100));
    let signed_in = OnceCell::new();
    check(200, &said, async |app, router, (language, zone, accept)| {
        let (browser, _) = signed_in.get_or_init(|| app.signed_in("ada@example.com")).await;
        let zone: String = url::form_urlencoded::byte_serialize(zone.as_bytes()).collect();
        let cookies = format!("session={}; time_zone={zone}", browser.cookie("session").unwrap());
        let request = Request::get("/account")
            .header(header::COOKIE, cookies)
            .header(header::ACCEPT_LANGUAGE, language)
            .header(header::ACCEPT, accept);
        let (status, text) = ask(router, request.body(Body::empty()).unwrap()).await;
        prop_assert!(status == StatusCode::OK && text.contains("ada@example.com"), "{status} {text}");
        Ok(())
    });
}

#[test]
fn an_error_in_the_address_puts_no_words_of_others_on_a_page() {
    let bytes = prop_oneof![
        vec(any::<u8>(), 0..100),
        "\\{?\"?[A-Z][a-zA-Z]{0,20}\"?(:\"CALL 0800 EVIL\"\\})?".prop_map(String::into_bytes),
        "[\\[{]{0,300}".prop_map(String::into_bytes),
    ];
    let error = prop_oneof![bytes.prop_map(|bytes| URL_SAFE.encode(bytes)), "[ -~]{0,60}"];
    let pages =
        [("/login", "/api/login"), ("/signup", "/api/signup"), ("/pricing", "/api/checkout"), ("/", "/api/logout")];
    check(200, &(proptest::sample::select(pages.to_vec()), error), async |_, router, ((page, path), error)| {
        let query = url::form_urlencoded::Serializer::new(String::new())
            .append_pair("__path", path)
            .append_pair("__err", &error)
            .finish();
        let request = Request::get(format!("{page}?{query}")).body(Body::empty()).unwrap();
        let (status, text) = ask(router, request).await;
        prop_assert!(status.is_success() && !text.contains("EVIL"), "{page} {error}: {status} {text}");
        Ok(())
    });
}

#[test]
fn whatever_is_asked_for_is_answered() {
    let path = prop_oneof![
        "/[!-~]{0,60}",
        "/(account|login|pricing|signup|pkg)?[/?]{1,3}(from|try|next|__err|__path)?=?[!-~]{0,30}",
    ];
    let method =
        proptest::sample::select(vec![Method::GET, Method::HEAD, Method::POST, Method::OPTIONS, Method::TRACE]);
    check(400, &(method, path), async |_, router, (method, path)| {
        let Ok(request) = Request::builder().method(method.clone()).uri(&path).body(Body::empty()) else {
            return Ok(());
        };
        let (status, text) = ask(router, request).await;
        prop_assert!(!status.is_server_error(), "{method} {path}: {status} {text}");
        Ok(())
    });
}

#[tokio::test]
async fn odd_requests_are_refused_in_words() {
    let app = TestApp::start(NO_STRIPE).await;
    let address = app.url.strip_prefix("http://").unwrap();
    for (line, statuses) in [
        ("GET * HTTP/1.1", &["400"] as &[&str]),
        ("OPTIONS * HTTP/1.1", &["400"]),
        ("GET localhost HTTP/1.1", &["400"]),
        ("GET evil.example:80 HTTP/1.1", &["400"]),
        ("CONNECT evil.example:80 HTTP/1.1", &["400", "403", "405"]),
        ("GET http://evil.example/login HTTP/1.1", &["200"]),
        ("GET http://evil.example HTTP/1.1", &["200"]),
        ("GET //[ HTTP/1.1", &["400", "404"]),
        ("GET //evil.example/ HTTP/1.1", &["404"]),
        ("GET //pkg HTTP/1.1", &["404"]),
        ("GET /%ff/%00/%2e%2e/ HTTP/1.1", &["404"]),
        ("GET /?%ff=%&&==&%zz HTTP/1.1", &["200"]),
        ("GET /account?from=%ff&try=256 HTTP/1.1", &["302"]),
        ("GET /login HTTP/1.1\r\naccept-language: nan;q=nan,b;q=nan,c;q=-0", &["200"]),
        ("BREW /login HTTP/1.1", &["405"]),
    ] {
        let mut stream = TcpStream::connect(address).await.unwrap();
        stream.write_all(format!("{line}\r\nhost: x\r\nconnection: close\r\n\r\n").as_bytes()).await.unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).await.unwrap();
        let answer = String::from_utf8_lossy(&answer);
        let status = answer.split(' ').nth(1).unwrap_or_default();
        assert!(statuses.contains(&status), "{line}: {}", answer.lines().next().unwrap_or_default());
        assert!(!answer.to_lowercase().contains("\r\nlocation: //"), "{line}: {answer}");
    }
}
