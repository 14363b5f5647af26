//! The deployed app, on its own port and database.

use std::{num::NonZeroU32, path::PathBuf, sync::Arc};

use customer_portal::{
    account::{add_member, assign, create_account, only_account},
    auth::{Email, Hashing, Password, UserId, create_user},
    config::{AppUrl, Brand, Product, StripeSettings},
    connections::{self, Limits},
    entity::{mail, user},
    keys::AppKeys,
    mail::{Delivery, QUEUE, job_of},
    model::{AccountId, MailKind, Role},
    router,
    state::{AppState, Site},
};
use database::{Database, DatabaseUrl};
use leptos::config::LeptosOptions;
use migration::Migrator;
use mirror::{Mirror, worker};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, DatabaseBackend, EntityTrait, QueryFilter};
use stripe::{Authorities, Budget, WebhookSecret};
use testkit::{BUDGET, Browser, RATE, TestDatabase};
use tokio::net::TcpListener;
use tokio_util::sync::{CancellationToken, DropGuard};
use url::Url;

use super::PASSWORD;

/// Dropped with the test: the server, its connections, the database file.
pub struct TestApp {
    pub state: AppState,
    pub url: String,
    _stop: DropGuard,
    database: Arc<TestDatabase>,
    give_up_after: Option<i32>,
}

/// The same for every server, so that replicas accept each other's cookies.
const SECRET: &str = "a-secret-of-the-tests-with-more-than-32-bytes";

impl TestApp {
    /// The app, talking to the Stripe at `base`.
    pub async fn start(base: &str) -> Self {
        Self::start_as(base, None, BUDGET).await
    }

    /// The same with another public origin or budget.
    pub async fn start_as(base: &str, app_url: Option<&str>, budget: Budget) -> Self {
        let (database, db) = TestDatabase::new::<Migrator>().await;
        Self::on(Arc::new(database), db, base, budget, RATE, |_, site| {
            if let Some(app_url) = app_url {
                site.app_url = app_url.parse().unwrap();
            }
        })
        .await
    }

    /// The same with other settings.
    pub async fn start_configured(base: &str, configure: impl FnOnce(&mut LeptosOptions, &mut Site)) -> Self {
        let (database, db) = TestDatabase::new::<Migrator>().await;
        Self::on(Arc::new(database), db, base, BUDGET, RATE, configure).await
    }

    /// The app behind a proxy whose `X-Forwarded-For` it trusts.
    pub async fn start_trusting_a_proxy(base: &str) -> Self {
        Self::start_configured(base, |_, site| site.trust_proxy = true).await
    }

    /// The same with this rate of background requests to Stripe.
    pub async fn start_at_rate(base: &str, rate: NonZeroU32) -> Self {
        let (database, db) = TestDatabase::new::<Migrator>().await;
        Self::on(Arc::new(database), db, base, BUDGET, rate, |_, _| {}).await
    }

    /// Another server on the same database.
    pub async fn replica(&self, base: &str) -> Self {
        self.replica_with(base, |_| {}).await
    }

    /// The same with other settings.
    pub async fn replica_with(&self, base: &str, configure: impl FnOnce(&mut Site)) -> Self {
        let db = Database::connect(&self.database.url).await.unwrap();
        let app_url = self.url.parse().unwrap();
        Self::on(self.database.clone(), db, base, BUDGET, RATE, |_, site| {
            site.app_url = app_url;
            configure(site);
        })
        .await
    }

    /// The app on a SQLite file, even if the tests run on PostgreSQL.
    pub async fn start_on_sqlite(base: &str) -> Self {
        let (database, db) = TestDatabase::sqlite::<Migrator>().await;
        Self::start_with(database, db, base).await
    }

    /// The app on an existing database.
    pub async fn start_with(database: TestDatabase, db: Database, base: &str) -> Self {
        Self::on(Arc::new(database), db, base, BUDGET, RATE, |_, _| {}).await
    }

