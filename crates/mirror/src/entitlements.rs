//! What a customer may use. It follows from the features of the products that the customer pays for, so nothing is
//! stored about the customer: an event about it says that a product may have other features than before.

use std::collections::{BTreeMap, BTreeSet};

use miniserde::Deserialize;
use sea_orm::{ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter, QuerySelect};
use stripe::StripeClient;
use stripe_client_core::{RequestBuilder, StripeMethod, StripeRequest};
use stripe_types::List;

use crate::{
    entity::{customer, subscription, subscription_item},
    error::{SyncError, Synced},
    mirror::Mirror,
    stripe_object::StripeObject,
};

/// The products that a customer pays for.
pub struct Bought {
    /// `cus_…`
    customer: String,
    /// By Stripe, as far as they can be read.
    products: BTreeSet<String>,
}

/// The fields that are read.
#[derive(Deserialize)]
struct Subscription {
    items: List<Item>,
}

#[derive(Deserialize)]
struct Item {
    price: Price,
}

#[derive(Deserialize)]
struct Price {
    product: String,
}

/// Asks Stripe for them: when somebody buys a product, this event is worked on before the rows say so. Asks nothing about
/// a customer that is not mirrored.
///
/// # Errors
/// When Stripe or the database does not answer.
pub async fn bought(mirror: &Mirror, stripe: &StripeClient, customer: &str) -> Result<Bought, SyncError> {
    let is_ours = customer::Entity::find_by_id(customer).one(&mirror.db).await?.is_some();
    let listed = match is_ours {
        true => stripe.list(SubscriptionsOf(customer)).await,
        false => Ok(Vec::new()),
    };
    let listed = match listed {
        // The customer is gone, or the key may not see subscriptions: the rows say what is known.
        Err(error) if error.kind.is_refusal() || error.kind.is_denied() => Vec::new(),
        listed => listed?,
    };
    let items = listed.into_iter().filter_map(|listed| listed.value).flat_map(|subscription| subscription.items.data);
    Ok(Bought { customer: customer.to_owned(), products: items.map(|item| item.price.product).collect() })
}

impl Bought {
    /// Requests refetches of the products, and of those of all plans in the rows. If one of them gets another feature,
    /// every customer of it has such an event; a product that is requested by all of them is fetched once.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn request(self, mirror: &Mirror, transaction: &DatabaseTransaction) -> Result<Synced, DbErr> {
        if customer::Entity::find_by_id(&self.customer).one(transaction).await?.is_none() {
            return Ok(Synced::NotOurs);
        }
        let known = subscription_item::Entity::find()
            .select_only()
            .column(subscription_item::Column::ProductId)
            .inner_join(subscription::Entity)
            .filter(subscription::Column::CustomerId.eq(&self.customer))
            .into_tuple();
        let known: Vec<String> = known.all(transaction).await?;
        let products: BTreeSet<String> = self.products.into_iter().chain(known).collect();
        mirror.request(transaction, products.into_iter().map(StripeObject::Product).collect()).await?;
        Ok(Synced::Unchanged)
    }
}

/// Our own request: async-stripe's types read more of a subscription, and any of it can fail.
struct SubscriptionsOf<'a>(&'a str);

impl StripeRequest for SubscriptionsOf<'_> {
    type Output = List<Subscription>;

    fn build(&self) -> RequestBuilder {
        RequestBuilder::new(StripeMethod::Get, "/subscriptions").query(&BTreeMap::from([("customer", self.0)]))
    }
}
