//! The flows of portal sessions: what a customer is sent to do, and whether it can be done.

use super::values::read_url;
use crate::error::Error;
use crate::params::{Params, choice};
use crate::portal;
use crate::schedules;
use crate::state::{AfterCompletion, Flow, FlowKind, Kind, PortalConfiguration, Subscription};
use crate::tx::Tx;

const LONGEST_MESSAGE: usize = 500;

choice!(FlowType {
    CustomerUpdate = "customer_update",
    PaymentMethodUpdate = "payment_method_update",
    SubscriptionCancel = "subscription_cancel",
    SubscriptionPause = "subscription_pause",
    SubscriptionUpdate = "subscription_update",
    SubscriptionUpdateConfirm = "subscription_update_confirm",
});
choice!(CompletionType {
    HostedConfirmation = "hosted_confirmation",
    PortalHomepage = "portal_homepage",
    Redirect = "redirect",
});

/// `flow_data` as it was sent.
pub(super) struct FlowData {
    kind: FlowType,
    after_completion: AfterCompletion,
    cancel: Option<String>,
    pause: Option<String>,
    update: Option<String>,
    update_confirm: Option<Confirm>,
}

/// The one item a customer is asked to confirm the change of.
struct Confirm {
    subscription: String,
    item: String,
    price: Option<String>,
    quantity: Option<i64>,
}

impl FlowData {
    pub fn read(hash: &mut Params) -> Result<Self, Error> {
        let kind: Option<FlowType> = hash.choice("type")?;
        let kind = kind.ok_or_else(|| Error::MissingParameter(hash.name("type")))?;
        let after_completion = hash.hash("after_completion", read_completion)?;
        Ok(Self {
            kind,
            after_completion: after_completion.unwrap_or(AfterCompletion::PortalHomepage),
            cancel: hash.hash("subscription_cancel", |hash| hash.required("subscription"))?,
            pause: hash.hash("subscription_pause", |hash| hash.required("subscription"))?,
            update: hash.hash("subscription_update", |hash| hash.required("subscription"))?,
            update_confirm: hash.hash("subscription_update_confirm", read_confirm)?,
        })
    }
}

fn read_completion(hash: &mut Params) -> Result<AfterCompletion, Error> {
    let kind: Option<CompletionType> = hash.choice("type")?;
    let kind = kind.ok_or_else(|| Error::MissingParameter(hash.name("type")))?;
    let redirect = hash.hash("redirect", |hash| read_url(hash, "return_url"))?.flatten();
    let confirmation = hash.hash("hosted_confirmation", |hash| hash.clearable("custom_message"))?;
    let custom_message = confirmation.flatten().flatten();
    if custom_message.as_ref().is_some_and(|message| message.chars().count() > LONGEST_MESSAGE) {
        return Err(Error::invalid(
            hash.name("hosted_confirmation][custom_message"),
            format!("A custom message can have at most {LONGEST_MESSAGE} characters."),
        ));
    }
    Ok(match kind {
        CompletionType::PortalHomepage => AfterCompletion::PortalHomepage,
        CompletionType::HostedConfirmation => AfterCompletion::HostedConfirmation { custom_message },
        CompletionType::Redirect => AfterCompletion::Redirect {
            return_url: redirect.ok_or_else(|| Error::MissingParameter(hash.name("redirect][return_url")))?,
        },
    })
}

/// Exactly one item, with its id and a price or a quantity.
fn read_confirm(hash: &mut Params) -> Result<Confirm, Error> {
    let subscription = hash.required("subscription")?;
    let items =
        hash.list("items", |item| Ok((item.required("id")?, item.text("price")?, item.natural("quantity")?)))?;
    let mut items = items.ok_or_else(|| Error::MissingParameter(hash.name("items")))?.into_iter();
    match (items.next(), items.next()) {
        (Some((item, price, quantity)), None) => Ok(Confirm { subscription, item, price, quantity }),
        _ => Err(Error::invalid(hash.name("items"), "Exactly one item has to be given.")),
    }
}

