//! The parameters that creating and updating a subscription share, and what they do to it.

use super::discounts::{self, Holder, SentDiscount};
use super::extras::Extra;
use super::references::check_attached;
use super::subscription_items::ItemChange;
use super::subscription_times::{CancelAt, Trial};
use super::tax_rates::SentRates;
use super::tax_settings;
use crate::cancellation;
use crate::error::Error;
use crate::params::{MetadataChange, Params, choice, set};
use crate::state::{
    CancelFeedback, CollectionMethod, MissingPaymentMethod, Pause, PauseBehavior, ProrationBehavior, Subscription,
};
use crate::tx::Tx;

choice!(Anchor { Now = "now", Unchanged = "unchanged" });

pub(crate) struct Details {
    comment: Option<Option<String>>,
    feedback: Option<CancelFeedback>,
}

impl Details {
    pub fn apply(self, subscription: &mut Subscription) {
        set(&mut subscription.cancel_comment, self.comment);
        set(&mut subscription.cancel_feedback, self.feedback.map(Some));
    }
}

#[derive(Default)]
pub(crate) struct Change {
    pub items: Option<Vec<ItemChange>>,
    /// A call about one new item answers with it, and not with the subscription.
    pub answers_with_item: bool,
    pub extras: Vec<Extra>,
    pub trial: Option<Trial>,
    pub default_payment_method: Option<Option<String>>,
    default_source: Option<Option<String>>,
    pub proration: ProrationBehavior,
    /// Of a new subscription: when its first whole period begins.
    anchor: Option<i64>,
    /// Whether every period begins anew with the change.
    pub resets_anchor: bool,
    cancel_at: Option<CancelAt>,
    cancel_at_period_end: Option<bool>,
    collection_method: Option<CollectionMethod>,
    days_until_due: Option<i64>,
    description: Option<Option<String>>,
    details: Option<Details>,
    metadata: Option<MetadataChange>,
    missing_payment_method: Option<Option<Option<MissingPaymentMethod>>>,
    pause_collection: Option<Option<Pause>>,
    discounts: Option<Vec<SentDiscount>>,
    default_tax_rates: Option<SentRates>,
    automatic_tax: Option<bool>,
}

impl Change {
    pub fn read(params: &mut Params) -> Result<Self, Error> {
        let change = Self {
            items: params.list("items", ItemChange::read)?,
            answers_with_item: false,
            extras: params.list("add_invoice_items", Extra::read)?.unwrap_or_default(),
            anchor: None,
            trial: Trial::read(params)?,
            proration: params.choice("proration_behavior")?.unwrap_or_default(),
            resets_anchor: false,
            default_payment_method: params.clearable("default_payment_method")?,
            default_source: params.clearable("default_source")?,
            cancel_at: CancelAt::read(params)?,
            cancel_at_period_end: params.boolean("cancel_at_period_end")?,
            collection_method: params.choice("collection_method")?,
            days_until_due: params.natural("days_until_due")?,
            description: params.clearable("description")?,
            details: params.hash("cancellation_details", Self::read_details)?,
            metadata: params.metadata()?,
            missing_payment_method: params.hash("trial_settings", |settings| {
                settings.hash("end_behavior", |behavior| behavior.choice("missing_payment_method"))
            })?,
            pause_collection: params.clearable_hash("pause_collection", read_pause)?,
            discounts: params.list("discounts", SentDiscount::read)?,
            default_tax_rates: SentRates::read(params, "default_tax_rates")?,
            automatic_tax: tax_settings::read(params)?,
        };
        if change.cancel_at_period_end == Some(true) && change.cancel_at.is_some() {
            return Err(Error::invalid(
                "cancel_at",
                "You may only specify one of these parameters: cancel_at, cancel_at_period_end.",
            ));
        }
        Ok(change)
    }

    /// A change of one item, and of nothing else.
    pub fn of(item: ItemChange, proration: ProrationBehavior) -> Self {
        Self { answers_with_item: item.is_new(), items: Some(vec![item]), proration, ..Self::default() }
    }

    /// The parameters of a new subscription: its periods may be anchored in the time to come.
    pub fn read_to_new(params: &mut Params) -> Result<Self, Error> {
        let anchor = params.natural("billing_cycle_anchor")?;
        Ok(Self { anchor, ..Self::read(params)? })
    }

    /// The parameters of a change to a subscription that is there: its periods may begin anew, too.
    pub fn read_to_existing(params: &mut Params) -> Result<Self, Error> {
        let anchor: Option<Anchor> = if params.is_hash("billing_cycle_anchor") {
            params.hash("billing_cycle_anchor", |hash| hash.choice("type"))?.flatten()
        } else {
            // As it was before 2026-05-27.dahlia.
            params.choice("billing_cycle_anchor")?
        };
        Ok(Self { resets_anchor: anchor == Some(Anchor::Now), ..Self::read(params)? })
    }

