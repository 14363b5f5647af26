//! What went wrong, for the person it happened to: what happened, and what to do.

use crate::{
    model::{AccountError, AuthError, CheckoutError, ContinueError, DeletionError, OidcError, PortalError},
    say,
    text::Reader,
};

/// An error that people are told.
pub trait Told {
    /// What happened, and what to do.
    fn told(&self, reader: &Reader) -> String;

    /// Whether only support can help.
    fn needs_support(&self) -> bool {
        false
    }
}

/// For operators.
pub fn in_english(error: &impl Told) -> String {
    error.told(&Reader::default())
}

impl Told for AuthError {
    fn told(&self, reader: &Reader) -> String {
        match self {
            Self::SignedOut => say!(reader, "sign-in-first"),
            Self::SignInAgain => say!(reader, "sign-in-again"),
            Self::EmailInvalid => say!(reader, "email-invalid"),
            Self::EmailTaken => say!(reader, "email-taken"),
            Self::EmailUnchanged => say!(reader, "email-unchanged"),
            Self::CodeWrong => say!(reader, "code-wrong"),
            Self::LinkClosed => say!(reader, "mail-link-closed"),
            Self::PasswordNotChosen => say!(reader, "password-not-chosen"),
            Self::PasswordMissing => say!(reader, "password-missing"),
            Self::PasswordTooShort => say!(reader, "password-too-short"),
            Self::PasswordTooLong => say!(reader, "password-too-long"),
            Self::PasswordTooCommon => say!(reader, "password-too-common"),
            Self::Credentials => say!(reader, "wrong-credentials"),
            Self::Disabled => say!(reader, "account-disabled"),
            Self::CurrentPassword => say!(reader, "wrong-current-password"),
            Self::TooManyAttempts => say!(reader, "too-many-attempts"),
            Self::Busy => say!(reader, "signing-in-busy"),
            Self::Incomplete => say!(reader, "form-incomplete"),
            Self::Unavailable => say!(reader, "try-again-soon"),
        }
    }

    fn needs_support(&self) -> bool {
        matches!(self, Self::Disabled)
    }
}

impl Told for AccountError {
    fn told(&self, reader: &Reader) -> String {
        match self {
            Self::SignedOut => say!(reader, "sign-in-first"),
            Self::NotAllowed => say!(reader, "only-owners-change-members"),
            Self::NotYours => say!(reader, "not-your-account"),
            Self::NoMember => say!(reader, "no-such-member"),
            Self::LastOwner => say!(reader, "last-owner"),
            Self::UnknownRole => say!(reader, "unknown-role"),
            Self::EmailInvalid => say!(reader, "email-invalid"),
            Self::EmailNotConfirmed => say!(reader, "confirm-email-first"),
            Self::TooManyInvitations => say!(reader, "too-many-invitations"),
            Self::InvitationClosed => say!(reader, "mail-link-closed"),
            Self::NotInvited => say!(reader, "not-invited"),
            Self::Unavailable => say!(reader, "try-again-soon"),
        }
    }
}

impl Told for DeletionError {
    fn told(&self, reader: &Reader) -> String {
        match self {
            Self::SignedOut => say!(reader, "sign-in-first"),
            Self::NotAllowed => say!(reader, "only-owners-delete"),
            Self::OtherOwners => say!(reader, "other-owners-first"),
            Self::NotConfirmed => say!(reader, "deletion-not-confirmed"),
            Self::Password(error) => error.told(reader),
            Self::StillOpen => say!(reader, "deletion-still-open"),
            Self::TooMany => say!(reader, "too-many-clicks"),
            Self::Unavailable => say!(reader, "deletion-unavailable"),
        }
    }
}

impl Told for PortalError {
    fn told(&self, reader: &Reader) -> String {
        match self {
            Self::SignedOut => say!(reader, "sign-in-first"),
            Self::NotAllowed => say!(reader, "role-forbids"),
            Self::NoBillingAccount => say!(reader, "no-billing-account"),
            Self::UnknownFlow => say!(reader, "link-expired"),
            Self::NotConfigured => say!(reader, "not-configured"),
            Self::Unavailable(_) => say!(reader, "portal-unavailable"),
            Self::TooMany => say!(reader, "too-many-clicks"),
            Self::Unexpected(_) => say!(reader, "portal-failed"),
        }
    }

    fn needs_support(&self) -> bool {
        matches!(self, Self::NotConfigured | Self::Unexpected(_))
    }
}

impl Told for CheckoutError {
    fn told(&self, reader: &Reader) -> String {
        match self {
            Self::SignedOut => say!(reader, "sign-in-first"),
            Self::NotAllowed => say!(reader, "role-forbids"),
            Self::NotOffered => say!(reader, "not-offered"),
            Self::OtherCurrency => say!(reader, "other-currency"),
            Self::BeginsLater => say!(reader, "begins-later"),
            Self::NotConfigured => say!(reader, "not-configured"),
            Self::Unavailable => say!(reader, "checkout-unavailable"),
            Self::TooMany => say!(reader, "too-many-clicks"),
            Self::Unexpected => say!(reader, "checkout-failed"),
        }
    }

    fn needs_support(&self) -> bool {
        matches!(self, Self::BeginsLater | Self::NotConfigured | Self::Unexpected)
    }
}

impl Told for ContinueError {
    fn told(&self, reader: &Reader) -> String {
        match self {
            Self::SignedOut => say!(reader, "sign-in-first"),
            Self::NotAllowed => say!(reader, "role-forbids"),
            Self::NothingToDo => say!(reader, "nothing-to-do"),
            Self::Refused => say!(reader, "plan-not-updated"),
            Self::PaymentFailed => say!(reader, "payment-still-failed"),
            Self::Unavailable => say!(reader, "outcome-unknown"),
            Self::TooMany => say!(reader, "too-many-clicks"),
        }
    }
}

impl Told for OidcError {
    fn told(&self, reader: &Reader) -> String {
        match self {
            Self::Denied => say!(reader, "provider-denied"),
            Self::Unreachable => say!(reader, "provider-unreachable"),
            Self::Stale => say!(reader, "provider-stale"),
            Self::NoEmail => say!(reader, "provider-no-email"),
            Self::Disabled => say!(reader, "account-disabled"),
            Self::Unusable => say!(reader, "provider-unusable"),
            Self::TooManyAttempts => say!(reader, "too-many-attempts"),
            Self::Unavailable => say!(reader, "try-again-soon"),
        }
    }

    fn needs_support(&self) -> bool {
        matches!(self, Self::NoEmail | Self::Disabled | Self::Unusable)
    }
}
