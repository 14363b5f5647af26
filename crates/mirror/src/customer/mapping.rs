//! Mapping Stripe's answers to rows.

use serde_json::{Value, json};
use stripe_shared::{
    BillingBillResourceInvoicingTaxesTaxTaxBehavior as TaxBehavior, Customer, Invoice, InvoiceStatus, Price,
    RecurringUsageType, Subscription,
};

use crate::{
    customer::{
        charges::Charges,
        discounts::discounts,
        expanded::collapse,
        fetch::{Fetched, FetchedSubscription, Found},
        payment_methods::payment_methods,
        payments::is_processing,
        rows::Rows,
        schedule::Schedule,
        subscriptions::EXPANDED,
    },
    entity::{invoice, subscription, subscription_item},
};

impl Rows {
    /// The rows that the customer should have.
    pub fn of(customer_id: &str, fetched: Fetched) -> Self {
        let Fetched { customer, subscriptions, unread, invoices, charges, unreadable: _ } = fetched;
        let (deleted, missing) = (matches!(customer, Found::Deleted), matches!(customer, Found::Missing));
        let living = match customer {
            Found::Living(living) => Some(*living),
            Found::Deleted | Found::Missing => None,
        };
        let (customer, raw) = (living.as_ref().map(|it| &it.customer), living.as_ref().map(|it| &it.raw));
        let mut rows = Self {
            deleted,
            missing,
            default_payment_method: customer.and_then(what_pays),
            balance: customer.and_then(|customer| customer.balance).unwrap_or_default(),
            currency: customer.and_then(|customer| Some(customer.currency.as_ref()?.to_string())),
            payment_methods: payment_methods(customer_id, raw, subscriptions.iter().map(|each| &each.raw)),
            invoices: invoices.into_iter().filter_map(|invoice| invoice_row(customer_id, invoice, &charges)).collect(),
            items: subscriptions.iter().flat_map(|each| item_rows(&each.subscription)).collect(),
            subscriptions: subscriptions.into_iter().map(|each| row(customer_id, each, raw)).collect(),
        };
        for unread in unread {
            rows.subscriptions.push(unread.row);
            rows.items.extend(unread.items);
        }
        rows
    }
}

/// The id of the default payment method, or of the default legacy source.
fn what_pays(customer: &Customer) -> Option<String> {
    let source = || Some(customer.default_source.as_ref()?.id().to_string());
    let method = customer.invoice_settings.as_ref().and_then(|settings| settings.default_payment_method.as_ref());
    method.map(|method| method.id().to_string()).or_else(source)
}

/// `None` for previews, which have no id, and for drafts. Drafts are not shown, and no event
/// reports them, so each would look like drift.
fn invoice_row(customer_id: &str, invoice: Invoice, charges: &Charges) -> Option<invoice::Model> {
    if invoice.status == Some(InvoiceStatus::Draft) {
        return None;
    }
    let is_processing = is_processing(&invoice);
    let aftermath = charges.of(&invoice);
    let subscription = invoice.parent.and_then(|parent| parent.subscription_details);
    Some(invoice::Model {
        id: invoice.id?.to_string(),
        customer_id: customer_id.to_owned(),
        subscription_id: subscription.map(|details| details.subscription.id().to_string()),
        number: invoice.number,
        status: invoice.status?.as_str().to_owned(),
        currency: invoice.currency.to_string(),
        total: invoice.total,
        amount_remaining: invoice.amount_remaining,
        pre_payment_credit_notes_amount: invoice.pre_payment_credit_notes_amount,
        post_payment_credit_notes_amount: invoice.post_payment_credit_notes_amount,
        amount_refunded: aftermath.amount_refunded,
        disputed: aftermath.disputed,
        created_at: invoice.created,
        due_at: invoice.due_date,
        next_attempt_at: invoice.next_payment_attempt,
        has_page: invoice.hosted_invoice_url.is_some(),
        has_pdf: invoice.invoice_pdf.is_some(),
        is_processing,
    })
}

