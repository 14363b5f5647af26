//! How well one color can be told from another.

use crate::Color;

/// The contrast ratio, from 1 (equal) to 21 (black and white)
/// (<https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio>).
pub fn contrast(one: Color, other: Color) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// The relative luminance, from 0 (black) to 1 (white)
/// (<https://www.w3.org/TR/WCAG22/#dfn-relative-luminance>).
fn luminance(color: Color) -> f64 {
    let [red, green, blue] = color.channels().map(|channel| {
        let share = f64::from(channel) / 255.0;
        if share <= 0.04045 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
    });
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ratios_are_those_of_the_standard() {
        // From the checker of WebAIM, which rounds down.
        for (one, other, expected) in [
            ("#000000", "#ffffff", 21.0),
            ("#767676", "#ffffff", 4.54),
            ("#777777", "#ffffff", 4.47),
            ("#ff0000", "#ffffff", 3.99),
            ("#0000ff", "#ffffff", 8.59),
            ("#17615a", "#17615a", 1.0),
        ] {
            let (one, other) = (one.parse().expect(one), other.parse().expect(other));
            for ratio in [contrast(one, other), contrast(other, one)] {
                assert!((ratio - expected).abs() < 0.011, "{one} {other}: {ratio}");
            }
        }
    }
}
