//! Checks the clock: a webhook's signature contains Stripe's time, and is refused if that is far
//! from ours.

use std::{collections::BTreeMap, time::SystemTime};

use stripe_client_core::{RequestBuilder, StripeMethod, StripeRequest};

use crate::doctor::{finding::Finding, installation::Account};

const CHECK: &str = "clock";

/// Deviation in seconds from which the doctor warns.
const SUSPICIOUS: u64 = 30;

/// Deviation in seconds at which webhooks are nearly refused: the limit is 300.
const DANGEROUS: u64 = 240;

/// Every answer has the time in its header `Date`, so the body is not read.
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
    let remedy = "synchronise the clock with NTP: webhooks are refused from 300 seconds on";
    findings.push(match seconds {
        DANGEROUS.. => Finding::red(CHECK, what, remedy),
        SUSPICIOUS.. => Finding::yellow(CHECK, what, remedy),
        _ => Finding::green(CHECK, "this machine's clock agrees with Stripe's"),
    });
}
