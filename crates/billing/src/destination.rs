//! Where to send the customer after a click.

use stripe::HostedUrl;

use crate::refreshed::Refreshed;

/// A page of Stripe's, or of the program's.
#[derive(Debug)]
pub enum Destination {
    Portal(HostedUrl),
    Checkout(HostedUrl),
    Invoice(HostedUrl),
    /// The account page: the action is already done, or is done there.
    Account(Refreshed),
    /// The account page, which says why another plan cannot be chosen: [`shopper`](crate::shopper()) knows.
    PlanIsFixed,
}

impl Destination {
    /// The page at Stripe, if it is one.
    pub fn hosted_url(&self) -> Option<&HostedUrl> {
        match self {
            Self::Portal(url) | Self::Checkout(url) | Self::Invoice(url) => Some(url),
            Self::Account(_) | Self::PlanIsFixed => None,
        }
    }
}
