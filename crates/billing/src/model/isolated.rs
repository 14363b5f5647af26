//! Inserting names in any script into our sentences.

/// The text, so that it cannot reorder the sentence around it. Directional marks are removed, and
/// right-to-left text is isolated (U+2068 and U+2069). Source: Unicode Standard Annex #9, "Explicit
/// Directional Formatting Characters".
pub fn isolated(text: &str) -> String {
    let plain: String = text.chars().filter(|it| !turns_around(*it) && !it.is_control()).collect();
    if plain.chars().any(is_right_to_left) { format!("\u{2068}{plain}\u{2069}") } else { plain }
}

fn turns_around(it: char) -> bool {
    matches!(it, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// By Unicode's blocks for right-to-left scripts.
fn is_right_to_left(it: char) -> bool {
    matches!(
        it,
        '\u{590}'..='\u{8ff}'
            | '\u{fb1d}'..='\u{fdff}'
            | '\u{fe70}'..='\u{feff}'
            | '\u{10800}'..='\u{10fff}'
            | '\u{1e800}'..='\u{1efff}'
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_name_is_itself_and_turns_nothing_around() {
        for (name, shown) in [
            ("Pro", "Pro"),
            ("👩🏽‍🚀 Équipe Ω 株式会社", "👩🏽‍🚀 Équipe Ω 株式会社"),
            ("Pro \u{202e}123", "Pro 123"),
            ("\u{2067}Pro\u{2069}\u{2069}", "Pro"),
            ("خطة برو \u{202e}123", "\u{2068}خطة برو 123\u{2069}"),
            ("עברית", "\u{2068}עברית\u{2069}"),
            ("two\nlines", "twolines"),
            ("", ""),
        ] {
            assert_eq!(isolated(name), shown, "{name:?}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn whatever_is_opened_is_closed(name in any::<String>()) {
            let shown = isolated(&name);
            let inside = shown.strip_prefix('\u{2068}').and_then(|it| it.strip_suffix('\u{2069}')).unwrap_or(&shown);
            prop_assert!(!inside.contains(turns_around), "{shown:?}");
        }
    }
}
