//! Every finding of the doctor: in a working installation one thing is broken, and the doctor names
//! it.

use std::num::NonZeroU32;

use customer_portal::{
    config::{ConfigError, StripeSettings},
    doctor::{self, Fix, Installation, Level, Report},
};
use database::Database;
use migration::Migrator;
use mirror::{StripeObject, entity::stripe_event, installation, mirror_catalog, sync};
use portal_config::Portal;
use queue::job;
use sea_orm::{ActiveValue::Set, EntityTrait};
use serde_json::json;
use stripe::WebhookSecret;

use crate::support::{BUDGET, Older, Stripe, TestApp, older_account, proxy};

const FILE: &str = "[features.payment_method_update]\nenabled = true\n[features.subscription_cancel]\nenabled = true\n\
                    [features.subscription_update]\nenabled = true\ndefault_allowed_updates = [\"price\"]\n\
                    [[features.subscription_update.products]]\nproduct = \"prod_pro\"\n";

/// An installation in which all is well.
struct Clinic {
    stripe: Stripe,
    app: TestApp,
    installation: Installation,
}

impl Clinic {
    async fn open() -> Self {
        let stripe = Stripe::start().await;
        stripe.post("products", &[("id", "prod_pro"), ("name", "Pro"), ("metadata[portal_order]", "1")]).await;
        let price =
            [("product", "prod_pro"), ("currency", "usd"), ("unit_amount", "1200"), ("recurring[interval]", "month")];
        stripe.post("prices", &price).await;
        let app = TestApp::start(&stripe.base()).await;
        let mut clinic = Self { installation: installation(&app, &stripe.base()), stripe, app };
        clinic.set_up().await;
        clinic
    }

    async fn set_up(&mut self) {
        let state = &self.app.state;
        mirror_catalog(&state.billing.mirror, &state.billing.stripe).await.unwrap();
        self.apply().await;
        let fix = doctor::needed(&self.installation).await.unwrap().unwrap();
        doctor::carry_out(&self.installation, &fix).await.unwrap();
    }

    /// Brings the portal in step with the file.
    async fn apply(&self) {
        let state = &self.app.state;
        let settings = self.installation.stripe.as_ref().unwrap();
        let portal = Portal {
            stripe: state.billing.stripe.clone(),
            db: Some(state.db.clone()),
            mode: settings.secret_key.mode(),
            site: self.installation.app_url.url().clone(),
            checked: portal_config::read(&self.installation.file).unwrap(),
        };
        portal_config::apply(&portal, &state.db, None).await.unwrap();
    }

    async fn examine(&self) -> Report {
        doctor::examine(&self.installation).await
    }

    /// The doctor finds this, and nothing worse or as bad besides.
    async fn finds(&self, level: Level, check: &str, words: &str) {
        let report = self.examine().await;
        let worst: Vec<_> = report.findings.iter().filter(|finding| finding.level >= level).collect();
        let found = worst.iter().any(|finding| {
            finding.level == level && finding.check == check && finding.what.contains(words) && finding.remedy.is_some()
        });
        assert!(found, "{check}: {words:?} in {report:#?}");
        assert_eq!(report.verdict(), level, "{report:#?}");
    }

    /// The id of the webhook endpoint.
    async fn endpoint(&self) -> String {
        self.stripe.state().await["webhook_endpoints"][0]["id"].as_str().unwrap().to_owned()
    }

    /// Everything that Stripe holds.
    async fn objects(&self) -> serde_json::Value {
        let mut state = self.stripe.state().await;
        state.as_object_mut().unwrap().remove("now");
        state
    }

    /// From now on Stripe is behind this.
    fn behind(&mut self, base: &str) {
        self.installation.stripe = Ok(settings(base));
    }

    async fn fault(&self, path: &str, status: u16) {
        let answer = json!({ "kind": "error", "status": status });
        self.stripe.control("faults", json!({ "calls": 9, "path": path, "answer": answer })).await;
    }
}

fn settings(base: &str) -> StripeSettings {
    StripeSettings {
        secret_key: "sk_test_app".parse().unwrap(),
        rate: NonZeroU32::new(10_000).unwrap(),
        api_base: base.parse().unwrap(),
        webhook_secrets: Vec::new(),
        portal_configuration: None,
    }
}

