//! A Stripe that answers whatever it is told to, and a customer who is synced with it.

use std::{
    cell::OnceCell,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use axum::{
    Router,
    http::{StatusCode, Uri},
};
use billing::{BillingFacts, overview};
use database::Database;
use migration::MirrorMigrator;
use mirror::Mirror;
use stripe::{Budget, StripeClient};
use tempfile::TempDir;
use tokio::{net::TcpListener, runtime::Runtime};
use url::Url;

use crate::runtime;

/// Not worth a second try: the next answer would be the same.
const BUDGET: Budget = Budget {
    total: Duration::from_secs(5),
    attempt: Duration::from_secs(5),
    first_pause: Duration::from_millis(1),
    attempts: 1,
};

/// What is answered to who asks for a customer, their subscriptions, and their invoices.
type Answers = Arc<Mutex<[String; 3]>>;

pub struct Stripe {
    runtime: Runtime,
    answers: Answers,
    client: StripeClient,
    mirror: Mirror,
    _folder: TempDir,
}

impl Stripe {
    fn start() -> Self {
        let (runtime, folder, answers) = (runtime(), tempfile::tempdir().expect("a folder"), Answers::default());
        let (mirror, base) = runtime.block_on(async {
            let url = format!("sqlite://{}/fuzz.db", folder.path().display()).parse().expect("a database");
            let db = Database::connect(&url).await.expect("a database");
            db.migrate::<MirrorMigrator>().await.expect("a schema");
            let adopted = db.write_tx(async |transaction| Mirror::adopt(transaction, "cus_1").await);
            adopted.await.expect("a customer");
            let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
            let base = format!("http://{}/", listener.local_addr().expect("an address"));
            let said = answers.clone();
            let app = Router::new().fallback(move |uri: Uri| async move { answer(&said, uri.path()) });
            tokio::spawn(async move { axum::serve(listener, app).await });
            (Mirror::new(db), base)
        });
        let base = Url::parse(&base).expect("an address");
        let client = StripeClient::new("sk_test_fuzz".parse().expect("a key"), base, BUDGET);
        Self { runtime, answers, client, mirror, _folder: folder }
    }

    /// Syncs the customer with these answers, and derives what their account page tells.
    pub fn sync(&self, answers: [&str; 3]) {
        *self.answers.lock().unwrap_or_else(PoisonError::into_inner) = answers.map(str::to_owned);
        self.runtime.block_on(async {
            if mirror::sync(&self.mirror, &self.client, "cus_1").await.is_ok() {
                let facts = self.mirror.db.snapshot(async |db| BillingFacts::load(db, Some("cus_1")).await);
                let facts = facts.await.expect("what was written can be read");
                assert!(facts.customer.is_some());
                overview(&facts, clock::now());
            }
        });
    }
}

fn answer(answers: &Answers, path: &str) -> (StatusCode, String) {
    let answers = answers.lock().unwrap_or_else(PoisonError::into_inner);
    match path {
        "/v1/customers/cus_1" => (StatusCode::OK, answers[0].clone()),
        "/v1/subscriptions" => (StatusCode::OK, answers[1].clone()),
        "/v1/invoices" => (StatusCode::OK, answers[2].clone()),
        _ => (
            StatusCode::NOT_FOUND,
            r#"{"error":{"type":"invalid_request_error","code":"resource_missing","param":"id"}}"#.to_owned(),
        ),
    }
}

thread_local! {
    static STRIPE: OnceCell<Stripe> = const { OnceCell::new() };
}

/// Runs it with a Stripe, which is started once.
pub fn with_stripe<T>(run: impl FnOnce(&Stripe) -> T) -> T {
    STRIPE.with(|stripe| run(stripe.get_or_init(Stripe::start)))
}
