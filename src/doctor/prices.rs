//! Checks the pricing page: the prices on it can be bought.

use billing::{NotOffered, PriceList, load_price_list};
use database::Database;
use stripe::path_segment;
use stripe_product::price::RetrievePrice;

use crate::doctor::{finding::Finding, installation::Account};

const CHECK: &str = "prices";

pub(super) async fn check(account: &Account, db: &Database, findings: &mut Vec<Finding>) {
    let PriceList { offers, left_out } = match load_price_list(db).await {
        Ok(list) => list,
        Err(error) => {
            findings.push(Finding::red(CHECK, format!("they cannot be read: {error}"), "check the database"));
            return;
        }
    };
    // One-time prices are not plans, so nobody expects them on the page.
    let left_out = left_out.iter().filter(|(_, why)| *why != NotOffered::OneTime);
    let left_out: Vec<_> = left_out.map(|(id, why)| format!("{id} ({why})")).collect();
    if !left_out.is_empty() {
        let what = format!("the pricing page leaves out prices that it cannot sell: {}", left_out.join(", "));
        let remedy = "archive these prices; or sell them elsewhere, and set their products' `portal_order` to a word";
        findings.push(Finding::yellow(CHECK, what, remedy));
    }
    let ids: Vec<&str> = offers.iter().flat_map(|offer| &offer.prices).map(|price| price.id.as_str()).collect();
    if ids.is_empty() {
        let remedy = "give products a metadata `portal_order` in Stripe, and start the server, which fetches them";
        findings.push(Finding::yellow(CHECK, "the pricing page offers nothing", remedy));
        return;
    }
    let mut broken = Vec::new();
    for id in &ids {
        match account.stripe.send(&RetrievePrice::new(path_segment(id))).await {
            Ok(answer) if answer.value.active => {}
            Ok(_) => broken.push(format!("{id} (no longer active)")),
            Err(error) if error.kind.is_missing() => broken.push(format!("{id} (not in this account)")),
            Err(error) if error.kind.may_be_the_objects() && account.stripe.is_up().await.is_ok() => {
                broken.push(format!("{id} ({error})"));
            }
            Err(error) => {
                findings.extend(Finding::unread(CHECK, id, &error));
                return;
            }
        }
    }
    findings.push(if broken.is_empty() {
        Finding::green(CHECK, format!("Stripe sells all {} prices of the pricing page", ids.len()))
    } else {
        let what = format!("the pricing page offers prices that Stripe does not sell: {}", broken.join(", "));
        Finding::red(
            CHECK,
            what,
            "restart the server, which fetches them, and check why no webhook reported the change",
        )
    });
}
