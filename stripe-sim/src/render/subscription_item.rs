//! The items of subscriptions as the API shows them.

use super::Render;
use super::tax_rate::render_rates;
use crate::state::{Item, Price, State, Subscription, ids_of};
use serde_json::{Value, json};

impl Subscription {
    pub fn render_items(&self, state: &State) -> Vec<Value> {
        self.items.iter().map(|item| self.render_item(item, state)).collect()
    }

    pub fn render_item(&self, item: &Item, state: &State) -> Value {
        let price = state.get::<Price>(&item.price);
        let plan = price.and_then(|price| Some(price.render_plan(price.recurring.as_ref()?)));
        let mut rendered = json!({
            "id": item.id,
            "object": "subscription_item",
            "billing_thresholds": null,
            "created": item.created,
            "current_period_end": item.current_period_end,
            "current_period_start": item.current_period_start,
            "current_trial": null,
            "discounts": ids_of(&item.discounts),
            "metadata": item.metadata,
            "quantity": item.quantity,
            "subscription": self.id,
            "tax_rates": render_rates(state, &item.tax_rates),
        });
        // Not within `json!`, which would copy them.
        rendered["plan"] = plan.unwrap_or_default();
        rendered["price"] = price.map(|price| price.render(state)).unwrap_or_default();
        // What is metered has no quantity, not even null.
        if price.is_some_and(Price::is_metered)
            && let Some(fields) = rendered.as_object_mut()
        {
            fields.remove("quantity");
        }
        rendered
    }
}