fn installation(app: &TestApp, base: &str) -> Installation {
    Installation {
        app_url: app.url.parse().unwrap(),
        database: Ok(app.database()),
        file: app.write("portal.toml", FILE),
        portal_configuration: None,
        stripe: Ok(settings(base)),
        webhook_secrets: WebhookSecret::parse_list("whsec_test").map_err(|_| unreachable!()),
        refusals: Vec::new(),
    }
}

#[tokio::test]
async fn what_is_well_is_green_and_looking_changes_nothing() {
    let clinic = Clinic::open().await;
    let before = clinic.objects().await;
    let report = clinic.examine().await;
    assert_eq!(report.verdict(), Level::Green, "{report:#?}");
    clinic.examine().await;
    assert!(clinic.objects().await == before, "looking changes nothing");
    let events = stripe_event::Entity::find().all(&clinic.app.state.db).await.unwrap();
    assert_eq!(events.len(), 1, "the self-test leaves one event, however often it is made");
    assert_eq!(events[0].state, stripe_event::State::Ignored);
}

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
async fn a_portal_that_drifted_is_broken_or_cannot_be_opened() {
    let mut clinic = Clinic::open().await;
    let id = installation::load(&clinic.app.state.db).await.unwrap().unwrap().portal_configuration.unwrap();
    let edit = async |body| clinic.stripe.control(&format!("objects/{id}"), body).await;
    edit(json!({ "business_profile": { "headline": "By hand" } })).await;
    clinic.finds(Level::Yellow, "portal", "is not what").await;
    edit(
        json!({ "business_profile": { "headline": "" }, "features": { "subscription_cancel": { "enabled": false } } }),
    )
    .await;
    clinic.finds(Level::Yellow, "portal", "because these are off: subscription_cancel").await;
    edit(json!({ "active": false })).await;
    clinic.finds(Level::Red, "portal", "is not active").await;
    edit(json!({ "active": true, "features": { "subscription_cancel": { "enabled": true } } })).await;
    assert_eq!(clinic.examine().await.verdict(), Level::Green);

    clinic.app.write("portal.toml", "name = 7\n");
    clinic.finds(Level::Red, "portal", "portal.toml:1: name").await;
    clinic.app.write("portal.toml", &format!("key = \"new\"\n{FILE}"));
    clinic.finds(Level::Yellow, "portal", "was never applied in test mode").await;
    clinic.installation.file.set_file_name("nowhere.toml");
    clinic.finds(Level::Yellow, "portal", "nobody notices").await;
    clinic.installation.file = clinic.app.write("portal.toml", FILE);

    let default = clinic.stripe.default_configuration().await;
    clinic.installation.portal_configuration = Some(default);
    clinic.finds(Level::Yellow, "portal", "but `portal apply` made").await;
    clinic.installation.portal_configuration = Some("bpc_gone".to_owned());
    clinic.finds(Level::Red, "portal", "is not in this account").await;
}

#[tokio::test]
async fn a_portal_in_which_no_plan_can_be_paused_although_the_file_says_so() {
    let mut clinic = Clinic::open().await;
    let file = format!("{FILE}[features.subscription_pause]\nenabled = true\n");
    clinic.app.write("portal.toml", &file);
    clinic.finds(Level::Yellow, "portal", "is not what").await;
    clinic.apply().await;
    assert_eq!(clinic.examine().await.verdict(), Level::Green);
    clinic.installation.portal_configuration = Some(clinic.stripe.default_configuration().await);
    clinic.finds(Level::Yellow, "portal", "does not offer it").await;
    clinic.installation.portal_configuration = None;
    for older in [Older::RefusesVersion, Older::IgnoresVersion] {
        let base = older_account(&clinic.stripe.base(), older).await;
        clinic.behind(&base);
        clinic.finds(Level::Yellow, "portal", "this account's portal has no pausing").await;
    }
}

#[tokio::test]
async fn a_portal_that_nobody_configured() {
    let stripe = Stripe::start().await;
    let app = TestApp::start(&stripe.base()).await;
    stripe.control("portal_configuration", json!({ "default": false })).await;
    let report = doctor::examine(&installation(&app, &stripe.base())).await;
    assert!(report.findings.iter().any(|finding| finding.what.ends_with("it is not configured")), "{report:#?}");
}

