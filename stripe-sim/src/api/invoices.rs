//! Invoices.

use super::discounts::{self, SentDiscount};
use super::references::check_attached;
use super::subscription_changes::{Change, holder};
use super::subscription_items::ItemChange;
use super::subscriptions::changed;
use super::tax_settings;
use crate::billing::{self, Drafted};
use crate::error::Error;
use crate::list::Page;
use crate::params::{Params, choose};
use crate::phases;
use crate::render::Render;
use crate::state::{
    BillingReason, CollectionMethod, Customer, Invoice, InvoiceStatus, Kind, PaymentMethod, ProrationBehavior, Status,
    Subscription,
};
use crate::tx::Tx;
use serde_json::Value;

pub(crate) fn retrieve(tx: &mut Tx<'_>, id: &str, params: Params) -> Result<Value, Error> {
    params.done()?;
    Ok(tx.addressed::<Invoice>(id, "invoice")?.render(tx.state()))
}

pub(crate) fn list(tx: &mut Tx<'_>, _: &str, mut params: Params) -> Result<Value, Error> {
    let page = Page::read(&mut params)?;
    let customer = params.text("customer")?;
    let subscription = params.text("subscription")?;
    let collection_method: Option<CollectionMethod> = params.choice("collection_method")?;
    let status: Option<InvoiceStatus> = match params.text("status")? {
        None => None,
        Some(word) => Some(choose("status", &word)?),
    };
    params.done()?;
    if let Some(customer) = &customer {
        tx.mentioned::<Customer>(customer, "customer")?;
    }
    if let Some(subscription) = &subscription {
        tx.mentioned::<Subscription>(subscription, "subscription")?;
    }
    let of_customer = customer.as_deref().map(|customer| ("customer", customer));
    let of_subscription = subscription.as_deref().map(|subscription| ("subscription", subscription));
    page.within::<Invoice>(tx.state(), "/v1/invoices", of_subscription.or(of_customer), |invoice| {
        status.is_none_or(|status| invoice.status == status)
            && collection_method.is_none_or(|method| invoice.collection_method == method)
            && customer.as_ref().is_none_or(|customer| invoice.customer == *customer)
    })
}

pub(crate) fn lines(tx: &mut Tx<'_>, id: &str, mut params: Params) -> Result<Value, Error> {
    let page = Page::read(&mut params)?;
    params.done()?;
    let lines = tx.addressed::<Invoice>(id, "invoice")?.render_lines(tx.state());
    page.inside(tx.state(), lines, "line item", &format!("/v1/invoices/{id}/lines"))
}

pub(crate) fn pay(tx: &mut Tx<'_>, id: &str, mut params: Params) -> Result<Value, Error> {
    let invoice = tx.addressed::<Invoice>(id, "invoice")?.clone();
    let method = params.text("payment_method")?;
    params.boolean("off_session")?;
    params.done()?;
    let method = match method {
        None => None,
        Some(method) => {
            check_attached(tx, &method, &invoice.customer, "payment_method")?;
            tx.get::<PaymentMethod>(&method).cloned()
        }
    };
    if invoice.status == InvoiceStatus::Draft {
        billing::finalize(tx, id);
    }
    match invoice.status {
        InvoiceStatus::Paid => return Err(Error::refused("Invoice is already paid")),
        InvoiceStatus::Open => settled(&invoice)?,
        InvoiceStatus::Void => return Err(Error::refused("Invoice is voided and can no longer be paid")),
        InvoiceStatus::Uncollectible => {
            tx.update_quietly::<Invoice>(id, |invoice| invoice.status = InvoiceStatus::Open);
        }
        InvoiceStatus::Draft => {}
    }
    billing::collect(tx, id, method.as_ref(), false).map_err(Error::CardDeclined)?;
    Ok(tx.render::<Invoice>(id))
}

/// What is under way has to come to its end first.
fn settled(invoice: &Invoice) -> Result<(), Error> {
    match invoice.processing {
        None => Ok(()),
        Some(_) => {
            Err(Error::refused("This invoice has a payment that is processing; wait for it to succeed or fail."))
        }
    }
}

pub(crate) fn finalize(tx: &mut Tx<'_>, id: &str, mut params: Params) -> Result<Value, Error> {
    params.boolean("auto_advance")?;
    params.done()?;
    if tx.addressed::<Invoice>(id, "invoice")?.is_final() {
        return Err(Error::refused("This invoice is already finalized, you can't re-finalize a non-draft invoice."));
    }
    billing::finalize(tx, id);
    Ok(tx.render::<Invoice>(id))
}

