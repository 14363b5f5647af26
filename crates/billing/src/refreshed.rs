//! The result of a refresh.

/// Whether the rows are up to date with Stripe.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refreshed {
    InStep,
    /// Stripe was too slow, did not answer, or its limit was reached. The refresh continues in the
    /// background.
    Late,
}
