//! Who and what a scene is about, checked before the stage is cleared.

use super::Scene;
use crate::api::references::existing_customer;
use crate::api::subscription_items::ItemChange;
use crate::error::Error;
use crate::params::Choice;
use crate::state::{BillingMode, Interval, Price, State, Subscription, interval_of};
use crate::tx::Tx;

/// As it was asked for.
pub(crate) struct Cast {
    pub customer: String,
    pub price: Option<String>,
    pub other_price: Option<String>,
}

/// What can be subscribed to.
pub(super) struct Roles {
    pub price: Option<Part>,
    pub other: Option<String>,
}

pub(super) struct Part {
    pub price: String,
    pub interval: Interval,
    pub every: i64,
}

impl Cast {
    pub(super) fn check(&self, tx: &Tx<'_>, scene: Scene) -> Result<Roles, Error> {
        existing_customer(tx, &self.customer, "customer", false)?;
        let Some(price) = &self.price else {
            if scene.needs_price() {
                return Err(Error::invalid(
                    "price",
                    format!("{} needs a `price`{}", scene.word(), choices(tx.state())),
                ));
            }
            return Ok(Roles { price: None, other: None });
        };
        let subscription = subscribed_to(tx, &self.customer, price)?;
        if scene.needs_amount() && subscription.amount(tx.state()) == 0 {
            return Err(Error::invalid("price", format!("{} needs a price that is not free", scene.word())));
        }
        let other = match &self.other_price {
            None => another(tx, &subscription, price),
            Some(other) => {
                fits(tx, &subscription, other)?;
                Some(other.clone())
            }
        };
        if scene.needs_other() && other.is_none() {
            let message = format!("{} needs a second recurring price in the same currency", scene.word());
            return Err(Error::invalid("other_price", message));
        }
        let (interval, every) = interval_of(tx.state(), price).unwrap_or((Interval::Month, 1));
        Ok(Roles { price: Some(Part { price: price.clone(), interval, every }), other })
    }
}

fn subscribed_to(tx: &Tx<'_>, customer: &str, price: &str) -> Result<Subscription, Error> {
    let mut subscription = Subscription::new(customer.to_owned(), BillingMode::Flexible, tx.now());
    ItemChange::new(price, 1).apply(tx, &mut subscription)?;
    Ok(subscription)
}

/// Whether a price could take the place of the one there is: it could then stand beside it, too.
fn fits(tx: &Tx<'_>, subscription: &Subscription, other: &str) -> Result<(), Error> {
    ItemChange::new(other, 1).apply(tx, &mut subscription.clone())
}

/// Any other price, the newest first.
fn another(tx: &Tx<'_>, subscription: &Subscription, price: &str) -> Option<String> {
    let mut others = tx.state().prices.newest_first().filter(|other| other.id != price);
    others.find(|other| fits(tx, subscription, &other.id).is_ok()).map(|other| other.id.clone())
}

fn choices(state: &State) -> String {
    let sold = state.prices.oldest_first().filter(|price: &&Price| price.active && price.recurring.is_some());
    let ids: Vec<_> = sold.map(|price| price.id.as_str()).collect();
    if ids.is_empty() { "; there is no recurring one yet".to_owned() } else { format!(", one of {}", ids.join(", ")) }
}
