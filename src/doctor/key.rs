//! Checks the key: it is set, Stripe accepts it, and it has the permissions that the site needs.
//! Whether a restricted key may write is tested with objects that do not exist: Stripe checks the
//! permission first, and nothing is changed.

use std::collections::BTreeMap;

use stripe::{StripeClient, StripeError, StripeErrorKind};
use stripe_billing::{
    billing_portal_session::CreateBillingPortalSession,
    invoice::CreatePreviewInvoice,
    subscription::{ListSubscription, ResumeSubscription},
};
use stripe_checkout::checkout_session::ExpireCheckoutSession;
use stripe_client_core::{RequestBuilder, StripeMethod, StripeRequest};
use stripe_core::{customer::UpdateCustomer, event::ListEvent};
use stripe_product::{price::ListPrice, product::ListProduct};

use crate::{
    config::ConfigError,
    doctor::{
        finding::Finding,
        installation::{Account, Installation, client},
        webhook_endpoint::ListWebhookEndpoints,
    },
};

const CHECK: &str = "key";
const KEYS: &str = "https://dashboard.stripe.com/apikeys";

/// The id of a customer that does not exist.
const NOBODY: &str = "cus_doctor";
const NO_SESSION: &str = "cs_doctor";
const NO_SUBSCRIPTION: &str = "sub_doctor";

pub(super) async fn check(installation: &Installation, findings: &mut Vec<Finding>) -> Option<Account> {
    let settings = match &installation.stripe {
        Ok(settings) => settings,
        Err(error) => {
            let remedy = match error {
                ConfigError::ExtraCa { .. } => "name a PEM file that can be read, or unset EXTRA_CA_FILE".to_owned(),
                _ => format!("take a secret key from {KEYS}"),
            };
            findings.push(Finding::red(CHECK, error.to_string(), remedy));
            return None;
        }
    };
    let key = settings.secret_key.clone();
    let stripe = client(settings);
    let asked = has_permission(&stripe, &ListProduct::new().limit(1_i64)).await;
    // An error about one product says nothing about the key.
    let asked = match asked {
        Err(error) if error.kind.may_be_the_objects() => stripe.is_up().await,
        asked => asked.map(drop),
    };
    if let Err(error) = asked {
        findings.push(match error.kind {
            StripeErrorKind::BadKey => {
                Finding::red(CHECK, "Stripe refuses STRIPE_SECRET_KEY", format!("take a valid key from {KEYS}"))
            }
            _ => {
                let remedy = "check whether STRIPE_API_BASE can be reached from this machine; if a proxy inspects TLS, \
                              set EXTRA_CA_FILE";
                Finding::red(CHECK, error.to_string(), remedy)
            }
        });
        return None;
    }
    findings.push(Finding::green(CHECK, format!("Stripe accepts the key; it is a {} mode key", key.mode())));
    if key.is_restricted() {
        check_permissions(&stripe, findings).await;
    }
    Some(Account { key, stripe })
}

/// Tests every permission that the site needs, and those that only the doctor needs.
async fn check_permissions(stripe: &StripeClient, findings: &mut Vec<Finding>) {
    let limit = 1_i64;
    let session = CreateBillingPortalSession::new().customer(NOBODY);
    let needed = [
        ("Customers: Write", has_permission(stripe, &UpdateCustomer::new(NOBODY)).await),
        ("Customer portal: Write", has_permission(stripe, &session).await),
        ("Checkout Sessions: Write", has_permission(stripe, &ExpireCheckoutSession::new(NO_SESSION)).await),
        ("Subscriptions: Read", has_permission(stripe, &ListSubscription::new().limit(limit)).await),
        ("Subscriptions: Write", has_permission(stripe, &ResumeSubscription::new(NO_SUBSCRIPTION)).await),
        ("Invoices: Write", has_permission(stripe, &CreatePreviewInvoice::new().subscription(NO_SUBSCRIPTION)).await),
        ("PaymentMethods: Read", has_permission(stripe, &First("/payment_methods")).await),
        ("PaymentIntents: Read", has_permission(stripe, &First("/payment_intents")).await),
        ("Products: Read", has_permission(stripe, &ListProduct::new().limit(limit)).await),
        ("Prices: Read", has_permission(stripe, &ListPrice::new().limit(limit)).await),
    ];
    let missing = lacking(&needed);
    findings.push(if missing.is_empty() {
        Finding::green(CHECK, "the restricted key has every permission the site needs")
    } else {
        let what = format!("the restricted key lacks {missing}");
        Finding::red(CHECK, what, format!("edit the key at {KEYS}"))
    });
    let told = [
        ("Charges: Read", has_permission(stripe, &First("/charges")).await),
        ("Disputes: Read", has_permission(stripe, &First("/disputes")).await),
    ];
    let missing = lacking(&told);
    if !missing.is_empty() {
        let what = format!("the restricted key lacks {missing}, so customers are not told of refunds and disputes");
        findings.push(Finding::yellow(CHECK, what, format!("edit the key at {KEYS}")));
    }
    let features = [("Entitlements: Read", has_permission(stripe, &First("/entitlements/features")).await)];
    let missing = lacking(&features);
    if !missing.is_empty() {
        let what = format!("the restricted key lacks {missing}, so the features of products are not known");
        findings.push(Finding::yellow(CHECK, what, format!("edit the key at {KEYS}")));
    }
    let wanted = [
        ("Webhook Endpoints: Read", has_permission(stripe, &ListWebhookEndpoints::first()).await),
        ("Events: Read", has_permission(stripe, &ListEvent::new().limit(limit)).await),
    ];
    let missing = lacking(&wanted);
    if !missing.is_empty() {
        let what = format!("the restricted key lacks {missing}, so the doctor cannot check webhooks");
        findings.push(Finding::yellow(CHECK, what, format!("run the doctor with another key, or edit it at {KEYS}")));
    }
}

/// The first element of a list. It only tests a permission, which is not worth another crate of
/// requests.
struct First(&'static str);

impl StripeRequest for First {
    type Output = miniserde::json::Value;

    fn build(&self) -> RequestBuilder {
        RequestBuilder::new(StripeMethod::Get, self.0).query(&BTreeMap::from([("limit", "1")]))
    }
}

fn lacking(asked: &[(&str, Result<Allowed, StripeError>)]) -> String {
    let missing = asked.iter().filter_map(|(permission, answer)| match answer {
        Ok(Allowed::No(Some(name))) => Some(format!("{permission} ({name})")),
        Ok(Allowed::No(None)) => Some((*permission).to_owned()),
        Ok(Allowed::Yes) | Err(_) => None,
    });
    missing.collect::<Vec<_>>().join(", ")
}

/// Whether a key has the permission for a request; if not, Stripe's name of the permission.
enum Allowed {
    Yes,
    No(Option<String>),
}

/// Sends the request. Any error other than a missing permission is ignored.
async fn has_permission<R>(stripe: &StripeClient, request: &R) -> Result<Allowed, StripeError>
where
    R: StripeRequest,
    R::Output: miniserde::Deserialize,
{
    match stripe.send(request).await {
        Err(StripeError { kind: StripeErrorKind::PermissionDenied(name), .. }) => Ok(Allowed::No(name)),
        Err(StripeError { kind: StripeErrorKind::Garbage(200), .. }) => Ok(Allowed::Yes),
        Err(error) if error.kind == StripeErrorKind::BadKey || error.kind.is_transient() => Err(error),
        _ => Ok(Allowed::Yes),
    }
}
