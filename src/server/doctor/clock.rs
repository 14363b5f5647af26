//! The clock: signatures of webhooks carry Stripe's time, and are not believed when it is far from ours.

use std::time::SystemTime;

use stripe_product::product::ListProduct;

use super::{Account, Finding};

const CHECK: &str = "clock";

/// Seconds that a clock may be off before somebody should know.
const SUSPICIOUS: u64 = 30;

/// Seconds from which webhooks are close to being refused: they are at 300.
const DANGEROUS: u64 = 240;

pub(super) async fn check(account: &Account, findings: &mut Vec<Finding>) {
    // Any answer says the time; a key that may not ask even this is the key's finding.
    let Ok(answer) = account.stripe.send(&ListProduct::new().limit(1_i64)).await else { return };
    let Some(theirs) = answer.date else { return };
    let seconds = match SystemTime::now().duration_since(theirs) {
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
