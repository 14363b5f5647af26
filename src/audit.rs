//! The audit trail: actions that concern a user's money or account (OWASP ASVS 5, 16.2.1 and
//! 16.3.1). Each event is one line of the log, with the target `audit`, and is counted.
//!
//! A line names the user by number; the request's id and the client's network are in the span
//! around it, see [`super::log`]. It never contains an e-mail address, a password, a token or the
//! address of a hosted page.

use metrics::counter;

use crate::{auth::UserId, model::AccountId};

/// What happened. The names in the log ([`Event::name`]) are an interface: alerts depend on them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    SignedIn,
    SignInFailed(Refusal),
    SignedUp,
    SignUpFailed(Refusal),
    SignedOut,
    PasswordChanged,
    PasswordChangeFailed(Refusal),
    /// A mailed link led to a new password.
    PasswordReset,
    ResetFailed(Refusal),
    /// The user has proved an address, or another one.
    AddressChanged,
    AddressChangeFailed(Refusal),
    /// An owner invited somebody into the account.
    Invited,
    InvitationWithdrawn,
    InvitationAccepted,
    /// The user ended sessions of theirs in other browsers.
    SessionsEnded,
    /// The last owner deleted the account.
    AccountDeleted,
    /// The password that deleting an account takes was refused.
    AccountDeletionFailed(Refusal),
    /// A post from a page of another site.
    CrossSiteRefused,
    /// A request named a subscription that is not the user's.
    ForeignSubscription,
    /// A request named another user's invoice.
    ForeignInvoice,
    PortalOpened,
    /// Stripe's Checkout was opened to buy a plan.
    CheckoutOpened,
    /// Stripe reported a completed Checkout.
    PlanBought,
    PlanContinued,
    /// A member tried what their role does not allow.
    RoleRefused,
    /// The user chose another account of theirs.
    AccountChosen,
    /// An owner gave a member another role.
    RoleChanged,
    /// An owner removed a member.
    MemberRemoved,
    /// The company's product made a link that signs a user in.
    HandoverMade,
    /// The company granted an account a feature.
    AccessGranted,
    AccessRevoked,
    /// Such a link signed its user in.
    Entered,
    /// The user signed in at the company's identity provider.
    SignedInAtProvider,
    ProviderSignInFailed(Refusal),
    /// The user exceeded the limit of requests to Stripe.
    TooManyStripeCalls,
}

/// Why an attempt failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    UnknownAccount,
    WrongPassword,
    WrongCode,
    Disabled,
    AddressTaken,
    /// Too many attempts from one network.
    ThrottledByAddress,
    /// Too many failures for this account from any network.
    ThrottledByAccount,
    /// Too many passwords are being checked at once.
    Busy,
    /// The answer is to no sign-in of this browser, or comes too late.
    ForeignAnswer,
    /// The identity provider let nobody sign in, or the visitor went back.
    RefusedByProvider,
    /// The identity provider does not answer.
    ProviderUnreachable,
    /// What the identity provider answers is not good.
    BadAnswer,
    /// The identity provider tells no address.
    NoAddress,
}

impl Event {
    /// The name in the log and in the metrics.
    pub fn name(self) -> &'static str {
        match self {
            Self::SignedIn => "sign_in",
            Self::SignInFailed(_) => "sign_in_failed",
            Self::SignedUp => "sign_up",
            Self::SignUpFailed(_) => "sign_up_failed",
            Self::SignedOut => "sign_out",
            Self::PasswordChanged => "password_changed",
            Self::PasswordChangeFailed(_) => "password_change_failed",
            Self::PasswordReset => "password_reset",
            Self::ResetFailed(_) => "reset_failed",
            Self::AddressChanged => "address_changed",
            Self::AddressChangeFailed(_) => "address_change_failed",
            Self::Invited => "invited",
            Self::InvitationWithdrawn => "invitation_withdrawn",
            Self::InvitationAccepted => "invitation_accepted",
            Self::SessionsEnded => "sessions_ended",
            Self::AccountDeleted => "account_deleted",
            Self::AccountDeletionFailed(_) => "account_deletion_failed",
            Self::CrossSiteRefused => "cross_site_refused",
            Self::ForeignSubscription => "foreign_subscription",
            Self::ForeignInvoice => "foreign_invoice",
            Self::PortalOpened => "portal_opened",
            Self::CheckoutOpened => "checkout_opened",
            Self::PlanBought => "plan_bought",
            Self::PlanContinued => "plan_continued",
            Self::RoleRefused => "role_refused",
            Self::AccountChosen => "account_chosen",
            Self::RoleChanged => "role_changed",
            Self::MemberRemoved => "member_removed",
            Self::HandoverMade => "handover_made",
            Self::AccessGranted => "access_granted",
            Self::AccessRevoked => "access_revoked",
            Self::Entered => "entered",
            Self::SignedInAtProvider => "provider_sign_in",
            Self::ProviderSignInFailed(_) => "provider_sign_in_failed",
            Self::TooManyStripeCalls => "too_many_stripe_calls",
        }
    }

    fn refusal(self) -> Option<Refusal> {
        match self {
            Self::SignInFailed(refusal)
            | Self::SignUpFailed(refusal)
            | Self::PasswordChangeFailed(refusal)
            | Self::ResetFailed(refusal)
            | Self::AddressChangeFailed(refusal)
            | Self::AccountDeletionFailed(refusal)
            | Self::ProviderSignInFailed(refusal) => Some(refusal),
            _ => None,
        }
    }

    /// Whether it may be part of an attack.
    fn is_suspicious(self) -> bool {
        let foreign = matches!(self, Self::ForeignSubscription | Self::ForeignInvoice);
        let refused = matches!(self, Self::CrossSiteRefused | Self::RoleRefused | Self::TooManyStripeCalls);
        self.refusal().is_some() || foreign || refused
    }
}

impl Refusal {
    fn name(self) -> &'static str {
        match self {
            Self::UnknownAccount => "unknown_account",
            Self::WrongPassword => "wrong_password",
            Self::WrongCode => "wrong_code",
            Self::Disabled => "disabled",
            Self::AddressTaken => "address_taken",
            Self::ThrottledByAddress => "throttled_by_address",
            Self::ThrottledByAccount => "throttled_by_account",
            Self::Busy => "busy",
            Self::ForeignAnswer => "foreign_answer",
            Self::RefusedByProvider => "refused_by_provider",
            Self::ProviderUnreachable => "provider_unreachable",
            Self::BadAnswer => "bad_answer",
            Self::NoAddress => "no_address",
        }
    }
}

/// The same for an event that is an account's, and no single user's.
pub fn record_of_account(event: Event, account: Option<&AccountId>) {
    counter!("audit_events_total", "event" => event.name(), "reason" => "").increment(1);
    let account = account.map(AccountId::as_str);
    tracing::info!(target: "audit", { audit.event = event.name(), account.id = account }, "audit");
}

/// Logs and counts the event. Must be called within the request.
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
