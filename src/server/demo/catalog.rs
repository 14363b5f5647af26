//! What the demo sells.

use std::collections::HashMap;

use stripe_billing::billing_portal_configuration::{
    ListBillingPortalConfiguration, SubscriptionUpdateProductParam, UpdateBillingPortalConfiguration,
    UpdateBillingPortalConfigurationFeatures as Features,
    UpdateBillingPortalConfigurationFeaturesSubscriptionUpdate as PlanChange,
    UpdateBillingPortalConfigurationFeaturesSubscriptionUpdateDefaultAllowedUpdates as AllowedUpdate,
};
use stripe_product::{
    price::{CreatePrice, CreatePriceRecurring, CreatePriceRecurringInterval, ListPrice},
    product::{CreateProduct, Features as Feature, RetrieveProduct},
};
use stripe_types::Currency;

use crate::server::{
    state::AppState,
    stripe::{StripeError, StripeErrorKind},
};

/// The lookup key of the price that the demo customer pays.
const PAID: &str = "prod_demo_pro_month";

/// A product of the demo: its id, name, features, monthly and yearly price in cents, trial days.
type Plan = (&'static str, &'static str, [&'static str; 2], [i64; 2], Option<&'static str>);

const PLANS: [Plan; 2] = [
    ("prod_demo_pro", "Pro", ["Unlimited projects", "Support within a day"], [1200, 12_000], Some("14")),
    ("prod_demo_team", "Team", ["Everything in Pro", "Up to ten people"], [3600, 36_000], None),
];

/// Puts the products on the pricing page and lets the portal change between them. Safe to repeat.
/// The answer is the price the demo customer pays.
pub(super) async fn offer(state: &AppState) -> Result<String, StripeError> {
    for (order, (id, name, features, [monthly, yearly], trial_days)) in (1..).zip(PLANS) {
        if state.stripe.send(&RetrieveProduct::new(id)).await.is_ok() {
            continue;
        }
        let mut metadata = HashMap::from([("portal_order".to_owned(), format!("{order}"))]);
        metadata.extend(trial_days.map(|days| ("portal_trial_days".to_owned(), days.to_owned())));
        let product =
            CreateProduct::new(name).id(id).marketing_features(features.map(Feature::new).to_vec()).metadata(metadata);
        state.stripe.send(&product).await?;
        for (interval, amount) in
            [(CreatePriceRecurringInterval::Month, monthly), (CreatePriceRecurringInterval::Year, yearly)]
        {
            let price = CreatePrice::new(Currency::USD)
                .product(id)
                .unit_amount(amount)
                .lookup_key(format!("{id}_{}", interval.as_str()))
                .recurring(CreatePriceRecurring::new(interval));
            state.stripe.send(&price).await?;
        }
    }
    allow_changes(state).await?;
    let paid = state.stripe.send(&ListPrice::new().lookup_keys(vec![PAID.to_owned()])).await?;
    let missing = || StripeError::new(StripeErrorKind::Garbage(200));
    paid.value.data.first().map(|price| price.id.to_string()).ok_or_else(missing)
}

/// What the owner of the account would switch on in the Dashboard: the portal changes plans.
async fn allow_changes(state: &AppState) -> Result<(), StripeError> {
    let default = state.stripe.send(&ListBillingPortalConfiguration::new().is_default(true)).await?.value.data;
    let Some(configuration) = default.into_iter().next() else { return Ok(()) };
    let mut products = Vec::new();
    for (id, ..) in PLANS {
        let prices = state.stripe.send(&ListPrice::new().product(id)).await?.value.data;
        let prices: Vec<String> = prices.into_iter().map(|price| price.id.to_string()).collect();
        products.push(SubscriptionUpdateProductParam::new(prices, id));
    }
    let mut change = PlanChange::new();
    change.enabled = Some(true);
    change.default_allowed_updates = Some(vec![AllowedUpdate::Price]);
    change.products = Some(products);
    let mut features = Features::new();
    features.subscription_update = Some(change);
    state.stripe.send(&UpdateBillingPortalConfiguration::new(configuration.id).features(features)).await?;
    Ok(())
}
