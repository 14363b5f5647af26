//! The demo: the simulator in this process, and a demo customer.

mod catalog;
mod features;

use std::{
    io::ErrorKind,
    net::SocketAddr,
    path::{Path, PathBuf},
};

use billing::Billing;
use database::{Database, DatabaseUrl, private_files};
use mirror::{Mirror, SyncError, inbox};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, DbErr, EntityTrait, QueryFilter};
use stripe::{Authorities, SecretKey, StripeClient, StripeError, StripeErrorKind, WebhookSecret, path_segment};
use stripe_billing::subscription::{
    CreateSubscription, CreateSubscriptionItems, ListSubscription, ListSubscriptionStatus,
};
use stripe_core::customer::{
    CreateCustomer, CreateCustomerInvoiceSettings, RetrieveCustomer, RetrieveCustomerReturned,
};
use stripe_sim::{Options, Simulator, WebhookTarget};
use uuid::Uuid;

use crate::{
    account::{assign, customer_of, only_account},
    auth::{Email, Password, SignIns, UserId, create_user},
    commands::ServeArgs,
    config::StripeSettings,
    entity::user,
    model::{AccountId, AuthError, DEMO_EMAIL, DEMO_PASSWORD},
};

/// Stripe's test card that always works.
const CARD: &str = "pm_card_visa";

