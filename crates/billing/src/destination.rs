//! Where to send the customer after a click.

use stripe::HostedUrl;

use crate::refreshed::Refreshed;

/// A page of Stripe's, or of the program's.
#[derive(Debug)]
pub enum Destination {
    Portal {
        url: HostedUrl,
        /// The flow named a subscription that is not the customer's; the portal's home was opened.
        is_foreign: bool,
    },
    Checkout(HostedUrl),
    Invoice(HostedUrl),
    /// The account page: the action is already done, or is done there.
    Account(Refreshed),
}

impl Destination {
    /// The page at Stripe, if it is one.
    pub fn hosted_url(&self) -> Option<&HostedUrl> {
        match self {
            Self::Portal { url, .. } | Self::Checkout(url) | Self::Invoice(url) => Some(url),
            Self::Account(_) => None,
        }
    }
}
