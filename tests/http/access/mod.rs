//! What an account may use, as the company's product asks.

mod answers;
mod gate;
mod grants;
mod moves;
mod page;
mod query;
mod random;
mod together;
mod tokens;
mod unkind;

use access::Policy;
use customer_portal::{
    account::create_account,
    account_access::{Former, apply_policy, run_due},
    api_keys::create_key,
    model::AccountId,
};
use mirror::{entity::customer, mirror_catalog, sync};
use reqwest::Method;
use sea_orm::EntityTrait;
use secrecy::ExposeSecret;
use serde_json::Value;

use crate::support::{Answer, Stripe, TestApp};

/// The site, the product with its key, and Stripe.
struct Site {
    stripe: Stripe,
    app: TestApp,
    key: String,
}

impl Site {
    async fn start() -> Self {
        let stripe = Stripe::start().await;
        let app = TestApp::start(&stripe.base()).await;
        let key = key(&app, "access:read").await;
        Self { stripe, app, key }
    }

    /// A product with these features in its metadata, and a monthly price of it.
    async fn product(&self, name: &str, metadata: &[(&str, &str)]) -> (String, String) {
        let metadata: Vec<_> = metadata.iter().map(|(key, value)| (format!("metadata[{key}]"), *value)).collect();
        let form: Vec<_> = metadata.iter().map(|(key, value)| (key.as_str(), *value)).chain([("name", name)]).collect();
        let product = id(&self.stripe.post("products", &form).await);
        let price = [
            ("product", product.as_str()),
            ("currency", "usd"),
            ("unit_amount", "1200"),
            ("recurring[interval]", "month"),
        ];
        let price = id(&self.stripe.post("prices", &price).await);
        (product, price)
    }

    /// A customer with this plan, and the subscription.
    async fn subscriber(&self, price: &str) -> (String, String) {
        let customer = self.stripe.customer().await;
        let form = [("customer", customer.as_str()), ("items[0][price]", price)];
        let subscription = id(&self.stripe.post("subscriptions", &form).await);
        (customer, subscription)
    }

    /// An account whose customer this is; it was never fetched.
    async fn linked(&self, customer: &str) -> AccountId {
        self.app.linked(&format!("{customer}@example.com"), customer).await;
        customer_portal::account::owner_of(&self.app.state.db, customer).await.unwrap().unwrap()
    }

    /// The same, fetched.
    async fn account(&self, customer: &str) -> AccountId {
        let account = self.linked(customer).await;
        self.sync(customer).await;
        account
    }

    async fn sync(&self, customer: &str) {
        sync(&self.app.state.mirror, &self.app.state.billing.stripe, customer).await.unwrap();
    }

    async fn read_catalog(&self) {
        mirror_catalog(&self.app.state.mirror, &self.app.state.billing.stripe).await.unwrap();
    }

    async fn ask(&self, account: &str) -> Answer {
        self.ask_with(account, &[]).await
    }

    async fn ask_with(&self, account: &str, headers: &[(&str, &str)]) -> Answer {
        let mut back_end = self.app.browser();
        let request = back_end.request(Method::GET, &format!("/api/v1/access/{account}"));
        let request = request.header("authorization", format!("Bearer {}", self.key));
        let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
        back_end.send(request).await
    }

    /// The answer about an account, which has to be one.
    async fn access(&self, account: &AccountId) -> Value {
        let answer = self.ask(account.as_str()).await;
        assert_eq!(answer.status, 200, "{answer:?}");
        answer.json()
    }

    async fn apply(&self, policy: &str) {
        let policy: Policy = access::parse("access.toml".as_ref(), policy.to_owned()).unwrap().file;
        apply_policy(&self.app.state.db, &policy, Former::Any).await.unwrap();
    }

    /// What the worker does within seconds.
    async fn move_revisions(&self) {
        run_due(&self.app.state.db, &self.app.state.rules).await.unwrap();
    }

    /// An account without a customer.
    async fn free_account(&self) -> AccountId {
        create_account(&self.app.state.db, Some(&"team-42".parse().unwrap()), None).await.unwrap()
    }

    async fn customer_row(&self, customer: &str) -> customer::Model {
        customer::Entity::find_by_id(customer).one(&self.app.state.db).await.unwrap().unwrap()
    }
}

async fn key(app: &TestApp, scopes: &str) -> String {
    let key = create_key(&app.state.db, "the product", &scopes.parse().unwrap()).await.unwrap();
    key.expose().expose_secret().to_owned()
}

fn id(object: &Value) -> String {
    object["id"].as_str().unwrap().to_owned()
}

/// The features that are granted.
fn granted(answer: &Value) -> Vec<&str> {
    let features = answer["features"].as_object().unwrap().iter();
    features.filter(|(_, feature)| feature["granted"] == true).map(|(key, _)| key.as_str()).collect()
}

/// The validator of an answer.
fn etag(answer: &Answer) -> String {
    answer.header("etag").unwrap().to_owned()
}
