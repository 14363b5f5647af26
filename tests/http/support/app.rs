//! The app as it is deployed, on a port and a database file of its own.

use std::{num::NonZeroU32, path::PathBuf, sync::Arc, time::Duration};

use customer_portal::server::{
    auth::{Email, Hashing, Password, UserId, create_user},
    config::{AppUrl, DatabaseUrl, StripeSettings, WebhookSecret},
    connections::{self, Limits},
    db::{
        self,
        entity::{customer, user},
    },
    jobs,
    keys::AppKeys,
    router,
    state::{AppState, Site},
    stripe::Budget,
};
use leptos::config::LeptosOptions;
use sea_orm::{ActiveValue::Set, ConnectionTrait, DatabaseBackend, DatabaseConnection, EntityTrait};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use url::Url;

use super::{Browser, PASSWORD, TestDatabase};

/// Dropped with the test: the server's task, the database file.
pub struct TestApp {
    pub state: AppState,
    pub url: String,
    _server: tokio::task::JoinHandle<()>,
    database: Arc<TestDatabase>,
}

/// Short enough for a test to wait out, long enough for two retries.
pub const BUDGET: Budget = Budget {
    total: Duration::from_millis(1500),
    attempt: Duration::from_millis(600),
    first_pause: Duration::from_millis(10),
    attempts: 3,
};

/// Of every server, so that replicas believe each other.
const SECRET: &str = "a-secret-of-the-tests-with-more-than-32-bytes";

/// So fast that no test waits.
const RATE: NonZeroU32 = NonZeroU32::new(10_000).unwrap();

impl TestApp {
    /// The app, talking to the Stripe at `base`.
    pub async fn start(base: &str) -> Self {
        Self::start_as(base, None, BUDGET).await
    }

    /// The same under another public origin or with another patience.
    pub async fn start_as(base: &str, app_url: Option<&str>, budget: Budget) -> Self {
        let (database, db) = TestDatabase::new().await;
        Self::on(Arc::new(database), db, base, budget, RATE, |_, site| {
            if let Some(app_url) = app_url {
                site.app_url = app_url.parse().unwrap();
            }
        })
        .await
    }

    /// The same with other settings.
    pub async fn start_configured(base: &str, configure: impl FnOnce(&mut LeptosOptions, &mut Site)) -> Self {
        let (database, db) = TestDatabase::new().await;
        Self::on(Arc::new(database), db, base, BUDGET, RATE, configure).await
    }

    /// The app behind a proxy whose `X-Forwarded-For` it believes.
    pub async fn start_trusting_a_proxy(base: &str) -> Self {
        Self::start_configured(base, |_, site| site.trust_proxy = true).await
    }

    /// The same that may ask Stripe so much a second in the background.
    pub async fn start_at_rate(base: &str, rate: NonZeroU32) -> Self {
        let (database, db) = TestDatabase::new().await;
        Self::on(Arc::new(database), db, base, BUDGET, rate, |_, _| {}).await
    }

    /// Another server on the same database.
    pub async fn replica(&self, base: &str) -> Self {
        let db = db::connect(&self.database.url).await.unwrap();
        let app_url = self.url.parse().unwrap();
        Self::on(self.database.clone(), db, base, BUDGET, RATE, |_, site| site.app_url = app_url).await
    }

    /// The app on a SQLite file, whatever the tests run on.
    pub async fn start_on_sqlite(base: &str) -> Self {
        let (database, db) = TestDatabase::sqlite().await;
        Self::start_with(database, db, base).await
    }

    /// The app on a database that was made before.
    pub async fn start_with(database: TestDatabase, db: DatabaseConnection, base: &str) -> Self {
        Self::on(Arc::new(database), db, base, BUDGET, RATE, |_, _| {}).await
    }