    pub fn read_details(hash: &mut Params) -> Result<Details, Error> {
        Ok(Details { comment: hash.clearable("comment")?, feedback: hash.choice("feedback")? })
    }

    /// Prices that are given by what they cost are made before anything refers to them.
    pub fn make_prices(&mut self, tx: &mut Tx<'_>) -> Result<(), Error> {
        self.items.iter_mut().flatten().try_for_each(|item| item.make_price(tx))
    }

    /// The anchor of a new subscription.
    pub fn place_anchor(&self, subscription: &mut Subscription) -> Result<(), Error> {
        match self.anchor {
            None => Ok(()),
            Some(anchor) if anchor > subscription.created => {
                subscription.billing_cycle_anchor = anchor;
                Ok(())
            }
            Some(_) => Err(Error::invalid("billing_cycle_anchor", "Invalid timestamp: must be in the future")),
        }
    }

    /// What cannot wait for a payment.
    pub fn touches_more_than_pends(&self) -> bool {
        self.default_payment_method.is_some()
            || self.default_source.is_some()
            || self.missing_payment_method.is_some()
            || self.touches_cancellation()
            || self.collection_method.is_some()
            || self.days_until_due.is_some()
            || self.description.is_some()
            || self.details.is_some()
            || self.metadata.is_some()
            || self.pause_collection.is_some()
            || self.discounts.is_some()
            || self.default_tax_rates.is_some()
            || self.automatic_tax.is_some()
    }

    pub fn touches_cancellation(&self) -> bool {
        self.cancel_at.is_some() || self.cancel_at_period_end.is_some()
    }

    pub fn touches_more_than_words(&self) -> bool {
        self.items.is_some()
            || self.trial.is_some()
            || self.default_payment_method.is_some()
            || self.default_source.is_some()
            || self.touches_cancellation()
            || self.collection_method.is_some()
            || self.days_until_due.is_some()
            || self.description.is_some()
            || self.missing_payment_method.is_some()
            || self.pause_collection.is_some()
            || self.discounts.is_some()
            || self.default_tax_rates.is_some()
            || self.automatic_tax.is_some()
            || self.resets_anchor
            || !self.extras.is_empty()
    }

    pub fn apply(self, tx: &Tx<'_>, subscription: &mut Subscription) -> Result<(), Error> {
        let now = tx.now();
        set(&mut subscription.default_payment_method, self.default_payment_method);
        if let Some(Some(source)) = &self.default_source {
            check_attached(tx, source, &subscription.customer, "default_source")?;
        }
        set(&mut subscription.default_source, self.default_source);
        set(&mut subscription.collection_method, self.collection_method);
        set(&mut subscription.days_until_due, self.days_until_due.map(Some));
        set(&mut subscription.description, self.description);
        set(&mut subscription.missing_payment_method, self.missing_payment_method.flatten().flatten());
        set(&mut subscription.pause_collection, self.pause_collection);
        if let Some(trial) = &self.trial {
            trial.apply(tx, subscription)?;
        }
        if let Some(rates) = &self.default_tax_rates {
            subscription.default_tax_rates = rates.usable(tx)?;
        }
        if let Some(sent) = &self.discounts {
            subscription.discounts = discounts::resolve(tx, sent, &holder(tx, subscription), &subscription.discounts)?;
        }
        if let Some(enabled) = self.automatic_tax {
            tax_settings::switch(tx, subscription, enabled)?;
        }
        if subscription.collection_method == CollectionMethod::SendInvoice && subscription.days_until_due.is_none() {
            return Err(Error::MissingParameter("days_until_due".to_owned()));
        }
        if let Some(change) = self.metadata {
            change.apply(&mut subscription.metadata);
        }
        match self.cancel_at_period_end {
            Some(true) if !subscription.cancel_at_period_end => cancellation::at_period_end(subscription, now),
            Some(false) => cancellation::clear_boolean(subscription),
            _ => {}
        }
        if let Some(cancel_at) = self.cancel_at {
            cancel_at.apply(subscription, now)?;
        }
        cancellation::follow_period(subscription);
        if let Some(details) = self.details {
            details.apply(subscription);
        }
        Ok(())
    }
}

pub(crate) fn holder<'a>(tx: &Tx<'_>, subscription: &'a Subscription) -> Holder<'a> {
    Holder {
        customer: Some(&subscription.customer),
        subscription: Some(&subscription.id),
        item: None,
        checkout_session: None,
        currency: &subscription.currency,
        amount: subscription.amount(tx.state()),
    }
}

fn read_pause(hash: &mut Params) -> Result<Pause, Error> {
    let behavior: Option<PauseBehavior> = hash.choice("behavior")?;
    Ok(Pause {
        behavior: behavior.ok_or_else(|| Error::MissingParameter(hash.name("behavior")))?,
        resumes_at: hash.natural("resumes_at")?,
    })
}
