//! After the end: whoever says by its ETag that it knows a former answer is told the new one at once.

use std::{
    collections::BTreeSet,
    time::{Duration, Instant},
};

use super::{
    check::answered,
    oracle::{Expected, Oracle},
    plan::all,
    product::Product,
    told::Answer,
};
use crate::{Outcome, database::Database, stripe::Stripe};

/// So many accounts lose a plan.
const ACCOUNTS: usize = 3;

/// How long a server may take to learn of it.
const WITHIN: Duration = Duration::from_secs(30);

/// Between two questions: shorter than anything that a server does later.
const PAUSE: Duration = Duration::from_millis(5);

/// Ends some plans while all is quiet. A server that answers by the new rows, and still takes the former answer for the
/// present one, is the error. Call it when every answer follows from Stripe's objects.
pub async fn change_last(
    product: &Product,
    database: &Database,
    stripe: &Stripe,
    unreadable: &BTreeSet<String>,
) -> Outcome<()> {
    let server = product.servers().first().ok_or("no server")?;
    let mut changed = 0;
    for (customer, account) in database.accounts().await? {
        if changed == ACCOUNTS {
            break;
        }
        let Some(plan) = running_plan(stripe, &customer).await?.filter(|_| !unreadable.contains(&customer)) else {
            continue;
        };
        let before = product.ask(server, &account, false).await?;
        let before = before.ok_or_else(|| format!("{account}: {server} does not answer"))?;
        stripe.delete(&format!("subscriptions/{plan}")).await?;
        let expected = Oracle::look(stripe, product.policy()).await?.expected(&customer);
        // Somebody with two plans may still have the better one.
        if expected != answered(&before.body) {
            follows(product, &account, &before, &expected).await?;
            changed += 1;
        }
    }
    if changed == 0 { Err("nobody has a plan any more that could end".into()) } else { Ok(()) }
}

async fn follows(product: &Product, account: &str, before: &Answer, expected: &Expected) -> Outcome<()> {
    let deadline = Instant::now() + WITHIN;
    loop {
        for server in product.servers() {
            let Some(answer) = product.ask(server, account, false).await? else { continue };
            if answered(&answer.body) != *expected {
                continue;
            }
            for server in product.servers() {
                if product.is_taken_for_present(server, account, &before.etag).await {
                    let (former, now) = (&before.etag, &answer.body);
                    return Err(format!("{account}: {server} takes the former {former} for the present {now}").into());
                }
            }
            return Ok(());
        }
        if Instant::now() > deadline {
            return Err(format!("{account}: a plan ended, and the answer is still {}", before.body).into());
        }
        tokio::time::sleep(PAUSE).await;
    }
}

/// A subscription of the customer that grants what it has.
async fn running_plan(stripe: &Stripe, customer: &str) -> Outcome<Option<String>> {
    let state = stripe.state().await?;
    let runs = all(&state, "subscriptions").find(|it| it["customer"] == customer && it["status"] == "active");
    Ok(runs.and_then(|it| it["id"].as_str()).map(str::to_owned))
}
