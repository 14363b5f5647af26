//! Stripe's parameters for a deep link, checked against the customer's facts and the portal's
//! features.

use mirror::entity::subscription_item;
use portal_config::PortalFeatures;
use serde::Serialize;
use stripe_billing::billing_portal_session::{
    CreateBillingPortalSessionFlowData as FlowData,
    CreateBillingPortalSessionFlowDataAfterCompletion as AfterCompletion,
    CreateBillingPortalSessionFlowDataAfterCompletionRedirect as Redirect,
    CreateBillingPortalSessionFlowDataAfterCompletionType as AfterCompletionType,
    CreateBillingPortalSessionFlowDataSubscriptionCancel as Cancel,
    CreateBillingPortalSessionFlowDataSubscriptionUpdate as Update,
    CreateBillingPortalSessionFlowDataSubscriptionUpdateConfirm as UpdateConfirm,
    CreateBillingPortalSessionFlowDataSubscriptionUpdateConfirmItems as UpdateConfirmItem,
    CreateBillingPortalSessionFlowDataType as FlowType,
};

use crate::{
    facts::BillingFacts,
    model::{Flow, NextAction},
    overview::plan,
    pause::can_pause,
    subscription::{SubscriptionWithItems, status},
};

/// Stripe's `flow_data`.
#[derive(Serialize)]
#[serde(untagged)]
pub enum FlowParameters {
    Flow(FlowData),
    /// From an API version that async-stripe does not support yet.
    Pause(PauseData),
}

/// `flow_data` of the type `subscription_pause`.
#[derive(Serialize)]
pub struct PauseData {
    #[serde(rename = "type")]
    kind: &'static str,
    subscription_pause: Pause,
    after_completion: AfterCompletion,
}

#[derive(Serialize)]
struct Pause {
    subscription: String,
}

/// Stripe's parameters for the flow; `None` if it cannot run and the portal's home page is opened
/// instead. Without `features` it is unknown what the portal allows, and Stripe decides.
pub fn flow_data(
    facts: &BillingFacts,
    features: Option<&PortalFeatures>,
    flow: &Flow,
    return_url: &str,
) -> Option<FlowParameters> {
    let allowed = |ask: fn(&PortalFeatures) -> bool| features.is_none_or(ask);
    let data = match flow {
        Flow::PaymentMethodUpdate => {
            allowed(|features| features.payment_method_update).then(|| new(FlowType::PaymentMethodUpdate, return_url))
        }
        Flow::CustomerUpdate => {
            allowed(|features| features.customer_update).then(|| new(FlowType::CustomerUpdate, return_url))
        }
        Flow::SubscriptionCancel { subscription } => {
            let row = &target(facts, subscription.as_deref(), &NextAction::CancelPlan)?.subscription;
            allowed(|features| features.subscription_cancel).then(|| FlowData {
                subscription_cancel: Some(Cancel::new(&row.id)),
                ..new(FlowType::SubscriptionCancel, return_url)
            })
        }
        Flow::SubscriptionPause { subscription } => {
            let pause = Pause { subscription: pausable(facts, subscription.as_deref())?.to_owned() };
            return allowed(|features| features.subscription_pause == Some(true)).then(|| {
                FlowParameters::Pause(PauseData {
                    kind: "subscription_pause",
                    subscription_pause: pause,
                    after_completion: back_to(return_url),
                })
            });
        }
        Flow::SubscriptionUpdate { subscription } => {
            let (id, _) = changeable(facts, subscription.as_deref())?;
            allowed(|features| features.subscription_update).then(|| FlowData {
                subscription_update: Some(Update::new(id)),
                ..new(FlowType::SubscriptionUpdate, return_url)
            })
        }
        Flow::SubscriptionUpdateConfirm { subscription, price } => {
            let (id, item) = changeable(facts, subscription.as_deref())?;
            let offered = features.is_none_or(|all| all.subscription_update && all.prices.contains(price));
            let change = UpdateConfirmItem {
                price: Some(price.clone()),
                quantity: item.quantity.and_then(|quantity| u64::try_from(quantity).ok()),
                ..UpdateConfirmItem::new(&item.id)
            };
            (offered && item.price_id != *price).then(|| FlowData {
                subscription_update_confirm: Some(UpdateConfirm::new(vec![change], id)),
                ..new(FlowType::SubscriptionUpdateConfirm, return_url)
            })
        }
    };
    data.map(FlowParameters::Flow)
}

fn new(kind: FlowType, return_url: &str) -> FlowData {
    FlowData { after_completion: Some(back_to(return_url)), ..FlowData::new(kind) }
}

fn back_to(return_url: &str) -> AfterCompletion {
    AfterCompletion { redirect: Some(Redirect::new(return_url)), ..AfterCompletion::new(AfterCompletionType::Redirect) }
}

/// The subscription for the flow: the named one if it is the customer's, otherwise the first one.
fn meant<'a>(facts: &'a BillingFacts, named: Option<&str>) -> Option<&'a SubscriptionWithItems> {
    let meant = match named {
        Some(id) => facts.subscriptions.iter().find(|row| row.subscription.id == id),
        None => facts.first(),
    };
    meant.filter(|row| !status(&row.subscription).is_ended())
}

/// [`meant`], if the flow's action is possible in its standing.
fn target<'a>(facts: &'a BillingFacts, named: Option<&str>, step: &NextAction) -> Option<&'a SubscriptionWithItems> {
    let meant = meant(facts, named)?;
    plan(facts, meant, clock::now()).next_actions().contains(step).then_some(meant)
}

/// The subscription to pause.
fn pausable<'a>(facts: &'a BillingFacts, named: Option<&str>) -> Option<&'a str> {
    let meant = meant(facts, named)?;
    let plan = plan(facts, meant, clock::now());
    can_pause(meant, &plan.standing).then_some(meant.subscription.id.as_str())
}

/// The subscription to change, and its item.
pub fn changeable<'a>(facts: &'a BillingFacts, named: Option<&str>) -> Option<(&'a str, &'a subscription_item::Model)> {
    let subscribed = target(facts, named, &NextAction::ChangePlan)?;
    Some((&subscribed.subscription.id, subscribed.changeable_item()?))
}
