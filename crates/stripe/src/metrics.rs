//! Metrics of the calls, for the program's recorder; without one nothing is counted.

use std::time::Instant;

use metrics::histogram;

/// The number of parts of Stripe's longest path, including the empty one before the first slash.
const DEPTH: usize = 5;

/// The words in Stripe's paths; every other part is an id.
const WORDS: [&str; 23] = [
    "billing_portal",
    "cancel",
    "charges",
    "checkout",
    "configurations",
    "create_preview",
    "customers",
    "disputes",
    "events",
    "expire",
    "invoices",
    "payment_intents",
    "payment_methods",
    "prices",
    "products",
    "release",
    "resume",
    "search",
    "sessions",
    "subscription_items",
    "subscription_schedules",
    "subscriptions",
    "webhook_endpoints",
];

/// Records one attempt of a call; `outcome` is a status or a word.
pub fn stripe_call(path: &str, outcome: String, began: Instant) {
    histogram!("stripe_call_duration_seconds", "endpoint" => endpoint(path), "outcome" => outcome)
        .record(began.elapsed());
}

/// The path without its ids, so that the number of series is limited; an id with a slash does not
/// make it longer.
fn endpoint(path: &str) -> String {
    path.split('/')
        .take(DEPTH)
        .map(|part| if part.is_empty() || WORDS.contains(&part) { part } else { "{id}" })
        .collect::<Vec<_>>()
        .join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_id_is_in_an_endpoint() {
        for (path, expected) in [
            ("/customers/cus_1", "/customers/{id}"),
            ("/products/Gold Plan", "/products/{id}"),
            ("/billing_portal/sessions", "/billing_portal/sessions"),
            ("/checkout/sessions/cs_1/expire", "/checkout/sessions/{id}/expire"),
            ("/products/a/b/c/d/e/f", "/products/{id}/{id}/{id}"),
        ] {
            assert_eq!(endpoint(path), expected);
        }
    }
}
