//! The company's identity provider, for `SIGN_IN=oidc`.

use std::{ffi::OsString, str::FromStr};

use ::oidc::Issuer;
use clap::Args;
use secrecy::SecretString;
use stripe::Authorities;

use crate::config::{ConfigError, SignInWays, app_url::is_private, secret};

/// The most characters of a claim's name.
const LONGEST_CLAIM: usize = 100;

/// The name of a claim of the provider's own, such as `account_id`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimName(String);

impl ClaimName {
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for ClaimName {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let fits = !text.is_empty() && text.len() <= LONGEST_CLAIM && text.bytes().all(|byte| byte.is_ascii_graphic());
        if fits { Ok(Self(text.to_owned())) } else { Err("must have 1 to 100 characters of ASCII, and no spaces") }
    }
}

/// How people sign in at the provider.
#[derive(Clone, Debug)]
pub struct OidcSettings {
    pub issuer: Issuer,
    pub client_id: String,
    /// `None` for a public client.
    pub client_secret: Option<SecretString>,
    /// Whether an address that the provider has verified may join a user who is here already.
    pub trust_email: bool,
    /// Names the claim with the role in the account.
    pub role_claim: Option<ClaimName>,
    /// Names the claim with the company's own id of the account.
    pub account_claim: Option<ClaimName>,
    /// Trusted beside the built-in certificate authorities.
    pub authorities: Authorities,
}

/// The identity provider, as configured.
#[derive(Args, Clone, Debug)]
pub struct OidcArgs {
    /// The identity provider's issuer, as its discovery document names it, such as `https://login.example.com`.
    /// Required if SIGN_IN names oidc
    #[arg(long, env = "OIDC_ISSUER")]
    oidc_issuer: Option<Issuer>,

    /// The site's client id at the identity provider. Required if SIGN_IN names oidc
    #[arg(long, env = "OIDC_CLIENT_ID")]
    oidc_client_id: Option<String>,

    /// The client's secret; without one the site is a public client
    #[arg(long, env = "OIDC_CLIENT_SECRET", hide_env_values = true)]
    oidc_client_secret: Option<SecretString>,

    /// A file that contains this secret
    #[arg(long, env = "OIDC_CLIENT_SECRET_FILE", value_name = "PATH")]
    oidc_client_secret_file: Option<OsString>,

    /// Let who comes with an address that the provider has verified be the user who has it here already. Only safe if
    /// nobody can give themselves an address there
    #[arg(long, env = "OIDC_TRUST_EMAIL", default_value_t = false, action = clap::ArgAction::Set, value_name = "true|false")]
    oidc_trust_email: bool,

    /// The claim with the role in the account: owner, billing or viewer
    #[arg(long, env = "OIDC_ROLE_CLAIM", value_name = "CLAIM")]
    oidc_role_claim: Option<ClaimName>,

    /// The claim with the company's own id of the account; without one everybody has an account of their own
    #[arg(long, env = "OIDC_ACCOUNT_CLAIM", value_name = "CLAIM")]
    oidc_account_claim: Option<ClaimName>,
}

impl OidcArgs {
    /// The provider, if people sign in there. Nothing is asked of it.
    ///
    /// # Errors
    /// When something is missing, the secret cannot be read, or in production tokens would be sent unencrypted.
    pub fn settings(
        &self,
        ways: SignInWays,
        production: bool,
        authorities: Authorities,
    ) -> Result<Option<OidcSettings>, ConfigError> {
        if !ways.oidc {
            if let Some(variable) = self.first_that_is_set() {
                tracing::warn!("{variable} is set and does nothing: SIGN_IN does not name oidc");
            }
            return Ok(None);
        }
        let issuer = self.oidc_issuer.clone().ok_or(ConfigError::NoOidc("OIDC_ISSUER"))?;
        let client_id = self.oidc_client_id.as_deref().map(str::trim).filter(|id| !id.is_empty());
        let client_id = client_id.ok_or(ConfigError::NoOidc("OIDC_CLIENT_ID"))?.to_owned();
        if production && !is_private(issuer.url()) {
            return Err(ConfigError::OidcIssuerNotHttps(issuer.url().clone()));
        }
        let (value, file) = (self.oidc_client_secret.as_ref(), self.oidc_client_secret_file.as_deref());
        Ok(Some(OidcSettings {
            issuer,
            client_id,
            client_secret: secret::resolve("OIDC_CLIENT_SECRET", value, file)?,
            trust_email: self.oidc_trust_email,
            role_claim: self.oidc_role_claim.clone(),
            account_claim: self.oidc_account_claim.clone(),
            authorities,
        }))
    }

