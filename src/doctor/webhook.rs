//! Checks the webhook: Stripe sends the handled events, to the site's address, in the SDK's
//! version, and the running site accepts the signature.

use std::time::Duration;

use bytes::Bytes;
use http::{Request, StatusCode};
use http_body_util::Full;
use https::Http;
use mirror::inbox::{self, handled};
use serde_json::Value;
use stripe::{StripeError, StripeErrorKind, WebhookSecret, sign_now};
use stripe_client_core::VERSION;

use crate::doctor::{
    finding::Finding,
    installation::{Account, Installation},
    webhook_endpoint::{ListWebhookEndpoints, WebhookEndpoint},
};

const CHECK: &str = "webhook";
const FIX: &str = "run `customer-portal doctor --fix`";

/// Timeout of a delivery, about as long as Stripe's.
const PATIENCE: Duration = Duration::from_secs(10);

/// A problem of an endpoint with the right address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Flaw {
    Disabled,
    /// It does not receive these events.
    Missing(Vec<&'static str>),
    /// It receives events that are not handled.
    Superfluous,
    /// It uses another version, or the account's default (`None`).
    Version(Option<String>),
}

/// The account's endpoints with this site's address, the best one first.
pub(super) async fn endpoints(
    installation: &Installation,
    account: &Account,
) -> Result<Vec<WebhookEndpoint>, StripeError> {
    let url = installation.app_url.join(inbox::PATH);
    let all = account.stripe.list(ListWebhookEndpoints::default()).await?;
    // An endpoint that cannot be read is an error only if it is ours or may be ours.
    let may_be_ours = |endpoint: &Value| endpoint["url"].as_str().is_none_or(|at| at == url);
    if all.iter().any(|endpoint| endpoint.value.is_none() && may_be_ours(&endpoint.raw)) {
        return Err(StripeError::new(StripeErrorKind::Garbage(200)));
    }
    let all = all.into_iter().filter_map(|endpoint| endpoint.value);
    let mut ours: Vec<_> = all.filter(|endpoint| endpoint.url == url).collect();
    ours.sort_by_key(|endpoint| {
        let flaws = flaws(endpoint);
        (flaws.contains(&Flaw::Disabled), flaws.len(), std::cmp::Reverse(endpoint.created))
    });
    Ok(ours)
}

pub(super) fn flaws(endpoint: &WebhookEndpoint) -> Vec<Flaw> {
    let told = |kind: &str| endpoint.enabled_events.iter().any(|event| event == kind);
    let mut flaws = Vec::new();
    if endpoint.status != "enabled" {
        flaws.push(Flaw::Disabled);
    }
    let missing: Vec<&str> = handled().filter(|kind| !told(kind) && !told("*")).collect();
    if !missing.is_empty() {
        flaws.push(Flaw::Missing(missing));
    }
    if endpoint.enabled_events.iter().any(|event| !handled().any(|kind| kind == event)) {
        flaws.push(Flaw::Superfluous);
    }
    if endpoint.api_version.as_deref() != Some(VERSION.as_str()) {
        flaws.push(Flaw::Version(endpoint.api_version.clone()));
    }
    flaws
}

pub(super) async fn check(installation: &Installation, account: &Account, findings: &mut Vec<Finding>) {
    let url = installation.app_url.join(inbox::PATH);
    match endpoints(installation, account).await {
        Ok(endpoints) => report_all(&url, &endpoints, findings),
        Err(error) => findings.extend(Finding::unread(CHECK, "the endpoint", &error)),
    }
    let secrets = match &installation.webhook_secrets {
        Ok(secrets) if !secrets.is_empty() => secrets,
        Ok(_) => {
            let remedy = "set it to the endpoint's signing secret: see https://dashboard.stripe.com/webhooks";
            findings.push(Finding::red(CHECK, "STRIPE_WEBHOOK_SECRET is not set", remedy));
            return;
        }
        Err(error) => {
            findings.push(Finding::red(CHECK, error.to_string(), "set it to the endpoint's signing secret"));
            return;
        }
    };
    for (index, secret) in secrets.iter().enumerate() {
        let which = if secrets.len() == 1 {
            String::new()
        } else {
            format!(" (number {} of STRIPE_WEBHOOK_SECRET)", index + 1)
        };
        findings.push(match deliver(&url, secret).await {
            Ok(StatusCode::OK) => Finding::green(CHECK, format!("the site accepts a signed event{which}")),
            Ok(StatusCode::BAD_REQUEST) => Finding::red(
                CHECK,
                format!("the site at {url} rejects a signed event{which}"),
                "restart it with the same STRIPE_WEBHOOK_SECRET as here",
            ),
            Ok(StatusCode::SERVICE_UNAVAILABLE) => {
                Finding::red(CHECK, "the site could not store an event", "see whether its database can be written to")
            }
            Ok(status) => Finding::red(
                CHECK,
                format!("{url} answers {status} to a signed event"),
                "check the proxy in front of the site: it must pass events on unchanged, without redirects",
            ),
            Err(()) => Finding::red(CHECK, format!("{url} cannot be reached"), "start the site, and check APP_URL"),
        });
    }
}

fn report_all(url: &str, endpoints: &[WebhookEndpoint], findings: &mut Vec<Finding>) {
    match endpoints.first() {
        None => findings.push(Finding::red(CHECK, format!("Stripe has no endpoint at {url}"), FIX)),
        Some(endpoint) => report(endpoint, findings),
    }
    if endpoints.iter().filter(|endpoint| endpoint.status == "enabled").count() > 1 {
        let what = format!("several endpoints at {url} are enabled: every event comes several times");
        findings.push(Finding::yellow(CHECK, what, "disable all but one at https://dashboard.stripe.com/webhooks"));
    }
}

fn report(endpoint: &WebhookEndpoint, findings: &mut Vec<Finding>) {
    let id = &endpoint.id;
    let flaws = flaws(endpoint);
    if flaws.is_empty() {
        findings.push(Finding::green(
            CHECK,
            format!("Stripe sends {id} every event that is handled, in {}", VERSION.as_str()),
        ));
    }
    findings.extend(flaws.into_iter().map(|flaw| match flaw {
        Flaw::Disabled => Finding::red(CHECK, format!("{id} is disabled: Stripe sends nothing"), FIX),
        Flaw::Missing(events) => Finding::red(CHECK, format!("{id} does not receive {}", events.join(", ")), FIX),
        Flaw::Superfluous => Finding::yellow(CHECK, format!("{id} receives events that are not handled"), FIX),
        Flaw::Version(version) => {
            let version = version.as_deref().unwrap_or("the account's default version");
            Finding::yellow(CHECK, format!("{id} uses {version}, not {}", VERSION.as_str()), FIX)
        }
    }));
}

/// Delivers an event like Stripe, through the public address. It is always the same event, of a
/// type that is not handled: after the first delivery the site knows it already.
async fn deliver(url: &str, secret: &WebhookSecret) -> Result<StatusCode, ()> {
    const EVENT: &str =
        r#"{"id":"evt_doctor","object":"event","type":"doctor.self_test","created":0,"data":{"object":{}}}"#;
    let request = Request::post(url)
        .header("content-type", "application/json; charset=utf-8")
        .header("stripe-signature", sign_now(secret, EVENT.as_bytes()))
        .body(Full::from(Bytes::from_static(EVENT.as_bytes())))
        .map_err(|_| ())?;
    Http::new().send(request, PATIENCE).await.map(|(status, ..)| status).map_err(|_| ())
}
