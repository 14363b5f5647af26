//! Deep links: the page of the portal to open.

use std::fmt;

/// A portal flow a page may ask for. A subscription (`sub_…`) may be named if there are several;
/// the server checks that it is the customer's. Source: Stripe's `flow_data[type]`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Flow {
    PaymentMethodUpdate,
    CustomerUpdate,
    SubscriptionCancel {
        subscription: Option<String>,
    },
    /// Since the API version `2026-10-28.endive`.
    SubscriptionPause {
        subscription: Option<String>,
    },
    SubscriptionUpdate {
        subscription: Option<String>,
    },
    /// Confirm a change to this price.
    SubscriptionUpdateConfirm {
        subscription: Option<String>,
        price: String,
    },
}

/// Stripe's `flow_data[type]` with the named ids: two flows with the same text open the same page.
impl fmt::Display for Flow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::PaymentMethodUpdate => "payment_method_update",
            Self::CustomerUpdate => "customer_update",
            Self::SubscriptionCancel { .. } => "subscription_cancel",
            Self::SubscriptionPause { .. } => "subscription_pause",
            Self::SubscriptionUpdate { .. } => "subscription_update",
            Self::SubscriptionUpdateConfirm { .. } => "subscription_update_confirm",
        })?;
        if let Some(subscription) = self.subscription() {
            write!(f, " {subscription}")?;
        }
        if let Self::SubscriptionUpdateConfirm { price, .. } = self {
            write!(f, " to {price}")?;
        }
        Ok(())
    }
}

/// Why a text is not a flow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FlowError {
    #[error("Unknown flow")]
    Unknown,
    #[error("This flow needs a price")]
    PriceMissing,
}

impl Flow {
    /// The subscription that is named, if any.
    pub fn subscription(&self) -> Option<&str> {
        match self {
            Self::SubscriptionCancel { subscription }
            | Self::SubscriptionPause { subscription }
            | Self::SubscriptionUpdate { subscription }
            | Self::SubscriptionUpdateConfirm { subscription, .. } => subscription.as_deref(),
            Self::PaymentMethodUpdate | Self::CustomerUpdate => None,
        }
    }

    /// Reads the fields `flow`, `price` and `subscription`; no or an empty `flow` is the portal's
    /// home page. Without a subscription it is the customer's first.
    ///
    /// # Errors
    /// An unknown flow, a subscription that cannot be one, or `subscription_update_confirm` without a price id.
    pub fn parse(
        flow: Option<&str>,
        price: Option<&str>,
        subscription: Option<&str>,
    ) -> Result<Option<Self>, FlowError> {
        let subscription = subscription.filter(|id| !id.is_empty());
        if subscription.is_some_and(|id| !is_id(id)) {
            return Err(FlowError::Unknown);
        }
        let subscription = subscription.map(str::to_owned);
        Ok(Some(match flow.unwrap_or_default() {
            "" => return Ok(None),
            "payment_method_update" => Self::PaymentMethodUpdate,
            "customer_update" => Self::CustomerUpdate,
            "subscription_cancel" => Self::SubscriptionCancel { subscription },
            "subscription_pause" => Self::SubscriptionPause { subscription },
            "subscription_update" => Self::SubscriptionUpdate { subscription },
            "subscription_update_confirm" => match price {
                Some(price) if is_id(price) => {
                    Self::SubscriptionUpdateConfirm { subscription, price: price.to_owned() }
                }
                _ => return Err(FlowError::PriceMissing),
            },
            _ => return Err(FlowError::Unknown),
        }))
    }
}

/// Stripe's ids are short. Before 2018 a plan's id could contain any characters.
fn is_id(text: &str) -> bool {
    (1..=255).contains(&text.len()) && !text.contains(char::is_control)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_every_flow() {
        for (text, flow) in [
            ("payment_method_update", Flow::PaymentMethodUpdate),
            ("customer_update", Flow::CustomerUpdate),
            ("subscription_cancel", Flow::SubscriptionCancel { subscription: None }),
            ("subscription_pause", Flow::SubscriptionPause { subscription: None }),
            ("subscription_update", Flow::SubscriptionUpdate { subscription: None }),
        ] {
            assert_eq!(Flow::parse(Some(text), None, None), Ok(Some(flow)));
        }
        assert_eq!(Flow::parse(None, None, None), Ok(None));
        assert_eq!(Flow::parse(Some(""), None, Some("")), Ok(None));
    }

    #[test]
    fn a_change_needs_its_price() {
        let confirm = |price| Flow::parse(Some("subscription_update_confirm"), price, None);
        for price in ["price_1", "Gold Plan/2020 $5?#"] {
            let flow = Flow::SubscriptionUpdateConfirm { subscription: None, price: price.into() };
            assert_eq!(confirm(Some(price)), Ok(Some(flow)));
        }
        let long = "x".repeat(256);
        for price in [None, Some(""), Some("a\nb"), Some(long.as_str())] {
            assert_eq!(confirm(price), Err(FlowError::PriceMissing), "{price:?}");
        }
        assert_eq!(Flow::parse(Some("subscription_resume"), None, None), Err(FlowError::Unknown));
    }
}
