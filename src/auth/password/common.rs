//! Common passwords, which attackers try first (OWASP ASVS 5, 6.2.4).
//!
//! `common.txt` is taken from two lists of passwords of published leaks. From the one of zxcvbn (Dropbox, and
//! its Rust port by Joshua Holmer; MIT licence) every one of at least 8 characters, and the shorter ones of
//! letters alone, which people lengthen by digits; it leaves out what its other rules find. From the one of
//! Django (Royce Williams; BSD licence) every one of at least 8 characters. In lower case, sorted.
//!
//! Not zxcvbn itself: for a password crafted for it, its search takes a second, and anybody may
//! send one.

use std::{collections::HashSet, sync::LazyLock};

static LIST: &str = include_str!("common.txt");

/// Words that people use when they must change their password regularly.
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

/// The length of the shortest word: the `a` of `a1234567` alone is no word.
const SHORTEST_WORD: usize = 3;

/// The list, and each of its passwords as a word. Built when the first password is chosen.
static COMMON: LazyLock<HashSet<String>> = LazyLock::new(|| {
    let listed = LIST.lines().chain(CALENDAR);
    listed.flat_map(|common| [Some(common.to_owned()), long_word(common)]).flatten().collect()
});

/// Whether the password is in the list, in any case, or is a word of it in disguise: with digits and
/// symbols after it, with `@`, `0`, `1`, `3` and `$` for letters, or said twice and more.
pub fn is_common(password: &str) -> bool {
    let folded = password.to_lowercase();
    let without_symbols = folded.trim_end_matches(|sign: char| !sign.is_alphanumeric());
    let once = once(&folded);
    let is_listed = |text: &str| COMMON.contains(text) || long_word(text).is_some_and(|word| COMMON.contains(&word));
    is_listed(&folded) || is_listed(without_symbols) || is_listed(once) || once.chars().count() <= 2
}

/// The text without its repetitions: `abc` of `abcabc`.
fn once(text: &str) -> &str {
    let ends = text.char_indices().map(|(at, _)| at).skip(1);
    let shortest = ends.take_while(|end| *end <= text.len() / 2).find(|end| {
        let (unit, rest) = text.split_at(*end);
        rest.len() % unit.len() == 0 && rest.as_bytes().chunks(unit.len()).all(|chunk| chunk == unit.as_bytes())
    });
    shortest.map_or(text, |end| &text[..end])
}

fn long_word(text: &str) -> Option<String> {
    Some(word(text)).filter(|word| word.chars().count() >= SHORTEST_WORD)
}

/// Whether the password is one of these names, in the same disguises or with other signs between its parts.
pub fn is_one_of(password: &str, names: &[String]) -> bool {
    let (plain, disguised) = (letters_and_digits(password), letters_and_digits(&word(password)));
    names.iter().any(|name| {
        let (name, read) = (letters_and_digits(name), letters_and_digits(&word(name)));
        plain == name || (!disguised.is_empty() && (disguised == name || disguised == read))
    })
}

/// The word behind a disguised text. The list is normalised in the same way. `1` can stand for `i`
/// or `l`, so all three become the same letter.
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
    fn what_is_said_again_counts_once() {
        for (text, unit) in
            [("abcabc", "abc"), ("aaaaaaaa", "a"), ("ababa", "ababa"), ("ééé", "é"), ("", ""), ("a", "a")]
        {
            assert_eq!(once(text), unit, "{text}");
        }
    }

    #[test]
    fn disguises_are_seen_through() {
        for (disguised, plain) in [("Pa$$w0rd77!", "password"), ("F00tb@ll1", "footbaii"), ("77", "")] {
            assert_eq!(word(disguised), plain);
        }
    }
}
