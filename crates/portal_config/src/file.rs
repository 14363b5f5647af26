//! Reading `portal.toml`: everything that can be checked without Stripe is checked here, and
//! reported with file, line and key.

use std::path::Path;

use toml_file::FileError;

use crate::{model::PortalFile, rules};

/// A parsed file that obeys Stripe's rules.
pub type Checked = toml_file::Checked<PortalFile>;

/// Reads and checks the file.
///
/// # Errors
/// All problems; for invalid TOML or a wrong type only the first one.
pub fn read(path: &Path) -> Result<Checked, FileError> {
    toml_file::read(path, rules::check)
}

/// Checks the text of the file at `path`.
///
/// # Errors
/// As [`read`].
pub fn parse(path: &Path, text: String) -> Result<Checked, FileError> {
    toml_file::parse(path, text, rules::check)
}

#[cfg(test)]
mod tests {
    use proptest::{prelude::*, sample::Index};

    use super::*;

    /// A valid file with every key.
    const RIGHT: &str = include_str!("../../../portal.toml");

    /// The problems, each with an existing line.
    fn complaints(text: &str) -> Vec<String> {
        let Err(error) = parse(Path::new("portal.toml"), text.to_owned()) else { return Vec::new() };
        assert!(!error.problems.is_empty(), "{text:?}");
        for (line, problem) in &error.problems {
            let lines = text.matches('\n').count() + 1;
            assert!(line.is_some_and(|line| (1..=lines).contains(&line)), "{line:?} of {lines}: {problem:?}");
        }
        error.problems.iter().map(|(_, problem)| problem.message.clone()).collect()
    }

    #[test]
    fn nothing_is_too_deep() {
        assert_eq!(complaints(RIGHT), [""; 0]);
        for text in ["a = ".to_owned() + &"[".repeat(100_000), "a.".repeat(100_000) + "a = 1", "[a".repeat(100_000)] {
            assert!(!complaints(&text).is_empty());
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn whatever_the_file_says_is_right_or_has_a_line(text in any::<String>()) {
            complaints(&text);
        }

        #[test]
        fn a_file_with_a_slip_is_right_or_has_a_line(from in any::<Index>(), length in 0..40_usize, slip in any::<String>()) {
            let mut text: Vec<char> = RIGHT.chars().collect();
            let from = from.index(text.len());
            let to = text.len().min(from + length);
            text.splice(from..to, slip.chars());
            complaints(&text.into_iter().collect::<String>());
        }
    }
}
