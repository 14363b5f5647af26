//! Plans that a schedule starts later. They have no subscription yet, so pages do not show them;
//! but another plan bought in the meantime would be a second one. Fetched only before a purchase:
//! in every sync it would be one request per customer, almost always with no result.

use std::collections::BTreeMap;

use database::Database;
use mirror::entity::price;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::Value;
use stripe::StripeClient;
use stripe_client_core::{RequestBuilder, StripeMethod, StripeRequest};
use stripe_shared::SubscriptionSchedule;
use stripe_types::List;

use super::error::CheckoutError;
use crate::plans::OtherProducts;

/// Whether a schedule will start a plan of the customer's.
///
/// # Errors
/// When Stripe or the database does not answer.
pub(crate) async fn has_coming_plan(
    db: &Database,
    stripe: &StripeClient,
    customer: &str,
) -> Result<bool, CheckoutError> {
    let coming = match stripe.list(NotStarted { customer }).await {
        Ok(coming) => coming,
        // A key that may not read schedules can sell all the same.
        Err(error) if error.kind.is_refusal() || error.kind.is_denied() => {
            tracing::warn!(stripe.error = %error, "schedules could not be read; a customer with a scheduled plan may buy a second one");
            return Ok(false);
        }
        Err(error) => return Err(error.into()),
    };
    let coming = coming.iter().map(|schedule| &schedule.raw).filter(|schedule| is_to_begin(schedule));
    let ids: Vec<String> = coming.flat_map(prices).collect();
    if ids.is_empty() {
        return Ok(false);
    }
    let known = price::Entity::find().filter(price::Column::Id.is_in(&ids)).all(db).await?;
    let products = known.iter().map(|price| price.product_id.as_str());
    let products: Vec<_> = products.map(str::to_owned).collect();
    let products = mirror::products(db, Some(&products)).await?;
    let others = OtherProducts::among(&products);
    let is_other = |id: &String| known.iter().any(|price| price.id == *id && others.contains(&price.product_id));
    Ok(!ids.iter().all(is_other))
}

/// Whether it will still start: the list also has schedules that were canceled before their start.
fn is_to_begin(schedule: &Value) -> bool {
    schedule["status"].as_str().is_none_or(|status| status == "not_started")
}

/// The prices of all phases.
fn prices(schedule: &Value) -> impl Iterator<Item = String> {
    let phases = schedule["phases"].as_array().into_iter().flatten();
    let items = phases.flat_map(|phase| phase["items"].as_array().into_iter().flatten());
    items.filter_map(|item| item["price"].as_str().map(str::to_owned))
}

/// The customer's schedules that have not started. Not async-stripe's request, which would cost
/// compile time.
struct NotStarted<'a> {
    customer: &'a str,
}

impl StripeRequest for NotStarted<'_> {
    type Output = List<SubscriptionSchedule>;

    fn build(&self) -> RequestBuilder {
        let query = BTreeMap::from([("customer", self.customer), ("scheduled", "true")]);
        RequestBuilder::new(StripeMethod::Get, "/subscription_schedules").query(&query)
    }
}
