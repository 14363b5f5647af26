//! Refusals of a payment.

/// Why money was not to be had.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Decline {
    Generic,
    InsufficientFunds,
    AuthenticationRequired,
    NoPaymentMethod,
}

impl Decline {
    pub fn code(self) -> &'static str {
        match self {
            Self::AuthenticationRequired => "authentication_required",
            Self::Generic | Self::InsufficientFunds | Self::NoPaymentMethod => "card_declined",
        }
    }

    /// In Stripe's words.
    pub fn message(self) -> &'static str {
        match self {
            Self::Generic => "Your card was declined.",
            Self::InsufficientFunds => "Your card has insufficient funds.",
            Self::AuthenticationRequired => "Your card was declined. This transaction requires authentication.",
            Self::NoPaymentMethod => {
                "There is no `default_payment_method` set on this Customer or Invoice. Please set a \
                 default_payment_method."
            }
        }
    }
}
