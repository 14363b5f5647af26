//! `[checkout]`: what Checkout asks for. Stripe has no object that holds it, since every session is created with its
//! own options. So `apply` records it in the database, and every server reads it there when it creates a session.
//!
//! The parameters: <https://docs.stripe.com/api/checkout/sessions/create>.

use std::str::FromStr;

use database::Database;
use mirror::installation;
use sea_orm::{DbErr, JsonValue};
use serde::{Deserialize, Serialize};
use serde_json::json;
use sha2::{Digest, Sha256};
use stripe_shared::CheckoutSessionLocale;

/// What Checkout asks for. The defaults are Stripe's.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct CheckoutOptions {
    /// Whether customers can enter a promotion code: `allow_promotion_codes`.
    pub promotion_codes: bool,
    /// Whether Stripe Tax calculates the tax: `automatic_tax`. It must be set up in the account.
    pub automatic_tax: bool,
    /// `billing_address_collection`
    pub billing_address: BillingAddress,
    /// Whether businesses can enter a tax id: `tax_id_collection`.
    pub tax_ids: bool,
    /// How many can be bought; `None` for exactly one.
    pub adjustable_quantity: Option<QuantityRange>,
    /// Whether customers must accept the terms of service: `consent_collection[terms_of_service]`. Their address must
    /// be among the account's public details.
    pub terms_of_service: bool,
    pub payment_method_collection: PaymentMethodCollection,
    pub locale: CheckoutLocale,
}

impl CheckoutOptions {
    /// In the reader's language, if Checkout has it and the file names none.
    #[must_use]
    pub fn in_language(self, locale: Option<&str>) -> Self {
        match locale.and_then(|locale| locale.parse().ok()) {
            Some(locale) if self.locale.fixed().is_none() => Self { locale, ..self },
            _ => self,
        }
    }

    /// A short digest of what is asked for, in any language: 16 hexadecimal digits, the same on every server.
    pub fn digest(&self) -> String {
        let options = Self { locale: CheckoutLocale::default(), ..self.clone() };
        hex::encode(Sha256::digest(json!(options).to_string())).chars().take(16).collect()
    }
}

/// When Checkout asks for the billing address.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BillingAddress {
    /// When the payment method or the tax needs it.
    #[default]
    Auto,
    Required,
}

/// When Checkout asks for a payment method.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PaymentMethodCollection {
    #[default]
    Always,
    /// Not if nothing is due, as in a trial.
    IfRequired,
}

/// How many can be bought at once: `line_items[][adjustable_quantity]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct QuantityRange {
    /// Not Stripe's default of 0: a subscription to nothing is no plan.
    pub minimum: u32,
    /// Stripe's default is 99, too.
    pub maximum: u32,
}

impl Default for QuantityRange {
    fn default() -> Self {
        Self { minimum: 1, maximum: 99 }
    }
}

/// A language of Checkout's, or `auto` for the browser's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CheckoutLocale(CheckoutSessionLocale);

/// Checkout does not have this language.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "is not a locale of Checkout's, such as \"auto\", \"de\" or \"pt-BR\": see \
     https://docs.stripe.com/api/checkout/sessions/create#create_checkout_session-locale"
)]
pub struct UnknownLocale;

impl CheckoutLocale {
    /// The language, unless it is the browser's.
    pub fn fixed(&self) -> Option<&CheckoutSessionLocale> {
        Some(&self.0).filter(|locale| **locale != CheckoutSessionLocale::Auto)
    }
}

impl Default for CheckoutLocale {
    fn default() -> Self {
        Self(CheckoutSessionLocale::Auto)
    }
}

impl FromStr for CheckoutLocale {
    type Err = UnknownLocale;

    /// The list is async-stripe's, so it has the locales of the API version that is used.
    fn from_str(text: &str) -> Result<Self, UnknownLocale> {
        match text.parse() {
            Ok(CheckoutSessionLocale::Unknown(_)) | Err(_) => Err(UnknownLocale),
            Ok(locale) => Ok(Self(locale)),
        }
    }
}

impl TryFrom<String> for CheckoutLocale {
    type Error = UnknownLocale;

    fn try_from(text: String) -> Result<Self, UnknownLocale> {
        text.parse()
    }
}

impl From<CheckoutLocale> for String {
    fn from(locale: CheckoutLocale) -> Self {
        locale.0.as_str().to_owned()
    }
}

/// The options that [`apply`](fn@crate::apply) recorded; the defaults if it never did.
///
/// # Errors
/// When the database does not answer, or holds options that this version does not know: to ignore one could mean to
/// sell without the terms.
pub async fn recorded_checkout(db: &Database) -> Result<CheckoutOptions, DbErr> {
    let recorded = installation::load(db).await?.and_then(|row| row.checkout);
    read_recorded(recorded).map_err(|error| DbErr::Json(format!("installation.checkout: {error}")))
}

/// Reads what the database holds.
pub(crate) fn read_recorded(recorded: Option<JsonValue>) -> Result<CheckoutOptions, serde_json::Error> {
    recorded.map_or_else(|| Ok(CheckoutOptions::default()), serde_json::from_value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_recorded_is_what_is_read() {
        let options = CheckoutOptions {
            promotion_codes: true,
            adjustable_quantity: Some(QuantityRange { minimum: 2, maximum: 5 }),
            locale: "pt-BR".parse().expect("a locale"),
            ..CheckoutOptions::default()
        };
        assert_eq!(read_recorded(Some(json!(options))).expect("readable"), options);
        assert_eq!(read_recorded(None).expect("readable"), CheckoutOptions::default());
        assert!(read_recorded(Some(json!({ "a_later_option": true }))).is_err());
    }

    #[test]
    fn the_readers_language_is_used_where_the_file_names_none() {
        let read = |file: &str, reader| {
            let options = CheckoutOptions { locale: file.parse().expect("a locale"), ..CheckoutOptions::default() };
            String::from(options.in_language(reader).locale)
        };
        for (file, reader, used) in [
            ("auto", None, "auto"),
            ("auto", Some("de"), "de"),
            ("auto", Some("xx"), "auto"),
            ("fr", Some("de"), "fr"),
            ("fr", None, "fr"),
        ] {
            assert_eq!(read(file, reader), used, "{file} {reader:?}");
        }
    }

    #[test]
    fn a_digest_tells_what_is_asked_for_and_not_the_language() {
        let plain = CheckoutOptions::default();
        assert_eq!(plain.clone().in_language(Some("de")).digest(), plain.digest());
        assert_ne!(CheckoutOptions { tax_ids: true, ..plain.clone() }.digest(), plain.digest());
        assert_eq!(plain.digest().len(), 16);
    }

    #[test]
    fn only_a_language_other_than_the_browsers_is_fixed() {
        let fixed = |text: &str| text.parse::<CheckoutLocale>().map(|locale| locale.fixed().map(ToString::to_string));
        assert_eq!(fixed("auto"), Ok(None));
        assert_eq!(fixed("en-GB"), Ok(Some("en-GB".to_owned())));
        for text in ["", "EN", "en_GB", "xx"] {
            assert_eq!(fixed(text), Err(UnknownLocale), "{text}");
        }
    }
}
