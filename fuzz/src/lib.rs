//! What the targets share: the production router in this process, without a network.

pub mod stub;

use std::cell::OnceCell;

use axum::{Router, body::Body, http::request::Builder};
use customer_portal::{
    auth::Hashing,
    config::{Brand, Product, StripeSettings},
    keys::AppKeys,
    mail::Delivery,
    router,
    state::{AppState, Site as About},
};
use database::Database;
use http_body_util::BodyExt;
use leptos::config::LeptosOptions;
use migration::Migrator;
use mirror::Mirror;
use stripe::{Authorities, Budget, WebhookSecret};
use tempfile::TempDir;
use tokio::runtime::{Builder as Threads, Runtime};
use tower::ServiceExt;
use url::Url;

/// The site, on a database of its own, with a Stripe that cannot be reached.
pub struct Site {
    runtime: Runtime,
    router: Router,
    _folder: TempDir,
}

impl Site {
    fn new() -> Self {
        let runtime = runtime();
        let folder = tempfile::tempdir().expect("a folder");
        let router = runtime.block_on(async {
            let url = format!("sqlite://{}/fuzz.db", folder.path().display()).parse().expect("a database");
            let db = Database::connect(&url).await.expect("a database");
            db.migrate::<Migrator>().await.expect("a schema");
            let stripe = StripeSettings {
                secret_key: "sk_test_fuzz".parse().expect("a key"),
                api_base: Url::parse("http://127.0.0.1:1/").expect("an address"),
                rate: std::num::NonZeroU32::MIN,
                webhook_secrets: WebhookSecret::parse_list("whsec_fuzz").expect("secrets"),
                portal_configuration: None,
                authorities: Authorities::default(),
            };
            let keys = AppKeys::new(&"for-nothing-but-these-targets-ever".parse().expect("a secret"));
            let about = About {
                app_url: "https://site.example".parse().expect("an origin"),
                trust_proxy: true,
                demo: false,
                product: Product::default(),
                oidc: None,
                brand: Brand::default(),
                hashing: Hashing::ONE,
                keys,
                delivery: Delivery::Off,
                hsts_include_subdomains: false,
                security_contact: None,
            };
            let leptos = LeptosOptions::builder().output_name("app").build();
            router::router(AppState::new(leptos, Mirror::new(db), stripe, Budget::default(), about))
        });
        Self { runtime, router, _folder: folder }
    }

    /// The body of the answer, which is never that of a handler that panicked.
    pub fn answer(&self, request: Builder) -> String {
        let Ok(request) = request.body(Body::empty()) else { return String::new() };
        self.runtime.block_on(async {
            let answer = self.router.clone().oneshot(request).await.expect("infallible");
            assert!(!answer.status().is_server_error(), "{}", answer.status());
            let body = answer.into_body().collect().await.expect("a body").to_bytes();
            String::from_utf8_lossy(&body).into_owned()
        })
    }
}

thread_local! {
    static SITE: OnceCell<Site> = const { OnceCell::new() };
}

/// Runs it on the site, which is made once.
pub fn with_site<T>(run: impl FnOnce(&Site) -> T) -> T {
    SITE.with(|site| run(site.get_or_init(Site::new)))
}

/// What a future becomes that waits for nothing.
pub fn now<T>(future: impl Future<Output = T>) -> T {
    runtime().block_on(future)
}

fn runtime() -> Runtime {
    Threads::new_current_thread().enable_all().build().expect("a runtime")
}
