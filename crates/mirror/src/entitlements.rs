//! What a customer may use. It follows from the features of the products that the customer pays for, so nothing is
//! stored about the customer: an event about it says that a product may have other features than before.

use std::collections::BTreeSet;

use sea_orm::{ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter, QuerySelect};

use crate::{
    entity::{customer, subscription, subscription_item},
    error::Synced,
    mirror::Mirror,
    stripe_object::StripeObject,
};

/// Requests refetches of the products that this customer (`cus_…`) pays for. If one of them gets another feature,
/// every customer of it has such an event; a product that is requested by all of them is fetched once.
///
/// # Errors
/// When the database does not answer.
pub async fn request_products(
    mirror: &Mirror,
    transaction: &DatabaseTransaction,
    customer_id: &str,
) -> Result<Synced, DbErr> {
    if customer::Entity::find_by_id(customer_id).one(transaction).await?.is_none() {
        return Ok(Synced::NotOurs);
    }
    let products = subscription_item::Entity::find()
        .select_only()
        .column(subscription_item::Column::ProductId)
        .inner_join(subscription::Entity)
        .filter(subscription::Column::CustomerId.eq(customer_id))
        .into_tuple();
    let products: BTreeSet<String> = products.all(transaction).await?.into_iter().collect();
    mirror.request(transaction, products.into_iter().map(StripeObject::Product).collect()).await?;
    Ok(Synced::Unchanged)
}
