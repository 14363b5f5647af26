//! Parameters that are one of some words.

use crate::error::Error;

/// The values a parameter may take, by their names on the wire.
pub(crate) trait Choice: Copy + 'static {
    const ALL: &'static [(&'static str, Self)];
    fn word(self) -> &'static str;
}

/// An enum of Stripe's words: read from parameters, written to objects and to the state file by the same names.
macro_rules! choice {
    ($(#[$meta:meta])* $name:ident { $($(#[$of_variant:meta])* $variant:ident = $text:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
        pub(crate) enum $name { $(#[serde(rename = $text)] $(#[$of_variant])* $variant),+ }
        impl $crate::params::Choice for $name {
            const ALL: &'static [(&'static str, Self)] = &[$(($text, Self::$variant)),+];
            fn word(self) -> &'static str {
                match self { $(Self::$variant => $text),+ }
            }
        }
    };
}
pub(crate) use choice;

pub(crate) fn choose<T: Choice>(name: &str, text: &str) -> Result<T, Error> {
    if let Some((_, value)) = T::ALL.iter().find(|(word, _)| *word == text) {
        return Ok(*value);
    }
    Err(none_of(name, &T::ALL.iter().map(|(word, _)| *word).collect::<Vec<_>>()))
}

/// It is none of the words that it may be.
pub(super) fn none_of(name: &str, words: &[&str]) -> Error {
    let options = match words.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        _ => words.join(""),
    };
    Error::invalid(name, format!("Invalid {name}: must be one of {options}"))
}
