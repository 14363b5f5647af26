//! Characters in Stripe's answers that not every database can store. JSON can contain a NUL
//! (`\u0000`) and half of a surrogate pair; PostgreSQL stores neither, and a Rust string cannot
//! contain the second. Both are replaced by U+FFFD in every answer, so that all databases store the
//! same.

use bytes::Bytes;

/// The length of `\uXXXX`, in bytes.
const ESCAPE: usize = 6;

/// Replaces these characters in a JSON text. A backslash occurs only in strings, so only
/// backslashes are checked.
pub fn storable(json: Bytes) -> Bytes {
    let (mut clean, mut copied, mut at) = (Vec::new(), 0, 0);
    while let Some(found) = json[at..].iter().position(|byte| *byte == b'\\') {
        at += found;
        let replace = match escaped(&json[at..]) {
            None => {
                // Another escape, such as `\\`: skip both bytes.
                at = json.len().min(at + 2);
                continue;
            }
            Some(0xD800..=0xDBFF) if matches!(escaped(&json[at + ESCAPE..]), Some(0xDC00..=0xDFFF)) => {
                at += 2 * ESCAPE;
                continue;
            }
            Some(unit) => unit == 0 || (0xD800..=0xDFFF).contains(&unit),
        };
        if replace {
            clean.extend_from_slice(&json[copied..at]);
            clean.extend_from_slice(br"\ufffd");
            copied = at + ESCAPE;
        }
        at += ESCAPE;
    }
    if copied == 0 {
        return json;
    }
    clean.extend_from_slice(&json[copied..]);
    clean.into()
}

/// The UTF-16 unit of a `\uXXXX` at the start of the text.
fn escaped(json: &[u8]) -> Option<u16> {
    let digits = json.strip_prefix(br"\u")?.get(..4)?;
    let digits = std::str::from_utf8(digits).ok().filter(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()));
    u16::from_str_radix(digits?, 16).ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::Value;

    use super::*;
    use crate::any_json::any_json;

    fn cleaned(json: &str) -> String {
        String::from_utf8(storable(json.to_owned().into()).to_vec()).expect("UTF-8")
    }

    #[test]
    fn only_what_cannot_be_kept_is_replaced() {
        for (json, kept) in [
            (r#""a\u0000b\u0000""#, r#""a\ufffdb\ufffd""#),
            (r#""\ud83d""#, r#""\ufffd""#),
            (r#""\uDE00\ud83d\ud83d\ude00""#, r#""\ufffd\ufffd\ud83d\ude00""#),
            (r#""\ud83dafter""#, r#""\ufffdafter""#),
        ] {
            assert_eq!(cleaned(json), kept);
            assert!(serde_json::from_str::<Value>(kept).is_ok(), "{kept}");
        }
        for same in [r#""\\u0000 \\\\ud83d \n \u0041""#, r#""\"#, r#""\u00"#, "", r#"{"a":"\u00e9"}"#] {
            assert_eq!(cleaned(same), same);
        }
        assert_eq!(cleaned(r#""\\\u0000""#), r#""\\\ufffd""#);
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn what_is_clean_stays_as_it_is(answer in any_json()) {
            let json = answer.to_string();
            let kept = cleaned(&json);
            prop_assert!(json.contains(r"\u0000") || kept == json);
            prop_assert!(serde_json::from_str::<Value>(&kept).is_ok());
        }

        #[test]
        fn whatever_comes_ends_nothing(bytes in any::<Vec<u8>>(), text in r#"[\\uUdD0-9a"]{0,40}"#) {
            storable(bytes.into());
            storable(text.into());
        }
    }
}
