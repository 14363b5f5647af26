//! An answer of Stripe that is held back until a newer one has been written.

use std::time::Duration;

use crate::{
    Outcome,
    database::Database,
    servers::Program,
    stripe::{Stripe, id},
};

/// How long the answer is held back at first. If a newer one takes longer than this, the time doubles.
const HELD_BACK: Duration = Duration::from_secs(4);

/// How long an answer is held back at most.
const LONGEST: Duration = Duration::from_secs(30);

/// How often Stripe is asked whether the older fetch has come that far.
const LOOK_EVERY: Duration = Duration::from_millis(20);

/// Lets the answer to an older fetch of a customer arrive last. Only the newer rows may be in the
/// database afterwards: the caller compares. Call it when there are no other faults.
pub async fn answer_late(stripe: &Stripe, program: &Program, database: &Database) -> Outcome<()> {
    let customer = id(&stripe.post("customers", &[]).await?)?;
    database.link(std::slice::from_ref(&customer)).await?;
    let mut held_back = HELD_BACK;
    while held_back <= LONGEST {
        stripe.hold_back(&format!("/v1/customers/{customer}"), held_back).await?;
        let (older, named) = (program.clone(), customer.clone());
        let older = tokio::spawn(async move { older.run(&["sync", &named]).await });
        while stripe.holds_back().await? && !older.is_finished() {
            tokio::time::sleep(LOOK_EVERY).await;
        }
        let credit = [("amount", "-700"), ("currency", "usd")];
        stripe.post(&format!("customers/{customer}/balance_transactions"), &credit).await?;
        program.run(&["sync", &customer]).await?;
        let newer_was_first = !older.is_finished();
        older.await??;
        database.check_order().await?;
        if newer_was_first {
            return Ok(());
        }
        held_back *= 2;
    }
    Err(format!("{customer} takes longer than {} s to fetch", LONGEST.as_secs()).into())
}
