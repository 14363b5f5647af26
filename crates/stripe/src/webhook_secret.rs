//! A signing secret of webhooks, as a type that cannot be printed.

use std::{fmt, str::FromStr};

use secrecy::{ExposeSecret, SecretString};

/// A webhook endpoint's signing secret. The whole text, `whsec_` included, is the HMAC key.
#[derive(Clone)]
pub struct WebhookSecret(SecretString);

impl WebhookSecret {
    /// The HMAC key.
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }

    /// Whether it has at least 32 characters after the prefix: the Dashboard's secrets have 32
    /// (Sonar's rule S6718 for leaked ones says 32 to 64), those of Stripe's command line 64. Today
    /// they are letters and digits; all of base64 is accepted, which
    /// <https://www.standardwebhooks.com> uses with the same prefix.
    pub fn has_stripes_form(&self) -> bool {
        let rest = self.expose().strip_prefix("whsec_").unwrap_or_default();
        let base64 = |byte: u8| byte.is_ascii_alphanumeric() || b"+/-_=".contains(&byte);
        rest.len() >= 32 && rest.bytes().all(base64)
    }

    /// Reads a comma-separated list; several are in use while a secret is rotated.
    ///
    /// # Errors
    /// When one of them is not a signing secret.
    pub fn parse_list(text: &str) -> Result<Vec<Self>, &'static str> {
        text.split(',').map(str::trim).filter(|part| !part.is_empty()).map(str::parse).collect()
    }
}

impl FromStr for WebhookSecret {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.strip_prefix("whsec_") {
            Some(rest) if !rest.is_empty() => Ok(Self(text.into())),
            _ => Err("must be one or more signing secrets (whsec_…), separated by commas"),
        }
    }
}

impl fmt::Debug for WebhookSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[webhook secret]")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_read_and_does_not_print() {
        let secrets = WebhookSecret::parse_list("whsec_a, whsec_b").expect("valid");
        assert_eq!(secrets.len(), 2);
        assert!(!format!("{secrets:?}").contains("whsec"));
        assert!(WebhookSecret::parse_list("whsec_a,oops").is_err());
    }

    #[test]
    fn its_form_tells_stripes_own_from_what_is_cut_off_or_made_up() {
        let secret = |text: &str| text.parse::<WebhookSecret>().expect("valid").has_stripes_form();
        assert!(secret(&format!("whsec_{}", "a1".repeat(16))) && secret(&format!("whsec_{}", "0f".repeat(32))));
        assert!(secret(&format!("whsec_{}", "aB+/".repeat(8))));
        assert!(!secret("whsec_x") && !secret(&format!("whsec_{}", "a ".repeat(16))));
    }
}
