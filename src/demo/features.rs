//! The demo's features, to which its products entitle. Async-stripe has them in the crate that `doctor` does without,
//! too.

use std::marker::PhantomData;

use serde_json::{Value, json};
use stripe::{StripeClient, StripeError, path_segment};
use stripe_client_core::{RequestBuilder, StripeMethod, StripeRequest};
use stripe_types::List;

/// A feature of the demo: its lookup key, its name, the products that have it.
type Offered = (&'static str, &'static str, &'static [&'static str]);

const FEATURES: [Offered; 3] = [
    ("api", "API access", &["prod_demo_pro", "prod_demo_team"]),
    ("projects", "Unlimited projects", &["prod_demo_pro", "prod_demo_team"]),
    ("sso", "Single sign-on", &["prod_demo_team"]),
];

/// A feature: <https://docs.stripe.com/api/entitlements/feature/object>.
#[derive(miniserde::Deserialize)]
struct Feature {
    id: String,
}

/// A product's feature: <https://docs.stripe.com/api/product-feature/object>.
#[derive(miniserde::Deserialize)]
struct ProductFeature {
    entitlement_feature: Feature,
}

/// A request at an address below `/v1`, which is answered with a `T`.
struct Ask<T> {
    method: StripeMethod,
    path: String,
    params: Value,
    answer: PhantomData<fn() -> T>,
}

impl<T> Ask<T> {
    fn get(path: impl Into<String>, params: Value) -> Self {
        Self { method: StripeMethod::Get, path: path.into(), params, answer: PhantomData }
    }

    fn post(path: impl Into<String>, params: Value) -> Self {
        Self { method: StripeMethod::Post, ..Self::get(path, params) }
    }
}

impl<T> StripeRequest for Ask<T> {
    type Output = T;

    fn build(&self) -> RequestBuilder {
        let request = RequestBuilder::new(self.method, self.path.as_str());
        match self.method {
            StripeMethod::Get => request.query(&self.params),
            _ => request.form(&self.params),
        }
    }
}

/// Creates the features, and attaches them to the products, which are there already. Safe to repeat.
pub(super) async fn attach(stripe: &StripeClient) -> Result<(), StripeError> {
    for (lookup_key, name, products) in FEATURES {
        let feature = existing_or_new(stripe, lookup_key, name).await?;
        for product in products {
            let path = format!("/products/{}/features", path_segment(product));
            let attached = stripe.send(&Ask::<List<ProductFeature>>::get(&path, json!({ "limit": 100 }))).await?.value;
            if !attached.data.iter().any(|it| it.entitlement_feature.id == feature.id) {
                let body = json!({ "entitlement_feature": feature.id });
                stripe.send(&Ask::<ProductFeature>::post(path, body)).await?;
            }
        }
    }
    Ok(())
}

/// The feature with the lookup key.
async fn existing_or_new(stripe: &StripeClient, lookup_key: &str, name: &str) -> Result<Feature, StripeError> {
    const PATH: &str = "/entitlements/features";
    let found = stripe.send(&Ask::<List<Feature>>::get(PATH, json!({ "lookup_key": lookup_key }))).await?.value;
    if let Some(feature) = found.data.into_iter().next() {
        return Ok(feature);
    }
    Ok(stripe.send(&Ask::post(PATH, json!({ "lookup_key": lookup_key, "name": name }))).await?.value)
}
