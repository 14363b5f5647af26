//! `doctor --fix`: registers or repairs the webhook endpoint, with the SDK's API version and
//! exactly the handled events.

use std::fmt;

use mirror::inbox::{self, handled};
use stripe::{StripeError, StripeErrorKind, WebhookSecret};
use stripe_client_core::VERSION;

use crate::doctor::{
    installation::{Account, Installation, client},
    webhook::{Flaw, endpoints, flaws},
    webhook_endpoint::{CreateWebhookEndpoint, UpdateWebhookEndpoint},
};

/// What has to be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fix {
    /// Register an endpoint at this address.
    Register { url: String },
    /// Enable an endpoint, for exactly the handled events.
    Mend { id: String },
    /// Register a new endpoint and disable the old one: an endpoint's version cannot be changed.
    Replace { url: String, id: String },
}

impl fmt::Display for Fix {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let version = VERSION.as_str();
        match self {
            Self::Register { url } => write!(f, "Register {url} for the events that are handled, in {version}"),
            Self::Mend { id } => write!(f, "Enable {id} for exactly the events that are handled"),
            Self::Replace { id, .. } => write!(f, "Replace {id} by an endpoint that uses {version}"),
        }
    }
}

/// The fix that is needed, if any; `None` also without a usable key.
///
/// # Errors
/// When the endpoints cannot be listed.
pub async fn needed(installation: &Installation) -> Result<Option<Fix>, StripeError> {
    let Some(account) = account(installation) else { return Ok(None) };
    let url = installation.app_url.join(inbox::PATH);
    let endpoints = endpoints(installation, &account).await?;
    let Some(endpoint) = endpoints.first() else { return Ok(Some(Fix::Register { url })) };
    let (id, flaws) = (endpoint.id.clone(), flaws(endpoint));
    Ok(match flaws.as_slice() {
        [] => None,
        flaws if flaws.iter().any(|flaw| matches!(flaw, Flaw::Version(_))) => Some(Fix::Replace { url, id }),
        _ => Some(Fix::Mend { id }),
    })
}

/// Carries it out. Returns the signing secret of a new endpoint: Stripe shows it only once.
///
/// # Errors
/// When Stripe refuses the change.
pub async fn carry_out(installation: &Installation, fix: &Fix) -> Result<Option<WebhookSecret>, StripeError> {
    let Some(account) = account(installation) else { return Ok(None) };
    match fix {
        Fix::Register { url } => register(&account, url).await.map(Some),
        Fix::Mend { id } => {
            let enabled_events = Some(handled().collect());
            account.stripe.send(&UpdateWebhookEndpoint { id, disabled: false, enabled_events }).await?;
            Ok(None)
        }
        Fix::Replace { url, id } => {
            let secret = register(&account, url).await?;
            // Events that the new endpoint delivers before the site knows its secret are delivered
            // again.
            account.stripe.send(&UpdateWebhookEndpoint { id, disabled: true, enabled_events: None }).await?;
            Ok(Some(secret))
        }
    }
}

async fn register(account: &Account, url: &str) -> Result<WebhookSecret, StripeError> {
    let request = CreateWebhookEndpoint {
        url,
        enabled_events: handled().collect(),
        api_version: VERSION.as_str(),
        description: "Customer Portal",
    };
    let secret = account.stripe.send(&request).await?.value.secret;
    secret.and_then(|secret| secret.parse().ok()).ok_or_else(|| StripeError::new(StripeErrorKind::Garbage(200)))
}

fn account(installation: &Installation) -> Option<Account> {
    let settings = installation.stripe.as_ref().ok()?;
    Some(Account { key: settings.secret_key.clone(), stripe: client(settings) })
}
