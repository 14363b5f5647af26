//! What every screen can show: the colors of sRGB, with 8 bits a channel.

use csscolorparser::Color;

/// How often the interval that contains the largest possible chroma is halved. Chroma is below 1, so
/// what remains is less than 8 bits a channel can show.
const HALVINGS: u8 = 16;

/// How far outside sRGB a channel may be: less than what rounding to 8 bits removes.
const TOLERANCE: f32 = 0.001;

/// The channels of the color, or of the one that [`most_colorful`] puts in its place if sRGB does not
/// contain it.
pub fn into_gamut(color: &Color) -> [u8; 3] {
    if contains(color) {
        return rounded(color);
    }
    let [lightness, chroma, hue, _] = color.to_oklcha();
    most_colorful(lightness, chroma, hue)
}

/// The color of this lightness and hue in OKLCH, with the largest chroma that sRGB contains, at most
/// `chroma`. The hue is in radians.
pub fn most_colorful(lightness: f32, chroma: f32, hue: f32) -> [u8; 3] {
    if lightness <= 0.0 {
        return [0; 3];
    }
    if lightness >= 1.0 {
        return [255; 3];
    }
    let at = |chroma| Color::from_oklcha(lightness, chroma, hue, 1.0);
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

fn contains(color: &Color) -> bool {
    let range = -TOLERANCE..=1.0 + TOLERANCE;
    [color.r, color.g, color.b].iter().all(|channel| range.contains(channel))
}

fn rounded(color: &Color) -> [u8; 3] {
    let [red, green, blue, _] = color.clamp().to_rgba8();
    [red, green, blue]
}
