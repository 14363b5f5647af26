//! The purchase itself: customer, card, subscription, invoice, and the word to the seller.

use crate::api::subscription_items::ItemChange;
use crate::billing::Drafted;
use crate::cards;
use crate::ids;
use crate::period;
use crate::state::{
    AutomaticTax, CheckoutSession, CheckoutStatus, Customer, Discount, PaymentMethod, Status, Subscription, TaxId,
    TaxIdType,
};
use crate::subscribing;
use crate::tx::Tx;

pub(super) struct Done {
    pub success_url: String,
    /// `checkout.session.completed`
    pub event: String,
}

pub(super) fn complete(tx: &mut Tx<'_>, session: &CheckoutSession, method: Option<PaymentMethod>) -> Done {
    let customer = session.customer.clone().unwrap_or_else(|| new_customer(tx, session));
    note_details(tx, session, &customer);
    let method = method.map(|method| {
        let id = method.id.clone();
        cards::attach(tx, method, &customer);
        id
    });
    let subscription = subscription(tx, session, &customer, method);
    let id = subscription.id.clone();
    let invoice = subscribing::begin(tx, subscription, Drafted::CollectPresent);
    tx.update_quietly::<CheckoutSession>(&session.id, |open| {
        open.status = CheckoutStatus::Complete;
        open.customer = Some(customer);
        open.email.clone_from(&session.email);
        open.name.clone_from(&session.name);
        open.address.clone_from(&session.address);
        open.terms_accepted = session.terms_accepted;
        open.discounts.clone_from(&session.discounts);
        open.lines.clone_from(&session.lines);
        open.subscription = Some(id);
        open.invoice = Some(invoice);
    });
    let completed = tx.render::<CheckoutSession>(&session.id);
    let event = tx.emit("checkout.session.completed".to_owned(), &completed, None);
    Done { success_url: session.success_url.replace("{CHECKOUT_SESSION_ID}", &session.id), event }
}

/// What was typed is the customer's from here on, if the session is to update a customer there was.
fn note_details(tx: &mut Tx<'_>, session: &CheckoutSession, customer: &str) {
    let options = &session.options;
    let address = session.address.clone().filter(|_| options.updates_address);
    let name = session.name.clone().filter(|_| options.updates_name);
    if address.is_some() || name.is_some() {
        tx.update::<Customer>(customer, |customer| {
            customer.address = address.or(customer.address.take());
            customer.name = name.or(customer.name.take());
        });
    }
    if let Some(value) = session.tax_id.clone() {
        let (id, customer, kind) = (ids::long("txi"), customer.to_owned(), TaxIdType::EuVat);
        tx.create(TaxId { id, created: tx.now(), customer, kind, value });
    }
}

fn new_customer(tx: &mut Tx<'_>, session: &CheckoutSession) -> String {
    let customer = Customer {
        email: session.email.clone().or_else(|| session.customer_email.clone()),
        name: session.name.clone(),
        address: session.address.clone(),
        ..Customer::blank(tx.now())
    };
    let id = customer.id.clone();
    tx.create(customer);
    id
}

pub(super) fn subscription(
    tx: &Tx<'_>,
    session: &CheckoutSession,
    customer: &str,
    method: Option<String>,
) -> Subscription {
    let (now, data) = (tx.now(), &session.subscription_data);
    let mut subscription = Subscription::new(customer.to_owned(), data.billing_mode, now);
    let trial_end = data.trial_end.or(data.trial_period_days.map(|days| now + period::days(days)));
    if let Some(end) = trial_end {
        subscription.status = Status::Trialing;
        subscription.trial_start = Some(now);
        subscription.trial_end = Some(end);
        subscription.billing_cycle_anchor = end;
    }
    for line in &session.lines {
        // It could be sold when the session was made, and is sold as it was then.
        if let Err(error) = ItemChange::new(&line.price, line.quantity).apply(tx, &mut subscription) {
            tracing::warn!(%error, "a line of a checkout session could not be sold any more");
        }
    }
    subscription.default_payment_method = method;
    subscription.default_tax_rates.clone_from(&data.default_tax_rates);
    if session.options.automatic_tax {
        subscription.automatic_tax = AutomaticTax::On;
    }
    let own = |discount: &Discount| Discount {
        customer: Some(customer.to_owned()),
        subscription: Some(subscription.id.clone()),
        ..discount.clone()
    };
    subscription.discounts = session.discounts.iter().map(own).collect();
    subscription.description.clone_from(&data.description);
    subscription.metadata.clone_from(&data.metadata);
    subscription.missing_payment_method = data.missing_payment_method;
    subscription
}
