//! Syncing every customer, page by page, a few at a time.

use std::collections::BTreeMap;

use database::Database;
use futures::{StreamExt, stream};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use stripe::StripeClient;

use crate::{
    customer::{check, sync},
    difference::{Difference, What},
    entity::{customer, sync_pass::Pass},
    error::{SyncError, Synced},
    metrics,
    mirror::Mirror,
    reconcile::{drift::note_drift, passes::Passes, reconciler::Reconciler},
    stripe_object::StripeObject,
};

/// Customers per page; the progress is stored after each page.
const PAGE: u64 = 100;

/// Customers fetched at the same time. The client limits the rate.
const AT_ONCE: usize = 16;

/// The result for one customer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Checked {
    InStep,
    /// It differed; with the differences, if nothing is written.
    Drifted(Vec<String>),
    /// The account does not know it.
    Missing,
    /// It could not be checked completely, with the reason; the others are not affected.
    Failed(String),
}

/// Progress callbacks: for each customer, and for each page with its last id.
pub trait Progress {
    /// The result for one customer (`cus_…`).
    fn customer(&mut self, id: &str, checked: &Checked);
    /// A page is finished, and so are all customers up to `last` (`cus_…`).
    ///
    /// # Errors
    /// When the progress cannot be stored; then the pass ends.
    fn page(&mut self, last: &str) -> impl Future<Output = Result<(), DbErr>> + Send;
}

/// Goes through all customers whose id is above `after`, in the order of their ids. With `write`
/// they are updated; otherwise only their differences are reported.
///
/// # Errors
/// When Stripe or the database does not answer, so that the next customer would fail too. A
/// customer that cannot be fetched although Stripe works is [`Checked::Failed`].
pub async fn sync_customers(
    mirror: &Mirror,
    stripe: &StripeClient,
    after: Option<String>,
    write: bool,
    progress: &mut (impl Progress + Send),
) -> Result<(), SyncError> {
    let mut after = after.unwrap_or_default();
    loop {
        let page = customers_after(&mirror.db, &after).await?;
        let Some(last) = page.last().cloned() else { return Ok(()) };
        let mut checked = stream::iter(page)
            .map(|id| async move {
                let checked = one(mirror, stripe, &id, write).await;
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

async fn customers_after(db: &Database, after: &str) -> Result<Vec<String>, DbErr> {
    let page = customer::Entity::find()
        .select_only()
        .column(customer::Column::StripeCustomerId)
        .filter(customer::Column::StripeCustomerId.gt(after))
        .filter(customer::Column::DeletedAt.is_null())
        .order_by_asc(customer::Column::StripeCustomerId)
        .limit(PAGE)
        .into_tuple();
    page.all(db).await
}

async fn one(mirror: &Mirror, stripe: &StripeClient, id: &str, write: bool) -> Result<Checked, SyncError> {
    let outcome = match write {
        true => sync(mirror, stripe, id).await.map(|outcome| match outcome {
            Synced::Written => Checked::Drifted(Vec::new()),
            Synced::Missing => Checked::Missing,
            Synced::Moved | Synced::Unchanged | Synced::Superseded | Synced::NotOurs => Checked::InStep,
        }),
        false => check(&mirror.db, stripe, id).await.map(|found| checked_by(&found.unwrap_or_default())),
    };
    match outcome {
        Ok(checked) => Ok(checked),
        Err(error) => error.of_the_object(stripe).await.map(Checked::Failed),
    }
}

fn checked_by(found: &[Difference]) -> Checked {
    if found.iter().any(|difference| difference.what == What::NotInAccount) {
        return Checked::Missing;
    }
    let all: Vec<_> = found.iter().map(ToString::to_string).collect();
    if found.iter().any(|difference| matches!(difference.what, What::Unreadable(_))) {
        return Checked::Failed(all.join("; "));
    }
    if all.is_empty() { Checked::InStep } else { Checked::Drifted(all) }
}

pub(crate) async fn pass(
    reconciler: &Reconciler,
    passes: &Passes<'_>,
    cursor: Option<String>,
) -> Result<(), SyncError> {
    let Reconciler { mirror, stripe, .. } = reconciler;
    let mut nightly = Nightly { mirror, passes, drifted: Vec::new(), failed: BTreeMap::new() };
    sync_customers(mirror, stripe, cursor, true, &mut nightly).await
}

struct Nightly<'a> {
    mirror: &'a Mirror,
    passes: &'a Passes<'a>,
    /// The changed objects of this page.
    drifted: Vec<StripeObject>,
    failed: BTreeMap<StripeObject, String>,
}

impl Progress for Nightly<'_> {
    fn customer(&mut self, id: &str, checked: &Checked) {
        match checked {
            Checked::InStep => {}
            Checked::Drifted(_) => self.drifted.push(StripeObject::Customer(id.to_owned())),
            Checked::Missing => tracing::warn!(stripe.customer_id = %id, "the account does not know this customer"),
            Checked::Failed(error) => {
                tracing::warn!(stripe.customer_id = %id, error = %error, "customer could not be reconciled");
                self.failed.insert(StripeObject::Customer(id.to_owned()), error.clone());
            }
        }
    }

    async fn page(&mut self, last: &str) -> Result<(), DbErr> {
        metrics::unreadable("all_customers", self.failed.len() as u64);
        self.mirror.note_failures(&self.mirror.db, std::mem::take(&mut self.failed)).await?;
        let changed = std::mem::take(&mut self.drifted);
        let drifted = note_drift(self.mirror, "all_customers", changed).await?;
        self.passes.advance(Pass::AllCustomers, last, i64::try_from(drifted).unwrap_or(i64::MAX)).await
    }
}
