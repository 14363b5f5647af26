//! The parts of a customer or a product that could not be read.

use std::fmt;

use stripe::StripeError;

/// A part of the customer or the product for which Stripe's answer has an unexpected shape, or is an error. Prints
/// as `subscription sub_1 could not be read`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    pub(crate) what: UnreadPart,
    /// Stripe's id of it, or of its parent; `None` if unknown.
    pub(crate) id: Option<String>,
    /// Stripe's error.
    why: Option<String>,
    /// Whether the key lacks the permission. Known rows are kept, but a retry would not help.
    pub(crate) denied: bool,
}

/// The kind of the part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum UnreadPart {
    Invoice,
    /// But its items were.
    Subscription,
    /// It and some of its items, or all.
    SubscriptionAndItems,
    /// Of a customer.
    PaymentMethod,
    /// Of a subscription.
    NextInvoice,
    /// Of an invoice.
    Payments,
    /// Of a customer.
    Charges,
    /// Of a customer.
    Discount,
    /// Of a customer's subscriptions.
    Discounts,
    /// Of a product.
    Features,
}

impl fmt::Display for UnreadPart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Invoice => "invoice",
            Self::Subscription | Self::SubscriptionAndItems => "subscription",
            Self::PaymentMethod => "the payment method of",
            Self::NextInvoice => "the next invoice of",
            Self::Payments => "the payments of",
            Self::Charges => "the charges of",
            Self::Discount => "the discount of",
            Self::Discounts => "the subscriptions' discounts of",
            Self::Features => "the features of",
        })
    }
}

impl Unreadable {
    pub(crate) fn of(what: UnreadPart, id: Option<String>, why: Option<&StripeError>) -> Self {
        Self { what, id, why: why.map(ToString::to_string), denied: why.is_some_and(|why| why.kind.is_denied()) }
    }
}

impl Unreadable {
    /// Those without a missing permission: the doctor reports that, and retries would never end.
    pub(crate) fn worth_retrying(all: &[Self]) -> Vec<Self> {
        all.iter().filter(|one| !one.denied).cloned().collect()
    }
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} could not be read", self.what, self.id.as_deref().unwrap_or("without an id"))?;
        match &self.why {
            Some(why) => write!(f, " ({why})"),
            None => Ok(()),
        }
    }
}
