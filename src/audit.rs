//! The audit trail: who did what that matters for somebody's money or account (OWASP ASVS 5, 16.2.1 and
//! 16.3.1). Each event is one line of the log, with the target `audit`, and is counted.
//!
//! A line names the user by number; the request's id and the client's network are in the span around it, see
//! [`super::log`]. No address of mail, password, token or address of a hosted page is ever part of it.

use metrics::counter;

use crate::auth::UserId;

/// What happened. The wording of the log is in [`Event::name`], and is an interface: alerts are built on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    SignedIn,
    SignInFailed(Refusal),
    SignedUp,
    SignUpFailed(Refusal),
    SignedOut,
    PasswordChanged,
    PasswordChangeFailed(Refusal),
    /// A post from a page of another site.
    CrossSiteRefused,
    /// A subscription was named that is not the user's own.
    ForeignSubscription,
    /// An invoice was named that is another user's.
    ForeignInvoice,
    PortalOpened,
    /// Stripe's Checkout was opened to buy a plan.
    CheckoutOpened,
    /// Stripe says that a Checkout was completed.
    PlanBought,
    PlanContinued,
    /// More than one user may ask of Stripe.
    TooManyStripeCalls,
}

/// Why an attempt failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    UnknownAccount,
    WrongPassword,
    Disabled,
    AddressTaken,
    /// Too many attempts from one place.
    ThrottledByAddress,
    /// Too many failures of this account from anywhere.
    ThrottledByAccount,
    /// Too many passwords are being checked at once.
    Busy,
}

impl Event {
    /// What it is called in the log and in the numbers.
    pub fn name(self) -> &'static str {
        match self {
            Self::SignedIn => "sign_in",
            Self::SignInFailed(_) => "sign_in_failed",
            Self::SignedUp => "sign_up",
            Self::SignUpFailed(_) => "sign_up_failed",
            Self::SignedOut => "sign_out",
            Self::PasswordChanged => "password_changed",
            Self::PasswordChangeFailed(_) => "password_change_failed",
            Self::CrossSiteRefused => "cross_site_refused",
            Self::ForeignSubscription => "foreign_subscription",
            Self::ForeignInvoice => "foreign_invoice",
            Self::PortalOpened => "portal_opened",
            Self::CheckoutOpened => "checkout_opened",
            Self::PlanBought => "plan_bought",
            Self::PlanContinued => "plan_continued",
            Self::TooManyStripeCalls => "too_many_stripe_calls",
        }
    }

    fn refusal(self) -> Option<Refusal> {
        match self {
            Self::SignInFailed(refusal) | Self::SignUpFailed(refusal) | Self::PasswordChangeFailed(refusal) => {
                Some(refusal)
            }
            _ => None,
        }
    }

    /// Whether it is what an attack looks like.
    fn is_suspicious(self) -> bool {
        let foreign = matches!(self, Self::ForeignSubscription | Self::ForeignInvoice);
        self.refusal().is_some() || foreign || matches!(self, Self::CrossSiteRefused | Self::TooManyStripeCalls)
    }
}

impl Refusal {
    fn name(self) -> &'static str {
        match self {
            Self::UnknownAccount => "unknown_account",
            Self::WrongPassword => "wrong_password",
            Self::Disabled => "disabled",
            Self::AddressTaken => "address_taken",
            Self::ThrottledByAddress => "throttled_by_address",
            Self::ThrottledByAccount => "throttled_by_account",
            Self::Busy => "busy",
        }
    }
}

/// Logs and counts it; to be called within the request.
pub fn record(event: Event, user: Option<UserId>) {
    let (name, reason) = (event.name(), event.refusal().map(Refusal::name));
    let user = user.map(|user| user.0);
    counter!("audit_events_total", "event" => name, "reason" => reason.unwrap_or_default()).increment(1);
    if event.is_suspicious() {
        tracing::warn!(target: "audit", { audit.event = name, audit.reason = reason, user.id = user }, "audit");
    } else {
        tracing::info!(target: "audit", { audit.event = name, user.id = user }, "audit");
    }
}
