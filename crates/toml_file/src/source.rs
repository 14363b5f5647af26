//! The positions of the keys in the text, so that every problem names file, line and key.

use std::{collections::BTreeMap, ops::Range};

use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

/// The text of a TOML file, and the positions of its keys.
#[derive(Clone, Debug)]
pub struct Source {
    text: String,
    /// By path, such as `features.subscription_update.products[0].prices[1]`.
    places: BTreeMap<String, Range<usize>>,
}

impl Source {
    /// # Errors
    /// When it is not TOML.
    pub fn parse(text: String) -> Result<Self, toml::de::Error> {
        let mut places = BTreeMap::new();
        walk_table("", DeTable::parse(&text)?.get_ref(), &mut places);
        Ok(Self { text, places })
    }

    pub fn text(&self) -> &str {
        &self.text
    }

    /// The line of a key, or of its nearest existing parent. Lines count from 1.
    pub fn line_of(&self, key: &str) -> usize {
        let mut key = key;
        loop {
            if let Some(place) = self.places.get(key) {
                return line_at(&self.text, place.start);
            }
            let Some(end) = key.rfind(['.', '[']) else { return 1 };
            key = &key[..end];
        }
    }

    /// The innermost key that contains a range of the text, if there is one.
    pub fn key_at(&self, piece: &Range<usize>) -> Option<&str> {
        let around = self.places.iter().filter(|(_, place)| place.start <= piece.start && piece.end <= place.end);
        let key = around.min_by_key(|(_, place)| place.len()).map(|(key, _)| key.as_str());
        key.filter(|_| !piece.is_empty())
    }
}

/// The line of a position in a text, from 1.
pub fn line_at(text: &str, place: usize) -> usize {
    text.bytes().take(place).filter(|byte| *byte == b'\n').count() + 1
}

fn walk_table(path: &str, table: &DeTable<'_>, places: &mut BTreeMap<String, Range<usize>>) {
    for (key, value) in table {
        let path = if path.is_empty() { key.get_ref().to_string() } else { format!("{path}.{}", key.get_ref()) };
        // Including the key, so that a problem of the key itself finds it too.
        let start = key.span().start;
        walk(path, start..value.span().end.max(key.span().end), value, places);
    }
}

fn walk(path: String, place: Range<usize>, value: &Spanned<DeValue<'_>>, places: &mut BTreeMap<String, Range<usize>>) {
    match value.get_ref() {
        DeValue::Table(table) => walk_table(&path, table, places),
        DeValue::Array(elements) => {
            for (index, element) in elements.iter().enumerate() {
                walk(format!("{path}[{index}]"), element.span(), element, places);
            }
        }
        _ => {}
    }
    places.insert(path, place);
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "key = \"main\"\n\n[features.invoice_history]\nenabled = true\n\n\
                        [[features.subscription_update.products]]\nproduct = \"prod_1\"\nprices = [\n  \"a\",\n  \"b\",\n]\n";

    #[test]
    fn keys_have_lines() {
        let source = Source::parse(TEXT.to_owned()).expect("TOML");
        for (key, line) in [
            ("key", 1),
            ("features.invoice_history.enabled", 4),
            ("features.subscription_update.products[0]", 6),
            ("features.subscription_update.products[0].prices[1]", 10),
            // A missing key has the line of its parent.
            ("features.subscription_update.products[0].adjustable_quantity", 6),
            ("name", 1),
        ] {
            assert_eq!(source.line_of(key), line, "{key}");
        }
    }

    #[test]
    fn pieces_have_keys() {
        let source = Source::parse(TEXT.to_owned()).expect("TOML");
        let at = |words: &str| {
            let start = TEXT.find(words).expect("there");
            source.key_at(&(start..start + words.len()))
        };
        assert_eq!(at("enabled"), Some("features.invoice_history.enabled"));
        assert_eq!(at("\"b\""), Some("features.subscription_update.products[0].prices[1]"));
        assert_eq!(at(TEXT), None);
    }
}
