//! Recognizes that the account lacks what `[checkout]` asks for, and tells the operator what mends it.

use portal_config::CheckoutOptions;
use stripe::{Refusal, StripeError, StripeErrorKind};

use super::error::CheckoutError;

/// What the account can lack.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Lacking {
    StripeTax,
    TermsUrl,
}

/// The error of a refused session. If it is about something that the account lacks, it is logged.
pub fn refused(options: &CheckoutOptions, error: StripeError) -> CheckoutError {
    let StripeErrorKind::Rejected(refusal) = &error.kind else { return error.into() };
    match lacking(options, refusal) {
        Some(Lacking::StripeTax) => tracing::error!(
            stripe.error = %error,
            "Checkout does not open, because Stripe Tax is not set up: set it up at \
             https://dashboard.stripe.com/settings/tax (test mode: /test/settings/tax), or set checkout.automatic_tax \
             to false in portal.toml and run `portal apply`"
        ),
        Some(Lacking::TermsUrl) => tracing::error!(
            stripe.error = %error,
            "Checkout does not open, because the account's public details have no address of the terms of service: \
             enter it at https://dashboard.stripe.com/settings/public, or set checkout.terms_of_service to false in \
             portal.toml and run `portal apply`"
        ),
        None => return error.into(),
    }
    CheckoutError::NotSetUp(error)
}

/// Stripe Tax has a code of its own (<https://docs.stripe.com/error-codes#stripe-tax-inactive>). The missing address has
/// none, so only the parameter or the words tell:
/// <https://docs.stripe.com/api/checkout/sessions/create#create_checkout_session-consent_collection-terms_of_service>.
fn lacking(options: &CheckoutOptions, refusal: &Refusal) -> Option<Lacking> {
    let is_about = |words: &str| refusal.message.to_lowercase().contains(words);
    let param = refusal.param.as_deref().unwrap_or_default();
    if options.automatic_tax && refusal.code.as_deref() == Some("stripe_tax_inactive") {
        return Some(Lacking::StripeTax);
    }
    let is_about_terms = param.starts_with("consent_collection") || is_about("terms of service");
    (options.terms_of_service && is_about_terms).then_some(Lacking::TermsUrl)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(code: Option<&str>, param: Option<&str>, message: &str) -> Refusal {
        let [code, param] = [code, param].map(|text| text.map(str::to_owned));
        Refusal { status: 400, kind: None, code, param, message: message.to_owned() }
    }

    #[test]
    fn only_what_was_asked_for_can_be_lacking() {
        let asked = CheckoutOptions { automatic_tax: true, terms_of_service: true, ..CheckoutOptions::default() };
        for (refusal, found) in [
            (refusal(Some("stripe_tax_inactive"), None, "You must have a head office."), Some(Lacking::StripeTax)),
            (refusal(None, None, "Set a Terms of Service URL in your settings."), Some(Lacking::TermsUrl)),
            (refusal(None, Some("consent_collection[terms_of_service]"), "Invalid."), Some(Lacking::TermsUrl)),
            (refusal(None, Some("line_items[0][price]"), "The price specified is inactive."), None),
        ] {
            assert_eq!(lacking(&asked, &refusal), found, "{refusal}");
            assert_eq!(lacking(&CheckoutOptions::default(), &refusal), None, "{refusal}");
        }
    }
}
