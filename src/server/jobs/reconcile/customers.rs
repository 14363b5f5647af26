//! Every customer is brought in step, page by page, a few at a time.

use std::collections::BTreeMap;

use futures::{StreamExt, stream};
use sea_orm::{ColumnTrait, DatabaseConnection, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::{note_drift, passes::Passes};
use crate::server::{
    billing::{Difference, SyncError, Synced, Target, What, check, sync},
    db::{
        self,
        entity::{customer, sync_pass::Pass},
    },
    jobs::Queue,
    metrics,
    state::AppState,
    stripe::StripeClient,
};

/// After each page it is noted how far it is.
const PAGE: u64 = 100;

/// As many customers as are fetched at a time. How fast that goes is up to the client's pace.
const AT_ONCE: usize = 16;

/// What came of one customer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Checked {
    InStep,
    /// It differed; in what, if that was asked for.
    Drifted(Vec<String>),
    /// The account does not know it.
    Missing,
    /// Why it could not be checked, or not all of it; it says nothing about the others.
    Failed(String),
}

/// Whoever wants to know how it goes: called for each customer, and for each page with its last id.
pub trait Progress {
    fn customer(&mut self, id: &str, checked: &Checked);
    fn page(&mut self, last: &str) -> impl Future<Output = Result<(), DbErr>> + Send;
}

/// Goes through all customers whose id is above `after`, in the order of their ids. With `write`
/// they are brought in step; without, it is only said in what they differ.
///
/// # Errors
/// When Stripe or the database does not answer: then it would be the same for the next one. A customer that
/// cannot be had while Stripe is well is [`Checked::Failed`].
pub async fn sync_customers(
    db: &DatabaseConnection,
    stripe: &StripeClient,
    after: Option<String>,
    write: bool,
    progress: &mut (impl Progress + Send),
) -> Result<(), SyncError> {
    let mut after = after.unwrap_or_default();
    loop {
        let page = customers_after(db, &after).await?;
        let Some(last) = page.last().cloned() else { return Ok(()) };
        let mut checked = stream::iter(page)
            .map(|id| async move {
                let checked = one(db, stripe, &id, write).await;
                (id, checked)
            })
            .buffer_unordered(AT_ONCE);
        while let Some((id, checked)) = checked.next().await {
            progress.customer(&id, &checked?);
        }
        progress.page(&last).await?;
        after = last;
    }
}

async fn customers_after(db: &DatabaseConnection, after: &str) -> Result<Vec<String>, DbErr> {
    let page = customer::Entity::find()
        .select_only()
        .column(customer::Column::StripeCustomerId)
        .filter(customer::Column::StripeCustomerId.gt(after))
        .filter(customer::Column::DeletedAt.is_null())
        .order_by_asc(customer::Column::StripeCustomerId)
        .limit(PAGE)
        .into_tuple();
    db::in_time(page.all(db)).await
}

async fn one(db: &DatabaseConnection, stripe: &StripeClient, id: &str, write: bool) -> Result<Checked, SyncError> {
    let outcome = match write {
        true => sync(db, stripe, id).await.map(|outcome| match outcome {
            Synced::Written => Checked::Drifted(Vec::new()),
            Synced::Missing => Checked::Missing,
            Synced::Moved | Synced::Unchanged | Synced::Superseded | Synced::NotOurs => Checked::InStep,
        }),
        false => check(db, stripe, id).await.map(|found| told(&found.unwrap_or_default())),
    };
    match outcome {
        Ok(checked) => Ok(checked),
        Err(error) => error.of_the_object(stripe).await.map(Checked::Failed),
    }
}

fn told(found: &[Difference]) -> Checked {
    if found.iter().any(|difference| difference.what == What::NotInAccount) {
        return Checked::Missing;
    }
    let all: Vec<_> = found.iter().map(ToString::to_string).collect();
    if found.iter().any(|difference| matches!(difference.what, What::Unreadable(_))) {
        return Checked::Failed(all.join("; "));
    }
    if all.is_empty() { Checked::InStep } else { Checked::Drifted(all) }
}

pub(super) async fn pass(state: &AppState, passes: &Passes<'_>, cursor: Option<String>) -> Result<(), SyncError> {
    let mut nightly = Nightly { state, passes, drifted: Vec::new(), failed: BTreeMap::new() };
    sync_customers(&state.db, &state.background, cursor, true, &mut nightly).await
}

struct Nightly<'a> {
    state: &'a AppState,
    passes: &'a Passes<'a>,
    /// Of this page.
    drifted: Vec<Target>,
    failed: BTreeMap<Target, String>,
}

impl Progress for Nightly<'_> {
    fn customer(&mut self, id: &str, checked: &Checked) {
        match checked {
            Checked::InStep => {}
            Checked::Drifted(_) => self.drifted.push(Target::Customer(id.to_owned())),
            Checked::Missing => tracing::warn!(stripe.customer_id = %id, "the account does not know this customer"),
            Checked::Failed(error) => {
                tracing::warn!(stripe.customer_id = %id, error = %error, "customer could not be reconciled");
                self.failed.insert(Target::Customer(id.to_owned()), error.clone());
            }
        }
    }

    async fn page(&mut self, last: &str) -> Result<(), DbErr> {
        metrics::unreadable("all_customers", self.failed.len() as u64);
        db::in_time(Queue::put_off(&self.state.db, std::mem::take(&mut self.failed))).await?;
        let changed = std::mem::take(&mut self.drifted);
        let drifted = note_drift(self.state, "all_customers", changed).await?;
        self.passes.advance(Pass::AllCustomers, last, i64::try_from(drifted).unwrap_or(i64::MAX)).await
    }
}
