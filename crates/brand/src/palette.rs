//! The colors that are derived from a company's one, and the contrasts that they keep.
//!
//! - A link has at least 4.5:1 against the page and against a card, in both schemes, pointed at or
//!   not (WCAG 2.2, 1.4.3).
//! - A button has the company's color as it is, with black or white text of at least 4.5:1.
//! - Where the button has less than 3:1 against the page or a card, its border has at least 3:1
//!   against both (1.4.11).

use crate::{Color, contrast};

/// The smallest contrast of text.
const TEXT: f64 = 4.5;

/// The smallest contrast of what shows where a control is.
const EDGE: f64 = 3.0;

/// How far lightness changes from one attempt to the next, of 0 to 1.
const STEP: f32 = 0.01;

/// How far lightness changes when something is pointed at.
const POINTED_AT: f32 = 0.06;

/// What stands behind links and buttons, as `style/tokens.css` has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Grounds {
    pub page: Color,
    pub card: Color,
}

/// The light or the dark scheme.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheme {
    Light,
    Dark,
}

/// A link's colors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Link {
    pub color: Color,
    /// While it is pointed at.
    pub hover: Color,
}

/// A button's colors, equal in both schemes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Button {
    pub color: Color,
    /// While it is pointed at.
    pub hover: Color,
    pub text: Color,
}

/// Everything that is derived from one color.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Palette {
    button: Button,
}

impl Scheme {
    /// The grounds of this scheme.
    pub const fn grounds(self) -> Grounds {
        match self {
            Self::Light => Grounds { page: Color::new([0xf6, 0xf7, 0xf5]), card: Color::WHITE },
            Self::Dark => Grounds { page: Color::new([0x10, 0x16, 0x14]), card: Color::new([0x18, 0x21, 0x1e]) },
        }
    }

    /// Away from the grounds: darker in the light scheme, and lighter in the dark one.
    const fn away(self) -> f32 {
        match self {
            Self::Light => -1.0,
            Self::Dark => 1.0,
        }
    }

    /// The farthest color from the grounds.
    const fn end(self) -> Color {
        match self {
            Self::Light => Color::BLACK,
            Self::Dark => Color::WHITE,
        }
    }
}

impl Grounds {
    /// The smaller one of the contrasts against the two.
    pub fn contrast(self, color: Color) -> f64 {
        contrast(color, self.page).min(contrast(color, self.card))
    }
}

impl Palette {
    /// Derives it from the company's color.
    pub fn new(color: Color) -> Self {
        // One of the two is always enough: what white text of 4.5:1 cannot be read on has a luminance
        // above 0.183, and against that black has more than 4.6:1.
        let text = if contrast(Color::WHITE, color) >= TEXT { Color::WHITE } else { Color::BLACK };
        Self { button: Button { color, hover: hover(color, text), text } }
    }

    pub fn button(&self) -> Button {
        self.button
    }

    /// The color of links in this scheme: the company's, as little changed as possible.
    pub fn link(&self, scheme: Scheme) -> Link {
        let color = distinct(self.button.color, scheme, TEXT);
        let shifted = color.with_lightness(color.lightness() + scheme.away() * POINTED_AT);
        Link { color, hover: distinct(shifted, scheme, TEXT) }
    }

    /// The border of the button, where it is needed to see the button.
    pub fn border(&self, scheme: Scheme) -> Option<Color> {
        let Button { color, hover, .. } = self.button;
        let is_distinct = [color, hover].iter().all(|color| scheme.grounds().contrast(*color) >= EDGE);
        (!is_distinct).then(|| distinct(color, scheme, EDGE))
    }
}

/// Away from the text, so that the text's contrast grows; towards it where there is no room.
fn hover(color: Color, text: Color) -> Color {
    let away = if text == Color::WHITE { -POINTED_AT } else { POINTED_AT };
    let has_room = (0.0..=1.0).contains(&(color.lightness() + away));
    color.with_lightness(color.lightness() + if has_room { away } else { -away })
}

