//! An opaque color.

use std::{fmt, str::FromStr};

use crate::gamut::{into_gamut, most_colorful};

/// An opaque color that every screen can show: sRGB, with 8 bits a channel. It prints as `#0b2a6f`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Color([u8; 3]);

/// Why a text is not such a color.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ColorError {
    #[error("there is no color: write one such as \"#0b2a6f\", in quotes where a # begins a comment, as in .env")]
    Empty,
    #[error("{0:?} is not a CSS color: write one such as #0b2a6f, rebeccapurple or oklch(0.6 0.15 250)")]
    NotAColor(String),
    #[error(
        "{0:?} is translucent, and its contrast would depend on what is behind it: write an opaque color such as #0b2a6f"
    )]
    Translucent(String),
}

impl Color {
    pub const BLACK: Self = Self([0, 0, 0]);
    pub const WHITE: Self = Self([255, 255, 255]);

    /// From the channels red, green and blue.
    pub const fn new(channels: [u8; 3]) -> Self {
        Self(channels)
    }

    /// Red, green and blue.
    pub const fn channels(self) -> [u8; 3] {
        self.0
    }

    /// The lightness in OKLCH, from 0 (black) to 1 (white).
    pub fn lightness(self) -> f32 {
        let [lightness, ..] = self.oklch();
        lightness
    }

    /// The color with another lightness, of the same hue, and as colorful as it was if sRGB contains
    /// such a color.
    #[must_use]
    pub fn with_lightness(self, lightness: f32) -> Self {
        let [_, chroma, hue] = self.oklch();
        Self(most_colorful(lightness, chroma, hue))
    }

    /// Lightness, chroma and hue; the hue in radians.
    fn oklch(self) -> [f32; 3] {
        let [lightness, chroma, hue, _] = csscolorparser::Color::from(self.0).to_oklcha();
        [lightness, chroma, hue]
    }
}

impl FromStr for Color {
    type Err = ColorError;

    /// Reads a color as CSS writes it (<https://www.w3.org/TR/css-color-4/>). One that sRGB does not
    /// contain becomes the nearest one of the same lightness and hue.
    fn from_str(text: &str) -> Result<Self, ColorError> {
        let text = text.trim();
        let not_a_color = || ColorError::NotAColor(text.to_owned());
        if text.is_empty() {
            return Err(ColorError::Empty);
        }
        // The parser takes `facade` for #facade, and CSS does not.
        if text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(not_a_color());
        }
        let read = csscolorparser::parse(text).map_err(|_| not_a_color())?;
        // The parser reads numbers as Rust does: `nan` and `inf` are some.
        if ![read.r, read.g, read.b, read.a].iter().all(|channel| channel.is_finite()) {
            return Err(not_a_color());
        }
        if read.a < 1.0 {
            return Err(ColorError::Translucent(text.to_owned()));
        }
        Ok(Self(into_gamut(&read)))
    }
}

impl fmt::Display for Color {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [red, green, blue] = self.0;
        write!(f, "#{red:02x}{green:02x}{blue:02x}")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_color_is_read_as_css_writes_it() {
        for (text, hex) in [
            ("#0b2a6f", "#0b2a6f"),
            ("#FFD400", "#ffd400"),
            ("#fff", "#ffffff"),
            ("#0b2a6fff", "#0b2a6f"),
            (" coral ", "#ff7f50"),
            ("RebeccaPurple", "#663399"),
            ("rgb(0 208 132)", "#00d084"),
            ("rgba(0, 208, 132, 1)", "#00d084"),
            ("hsl(0 100% 50%)", "#ff0000"),
            ("hwb(120 0% 0%)", "#00ff00"),
            ("oklch(0 0 0)", "#000000"),
            ("oklab(1 0 0)", "#ffffff"),
        ] {
            assert_eq!(text.parse::<Color>().map(|color| color.to_string()).as_deref(), Ok(hex), "{text}");
        }
    }

    #[test]
    fn a_color_that_screens_may_not_show_keeps_its_hue() {
        let [red, green, blue] = "oklch(0.7 0.4 145)".parse::<Color>().expect("a color").channels();
        assert!(green > red && green > blue, "green: {red} {green} {blue}");
        assert_eq!("oklch(1.5 0.4 145)".parse(), Ok(Color::WHITE));
    }

    #[test]
    fn what_is_no_color_is_named_beside_an_example() {
        for text in ["#12", "#0b2a6g", "blu", "facade", "rgb(1,2)", "rgb(nan 0 0)", "oklch(inf 0 0)", "var(--x)"] {
            let error = text.parse::<Color>().expect_err(text);
            assert_eq!(error, ColorError::NotAColor(text.to_owned()));
            let said = error.to_string();
            assert!(said.starts_with(&format!("{text:?} is not")) && said.contains("#0b2a6f"), "{said}");
        }
    }

    #[test]
    fn what_a_comment_left_of_a_color_is_explained() {
        for text in ["", " "] {
            assert_eq!(text.parse::<Color>(), Err(ColorError::Empty));
        }
        assert!(ColorError::Empty.to_string().contains("\"#0b2a6f\", in quotes"));
    }

    #[test]
    fn what_shows_through_is_refused() {
        for text in ["transparent", "#0b2a6f80", "rgb(0 0 0 / 50%)", "hsl(0 0% 0% / 0.99)"] {
            let error = text.parse::<Color>().expect_err(text);
            assert_eq!(error, ColorError::Translucent(text.to_owned()));
        }
    }

    fn color(text: &str) -> Color {
        text.parse().expect(text)
    }

    #[test]
    fn a_color_at_its_own_lightness_is_itself() {
        for text in ["#0b2a6f", "#ffd400", "#ff5a5f", "#000000", "#ffffff", "#111111", "#00d084", "#ff00ff"] {
            assert_eq!(color(text).with_lightness(color(text).lightness()), color(text));
        }
    }

    #[test]
    fn the_ends_are_black_and_white() {
        for text in ["#0b2a6f", "#ffd400", "#808080"] {
            let ends = [0.0, 1.0].map(|lightness| color(text).with_lightness(lightness));
            assert_eq!(ends, [Color::BLACK, Color::WHITE]);
        }
    }

    #[test]
    fn the_hue_stays_where_the_chroma_does_not() {
        let hue = |color: Color| {
            let [_, _, hue] = color.oklch();
            hue.to_degrees()
        };
        for (text, to) in [("#ffd400", 0.5), ("#0b2a6f", 0.75), ("#ff5a5f", 0.4)] {
            let shifted = color(text).with_lightness(to);
            assert!((hue(shifted) - hue(color(text))).abs() < 3.0, "{text} {shifted}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn a_printed_color_is_read_as_it_was(channels: [u8; 3]) {
            let color = Color::new(channels);
            prop_assert_eq!(color.to_string().parse(), Ok(color));
        }

        #[test]
        fn whatever_is_written_is_a_color_or_is_refused(text in "\\PC*|[a-z]{2,5}\\([0-9a-z.%/, -]*\\)") {
            let _ = text.parse::<Color>();
        }
    }
}
