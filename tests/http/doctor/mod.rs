//! Every finding of the doctor: in a working installation one thing is broken, and the doctor names it.

mod access;
mod customers;
mod objects;
mod portal;
mod settings;
mod tax;
mod webhooks;

use std::num::NonZeroU32;

use customer_portal::{
    access_token::{Rotation, rotate},
    config::{ConfigError, StripeSettings},
    doctor::{self, Fix, Installation, Level, Mailing, Report},
    keys::AppKeys,
};
use database::Database;
use migration::Migrator;
use mirror::{StripeObject, entity::stripe_event, installation, mirror_catalog, sync};
use portal_config::Portal;
use queue::job;
use sea_orm::{ActiveValue::Set, EntityTrait};
use serde_json::json;
use stripe::{Authorities, WebhookSecret};

use crate::support::{BUDGET, Older, Stripe, StubProvider, TestApp, older_account, proxy};

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
        authorities: Authorities::default(),
        webhook_secrets: Vec::new(),
        portal_configuration: None,
    }
}

fn installation(app: &TestApp, base: &str) -> Installation {
    Installation {
        app_url: app.url.parse().unwrap(),
        database: Ok(app.database()),
        file: app.write("portal.toml", FILE),
        access_file: app.write("access.toml", "# What holds without a file.\n"),
        portal_configuration: None,
        stripe: Ok(settings(base)),
        webhook_secrets: WebhookSecret::parse_list("whsec_test").map_err(|_| unreachable!()),
        keys: Some(app.state.keys.clone()),
        oidc: None,
        refusals: Vec::new(),
        has_support: true,
        mailing: Mailing::Shown,
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
