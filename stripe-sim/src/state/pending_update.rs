//! A change of a subscription that waits for its payment.

use super::{Item, State, Subscription};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// A change that is not paid for is dropped after this long.
pub(crate) const PENDING_FOR: i64 = 23 * 60 * 60;

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct PendingUpdate {
    /// Whose payment it waits for.
    pub invoice: String,
    pub expires_at: i64,
    pub items: Vec<Item>,
    pub billing_cycle_anchor: i64,
    pub trial_end: Option<i64>,
}

impl PendingUpdate {
    pub fn render(&self, subscription: &Subscription, state: &State) -> Value {
        let changed = |new: i64, old: i64| (new != old).then_some(new);
        let items: Vec<_> = self.items.iter().map(|item| subscription.render_item(item, state)).collect();
        let trial_end = self.trial_end.filter(|_| self.trial_end != subscription.trial_end);
        json!({
            "billing_cycle_anchor": changed(self.billing_cycle_anchor, subscription.billing_cycle_anchor),
            "cancel_at_period_end": null,
            "discount": null,
            "discounts": null,
            "expires_at": self.expires_at,
            "metadata": null,
            "subscription_items": items,
            "trial_end": trial_end,
            "trial_from_plan": null,
        })
    }
}