fn row(customer_id: &str, fetched: FetchedSubscription, customer: Option<&Value>) -> subscription::Model {
    let FetchedSubscription { subscription, mut raw, upcoming, schedule, item_discounts } = fetched;
    let discounts = discounts(&raw, &item_discounts, customer);
    // Expanded only for our own columns; the stored JSON has the ids, as Stripe returns it
    // unexpanded.
    collapse(&mut raw, &EXPANDED);
    collapse(&mut raw, &["schedule"]);
    let paused_reason = raw["status_details"]["paused"]["subscription"]["type"].as_str().map(str::to_owned);
    let (upcoming_tax, upcoming_tax_added) = upcoming.as_ref().and_then(taxes).unzip();
    let source = subscription.default_source.map(|source| source.id().to_string());
    let has_schedule = schedule.is_some();
    let Schedule { next_phase_at, change, ends: schedule_ends_at } = schedule.unwrap_or_default();
    subscription::Model {
        id: subscription.id.to_string(),
        customer_id: customer_id.to_owned(),
        status: subscription.status.as_str().to_owned(),
        cancel_at_period_end: subscription.cancel_at_period_end,
        cancel_at: subscription.cancel_at,
        canceled_at: subscription.canceled_at,
        ended_at: subscription.ended_at,
        trial_start: subscription.trial_start,
        trial_end: subscription.trial_end,
        created_at: subscription.created,
        default_payment_method: subscription.default_payment_method.map(|method| method.id().to_string()).or(source),
        collection_paused: subscription.pause_collection.is_some(),
        collection_resumes_at: subscription.pause_collection.and_then(|pause| pause.resumes_at),
        paused_reason,
        upcoming_amount: upcoming.as_ref().map(|invoice| invoice.amount_due),
        upcoming_currency: upcoming.map(|invoice| invoice.currency.to_string()),
        upcoming_tax,
        upcoming_tax_added,
        discounts: json!(discounts),
        change_at: change.as_ref().map(|change| change.at),
        change_quantity: change.as_ref().and_then(|change| change.quantity),
        change_from_price_id: change.as_ref().and_then(|change| change.from.clone()),
        change_price_id: change.and_then(|change| change.to),
        has_schedule,
        next_phase_at,
        schedule_ends_at,
        raw,
    }
}

fn item_rows(subscription: &Subscription) -> Vec<subscription_item::Model> {
    subscription
        .items
        .data
        .iter()
        .map(|item| subscription_item::Model {
            id: item.id.to_string(),
            subscription_id: subscription.id.to_string(),
            price_id: item.price.id.to_string(),
            product_id: item.price.product.id().to_string(),
            quantity: item.quantity.and_then(|quantity| i64::try_from(quantity).ok()),
            unit_amount: fixed_amount(subscription, &item.price),
            currency: Some(item.price.currency.to_string()),
            interval: item.price.recurring.as_ref().map(|recurring| recurring.interval.as_str().to_owned()),
            interval_count: item.price.recurring.as_ref().and_then(|it| i64::try_from(it.interval_count).ok()),
            is_metered: item.price.recurring.as_ref().is_some_and(|it| it.usage_type == RecurringUsageType::Metered),
            current_period_start: item.current_period_start,
            current_period_end: item.current_period_end,
        })
        .collect()
}

/// The price of one unit, if it does not depend on the quantity.
fn fixed_amount(subscription: &Subscription, price: &Price) -> Option<i64> {
    let by_package = price.transform_quantity.is_some();
    // A price with several currencies has its amount in the first one.
    price.unit_amount.filter(|_| !by_package && price.currency == subscription.currency)
}

/// The tax of an invoice, and how much of it is added to the prices; `None` without tax, or if the
/// amount also contains a balance.
fn taxes(upcoming: &Invoice) -> Option<(i64, i64)> {
    let taxes = upcoming.total_taxes.as_ref().filter(|_| upcoming.amount_due == upcoming.total)?;
    let sum = |amounts: &mut dyn Iterator<Item = i64>| amounts.fold(0, i64::saturating_add);
    let all = sum(&mut taxes.iter().map(|tax| tax.amount));
    let added = taxes.iter().filter(|tax| tax.tax_behavior == TaxBehavior::Exclusive);
    (all > 0).then(|| (all, sum(&mut added.map(|tax| tax.amount))))
}

#[cfg(test)]
mod tests;
