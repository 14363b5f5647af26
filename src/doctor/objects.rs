//! Checks the objects: each can be fetched from Stripe, and the account knows each customer.

use database::Database;
use mirror::{Mirror, entity::customer};
use queue::job;
use sea_orm::{ColumnTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::doctor::finding::Finding;

const CHECK: &str = "sync";

/// The maximum number of objects that are named.
const NAMED: u64 = 5;

pub(super) async fn check(db: &Database, findings: &mut Vec<Finding>) {
    for found in [failing(db).await, missing(db).await] {
        let unread = |error| Finding::red(CHECK, format!("it cannot be read: {error}"), "check the database");
        findings.push(found.unwrap_or_else(unread));
    }
}

/// Objects whose last fetch failed, given up or not.
async fn failing(db: &Database) -> Result<Finding, DbErr> {
    let failing = Mirror::new(db.clone()).queue.failing();
    let count = failing.clone().count(db).await?;
    if count == 0 {
        return Ok(Finding::green(CHECK, "the last fetch of every object from Stripe succeeded"));
    }
    let first = failing.order_by_desc(job::Column::Failures).order_by_asc(job::Column::Key).limit(NAMED);
    let lines: Vec<_> = first
        .all(db)
        .await?
        .into_iter()
        .map(|job| {
            let tried = if job.given_up { "given up, tried rarely" } else { "tried again" };
            let error = job.last_error.unwrap_or_default();
            format!("\n{}, failed {} times, {tried}: {error}", job.key, job.failures)
        })
        .collect();
    let what = format!("{count} objects could not be fetched from Stripe at the last attempt{}", lines.concat());
    let remedy = "look at them in Stripe's Dashboard, or send the request ids in the log to Stripe's support; the others \
                  are up to date, and these are updated automatically once they can be read";
    Ok(Finding::yellow(CHECK, what, remedy))
}

async fn missing(db: &Database) -> Result<Finding, DbErr> {
    let missing = customer::Entity::find().filter(customer::Column::MissingSince.is_not_null());
    let count = missing.clone().count(db).await?;
    if count == 0 {
        return Ok(Finding::green(CHECK, "the account knows every customer"));
    }
    let first = missing.order_by_asc(customer::Column::StripeCustomerId).limit(NAMED).all(db).await?;
    let names: Vec<_> = first.into_iter().map(|customer| customer.stripe_customer_id).collect();
    let all = customer::Entity::find().count(db).await?;
    let more = if count > NAMED { ", …" } else { "" };
    let what = format!("the Stripe account does not know {count} of {all} customers: {}{more}", names.join(", "));
    let remedy = "if STRIPE_SECRET_KEY is of another account, use the right one, and run `customer-portal sync --all`; \
                  otherwise they were removed there, and their users get new customers when they buy";
    Ok(if count == all { Finding::red(CHECK, what, remedy) } else { Finding::yellow(CHECK, what, remedy) })
}
