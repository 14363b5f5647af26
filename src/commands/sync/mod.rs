//! `customer-portal sync`

mod args;

use std::collections::{BTreeMap, BTreeSet};

use database::Database;
use mirror::{
    CatalogChanges, Mirror, StripeObject, SyncError, Synced, What, check_catalog,
    entity::customer,
    installation, mirror_catalog,
    reconcile::{Checked, Progress, sync_customers},
};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter};
use stripe::{Budget, StripeClient};

use crate::{
    account_access::mirror_of,
    commands::{CommandError, progress::Bar},
};

pub use args::SyncArgs;

/// Updates one customer, or all, from Stripe; with `--check` only prints differences.
///
/// # Errors
/// When Stripe or the database does not answer, the customer is not mirrored, or `--check` finds a
/// difference.
pub async fn sync(args: &SyncArgs) -> Result<(), CommandError> {
    let db = Database::connect(&args.database.url()?).await?;
    let settings = args.stripe.settings()?;
    installation::claim(&db, settings.secret_key.mode()).await?;
    let stripe = settings.client(Budget::default());
    let mirror = mirror_of(db.clone()).await?;
    match &args.customer {
        Some(customer) if args.check => check(&db, &stripe, customer).await,
        Some(customer) => write(&mirror, &stripe, customer).await,
        None => all(&mirror, &stripe.paced(settings.rate), args).await,
    }
}

async fn write(mirror: &Mirror, stripe: &StripeClient, customer: &str) -> Result<(), CommandError> {
    match mirror::sync(mirror, stripe, customer).await? {
        Synced::Written => println!("{customer} was updated from Stripe."),
        Synced::Moved | Synced::Unchanged => println!("{customer} is in step with Stripe."),
        Synced::Missing => println!("{customer} is not in this Stripe account."),
        Synced::Superseded => println!("{customer} was just updated by another process."),
        Synced::NotOurs => return Err(CommandError::NotOurs(customer.to_owned())),
    }
    Ok(())
}

async fn check(db: &Database, stripe: &StripeClient, customer: &str) -> Result<(), CommandError> {
    let found = mirror::check(db, stripe, customer).await?;
    let found = found.ok_or_else(|| CommandError::NotOurs(customer.to_owned()))?;
    if found.is_empty() {
        println!("{customer} is in step with Stripe.");
        return Ok(());
    }
    if found.iter().any(|difference| difference.what == What::NotInAccount) {
        println!("{customer} is not in this Stripe account.");
        return Ok(());
    }
    for difference in &found {
        println!("{customer}  {difference}");
    }
    let unreadable = found.iter().filter(|difference| matches!(difference.what, What::Unreadable(_))).count();
    match unreadable {
        0 => Err(CommandError::Drifted { customers: 1, sold: 0 }),
        unreadable => Err(CommandError::NotAll(unreadable as u64)),
    }
}

