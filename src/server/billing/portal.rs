//! Opening the customer portal: who is the customer, where do they want to go, and a fresh URL.

use sea_orm::DbErr;

use super::{
    allowance::TooMany,
    hand_over::hand_over_payment_method,
    known::Known,
    portal_flow::{FlowParameters, flow_data},
    portal_session::CreateSession,
    refresh::{Refreshed, refresh},
    rows::{PortalCustomer, portal_customer_of},
};
use crate::{
    model::{CameFrom, Flow},
    server::{
        audit::{self, Event},
        auth::UserId,
        db::{self, entity::customer, installation},
        state::AppState,
        stripe::{HostedUrl, PAUSING, StripeError, StripeErrorKind},
    },
};

/// Why there is no portal to go to.
#[derive(Debug, thiserror::Error)]
pub enum OpenPortalError {
    /// The user is no Stripe customer, or the customer was deleted.
    #[error("the user has no Stripe customer")]
    NoCustomer,
    #[error(transparent)]
    TooMany(#[from] TooMany),
    #[error(transparent)]
    Stripe(#[from] StripeError),
    #[error(transparent)]
    Database(#[from] DbErr),
}

/// Where a click leads.
#[derive(Debug)]
pub enum Destination {
    /// The portal, or Checkout.
    Hosted(HostedUrl),
    /// Back to the account page: what was asked for is done already, or is done there.
    Account(Refreshed),
}

impl Destination {
    /// The address for a `Location` header or the JSON answer.
    pub fn expose(&self, state: &AppState) -> String {
        match self {
            Self::Hosted(url) => url.expose().to_owned(),
            Self::Account(refreshed) => state.settings.app_url.join(&refreshed.account_path()),
        }
    }
}

/// A fresh portal URL for the user. A flow that cannot run leads to the portal's home page instead:
/// the customer wanted to go to the portal in any case.
///
/// # Errors
/// See [`OpenPortalError`]; the subscription's payment method may have been handed over by then.
pub async fn open_portal(state: &AppState, user: UserId, flow: Option<&Flow>) -> Result<Destination, OpenPortalError> {
    state.allowance.take(user)?;
    open_allowed(state, user, flow).await
}

/// Finds out what the portal that customers get offers, for pages that do not ask Stripe.
///
/// # Errors
/// When the database does not answer.
pub async fn look_at_portal(state: &AppState) -> Result<(), DbErr> {
    let recorded = installation::load(&state.db).await?.and_then(|row| row.portal_configuration);
    let configuration = state.settings.portal_configuration.as_deref().or(recorded.as_deref());
    state.portal_features.get(&state.db, &state.stripe, configuration).await;
    Ok(())
}

/// [`open_portal`] as a part of something that was allowed.
pub(super) async fn open_allowed(
    state: &AppState,
    user: UserId,
    flow: Option<&Flow>,
) -> Result<Destination, OpenPortalError> {
    let customer = portal_customer_of(&state.db, user).await?.ok_or(OpenPortalError::NoCustomer)?;
    let key = state.clicks.key(user, flow);
    // One budget for the click, however many calls it takes.
    let opened = tokio::time::timeout(state.stripe.patience(), open(state, customer, flow, &key))
        .await
        .unwrap_or_else(|_| Err(StripeError::new(StripeErrorKind::TimedOut).into()));
    let error = match opened {
        Ok(url) => {
            audit::record(Event::PortalOpened, Some(user));
            return Ok(Destination::Hosted(url));
        }
        Err(OpenPortalError::Stripe(error)) => error,
        Err(error) => return Err(error),
    };
    state.clicks.forget(user, flow);
    match error.kind {
        // Our rows were behind: once they are not, the account page says the same.
        StripeErrorKind::AlreadyCanceling => Ok(Destination::Account(refresh(state, user).await)),
        StripeErrorKind::CustomerMissing => {
            report(user, &error);
            // So that the account page says what is so: deleted, or not in this account.
            refresh(state, user).await;
            Err(OpenPortalError::NoCustomer)
        }
        _ => {
            report(user, &error);
            Err(OpenPortalError::Stripe(error))
        }
    }
}

async fn open(
    state: &AppState,
    PortalCustomer { customer, recorded }: PortalCustomer,
    flow: Option<&Flow>,
    key: &str,
) -> Result<HostedUrl, OpenPortalError> {
    let return_url = state.settings.app_url.join(&CameFrom::Portal.account_path());
    // Always by name where there is one: another that was made later must not take its place.
    let configuration = state.settings.portal_configuration.as_deref().or(recorded.as_deref());
    // Whatever page of the portal it is: a card can be changed on its home page too.
    if let Err(error) = hand_over_payment_method(&state.db, &state.stripe, &customer).await {
        tracing::warn!(error = %error, "a subscription keeps a payment method of its own");
    }
    let data = match flow {
        Some(flow) => runnable(state, &customer, configuration, flow, &return_url).await?,
        None => None,
    };
    let stripe = match data {
        Some(FlowParameters::Pause(_)) => state.stripe.in_version(PAUSING),
        _ => state.stripe.clone(),
    };
    let customer = customer.stripe_customer_id.as_str();
    let home = CreateSession { customer, return_url: &return_url, configuration, flow_data: None };
    let session = match &data {
        None => state.stripe.send_with_key(&home, key).await?,
        Some(data) => match stripe.send_with_key(&CreateSession { flow_data: Some(data), ..home }, key).await {
            Err(error) if matches!(error.kind, StripeErrorKind::Rejected(_)) => {
                tracing::info!(stripe.error = %error, "portal flow refused; opening the portal's home");
                state.stripe.send_with_key(&home, &format!("{key}-home")).await?
            }
            answer => answer?,
        },
    };
    let garbage = || StripeError::new(StripeErrorKind::Garbage(200));
    Ok(state.stripe.hosted_url(&session.value.url).ok_or_else(garbage)?)
}

/// The flow, if nothing that is known speaks against it.
async fn runnable(
    state: &AppState,
    customer: &customer::Model,
    configuration: Option<&str>,
    flow: &Flow,
    return_url: &str,
) -> Result<Option<FlowParameters>, OpenPortalError> {
    let user = UserId(customer.user_id);
    let (known, features) = futures::join!(
        db::read(&state.db, async |db| Known::load(db, Some(customer.clone())).await),
        state.portal_features.get(&state.db, &state.stripe, configuration)
    );
    let known = known?;
    if flow.subscription().is_some_and(|named| !known.has_subscription(named)) {
        audit::record(Event::ForeignSubscription, Some(user));
    }
    Ok(flow_data(&known, features.as_deref(), flow, return_url))
}

/// The operator's half of the story: what happened, and what mends it.
fn report(user: UserId, error: &StripeError) {
    match &error.kind {
        StripeErrorKind::PortalNotConfigured => tracing::error!(
            user.id = user.0,
            stripe.error = %error,
            "the customer portal is not configured, or the configuration we name is gone: run \
             `customer-portal portal apply`, or save the portal's settings at \
             https://dashboard.stripe.com/settings/billing/portal (test mode: /test/settings/billing/portal)"
        ),
        StripeErrorKind::BadKey | StripeErrorKind::PermissionDenied(_) => tracing::error!(
            user.id = user.0,
            stripe.error = %error,
            "Stripe refused the key: check STRIPE_SECRET_KEY at https://dashboard.stripe.com/apikeys"
        ),
        StripeErrorKind::CustomerMissing => tracing::error!(
            user.id = user.0,
            stripe.error = %error,
            "the user's Stripe customer does not exist for this key: deleted, or made in the other mode"
        ),
        _ => tracing::warn!(user.id = user.0, stripe.error = %error, "the customer portal could not be opened"),
    }
}
