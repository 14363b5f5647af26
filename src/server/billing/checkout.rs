//! Buying a plan: at most one customer, one open Checkout and one subscription for each user,
//! whatever is clicked how often and in how many tabs.

use std::time::Duration;

use sea_orm::{ActiveValue::Set, ColumnTrait, DbErr, EntityTrait, ExprTrait, sea_query::OnConflict};
use stripe_core::customer::CreateCustomer;
use time::OffsetDateTime;

use super::{
    allowance::TooMany,
    checkout_sessions::open_checkout,
    coming_plan::has_coming_plan,
    known::{Known, status},
    offers::load_offers,
    portal::{Destination, OpenPortalError, open_allowed},
    refresh::Refreshed,
    rows::customer_of,
    sync::{SyncError, Synced, forget, sync},
};
use crate::{
    model::{Flow, Status},
    server::{
        audit::{self, Event},
        auth::UserId,
        db::{
            self,
            entity::{customer, user},
        },
        state::AppState,
        stripe::{StripeError, StripeErrorKind},
    },
};

/// How often a race with another tab is run again before giving up.
const ROUNDS: usize = 4;

/// How long it may take altogether: many calls, and the customer waits.
const PATIENCE: Duration = Duration::from_secs(20);

/// Why buying did not begin. Nothing was sold then.
#[derive(Debug, thiserror::Error)]
pub enum CheckoutFailure {
    #[error("the price is not on offer")]
    NotOffered,
    /// Stripe combines no currencies on one customer.
    #[error("the price is not on offer in the customer's currency")]
    OtherCurrency,
    #[error("a plan is to begin by a schedule")]
    BeginsLater,
    #[error(transparent)]
    TooMany(#[from] TooMany),
    #[error(transparent)]
    Stripe(#[from] StripeError),
    #[error(transparent)]
    Database(#[from] DbErr),
    #[error(transparent)]
    Sync(#[from] SyncError),
    #[error(transparent)]
    Portal(#[from] OpenPortalError),
    /// Other tabs of the same user were faster, again and again.
    #[error("too many checkouts at once")]
    Contended,
}

/// Where to send a user who wants this price: to Checkout; to the portal if they have a plan; to the
/// account page if a payment is missing that can be made there.
///
/// # Errors
/// See [`CheckoutFailure`].
pub async fn begin_checkout(state: &AppState, user: UserId, price: &str) -> Result<Destination, CheckoutFailure> {
    let begun = tokio::time::timeout(PATIENCE, begin(state, user, price));
    begun.await.unwrap_or_else(|_| Err(StripeError::new(StripeErrorKind::TimedOut).into()))
}

async fn begin(state: &AppState, user: UserId, price: &str) -> Result<Destination, CheckoutFailure> {
    let offers = load_offers(&state.db).await?;
    let price = offers
        .into_iter()
        .flat_map(|offer| offer.prices)
        .find(|offered| offered.id == price)
        .ok_or(CheckoutFailure::NotOffered)?;
    state.allowance.take(user)?;
    for _ in 0..ROUNDS {
        let customer = ensure_customer(state, user).await?;
        // What is paid for was perhaps bought a moment ago, and the webhook is on its way.
        match sync(&state.db, &state.stripe, &customer).await {
            // From now on it is known to be missing, and a new one takes its place.
            Ok(Synced::Missing) => continue,
            // That there is a subscription that cannot be read is known, too.
            Ok(_) | Err(SyncError::Unreadable(_)) => {}
            Err(error) => return Err(error.into()),
        }
        let row = customer_of(&state.db, user).await?;
        // Deleted, or replaced by another tab, meanwhile.
        let Some(row) = row.filter(|row| row.is_living() && row.stripe_customer_id == customer) else { continue };
        let known = db::read(&state.db, async |db| Known::load(db, Some(row)).await).await?;
        let currency = known.customer.as_ref().and_then(|customer| customer.currency.as_deref());
        let price = price.clone().in_currency(currency).ok_or(CheckoutFailure::OtherCurrency)?;
        let plan = known.plan().map(|(plan, _)| plan);
        match plan.map(status) {
            None | Some(Status::Canceled | Status::IncompleteExpired) => {
                if has_coming_plan(&state.db, &state.stripe, &customer).await? {
                    return Err(CheckoutFailure::BeginsLater);
                }
                let trial_days = price.trial_days.filter(|_| !known.has_tried());
                if let Some(url) = open_checkout(state, &customer, &price, trial_days).await? {
                    audit::record(Event::CheckoutOpened, Some(user));
                    return Ok(Destination::Hosted(url));
                }
            }
            // Never a second subscription: with a payment missing, that is what is to be mended.
            Some(Status::Unpaid | Status::Incomplete) => return Ok(Destination::Account(Refreshed::InStep)),
            Some(Status::PastDue) => {
                return Ok(open_allowed(state, user, Some(&Flow::PaymentMethodUpdate)).await?);
            }
            Some(Status::Active | Status::Trialing | Status::Paused | Status::Other) => {
                let subscription = plan.map(|plan| plan.id.clone());
                let change = Flow::SubscriptionUpdateConfirm { subscription, price: price.id };
                return Ok(open_allowed(state, user, Some(&change)).await?);
            }
        }
    }
    Err(CheckoutFailure::Contended)
}

/// The user's Stripe customer, made on first need, and anew when it was deleted or the account does not know it.
/// Whoever asks at the same time gets the same one: the idempotency key is the user's, and the first row written
/// stays.
async fn ensure_customer(state: &AppState, user: UserId) -> Result<String, CheckoutFailure> {
    let known = customer::Entity::find_by_id(user.0).one(&state.db).await?;
    if let Some(known) = known.as_ref().filter(|known| known.is_living()) {
        return Ok(known.stripe_customer_id.clone());
    }
    let account = user::Entity::find_by_id(user.0).one(&state.db).await?;
    let account = account.ok_or_else(|| DbErr::RecordNotFound("the signed-in user".to_owned()))?;
    let replaced = known.map(|known| known.stripe_customer_id).unwrap_or_default();
    let key = format!("customer-{}-{}-{}-{replaced}", state.settings.app_url, user.0, account.created_at);
    let request = CreateCustomer::new().email(account.email);
    let id = state.stripe.send_with_key(&request, &this_hour(&key)).await?.value.id.to_string();
    let row = customer::ActiveModel {
        user_id: Set(user.0),
        stripe_customer_id: Set(id),
        deleted_at: Set(None),
        missing_since: Set(None),
        synced_at_ms: Set(None),
        default_payment_method: Set(None),
        balance: Set(0),
        currency: Set(None),
        ..Default::default()
    };
    let replace = [
        customer::Column::StripeCustomerId,
        customer::Column::DeletedAt,
        customer::Column::MissingSince,
        customer::Column::SyncedAtMs,
        customer::Column::DefaultPaymentMethod,
        customer::Column::Balance,
        customer::Column::Currency,
    ];
    let is_gone = customer::Column::DeletedAt.is_not_null().or(customer::Column::MissingSince.is_not_null());
    let replace =
        OnConflict::column(customer::Column::UserId).update_columns(replace).action_and_where(is_gone).to_owned();
    let written = db::write(&state.db, async |transaction| {
        customer::Entity::insert(row).on_conflict(replace).exec_without_returning(transaction).await?;
        let written = customer::Entity::find_by_id(user.0).one(transaction).await?;
        let written = written.ok_or_else(|| DbErr::RecordNotFound("the customer".to_owned()))?.stripe_customer_id;
        // Unless it was found again meanwhile.
        if !replaced.is_empty() && written != replaced {
            forget(transaction, &replaced).await?;
        }
        Ok(written)
    });
    let written = written.await?;
    if !replaced.is_empty() && written != replaced {
        // Whoever has to find what was there before finds it here.
        tracing::warn!(user.id = user.0, replaced, stripe.customer_id = written, "the user is another customer now");
    }
    Ok(written)
}

/// A key for now. Stripe repeats its answer to a key for a day, a failure too: with the hour in it,
/// nobody has to wait that long.
pub(super) fn this_hour(key: &str) -> String {
    format!("{key}-{}", OffsetDateTime::now_utc().unix_timestamp() / 3600)
}
