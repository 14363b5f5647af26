//! What every request can reach.

use std::sync::Arc;

use axum::extract::FromRef;
use leptos::config::{Env, LeptosOptions};
use sea_orm::DatabaseConnection;

use super::{
    auth::{Hashing, Passwords, Throttle},
    billing::{Allowance, ClickKeys, FeatureCache, Turns},
    config::{AppUrl, Origins, SecurityContact, StripeSettings, WebhookSecret},
    jobs::Queue,
    keys::AppKeys,
    stripe::{Budget, StripeClient},
    webhook::Inbox,
};

/// Shared by all requests and the worker; clones are cheap.
#[derive(Clone, Debug)]
pub struct AppState {
    pub leptos: LeptosOptions,
    pub db: DatabaseConnection,
    pub stripe: StripeClient,
    /// For what nobody waits for.
    pub background: StripeClient,
    pub inbox: Inbox,
    pub queue: Queue,
    pub passwords: Passwords,
    pub throttle: Throttle,
    pub allowance: Allowance,
    pub turns: Turns,
    pub clicks: ClickKeys,
    pub portal_features: FeatureCache,
    /// For what the site itself signs and encrypts.
    pub keys: AppKeys,
    pub settings: Arc<Settings>,
}

/// What was configured, as far as requests need it.
#[derive(Debug)]
pub struct Settings {
    pub app_url: AppUrl,
    /// What counts as this site where a request says where it comes from.
    pub origins: Origins,
    /// Browsers are told to use https for all subdomains too.
    pub hsts_include_subdomains: bool,
    pub webhook_secrets: Vec<WebhookSecret>,
    pub portal_configuration: Option<String>,
    /// Where forms may lead besides this site: Stripe's hosted pages, as origins.
    pub hosted_pages: Vec<String>,
    /// A proxy in front of us is the only way in, so that its `X-Forwarded-For` can be believed.
    pub trust_proxy: bool,
    /// Whom to tell about vulnerabilities.
    pub security_contact: Option<SecurityContact>,
    /// Running on the simulator: pages say so.
    pub demo: bool,
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
    pub fn new(
        leptos: LeptosOptions,
        db: DatabaseConnection,
        stripe: StripeSettings,
        budget: Budget,
        site: Site,
    ) -> Self {
        let mut hosted_pages = vec!["https://billing.stripe.com".to_owned(), "https://checkout.stripe.com".to_owned()];
        if stripe.api_base.host_str() != Some("api.stripe.com") {
            // A simulator serves its hosted pages beside its API; a proxy in front of Stripe does not.
            hosted_pages.push(stripe.api_base.origin().ascii_serialization());
        }
        let origins = Origins::new(&site.app_url, leptos.env == Env::PROD);
        let queue = Queue::new(db.clone());
        let client = StripeClient::new(stripe.secret_key, stripe.api_base, budget);
        let (client, background) = client.split(stripe.rate);
        Self {
            leptos,
            inbox: Inbox::new(db.clone(), queue.clone()),
            queue,
            db,
            background,
            stripe: client,
            passwords: Passwords::new(site.hashing),
            throttle: Throttle::default(),
            allowance: Allowance::default(),
            turns: Turns::default(),
            clicks: ClickKeys::default(),
            portal_features: FeatureCache::default(),
            keys: site.keys,
            settings: Arc::new(Settings {
                app_url: site.app_url,
                origins,
                hsts_include_subdomains: site.hsts_include_subdomains,
                webhook_secrets: stripe.webhook_secrets,
                portal_configuration: stripe.portal_configuration,
                hosted_pages,
                trust_proxy: site.trust_proxy,
                security_contact: site.security_contact,
                demo: site.demo,
            }),
        }
    }
}

impl FromRef<AppState> for LeptosOptions {
    fn from_ref(state: &AppState) -> Self {
        state.leptos.clone()
    }
}