pub(crate) fn void(tx: &mut Tx<'_>, id: &str, params: Params) -> Result<Value, Error> {
    params.done()?;
    let invoice = tx.addressed::<Invoice>(id, "invoice")?;
    match invoice.status {
        InvoiceStatus::Open | InvoiceStatus::Uncollectible => {}
        _ => return Err(Error::refused("You can only pass in open or uncollectible invoices. This invoice isn't.")),
    }
    settled(invoice)?;
    billing::void(tx, id);
    Ok(tx.render::<Invoice>(id))
}

pub(crate) fn mark_uncollectible(tx: &mut Tx<'_>, id: &str, params: Params) -> Result<Value, Error> {
    params.done()?;
    let invoice = tx.addressed::<Invoice>(id, "invoice")?;
    if !invoice.is_owed() {
        return Err(Error::refused("You can only mark open invoices as uncollectible."));
    }
    settled(invoice)?;
    billing::mark_uncollectible(tx, id);
    Ok(tx.render::<Invoice>(id))
}

/// What the next invoice of a subscription would be, also after a change that is only being thought of.
pub(crate) fn create_preview(tx: &mut Tx<'_>, _: &str, mut params: Params) -> Result<Value, Error> {
    let customer = params.text("customer")?;
    let id = params.required("subscription")?;
    let discounts = params.list("discounts", SentDiscount::read)?;
    let automatic_tax = tax_settings::read(&mut params)?;
    let details = params.hash("subscription_details", Change::read_to_existing)?;
    params.done()?;
    let mut items = details.as_ref().and_then(|change| change.items.as_ref()).into_iter().flatten();
    if details.as_ref().is_some_and(|it| !it.extras.is_empty()) || items.any(ItemChange::has_new_price) {
        let (param, what) = ("subscription_details".to_owned(), "`price_data` and `add_invoice_items` in previews");
        return Err(Error::not_simulated(Some(param), what, "items with prices that there are"));
    }
    let before = tx.mentioned::<Subscription>(&id, "subscription")?.clone();
    if customer.is_some_and(|customer| customer != before.customer) {
        return Err(Error::Missing { noun: Subscription::NOUN, id, param: "subscription".to_owned(), in_url: false });
    }
    let proration = details.as_ref().map_or(ProrationBehavior::CreateProrations, |change| change.proration);
    let mut after = match details {
        None => before.clone(),
        Some(change) => changed(tx, &before, change)?,
    };
    if let Some(discounts) = discounts {
        after.discounts = discounts::resolve(tx, &discounts, &holder(tx, &after), &after.discounts)?;
    }
    if let Some(enabled) = automatic_tax {
        tax_settings::switch(tx, &mut after, enabled)?;
    }
    let end = after.first_period_end();
    if after.has_ended() || after.status == Status::Paused || after.ends_at().is_some_and(|ends| ends <= end) {
        return Err(Error::Refused {
            message: "No upcoming invoices for customer".to_owned(),
            code: Some("invoice_upcoming_none"),
            param: None,
        });
    }
    Ok(preview(tx, &before, &after, proration).render(tx.state()))
}

pub(crate) fn preview(
    tx: &Tx<'_>,
    before: &Subscription,
    after: &Subscription,
    proration: ProrationBehavior,
) -> Invoice {
    let changes = billing::changes(tx.state(), before, after, tx.now());
    let asked = changes.asked_at_once(proration);
    let mut lines = before.pending_lines.clone();
    let mut at = tx.now();
    if asked.is_empty() {
        if proration == ProrationBehavior::CreateProrations {
            lines.extend(changes.prorated);
        }
        at = after.first_period_end();
        let next = phases::renewed(tx.state(), after, at);
        lines.extend(billing::renewal(tx.state(), after, &next, at));
    } else {
        lines.extend(asked);
    }
    let mut invoice = billing::draft_at(tx, after, BillingReason::Upcoming, lines, at);
    invoice.id = format!("upcoming_{}", invoice.id);
    invoice.created = at;
    invoice.period_end = at;
    invoice.acts_at = (Drafted::of(after) == Drafted::Collect).then_some(at);
    invoice
}