/// The color, with its lightness changed by as few steps as give it this contrast against both
/// grounds.
fn distinct(color: Color, scheme: Scheme, at_least: f64) -> Color {
    let begin = color.lightness();
    let attempts = (1..=100_u8).map(|step| color.with_lightness(begin + scheme.away() * STEP * f32::from(step)));
    let is_distinct = |color: &Color| scheme.grounds().contrast(*color) >= at_least;
    std::iter::once(color).chain(attempts).find(is_distinct).unwrap_or(scheme.end())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const COLORS: [&str; 12] = [
        "#0b2a6f", "#ffd400", "#ff5a5f", "#000000", "#ffffff", "#111111", "#00d084", "#17615a", "#635bff", "#f2f2f2",
        "#1da1f2", "#777777",
    ];

    /// Every promise, of one color.
    fn keeps_its_promises(color: Color) {
        let palette = Palette::new(color);
        let button = palette.button();
        assert_eq!(button.color, color);
        for ground in [button.color, button.hover] {
            assert!(contrast(button.text, ground) >= 4.5, "{color}: {button:?}");
        }
        for scheme in [Scheme::Light, Scheme::Dark] {
            let grounds = scheme.grounds();
            let link = palette.link(scheme);
            for text in [link.color, link.hover] {
                assert!(grounds.contrast(text) >= 4.5, "{color}: {link:?} in {scheme:?}");
            }
            for ground in [grounds.page, grounds.card] {
                let edges = palette.border(scheme).map_or(vec![button.color, button.hover], |border| vec![border]);
                for edge in edges {
                    assert!(contrast(edge, ground) >= 3.0, "{color}: {edge} in {scheme:?}");
                }
            }
        }
    }

    #[test]
    fn promises_are_kept_for_colors_of_companies() {
        for text in COLORS {
            keeps_its_promises(text.parse().expect(text));
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, cases: 2000, ..ProptestConfig::default() })]

        #[test]
        fn promises_are_kept_for_every_color(channels: [u8; 3]) {
            keeps_its_promises(Color::new(channels));
        }
    }

    #[test]
    fn a_color_that_can_be_read_already_stays_as_it_is() {
        let palette = |text: &str| Palette::new(text.parse().expect(text));
        assert_eq!(palette("#0b2a6f").link(Scheme::Light).color.to_string(), "#0b2a6f");
        assert_eq!(palette("#ffd400").link(Scheme::Dark).color.to_string(), "#ffd400");
        assert_ne!(palette("#ffd400").link(Scheme::Light).color.to_string(), "#ffd400");
        assert_ne!(palette("#0b2a6f").link(Scheme::Dark).color.to_string(), "#0b2a6f");
    }

    #[test]
    fn white_text_is_preferred_where_it_can_be_read() {
        let text = |color: &str| Palette::new(color.parse().expect(color)).button().text;
        assert_eq!([text("#0b2a6f"), text("#000000"), text("#635bff")], [Color::WHITE; 3]);
        assert_eq!([text("#ffd400"), text("#ffffff"), text("#00d084"), text("#ff5a5f")], [Color::BLACK; 4]);
    }

    #[test]
    fn only_a_button_that_is_hard_to_see_has_a_border() {
        let borders = |text: &str| {
            let palette = Palette::new(text.parse().expect(text));
            [Scheme::Light, Scheme::Dark].map(|scheme| palette.border(scheme).is_some())
        };
        assert_eq!(borders("#0b2a6f"), [false, true]);
        assert_eq!(borders("#ffd400"), [true, false]);
        assert_eq!(borders("#777777"), [false, false]);
    }

    #[test]
    fn what_is_pointed_at_changes() {
        for text in COLORS {
            let Button { color, hover, .. } = Palette::new(text.parse().expect(text)).button();
            assert_ne!(color, hover);
        }
    }

    #[test]
    fn the_grounds_are_those_of_the_style_sheet() {
        const TOKENS: &str = include_str!("../../../style/tokens.css");
        let (light, dark) = TOKENS.split_once("prefers-color-scheme: dark").expect("a dark scheme");
        for (scheme, sheet) in [(Scheme::Light, light), (Scheme::Dark, dark)] {
            let Grounds { page, card } = scheme.grounds();
            for (name, color) in [("--ground", page), ("--surface", card)] {
                assert!(sheet.contains(&format!("{name}: {color};")), "{name} in {scheme:?}");
            }
        }
    }
}
