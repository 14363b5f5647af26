//! Why nobody acts for an account.

/// What is asked for needs a member, and the visitor is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotAMember {
    SignedOut,
    /// Signed in, and has to choose an account first.
    NoAccount,
}
