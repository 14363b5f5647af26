//! The customer's Checkout sessions at Stripe: at most one of ours is open. Sessions of other
//! services are ignored.

use std::pin::pin;

use futures::TryStreamExt;
use serde_json::Value;
use stripe::{HostedUrl, StripeError, StripeErrorKind, path_segment};
use stripe_checkout::checkout_session::{ExpireCheckoutSession, ListCheckoutSession};

use super::{
    error::CheckoutError,
    not_set_up::refused,
    request::{OPTIONS, PRICE, Purchase},
};
use crate::billing::Billing;

/// Seconds after which no session is open: a day, Stripe's maximum, and another day.
const LONGEST_LIFE: i64 = 2 * 24 * 60 * 60;

/// The old name of [`PRICE`]: an open session with it must not be left beside a new one. Sessions
/// live for a day, so this can be removed a day after the release with the new name.
const OLD_PRICE: &str = "price";

/// A session of ours. Only the needed fields are read, so that no other field can make it
/// unreadable and leave it open beside another.
#[derive(Debug, PartialEq, Eq)]
struct Session {
    id: String,
    price: String,
    /// What it asks for, if it says so.
    options: Option<String>,
    is_open: bool,
    url: Option<String>,
}

impl Session {
    /// `home` is the site's address, to which its sessions return.
    fn of(raw: &Value, home: &str) -> Option<Self> {
        let is_ours = raw["mode"] == "subscription";
        // Other services may use the old key too, but do not return to this site.
        let comes_back = raw["success_url"].as_str().is_some_and(|url| url.starts_with(home));
        let old = || raw["metadata"][OLD_PRICE].as_str().filter(|_| comes_back);
        Some(Self {
            id: raw["id"].as_str()?.to_owned(),
            price: raw["metadata"][PRICE].as_str().or_else(old).filter(|_| is_ours)?.to_owned(),
            options: raw["metadata"][OPTIONS].as_str().map(str::to_owned),
            is_open: raw["status"] == "open",
            url: raw["url"].as_str().map(str::to_owned),
        })
    }
}

/// The customer's one open Checkout; `None` if another tab was faster and the caller must start
/// again, because that tab may have paid. The idempotency key contains the newest session's id, so
/// that of all callers that saw the same session only one can create the next. It also contains what
/// Checkout asks for: if Stripe refused that, and the operator applies something else, the key is another.
pub async fn open_checkout(billing: &Billing, purchase: Purchase<'_>) -> Result<Option<HostedUrl>, CheckoutError> {
    let customer = purchase.customer;
    let options = purchase.told_options();
    let sessions = living_sessions(billing, customer).await?;
    let newest = sessions.first().map(|session| session.id.clone()).unwrap_or_default();
    let mut kept = None;
    for session in sessions.into_iter().filter(|session| session.is_open) {
        let is_the_same = session.price == purchase.price.id && session.options.as_ref() == Some(&options);
        if kept.is_none() && is_the_same {
            kept = session.url.as_deref().and_then(|url| billing.stripe.hosted_url(url));
            if kept.is_some() {
                continue;
            }
        }
        match billing.stripe.send(&ExpireCheckoutSession::new(path_segment(&session.id))).await {
            Ok(_) => {}
            // Paid or expired in the meantime, or the answer cannot be read.
            Err(error) if error.kind.is_refusal() || matches!(error.kind, StripeErrorKind::Garbage(_)) => {
                return Ok(None);
            }
            Err(error) => return Err(error.into()),
        }
    }
    if kept.is_some() {
        return Ok(kept);
    }
    let request = purchase.request(&billing.settings);
    let key = this_hour(&format!("checkout-{customer}-{newest}-{}", purchase.options.digest()));
    match billing.stripe.send_with_key(&request, &key).await {
        Ok(session) => {
            let garbage = || StripeError::new(StripeErrorKind::Garbage(200));
            let url = session.value.url.as_deref().and_then(|url| billing.stripe.hosted_url(url));
            Ok(Some(url.ok_or_else(garbage)?))
        }
        // Another tab requested something else at the same time and was first.
        Err(error) if error.kind.is_key_reused() => Ok(None),
        Err(error) => Err(refused(purchase.options, error)),
    }
}

/// Our sessions of the last days, newest first: every one that may be open, and the newest of all.
async fn living_sessions(billing: &Billing, customer: &str) -> Result<Vec<Session>, StripeError> {
    let mut sessions = Vec::new();
    let home = billing.settings.home.as_str();
    let mut pages = pin!(billing.stripe.pages(ListCheckoutSession::new().customer(customer)));
    while let Some(page) = pages.try_next().await? {
        if page.iter().any(|listed| listed.value.is_none()) {
            // Without its id, which is part of an address.
            tracing::warn!(stripe.customer_id = customer, "a Checkout session could not be read completely");
        }
        sessions.extend(page.iter().filter_map(|listed| Session::of(&listed.raw, home)));
        let oldest = page.last().and_then(|listed| listed.raw["created"].as_i64());
        if oldest.is_some_and(|created| created < clock::now_seconds() - LONGEST_LIFE) {
            break;
        }
    }
    Ok(sessions)
}

/// An idempotency key for this hour. Stripe repeats its answer to a key for a day, even an error;
/// with the hour in the key the next attempt is soon possible.
pub fn this_hour(key: &str) -> String {
    format!("{key}-{}", clock::now_seconds() / 3600)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const HOME: &str = "https://site.example/";

    #[test]
    fn only_what_was_made_here_is_ours_however_odd_it_is() {
        let ours = json!({ "id": "cs_1", "mode": "subscription", "metadata": { PRICE: "price_1" } });
        let session = Session { id: "cs_1".into(), price: "price_1".into(), options: None, is_open: false, url: None };
        assert_eq!(Session::of(&ours, HOME), Some(session));
        for (field, other) in [
            ("mode", json!("payment")),
            ("mode", json!("setup")),
            ("metadata", json!({ "price": "price_1" })),
            ("metadata", json!(null)),
            ("id", json!(null)),
        ] {
            let mut others = ours.clone();
            others[field] = other;
            assert_eq!(Session::of(&others, HOME), None, "{others}");
        }
        assert_eq!(Session::of(&Value::Null, HOME), None);
    }

    #[test]
    fn what_was_made_here_before_the_rename_is_ours_too() {
        let made =
            |mode, url| json!({ "id": "cs_1", "mode": mode, "metadata": { "price": "price_1" }, "success_url": url });
        let is_ours = |mode, url| Session::of(&made(mode, url), HOME).is_some_and(|session| session.price == "price_1");
        assert!(is_ours("subscription", "https://site.example/account?from=checkout"));
        assert!(!is_ours("payment", "https://site.example/account"));
        assert!(!is_ours("subscription", "https://site.example.org/account"));
    }
}
