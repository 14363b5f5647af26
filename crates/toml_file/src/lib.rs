//! Reading a file in TOML into a type: everything that is wrong with it is told with file, line and
//! key.

mod problem;
mod source;

use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;

pub use problem::{FileError, Problem};

use source::{Source, line_at};

/// A file that was read and obeys its rules.
#[derive(Clone, Debug)]
pub struct Checked<T> {
    /// What the file says.
    pub file: T,
    path: PathBuf,
    source: Source,
}

/// Reads the file and checks it with `check`, which returns what breaks a rule.
///
/// # Errors
/// All problems; for invalid TOML or a wrong type only the first one.
pub fn read<T: DeserializeOwned>(path: &Path, check: impl Fn(&T) -> Vec<Problem>) -> Result<Checked<T>, FileError> {
    let text = std::fs::read_to_string(path).map_err(|error| FileError {
        path: path.to_owned(),
        problems: vec![(None, Problem::new("", format!("cannot be read: {error}")))],
    })?;
    parse(path, text, check)
}

/// Checks the text of the file at `path`.
///
/// # Errors
/// As [`read`].
pub fn parse<T: DeserializeOwned>(
    path: &Path,
    text: String,
    check: impl Fn(&T) -> Vec<Problem>,
) -> Result<Checked<T>, FileError> {
    let fail = |problems| FileError { path: path.to_owned(), problems };
    let one = |source: Option<&Source>, error: toml::de::Error| {
        let piece = error.span().unwrap_or_default();
        let key = source.and_then(|source| source.key_at(&piece)).unwrap_or_default();
        fail(vec![(Some(line_at(&text, piece.start)), Problem::new(key, error.message()))])
    };
    let source = Source::parse(text.clone()).map_err(|error| one(None, error))?;
    let file: T = toml::from_str(&text).map_err(|error| one(Some(&source), error))?;
    let problems = check(&file);
    let checked = Checked { file, path: path.to_owned(), source };
    if problems.is_empty() { Ok(checked) } else { Err(checked.refuse(problems)) }
}

impl<T> Checked<T> {
    /// The problems with their lines.
    pub fn refuse(&self, problems: Vec<Problem>) -> FileError {
        let mut problems: Vec<_> =
            problems.into_iter().map(|problem| (Some(self.source.line_of(&problem.key)), problem)).collect();
        problems.sort_by_key(|(line, _)| *line);
        FileError { path: self.path.clone(), problems }
    }

    /// The text of the file.
    pub fn text(&self) -> &str {
        self.source.text()
    }
}

/// The code in README.md.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
