//! Which kind of image a file is, by its first bytes.

/// The kinds of images that a logo can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImageKind {
    Svg,
    Png,
    WebP,
}

impl ImageKind {
    /// The kind of this file; `None` if it is another one.
    pub fn of(bytes: &[u8]) -> Option<Self> {
        match bytes {
            // PNG (third edition), 5.2.
            [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => Some(Self::Png),
            // RFC 9649, 2.4: between the two words is the file's size.
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some(Self::WebP),
            _ => is_svg(std::str::from_utf8(bytes).ok()?).then_some(Self::Svg),
        }
    }

    /// The media type.
    pub fn content_type(self) -> &'static str {
        match self {
            Self::Svg => "image/svg+xml; charset=utf-8",
            Self::Png => "image/png",
            Self::WebP => "image/webp",
        }
    }
}

/// Whether the first element of the document is `svg`. Before it are at most an XML declaration,
/// comments, and a document type, which can have declarations of its own in square brackets.
fn is_svg(text: &str) -> bool {
    let mut rest = text.trim_start_matches('\u{feff}').trim_start();
    loop {
        let after = if rest.starts_with("<?") {
            rest.split_once("?>")
        } else if rest.starts_with("<!--") {
            rest.split_once("-->")
        } else if let Some(doctype) = rest.strip_prefix("<!DOCTYPE") {
            let has_declarations = doctype.find('[') < doctype.find('>') && doctype.contains('[');
            rest.split_once(if has_declarations { "]>" } else { ">" })
        } else {
            let name = rest.strip_prefix("<svg");
            return name.is_some_and(|after| {
                after.starts_with(|next: char| next.is_whitespace() || matches!(next, '>' | '/'))
            });
        };
        let Some((_, after)) = after else { return false };
        rest = after.trim_start();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_logo_is_known_by_its_first_bytes() {
        assert_eq!(ImageKind::of(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"), Some(ImageKind::Png));
        assert_eq!(ImageKind::of(b"RIFF\x24\0\0\0WEBPVP8 "), Some(ImageKind::WebP));
        for svg in [
            "<svg xmlns='http://www.w3.org/2000/svg'/>",
            "<svg>",
            "\u{feff}\n<?xml version=\"1.0\"?>\n<!-- made <by> hand -->\n<svg\nwidth='1'/>",
            "<!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.1//EN\" \"svg11.dtd\">\n<svg x='1'>",
            "<?xml version=\"1.0\"?><!DOCTYPE svg [ <!ENTITY ns \"http://example.com/\"> ]><svg y='[>'>",
        ] {
            assert_eq!(ImageKind::of(svg.as_bytes()), Some(ImageKind::Svg), "{svg}");
        }
    }

    #[test]
    fn no_other_file_is_a_logo() {
        for other in [
            b"".as_slice(),
            b"\x89PNG",
            b"RIFF\x24\0\0\0WAVEfmt ",
            b"GIF89a",
            b"\xff\xd8\xff\xe0",
            b"<html><svg>",
            b"<!-- <svg>",
            b"<svgx>",
            b"<svg",
            b"svg",
            b"<?xml",
            b"\xff<svg>",
        ] {
            assert_eq!(ImageKind::of(other), None, "{other:?}");
        }
    }
}
