//! What was fetched becomes the customer's rows, all of them in one transaction.

use std::collections::BTreeMap;

use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, DatabaseTransaction, DbErr, EntityTrait, QueryFilter, sea_query::Expr,
};
use stripe_shared::{Customer, Invoice, PaymentMethod, Subscription};
use stripe_types::Expandable;

use super::{
    Synced,
    fetch::{Fetched, FetchedSubscription},
};
use crate::server::{
    billing::mirror::{write_price, write_product},
    db::entity::{customer, invoice, payment_method, subscription, subscription_item},
};

/// Replaces the customer's rows, unless a fetch that began later was here first.
pub(super) async fn write(
    transaction: &DatabaseTransaction,
    customer_id: &str,
    began_ms: i64,
    fetched: Fetched,
) -> Result<Synced, DbErr> {
    if !claim(transaction, customer_id, began_ms, fetched.customer.as_ref()).await? {
        return Ok(Synced::Superseded);
    }
    for (product, raw) in fetched.products {
        write_product(transaction, product, raw, began_ms).await?;
    }
    for (price, raw) in fetched.prices {
        write_price(transaction, price, raw, began_ms).await?;
    }
    let methods = payment_methods(customer_id, fetched.customer.as_ref(), &fetched.subscriptions);
    payment_method::Entity::delete_many()
        .filter(payment_method::Column::CustomerId.eq(customer_id))
        .exec(transaction)
        .await?;
    if !methods.is_empty() {
        payment_method::Entity::insert_many(methods.into_values()).exec_without_returning(transaction).await?;
    }
    invoice::Entity::delete_many().filter(invoice::Column::CustomerId.eq(customer_id)).exec(transaction).await?;
    let invoices: Vec<_> =
        fetched.invoices.into_iter().filter_map(|invoice| invoice_row(customer_id, invoice)).collect();
    if !invoices.is_empty() {
        invoice::Entity::insert_many(invoices).exec_without_returning(transaction).await?;
    }
    subscription::Entity::delete_many()
        .filter(subscription::Column::CustomerId.eq(customer_id))
        .exec(transaction)
        .await?;
    for each in fetched.subscriptions {
        let items = item_rows(&each.subscription);
        subscription::Entity::insert(row(customer_id, each)).exec_without_returning(transaction).await?;
        if !items.is_empty() {
            subscription_item::Entity::insert_many(items).exec_without_returning(transaction).await?;
        }
    }
    Ok(Synced::Written)
}

/// Writes the customer's own row, and with it the time of this fetch; whether no later one was there.
async fn claim(
    transaction: &DatabaseTransaction,
    customer_id: &str,
    began_ms: i64,
    found: Option<&Customer>,
) -> Result<bool, DbErr> {
    use customer::Column::{DefaultPaymentMethod, DeletedAt, StripeCustomerId, SyncedAtMs};
    let mut claim = customer::Entity::update_many()
        .col_expr(SyncedAtMs, Expr::value(began_ms))
        .filter(StripeCustomerId.eq(customer_id))
        .filter(Condition::any().add(SyncedAtMs.is_null()).add(SyncedAtMs.lte(began_ms)));
    claim = match found {
        Some(found) => {
            claim.col_expr(DefaultPaymentMethod, Expr::value(default_method(found).map(|each| each.id().to_string())))
        }
        None => claim.col_expr(DeletedAt, Expr::value(began_ms / 1000)),
    };
    Ok(claim.exec(transaction).await?.rows_affected > 0)
}

fn default_method(customer: &Customer) -> Option<&Expandable<PaymentMethod>> {
    customer.invoice_settings.as_ref()?.default_payment_method.as_ref()
}

/// Every payment method that is somebody's default, by id.
fn payment_methods(
    customer_id: &str,
    customer: Option<&Customer>,
    subscriptions: &[FetchedSubscription],
) -> BTreeMap<String, payment_method::ActiveModel> {
    let of_subscriptions = subscriptions.iter().filter_map(|each| each.subscription.default_payment_method.as_ref());
    let methods = customer.and_then(default_method).into_iter().chain(of_subscriptions);
    methods
        .filter_map(Expandable::as_object)
        .map(|method| {
            let card = method.card.as_ref();
            let row = payment_method::ActiveModel {
                id: Set(method.id.to_string()),
                customer_id: Set(customer_id.to_owned()),
                kind: Set(method.type_.as_str().to_owned()),
                brand: Set(card.map(|card| card.brand.clone())),
                last4: Set(card.map(|card| card.last4.clone())),
                exp_month: Set(card.map(|card| card.exp_month)),
                exp_year: Set(card.map(|card| card.exp_year)),
            };
            (method.id.to_string(), row)
        })
        .collect()
}

/// `None` for what is no invoice yet: a preview has no id.
fn invoice_row(customer_id: &str, invoice: Invoice) -> Option<invoice::ActiveModel> {
    let subscription = invoice.parent.and_then(|parent| parent.subscription_details);
    Some(invoice::ActiveModel {
        id: Set(invoice.id?.to_string()),
        customer_id: Set(customer_id.to_owned()),
        subscription_id: Set(subscription.map(|details| details.subscription.id().to_string())),
        number: Set(invoice.number),
        status: Set(invoice.status?.as_str().to_owned()),
        currency: Set(invoice.currency.to_string()),
        total: Set(invoice.total),
        amount_remaining: Set(invoice.amount_remaining),
        created_at: Set(invoice.created),
        due_at: Set(invoice.due_date),
        next_attempt_at: Set(invoice.next_payment_attempt),
        hosted_url: Set(invoice.hosted_invoice_url),
        pdf_url: Set(invoice.invoice_pdf),
    })
}

fn row(customer_id: &str, fetched: FetchedSubscription) -> subscription::ActiveModel {
    let FetchedSubscription { subscription, raw, upcoming, change } = fetched;
    subscription::ActiveModel {
        id: Set(subscription.id.to_string()),
        customer_id: Set(customer_id.to_owned()),
        status: Set(subscription.status.as_str().to_owned()),
        cancel_at_period_end: Set(subscription.cancel_at_period_end),
        cancel_at: Set(subscription.cancel_at),
        canceled_at: Set(subscription.canceled_at),
        ended_at: Set(subscription.ended_at),
        trial_start: Set(subscription.trial_start),
        trial_end: Set(subscription.trial_end),
        created_at: Set(subscription.created),
        default_payment_method: Set(subscription.default_payment_method.map(|method| method.id().to_string())),
        collection_paused: Set(subscription.pause_collection.is_some()),
        collection_resumes_at: Set(subscription.pause_collection.and_then(|pause| pause.resumes_at)),
        upcoming_amount: Set(upcoming.as_ref().map(|invoice| invoice.amount_due)),
        upcoming_currency: Set(upcoming.map(|invoice| invoice.currency.to_string())),
        change_at: Set(change.as_ref().map(|change| change.at)),
        change_price_id: Set(change.map(|change| change.price)),
        raw: Set(raw),
    }
}

fn item_rows(subscription: &Subscription) -> Vec<subscription_item::ActiveModel> {
    subscription
        .items
        .data
        .iter()
        .map(|item| subscription_item::ActiveModel {
            id: Set(item.id.to_string()),
            subscription_id: Set(subscription.id.to_string()),
            price_id: Set(item.price.id.to_string()),
            product_id: Set(item.price.product.id().to_string()),
            quantity: Set(item.quantity.and_then(|quantity| i64::try_from(quantity).ok())),
            current_period_start: Set(item.current_period_start),
            current_period_end: Set(item.current_period_end),
        })
        .collect()
}
