//! How round corners are.

use std::{fmt, str::FromStr};

/// The largest radius, in pixels; buttons are then round at both ends.
const LARGEST: f64 = 32.0;

/// A CSS `rem` in pixels, unless a visitor has set another size of text.
const REM: f64 = 16.0;

/// A radius of 0 to 32 pixels. It prints as CSS has it: `8px` or `0.5rem`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Radius {
    number: f64,
    unit: Unit,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Unit {
    Px,
    Rem,
}

/// Why a text is not such a radius.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RadiusError {
    #[error("{0:?} is not a length in px or rem: write one such as 8px or 0.5rem")]
    NotALength(String),
    #[error("{0:?} is too large: corners have a radius of at most 32px or 2rem, such as 8px")]
    TooLarge(String),
}

impl FromStr for Radius {
    type Err = RadiusError;

    fn from_str(text: &str) -> Result<Self, RadiusError> {
        let text = text.trim();
        let not_a_length = || RadiusError::NotALength(text.to_owned());
        let (number, unit) = match (text.strip_suffix("px"), text.strip_suffix("rem")) {
            (Some(number), _) => (number, Unit::Px),
            (_, Some(number)) => (number, Unit::Rem),
            // The only length without a unit.
            _ if text == "0" => (text, Unit::Px),
            _ => return Err(not_a_length()),
        };
        // Rust's numbers can also be `1e3`, `inf` and negative.
        if !number.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') {
            return Err(not_a_length());
        }
        let number: f64 = number.parse().map_err(|_| not_a_length())?;
        let pixels = match unit {
            Unit::Px => number,
            Unit::Rem => number * REM,
        };
        if pixels <= LARGEST { Ok(Self { number, unit }) } else { Err(RadiusError::TooLarge(text.to_owned())) }
    }
}

impl fmt::Display for Radius {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = match self.unit {
            Unit::Px => "px",
            Unit::Rem => "rem",
        };
        write!(f, "{}{unit}", self.number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_length_of_up_to_thirty_two_pixels_is_one() {
        for (text, printed) in [
            ("0", "0px"),
            ("8px", "8px"),
            (" 0.5rem ", "0.5rem"),
            ("32px", "32px"),
            ("2rem", "2rem"),
            (".5rem", "0.5rem"),
        ] {
            assert_eq!(text.parse::<Radius>().map(|radius| radius.to_string()).as_deref(), Ok(printed));
        }
    }

    #[test]
    fn anything_else_is_named_beside_an_example() {
        for text in ["", "8", "px", ".px", "-1px", "1e1px", "infpx", "nanrem", "50%", "1em", "8px;}", "1.2.3px", "8 px"]
        {
            let error = text.parse::<Radius>().expect_err(text);
            assert_eq!(error, RadiusError::NotALength(text.to_owned()));
            assert!(error.to_string().contains(&format!("{text:?}")) && error.to_string().contains("8px"), "{error}");
        }
        for text in ["32.1px", "2.1rem", "99999999999999999999px"] {
            assert_eq!(text.parse::<Radius>(), Err(RadiusError::TooLarge(text.to_owned())));
        }
    }
}