async fn all(mirror: &Mirror, stripe: &StripeClient, args: &SyncArgs) -> Result<(), CommandError> {
    let after = args.after.as_deref().unwrap_or_default();
    let ahead = customer::Column::StripeCustomerId.gt(after);
    let living = customer::Column::DeletedAt.is_null();
    let total = customer::Entity::find().filter(ahead).filter(living).count(&mirror.db).await?;
    let mut report = Report {
        mirror: (!args.check).then(|| mirror.clone()),
        bar: Bar::new(total),
        last: args.after.clone(),
        drifted: 0,
        missing: 0,
        failed: 0,
        unread: BTreeMap::new(),
    };
    let work = async {
        let sold = catalog(mirror, stripe, args.check, &report.bar).await;
        // An error in the catalog does not stop the check of customers.
        sync_customers(mirror, stripe, args.after.clone(), !args.check, &mut report).await?;
        sold
    };
    let outcome = tokio::select! {
        outcome = work => Some(outcome),
        _ = tokio::signal::ctrl_c() => None,
    };
    let done = report.bar.finish();
    let check = if args.check { " --check" } else { "" };
    let after = report.last.as_deref().map(|last| format!(" --after {last}")).unwrap_or_default();
    let again = format!("{check}{after}");
    let sold = match outcome {
        Some(Ok(sold)) => sold,
        Some(Err(error)) => return Err(CommandError::Interrupted { why: error.to_string(), again }),
        None => return Err(CommandError::Interrupted { why: "interrupted".to_owned(), again }),
    };
    let Report { drifted, missing, failed, .. } = report;
    let what = if args.check { "differing from Stripe" } else { "drifted and in step again" };
    println!("Customers: {done}; {drifted} {what}, {missing} not in this Stripe account, {failed} not checked.");
    println!("Products and prices: {} {what}, {} not checked.", sold.changed, sold.failed);
    // A single missing customer may have been deleted.
    if missing > 1 && missing == done {
        return Err(CommandError::AnotherAccount);
    }
    match (args.check, drifted + sold.changed, failed + sold.failed) {
        (_, _, failed @ 1..) => Err(CommandError::NotAll(failed)),
        (true, 1.., _) => Err(CommandError::Drifted { customers: drifted, sold: sold.changed }),
        _ => Ok(()),
    }
}

/// How many products and prices differed from Stripe, or could not be checked.
struct Sold {
    changed: u64,
    failed: u64,
}

/// Products and prices go first, so that they need not be fetched with every customer.
async fn catalog(mirror: &Mirror, stripe: &StripeClient, check: bool, bar: &Bar) -> Result<Sold, SyncError> {
    if !check {
        let CatalogChanges { changed, unreadable } = mirror_catalog(mirror, stripe).await?;
        for (object, why) in &unreadable {
            bar.line(&format!("{object}  failed: {why}"));
        }
        let sold = Sold { changed: changed.len() as u64, failed: unreadable.len() as u64 };
        mirror.note_failures(&mirror.db, unreadable).await?;
        return Ok(sold);
    }
    let found = check_catalog(&mirror.db, stripe).await?;
    for difference in &found {
        bar.line(&difference.to_string());
    }
    let (unreadable, differ): (Vec<_>, Vec<_>) =
        found.iter().partition(|difference| matches!(difference.what, What::Unreadable(_)));
    let objects: BTreeSet<_> = differ.iter().map(|difference| (&difference.table, &difference.id)).collect();
    Ok(Sold { changed: objects.len() as u64, failed: unreadable.len() as u64 })
}

struct Report {
    /// Where failures are stored for the worker to retry; `None` with `--check`.
    mirror: Option<Mirror>,
    bar: Bar,
    /// The last customer of the last finished page.
    last: Option<String>,
    drifted: u64,
    missing: u64,
    failed: u64,
    /// The failures on the current page.
    unread: BTreeMap<StripeObject, String>,
}

impl Progress for Report {
    fn customer(&mut self, id: &str, checked: &Checked) {
        match checked {
            Checked::InStep => {}
            Checked::Drifted(differences) => {
                self.drifted += 1;
                for difference in differences {
                    self.bar.line(&format!("{id}  {difference}"));
                }
            }
            Checked::Missing => {
                self.missing += 1;
                self.bar.line(&format!("{id}  is not in this Stripe account"));
            }
            Checked::Failed(error) => {
                self.failed += 1;
                self.bar.line(&format!("{id}  failed: {error}"));
                self.unread.insert(StripeObject::Customer(id.to_owned()), error.clone());
            }
        }
        self.bar.step();
    }

    async fn page(&mut self, last: &str) -> Result<(), DbErr> {
        self.last = Some(last.to_owned());
        let unread = std::mem::take(&mut self.unread);
        match &self.mirror {
            Some(mirror) => mirror.note_failures(&mirror.db, unread).await,
            None => Ok(()),
        }
    }
}