#[tokio::test]
async fn an_endpoint_that_is_missing_off_or_told_too_little() {
    let clinic = Clinic::open().await;
    let id = clinic.endpoint().await;
    for (edit, level, words, fix) in [
        (json!({ "disabled": true }), Level::Red, "is disabled", Fix::Mend { id: id.clone() }),
        (
            json!({ "enabled_events": ["customer.subscription.updated"] }),
            Level::Red,
            "does not receive charge.dispute.closed, ",
            Fix::Mend { id: id.clone() },
        ),
        (
            json!({ "enabled_events": ["*"] }),
            Level::Yellow,
            "events that are not handled",
            Fix::Mend { id: id.clone() },
        ),
        (
            json!({ "url": "https://elsewhere.example/hook" }),
            Level::Red,
            "Stripe has no endpoint at http://127.0.0.1",
            Fix::Register { url: format!("{}/api/stripe/webhook", clinic.app.url) },
        ),
    ] {
        clinic.stripe.control(&format!("objects/{id}"), edit).await;
        clinic.finds(level, "webhook", words).await;
        assert_eq!(doctor::needed(&clinic.installation).await.unwrap(), Some(fix.clone()));
        let secret = doctor::carry_out(&clinic.installation, &fix).await.unwrap();
        assert_eq!(secret.is_some(), matches!(fix, Fix::Register { .. }));
        assert_eq!(clinic.examine().await.verdict(), Level::Green, "{words}");
        assert_eq!(doctor::needed(&clinic.installation).await.unwrap(), None);
    }
    let url = format!("{}/api/stripe/webhook", clinic.app.url);
    clinic.stripe.post("webhook_endpoints", &[("url", &url), ("enabled_events[]", "*")]).await;
    clinic.finds(Level::Yellow, "webhook", "every event comes several times").await;
}

#[tokio::test]
async fn an_endpoint_below_those_of_others_is_found() {
    let clinic = Clinic::open().await;
    clinic.stripe.control("unkind", json!({ "longest_page": 1 })).await;
    let other = [("url", "https://other.example/webhook"), ("enabled_events[]", "*")];
    clinic.stripe.post("webhook_endpoints", &other).await;
    let report = clinic.examine().await;
    let missing = report.findings.iter().any(|finding| finding.what.contains("Stripe has no endpoint"));
    assert!(!missing, "{report:#?}");
    assert_eq!(doctor::needed(&clinic.installation).await.unwrap(), None);
}

#[tokio::test]
async fn an_endpoint_in_another_version_is_replaced() {
    let mut clinic = Clinic::open().await;
    let id = clinic.endpoint().await;
    let base = clinic.stripe.base();
    let older = proxy(&base, |_, body| {
        // Only what is listed: what is made answers as it is.
        if body.contains("\"list\"") {
            *body = body.replace("\"api_version\":\"2026-09-30.endive\"", "\"api_version\":\"2024-06-20\"");
        }
    });
    let older = older.await;
    clinic.behind(&older);
    clinic.finds(Level::Yellow, "webhook", "uses 2024-06-20, not 2026-09-30.endive").await;
    let fix = doctor::needed(&clinic.installation).await.unwrap().unwrap();
    let url = format!("{}/api/stripe/webhook", clinic.app.url);
    assert_eq!(fix, Fix::Replace { url: url.clone(), id: id.clone() });
    assert!(doctor::carry_out(&clinic.installation, &fix).await.unwrap().is_some(), "a new secret");
    let endpoints = clinic.stripe.state().await["webhook_endpoints"].clone();
    let enabled: Vec<_> = endpoints.as_array().unwrap().iter().filter(|one| one["status"] == "enabled").collect();
    assert_eq!((enabled.len(), &enabled[0]["url"]), (1, &json!(url)));
    assert_ne!(enabled[0]["id"], json!(id));

    let unpinned = proxy(&base, |_, body| {
        *body = body.replace("\"api_version\":\"2026-09-30.endive\"", "\"api_version\":null");
    });
    let unpinned = unpinned.await;
    clinic.behind(&unpinned);
    clinic.finds(Level::Yellow, "webhook", "uses the account's default version").await;
}

#[tokio::test]
async fn a_secret_that_the_running_site_does_not_have() {
    let mut clinic = Clinic::open().await;
    let secrets = |text: &str| WebhookSecret::parse_list(text).map_err(|_| unreachable!());
    clinic.installation.webhook_secrets = secrets("whsec_other");
    clinic.finds(Level::Red, "webhook", "rejects a signed event").await;
    clinic.installation.webhook_secrets = secrets("whsec_test,whsec_other");
    clinic.finds(Level::Red, "webhook", "(number 2 of STRIPE_WEBHOOK_SECRET)").await;
    clinic.installation.webhook_secrets = secrets("");
    clinic.finds(Level::Red, "webhook", "STRIPE_WEBHOOK_SECRET is not set").await;
}

