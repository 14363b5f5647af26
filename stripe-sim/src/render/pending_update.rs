//! A change that waits for its payment, as its subscription shows it.

use crate::state::{PendingUpdate, State, Subscription};
use serde_json::{Value, json};

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
