//! Ids in addresses. Stripe's ids are simple, but the owner chooses the id of a product, and before
//! 2018 of a plan: `Gold Plan/2020 $5?#` is valid.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// All characters except letters, digits and those of Stripe's ids. The dot is encoded: `..` would
/// lead to another address.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_');

/// The id as one segment of a path (RFC 3986, 3.3), for any id. Every external id must pass through
/// here before it becomes part of a path, Stripe's or ours.
pub fn path_segment(id: &str) -> String {
    utf8_percent_encode(id, ENCODED).to_string()
}

#[cfg(test)]
mod tests {
    use percent_encoding::percent_decode_str;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn an_id_of_stripes_own_stays_as_it_is() {
        for id in ["price_1NqX-2", "cus_1", "0"] {
            assert_eq!(path_segment(id), id);
        }
        for (id, segment) in [
            ("Gold Plan/2020 $5?#", "Gold%20Plan%2F2020%20%245%3F%23"),
            ("..", "%2E%2E"),
            ("%2e", "%252e"),
            ("año", "a%C3%B1o"),
        ] {
            assert_eq!(path_segment(id), segment);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn whatever_the_id_is_it_is_one_segment_and_read_back_as_it_was(id in any::<String>()) {
            let segment = path_segment(&id);
            prop_assert!(segment.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_%".contains(&byte)));
            prop_assert_eq!(percent_decode_str(&segment).decode_utf8().expect("UTF-8"), id);
        }
    }
}