    async fn on(
        database: Arc<TestDatabase>,
        db: Database,
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
            authorities: Authorities::default(),
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
            product: Product::default(),
            oidc: None,
            brand: Brand::default(),
            hashing: Hashing::default(),
            keys,
            delivery: Delivery::Off,
        };
        configure(&mut leptos, &mut site);
        let state = AppState::new(leptos, Mirror::new(db), settings, budget, site);
        let limits = Limits::with_connections(1000);
        let stop = CancellationToken::new();
        tokio::spawn(connections::serve(listener, router::router(state.clone()), limits, stop.clone()));
        Self { state, url, _stop: stop.drop_guard(), database, give_up_after: None }
    }

    /// Where its data is.
    pub fn database(&self) -> DatabaseUrl {
        self.database.url.clone()
    }

    /// The test leaves jobs of these kinds, and means to.
    pub fn leaves_jobs<'a>(&self, kinds: impl IntoIterator<Item = &'a str>) {
        self.database.leaves_jobs(kinds);
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
        self.forget_sign_ins().await;
        (browser, user)
    }

    /// Drops the mails that tell people of their sign-ins.
    pub async fn forget_sign_ins(&self) {
        let told = mail::Entity::find().filter(mail::Column::Kind.eq(MailKind::NewDevice));
        for told in told.all(&self.state.db).await.unwrap() {
            let job = (QUEUE.to_owned(), job_of(&told.id));
            queue::job::Entity::delete_by_id(job).exec(&self.state.db).await.unwrap();
            mail::Entity::delete_by_id(told.id).exec(&self.state.db).await.unwrap();
        }
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
        let place = self.state.sign_ins.passwords.place().unwrap();
        UserId(create_user(&self.state.sign_ins, place, &email, password).await.unwrap().id)
    }

    /// A user who cannot sign in, without the time that a password takes, and is this customer.
    pub async fn linked(&self, email: &str, stripe_customer_id: &str) {
        let user = self.without_password(email).await;
        let account = create_account(&self.state.db, None, None).await.unwrap();
        add_member(&self.state.db, &account, user, Role::Owner).await.unwrap();
        self.link(user, stripe_customer_id).await;
    }

    /// A user who cannot sign in and belongs to no account.
    pub async fn without_password(&self, email: &str) -> UserId {
        let row = user::ActiveModel {
            email: Set(email.to_owned()),
            password_hash: Set(None),
            created_at: Set(0),
            ..Default::default()
        };
        UserId(user::Entity::insert(row).exec(&self.state.db).await.unwrap().last_insert_id)
    }

    /// The only account of the user.
    pub async fn account(&self, user: UserId) -> AccountId {
        only_account(&self.state.db, user).await.unwrap().unwrap()
    }

    /// The customer is the user's only account's.
    pub async fn link(&self, user: UserId, stripe_customer_id: &str) {
        let account = self.account(user).await;
        self.state
            .db
            .write_tx(async |transaction| {
                Mirror::adopt(transaction, stripe_customer_id).await?;
                assign(transaction, &account, stripe_customer_id, None).await
            })
            .await
            .unwrap();
    }

    /// Like a full disk: this kind of statement on this table fails.
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

    /// The worker that serves in production.
    pub fn worker(&self, stop: CancellationToken) -> impl Future<Output = ()> + Send + 'static {
        worker::run(self.mirror(), self.state.reconciler.stripe.clone(), stop)
    }

    /// Sets the number of failures after which the worker gives up an object.
    pub fn give_up_after(&mut self, failures: i32) {
        self.give_up_after = Some(failures);
    }

    fn mirror(&self) -> Mirror {
        let mirror = self.state.reconciler.mirror.clone();
        match self.give_up_after {
            Some(failures) => mirror.giving_up_after(failures),
            None => mirror,
        }
    }

    /// One round of the worker, as after a notification.
    pub async fn work(&self) -> usize {
        worker::run_due(&self.mirror(), &self.state.reconciler.stripe, &CancellationToken::new()).await.unwrap()
    }
}
