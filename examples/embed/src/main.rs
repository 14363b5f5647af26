//! A program with its own users that sells subscriptions through Stripe. Read this file and
//! [`user`] first.

mod failure;
mod migrator;
mod page;
mod user;

use std::{env, error::Error, fmt::Display, future::IntoFuture, str::FromStr, time::Duration};

use axum::{
    Router,
    extract::{DefaultBodyLimit, FromRef, Path, State},
    http::StatusCode,
    response::Redirect,
    routing::{get, post},
};
use billing::{
    Billing, BillingFacts, CheckoutError, Destination, OpenPortalError, Settings, load_offered_price, load_offers,
    overview,
};
use database::Database;
use maud::Markup;
use mirror::{
    Mirror,
    inbox::{self, Inbox, Webhook},
    installation,
    reconcile::Reconciler,
    worker,
};
use stripe::{Budget, HostedUrl, SecretKey, StripeClient};
use tokio::{net::TcpListener, signal};
use tokio_util::sync::CancellationToken;
use tower_http::timeout::TimeoutLayer;
use tracing_subscriber::EnvFilter;

use crate::{failure::Failure, migrator::Migrator, user::User};

#[derive(Clone, FromRef)]
struct App {
    billing: Billing,
    db: Database,
    webhook: Webhook,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    tracing_subscriber::fmt().with_env_filter(EnvFilter::from_default_env()).with_writer(std::io::stderr).init();
    let listener = TcpListener::bind(env::var("ADDR").unwrap_or("127.0.0.1:3000".to_owned())).await?;
    // In production use the public https address.
    let site = format!("http://{}", listener.local_addr()?);

    let db = Database::connect(&setting("DATABASE_URL")?).await?;
    db.migrate::<Migrator>().await?;
    let key: SecretKey = setting("STRIPE_SECRET_KEY")?;
    installation::claim(&db, key.mode()).await?;

    // One client for requests that a user waits for, and one for background work, which leaves room
    // for the first.
    let rate = key.usual_rate();
    let (client, background) = StripeClient::new(key, setting("STRIPE_API_BASE")?, Budget::default()).split(rate);
    let mirror = Mirror::new(db.clone()).observed_by(user::Subscribed);
    let inbox = Inbox::new(mirror.clone());
    let webhook = Webhook::new(inbox.clone(), vec![setting("STRIPE_WEBHOOK_SECRET")?]);
    let reconciler = Reconciler { mirror: mirror.clone(), stripe: background.clone(), inbox };
    let settings = Settings {
        home: format!("{site}/"),
        after_portal: format!("{site}/back"),
        after_checkout: format!("{site}/back"),
        pricing: format!("{site}/me"),
        portal_configuration: None,
        how_to_configure: "make a portal configuration",
    };
    let app = App { billing: Billing::new(mirror.clone(), client, settings), db, webhook };

    let stop = CancellationToken::new();
    let server = axum::serve(listener, router(app)).with_graceful_shutdown(stop.clone().cancelled_owned());
    println!("listening on {site}");
    // In one task: if one of them panics, the program ends, instead of collecting webhooks without
    // processing them.
    let (served, (), (), ()) = tokio::join!(
        server.into_future(),
        worker::run(mirror, background, stop.clone()),
        reconciler.run(stop.clone()),
        async {
            let _ = signal::ctrl_c().await;
            stop.cancel();
        }
    );
    Ok(served?)
}

fn router(app: App) -> Router {
    Router::new()
        .route("/login/{email}", get(user::log_in))
        .route("/me", get(me))
        .route("/portal", post(portal))
        .route("/buy/{price}", post(buy))
        .route("/back", get(back))
        .route(inbox::PATH, post(inbox::receive))
        // Stripe's largest events are smaller, and nothing here takes as long.
        .layer(DefaultBodyLimit::max(1024 * 1024))
        .layer(TimeoutLayer::with_status_code(StatusCode::GATEWAY_TIMEOUT, Duration::from_secs(30)))
        .with_state(app)
}

/// The user's plan and the offers, from the database alone: it works while Stripe is down.
async fn me(user: User, State(db): State<Database>) -> Result<Markup, Failure> {
    let facts = BillingFacts::load(&db, user.stripe_customer_id.as_deref()).await?;
    Ok(page::me(&user, &overview(&facts, clock::now()), &load_offers(&db).await?))
}

async fn portal(user: User, State(billing): State<Billing>) -> Result<Redirect, Failure> {
    let customer = user.stripe_customer_id.ok_or(OpenPortalError::NoCustomer)?;
    Ok(redirect(&billing.open_portal(&customer, None, None).await?))
}

/// Redirects to Checkout, or to the portal if the user already has a plan.
async fn buy(user: User, State(billing): State<Billing>, Path(price): Path<String>) -> Result<Redirect, Failure> {
    let price = load_offered_price(&billing.mirror.db, &price).await?.ok_or(CheckoutError::NotOffered)?;
    Ok(redirect(&billing.begin_checkout(&user, &price, None).await?))
}

/// After a return from Stripe the user sees what they did there, even if the webhook has not
/// arrived yet.
async fn back(user: User, State(billing): State<Billing>) -> Redirect {
    if let Some(customer) = user.stripe_customer_id {
        billing.refresh(&customer).await;
    }
    Redirect::to("/me")
}

fn redirect(destination: &Destination) -> Redirect {
    Redirect::to(destination.hosted_url().map_or("/me", HostedUrl::expose))
}

/// Reads a setting from the environment.
fn setting<T: FromStr<Err: Display>>(name: &str) -> Result<T, String> {
    let text = env::var(name).map_err(|error| format!("{name}: {error}"))?;
    text.parse().map_err(|error| format!("{name}: {error}"))
}
