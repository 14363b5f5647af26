//! Products and prices: how they are fetched from Stripe and stored.

use std::collections::BTreeMap;

use sea_orm::{EntityTrait, FromQueryResult, IntoActiveModel, ModelTrait};
use serde_json::Value;
use stripe::{StripeClient, path_segment};
use stripe_client_core::StripeRequest;
use stripe_product::{
    price::{ListPrice, RetrievePrice},
    product::{ListProduct, RetrieveProduct},
};
use stripe_shared::{Price, Product};
use stripe_types::List;

use crate::{
    catalog::features,
    entity::{price, product},
    error::SyncError,
    stripe_object::StripeObject,
    unreadable::Unreadable,
};

/// A table of such objects.
pub trait CatalogTable: EntityTrait<Model: CatalogRow<Self>, ActiveModel: Send> {
    /// Async-stripe's type.
    type Object: miniserde::Deserialize;

    /// Its [`StripeObject`] for the queue.
    const OBJECT: fn(String) -> StripeObject;
    const ID: Self::Column;
    const ACTIVE: Self::Column;
    const LAST_APPLIED_FETCH: Self::Column;

    fn list() -> impl StripeRequest<Output = List<Self::Object>> + Send + Sync;
    fn retrieve(id: &str) -> impl StripeRequest<Output = Self::Object> + Send + Sync;
    fn row(object: Self::Object, raw: Value, ticket: i64) -> Self::Model;

    /// Reads into the rows what Stripe's answers about the objects lack. Returns what could not be read, by the
    /// objects' ids.
    ///
    /// # Errors
    /// When Stripe does not answer.
    fn complete(
        _: &StripeClient,
        _: Vec<&mut Self::Model>,
    ) -> impl Future<Output = Result<BTreeMap<String, Unreadable>, SyncError>> + Send {
        async { Ok(BTreeMap::new()) }
    }
}

/// A row of such a table.
pub trait CatalogRow<E: EntityTrait>:
    ModelTrait<Entity = E> + IntoActiveModel<E::ActiveModel> + FromQueryResult + Clone + PartialEq + Send + Sync
{
    fn id(&self) -> &str;
    fn ticket(&self) -> i64;

    /// The same row with another ticket.
    fn with_ticket(self, ticket: i64) -> Self;

    /// The same row, in which what is not known is as in the row that was written last.
    #[must_use]
    fn keep(self, _known: &Self) -> Self {
        self
    }
}

impl CatalogTable for product::Entity {
    type Object = Product;

    const OBJECT: fn(String) -> StripeObject = StripeObject::Product;
    const ID: product::Column = product::Column::Id;
    const ACTIVE: product::Column = product::Column::Active;
    const LAST_APPLIED_FETCH: product::Column = product::Column::LastAppliedFetch;

    fn list() -> impl StripeRequest<Output = List<Product>> + Send + Sync {
        ListProduct::new()
    }

    fn retrieve(id: &str) -> impl StripeRequest<Output = Product> + Send + Sync {
        RetrieveProduct::new(path_segment(id))
    }

    fn row(product: Product, raw: Value, ticket: i64) -> product::Model {
        product::Model {
            id: product.id.to_string(),
            name: product.name,
            active: product.active,
            raw,
            last_applied_fetch: ticket,
            features: None,
        }
    }

    async fn complete(
        stripe: &StripeClient,
        rows: Vec<&mut product::Model>,
    ) -> Result<BTreeMap<String, Unreadable>, SyncError> {
        features::read(stripe, rows).await
    }
}

impl CatalogRow<product::Entity> for product::Model {
    fn id(&self) -> &str {
        &self.id
    }

    fn ticket(&self) -> i64 {
        self.last_applied_fetch
    }

    fn with_ticket(self, ticket: i64) -> Self {
        Self { last_applied_fetch: ticket, ..self }
    }

    fn keep(self, known: &Self) -> Self {
        Self { features: self.features.or_else(|| known.features.clone()), ..self }
    }
}

/// A price contains these only if they are expanded.
const OTHER_CURRENCIES: &str = "currency_options";

impl CatalogTable for price::Entity {
    type Object = Price;

    const OBJECT: fn(String) -> StripeObject = StripeObject::Price;
    const ID: price::Column = price::Column::Id;
    const ACTIVE: price::Column = price::Column::Active;
    const LAST_APPLIED_FETCH: price::Column = price::Column::LastAppliedFetch;

    fn list() -> impl StripeRequest<Output = List<Price>> + Send + Sync {
        ListPrice::new().expand([format!("data.{OTHER_CURRENCIES}")])
    }

    fn retrieve(id: &str) -> impl StripeRequest<Output = Price> + Send + Sync {
        RetrievePrice::new(path_segment(id)).expand([OTHER_CURRENCIES.to_owned()])
    }

    fn row(price: Price, raw: Value, ticket: i64) -> price::Model {
        let recurring = price.recurring;
        price::Model {
            id: price.id.to_string(),
            product_id: price.product.id().to_string(),
            active: price.active,
            currency: price.currency.to_string(),
            unit_amount: price.unit_amount,
            interval: recurring.as_ref().map(|every| every.interval.as_str().to_owned()),
            interval_count: recurring.and_then(|every| i64::try_from(every.interval_count).ok()),
            raw,
            last_applied_fetch: ticket,
        }
    }
}

impl CatalogRow<price::Entity> for price::Model {
    fn id(&self) -> &str {
        &self.id
    }

    fn ticket(&self) -> i64 {
        self.last_applied_fetch
    }

    fn with_ticket(self, ticket: i64) -> Self {
        Self { last_applied_fetch: ticket, ..self }
    }
}
