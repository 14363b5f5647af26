//! What a style sheet has to know of a font in WOFF 2.0 (<https://www.w3.org/TR/WOFF2/>).

/// The file is not such a font.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("it is not a WOFF2 font, which begins with the letters wOF2")]
pub struct NotWoff2;

/// The length of the header, in bytes (4.1). After it comes the directory of tables.
const HEADER: usize = 48;

/// The tables whose content is usually transformed, by their numbers (5.2): `glyf` and `loca`. For
/// these the version 3 means that it is not; for others the version 0 does.
const GLYPHS: [u8; 2] = [10, 11];

/// The table of the axes of a variable font, by its number and by its name.
const AXES: (u8, &[u8]) = (47, b"fvar");

/// In place of a number: the name follows.
const NAMED: u8 = 63;

/// Whether one file has all weights from thin to black, rather than one of them. `false` too if the
/// directory of tables cannot be read: browsers then refuse the font, and show the next one.
///
/// # Errors
/// When the file does not begin as such a font.
pub fn is_variable(bytes: &[u8]) -> Result<bool, NotWoff2> {
    if !bytes.starts_with(b"wOF2") {
        return Err(NotWoff2);
    }
    Ok(has_axes(bytes).unwrap_or(false))
}

/// `None` if the file ends within the directory.
fn has_axes(bytes: &[u8]) -> Option<bool> {
    let tables = u16::from_be_bytes([*bytes.get(12)?, *bytes.get(13)?]);
    let mut directory = bytes.get(HEADER..)?.iter().copied();
    for _ in 0..tables {
        let flags = directory.next()?;
        let (number, version) = (flags & 0x3f, flags >> 6);
        if number == NAMED {
            let name: Vec<u8> = directory.by_ref().take(4).collect();
            if name == AXES.1 {
                return Some(true);
            }
        }
        if number == AXES.0 {
            return Some(true);
        }
        skip_number(&mut directory)?;
        let is_transformed = if GLYPHS.contains(&number) { version != 3 } else { version != 0 };
        if is_transformed {
            skip_number(&mut directory)?;
        }
    }
    Some(false)
}

/// Skips a number of 7 bits a byte; only the last byte has the highest bit clear.
fn skip_number(bytes: &mut impl Iterator<Item = u8>) -> Option<()> {
    bytes.find(|byte| byte & 0x80 == 0).map(|_| ())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// A font with this directory of so many tables.
    fn font(tables: u8, directory: &[u8]) -> Vec<u8> {
        let mut bytes = vec![0; HEADER];
        bytes[..4].copy_from_slice(b"wOF2");
        bytes[13] = tables;
        bytes.extend(directory);
        bytes
    }

    #[test]
    fn a_font_with_axes_is_variable() {
        // cmap; glyf, transformed, with a second length; loca, with the length 0; fvar.
        assert_eq!(is_variable(&font(4, &[0, 0x81, 0x05, 10, 0x90, 0x01, 0x2f, 11, 0x10, 0, 47, 0x20])), Ok(true));
        assert_eq!(is_variable(&font(2, &[0, 5, 63, b'f', b'v', b'a', b'r', 0x20])), Ok(true));
        // A head of 47 bytes; glyf not transformed, of 47 bytes.
        assert_eq!(is_variable(&font(2, &[1, 47, 0xca, 47])), Ok(false));
        // It begins after the last table.
        assert_eq!(is_variable(&font(1, &[1, 5, 47, 5])), Ok(false));
        assert_eq!(is_variable(&font(3, &[1, 5])), Ok(false), "cut off");
        assert_eq!(is_variable(b"wOF2"), Ok(false));
    }

    #[test]
    fn another_file_is_refused() {
        for other in [b"".as_slice(), b"wOF", b"wOFF\0\x01\0\0", b"OTTO", b"\0\x01\0\0", b"<svg>"] {
            assert_eq!(is_variable(other), Err(NotWoff2));
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn whatever_comes_is_read_or_refused(bytes: Vec<u8>) {
            let _ = is_variable(&[b"wOF2".as_slice(), &bytes].concat());
        }
    }
}
