//! Where somebody who comes back to the account page has been.

use billing::Refreshed;

use super::ReturnPath;

/// One of Stripe's pages, as the return URL tells. Nothing else is believed of the address.
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

    /// The account page's path that says so.
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

/// The account page; where it has to be looked again, it says so.
pub fn account_path(refreshed: Refreshed) -> String {
    match refreshed {
        Refreshed::InStep => ReturnPath::default().to_string(),
        Refreshed::Late => CameFrom::Portal.account_path(),
    }
}
