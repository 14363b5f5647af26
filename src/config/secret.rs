//! Secrets by value (`NAME`) or in a file (`NAME_FILE`), as container platforms and systemd provide
//! them.

use std::{
    ffi::OsStr,
    fs::File,
    io::{self, Read},
    path::Path,
};

use secrecy::{ExposeSecret, SecretString};

use crate::config::ConfigError;

/// The maximum size of a secret file, in bytes.
const LIMIT: u64 = 64 * 1024;

/// Why a file cannot be used as a secret's file.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    #[error("it cannot be read: {0}")]
    Io(#[from] io::Error),
    #[error("it is larger than {LIMIT} bytes, too large for a secret")]
    TooLarge,
    #[error("it is empty")]
    Empty,
    #[error("it is not text (UTF-8)")]
    NotText,
}

/// The value of `name` or of the file `name`_FILE; `None` if both are missing or blank.
///
/// # Errors
/// When both are set, or the file cannot be used.
pub(crate) fn resolve(
    name: &'static str,
    value: Option<&SecretString>,
    file: Option<&OsStr>,
) -> Result<Option<SecretString>, ConfigError> {
    let value = value.filter(|value| !value.expose_secret().trim().is_empty());
    match (value, file.filter(|file| !file.is_empty())) {
        (Some(_), Some(_)) => Err(ConfigError::SecretTwice(name)),
        (value, None) => Ok(value.cloned()),
        (None, Some(file)) => {
            let path = Path::new(file);
            let text = read(path).map_err(|why| ConfigError::SecretFile { name, path: path.to_owned(), why })?;
            Ok(Some(text))
        }
    }
}

/// A file's text without the newline that editors leave at its end.
///
/// # Errors
/// When it cannot be read, is too large, is empty, or is not text.
pub(super) fn read(path: &Path) -> Result<SecretString, FileError> {
    let mut text = String::new();
    let length = File::open(path)?.take(LIMIT + 1).read_to_string(&mut text).map_err(|error| match error.kind() {
        io::ErrorKind::InvalidData => FileError::NotText,
        _ => FileError::Io(error),
    })?;
    if length as u64 > LIMIT {
        return Err(FileError::TooLarge);
    }
    let text = text.trim_end_matches(['\r', '\n']);
    if text.trim().is_empty() { Err(FileError::Empty) } else { Ok(text.into()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn from_file(bytes: &[u8]) -> Result<String, String> {
        let file = tempfile::NamedTempFile::new().expect("a file");
        std::fs::write(file.path(), bytes).expect("written");
        resolve("A_SECRET", None, Some(file.path().as_os_str()))
            .map(|text| text.expect("a secret").expose_secret().to_owned())
            .map_err(|error| error.to_string())
    }

    #[test]
    fn a_file_is_read_without_its_last_newline() {
        for bytes in ["secret", "secret\n", "secret\r\n"] {
            assert_eq!(from_file(bytes.as_bytes()), Ok("secret".to_owned()), "{bytes:?}");
        }
    }

    #[test]
    fn a_file_that_cannot_be_used_is_named_with_the_reason() {
        let refused = |bytes: &[u8]| from_file(bytes).expect_err("refused");
        assert!(refused(b"\n").ends_with("it is empty"));
        assert!(refused(&[0xff, 0xfe]).contains("not text"));
        assert!(refused(&vec![b'a'; 70_000]).contains("larger than 65536 bytes"));
        let missing = resolve("A_SECRET", None, Some(OsStr::new("/nowhere/secret"))).expect_err("missing").to_string();
        assert!(missing.starts_with("A_SECRET_FILE, /nowhere/secret: it cannot be read: No such file"), "{missing}");
        let endless = resolve("A_SECRET", None, Some(OsStr::new("/dev/zero"))).expect_err("endless").to_string();
        assert!(endless.contains("larger than"), "{endless}");
    }

    #[test]
    fn a_value_and_a_file_at_once_are_refused() {
        let value = SecretString::from("secret");
        let both = resolve("A_SECRET", Some(&value), Some(OsStr::new("/nowhere"))).expect_err("both").to_string();
        assert_eq!(both, "A_SECRET and A_SECRET_FILE are both set: keep one of them");
    }

    #[test]
    fn what_is_blank_is_not_set() {
        let blank = SecretString::from(" ");
        assert!(resolve("A_SECRET", Some(&blank), Some(OsStr::new(""))).expect("blank").is_none());
    }
}
