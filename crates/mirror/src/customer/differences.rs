//! The differences between a customer's rows and Stripe.

use crate::{
    customer::rows::Rows,
    difference::{Difference, What, compare},
    entity::{invoice, payment_method, subscription, subscription_item},
};

/// All differences between `ours` and `stripes`.
pub(crate) fn differences(customer_id: &str, ours: &Rows, stripes: &Rows) -> Vec<Difference> {
    let field = |name: &str| Difference {
        table: "customers".to_owned(),
        id: customer_id.to_owned(),
        what: What::Field(name.to_owned()),
    };
    let mut found = Vec::new();
    if ours.missing != stripes.missing {
        found.push(field("missing_since"));
    }
    if stripes.missing {
        return found;
    }
    if ours.deleted != stripes.deleted {
        found.push(field("deleted_at"));
    }
    if ours.default_payment_method != stripes.default_payment_method {
        found.push(field("default_payment_method"));
    }
    if ours.balance != stripes.balance {
        found.push(field("balance"));
    }
    if ours.currency != stripes.currency {
        found.push(field("currency"));
    }
    compare(&mut found, payment_method::Column::Id, &ours.payment_methods, &stripes.payment_methods);
    compare(&mut found, invoice::Column::Id, &ours.invoices, &stripes.invoices);
    compare(&mut found, subscription::Column::Id, &ours.subscriptions, &stripes.subscriptions);
    compare(&mut found, subscription_item::Column::Id, &ours.items, &stripes.items);
    found
}