/// A flow that can be gone through; Stripe refuses the others here, before the customer is sent anywhere.
pub(super) fn flow(
    tx: &Tx<'_>,
    data: FlowData,
    customer: &str,
    configuration: &PortalConfiguration,
) -> Result<Flow, Error> {
    let kind = match data.kind {
        FlowType::PaymentMethodUpdate if configuration.features.payment_method_update => FlowKind::PaymentMethodUpdate,
        FlowType::PaymentMethodUpdate => {
            return Err(Error::refused(
                "This flow cannot be used because the payment method update feature in the portal configuration is \
                 disabled.",
            ));
        }
        FlowType::CustomerUpdate if !configuration.customer_fields().is_empty() => FlowKind::CustomerUpdate,
        FlowType::CustomerUpdate => {
            return Err(Error::refused(
                "This flow cannot be used because the customer update feature in the portal configuration is disabled.",
            ));
        }
        FlowType::SubscriptionCancel => {
            let subscription = mentioned(tx, data.cancel, customer, "subscription_cancel")?;
            if !configuration.features.subscription_cancel.enabled {
                return Err(Error::refused(
                    "This subscription cannot be canceled because the subscription cancellation feature in the portal \
                     configuration is disabled.",
                ));
            }
            if schedules::waiting(tx.state(), subscription).is_some() {
                return Err(Error::refused(
                    "This subscription cannot be canceled because it is managed by a subscription schedule.",
                ));
            }
            if subscription.is_scheduled_to_end() {
                return Err(Error::refused(format!(
                    "The subscription {} is already set to be canceled at period end.",
                    subscription.id
                )));
            }
            FlowKind::SubscriptionCancel { subscription: subscription.id.clone() }
        }
        FlowType::SubscriptionPause => {
            let subscription = mentioned(tx, data.pause, customer, "subscription_pause")?;
            if !configuration.features.subscription_pause.enabled {
                return Err(Error::refused(
                    "This subscription cannot be paused because the subscription pause feature in the portal \
                     configuration is disabled.",
                ));
            }
            if let Some(why) = portal::pause_blocked(subscription) {
                return Err(Error::refused(format!("This subscription cannot be paused because {why}")));
            }
            FlowKind::SubscriptionPause { subscription: subscription.id.clone() }
        }
        FlowType::SubscriptionUpdate => {
            let subscription = mentioned(tx, data.update, customer, "subscription_update")?;
            check_updatable(tx, subscription, configuration)?;
            FlowKind::SubscriptionUpdate { subscription: subscription.id.clone() }
        }
        FlowType::SubscriptionUpdateConfirm => {
            let sent = data.update_confirm.as_ref().map(|confirm| confirm.subscription.clone());
            let subscription = mentioned(tx, sent, customer, "subscription_update_confirm")?;
            check_updatable(tx, subscription, configuration)?;
            let missing = || Error::MissingParameter("flow_data[subscription_update_confirm]".to_owned());
            confirm(subscription, configuration, data.update_confirm.ok_or_else(missing)?)?
        }
    };
    Ok(Flow { kind, after_completion: data.after_completion, completed: false })
}

fn check_updatable(tx: &Tx<'_>, subscription: &Subscription, configuration: &PortalConfiguration) -> Result<(), Error> {
    let why = if !configuration.features.subscription_update.enabled {
        "the subscription update feature in the portal configuration is disabled."
    } else if let Some(why) = portal::update_blocked(tx.state(), subscription) {
        why
    } else {
        return Ok(());
    };
    Err(Error::refused(format!("This subscription cannot be updated because {why}")))
}

fn confirm(subscription: &Subscription, configuration: &PortalConfiguration, sent: Confirm) -> Result<FlowKind, Error> {
    let param = |field: &str| format!("flow_data[subscription_update_confirm][items][0][{field}]");
    let Some(item) = subscription.items.iter().find(|item| item.id == sent.item) else {
        return Err(Error::Missing { noun: "subscription item", id: sent.item, param: param("id"), in_url: false });
    };
    let price = sent.price.unwrap_or_else(|| item.price.clone());
    let quantity = sent.quantity.unwrap_or(item.quantity);
    if price == item.price && quantity == item.quantity {
        return Err(Error::refused("Cannot update the subscription because there are no changes to confirm."));
    }
    if price != item.price && !configuration.features.subscription_update.offers(&price) {
        return Err(Error::refused_param(
            &param("price"),
            format!(
                "The item `{}` cannot be updated to price `{price}` because the configuration `{}` does not include \
                 the price in its `features[subscription_update][products]`.",
                item.id, configuration.id
            ),
        ));
    }
    Ok(FlowKind::SubscriptionUpdateConfirm {
        subscription: subscription.id.clone(),
        item: item.id.clone(),
        price,
        quantity,
    })
}

/// The customer's own subscription that a flow is about, and one that is not over.
fn mentioned<'a>(tx: &'a Tx<'_>, sent: Option<String>, customer: &str, flow: &str) -> Result<&'a Subscription, Error> {
    let id = sent.ok_or_else(|| Error::MissingParameter(format!("flow_data[{flow}]")))?;
    let param = format!("flow_data[{flow}][subscription]");
    let subscription = tx.mentioned::<Subscription>(&id, &param)?;
    if subscription.customer != customer {
        return Err(Error::Missing { noun: Subscription::NOUN, id, param, in_url: false });
    }
    if subscription.has_ended() {
        return Err(Error::refused_param(&param, format!("The subscription {id} has already been canceled.")));
    }
    Ok(subscription)
}
