//! Stripe's signatures of webhooks: HMAC-SHA256 of the time, a dot and the body. The scheme is in
//! Stripe's documentation under "Verify webhook signatures manually".
//!
//! Signing and verifying use this one function: in the client, in the simulator and in tests. It is
//! checked here against OpenSSL, and in the simulator's conformance tests against Stripe's library
//! for Node.js.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// The signature of a body sent at `timestamp`, the header's Unix seconds. The whole text of the
/// secret (`whsec_…`) is the key.
///
/// # Panics
/// Never: HMAC takes a key of any length.
pub fn sign(secret: &str, timestamp: &str, body: &[u8]) -> Vec<u8> {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("HMAC takes a key of any length");
    mac.update(timestamp.as_bytes());
    mac.update(b".");
    mac.update(body);
    mac.finalize().into_bytes().to_vec()
}

/// The value of the header `Stripe-Signature`: the time in Unix seconds, and one signature per
/// secret; several while a secret is rotated.
pub fn header(secrets: &[impl AsRef<str>], at: i64, body: &[u8]) -> String {
    let timestamp = at.to_string();
    let signatures =
        secrets.iter().map(|secret| format!(",v1={}", hex::encode(sign(secret.as_ref(), &timestamp, body))));
    format!("t={timestamp}{}", signatures.collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_is_stripes() {
        // Computed with `openssl dgst -sha256 -hmac whsec_test` over `1700000000.{}`.
        let header = header(&["whsec_test", "whsec_new"], 1_700_000_000, b"{}");
        let parts: Vec<_> = header.split(',').collect();
        assert_eq!(parts.len(), 3);
        assert_eq!(parts[0], "t=1700000000");
        assert_eq!(parts[1], "v1=35495024f4ef3f94e5a93e22221544c4b75e9a42300cd965ab81cb85cd994e91");
    }
}
