//! Ids in Stripe's form, and the secrets in hosted pages' addresses.

use rand::{RngExt, distr::Alphanumeric};

fn alphanumeric(length: usize) -> String {
    rand::rng().sample_iter(Alphanumeric).take(length).map(char::from).collect()
}

/// `cus_Q3x…`: the short form, of customers, products and items.
pub(crate) fn short(prefix: &str) -> String {
    format!("{prefix}_{}", alphanumeric(14))
}

/// `sub_1Q3x…`: the long form, of nearly everything else.
pub(crate) fn long(prefix: &str) -> String {
    format!("{prefix}_1{}", alphanumeric(23))
}

/// `cs_test_a1…`, of 66 characters: a Checkout session's.
pub(crate) fn checkout() -> String {
    format!("cs_test_a1{}", alphanumeric(56))
}

/// It gives access, so it is drawn from a cryptographic generator and too long to be guessed.
pub(crate) fn secret() -> String {
    format!("test_{}", alphanumeric(48))
}

pub(crate) fn webhook_secret() -> String {
    format!("whsec_{}", alphanumeric(32))
}
