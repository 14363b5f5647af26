//! The parts of the application, created once. Each handler gets only the parts that it needs.

use std::{ops::Deref, sync::Arc};

use axum::extract::FromRef;
use billing::{Billing, Destination};
use database::Database;
use leptos::config::{Env, LeptosOptions};
use mirror::{
    Mirror,
    inbox::{Inbox, Webhook},
    reconcile::Reconciler,
};
use stripe::Budget;

use crate::{
    account::Accounts,
    account_access::{AccessObserver, Questions, RulesCache},
    api_keys::Budget as ApiBudget,
    auth::{Hashing, SignIns},
    config::{AppUrl, Brand, OidcSettings, Origins, Product, SecurityContact, StripeSettings},
    keys::AppKeys,
    mail::Delivery,
    model::{CameFrom, SITE_NAME, account_path},
    oidc::Oidc,
    stylesheet::stylesheet,
};

/// All parts, behind one pointer: axum clones it for each handler and each layer that a request passes. Only the router
/// and the start of the program use it as a whole.
#[derive(Clone, Debug)]
pub struct AppState(Arc<Parts>);

impl Deref for AppState {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}

/// A handler is handed the part that it names.
macro_rules! handed_down {
    ($($part:ident: $kind:ty),*) => {
        $(impl FromRef<AppState> for $kind {
            fn from_ref(state: &AppState) -> Self {
                state.$part.clone()
            }
        })*
    };
}

handed_down! {
    leptos: LeptosOptions,
    settings: Arc<Settings>,
    db: Database,
    keys: AppKeys,
    sign_ins: SignIns,
    oidc: Option<Oidc>,
    accounts: Accounts,
    billing: Billing,
    mirror: Mirror,
    budget: ApiBudget,
    rules: RulesCache,
    webhook: Webhook,
    reconciler: Reconciler
}

/// The parts.
#[derive(Debug)]
pub struct Parts {
    pub leptos: LeptosOptions,
    pub settings: Arc<Settings>,
    pub db: Database,
    /// Signs and encrypts what is the site's own.
    pub keys: AppKeys,
    /// Signing in, up and out.
    pub sign_ins: SignIns,
    /// Signing in at the company's identity provider, if people do.
    pub oidc: Option<Oidc>,
    /// The users' billing.
    pub accounts: Accounts,
    pub billing: Billing,
    /// What is mirrored of Stripe.
    pub mirror: Mirror,
    /// How many calls each API key may make.
    pub budget: ApiBudget,
    /// What the answers about access are made by.
    pub rules: RulesCache,
    /// Asked by the API about what accounts may use.
    pub questions: Questions,
    /// The receiver of Stripe's events.
    pub webhook: Webhook,
    /// Keeps the mirror up to date in the background.
    pub reconciler: Reconciler,
}

/// The settings that requests need.
#[derive(Debug)]
pub struct Settings {
    pub app_url: AppUrl,
    /// The origins that count as this site.
    pub origins: Origins,
    /// Whether browsers are told to use https for all subdomains too.
    pub hsts_include_subdomains: bool,
    /// The origins of Stripe's hosted pages, to which forms may redirect.
    pub hosted_pages: Vec<String>,
    /// Whether all requests come through a proxy, so that its `X-Forwarded-For` can be trusted.
    pub trust_proxy: bool,
    /// The contact for vulnerability reports.
    pub security_contact: Option<SecurityContact>,
    /// Whether the server runs on the simulator; pages then show a notice.
    pub demo: bool,
    /// Whether mails are sent, or shown.
    pub has_mail: bool,
    /// How people come in, and where the company's product is.
    pub product: Product,
    /// The company's face.
    pub brand: Brand,
    /// Where the style sheet is on this site.
    pub stylesheet: String,
}

impl Settings {
    /// The company's name, or what the site is.
    pub fn site_name(&self) -> String {
        self.brand.name.as_ref().map_or_else(|| SITE_NAME.to_owned(), |name| name.as_str().to_owned())
    }

    /// The address of a destination, for a `Location` header or a JSON answer.
    pub fn address_of(&self, destination: &Destination) -> String {
        match destination {
            Destination::Portal(url) | Destination::Checkout(url) | Destination::Invoice(url) => {
                url.expose().to_owned()
            }
            Destination::PlanIsFixed => self.app_url.join(&CameFrom::Pricing.account_path()),
            Destination::Account(refreshed) => self.app_url.join(&account_path(*refreshed)),
        }
    }
}

/// The settings of the site itself.
#[derive(Clone, Debug)]
pub struct Site {
    pub app_url: AppUrl,
    pub trust_proxy: bool,
    pub hsts_include_subdomains: bool,
    pub security_contact: Option<SecurityContact>,
    pub demo: bool,
    pub product: Product,
    pub oidc: Option<OidcSettings>,
    pub brand: Brand,
    pub hashing: Hashing,
    pub keys: AppKeys,
    /// What becomes of mails.
    pub delivery: Delivery,
}

impl AppState {
    /// Creates all parts, without connecting to anything yet. Must be called within a runtime.
    pub fn new(leptos: LeptosOptions, mirror: Mirror, stripe: StripeSettings, budget: Budget, site: Site) -> Self {
        let db = mirror.db.clone();
        let rules = RulesCache::default();
        let mirror = mirror.observed_by(AccessObserver(rules.clone()));
        let mut hosted_pages = vec!["https://billing.stripe.com".to_owned(), "https://checkout.stripe.com".to_owned()];
        if stripe.api_base.host_str() != Some("api.stripe.com") {
            // A simulator serves its hosted pages at its API's origin; a proxy in front of Stripe
            // does not.
            hosted_pages.push(stripe.api_base.origin().ascii_serialization());
        }
        hosted_pages.extend(site.brand.stripe_pages.as_ref().map(ToString::to_string));
        let origins = Origins::new(&site.app_url, leptos.env == Env::PROD);
        let client = stripe.client(budget);
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
        let (stylesheet, has_mail) = (stylesheet(&leptos), site.delivery.is_on());
        let oidc = site.oidc.map(|oidc| Oidc::new(oidc, db.clone(), site.keys.clone(), &site.app_url));
        Self(Arc::new(Parts {
            leptos,
            keys: site.keys.clone(),
            sign_ins: SignIns::new(db.clone(), site.hashing, site.keys, site.app_url.clone(), site.delivery),
            oidc,
            accounts: Accounts::new(db.clone(), billing.clone(), rules.clone()),
            questions: Questions::new(&db),
            db,
            billing,
            webhook: Webhook::new(inbox.clone(), stripe.webhook_secrets),
            mirror: mirror.clone(),
            budget: ApiBudget::default(),
            rules,
            reconciler: Reconciler { mirror, stripe: background, inbox },
            settings: Arc::new(Settings {
                app_url: site.app_url,
                origins,
                hsts_include_subdomains: site.hsts_include_subdomains,
                hosted_pages,
                trust_proxy: site.trust_proxy,
                security_contact: site.security_contact,
                demo: site.demo,
                has_mail,
                brand: Brand { name: site.product.brand_name.clone(), ..site.brand },
                product: site.product,
                stylesheet,
            }),
        }))
    }
}
