//! The arguments of `serve`.

use std::net::SocketAddr;

use clap::Args;
use leptos::config::{Env, LeptosOptions};
use stripe::{Mode, WebhookSecret};

use crate::{
    auth::Hashing,
    config::{
        AppSecretArgs, BrandArgs, ConfigError, DatabaseArgs, MailArgs, OidcArgs, OidcSettings, SecurityContact,
        SignInArgs, SignInWays, SiteArgs, StripeArgs, StripeSettings,
    },
    leptos_toml,
    mail::{Delivery, Shown},
};

/// The arguments of `serve`.
#[derive(Args, Clone, Debug)]
pub struct ServeArgs {
    #[command(flatten)]
    pub database: DatabaseArgs,

    #[command(flatten)]
    pub site: SiteArgs,

    #[command(flatten)]
    stripe: StripeArgs,

    #[command(flatten)]
    pub app_secret: AppSecretArgs,

    #[command(flatten)]
    pub sign_in: SignInArgs,

    #[command(flatten)]
    mail: MailArgs,

    #[command(flatten)]
    pub oidc: OidcArgs,

    #[command(flatten)]
    pub brand: BrandArgs,

    /// Where the built-in simulator listens
    #[arg(long, env = "SIM_ADDR", default_value = "127.0.0.1:12111")]
    pub sim_addr: SocketAddr,

    /// Allow a SIM_ADDR that other machines can reach: they may do anything with the simulator
    #[arg(
        long,
        env = "ALLOW_REMOTE_SIMULATOR",
        default_value_t = false,
        action = clap::ArgAction::Set,
        num_args = 0..=1,
        default_missing_value = "true",
        require_equals = true,
        value_name = "true|false"
    )]
    allow_remote_simulator: bool,

    /// Where the site listens [default: from `Leptos.toml`]
    #[arg(long, env = "LEPTOS_SITE_ADDR")]
    site_addr: Option<SocketAddr>,

    /// The folder of the built site [default: from `Leptos.toml`]
    #[arg(long, env = "LEPTOS_SITE_ROOT")]
    site_root: Option<String>,

    /// `DEV` or `PROD`; production refuses to start on the simulator
    #[arg(long, env = "LEPTOS_ENV")]
    leptos_env: Option<String>,

    /// Where to serve metrics for Prometheus, such as 127.0.0.1:9464; without it, nowhere
    #[arg(long, env = "METRICS_ADDR")]
    pub metrics_addr: Option<SocketAddr>,

    /// Attempts of a sync before its events become dead letters; the pauses between them grow to 15
    /// minutes
    #[arg(long, env = "SYNC_ATTEMPTS", default_value_t = queue::MAX_FAILURES, value_parser = clap::value_parser!(i32).range(1..))]
    pub sync_attempts: i32,

    /// Passwords hashed at the same time; each takes a core and 19 MiB
    #[arg(long, env = "PASSWORD_HASHERS", default_value_t = 2, value_parser = clap::value_parser!(u16).range(1..=256))]
    password_hashers: u16,

    /// The contact for vulnerability reports (`https://…` or `mailto:…`), in
    /// /.well-known/security.txt
    #[arg(long, env = "SECURITY_CONTACT")]
    pub security_contact: Option<SecurityContact>,

    /// Take the client's address from the last `X-Forwarded-For`. Only safe if all requests come
    /// through a proxy
    #[arg(long, env = "TRUST_PROXY", default_value_t = false, action = clap::ArgAction::Set, value_name = "true|false")]
    pub trust_proxy: bool,

    /// Tell browsers to use https for every subdomain of the site's host too
    #[arg(long, env = "HSTS_INCLUDE_SUBDOMAINS", default_value_t = false, action = clap::ArgAction::Set, value_name = "true|false")]
    pub hsts_include_subdomains: bool,
}

/// Which Stripe the server talks to.
#[derive(Clone, Debug)]
pub enum StripeChoice {
    /// Without a key: the built-in simulator, which signs with these secrets.
    Simulator { webhook_secrets: Vec<WebhookSecret> },
    /// With a key: Stripe, or the server at `STRIPE_API_BASE`.
    Stripe(StripeSettings),
}

impl StripeChoice {
    /// The mode; the simulator counts as test mode.
    pub fn mode(&self) -> Mode {
        match self {
            Self::Simulator { .. } => Mode::Test,
            Self::Stripe(settings) => settings.secret_key.mode(),
        }
    }
}

