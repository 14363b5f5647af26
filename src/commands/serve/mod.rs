//! `customer-portal serve`

mod args;
#[cfg(feature = "simulator")]
mod welcome;

#[cfg(feature = "simulator")]
use std::io::Write;
use std::time::Duration;

use database::Database;
use leptos::config::{Env, LeptosOptions};
use migration::Migrator;
use mirror::{
    Mirror, installation,
    reconcile::{self, Reconciler},
    worker,
};
use stripe::Budget;
use tokio::{net::TcpListener, signal};
use tokio_util::sync::CancellationToken;

use crate::{
    account::follow_address,
    account_access,
    commands::CommandError,
    config::{Brand, OidcSettings, StripeSettings},
    connections::{self, Limits},
    housekeeping,
    keys::AppKeys,
    mail::{self, Delivery},
    metrics, router,
    state::{AppState, Site},
    stylesheet::hash_file,
};

pub use args::{ServeArgs, StripeChoice};

/// How long requests and the worker get to finish after a signal to stop.
const GRACE: Duration = Duration::from_secs(30);

/// Serves until SIGTERM or Ctrl-C, then finishes open requests and jobs.
///
/// # Errors
/// When the configuration is unsafe or something it names cannot be reached.
pub async fn serve(args: ServeArgs) -> Result<(), CommandError> {
    let leptos = args.leptos_options()?;
    check_site(&leptos)?;
    let choice = args.stripe(&leptos.env)?;
    let brand = args.brand.clone().brand()?;
    let delivery = args.delivery(&leptos.env)?;
    let oidc = args.oidc(&leptos.env)?;
    if leptos.env == Env::PROD && !args.site.app_url.is_https() {
        tracing::warn!(app_url = %args.site.app_url, "APP_URL is not https: cookies are sent without Secure");
    }
    let url = match &choice {
        StripeChoice::Stripe(_) => args.database.url()?,
        StripeChoice::Simulator { .. } => args.database.demo_url()?,
    };
    let keys = AppKeys::new(&args.app_secret.secret(leptos.env == Env::PROD, &url)?);
    let db = Database::connect(&url).await?;
    db.migrate::<Migrator>().await?;
    installation::claim(&db, choice.mode()).await?;
    if let Some(addr) = args.metrics_addr {
        let app = metrics::router(metrics::install()?, Mirror::new(db.clone()));
        let variable = "METRICS_ADDR";
        metrics::serve(addr, app).await.map_err(|source| CommandError::Listen { addr, source, variable })?;
    }
    let addr = leptos.site_addr;
    let variable = "LEPTOS_SITE_ADDR";
    let listener = TcpListener::bind(addr).await.map_err(|source| CommandError::Listen { addr, source, variable })?;
    let demo = matches!(choice, StripeChoice::Simulator { .. });
    let site = site(&args, oidc, (keys, delivery), brand, demo);
    match choice {
        StripeChoice::Stripe(settings) => {
            let state = state(&args, leptos, db, settings, site);
            until_stopped(listener, state).await
        }
        #[cfg(feature = "simulator")]
        StripeChoice::Simulator { webhook_secrets } => {
            let reachable = crate::commands::healthcheck::reachable(addr);
            let demo = crate::demo::start(&args, &url, reachable, webhook_secrets).await?;
            let state = state(&args, leptos, db, demo.settings.clone(), site);
            crate::demo::seed(&state.billing, &state.sign_ins).await?;
            // Nobody may be reading it.
            let _ = writeln!(
                std::io::stdout(),
                "{}",
                welcome::welcome(&state.settings.app_url, &demo.simulator.base_url())
            );
            let served = until_stopped(listener, state).await;
            demo.simulator.shutdown().await;
            served
        }
        #[cfg(not(feature = "simulator"))]
        StripeChoice::Simulator { .. } => Err(crate::config::ConfigError::NoKeyNoSimulator.into()),
    }
}

