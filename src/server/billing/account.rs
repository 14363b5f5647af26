//! What the account page needs, read from the database alone: it works with Stripe down.

use std::time::Duration;

use sea_orm::{DatabaseConnection, DbErr, EntityTrait};
use time::OffsetDateTime;

use super::{
    known::{Known, status},
    overview::overview,
    rows::{customer_of, subscriptions_of},
    sync::sync,
};
use crate::{
    model::{CameFrom, Overview, ReturnPath},
    server::{
        auth::UserId,
        db::{
            self,
            entity::{customer, user},
        },
        state::AppState,
    },
};

/// One user's account.
#[derive(Clone, Debug)]
pub struct Account {
    pub email: String,
    /// Whether there is a Stripe customer whose portal can be opened.
    pub has_customer: bool,
    pub overview: Overview,
    /// When this was last fetched from Stripe.
    pub synced_at: Option<OffsetDateTime>,
}

/// The user's account; `None` if the user is gone.
///
/// # Errors
/// When the database does not answer.
pub async fn load_account(db: &DatabaseConnection, user: UserId) -> Result<Option<Account>, DbErr> {
    let found = db::read(db, async |db| {
        let found = user::Entity::find_by_id(user.0).find_also_related(customer::Entity).one(db).await?;
        let Some((user, customer)) = found else { return Ok(None) };
        Ok(Some((user, Known::load(db, customer).await?)))
    });
    let Some((user, known)) = found.await? else { return Ok(None) };
    let living = known.customer.as_ref().filter(|customer| customer.deleted_at.is_none());
    Ok(Some(Account {
        email: user.email,
        has_customer: living.is_some(),
        synced_at: living
            .and_then(|customer| customer.synced_at_ms)
            .and_then(|ms| OffsetDateTime::from_unix_timestamp(ms / 1000).ok()),
        overview: overview(&known, OffsetDateTime::now_utc()),
    }))
}

/// The prices the user pays, of subscriptions that are not over.
///
/// # Errors
/// When the database does not answer.
pub async fn subscribed_prices(db: &DatabaseConnection, user: UserId) -> Result<Vec<String>, DbErr> {
    let Some(customer) = customer_of(db, user).await? else { return Ok(Vec::new()) };
    let subscriptions = subscriptions_of(db, &customer.stripe_customer_id).await?;
    let current = subscriptions.into_iter().filter(|(subscription, _)| !status(subscription).is_ended());
    Ok(current.flat_map(|(_, items)| items).map(|item| item.price_id).collect())
}

/// How long a page waits for Stripe when somebody comes back from there.
const PATIENCE: Duration = Duration::from_secs(2);

/// Whether the rows are what Stripe says, as far as could be found out in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refreshed {
    InStep,
    /// Stripe was too slow, or did not answer.
    Late,
}

impl Refreshed {
    /// The account page; where it has to be looked again, it says so.
    pub fn account_path(self) -> String {
        match self {
            Self::InStep => ReturnPath::default().to_string(),
            Self::Late => CameFrom::Portal.account_path(),
        }
    }
}

/// Brings the user in step with Stripe before the page is shown, for two seconds at most: somebody
/// who comes back from Stripe wants to see what they did there. Only ever the signed-in user's own
/// customer, whatever the address says. However fresh the rows are, they may be from before.
///
/// What takes longer goes on by itself, for the next look at the page.
pub async fn refresh(state: &AppState, user: UserId) -> Refreshed {
    let Ok(Some(customer)) = customer_of(&state.db, user).await else { return Refreshed::InStep };
    let (db, stripe) = (state.db.clone(), state.stripe.clone());
    let syncing = tokio::spawn(async move {
        let synced = sync(&db, &stripe, &customer.stripe_customer_id).await;
        if let Err(error) = &synced {
            tracing::warn!(user.id = user.0, error = %error, "the account could not be refreshed");
        }
        synced.is_ok()
    });
    match tokio::time::timeout(PATIENCE, syncing).await {
        Ok(Ok(true)) => Refreshed::InStep,
        _ => Refreshed::Late,
    }
}
