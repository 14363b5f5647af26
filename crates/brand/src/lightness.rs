//! The same color, lighter or darker.

use crate::Color;

/// How often the interval that contains the largest possible chroma is halved. Chroma is below 1, so
/// what remains is less than 8 bits a channel can show.
const HALVINGS: u8 = 16;

/// How far outside sRGB a channel may be: less than what rounding to 8 bits removes.
const TOLERANCE: f32 = 0.001;

/// The lightness in OKLCH, from 0 (black) to 1 (white).
pub fn lightness(color: Color) -> f32 {
    let [lightness, ..] = parsed(color).to_oklcha();
    lightness
}

/// The color with another lightness, of the same hue, and as colorful as it was if sRGB contains
/// such a color.
pub fn with_lightness(color: Color, lightness: f32) -> Color {
    let [_, chroma, hue, _] = parsed(color).to_oklcha();
    most_colorful(lightness, chroma, hue)
}

/// A color of any color space in sRGB.
pub fn into_gamut(color: &csscolorparser::Color) -> Color {
    if contains(color) {
        return rounded(color);
    }
    let [lightness, chroma, hue, _] = color.to_oklcha();
    most_colorful(lightness, chroma, hue)
}

/// The color of this lightness and hue with the largest chroma that sRGB contains, at most `chroma`.
fn most_colorful(lightness: f32, chroma: f32, hue: f32) -> Color {
    if lightness <= 0.0 {
        return Color::BLACK;
    }
    if lightness >= 1.0 {
        return Color::WHITE;
    }
    let at = |chroma| csscolorparser::Color::from_oklcha(lightness, chroma, hue, 1.0);
    let wanted = at(chroma);
    if contains(&wanted) {
        return rounded(&wanted);
    }
    let (mut inside, mut outside) = (0.0, chroma);
    for _ in 0..HALVINGS {
        let middle = f32::midpoint(inside, outside);
        if contains(&at(middle)) {
            inside = middle;
        } else {
            outside = middle;
        }
    }
    rounded(&at(inside))
}

fn contains(color: &csscolorparser::Color) -> bool {
    let range = -TOLERANCE..=1.0 + TOLERANCE;
    [color.r, color.g, color.b].iter().all(|channel| range.contains(channel))
}

fn parsed(color: Color) -> csscolorparser::Color {
    color.channels().into()
}

fn rounded(color: &csscolorparser::Color) -> Color {
    let [red, green, blue, _] = color.clamp().to_rgba8();
    Color::new([red, green, blue])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn color(text: &str) -> Color {
        text.parse().expect(text)
    }

    #[test]
    fn a_color_at_its_own_lightness_is_itself() {
        for text in ["#0b2a6f", "#ffd400", "#ff5a5f", "#000000", "#ffffff", "#111111", "#00d084", "#ff00ff"] {
            assert_eq!(with_lightness(color(text), lightness(color(text))), color(text));
        }
    }

    #[test]
    fn the_ends_are_black_and_white() {
        for text in ["#0b2a6f", "#ffd400", "#808080"] {
            assert_eq!(
                (with_lightness(color(text), 0.0), with_lightness(color(text), 1.0)),
                (Color::BLACK, Color::WHITE)
            );
        }
    }

    #[test]
    fn the_hue_stays_where_the_chroma_does_not() {
        let hue = |color: Color| {
            let [.., hue, _] = parsed(color).to_oklcha();
            hue.to_degrees()
        };
        for (text, to) in [("#ffd400", 0.5), ("#0b2a6f", 0.75), ("#ff5a5f", 0.4)] {
            let shifted = with_lightness(color(text), to);
            assert!((hue(shifted) - hue(color(text))).abs() < 3.0, "{text} {shifted}");
        }
    }
}
