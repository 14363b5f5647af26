//! The key, the settings, the database, the clock, and the site as it answers.

use super::*;

#[tokio::test]
async fn a_key_that_is_refused_or_may_too_little() {
    let mut clinic = Clinic::open().await;
    clinic.fault("/v1/products", 401).await;
    clinic.finds(Level::Red, "key", "Stripe refuses STRIPE_SECRET_KEY").await;
    clinic.stripe.forget_faults().await;

    let restricted = StripeSettings { secret_key: "rk_test_app".parse().unwrap(), ..settings(&clinic.stripe.base()) };
    clinic.installation.stripe = Ok(restricted);
    let report = clinic.examine().await;
    assert_eq!(report.verdict(), Level::Green, "{report:#?}");
    assert!(report.findings.iter().any(|finding| finding.what.contains("every permission")), "{report:#?}");
    for (path, permission) in [
        ("/v1/customers/cus_doctor", "Customers: Write"),
        ("/v1/billing_portal/sessions", "Customer portal: Write"),
        ("/v1/checkout/sessions/cs_doctor/expire", "Checkout Sessions: Write"),
        ("/v1/subscriptions", "Subscriptions: Read"),
        ("/v1/subscriptions/sub_doctor/resume", "Subscriptions: Write"),
        ("/v1/invoices/create_preview", "Invoices: Write"),
        ("/v1/payment_methods", "PaymentMethods: Read"),
        ("/v1/payment_intents", "PaymentIntents: Read"),
        ("/v1/products", "Products: Read"),
        ("/v1/prices", "Prices: Read"),
    ] {
        clinic.fault(path, 403).await;
        clinic.finds(Level::Red, "key", &format!("lacks {permission}")).await;
        clinic.stripe.forget_faults().await;
    }
    for (path, permission) in [("/v1/charges", "Charges: Read"), ("/v1/disputes", "Disputes: Read")] {
        clinic.fault(path, 403).await;
        clinic.finds(Level::Yellow, "key", &format!("lacks {permission}, so customers are not told")).await;
        clinic.stripe.forget_faults().await;
    }
    clinic.fault("/v1/entitlements/features", 403).await;
    clinic.finds(Level::Yellow, "key", "lacks Entitlements: Read, so the features of products are not known").await;
    clinic.stripe.forget_faults().await;
    for (path, permission) in [("/v1/webhook_endpoints", "Webhook Endpoints: Read"), ("/v1/events", "Events: Read")] {
        clinic.fault(path, 403).await;
        clinic.finds(Level::Yellow, "key", &format!("lacks {permission}, so the doctor cannot")).await;
        clinic.stripe.forget_faults().await;
    }

    let message = "The provided key 'rk_test_x' does not have the required permissions for this endpoint on account \
                   'acct_1'. Having the 'rak_customer_write' permission would allow this request to continue.";
    let answer = json!({ "kind": "error", "status": 403, "error": { "message": message } });
    clinic.stripe.control("faults", json!({ "path": "/v1/customers/cus_doctor", "answer": answer })).await;
    clinic.finds(Level::Red, "key", "lacks Customers: Write (rak_customer_write)").await;

    clinic.behind("http://127.0.0.1:1/");
    clinic.finds(Level::Red, "key", "Stripe cannot be reached").await;
}

#[tokio::test]
async fn support_that_nobody_can_find() {
    let mut clinic = Clinic::open().await;
    clinic.installation.has_support = false;
    clinic.finds(Level::Yellow, "site", "tell customers to contact support, and not where").await;
}

#[tokio::test]
async fn settings_that_the_server_refuses_to_start_with() {
    let mut clinic = Clinic::open().await;
    clinic.installation.refusals = vec![ConfigError::NoAppSecret];
    clinic.finds(Level::Red, "settings", "the server does not start: APP_SECRET is not set").await;
}

#[tokio::test]
async fn a_database_that_is_missing_old_or_of_the_other_mode() {
    let mut clinic = Clinic::open().await;
    let empty = clinic.app.write("empty.db", "");
    let nowhere = empty.with_file_name("nowhere.db");
    clinic.installation.database = Ok(format!("sqlite://{}", nowhere.display()).parse().unwrap());
    clinic.finds(Level::Red, "database", "there is no ").await;

    clinic.installation.database = Ok("postgres://nobody:SECRET@127.0.0.1:1/nothing".parse().unwrap());
    clinic.finds(Level::Red, "database", "it cannot be reached").await;
    assert!(!format!("{:?}", clinic.examine().await).contains("SECRET"));

    for (parameter, warned) in [("", true), ("?sslmode=verify-full", false)] {
        clinic.installation.database = Ok(format!("postgres://u:SECRET@db.invalid/app{parameter}").parse().unwrap());
        let report = clinic.examine().await;
        let found = report.findings.iter().any(|finding| {
            finding.level == Level::Yellow
                && finding.what.contains("TLS is not enforced")
                && finding.remedy.as_ref().is_some_and(|remedy| remedy.contains("?sslmode=verify-full"))
        });
        assert_eq!(found, warned, "{report:#?}");
    }

    clinic.installation.database = Ok(format!("sqlite://{}", empty.display()).parse().unwrap());
    clinic.finds(Level::Red, "database", "it is not up to date").await;

    let live = clinic.app.write("live.db", "");
    let live: database::DatabaseUrl = format!("sqlite://{}", live.display()).parse().unwrap();
    let db = Database::connect(&live).await.unwrap();
    db.migrate::<Migrator>().await.unwrap();
    installation::claim(&db, stripe::Mode::Live).await.unwrap();
    clinic.installation.database = Ok(live);
    clinic.finds(Level::Red, "database", "it contains live mode data, but the key is a test mode key").await;
}

