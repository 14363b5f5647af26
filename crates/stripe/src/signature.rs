//! Whether a webhook came from Stripe.
//!
//! Not by async-stripe, whose check also parses the whole event: an event in another API version
//! would fail despite a good signature, and Stripe would retry it for days. The scheme is in
//! Stripe's documentation under "Verify webhook signatures manually".

use subtle::ConstantTimeEq;
use time::OffsetDateTime;

use crate::webhook_secret::WebhookSecret;

/// How far the signature's time may be from ours, in seconds, in both directions.
const TOLERANCE: u64 = 300;

/// Why a webhook is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SignatureError {
    #[error("the Stripe-Signature header is missing or malformed")]
    Malformed,
    #[error("no signature matches")]
    Mismatch,
    #[error("the timestamp is too far from now")]
    Expired,
}

/// Checks every `v1` signature of the header against every secret, all in constant time; one match
/// is enough, so that a secret can be rotated.
///
/// # Errors
/// Why it is refused.
pub fn verify(header: &str, body: &[u8], secrets: &[WebhookSecret], now: OffsetDateTime) -> Result<(), SignatureError> {
    let (timestamp, signatures) = parse(header).ok_or(SignatureError::Malformed)?;
    let matches = secrets.iter().any(|secret| {
        let expected = webhook_signature::sign(secret.expose(), timestamp, body);
        // Folded, not short-circuited: the time must not reveal how many were tried.
        signatures
            .iter()
            .fold(subtle::Choice::from(0), |found, signature| found | expected.as_slice().ct_eq(signature))
            .into()
    });
    if !matches {
        return Err(SignatureError::Mismatch);
    }
    let signed_at: i64 = timestamp.parse().map_err(|_| SignatureError::Malformed)?;
    if now.unix_timestamp().abs_diff(signed_at) > TOLERANCE {
        return Err(SignatureError::Expired);
    }
    Ok(())
}

/// The signed timestamp and the `v1` signatures. Other schemes (`v0`) are ignored.
fn parse(header: &str) -> Option<(&str, Vec<Vec<u8>>)> {
    let mut timestamp = None;
    let mut signatures = Vec::new();
    for part in header.split(',') {
        let (key, value) = part.trim().split_once('=')?;
        match key {
            "t" => timestamp = Some(value),
            "v1" => signatures.extend(hex::decode(value)),
            _ => {}
        }
    }
    let timestamp = timestamp.filter(|text| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()))?;
    (!signatures.is_empty()).then_some((timestamp, signatures))
}

/// The `Stripe-Signature` header of a body that is sent now, as Stripe makes it; for tests of our own
/// endpoint.
pub fn sign_now(secret: &WebhookSecret, body: &[u8]) -> String {
    webhook_signature::header(&[secret.expose()], clock::now_seconds(), body)
}

#[cfg(test)]
mod tests {
    use proptest::{collection::vec, prelude::*, sample::Index};

    use super::*;

    const BODY: &[u8] = br#"{"id":"evt_1"}"#;
    const T: i64 = 1_760_000_000;
    /// `printf '1760000000.{"id":"evt_1"}' | openssl dgst -sha256 -hmac whsec_test`
    const KNOWN: &str = "66e880d7175fffb43ce10c4e14db1cfb230c8804b5aafb116affbc9a836c7690";

    fn secrets(text: &str) -> Vec<WebhookSecret> {
        WebhookSecret::parse_list(text).expect("valid")
    }

    fn at(seconds: i64) -> OffsetDateTime {
        OffsetDateTime::from_unix_timestamp(seconds).expect("time")
    }

    fn check(header: &str, known: &str) -> Result<(), SignatureError> {
        verify(header, BODY, &secrets(known), at(T))
    }

    #[test]
    fn agrees_with_openssl() {
        assert_eq!(check(&format!("t={T},v1={KNOWN}"), "whsec_test"), Ok(()));
    }

    #[test]
    fn what_we_sign_we_believe() {
        let [secret] = secrets("whsec_test").try_into().expect("one");
        assert_eq!(verify(&sign_now(&secret, BODY), BODY, &[secret], clock::now()), Ok(()));
    }

