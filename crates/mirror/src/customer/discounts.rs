//! The discounts of a subscription. They are ids unless they are expanded with their coupons; one
//! that cannot be read is left out.

use serde_json::Value;
use stripe::StripeClient;
use stripe_billing::subscription_item::ListSubscriptionItem;
use stripe_shared::{Subscription, SubscriptionStatus};

use crate::{customer::discount::Discount, error::SyncError};

/// A subscription's own discounts and those of its items; if there are none, the customer's.
pub(crate) fn discounts(subscription: &Value, of_items: &[Discount], customer: Option<&Value>) -> Vec<Discount> {
    let own = subscription["discounts"].as_array().into_iter().flatten().filter_map(|raw| Discount::of(raw, None));
    let own: Vec<_> = own.chain(of_items.iter().cloned()).collect();
    let has_own = subscription["discounts"].as_array().is_some_and(|all| !all.is_empty());
    if !own.is_empty() || has_own {
        return own;
    }
    customer.and_then(|customer| Discount::of(&customer["discount"], None)).into_iter().collect()
}

/// Fetches the discounts of a subscription's items: in a list of subscriptions they are too deep to
/// expand. Not for ended subscriptions, for which they do not matter.
pub(crate) async fn of_items(stripe: &StripeClient, subscription: &Subscription) -> Result<Vec<Discount>, SyncError> {
    let has_ended = matches!(subscription.status, SubscriptionStatus::Canceled | SubscriptionStatus::IncompleteExpired);
    if has_ended || subscription.items.data.iter().all(|item| item.discounts.is_empty()) {
        return Ok(Vec::new());
    }
    let request =
        ListSubscriptionItem::new(subscription.id.as_str()).expand(["data.discounts.source.coupon".to_owned()]);
    match stripe.list(request).await {
        Ok(items) => Ok(items.iter().flat_map(|item| of_item(&item.raw)).collect()),
        Err(error) if error.kind.may_be_the_objects() || error.kind.is_denied() => Ok(Vec::new()),
        Err(error) => Err(error.into()),
    }
}

fn of_item(item: &Value) -> Vec<Discount> {
    let discounts = item["discounts"].as_array().into_iter().flatten();
    discounts.filter_map(|raw| Discount::of(raw, item["id"].as_str())).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn raw(coupon: &Value) -> Value {
        json!({ "id": "di_1", "end": 5, "source": { "type": "coupon", "coupon": coupon } })
    }

    #[test]
    fn a_discount_is_a_part_or_an_amount() {
        let half = Discount::of(&raw(&json!({ "percent_off": 50.0, "duration": "repeating" })), None).expect("one");
        assert_eq!((half.percent_off.as_deref(), half.end, half.once), (Some("50"), Some(5), false));
        let amount = json!({ "amount_off": 500, "currency": "usd", "duration": "once" });
        let amount = Discount::of(&raw(&amount), Some("si_1")).expect("one");
        assert_eq!((amount.amount_off, amount.currency.as_deref(), amount.once), (Some(500), Some("usd"), true));
        assert_eq!(amount.item.as_deref(), Some("si_1"));
    }

    #[test]
    fn what_cannot_be_read_is_not_told_of() {
        for odd in [json!("di_1"), json!(null), raw(&json!("coupon_1")), raw(&json!({ "percent_off": "x" }))] {
            assert_eq!(discounts(&json!({ "discounts": [odd] }), &[], None), []);
        }
        assert_eq!(of_item(&json!({ "id": "si_1", "discounts": ["di_1"] })), []);
    }

    #[test]
    fn the_customers_is_for_what_has_none_of_its_own() {
        let half = json!({ "percent_off": 50, "duration": "forever" });
        let customer = json!({ "discount": raw(&half) });
        assert_eq!(discounts(&json!({ "discounts": [] }), &[], Some(&customer)).len(), 1);
        assert_eq!(discounts(&json!({ "discounts": ["di_2"] }), &[], Some(&customer)), []);
    }
}
