//! Why nobody was signed in at the identity provider.

/// A closed list without free text: it travels in the address of the login page, where anybody could write it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OidcError {
    /// The visitor went back, or the provider does not let them in.
    Denied,
    /// The provider does not answer.
    Unreachable,
    /// The answer is to no sign-in of this browser, or comes too late.
    Stale,
    /// The provider tells no address.
    NoEmail,
    Disabled,
    /// What the provider answers is not good.
    Unusable,
    TooManyAttempts,
    Unavailable,
}

impl OidcError {
    /// Reads the login page's query `problem`.
    pub fn parse(text: &str) -> Option<Self> {
        let all = [
            Self::Denied,
            Self::Unreachable,
            Self::Stale,
            Self::NoEmail,
            Self::Disabled,
            Self::Unusable,
            Self::TooManyAttempts,
            Self::Unavailable,
        ];
        all.into_iter().find(|error| error.name() == text)
    }

    /// The name in the address.
    pub fn name(self) -> &'static str {
        match self {
            Self::Denied => "denied",
            Self::Unreachable => "unreachable",
            Self::Stale => "stale",
            Self::NoEmail => "no-email",
            Self::Disabled => "disabled",
            Self::Unusable => "unusable",
            Self::TooManyAttempts => "too-many",
            Self::Unavailable => "unavailable",
        }
    }
}
