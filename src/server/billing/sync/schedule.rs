//! What a subscription schedule has to come.

use stripe_shared::Subscription;
use time::OffsetDateTime;

/// There are phases that begin later.
pub(super) struct Schedule {
    /// The first of them that changes price or quantity; none, if none does.
    pub change: Option<Change>,
}

/// Another price, or another number of it.
#[derive(Clone)]
pub(super) struct Change {
    pub at: i64,
    pub price: String,
    pub quantity: Option<i64>,
}

impl Schedule {
    /// `None` also for a schedule that has run its course: Stripe leaves it on the subscription.
    pub fn of(subscription: &Subscription) -> Option<Self> {
        let now = OffsetDateTime::now_utc().unix_timestamp();
        let phases = &subscription.schedule.as_ref()?.as_object()?.phases;
        let mut later: Vec<_> = phases.iter().filter(|phase| phase.start_date > now).collect();
        if later.is_empty() {
            return None;
        }
        later.sort_by_key(|phase| phase.start_date);
        let items = &subscription.items.data;
        let is: Vec<_> = items.iter().map(|item| (item.price.id.to_string(), number(item.quantity))).collect();
        let change = later.into_iter().find_map(|phase| {
            let mut will = phase.items.iter().map(|item| (item.price.id().to_string(), number(item.quantity)));
            let (price, quantity) = will.find(|item| !is.contains(item))?;
            Some(Change { at: phase.start_date, price, quantity })
        });
        Some(Self { change })
    }
}

/// A phase that does not say how many means one.
fn number(quantity: Option<u64>) -> Option<i64> {
    i64::try_from(quantity.unwrap_or(1)).ok()
}
