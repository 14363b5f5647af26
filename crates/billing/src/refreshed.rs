//! Whether somebody is shown what is so.

/// Whether the rows are what Stripe says, as far as could be found out in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refreshed {
    InStep,
    /// Stripe was too slow, did not answer, or was asked for too much. It goes on in the background.
    Late,
}
