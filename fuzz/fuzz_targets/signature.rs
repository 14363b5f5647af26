//! The header `Stripe-Signature`, and the body it signs.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use stripe::{SignatureError, WebhookSecret, sign_now, verify};

static SECRETS: LazyLock<Vec<WebhookSecret>> =
    LazyLock::new(|| WebhookSecret::parse_list("whsec_one,whsec_two").expect("secrets"));

// The header, a line break, the body.
fuzz_target!(|input: &str| {
    let (header, body) = input.split_once('\n').unwrap_or((input, ""));
    let body = body.as_bytes();
    let now = clock::now();
    assert!(verify(header, body, &SECRETS, now).is_err(), "nobody can guess a signature");
    // What is put beside a good one takes nothing away from it, unless it makes the header unreadable.
    let good = sign_now(&SECRETS[1], body);
    assert_eq!(verify(&good, body, &SECRETS, now), Ok(()));
    let verdict = verify(&format!("{good},{header}"), body, &SECRETS, now);
    assert!(matches!(verdict, Ok(()) | Err(SignatureError::Malformed | SignatureError::Mismatch)), "{verdict:?}");
});
