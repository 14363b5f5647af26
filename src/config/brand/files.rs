//! The files of the brand: read once, at start-up.

use std::{
    ffi::OsStr,
    fs::File,
    io::{self, Read},
    path::Path,
};

use brand::{Font, ImageKind, NotWoff2, is_variable};

use crate::config::{ConfigError, brand::asset::Asset};

/// The maximum size of a logo, in bytes. Every page shows it.
const LOGO: u64 = 256 * 1024;

/// The maximum size of a font, in bytes: one with all weights of the Latin, Greek and Cyrillic letters
/// fits.
const FONT: u64 = 512 * 1024;

/// Why a file of the brand cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum BrandFileError {
    #[error("it cannot be read: {0}")]
    Io(#[from] io::Error),
    #[error("it is larger than {0} bytes: visitors would wait for it")]
    TooLarge(u64),
    #[error("it is not an SVG, PNG or WebP image, by its first bytes")]
    NotAnImage,
    #[error(transparent)]
    NotAFont(#[from] NotWoff2),
}

/// The logo of this variable, served at `path`; `None` if the variable is not set or empty.
///
/// # Errors
/// When the file cannot be read, is too large, or is no SVG, PNG or WebP image.
pub fn logo(variable: &'static str, path: &'static str, file: Option<&OsStr>) -> Result<Option<Asset>, ConfigError> {
    read(variable, file, LOGO, |bytes| {
        let kind = ImageKind::of(&bytes).ok_or(BrandFileError::NotAnImage)?;
        Ok(Asset::new(path, kind.content_type(), bytes))
    })
}

/// The font, served at `path`, with what the style sheet has to know of it.
///
/// # Errors
/// When the file cannot be read, is too large, or is no WOFF2 font.
pub fn font(
    variable: &'static str,
    path: &'static str,
    file: Option<&OsStr>,
) -> Result<Option<(Asset, Font)>, ConfigError> {
    read(variable, file, FONT, |bytes| {
        let is_variable = is_variable(&bytes)?;
        let asset = Asset::new(path, "font/woff2", bytes);
        let font = Font { path: asset.href(), is_variable };
        Ok((asset, font))
    })
}

fn read<T>(
    variable: &'static str,
    file: Option<&OsStr>,
    limit: u64,
    make: impl FnOnce(Vec<u8>) -> Result<T, BrandFileError>,
) -> Result<Option<T>, ConfigError> {
    let Some(path) = file.filter(|file| !file.is_empty()).map(Path::new) else { return Ok(None) };
    let made = bytes(path, limit).and_then(make);
    made.map(Some).map_err(|why| ConfigError::BrandFile { variable, path: path.to_owned(), why })
}

fn bytes(path: &Path, limit: u64) -> Result<Vec<u8>, BrandFileError> {
    let mut bytes = Vec::new();
    let length = File::open(path)?.take(limit + 1).read_to_end(&mut bytes)?;
    if length as u64 > limit { Err(BrandFileError::TooLarge(limit)) } else { Ok(bytes) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A file with this content, as the logo and as the font.
    fn read_as_both(content: &[u8]) -> (Result<&'static str, String>, Result<bool, String>) {
        let file = tempfile::NamedTempFile::new().expect("a file");
        std::fs::write(file.path(), content).expect("written");
        let named = Some(file.path().as_os_str());
        let strip = |error: ConfigError| {
            let text = error.to_string();
            text.split_once(": ").map_or(text.clone(), |(_, why)| why.to_owned())
        };
        let logo = logo("BRAND_LOGO", "/brand/logo", named).map(|logo| logo.expect("a logo").content_type());
        let font = font("BRAND_FONT", "/brand/font.woff2", named).map(|font| font.expect("a font").1.is_variable);
        (logo.map_err(strip), font.map_err(strip))
    }

    #[test]
    fn a_file_is_what_its_first_bytes_say() {
        let (logo, font) = read_as_both(b"GIF89a");
        assert_eq!(logo, Err("it is not an SVG, PNG or WebP image, by its first bytes".to_owned()));
        assert_eq!(font, Err("it is not a WOFF2 font, which begins with the letters wOF2".to_owned()));
        assert_eq!(read_as_both(b"<svg/>").0, Ok("image/svg+xml; charset=utf-8"));
        assert_eq!(read_as_both(b"wOF2").1, Ok(false));
    }

    #[test]
    fn the_largest_file_is_taken_and_no_larger_one() {
        let with = |begin: &[u8], length: usize| {
            let mut content = begin.to_vec();
            content.resize(length, b' ');
            read_as_both(&content)
        };
        assert!(with(b"<svg >", 262_144).0.is_ok());
        assert_eq!(
            with(b"<svg >", 262_145).0,
            Err("it is larger than 262144 bytes: visitors would wait for it".to_owned())
        );
        assert!(with(b"wOF2", 524_288).1.is_ok());
        assert_eq!(
            with(b"wOF2", 524_289).1,
            Err("it is larger than 524288 bytes: visitors would wait for it".to_owned())
        );
    }

    #[test]
    fn a_file_that_is_not_there_is_named_with_its_variable() {
        let error = logo("BRAND_LOGO", "/brand/logo", Some(OsStr::new("/nowhere/logo.svg"))).expect_err("refused");
        let text = error.to_string();
        assert!(text.starts_with("BRAND_LOGO, /nowhere/logo.svg: it cannot be read: No such file"), "{text}");
    }

    #[test]
    fn what_is_blank_is_not_set() {
        for blank in [None, Some(OsStr::new(""))] {
            assert!(logo("BRAND_LOGO", "/brand/logo", blank).expect("blank").is_none());
        }
    }
}
