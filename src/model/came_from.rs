//! From where a user comes to the account page after changing something, or because nothing could be changed.

use billing::Refreshed;

use super::ReturnPath;

/// One of Stripe's pages, from the return URL, or a button of ours. Nothing else in the address is trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CameFrom {
    Checkout,
    Portal,
    /// The pricing page, because the plan cannot be changed there.
    Pricing,
    /// What was changed is on the page already.
    Here,
}

impl CameFrom {
    /// Reads the account page's query `from`.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Checkout, Self::Portal, Self::Pricing, Self::Here].into_iter().find(|place| place.name() == text)
    }

    /// Whether what changed has to be fetched from Stripe.
    pub fn is_of_stripe(self) -> bool {
        matches!(self, Self::Checkout | Self::Portal)
    }

    /// The account page's path with this value in its query.
    pub fn account_path(self) -> String {
        format!("/account?from={}", self.name())
    }

    fn name(self) -> &'static str {
        match self {
            Self::Checkout => "checkout",
            Self::Portal => "portal",
            Self::Pricing => "pricing",
            Self::Here => "here",
        }
    }
}

/// The account page; with a query parameter if the page must check again.
pub fn account_path(refreshed: Refreshed) -> String {
    match refreshed {
        Refreshed::InStep => ReturnPath::default().to_string(),
        Refreshed::Late => CameFrom::Portal.account_path(),
    }
}
