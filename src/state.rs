//! The parts of the application, put together once; whoever handles a request is handed the parts it needs.

use std::sync::Arc;

use axum::extract::FromRef;
use billing::{Billing, Destination};
use database::Database;
use leptos::config::{Env, LeptosOptions};
use mirror::{
    Mirror,
    inbox::{Inbox, Webhook},
    reconcile::Reconciler,
};
use stripe::{Budget, StripeClient};

use crate::{
    account::Accounts,
    auth::{Hashing, SignIns},
    config::{AppUrl, Origins, SecurityContact, StripeSettings},
    keys::AppKeys,
    model::{CameFrom, account_path},
};

/// All parts. Only the router and what starts the program see it whole; clones are cheap.
#[derive(Clone, Debug, FromRef)]
pub struct AppState {
    pub leptos: LeptosOptions,
    pub settings: Arc<Settings>,
    pub db: Database,
    /// Users: signing in, up and out.
    pub sign_ins: SignIns,
    /// What users do with the customers they are.
    pub accounts: Accounts,
    pub billing: Billing,
    /// What receives Stripe's events.
    pub webhook: Webhook,
    /// What keeps the mirror in step in the background.
    pub reconciler: Reconciler,
}

/// What was configured, as far as requests need it.
#[derive(Debug)]
pub struct Settings {
    pub app_url: AppUrl,
    /// What counts as this site where a request says where it comes from.
    pub origins: Origins,
    /// Browsers are told to use https for all subdomains too.
    pub hsts_include_subdomains: bool,
    /// Where forms may lead besides this site: Stripe's hosted pages, as origins.
    pub hosted_pages: Vec<String>,
    /// A proxy in front of us is the only way in, so that its `X-Forwarded-For` can be believed.
    pub trust_proxy: bool,
    /// Whom to tell about vulnerabilities.
    pub security_contact: Option<SecurityContact>,
    /// Running on the simulator: pages say so.
    pub demo: bool,
}

impl Settings {
    /// Where a click leads, for a `Location` header or a JSON answer.
    pub fn address_of(&self, destination: &Destination) -> String {
        match destination {
            Destination::Portal(url) | Destination::Checkout(url) | Destination::Invoice(url) => {
                url.expose().to_owned()
            }
            Destination::Account(refreshed) => self.app_url.join(&account_path(*refreshed)),
        }
    }
}

/// What the site is told about itself.
#[derive(Clone, Debug)]
pub struct Site {
    pub app_url: AppUrl,
    pub trust_proxy: bool,
    pub hsts_include_subdomains: bool,
    pub security_contact: Option<SecurityContact>,
    pub demo: bool,
    pub hashing: Hashing,
    pub keys: AppKeys,
}

impl AppState {
    /// Puts it all together; nothing is connected to yet. Must be called within a runtime.
    pub fn new(leptos: LeptosOptions, mirror: Mirror, stripe: StripeSettings, budget: Budget, site: Site) -> Self {
        let db = mirror.db.clone();
        let mut hosted_pages = vec!["https://billing.stripe.com".to_owned(), "https://checkout.stripe.com".to_owned()];
        if stripe.api_base.host_str() != Some("api.stripe.com") {
            // A simulator serves its hosted pages beside its API; a proxy in front of Stripe does not.
            hosted_pages.push(stripe.api_base.origin().ascii_serialization());
        }
        let origins = Origins::new(&site.app_url, leptos.env == Env::PROD);
        let client = StripeClient::new(stripe.secret_key, stripe.api_base, budget);
        let (client, background) = client.split(stripe.rate);
        let inbox = Inbox::new(mirror.clone());
        let billing = Billing::new(
            mirror.clone(),
            client,
            billing::Settings {
                home: site.app_url.join("/"),
                after_portal: site.app_url.join(&CameFrom::Portal.account_path()),
                after_checkout: site.app_url.join(&CameFrom::Checkout.account_path()),
                pricing: site.app_url.join("/pricing"),
                portal_configuration: stripe.portal_configuration,
                how_to_configure: "run `customer-portal portal apply`",
            },
        );
        Self {
            leptos,
            sign_ins: SignIns::new(db.clone(), site.hashing, site.keys, site.app_url.clone()),
            accounts: Accounts::new(db.clone(), billing.clone()),
            db,
            billing,
            webhook: Webhook::new(inbox.clone(), stripe.webhook_secrets),
            reconciler: Reconciler { mirror, stripe: background, inbox },
            settings: Arc::new(Settings {
                app_url: site.app_url,
                origins,
                hsts_include_subdomains: site.hsts_include_subdomains,
                hosted_pages,
                trust_proxy: site.trust_proxy,
                security_contact: site.security_contact,
                demo: site.demo,
            }),
        }
    }
}
