//! Configuration: read from flags, the environment and `.env`, and checked once at start-up. After
//! that the types guarantee that it is valid.

mod app_secret;
mod app_url;
mod brand;
mod database;
mod env;
mod extra_ca;
mod mail;
mod oidc;
mod origins;
mod return_origins;
pub(crate) mod secret;
mod security_contact;
mod sign_in;
mod site;
mod stripe;

use std::{net::SocketAddr, path::PathBuf};

use url::Url;

pub use app_secret::{AppSecret, AppSecretArgs};
pub use app_url::AppUrl;
pub use brand::{Asset, Brand, BrandArgs, BrandFileError, PageUrl, StripePagesOrigin, Support, SupportEmail};
pub use database::DatabaseArgs;
pub use env::EnvArgs;
pub use extra_ca::ExtraCaError;
pub use mail::{MailArgs, MailSettings, MailSettingsError};
pub use oidc::{ClaimName, OidcArgs, OidcSettings};
pub use origins::Origins;
pub use return_origins::{NoReturnUrl, ReturnOrigins, ReturnUrl};
pub use secret::FileError;
pub use security_contact::SecurityContact;
pub use sign_in::{BrandName, HomeUrl, Product, SignInArgs, SignInWays};
pub use site::SiteArgs;
pub use stripe::{StripeArgs, StripeSettings};

/// What is wrong with the configuration, and what to do about it.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    #[error("APP_SECRET {0}")]
    AppSecret(&'static str),
    #[error(
        "APP_SECRET is not set, and production (LEPTOS_ENV=PROD) does not create one. Create one with \
         `openssl rand -base64 32`, keep it, and give every server the same."
    )]
    NoAppSecret,
    #[error("the development secret, {}: {why}. Set APP_SECRET, or make its folder writable", path.display())]
    DevelopmentSecret { path: PathBuf, why: String },
    #[error("{0} and {0}_FILE are both set: keep one of them")]
    SecretTwice(&'static str),
    #[error("{name}_FILE, {}: {why}", path.display())]
    SecretFile { name: &'static str, path: PathBuf, why: FileError },
    #[error("EXTRA_CA_FILE, {}: {why}", path.display())]
    ExtraCa { path: PathBuf, why: ExtraCaError },
    #[error("{variable}, {}: {why}", path.display())]
    BrandFile { variable: &'static str, path: PathBuf, why: BrandFileError },
    #[error(
        "BRAND_LOGO_DARK is {}, and BRAND_LOGO is not set: set it to the logo on light grounds, such as logo.svg",
        .0.display()
    )]
    OnlyDarkLogo(PathBuf),
    #[error("SUPPORT_URL is {page} and SUPPORT_EMAIL is {mail}: keep one of them, where customers find help")]
    SupportTwice { page: PageUrl, mail: SupportEmail },
    #[error(transparent)]
    Mail(MailSettingsError),
    #[error(
        "SIGN_IN names link as the only way in, and without SMTP_URL mails are only shown in development, on this \
         machine: set SMTP_URL and MAIL_FROM"
    )]
    LinkWithoutMail,
    #[error("DATABASE_URL {0}")]
    DatabaseUrl(&'static str),
    #[error("COPY_TO_DATABASE_URL is not set: set it to the database to copy to, in the form of DATABASE_URL")]
    NoCopyTo,
    #[error("COPY_TO_DATABASE_URL {0}")]
    CopyTo(&'static str),
    #[error(
        "STRIPE_SECRET_KEY is not set, and production (LEPTOS_ENV=PROD) does not run on the Stripe simulator. \
         Set STRIPE_SECRET_KEY and STRIPE_WEBHOOK_SECRET, from https://dashboard.stripe.com/apikeys and \
         https://dashboard.stripe.com/webhooks."
    )]
    NoKeyInProduction,
    #[error(
        "STRIPE_SECRET_KEY is not set, and this build does not contain the Stripe simulator. \
         Set STRIPE_SECRET_KEY and STRIPE_WEBHOOK_SECRET."
    )]
    NoKeyNoSimulator,
    #[error("STRIPE_SECRET_KEY is not set")]
    NoKey,
    #[error(
        "STRIPE_WEBHOOK_SECRET is not set. With a Stripe key it is required: without it the account page would \
         not show what customers change in the portal."
    )]
    NoWebhookSecret,
    #[error("STRIPE_SECRET_KEY {0}")]
    SecretKey(&'static str),
    #[error("STRIPE_WEBHOOK_SECRET {0}")]
    WebhookSecret(&'static str),
    #[error(
        "STRIPE_SECRET_KEY does not look like a Stripe key, which has at least 24 letters and digits after \
         sk_live_, rk_live_, sk_test_ or rk_test_. Copy it again from https://dashboard.stripe.com/apikeys"
    )]
    SecretKeyForm,
    #[error(
        "STRIPE_WEBHOOK_SECRET does not look like a signing secret, which has at least 32 characters \
         after whsec_. Copy it again from https://dashboard.stripe.com/webhooks"
    )]
    WebhookSecretForm,
    #[error("STRIPE_API_BASE must be an http:// or https:// address")]
    ApiBase,
    #[error(
        "STRIPE_API_BASE must be https with a live key: over http the key, which opens the whole account, can be \
         read on the network"
    )]
    ApiBaseNotHttps,
    #[error(
        "APP_URL is {0}, and must be https with a live key and in production (LEPTOS_ENV=PROD): passwords and \
         sessions could be read on the network. Serve the site over https, for example with a proxy in front of \
         it, and set APP_URL to that address"
    )]
    AppUrlNotHttps(AppUrl),
    #[error(
        "SIM_ADDR is {0}, which other machines can reach, and anyone who reaches the simulator can do \
         anything with it. To allow this, add --allow-remote-simulator"
    )]
    RemoteSimulator(SocketAddr),
    #[error(
        "SIGN_IN names oidc, and {0} is not set: set it to what the identity provider has for this site, or take oidc \
         out of SIGN_IN"
    )]
    NoOidc(&'static str),
    #[error(
        "OIDC_ISSUER is {0}, and must be https in production (LEPTOS_ENV=PROD): who signs in there could be read and \
         changed on the network"
    )]
    OidcIssuerNotHttps(Url),
    #[error("the site's settings (Leptos.toml and LEPTOS_…): {0}")]
    Leptos(String),
}
