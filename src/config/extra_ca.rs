//! The file of additional certificate authorities, `EXTRA_CA_FILE`.

use std::{
    ffi::OsStr,
    fs::File,
    io::{self, Read},
    path::Path,
};

use stripe::{Authorities, AuthoritiesError};

use crate::config::ConfigError;

/// The maximum size of the file, in bytes. A bundle of all public authorities has a quarter of it.
const LIMIT: u64 = 1024 * 1024;

/// Why the file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ExtraCaError {
    #[error("it cannot be read: {0}")]
    Io(#[from] io::Error),
    #[error("it is larger than {LIMIT} bytes, too large for certificates")]
    TooLarge,
    #[error(transparent)]
    Certificates(#[from] AuthoritiesError),
}

/// The authorities in the file; none if no file is set.
///
/// # Errors
/// When the file cannot be read, or contains no certificate.
pub(super) fn read(file: Option<&OsStr>) -> Result<Authorities, ConfigError> {
    let Some(path) = file.filter(|file| !file.is_empty()).map(Path::new) else { return Ok(Authorities::default()) };
    authorities(path).map_err(|why| ConfigError::ExtraCa { path: path.to_owned(), why })
}

fn authorities(path: &Path) -> Result<Authorities, ExtraCaError> {
    let mut pem = Vec::new();
    let length = File::open(path)?.take(LIMIT + 1).read_to_end(&mut pem)?;
    if length as u64 > LIMIT {
        return Err(ExtraCaError::TooLarge);
    }
    Ok(Authorities::from_pem(&pem)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_cannot_be_used_is_named_with_the_variable_and_the_reason() {
        for (path, words) in [
            ("/nowhere/ca.pem", "it cannot be read: No such file"),
            ("/dev/null", "it contains no certificate"),
            ("/dev/zero", "it is larger than 1048576 bytes"),
        ] {
            let text = read(Some(OsStr::new(path))).expect_err("refused").to_string();
            assert!(text.starts_with(&format!("EXTRA_CA_FILE, {path}: {words}")), "{text}");
        }
    }

    #[test]
    fn what_is_blank_is_not_set() {
        assert!(read(Some(OsStr::new(""))).is_ok() && read(None).is_ok());
    }
}