#[tokio::test]
async fn events_that_stripe_could_not_deliver() {
    let mut clinic = Clinic::open().await;
    // Stripe's endpoint has a secret of its own, and the site was started with another.
    clinic.stripe.customer().await;
    clinic.stripe.post("products/prod_pro", &[("name", "Pro, renamed")]).await;
    assert_eq!(clinic.examine().await.verdict(), Level::Green, "that is under way");
    let base = clinic.stripe.base();
    let an_hour_later = proxy(&base, |_, body| {
        let Ok(mut list) = serde_json::from_str::<serde_json::Value>(body) else { return };
        if list["url"] == "/v1/events" {
            for event in list["data"].as_array_mut().unwrap() {
                event["created"] = (event["created"].as_i64().unwrap() - 3600).into();
            }
            *body = list.to_string();
        }
    });
    let an_hour_later = an_hour_later.await;
    clinic.behind(&an_hour_later);
    clinic.finds(Level::Yellow, "webhook", "Stripe could not deliver 2 events of the last day").await;
    // Once they are here, it was another endpoint that Stripe could not deliver them to.
    clinic.app.state.reconciler.run_passes().await.unwrap();
    clinic.app.work().await;
    assert_eq!(clinic.examine().await.verdict(), Level::Green);
}

#[tokio::test]
async fn objects_that_cannot_be_had_and_customers_that_nobody_knows() {
    let clinic = Clinic::open().await;
    let (bad, _) = clinic.stripe.subscriber("Pro").await;
    let (good, _) = clinic.stripe.subscriber("Team").await;
    clinic.app.linked("ada@example.com", &bad).await;
    clinic.app.linked("bob@example.com", &good).await;
    let trouble = |trouble| json!({ "troubles": { (bad.as_str()): trouble } });
    clinic.stripe.control("unkind", trouble(json!({ "kind": "garbage" }))).await;
    clinic.app.state.reconciler.run_passes().await.unwrap();
    clinic.app.work().await;
    clinic.finds(Level::Yellow, "sync", "1 objects could not be fetched from Stripe").await;
    clinic.finds(Level::Yellow, "sync", &format!("\ncustomer:{bad}, failed 1 times")).await;

    clinic.app.linked("eve@example.com", "cus_elsewhere").await;
    sync(&clinic.app.state.billing.mirror, &clinic.app.state.billing.stripe, "cus_elsewhere").await.unwrap();
    clinic.finds(Level::Yellow, "sync", "does not know 1 of 3 customers: cus_elsewhere").await;
    clinic.stripe.control("unkind", trouble(json!(null))).await;
    clinic.stripe.control("account", json!({ "forgotten": true })).await;
    for customer in [&bad, &good] {
        sync(&clinic.app.state.billing.mirror, &clinic.app.state.billing.stripe, customer).await.unwrap();
    }
    let report = clinic.examine().await;
    let all = "does not know 3 of 3 customers";
    assert!(report.findings.iter().any(|it| it.level == Level::Red && it.what.contains(all)), "{report:#?}");
}

#[tokio::test]
async fn a_product_that_cannot_be_had_stops_no_examination() {
    let clinic = Clinic::open().await;
    for kind in [json!({ "kind": "error", "status": 500 }), json!({ "kind": "garbage" })] {
        clinic.stripe.control("unkind", json!({ "troubles": { "prod_pro": kind } })).await;
        let report = clinic.examine().await;
        let found = |words: &str| report.findings.iter().any(|finding| finding.what.contains(words));
        assert!(found("Stripe accepts the key") && found("every event that is handled"), "{kind}: {report:#?}");
        assert!(found("portal.toml:9: ") && found("prod_pro cannot be fetched from Stripe"), "{kind}: {report:#?}");
    }
}

#[tokio::test]
async fn what_cannot_be_looked_at_is_said() {
    let clinic = Clinic::open().await;
    let recorded = installation::load(&clinic.app.state.db).await.unwrap().unwrap();
    let configuration = recorded.portal_configuration.unwrap();
    for (id, check, words) in [
        (clinic.endpoint().await, "webhook", "the endpoint could not be checked"),
        (configuration, "portal", "the portal's configuration could not be checked"),
    ] {
        clinic.stripe.control("unkind", json!({ "troubles": { (id.as_str()): { "kind": "garbage" } } })).await;
        clinic.finds(Level::Yellow, check, words).await;
        clinic.stripe.control("unkind", json!({ "troubles": { (id.as_str()): null } })).await;
    }
    assert_eq!(clinic.examine().await.verdict(), Level::Green);
}

