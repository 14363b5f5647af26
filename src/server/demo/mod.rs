//! The demo: the simulator beside the server, and a customer to try it with.

mod catalog;

use std::net::SocketAddr;

use sea_orm::{ActiveValue::Set, ColumnTrait, DbErr, EntityTrait, QueryFilter, sea_query::OnConflict};
use stripe_billing::subscription::{
    CreateSubscription, CreateSubscriptionItems, ListSubscription, ListSubscriptionStatus,
};
use stripe_core::customer::{
    CreateCustomer, CreateCustomerInvoiceSettings, RetrieveCustomer, RetrieveCustomerReturned,
};
use stripe_sim::{Options, Simulator, WebhookTarget};

use crate::{
    model::{AuthError, DEMO_EMAIL, DEMO_PASSWORD, path_segment},
    server::{
        auth::{Email, Password, UserId, create_user},
        billing::{self, SyncError},
        config::{DatabaseUrl, SecretKey, ServeArgs, StripeSettings, WebhookSecret},
        db::entity::{customer, user},
        files,
        state::AppState,
        stripe::{StripeError, StripeErrorKind},
        webhook,
    },
};

/// Stripe's test card that always works.
const CARD: &str = "pm_card_visa";

/// Why the demo could not be set up.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    #[error("the simulator cannot start: {0}")]
    Start(#[from] std::io::Error),
    #[error("the simulator refused: {0}")]
    Stripe(#[from] StripeError),
    #[error(transparent)]
    Database(#[from] DbErr),
    #[error(transparent)]
    Sync(#[from] SyncError),
    #[error("{0}")]
    User(AuthError),
    #[error("the simulator's address cannot be used: {0}")]
    Address(#[from] url::ParseError),
}

/// A running simulator, and how to talk to it.
pub struct Demo {
    pub simulator: Simulator,
    pub settings: StripeSettings,
}

/// Starts the simulator; its webhooks go to the server at `site`.
pub async fn start(
    args: &ServeArgs,
    database: &DatabaseUrl,
    site: SocketAddr,
    mut secrets: Vec<WebhookSecret>,
) -> Result<Demo, DemoError> {
    if secrets.is_empty() {
        secrets.push(WebhookSecret::random());
    }
    let state_file = database.simulator_state();
    if let Some(folder) = state_file.parent() {
        files::make_private_folder(folder)?;
    }
    let simulator = Simulator::start_with(Options {
        addr: args.sim_addr,
        webhook: Some(WebhookTarget {
            url: format!("http://{site}{}", webhook::PATH),
            secrets: secrets.iter().map(|secret| secret.expose().to_owned()).collect(),
        }),
        state_file: Some(state_file),
        ..Options::default()
    })
    .await?;
    let secret_key: SecretKey = "sk_test_simulator".parse().map_err(std::io::Error::other)?;
    let settings = StripeSettings {
        rate: secret_key.usual_rate(),
        secret_key,
        api_base: simulator.base_url().parse()?,
        webhook_secrets: secrets,
        portal_configuration: args.site.portal_configuration(),
    };
    Ok(Demo { simulator, settings })
}

/// Makes sure that the demo customer exists on both sides, and has a subscription. Safe to repeat;
/// what was done with it before a restart is kept.
pub async fn seed(state: &AppState) -> Result<(), DemoError> {
    let paid = catalog::offer(state).await?;
    let user = demo_user(state).await?;
    let known = customer::Entity::find_by_id(user.0).one(&state.db).await?.map(|known| known.stripe_customer_id);
    let customer = match known {
        Some(known) if exists(state, &known).await? => known,
        _ => link(state, user, demo_customer(state).await?).await?,
    };
    let all = ListSubscription::new().customer(&customer).status(ListSubscriptionStatus::All);
    if state.stripe.send(&all).await?.value.data.is_empty() {
        let item = CreateSubscriptionItems { price: Some(paid), ..CreateSubscriptionItems::new() };
        state.stripe.send(&CreateSubscription::new().customer(&customer).items(vec![item])).await?;
    }
    billing::look_at_portal(state).await?;
    billing::mirror_catalog(&state.db, &state.stripe).await?;
    billing::sync(&state.db, &state.stripe, &customer).await?;
    Ok(())
}

/// Writes down whose customer it is: before there is anything to hear about it from webhooks.
async fn link(state: &AppState, user: UserId, customer: String) -> Result<String, DbErr> {
    let row = customer::ActiveModel {
        user_id: Set(user.0),
        stripe_customer_id: Set(customer.clone()),
        deleted_at: Set(None),
        synced_at_ms: Set(None),
        default_payment_method: Set(None),
        ..Default::default()
    };
    let replaced = [customer::Column::StripeCustomerId, customer::Column::DeletedAt, customer::Column::SyncedAtMs];
    customer::Entity::insert(row)
        .on_conflict(OnConflict::column(customer::Column::UserId).update_columns(replaced).to_owned())
        .exec_without_returning(&state.db)
        .await?;
    Ok(customer)
}

async fn demo_user(state: &AppState) -> Result<UserId, DemoError> {
    let email: Email = DEMO_EMAIL.parse().map_err(|_| DemoError::User(AuthError::EmailInvalid))?;
    let known = user::Entity::find().filter(user::Column::Email.eq(email.as_str())).one(&state.db).await?;
    if let Some(known) = known {
        return Ok(UserId(known.id));
    }
    let password = Password::choose(DEMO_PASSWORD, &email, &state.settings.app_url).map_err(DemoError::User)?;
    let place = state.passwords.place().map_err(DemoError::User)?;
    let made = create_user(state, place, &email, password).await.map_err(DemoError::User)?;
    Ok(UserId(made.id))
}

/// Whether the simulator still knows the customer: its state file may have been removed.
async fn exists(state: &AppState, customer: &str) -> Result<bool, StripeError> {
    match state.stripe.send(&RetrieveCustomer::new(path_segment(customer))).await {
        Ok(answer) => Ok(matches!(answer.value, RetrieveCustomerReturned::Customer(_))),
        Err(error) if error.kind == StripeErrorKind::CustomerMissing => Ok(false),
        Err(error) => Err(error),
    }
}

/// A customer with a card on file.
async fn demo_customer(state: &AppState) -> Result<String, StripeError> {
    let mut settings = CreateCustomerInvoiceSettings::new();
    settings.default_payment_method = Some(CARD.to_owned());
    let customer = CreateCustomer::new().email(DEMO_EMAIL).payment_method(CARD).invoice_settings(settings);
    Ok(state.stripe.send(&customer).await?.value.id.to_string())
}
