//! Reading `access.toml`.

use std::{collections::BTreeSet, path::Path};

use toml_file::{FileError, Problem};

use crate::policy::Policy;

/// The longest grace: a year.
const DAYS: u16 = 366;

/// The longest trust, in hours: as long the keys of signed statements are published.
const TRUST: u16 = 7 * 24;

/// As many features are named in the file.
const MOST: usize = 1000;

/// The most characters of a feature's name.
const LONGEST_NAME: usize = 80;

/// A file that was read and obeys the rules.
pub type Checked = toml_file::Checked<Policy>;

/// Reads and checks the file.
///
/// # Errors
/// All problems; for invalid TOML or a wrong type only the first one.
pub fn read(path: &Path) -> Result<Checked, FileError> {
    toml_file::read(path, check)
}

/// Checks the text of the file at `path`.
///
/// # Errors
/// As [`read`].
pub fn parse(path: &Path, text: String) -> Result<Checked, FileError> {
    toml_file::parse(path, text, check)
}

fn check(policy: &Policy) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut wrong = |key: String, message: String| problems.push(Problem::new(key, message));
    let mut seen = BTreeSet::new();
    for (index, feature) in policy.free.iter().enumerate() {
        if !seen.insert(feature) {
            wrong(format!("free[{index}]"), format!("{feature} is listed twice"));
        }
    }
    for (key, number) in [("free", policy.free.len()), ("features", policy.features.len())] {
        if number > MOST {
            wrong(key.to_owned(), format!("has {number} features; at most {MOST} are possible"));
        }
    }
    if policy.standing.past_due_days > DAYS {
        wrong("standing.past_due_days".to_owned(), format!("is more than {DAYS}"));
    }
    if !(1..=TRUST).contains(&policy.token.trusted_hours) {
        wrong("token.trusted_hours".to_owned(), format!("is not from 1 to {TRUST}"));
    }
    for (feature, about) in &policy.features {
        let key = format!("features.{feature}");
        let length = about.name.as_ref().map_or(1, |name| name.trim().chars().count());
        let has_control = about.name.as_ref().is_some_and(|name| name.chars().any(char::is_control));
        if !(1..=LONGEST_NAME).contains(&length) || has_control {
            wrong(
                format!("{key}.name"),
                format!("must have 1 to {LONGEST_NAME} characters, and no control characters"),
            );
        }
        if about.free_limit.is_some() && !policy.free.contains(feature) {
            wrong(format!("{key}.free_limit"), "the feature is not among those that are free".to_owned());
        }
        // TOML and JSON have no larger whole numbers that every program reads.
        if about.free_limit.is_some_and(|limit| limit > 1 << 53) {
            wrong(format!("{key}.free_limit"), "is more than 2^53".to_owned());
        }
    }
    problems
}

#[cfg(test)]
mod tests {
    use proptest::{prelude::*, sample::Index};

    use super::*;

    /// A valid file with every key.
    const RIGHT: &str = include_str!("../../../access.toml");

    fn complaints(text: &str) -> Vec<String> {
        parse(Path::new("access.toml"), text.to_owned())
            .err()
            .map_or_else(Vec::new, |error| error.to_string().lines().map(str::to_owned).collect())
    }

    #[test]
    fn the_example_says_what_holds_without_a_file() {
        let checked = parse(Path::new("access.toml"), RIGHT.to_owned()).expect("a valid file");
        assert_eq!(checked.file, Policy::default());
    }

    #[test]
    fn problems_have_file_line_and_key() {
        for (text, complaint) in [
            ("fre = []", "access.toml:1: fre: unknown field `fre`"),
            ("\n[standing]\ntrailing = true", "access.toml:3: standing.trailing: unknown field `trailing`"),
            ("free = [\n\"a\",\n\"a\"]", "access.toml:3: free[1]: a is listed twice"),
            ("\nfree = [\n\"a,b\"]", "access.toml:2: free: \"a,b\": a feature's key has"),
            ("[standing]\npast_due_days = 400", "access.toml:2: standing.past_due_days: is more than 366"),
            (
                "[standing]\npast_due_days = -1",
                "access.toml:2: standing.past_due_days: invalid value: integer `-1`, expected a whole number",
            ),
            (
                "[standing]\npast_due_days = 70000",
                "access.toml:2: standing.past_due_days: invalid value: integer `70000`, expected a whole number",
            ),
            (
                "free = [\"a\"]\n[features.a]\nfree_limit = \"3\"",
                "access.toml:3: features.a.free_limit: invalid type: string \"3\", expected a whole number",
            ),
            ("[features]\na = 1", "access.toml:2: features.a: invalid type: integer `1`, expected a table"),
            ("[standing.paused]\nsystem = 1", "access.toml:2: standing.paused.system: invalid type"),
            ("[token]\ntrusted_hours = 0", "access.toml:2: token.trusted_hours: is not from 1"),
            ("[features.a]\nfree_limit = 3", "access.toml:2: features.a.free_limit: the feature is not among"),
            ("free = [\"a\"]\n[features.a]\nname = \"\"", "access.toml:3: features.a.name: must have 1 to 80"),
        ] {
            let told = complaints(text);
            assert!(told.len() == 1 && told[0].starts_with(complaint), "{text:?}: {told:?}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn a_file_with_a_slip_is_right_or_has_a_line(from in any::<Index>(), length in 0..40_usize, slip in any::<String>()) {
            let mut text: Vec<char> = RIGHT.chars().collect();
            let from = from.index(text.len());
            let to = text.len().min(from + length);
            text.splice(from..to, slip.chars());
            if let Err(error) = parse(Path::new("access.toml"), text.into_iter().collect()) {
                prop_assert!(!error.problems.is_empty() && error.problems.iter().all(|(line, _)| line.is_some()));
            }
        }
    }
}
