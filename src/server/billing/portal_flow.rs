//! A deep link in Stripe's terms, checked beforehand: against what the customer has, and against
//! what the portal is configured to allow.

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
use time::OffsetDateTime;

use super::{
    known::{Known, Subscribed, is_sent_invoices, status},
    overview::plan,
    pause::can_pause,
};
use crate::{
    model::{Flow, Step},
    server::{db::entity::subscription_item, portal_config::PortalFeatures},
};

/// Stripe's `flow_data`.
#[derive(Serialize)]
#[serde(untagged)]
pub(super) enum FlowParameters {
    Flow(FlowData),
    /// Of a version that async-stripe does not have yet.
    Pause(PauseData),
}

/// `flow_data` of the type `subscription_pause`.
#[derive(Serialize)]
pub(super) struct PauseData {
    #[serde(rename = "type")]
    kind: &'static str,
    subscription_pause: Pause,
    after_completion: AfterCompletion,
}

#[derive(Serialize)]
struct Pause {
    subscription: String,
}

/// Stripe's parameters for the flow; `None` if it could not run, and the portal's home is the place
/// to go. Without `features` it is not known what the portal allows, and it is for Stripe to say.
pub(super) fn flow_data(
    known: &Known,
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
            let (row, _) = target(known, subscription.as_deref(), &Step::CancelPlan)?;
            allowed(|features| features.subscription_cancel).then(|| FlowData {
                subscription_cancel: Some(Cancel::new(&row.id)),
                ..new(FlowType::SubscriptionCancel, return_url)
            })
        }
        Flow::SubscriptionPause { subscription } => {
            let pause = Pause { subscription: pausable(known, subscription.as_deref())?.to_owned() };
            return allowed(|features| features.subscription_pause == Some(true)).then(|| {
                FlowParameters::Pause(PauseData {
                    kind: "subscription_pause",
                    subscription_pause: pause,
                    after_completion: back_to(return_url),
                })
            });
        }
        Flow::SubscriptionUpdate { subscription } => {
            let (id, _) = changeable(known, subscription.as_deref())?;
            allowed(|features| features.subscription_update).then(|| FlowData {
                subscription_update: Some(Update::new(id)),
                ..new(FlowType::SubscriptionUpdate, return_url)
            })
        }
        Flow::SubscriptionUpdateConfirm { subscription, price } => {
            let (id, item) = changeable(known, subscription.as_deref())?;
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

/// The subscription that is meant: the named one, if it is the customer's own, else the first one.
fn meant<'a>(known: &'a Known, named: Option<&str>) -> Option<&'a Subscribed> {
    let meant = match named {
        Some(id) => known.subscriptions.iter().find(|(row, _)| row.id == id),
        None => known.first(),
    };
    meant.filter(|(row, _)| !status(row).is_ended())
}

/// [`meant`], if what the flow does is a step from where it stands.
fn target<'a>(known: &'a Known, named: Option<&str>, step: &Step) -> Option<&'a Subscribed> {
    let meant = meant(known, named)?;
    plan(known, meant, OffsetDateTime::now_utc()).steps().contains(step).then_some(meant)
}

/// The subscription that is to be paused.
fn pausable<'a>(known: &'a Known, named: Option<&str>) -> Option<&'a str> {
    let meant = meant(known, named)?;
    let plan = plan(known, meant, OffsetDateTime::now_utc());
    can_pause(meant, &plan.standing).then_some(meant.0.id.as_str())
}

/// The subscription that is to be changed, and its item.
pub(super) fn changeable<'a>(known: &'a Known, named: Option<&str>) -> Option<(&'a str, &'a subscription_item::Model)> {
    let subscribed = target(known, named, &Step::ChangePlan)?;
    Some((&subscribed.0.id, changed_item(subscribed)?))
}

/// What the portal would change of it: it changes no subscription of several products, none that is billed by usage,
/// and none whose invoices are sent. Source: Stripe's documentation of its limits.
pub(super) fn changed_item((row, items): &Subscribed) -> Option<&subscription_item::Model> {
    match items.as_slice() {
        [item] if item.quantity.is_some() && !is_sent_invoices(row) => Some(item),
        _ => None,
    }
}
