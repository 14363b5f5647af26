//! The Stripe page from which a user returns to the account page.

use billing::Refreshed;

use super::ReturnPath;

/// One of Stripe's pages, from the return URL. Nothing else in the address is trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CameFrom {
    Checkout,
    Portal,
}

impl CameFrom {
    /// Reads the account page's query `from`.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Checkout, Self::Portal].into_iter().find(|place| place.name() == text)
    }

    /// The account page's path with this value in its query.
    pub fn account_path(self) -> String {
        format!("/account?from={}", self.name())
    }

    fn name(self) -> &'static str {
        match self {
            Self::Checkout => "checkout",
            Self::Portal => "portal",
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
