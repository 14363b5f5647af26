//! The app as it is deployed, on a port and a database file of its own.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use customer_portal::server::{
    auth::{Email, Password, UserId, create_user},
    config::{AppUrl, StripeSettings, WebhookSecret},
    db::{self, entity::customer},
    jobs, router,
    state::{AppState, Site},
    stripe::Budget,
};
use leptos::config::LeptosOptions;
use sea_orm::{ActiveValue::Set, DatabaseConnection, EntityTrait};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use url::Url;

use super::{Browser, PASSWORD, TestDatabase};

/// Dropped with the test: the server's task, the database file.
pub struct TestApp {
    pub state: AppState,
    pub url: String,
    _server: tokio::task::JoinHandle<()>,
    pub database: Arc<TestDatabase>,
}

/// Short enough for a test to wait out, long enough for two retries.
pub const BUDGET: Budget = Budget {
    total: Duration::from_millis(1500),
    attempt: Duration::from_millis(600),
    first_pause: Duration::from_millis(10),
    attempts: 3,
};

impl TestApp {
    /// The app, talking to the Stripe at `base`.
    pub async fn start(base: &str) -> Self {
        Self::start_as(base, None, BUDGET).await
    }

    /// The same under another public origin or with another patience.
    pub async fn start_as(base: &str, app_url: Option<&str>, budget: Budget) -> Self {
        let (database, db) = TestDatabase::new().await;
        Self::on(Arc::new(database), db, base, app_url, budget).await
    }

    /// Another server on the same database.
    pub async fn replica(&self, base: &str) -> Self {
        let db = db::connect(&self.database.url).await.unwrap();
        Self::on(self.database.clone(), db, base, Some(&self.url), BUDGET).await
    }

    async fn on(
        database: Arc<TestDatabase>,
        db: DatabaseConnection,
        base: &str,
        app_url: Option<&str>,
        budget: Budget,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let app_url: AppUrl = app_url.unwrap_or(&url).parse().unwrap();
        let settings = StripeSettings {
            secret_key: "sk_test_app".parse().unwrap(),
            api_base: Url::parse(base).unwrap(),
            webhook_secrets: WebhookSecret::parse_list("whsec_test").unwrap(),
            portal_configuration: None,
        };
        let leptos = LeptosOptions::builder().output_name("app").site_root("tests/site").build();
        let state = AppState::new(leptos, db, settings, budget, Site { app_url, trust_proxy: false, demo: false });
        let app = router::router(state.clone()).into_make_service_with_connect_info::<SocketAddr>();
        let server = tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
        Self { state, url, _server: server, database }
    }

    /// A browser that has never been here.
    pub fn browser(&self) -> Browser {
        Browser::new(&self.url)
    }

    /// A browser that is signed in as a new user, without a Stripe customer.
    pub async fn signed_in(&self, email: &str) -> (Browser, UserId) {
        let user = self.user(email).await;
        let mut browser = self.browser();
        let answer = browser.post("/api/login", &[("email", email), ("password", PASSWORD)]).await;
        assert_eq!(answer.location(), Some("/account"), "{answer:?}");
        (browser, user)
    }

    /// A browser that is signed in as a new user who is this Stripe customer.
    pub async fn customer(&self, email: &str, stripe_customer_id: &str) -> (Browser, UserId) {
        let (browser, user) = self.signed_in(email).await;
        self.link(user, stripe_customer_id).await;
        (browser, user)
    }

    pub async fn user(&self, email: &str) -> UserId {
        let email: Email = email.parse().unwrap();
        create_user(&self.state, &email, Password::choose(PASSWORD, &email).unwrap()).await.unwrap()
    }

    pub async fn link(&self, user: UserId, stripe_customer_id: &str) {
        let row = customer::ActiveModel {
            user_id: Set(user.0),
            stripe_customer_id: Set(stripe_customer_id.to_owned()),
            deleted_at: Set(None),
            synced_at_ms: Set(None),
        };
        customer::Entity::insert(row).exec_without_returning(&self.state.db).await.unwrap();
    }

    /// What the worker does when its bell rings, one round of it.
    pub async fn work(&self) -> usize {
        jobs::run_due(&self.state, &CancellationToken::new()).await.unwrap()
    }
}
