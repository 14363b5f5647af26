//! The arguments of `doctor`.

use std::path::PathBuf;

use clap::Args;
use smtp::{Smtp, SmtpUrl};
use stripe::Mode;

use crate::{
    commands::portal::PortalFileArgs,
    config::{
        AppSecretArgs, BrandArgs, ConfigError, DatabaseArgs, EnvArgs, MailArgs, OidcArgs, OidcSettings, SignInArgs,
        SiteArgs, StripeArgs, StripeSettings,
    },
    doctor::Mailing,
    keys::AppKeys,
};

/// The arguments of `doctor`.
#[derive(Args, Clone, Debug)]
pub struct DoctorArgs {
    #[command(flatten)]
    pub database: DatabaseArgs,
    #[command(flatten)]
    pub stripe: StripeArgs,
    #[command(flatten)]
    pub site: SiteArgs,
    #[command(flatten)]
    app_secret: AppSecretArgs,
    #[command(flatten)]
    mail: MailArgs,
    #[command(flatten)]
    brand: BrandArgs,
    #[command(flatten)]
    sign_in: SignInArgs,
    #[command(flatten)]
    oidc: OidcArgs,
    #[command(flatten)]
    pub file: PortalFileArgs,
    /// The file that says when plans grant their features
    #[arg(long, value_name = "PATH", default_value = "access.toml")]
    pub access_file: PathBuf,
    #[command(flatten)]
    env: EnvArgs,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
    /// Register or repair the webhook endpoint, after asking
    #[arg(long, conflicts_with = "json")]
    pub fix: bool,
    /// Do not ask
    #[arg(long, short, requires = "fix")]
    pub yes: bool,
}

impl DoctorArgs {
    /// The reasons why `serve` would refuse to start, other than an unusable key, signing secret or
    /// database URL.
    pub fn refusals(&self) -> Vec<ConfigError> {
        let production = match self.env.is_production() {
            Ok(production) => production,
            Err(error) => return vec![error],
        };
        let mut refusals: Vec<_> = self.app_secret.configured(production).err().into_iter().collect();
        if let (Ok(settings), Ok(webhook_secrets)) = (self.stripe.settings(), self.site.webhook_secrets())
            && (production || settings.secret_key.mode() == Mode::Live)
        {
            refusals.extend(StripeSettings { webhook_secrets, ..settings }.check_forms().err());
        }
        refusals.extend(self.brand.clone().brand().err());
        refusals.extend(self.smtp().err());
        refusals.extend(self.oidc().err());
        refusals
    }

    /// What becomes of mails.
    pub fn mailing(&self) -> Mailing {
        match self.smtp() {
            Ok(Some((url, client))) => Mailing::Server { url, client },
            Ok(None) if self.shows_mails() => Mailing::Shown,
            Ok(None) => Mailing::Off,
            Err(_) => Mailing::Unusable,
        }
    }

    /// As `serve` decides.
    fn shows_mails(&self) -> bool {
        let is_live = self.stripe.settings().is_ok_and(|settings| settings.secret_key.mode() == Mode::Live);
        self.env.is_production().is_ok_and(|production| !production) && self.site.app_url.is_loopback() && !is_live
    }

    fn smtp(&self) -> Result<Option<(SmtpUrl, Smtp)>, ConfigError> {
        let Some(settings) = self.mail.settings()? else { return Ok(None) };
        let client = settings.client(&self.site.app_url, &self.stripe.authorities()?)?;
        Ok(Some((settings.url, client)))
    }

    /// The identity provider, if people sign in there.
    ///
    /// # Errors
    /// Why `serve` would refuse to start.
    pub fn oidc(&self) -> Result<Option<OidcSettings>, ConfigError> {
        // A file of authorities that cannot be used is Stripe's finding.
        let authorities = self.stripe.authorities().unwrap_or_default();
        self.oidc.settings(self.sign_in.sign_in, self.env.is_production()?, authorities)
    }

    /// The keys derived from `APP_SECRET`, if there is a usable one. None is made.
    pub fn keys(&self) -> Option<AppKeys> {
        let secret = self.app_secret.present(self.env.is_production().ok()?, &self.database.url().ok()?);
        secret.ok().flatten().map(|secret| AppKeys::new(&secret))
    }

    /// Whether the pages can say where support is.
    pub fn has_support(&self) -> bool {
        self.brand.has_support()
    }
}