    #[test]
    fn any_signature_may_match_any_secret() {
        let other = "0".repeat(64);
        for header in [
            format!("t={T},v1={other},v1={KNOWN}"),
            format!("t={T},v1={KNOWN},v1={other},v0=abc"),
            format!("v1={KNOWN}, t={T}"),
        ] {
            assert_eq!(check(&header, "whsec_old,whsec_test"), Ok(()), "{header}");
        }
    }

    #[test]
    fn another_secret_body_or_scheme_does_not_match() {
        let good = format!("t={T},v1={KNOWN}");
        assert_eq!(check(&good, "whsec_other"), Err(SignatureError::Mismatch));
        assert_eq!(verify(&good, b"{\"id\":\"evt_2\"}", &secrets("whsec_test"), at(T)), Err(SignatureError::Mismatch));
        assert_eq!(check(&format!("t={},v1={KNOWN}", T + 1), "whsec_test"), Err(SignatureError::Mismatch));
        assert_eq!(check(&format!("t={T},v1={}", &KNOWN[..62]), "whsec_test"), Err(SignatureError::Mismatch));
        assert_eq!(check(&format!("t={T},v0={KNOWN}"), "whsec_test"), Err(SignatureError::Malformed));
        assert_eq!(verify(&good, BODY, &[], at(T)), Err(SignatureError::Mismatch));
    }

    #[test]
    fn too_old_and_too_new_are_refused() {
        let good = format!("t={T},v1={KNOWN}");
        for (now, expected) in [
            (T - 301, Err(SignatureError::Expired)),
            (T - 300, Ok(())),
            (T + 300, Ok(())),
            (T + 301, Err(SignatureError::Expired)),
        ] {
            assert_eq!(verify(&good, BODY, &secrets("whsec_test"), at(now)), expected, "{now}");
        }
    }

    #[test]
    fn a_header_that_is_none_is_malformed() {
        for header in ["", "t", "t=,v1=00", "t=x,v1=00", "v1=00", "t=1", "t=1,v1=zz", "t=-5,v1=00", ",,,"] {
            assert_eq!(check(header, "whsec_test"), Err(SignatureError::Malformed), "{header:?}");
        }
    }
    /// Parts of headers, mostly meaningful ones.
    fn any_part() -> impl Strategy<Value = (&'static str, String)> {
        let name = prop::sample::select(vec!["t", " t", "v1", "v1", "v0", "", "x"]);
        let meant = vec![T.to_string(), (T + 1).to_string(), KNOWN.to_owned(), "00".repeat(32), "zz".to_owned()];
        (name, prop_oneof![9 => prop::sample::select(meant), 1 => "[^,=]*"])
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn whatever_comes_is_answered_and_not_believed(header in any::<String>(), body in any::<Vec<u8>>()) {
            prop_assert!(verify(&header, &body, &secrets("whsec_test"), at(T)).is_err());
        }

        #[test]
        fn only_a_header_with_the_right_time_and_signature_is_believed(parts in vec(any_part(), 0..6)) {
            let header: Vec<_> = parts.iter().map(|(name, value)| format!("{name}={value}")).collect();
            let of = |name: &'static str| parts.iter().filter(move |part| part.0.trim() == name).map(|part| part.1.trim());
            let right = of("t").next_back() == Some(&T.to_string()) && of("v1").any(|signature| signature == KNOWN);
            prop_assert_eq!(check(&header.join(","), "whsec_test").is_ok(), right, "{:?}", header);
        }

        #[test]
        fn a_byte_that_is_changed_is_noticed(place in any::<Index>(), bits in 1_u8..) {
            let good = format!("t={T},v1={KNOWN}");
            let mut body = BODY.to_vec();
            body[place.index(BODY.len())] ^= bits;
            prop_assert_eq!(verify(&good, &body, &secrets("whsec_test"), at(T)), Err(SignatureError::Mismatch));

            let mut header = good.clone().into_bytes();
            header[place.index(good.len())] ^= bits;
            let header = String::from_utf8_lossy(&header);
            // Hexadecimal digits may be written in capitals.
            prop_assert!(check(&header, "whsec_test").is_err() || header.eq_ignore_ascii_case(&good), "{}", header);
        }
    }
}
