//! Products and prices, mirrored from Stripe, so that the pricing page works with Stripe down.

use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, DatabaseConnection, DbErr, EntityTrait, QueryFilter,
    sea_query::{Expr, ExprTrait, OnConflict},
};
use serde_json::Value;
use stripe_client_core::StripeRequest;
use stripe_product::{
    price::{ListPrice, RetrievePrice},
    product::{ListProduct, RetrieveProduct},
};
use stripe_shared::{Price, Product};
use time::OffsetDateTime;

use super::sync::SyncError;
use crate::server::{
    db::entity::{price, product},
    stripe::StripeClient,
};

/// Fetches everything that is on offer, and what no longer is.
///
/// # Errors
/// When Stripe or the database does not answer. What was written before stays: it is true.
pub async fn mirror_catalog(db: &DatabaseConnection, stripe: &StripeClient) -> Result<(), SyncError> {
    let mut last: Option<String> = None;
    loop {
        let began = now_ms();
        let mut request = ListProduct::new().limit(100_i64);
        if let Some(last) = &last {
            request = request.starting_after(last);
        }
        let page = stripe.send(&request).await?;
        last = page.value.data.last().map(|product| product.id.to_string());
        for (product, raw) in page.value.data.into_iter().zip(raw_items(&page.body)?) {
            write_product(db, product, raw, began).await?;
        }
        if last.is_none() || !page.value.has_more {
            break;
        }
    }
    let mut last: Option<String> = None;
    loop {
        let began = now_ms();
        let mut request = ListPrice::new().limit(100_i64);
        if let Some(last) = &last {
            request = request.starting_after(last);
        }
        let page = stripe.send(&request).await?;
        last = page.value.data.last().map(|price| price.id.to_string());
        for (price, raw) in page.value.data.into_iter().zip(raw_items(&page.body)?) {
            write_price(db, price, raw, began).await?;
        }
        if last.is_none() || !page.value.has_more {
            break;
        }
    }
    Ok(())
}

/// A product or a price as Stripe has it, not written yet; one that Stripe no longer has is not sold
/// any more.
pub(super) enum Fetched {
    Product(Product, Value),
    Price(Price, Value),
    NoProduct(String),
    NoPrice(String),
}

pub(super) async fn fetch_product(stripe: &StripeClient, id: &str) -> Result<Fetched, SyncError> {
    let found = retrieve(stripe, &RetrieveProduct::new(id)).await?;
    Ok(found.map_or_else(|| Fetched::NoProduct(id.to_owned()), |(product, raw)| Fetched::Product(product, raw)))
}

pub(super) async fn fetch_price(stripe: &StripeClient, id: &str) -> Result<Fetched, SyncError> {
    let found = retrieve(stripe, &RetrievePrice::new(id)).await?;
    Ok(found.map_or_else(|| Fetched::NoPrice(id.to_owned()), |(price, raw)| Fetched::Price(price, raw)))
}

impl Fetched {
    pub(super) async fn write(self, db: &impl ConnectionTrait, began_ms: i64) -> Result<(), DbErr> {
        match self {
            Self::Product(product, raw) => write_product(db, product, raw, began_ms).await,
            Self::Price(price, raw) => write_price(db, price, raw, began_ms).await,
            Self::NoProduct(id) => {
                let gone = product::Entity::update_many().col_expr(product::Column::Active, Expr::value(false));
                gone.filter(product::Column::Id.eq(id)).exec(db).await.map(drop)
            }
            Self::NoPrice(id) => {
                let gone = price::Entity::update_many().col_expr(price::Column::Active, Expr::value(false));
                gone.filter(price::Column::Id.eq(id)).exec(db).await.map(drop)
            }
        }
    }
}

async fn retrieve<R>(stripe: &StripeClient, request: &R) -> Result<Option<(R::Output, Value)>, SyncError>
where
    R: StripeRequest,
    R::Output: miniserde::Deserialize,
{
    match stripe.send(request).await {
        Ok(answer) => Ok(Some((answer.value, serde_json::from_slice(&answer.body)?))),
        Err(error) if error.kind.is_missing() => Ok(None),
        Err(error) => Err(error.into()),
    }
}

pub(super) async fn write_product(
    db: &impl ConnectionTrait,
    product: Product,
    raw: Value,
    began_ms: i64,
) -> Result<(), DbErr> {
    let row = product::ActiveModel {
        id: Set(product.id.to_string()),
        name: Set(product.name),
        active: Set(product.active),
        raw: Set(raw),
        synced_at_ms: Set(began_ms),
    };
    use product::Column::{Active, Id, Name, Raw, SyncedAtMs};
    let conflict = OnConflict::column(Id)
        .update_columns([Name, Active, Raw, SyncedAtMs])
        .action_and_where(Expr::col((product::Entity, SyncedAtMs)).lte(began_ms))
        .to_owned();
    product::Entity::insert(row).on_conflict(conflict).exec_without_returning(db).await?;
    Ok(())
}

pub(super) async fn write_price(
    db: &impl ConnectionTrait,
    price: Price,
    raw: Value,
    began_ms: i64,
) -> Result<(), DbErr> {
    let recurring = price.recurring;
    let row = price::ActiveModel {
        id: Set(price.id.to_string()),
        product_id: Set(price.product.id().to_string()),
        active: Set(price.active),
        currency: Set(price.currency.to_string()),
        unit_amount: Set(price.unit_amount),
        interval: Set(recurring.as_ref().map(|every| every.interval.as_str().to_owned())),
        interval_count: Set(recurring.and_then(|every| i64::try_from(every.interval_count).ok())),
        raw: Set(raw),
        synced_at_ms: Set(began_ms),
    };
    use price::Column::{Active, Currency, Id, Interval, IntervalCount, ProductId, Raw, SyncedAtMs, UnitAmount};
    let conflict = OnConflict::column(Id)
        .update_columns([ProductId, Active, Currency, UnitAmount, Interval, IntervalCount, Raw, SyncedAtMs])
        .action_and_where(Expr::col((price::Entity, SyncedAtMs)).lte(began_ms))
        .to_owned();
    price::Entity::insert(row).on_conflict(conflict).exec_without_returning(db).await?;
    Ok(())
}

/// The objects of a list as Stripe wrote them, in the order of the typed ones.
pub(in crate::server) fn raw_items(body: &[u8]) -> Result<Vec<Value>, serde_json::Error> {
    #[derive(serde::Deserialize)]
    struct Page {
        data: Vec<Value>,
    }
    serde_json::from_slice::<Page>(body).map(|page| page.data)
}

/// Unix milliseconds, taken before a fetch: what is fetched is at least as new.
pub(in crate::server) fn now_ms() -> i64 {
    i64::try_from(OffsetDateTime::now_utc().unix_timestamp_nanos() / 1_000_000).unwrap_or(i64::MAX)
}
