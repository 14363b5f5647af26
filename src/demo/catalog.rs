//! The demo's products and prices.

use std::collections::HashMap;

use serde_json::{Value, json};
use stripe::{PAUSING, StripeClient, StripeError, StripeErrorKind, path_segment};
use stripe_billing::{BillingPortalConfiguration, billing_portal_configuration::ListBillingPortalConfiguration};
use stripe_client_core::{RequestBuilder, StripeMethod, StripeRequest};
use stripe_product::{
    price::{CreatePrice, CreatePriceRecurring, CreatePriceRecurringInterval, ListPrice},
    product::{CreateProduct, Features as Feature, RetrieveProduct},
};
use stripe_types::Currency;

use super::features;

/// The lookup key of the price that the demo customer pays.
const PAID: &str = "prod_demo_pro_month";

/// A product of the demo: its id, name, features, monthly and yearly price in cents, trial days.
type Plan = (&'static str, &'static str, [&'static str; 2], [i64; 2], Option<&'static str>);

const PLANS: [Plan; 2] = [
    ("prod_demo_pro", "Pro", ["Unlimited projects", "Support within a day"], [1200, 12_000], Some("14")),
    ("prod_demo_team", "Team", ["Everything in Pro", "Up to ten people"], [3600, 36_000], None),
];

/// Creates the products of the pricing page with their features, and allows changing and pausing plans in the portal.
/// Safe to repeat. Returns the price that the demo customer pays.
pub(super) async fn offer(stripe: &StripeClient) -> Result<String, StripeError> {
    for (order, (id, name, features, [monthly, yearly], trial_days)) in (1..).zip(PLANS) {
        if stripe.send(&RetrieveProduct::new(id)).await.is_ok() {
            continue;
        }
        let mut metadata = HashMap::from([("portal_order".to_owned(), format!("{order}"))]);
        metadata.extend(trial_days.map(|days| ("portal_trial_days".to_owned(), days.to_owned())));
        let product =
            CreateProduct::new(name).id(id).marketing_features(features.map(Feature::new).to_vec()).metadata(metadata);
        stripe.send(&product).await?;
        for (interval, amount) in
            [(CreatePriceRecurringInterval::Month, monthly), (CreatePriceRecurringInterval::Year, yearly)]
        {
            let price = CreatePrice::new(Currency::USD)
                .product(id)
                .unit_amount(amount)
                .lookup_key(format!("{id}_{}", interval.as_str()))
                .recurring(CreatePriceRecurring::new(interval));
            stripe.send(&price).await?;
        }
    }
    features::attach(stripe).await?;
    allow_changes(stripe).await?;
    let paid = stripe.send(&ListPrice::new().lookup_keys(vec![PAID.to_owned()])).await?;
    let missing = || StripeError::new(StripeErrorKind::Garbage(200));
    paid.value.data.first().map(|price| price.id.to_string()).ok_or_else(missing)
}

/// Enables features of a portal configuration. Not async-stripe's request, which does not know
/// pausing.
struct Allow {
    configuration: String,
    features: Value,
}

impl StripeRequest for Allow {
    type Output = BillingPortalConfiguration;

    fn build(&self) -> RequestBuilder {
        let path = format!("/billing_portal/configurations/{}", path_segment(&self.configuration));
        RequestBuilder::new(StripeMethod::Post, path).form(&json!({ "features": self.features }))
    }
}

/// Enables changing and pausing plans in the portal, as one would in the Dashboard.
async fn allow_changes(stripe: &StripeClient) -> Result<(), StripeError> {
    let default = stripe.send(&ListBillingPortalConfiguration::new().is_default(true)).await?.value.data;
    let Some(configuration) = default.into_iter().next() else { return Ok(()) };
    let mut products = Vec::new();
    for (id, ..) in PLANS {
        let prices = stripe.send(&ListPrice::new().product(id)).await?.value.data;
        let prices: Vec<String> = prices.into_iter().map(|price| price.id.to_string()).collect();
        products.push(json!({ "product": id, "prices": prices }));
    }
    let month = json!({ "interval": "month", "interval_count": 1 });
    let features = json!({
        "subscription_pause": {
            "enabled": true,
            "duration": { "type": "interval_options", "interval_options": [month] },
        },
        "subscription_update": { "enabled": true, "default_allowed_updates": ["price"], "products": products },
    });
    let allow = Allow { configuration: configuration.id.to_string(), features };
    stripe.in_version(PAUSING).send(&allow).await?;
    Ok(())
}
