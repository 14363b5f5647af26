//! A company's look as a style sheet. The company names a color, the size of corners and a font;
//! from these come the custom properties that override those of the site's own style sheet.
//!
//! Colors are derived in OKLCH, where colors of equal lightness look equally light
//! (<https://www.w3.org/TR/css-color-4/#ok-lab>), and compared by the contrast ratio of WCAG 2.2.

mod color;
mod contrast;
mod gamut;
mod image;
mod palette;
mod radius;
mod stylesheet;
mod woff2;

pub use color::{Color, ColorError};
pub use contrast::contrast;
pub use image::ImageKind;
pub use palette::{Button, Grounds, Link, Palette, Scheme};
pub use radius::{Radius, RadiusError};
pub use stylesheet::{Face, Font, stylesheet};
pub use woff2::{NotWoff2, is_variable};

/// The code in README.md.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