#[tokio::test]
async fn a_clock_that_is_off() {
    let mut clinic = Clinic::open().await;
    let base = clinic.stripe.base();
    let fast = proxy(&base, |headers, _| set_date(headers, -60)).await;
    clinic.behind(&fast);
    clinic.finds(Level::Yellow, "clock", "seconds from Stripe's").await;
    let slow = proxy(&base, |headers, _| set_date(headers, 600)).await;
    clinic.behind(&slow);
    clinic.finds(Level::Red, "clock", "seconds from Stripe's").await;
}

fn set_date(headers: &mut axum::http::HeaderMap, seconds: i64) {
    let now = clock::now() + time::Duration::seconds(seconds);
    headers.insert("date", httpdate::fmt_http_date(now.into()).parse().unwrap());
}

#[tokio::test]
async fn a_site_that_is_not_what_it_should_be() {
    let mut clinic = Clinic::open().await;
    let bare = proxy(&clinic.app.url, |headers, _| {
        headers.remove("content-security-policy");
    });
    clinic.installation.app_url = bare.await.parse().unwrap();
    clinic.installation.webhook_secrets = WebhookSecret::parse_list("whsec_test").map_err(|_| unreachable!());
    let found = |report: &Report, words: &str| report.findings.iter().any(|finding| finding.what.contains(words));
    let report = clinic.examine().await;
    assert!(found(&report, "its answers lack content-security-policy"), "{report:#?}");
    let loose = proxy(&clinic.app.url, |headers, _| {
        let cookies: Vec<_> = headers.get_all("set-cookie").iter().cloned().collect();
        headers.remove("set-cookie");
        for cookie in cookies {
            headers.append("set-cookie", cookie.to_str().unwrap().replace("; HttpOnly", "").parse().unwrap());
        }
    });
    clinic.installation.app_url = loose.await.parse().unwrap();
    let report = clinic.examine().await;
    assert!(found(&report, "its cookies lack HttpOnly"), "{report:#?}");

    // The site believes that it is somewhere else, and the doctor knows better.
    let app = TestApp::start_as(&clinic.stripe.base(), Some("https://billing.example.com"), BUDGET).await;
    let report = doctor::examine(&installation(&app, &clinic.stripe.base())).await;
    assert!(found(&report, &format!("it refuses requests from {}", app.url)), "{report:#?}");

    clinic.installation.app_url = "http://app.invalid".parse().unwrap();
    let report = clinic.examine().await;
    assert!(found(&report, "http://app.invalid is not https"), "{report:#?}");
    assert!(found(&report, "http://app.invalid cannot be reached"), "{report:#?}");
}

#[tokio::test]
async fn an_identity_provider_that_is_down_or_another_one() {
    let mut clinic = Clinic::open().await;
    let provider = StubProvider::start().await;
    clinic.installation.oidc = Some(provider.settings());
    let report = clinic.examine().await;
    assert_eq!(report.verdict(), Level::Green, "{report:#?}");
    assert!(report.findings.iter().any(|finding| finding.what == format!("people sign in at {}", provider.issuer)));
    provider.set(|it| it.discovery = json!({ "issuer": format!("{}/", provider.issuer) }));
    clinic.finds(Level::Red, "provider", "its discovery document names another issuer").await;
    provider.set(|it| it.status = Some(http::StatusCode::NOT_FOUND));
    clinic.finds(Level::Red, "provider", "it answers with HTTP 404").await;
    clinic.installation.oidc.as_mut().unwrap().issuer = "http://127.0.0.1:1".parse().unwrap();
    clinic.finds(Level::Red, "provider", "http://127.0.0.1:1: it cannot be reached").await;
}

#[tokio::test]
async fn a_signing_key_that_app_secret_does_not_open() {
    let mut clinic = Clinic::open().await;
    let found = |report: &Report| report.findings.iter().filter(|finding| finding.check == "tokens").count();
    assert_eq!(found(&clinic.examine().await), 0, "no token was ever signed");
    let rotated = rotate(&clinic.app.state.db, &clinic.app.state.keys, Rotation::Announced).await.unwrap();
    let report = clinic.examine().await;
    let signed = format!("access tokens are signed with the key {}", rotated.kid);
    assert!(report.findings.iter().any(|finding| finding.what == signed), "{report:#?}");
    assert_eq!(report.verdict(), Level::Green, "{report:#?}");
    clinic.installation.keys = Some(AppKeys::new(&"another-secret-of-the-tests-with-32-bytes-too".parse().unwrap()));
    clinic.finds(Level::Red, "tokens", "APP_SECRET does not open the key").await;
}