    fn first_that_is_set(&self) -> Option<&'static str> {
        [
            ("OIDC_ISSUER", self.oidc_issuer.is_some()),
            ("OIDC_CLIENT_ID", self.oidc_client_id.is_some()),
            ("OIDC_CLIENT_SECRET", self.oidc_client_secret.is_some()),
            ("OIDC_CLIENT_SECRET_FILE", self.oidc_client_secret_file.is_some()),
            ("OIDC_TRUST_EMAIL", self.oidc_trust_email),
            ("OIDC_ROLE_CLAIM", self.oidc_role_claim.is_some()),
            ("OIDC_ACCOUNT_CLAIM", self.oidc_account_claim.is_some()),
        ]
        .into_iter()
        .find_map(|(variable, is_set)| is_set.then_some(variable))
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    #[derive(Parser)]
    struct Program {
        #[command(flatten)]
        oidc: OidcArgs,
    }

    fn settings(ways: &str, production: bool, args: &[&str]) -> Result<Option<OidcSettings>, String> {
        let args = std::iter::once("program").chain(args.iter().copied());
        let program = Program::try_parse_from(args).map_err(|error| error.to_string())?;
        let ways = ways.parse().expect("ways to sign in");
        program.oidc.settings(ways, production, Authorities::default()).map_err(|error| error.to_string())
    }

    #[test]
    fn what_is_missing_is_named() {
        let issuer = ["--oidc-issuer", "https://login.example.com"];
        for (args, variable) in [(&[][..], "OIDC_ISSUER"), (&issuer, "OIDC_CLIENT_ID")] {
            let refusal = settings("oidc", false, args).expect_err("refused");
            assert!(refusal.contains(&format!("{variable} is not set")), "{refusal}");
        }
        let blank = [issuer[0], issuer[1], "--oidc-client-id", " "];
        assert!(settings("oidc", false, &blank).is_err());
        let all = [issuer[0], issuer[1], "--oidc-client-id", "portal"];
        let found = settings("password,oidc", true, &all).expect("complete").expect("named");
        assert_eq!((found.issuer.as_str(), found.client_id.as_str()), ("https://login.example.com", "portal"));
        assert!(!found.trust_email && found.client_secret.is_none());
    }

    #[test]
    fn without_its_way_in_nothing_is_needed() {
        assert!(settings("password", true, &[]).expect("nothing").is_none());
        assert!(settings("password", true, &["--oidc-issuer", "http://login.example.com"]).expect("nothing").is_none());
    }

    #[test]
    fn plain_http_is_for_this_machine_and_for_development() {
        let args = |issuer: &'static str| ["--oidc-issuer", issuer, "--oidc-client-id", "portal"];
        for (issuer, production, works) in [
            ("http://login.example.com", true, false),
            ("http://login.example.com", false, true),
            ("http://127.0.0.1:4000", true, true),
        ] {
            assert_eq!(settings("oidc", production, &args(issuer)).is_ok(), works, "{issuer} {production}");
        }
    }

    #[test]
    fn a_claim_has_a_name() {
        assert!("https://example.com/role".parse::<ClaimName>().is_ok());
        for text in ["", "a b", "ä", &"a".repeat(101)] {
            assert!(text.parse::<ClaimName>().is_err(), "{text:?}");
        }
    }
}