#[tokio::test]
async fn of_more_refused_events_than_are_looked_at_it_says_how_many_were() {
    let clinic = Clinic::open().await;
    clinic.stripe.control("unkind", json!({ "other_endpoint_fails": true, "longest_page": 1 })).await;
    for _ in 0..11 {
        clinic.stripe.customer().await;
    }
    let report = clinic.examine().await;
    let words = "none of the newest 10 undelivered events of the account is missing here";
    assert!(report.findings.iter().any(|finding| finding.what == words), "{report:#?}");
}

#[tokio::test]
async fn prices_that_are_shown_and_not_sold() {
    let clinic = Clinic::open().await;
    let price = clinic.stripe.state().await["prices"][0]["id"].as_str().unwrap().to_owned();
    clinic.stripe.control(&format!("objects/{price}"), json!({ "active": false })).await;
    let report = clinic.examine().await;
    let found = |words: &str| report.findings.iter().any(|finding| finding.what.contains(words));
    assert!(found(&format!("does not sell: {price} (no longer active)")), "{report:#?}");
    // The file sells it too, and says where.
    assert!(found("portal.toml:9: features.subscription_update.products[0].product"), "{report:#?}");

    clinic.fault(&format!("/v1/prices/{price}"), 404).await;
    let app = TestApp::start(&clinic.stripe.base()).await;
    let report = doctor::examine(&installation(&app, &clinic.stripe.base())).await;
    assert!(report.findings.iter().any(|finding| finding.what == "the pricing page offers nothing"), "{report:#?}");
}

#[tokio::test]
async fn prices_that_cannot_be_sold_on_the_pricing_page() {
    let clinic = Clinic::open().await;
    let product = [("id", "prod_usage"), ("name", "Usage"), ("metadata[portal_order]", "2")];
    clinic.stripe.post("products", &product).await;
    let price = [
        ("product", "prod_usage"),
        ("currency", "usd"),
        ("recurring[interval]", "month"),
        ("billing_scheme", "tiered"),
        ("tiers_mode", "volume"),
        ("tiers[0][up_to]", "inf"),
        ("tiers[0][unit_amount]", "300"),
    ];
    let price = clinic.stripe.post("prices", &price).await["id"].as_str().unwrap().to_owned();
    mirror_catalog(&clinic.app.state.billing.mirror, &clinic.app.state.billing.stripe).await.unwrap();
    clinic
        .finds(Level::Yellow, "prices", &format!("leaves out prices that it cannot sell: {price} (it has tiers)"))
        .await;
}

#[tokio::test]
async fn events_that_nobody_works_on() {
    let clinic = Clinic::open().await;
    let now = clock::now_seconds();
    for (id, minutes, level, words) in [
        ("evt_1", 5, Level::Green, ""),
        ("evt_2", 20, Level::Yellow, "1 events wait to be processed, the oldest for 20 minutes, last error: no luck"),
        ("evt_3", 90, Level::Red, "2 events wait to be processed, the oldest for 90 minutes"),
    ] {
        let event = stripe_event::ActiveModel {
            id: Set(id.to_owned()),
            kind: Set("customer.deleted".to_owned()),
            received_at: Set(now - minutes * 60),
            created_at: Set(now),
            payload: Set("{}".to_owned()),
            state: Set(stripe_event::State::Pending),
            object: Set(Some(StripeObject::Customer(id.to_owned()))),
            ..Default::default()
        };
        stripe_event::Entity::insert(event).exec_without_returning(&clinic.app.state.db).await.unwrap();
        let job = job::ActiveModel {
            queue: Set("stripe".to_owned()),
            key: Set(StripeObject::Customer(id.to_owned()).to_string()),
            due_at_ms: Set(0),
            generation: Set(1),
            starts: Set(3),
            last_error: Set(Some("no luck".to_owned())),
            ..Default::default()
        };
        job::Entity::insert(job).exec_without_returning(&clinic.app.state.db).await.unwrap();
        if level == Level::Green {
            assert_eq!(clinic.examine().await.verdict(), Level::Green);
        } else {
            clinic.finds(level, "inbox", words).await;
        }
    }
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