/// Every page names the site's files by their hashes, if they have any.
fn check_site(leptos: &LeptosOptions) -> Result<(), CommandError> {
    let hashes = hash_file(leptos);
    if leptos.hash_files && !hashes.is_file() { Err(CommandError::NoSite(hashes)) } else { Ok(()) }
}

fn site(
    args: &ServeArgs,
    oidc: Option<OidcSettings>,
    (keys, delivery): (AppKeys, Delivery),
    brand: Brand,
    demo: bool,
) -> Site {
    Site {
        app_url: args.site.app_url.clone(),
        trust_proxy: args.trust_proxy,
        hsts_include_subdomains: args.hsts_include_subdomains,
        security_contact: args.security_contact.clone(),
        demo,
        product: args.sign_in.clone().into(),
        oidc,
        brand,
        hashing: args.hashing(),
        keys,
        delivery,
    }
}

fn state(args: &ServeArgs, leptos: LeptosOptions, db: Database, settings: StripeSettings, site: Site) -> AppState {
    let mirror = Mirror::new(db).giving_up_after(args.sync_attempts);
    AppState::new(leptos, mirror, settings, Budget::default(), site)
}

async fn until_stopped(listener: TcpListener, state: AppState) -> Result<(), CommandError> {
    let stop = CancellationToken::new();
    let Reconciler { mirror, stripe, .. } = state.reconciler.clone();
    tokio::spawn(first_look(state.reconciler.clone()));
    let outbox = state.sign_ins.outbox.clone();
    let mut mailed = tokio::spawn(mail::run(outbox, stop.clone()));
    let billing = state.billing.clone();
    let mut followed = tokio::spawn(follow_address::run(state.db.clone(), billing, stop.clone()));
    tokio::spawn(account_access::run(state.db.clone(), state.rules.clone(), stop.clone()));
    tokio::spawn(housekeeping::run(state.db.clone(), state.billing.clone(), stop.clone()));
    let mut worker = tokio::spawn(worker::run(mirror, stripe, stop.clone()));
    let reconciled = tokio::spawn(state.reconciler.clone().run(stop.clone()));

    tracing::info!(app_url = %state.settings.app_url, addr = %state.leptos.site_addr, demo = state.settings.demo, "serving");
    let limits = Limits::of_this_process();
    let server = tokio::spawn(connections::serve(listener, router::router(state), limits, stop.clone()));
    tokio::select! {
        () = asked_to_stop() => tracing::info!("stopping: finishing open requests"),
        // Without the worker webhooks would be stored and never processed: exit, so that the
        // supervisor restarts the server.
        _ = &mut worker => return Err(CommandError::Worker),
        // The same of mails, and of what follows a change of address.
        _ = &mut mailed => return Err(CommandError::Worker),
        _ = &mut followed => return Err(CommandError::Worker),
    }
    stop.cancel();
    let finished =
        tokio::time::timeout(GRACE, async { tokio::join!(server, worker, reconciled, mailed, followed) }).await;
    match finished {
        Ok((Ok(()), Ok(()), ..)) => Ok(()),
        Ok((Err(error), ..)) => Err(CommandError::Serve(std::io::Error::other(error))),
        Ok((_, Err(_), ..)) => Err(CommandError::Worker),
        Err(_) => {
            tracing::warn!("some requests did not finish in time and were cut off");
            Ok(())
        }
    }
}

/// What is on offer may have changed while we were away; events tell from now on.
async fn first_look(reconciler: Reconciler) {
    if let Err(error) = reconcile::catalog(&reconciler.mirror, &reconciler.stripe).await {
        tracing::warn!(error = %error, "products and prices could not be fetched; the pricing page shows the last known");
    }
}

async fn asked_to_stop() {
    #[cfg(unix)]
    {
        let terminate = async {
            match signal::unix::signal(signal::unix::SignalKind::terminate()) {
                Ok(mut signal) => {
                    signal.recv().await;
                }
                Err(_) => std::future::pending().await,
            }
        };
        tokio::select! {
            _ = signal::ctrl_c() => {}
            () = terminate => {}
        }
    }
    #[cfg(not(unix))]
    let _ = signal::ctrl_c().await;
}
