//! Passwords that guessers try first (OWASP ASVS 5, 6.2.4).
//!
//! `common.txt` is taken from the password list of zxcvbn (Dropbox, and its Rust port by Joshua Holmer;
//! MIT licence), which counts passwords of published leaks: every one of at least 8 characters, and the
//! shorter ones of letters alone, which people lengthen by digits. In lower case, sorted.
//!
//! The list and a function of our own rather than zxcvbn itself: its search for the cheapest guess takes
//! a second for a password that is made for it, and everybody may send one.

use std::{collections::HashSet, sync::LazyLock};

static LIST: &str = include_str!("common.txt");

/// What people take who must choose a new one every now and then.
const CALENDAR: [&str; 23] = [
    "spring",
    "summer",
    "autumn",
    "fall",
    "winter",
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "welcome",
];

/// The list, and each of its passwords as a word. Made when the first password is chosen.
static COMMON: LazyLock<HashSet<String>> = LazyLock::new(|| {
    let listed = LIST.lines().chain(CALENDAR);
    listed.flat_map(|common| [common.to_owned(), word(common)]).filter(|common| !common.is_empty()).collect()
});

/// Whether the password is in the list, in any case, or is a word of it in disguise: with digits and
/// symbols after it, or with `@`, `0`, `1`, `3` and `$` for letters.
pub fn is_common(password: &str) -> bool {
    let folded = password.to_lowercase();
    COMMON.contains(&folded) || COMMON.contains(&word(&folded))
}

/// Whether the password is one of these names, in the same disguises or with other signs between its parts.
pub fn is_one_of(password: &str, names: &[String]) -> bool {
    let (plain, disguised) = (letters_and_digits(password), letters_and_digits(&word(password)));
    names.iter().any(|name| {
        let (name, read) = (letters_and_digits(name), letters_and_digits(&word(name)));
        plain == name || (!disguised.is_empty() && (disguised == name || disguised == read))
    })
}

/// The text as the word it was made from. What is read as a letter is read so in the list as well, and
/// `1` can stand for `i` and `l`: so all three become one.
fn word(text: &str) -> String {
    let folded = text.to_lowercase();
    let letter = |sign| match sign {
        '@' => 'a',
        '0' => 'o',
        '1' | 'l' => 'i',
        '3' => 'e',
        '$' => 's',
        other => other,
    };
    folded.trim_end_matches(|sign: char| !sign.is_alphabetic()).chars().map(letter).collect()
}

fn letters_and_digits(text: &str) -> String {
    text.to_lowercase().chars().filter(|sign| sign.is_alphanumeric()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_long_enough_sorted_and_folded() {
        let listed: Vec<&str> = LIST.lines().collect();
        assert!(listed.iter().filter(|common| common.chars().count() >= 8).count() > 3000);
        assert!(listed.is_sorted());
        assert!(listed.iter().all(|common| common.to_lowercase() == **common));
    }

    #[test]
    fn disguises_are_seen_through() {
        for (disguised, plain) in [("Pa$$w0rd77!", "password"), ("F00tb@ll1", "footbaii"), ("77", "")] {
            assert_eq!(word(disguised), plain);
        }
    }
}
