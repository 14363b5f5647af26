//! The header `Accept-Language` (RFC 9110, 12.5.4).
//!
//! Parsed here because anybody can send any value, on every page: only a few languages are read,
//! and weights are compared as whole numbers, since fractions such as `nan` have no order.

use std::cmp::Reverse;

/// The maximum number of languages that are read; browsers send a few.
const MOST: usize = 16;

/// The longest tag that is read, in bytes. Real ones have up to 35 (RFC 5646, 4.4.1).
const LONGEST: usize = 64;

/// A weight in thousandths, the finest possible weight.
const WHOLE: u16 = 1000;

/// The tags of the accepted languages, the preferred one first. Malformed tags and those with a
/// weight of 0 are left out.
pub(super) fn wanted(header: &str) -> Vec<&str> {
    let mut languages: Vec<(u16, &str)> = header.split(',').take(MOST).filter_map(language).collect();
    languages.sort_by_key(|(weight, _)| Reverse(*weight));
    languages.into_iter().map(|(_, tag)| tag).collect()
}

/// "de-AT;q=0.7"
fn language(text: &str) -> Option<(u16, &str)> {
    let (tag, parameter) = match text.split_once(';') {
        Some((tag, parameter)) => (tag, Some(parameter)),
        None => (text, None),
    };
    let weight = parameter.map_or(Some(WHOLE), weight).filter(|weight| *weight > 0)?;
    let tag = tag.trim_ascii();
    (!tag.is_empty() && tag.len() <= LONGEST).then_some((weight, tag))
}

/// "q=0.7"
fn weight(text: &str) -> Option<u16> {
    let value = text.trim_ascii().strip_prefix(['q', 'Q'])?.strip_prefix('=')?;
    let (whole, decimals) = value.split_once('.').unwrap_or((value, ""));
    if decimals.len() > 3 || !decimals.bytes().all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    let thousandths: u16 = format!("{decimals:0<3}").parse().ok()?;
    match (whole, thousandths) {
        ("0", thousandths) => Some(thousandths),
        ("1", 0) => Some(WHOLE),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_wanted_language_comes_first() {
        for (header, tags) in [
            ("de", vec!["de"]),
            ("de-AT;q=0.7, fr-CA", vec!["fr-CA", "de-AT"]),
            ("en;q=0.1,de ; Q=0.25 ,fr;q=1.000", vec!["fr", "de", "en"]),
            ("en, de", vec!["en", "de"]),
            ("en;q=0, de;q=0.001, fr;q=0.000", vec!["de"]),
            ("", vec![]),
        ] {
            assert_eq!(wanted(header), tags, "{header}");
        }
    }

    #[test]
    fn a_weight_that_is_none_is_no_weight() {
        for weight in ["nan", "NaN", "inf", "-1", "2", "1.1", "1e3", "0.1234", "0,5", "0.٣", "", "0x1", "+0.5"] {
            assert_eq!(wanted(&format!("de;q={weight}, fr;q=0.5")).last(), Some(&"fr"), "{weight}");
            assert!(!wanted(&format!("de;q={weight}")).contains(&"de"), "{weight}");
        }
        assert!(wanted("de;level=1").is_empty() && wanted("de;").is_empty());
    }

    #[test]
    fn a_long_header_is_not_read_to_its_end() {
        let many = vec!["de"; 1000].join(",");
        assert_eq!(wanted(&many).len(), MOST);
        assert!(wanted(&format!("{}fr", ",".repeat(1000))).is_empty());
        assert!(wanted(&"x".repeat(LONGEST + 1)).is_empty());
    }
}
