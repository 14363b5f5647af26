//! Subscription items by themselves: each call changes the subscription they belong to.

use super::subscription_changes::Change;
use super::subscription_items::ItemChange;
use super::subscription_starts::PaymentBehavior;
use super::subscriptions::change;
use crate::error::Error;
use crate::params::Params;
use crate::state::{ProrationBehavior, Subscription};
use crate::tx::Tx;
use serde_json::{Value, json};

const NOUN: &str = "subscription item";

/// What every call takes besides the item's own parameters.
struct How {
    behavior: Option<PaymentBehavior>,
    proration: ProrationBehavior,
}

impl How {
    fn read(params: &mut Params) -> Result<Self, Error> {
        params.boolean("off_session")?;
        Ok(Self {
            behavior: params.choice("payment_behavior")?,
            proration: params.choice("proration_behavior")?.unwrap_or_default(),
        })
    }

    fn apply(self, tx: &mut Tx<'_>, subscription: &str, item: ItemChange) -> Result<Value, Error> {
        let all = Change::of(item, self.proration);
        change(tx, subscription, all, self.behavior)
    }
}

/// The subscription an item belongs to, and the item as it is shown.
fn holder(tx: &Tx<'_>, id: &str) -> Result<(String, Value), Error> {
    let missing = || Error::Missing { noun: NOUN, id: id.to_owned(), param: "item".to_owned(), in_url: true };
    let subscription = tx.state().subscriptions.with("item", id).next().ok_or_else(missing)?;
    let item = subscription.items.iter().find(|item| item.id == id).ok_or_else(missing)?;
    Ok((subscription.id.clone(), subscription.render_item(item, tx.state())))
}

pub(crate) fn create(tx: &mut Tx<'_>, _: &str, mut params: Params) -> Result<Value, Error> {
    let subscription = params.required("subscription")?;
    let how = How::read(&mut params)?;
    let item = ItemChange::read(&mut params)?.alone(None);
    params.done()?;
    tx.mentioned::<Subscription>(&subscription, "subscription")?;
    let before = tx.get::<Subscription>(&subscription).map_or(Vec::new(), |it| it.items.clone());
    how.apply(tx, &subscription, item)?;
    let after = tx.addressed::<Subscription>(&subscription, "subscription")?;
    let new = after.items.iter().find(|item| before.iter().all(|old| old.id != item.id));
    Ok(new.map_or(Value::Null, |item| after.render_item(item, tx.state())))
}

pub(crate) fn retrieve(tx: &mut Tx<'_>, id: &str, params: Params) -> Result<Value, Error> {
    params.done()?;
    Ok(holder(tx, id)?.1)
}

pub(crate) fn update(tx: &mut Tx<'_>, id: &str, mut params: Params) -> Result<Value, Error> {
    let how = How::read(&mut params)?;
    let item = ItemChange::read(&mut params)?.alone(Some(id));
    params.done()?;
    let (subscription, _) = holder(tx, id)?;
    how.apply(tx, &subscription, item)?;
    Ok(holder(tx, id)?.1)
}

pub(crate) fn delete(tx: &mut Tx<'_>, id: &str, mut params: Params) -> Result<Value, Error> {
    let how = How::read(&mut params)?;
    params.boolean("clear_usage")?;
    params.done()?;
    let (subscription, _) = holder(tx, id)?;
    how.apply(tx, &subscription, ItemChange::removal(id))?;
    Ok(json!({ "id": id, "object": "subscription_item", "deleted": true }))
}