    async fn on(
        database: Arc<TestDatabase>,
        db: DatabaseConnection,
        base: &str,
        budget: Budget,
        rate: NonZeroU32,
        configure: impl FnOnce(&mut LeptosOptions, &mut Site),
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let app_url: AppUrl = url.parse().unwrap();
        let settings = StripeSettings {
            secret_key: "sk_test_app".parse().unwrap(),
            api_base: Url::parse(base).unwrap(),
            rate,
            webhook_secrets: WebhookSecret::parse_list("whsec_test,whsec_next").unwrap(),
            portal_configuration: None,
        };
        let mut leptos = LeptosOptions::builder().output_name("app").site_root("tests/site").build();
        let keys = AppKeys::new(&SECRET.parse().unwrap());
        let mut site = Site {
            app_url,
            trust_proxy: false,
            hsts_include_subdomains: false,
            security_contact: None,
            demo: false,
            hashing: Hashing::default(),
            keys,
        };
        configure(&mut leptos, &mut site);
        let state = AppState::new(leptos, db, settings, budget, site);
        let limits = Limits::with_connections(1000);
        let server = connections::serve(listener, router::router(state.clone()), limits, CancellationToken::new());
        let server = tokio::spawn(server);
        Self { state, url, _server: server, database }
    }

    /// Where its data is.
    pub fn database(&self) -> DatabaseUrl {
        self.database.url.clone()
    }

    /// All that its database holds, as text.
    pub async fn dump(&self) -> String {
        self.database.dump(&self.state.db).await
    }

    /// A file beside the data.
    pub fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.database.folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path
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
        let password = Password::choose(PASSWORD, &email, &self.state.settings.app_url).unwrap();
        let place = self.state.passwords.place().unwrap();
        UserId(create_user(&self.state, place, &email, password).await.unwrap().id)
    }

    /// A user who cannot sign in, without the time that a password takes, and is this customer.
    pub async fn linked(&self, email: &str, stripe_customer_id: &str) {
        let row = user::ActiveModel {
            email: Set(email.to_owned()),
            password_hash: Set("none".to_owned()),
            created_at: Set(0),
            ..Default::default()
        };
        let user = user::Entity::insert(row).exec(&self.state.db).await.unwrap().last_insert_id;
        self.link(UserId(user), stripe_customer_id).await;
    }

    pub async fn link(&self, user: UserId, stripe_customer_id: &str) {
        let row = customer::ActiveModel {
            user_id: Set(user.0),
            stripe_customer_id: Set(stripe_customer_id.to_owned()),
            deleted_at: Set(None),
            synced_at_ms: Set(None),
            default_payment_method: Set(None),
            ..Default::default()
        };
        customer::Entity::insert(row).exec_without_returning(&self.state.db).await.unwrap();
    }

    /// As a full disk does: this kind of statement on this table fails.
    pub async fn refuse_writes(&self, what: &str, table: &str) {
        let statements = match self.state.db.get_database_backend() {
            DatabaseBackend::Sqlite => {
                format!("CREATE TRIGGER full_disk BEFORE {what} ON {table} BEGIN SELECT RAISE(FAIL, 'disk full'); END")
            }
            _ => format!(
                "CREATE FUNCTION disk_full() RETURNS trigger LANGUAGE plpgsql AS \
                 $$ BEGIN RAISE EXCEPTION 'disk full'; END $$; \
                 CREATE TRIGGER full_disk BEFORE {what} ON {table} FOR EACH ROW EXECUTE FUNCTION disk_full()"
            ),
        };
        self.state.db.execute_unprepared(&statements).await.unwrap();
    }

    /// As if room had been made.
    pub async fn allow_writes(&self, table: &str) {
        let statement = match self.state.db.get_database_backend() {
            DatabaseBackend::Sqlite => "DROP TRIGGER full_disk".to_owned(),
            _ => format!("DROP TRIGGER full_disk ON {table}"),
        };
        self.state.db.execute_unprepared(&statement).await.unwrap();
    }

    /// What the worker does when its bell rings, one round of it.
    pub async fn work(&self) -> usize {
        jobs::run_due(&self.state, &CancellationToken::new()).await.unwrap()
    }
}