/// Why the demo could not be set up.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    #[error("the simulator cannot listen on {addr}: {source}; SIM_ADDR sets another address")]
    Listen { addr: SocketAddr, source: std::io::Error },
    #[error("the simulator cannot start: {0}")]
    Start(#[from] std::io::Error),
    #[error("the simulator refused: {0}")]
    Stripe(#[from] StripeError),
    #[error(transparent)]
    Database(#[from] DbErr),
    #[error(transparent)]
    Sync(#[from] SyncError),
    #[error("{}", crate::text::in_english(.0))]
    User(AuthError),
    #[error("the simulator's address cannot be used: {0}")]
    Address(#[from] url::ParseError),
}

/// A running simulator and the settings to use it.
pub struct Demo {
    pub simulator: Simulator,
    pub settings: StripeSettings,
}

/// Starts the simulator, which sends its webhooks to the server at `site`.
pub async fn start(
    args: &ServeArgs,
    database: &DatabaseUrl,
    site: SocketAddr,
    mut secrets: Vec<WebhookSecret>,
) -> Result<Demo, DemoError> {
    if secrets.is_empty() {
        secrets.push(format!("whsec_{}", Uuid::new_v4().simple()).parse().map_err(std::io::Error::other)?);
    }
    let state_file = state_file(database);
    if let Some(folder) = state_file.parent() {
        private_files::make_private_folder(folder)?;
    }
    let simulator = Simulator::start_with(Options {
        addr: args.sim_addr,
        webhook: Some(WebhookTarget {
            url: format!("http://{site}{}", inbox::PATH),
            secrets: secrets.iter().map(|secret| secret.expose().to_owned()).collect(),
        }),
        state_file: Some(state_file),
        ..Options::default()
    })
    .await
    .map_err(|source| match source.kind() {
        ErrorKind::AddrInUse | ErrorKind::AddrNotAvailable => DemoError::Listen { addr: args.sim_addr, source },
        _ => DemoError::Start(source),
    })?;
    let secret_key: SecretKey = "sk_test_simulator".parse().map_err(std::io::Error::other)?;
    let settings = StripeSettings {
        rate: secret_key.usual_rate(),
        secret_key,
        api_base: simulator.base_url().parse()?,
        authorities: Authorities::default(),
        webhook_secrets: secrets,
        portal_configuration: args.site.portal_configuration(),
    };
    Ok(Demo { simulator, settings })
}

/// Beside the data, so that the two survive a restart together.
fn state_file(database: &DatabaseUrl) -> PathBuf {
    let beside = |path: &Path| path.with_extension("stripe-sim.json");
    database.sqlite_path().map_or_else(|| PathBuf::from("data/stripe-sim.json"), beside)
}

/// Makes sure that the demo customer exists on both sides, and has a subscription. Safe to repeat;
/// what was done with it before a restart is kept.
pub async fn seed(billing: &Billing, sign_ins: &SignIns) -> Result<(), DemoError> {
    let paid = catalog::offer(&billing.stripe).await?;
    let user = demo_user(sign_ins).await?;
    let account = only_account(&sign_ins.db, user).await?.ok_or(DemoError::User(AuthError::Unavailable))?;
    let known = customer_of(&sign_ins.db, &account).await?;
    let customer = match known {
        Some(known) if exists(&billing.stripe, &known).await? => known,
        known => link(&sign_ins.db, &account, demo_customer(&billing.stripe).await?, known).await?,
    };
    let all = ListSubscription::new().customer(&customer).status(ListSubscriptionStatus::All);
    if billing.stripe.send(&all).await?.value.data.is_empty() {
        let item = CreateSubscriptionItems { price: Some(paid), ..CreateSubscriptionItems::new() };
        billing.stripe.send(&CreateSubscription::new().customer(&customer).items(vec![item])).await?;
    }
    let Billing { mirror, stripe, .. } = billing;
    billing.look_at_portal().await?;
    mirror::mirror_catalog(mirror, stripe).await?;
    mirror::sync(mirror, stripe, &customer).await?;
    Ok(())
}

/// Stores whose customer it is, before webhooks report anything about it.
async fn link(db: &Database, account: &AccountId, customer: String, replaced: Option<String>) -> Result<String, DbErr> {
    db.write_tx(async |transaction| {
        Mirror::adopt(transaction, &customer).await?;
        assign(transaction, account, &customer, replaced.as_deref()).await?;
        match &replaced {
            Some(replaced) => Mirror::abandon(transaction, replaced).await,
            None => Ok(()),
        }
    })
    .await?;
    Ok(customer)
}

async fn demo_user(sign_ins: &SignIns) -> Result<UserId, DemoError> {
    let email: Email = DEMO_EMAIL.parse().map_err(|_| DemoError::User(AuthError::EmailInvalid))?;
    let known = user::Entity::find()
        .filter(user::Column::Email.eq(email.as_str()))
        .filter(user::Column::PasswordHash.is_not_null())
        .one(&sign_ins.db)
        .await?;
    if let Some(known) = known {
        return Ok(UserId(known.id));
    }
    let password = Password::choose(DEMO_PASSWORD, &email, &sign_ins.app_url).map_err(DemoError::User)?;
    let place = sign_ins.passwords.place().map_err(DemoError::User)?;
    let made = create_user(sign_ins, place, &email, password).await.map_err(DemoError::User)?;
    let id = made.id;
    // Nobody else can have chosen the password.
    user::ActiveModel { email_verified: Set(true), ..made.into() }.update(&sign_ins.db).await?;
    Ok(UserId(id))
}

/// Whether the simulator still knows the customer: its state file may have been removed.
async fn exists(stripe: &StripeClient, customer: &str) -> Result<bool, StripeError> {
    match stripe.send(&RetrieveCustomer::new(path_segment(customer))).await {
        Ok(answer) => Ok(matches!(answer.value, RetrieveCustomerReturned::Customer(_))),
        Err(error) if error.kind == StripeErrorKind::CustomerMissing => Ok(false),
        Err(error) => Err(error),
    }
}

/// A customer with a card on file.
async fn demo_customer(stripe: &StripeClient) -> Result<String, StripeError> {
    let mut settings = CreateCustomerInvoiceSettings::new();
    settings.default_payment_method = Some(CARD.to_owned());
    let customer = CreateCustomer::new().email(DEMO_EMAIL).payment_method(CARD).invoice_settings(settings);
    Ok(stripe.send(&customer).await?.value.id.to_string())
}
