//! What Stripe answers: a customer with everything that belongs to it, and errors.
#![no_main]

use axum::http::StatusCode;
use fuzz::stub::with_stripe;
use libfuzzer_sys::fuzz_target;
use stripe::{HostedUrl, StripeError};
use url::Url;

// A customer, a list of subscriptions and one of invoices, each after an empty line.
fuzz_target!(|input: &str| {
    let mut parts = input.splitn(3, "\n\n");
    let [customer, subscriptions, invoices] = [(); 3].map(|()| parts.next().unwrap_or_default());
    for status in [StatusCode::BAD_REQUEST, StatusCode::FORBIDDEN, StatusCode::NOT_FOUND] {
        let _ = StripeError::classify("/customers/cus_1", status, None, customer.as_bytes()).to_string();
    }
    if let Some(url) = HostedUrl::parse(customer, &Url::parse("https://api.stripe.com/").expect("an address")) {
        assert!(url.expose().starts_with("http") && url.expose().bytes().all(|byte| byte.is_ascii_graphic()));
    }
    with_stripe(|stripe| stripe.sync([customer, subscriptions, invoices]));
});
