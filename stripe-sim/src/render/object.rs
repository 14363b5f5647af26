//! What all that is shown has in common.

use crate::state::{State, Stored};
use serde_json::Value;

/// An object that Stripe shows by itself: what the API, the events, `expand` and the state dump answer with.
pub(crate) trait Render: Stored {
    /// The object as Stripe shows it.
    fn render(&self, state: &State) -> Value;
}
