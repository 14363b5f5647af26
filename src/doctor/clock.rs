//! The clock: signatures of webhooks carry Stripe's time, and are not believed when it is far from ours.

use std::{collections::BTreeMap, time::SystemTime};

use stripe_client_core::{RequestBuilder, StripeMethod, StripeRequest};

use crate::doctor::{finding::Finding, installation::Account};

const CHECK: &str = "clock";

/// Seconds that a clock may be off before somebody should know.
const SUSPICIOUS: u64 = 30;

/// Seconds from which webhooks are close to being refused: they are at 300.
const DANGEROUS: u64 = 240;

/// Any answer says the time: this one is read whatever a product looks like.
struct Anything;

impl StripeRequest for Anything {
    type Output = miniserde::json::Value;

    fn build(&self) -> RequestBuilder {
        RequestBuilder::new(StripeMethod::Get, "/products").query(&BTreeMap::from([("limit", "1")]))
    }
}

pub(super) async fn check(account: &Account, findings: &mut Vec<Finding>) {
    let theirs = match account.stripe.send(&Anything).await {
        Ok(answer) => answer.date,
        Err(error) => {
            findings.extend(Finding::unread(CHECK, "Stripe's clock", &error));
            return;
        }
    };
    let Some(theirs) = theirs else { return };
    let seconds = match SystemTime::from(clock::now()).duration_since(theirs) {
        Ok(ahead) => ahead.as_secs(),
        Err(behind) => behind.duration().as_secs(),
    };
    let what = format!("this machine's clock is {seconds} seconds from Stripe's");
    let remedy = "let NTP set the clock: webhooks are refused at 300 seconds";
    findings.push(match seconds {
        DANGEROUS.. => Finding::red(CHECK, what, remedy),
        SUSPICIOUS.. => Finding::yellow(CHECK, what, remedy),
        _ => Finding::green(CHECK, "this machine's clock agrees with Stripe's"),
    });
}