impl ServeArgs {
    /// Which Stripe to use.
    ///
    /// # Errors
    /// When it would be unsafe or useless to start: see [`ConfigError`].
    pub fn stripe(&self, env: &Env) -> Result<StripeChoice, ConfigError> {
        let webhook_secrets = self.site.webhook_secrets()?;
        let settings = match (self.stripe.settings(), env) {
            (Err(ConfigError::NoKey), Env::PROD) => return Err(ConfigError::NoKeyInProduction),
            (Err(ConfigError::NoKey), Env::DEV) if cfg!(feature = "simulator") => {
                if !self.sim_addr.ip().to_canonical().is_loopback() && !self.allow_remote_simulator {
                    return Err(ConfigError::RemoteSimulator(self.sim_addr));
                }
                return Ok(StripeChoice::Simulator { webhook_secrets });
            }
            (Err(ConfigError::NoKey), Env::DEV) => return Err(ConfigError::NoKeyNoSimulator),
            (settings, _) => settings?,
        };
        if webhook_secrets.is_empty() {
            return Err(ConfigError::NoWebhookSecret);
        }
        let settings =
            StripeSettings { webhook_secrets, portal_configuration: self.site.portal_configuration(), ..settings };
        let earnest = *env == Env::PROD || settings.secret_key.mode() == Mode::Live;
        match settings.check_forms() {
            Err(error) if earnest => return Err(error),
            Err(error) => tracing::warn!(%error, "accepted, because the key is a test mode key outside production"),
            Ok(()) => {}
        }
        if earnest {
            self.site.app_url.require_encryption()?;
        }
        Ok(StripeChoice::Stripe(settings))
    }

    /// What becomes of mails.
    ///
    /// # Errors
    /// When the mail settings cannot be used, or nobody could sign in without mail.
    pub fn delivery(&self, env: &Env) -> Result<Delivery, ConfigError> {
        let SignInWays { password, link, oidc, handover } = self.sign_in.sign_in;
        match (self.mail.settings()?, env) {
            (Some(settings), env) => {
                if *env == Env::PROD && settings.url.is_in_the_clear() {
                    tracing::warn!(server = %settings.url, "mails travel to the mail server in the clear");
                }
                settings.client(&self.site.app_url, &self.stripe.authorities()?).map(Delivery::Smtp)
            }
            (None, Env::DEV) if self.site.app_url.is_loopback() && !self.is_live() => {
                Ok(Delivery::Shown(Shown::default()))
            }
            (None, _) if link && !(password || oidc || handover) => Err(ConfigError::LinkWithoutMail),
            (None, _) => Ok(Delivery::Off),
        }
    }

    /// The identity provider, if people sign in there.
    ///
    /// # Errors
    /// When it would be unsafe or useless to start: see [`ConfigError`].
    pub fn oidc(&self, env: &Env) -> Result<Option<OidcSettings>, ConfigError> {
        self.oidc.settings(self.sign_in.sign_in, *env == Env::PROD, self.stripe.authorities()?)
    }

    /// The limits of password hashing.
    pub fn hashing(&self) -> Hashing {
        Hashing { at_once: self.password_hashers.into(), ..Hashing::default() }
    }

    /// Whether the server will run on the built-in simulator, for whoever tries it on their own machine.
    pub fn is_demo(&self) -> bool {
        cfg!(feature = "simulator") && matches!(self.stripe.settings(), Err(ConfigError::NoKey))
    }

    fn is_live(&self) -> bool {
        self.stripe.settings().is_ok_and(|settings| settings.secret_key.mode() == Mode::Live)
    }

    /// Whether this is production. `false` if the settings cannot be read; `serve` then reports
    /// why.
    pub fn is_production(&self) -> bool {
        self.leptos_options().is_ok_and(|options| options.env == Env::PROD)
    }

    /// Leptos' options: from `cargo leptos` if it started this process, otherwise from the
    /// `Leptos.toml` beside the executable or in the working directory. Flags override both.
    ///
    /// # Errors
    /// When the file or one of the variables cannot be read.
    pub fn leptos_options(&self) -> Result<LeptosOptions, ConfigError> {
        let mut options = leptos_toml::load().map_err(ConfigError::Leptos)?;
        if let Some(addr) = self.site_addr {
            options.site_addr = addr;
        }
        if let Some(root) = &self.site_root {
            options.site_root = root.as_str().into();
        }
        if let Some(env) = self.leptos_env.clone().filter(|env| !env.is_empty()) {
            options.env = Env::try_from(env).map_err(|error| ConfigError::Leptos(error.to_string()))?;
        }
        Ok(options)
    }
}
