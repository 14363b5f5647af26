//! Counts Stripe's customers with living subscriptions that are linked to no account: they pay, and find nothing here.

use std::{collections::BTreeSet, time::Duration};

use database::Database;
use futures::{TryStreamExt, pin_mut};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, QuerySelect};
use serde_json::value::RawValue;
use stripe::{StripeError, StripeErrorKind};
use stripe_billing::subscription::ListSubscription;
use tokio::time::{Instant, timeout_at};

use super::{finding::Finding, installation::Account};
use crate::entity::customer_owner;

const CHECK: &str = "customers";

/// How long the subscriptions are read; with many of them this is the longest check.
const PATIENCE: Duration = Duration::from_secs(30);

/// Database parameters per query.
const AT_ONCE: usize = 500;

/// How many were found.
struct Unlinked {
    customers: usize,
    /// Whether there are more subscriptions than were read.
    at_least: bool,
}

/// Why they could not be counted.
#[derive(Debug, thiserror::Error)]
enum CountError {
    #[error(transparent)]
    Stripe(#[from] StripeError),
    #[error(transparent)]
    Database(#[from] DbErr),
}

pub(super) async fn check(db: &Database, account: &Account, findings: &mut Vec<Finding>) {
    match count(db, account).await {
        Ok(Unlinked { customers: 0, at_least }) => {
            let what = if at_least {
                "the customers of the newest subscriptions are linked"
            } else {
                "all customers with a living subscription are linked"
            };
            findings.push(Finding::green(CHECK, what));
        }
        Ok(Unlinked { customers, at_least }) => {
            let least = if at_least { "at least " } else { "" };
            findings.push(Finding::yellow(
                CHECK,
                format!("{least}{customers} Stripe customers with a living subscription are linked to no account"),
                "run `customer-portal link --from-stripe --dry-run`, or `customer-portal link --file …`",
            ));
        }
        Err(CountError::Stripe(error)) => findings.extend(Finding::unread(CHECK, "the subscriptions", &error)),
        Err(CountError::Database(error)) => {
            findings.push(Finding::red(CHECK, format!("the database: {error}"), "see DATABASE_URL"));
        }
    }
}

/// Stripe lists those that are not canceled, newest first.
async fn count(db: &Database, account: &Account) -> Result<Unlinked, CountError> {
    #[derive(serde::Deserialize)]
    struct Subscription {
        customer: String,
    }
    let mut customers = BTreeSet::new();
    let pages = account.stripe.raw_pages(ListSubscription::new(), None);
    pin_mut!(pages);
    let deadline = Instant::now() + PATIENCE;
    let at_least = loop {
        let page = match timeout_at(deadline, pages.try_next()).await {
            Err(_) if !customers.is_empty() => break true,
            Err(_) => return Err(StripeError::new(StripeErrorKind::TimedOut).into()),
            Ok(page) => page?,
        };
        let Some(page) = page else { break false };
        let of = |object: &RawValue| serde_json::from_str::<Subscription>(object.get()).ok();
        customers.extend(page.iter().filter_map(|object| of(object)).map(|subscription| subscription.customer));
    };
    let all: Vec<String> = customers.into_iter().collect();
    let mut linked = 0;
    for some in all.chunks(AT_ONCE) {
        let found = customer_owner::Entity::find()
            .select_only()
            .column(customer_owner::Column::StripeCustomerId)
            .filter(customer_owner::Column::StripeCustomerId.is_in(some))
            .into_tuple::<String>()
            .all(db)
            .await?;
        linked += found.len();
    }
    Ok(Unlinked { customers: all.len() - linked, at_least })
}
