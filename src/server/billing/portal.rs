//! Opening the customer portal: who is the customer, where do they want to go, and a fresh URL.

use sea_orm::DbErr;
use stripe_billing::billing_portal_session::{
    CreateBillingPortalSession, CreateBillingPortalSessionFlowData as FlowData,
    CreateBillingPortalSessionFlowDataAfterCompletion as AfterCompletion,
    CreateBillingPortalSessionFlowDataAfterCompletionRedirect as Redirect,
    CreateBillingPortalSessionFlowDataAfterCompletionType as AfterCompletionType,
    CreateBillingPortalSessionFlowDataSubscriptionCancel as Cancel,
    CreateBillingPortalSessionFlowDataSubscriptionUpdate as Update,
    CreateBillingPortalSessionFlowDataSubscriptionUpdateConfirm as UpdateConfirm,
    CreateBillingPortalSessionFlowDataSubscriptionUpdateConfirmItems as UpdateConfirmItem,
    CreateBillingPortalSessionFlowDataType as FlowType,
};

use super::{
    rows::{portal_customer_of, subscriptions_of},
    summary::{self, Subscribed},
};
use crate::{
    model::Flow,
    server::{
        auth::UserId,
        state::AppState,
        stripe::{HostedUrl, StripeError, StripeErrorKind},
    },
};

/// Why there is no portal to go to.
#[derive(Debug, thiserror::Error)]
pub enum OpenPortalError {
    /// The user is no Stripe customer, or the customer was deleted.
    #[error("the user has no Stripe customer")]
    NoCustomer,
    #[error(transparent)]
    Stripe(StripeError),
    #[error(transparent)]
    Database(#[from] DbErr),
}

/// A fresh portal URL for the user. A flow that cannot run leads to the portal's home page instead:
/// the customer wanted to go to the portal in any case.
///
/// # Errors
/// See [`OpenPortalError`]; nothing was changed then.
pub async fn open_portal(state: &AppState, user: UserId, flow: Option<&Flow>) -> Result<HostedUrl, OpenPortalError> {
    let (customer, recorded) = portal_customer_of(&state.db, user).await?.ok_or(OpenPortalError::NoCustomer)?;
    let return_url = state.settings.app_url.join("/account");
    let flow_data = match flow {
        Some(flow) => flow_data(state, &customer, flow, &return_url).await?,
        None => None,
    };
    let mut request = CreateBillingPortalSession::new().customer(&customer).return_url(return_url);
    // Always by name where there is one: another that was made later must not take its place.
    if let Some(configuration) = state.settings.portal_configuration.as_ref().or(recorded.as_ref()) {
        request = request.configuration(configuration);
    }
    let home = request.clone();
    let with_flow = flow_data.is_some();
    if let Some(data) = flow_data {
        request = request.flow_data(data);
    }

    let key = state.clicks.key(user, flow);
    let attempt = async {
        match state.stripe.send_with_key(&request, &key).await {
            Err(error) if with_flow && matches!(error.kind, StripeErrorKind::Rejected(_)) => {
                tracing::info!(user.id = user.0, stripe.error = %error, "portal flow refused; opening the portal's home");
                state.stripe.send_with_key(&home, &format!("{key}-home")).await
            }
            answer => answer,
        }
    };
    // One budget for the click, also when it takes two calls.
    let answer = tokio::time::timeout(state.stripe.patience(), attempt)
        .await
        .unwrap_or_else(|_| Err(StripeError::new(StripeErrorKind::TimedOut)));
    let url = answer.and_then(|session| {
        HostedUrl::parse(&session.value.url).ok_or_else(|| StripeError::new(StripeErrorKind::Garbage(200)))
    });
    url.map_err(|error| {
        state.clicks.forget(user, flow);
        report(user, &error);
        match error.kind {
            StripeErrorKind::CustomerMissing => OpenPortalError::NoCustomer,
            _ => OpenPortalError::Stripe(error),
        }
    })
}

/// Stripe's parameters for a flow; `None` if it needs a subscription and there is none to act on.
async fn flow_data(state: &AppState, customer: &str, flow: &Flow, return_url: &str) -> Result<Option<FlowData>, DbErr> {
    let kind = match flow {
        Flow::PaymentMethodUpdate => FlowType::PaymentMethodUpdate,
        Flow::CustomerUpdate => FlowType::CustomerUpdate,
        Flow::SubscriptionCancel => FlowType::SubscriptionCancel,
        Flow::SubscriptionUpdate => FlowType::SubscriptionUpdate,
        Flow::SubscriptionUpdateConfirm { .. } => FlowType::SubscriptionUpdateConfirm,
    };
    let mut data = FlowData::new(kind);
    data.after_completion = Some(AfterCompletion {
        redirect: Some(Redirect::new(return_url)),
        ..AfterCompletion::new(AfterCompletionType::Redirect)
    });
    if matches!(flow, Flow::PaymentMethodUpdate | Flow::CustomerUpdate) {
        return Ok(Some(data));
    }
    let Some((subscription, items)) = current_subscription(state, customer).await? else {
        return Ok(None);
    };
    match flow {
        Flow::SubscriptionCancel => data.subscription_cancel = Some(Cancel::new(subscription.id)),
        Flow::SubscriptionUpdate => data.subscription_update = Some(Update::new(subscription.id)),
        Flow::SubscriptionUpdateConfirm { price } => {
            // Stripe confirms changes of single-item subscriptions only.
            let [item] = items.as_slice() else { return Ok(None) };
            let change = UpdateConfirmItem { price: Some(price.clone()), ..UpdateConfirmItem::new(&item.id) };
            data.subscription_update_confirm = Some(UpdateConfirm::new(vec![change], subscription.id));
        }
        Flow::PaymentMethodUpdate | Flow::CustomerUpdate => {}
    }
    Ok(Some(data))
}

async fn current_subscription(state: &AppState, customer: &str) -> Result<Option<Subscribed>, DbErr> {
    let all = subscriptions_of(&state.db, customer).await?;
    Ok(summary::current(all).filter(|(subscription, _)| !summary::status(subscription).is_ended()))
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
        StripeErrorKind::BadKey | StripeErrorKind::PermissionDenied => tracing::error!(
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
