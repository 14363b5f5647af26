//! The languages of the texts: one file each in `locales/`. Whoever adds a file adds a language.

use std::{borrow::Cow, collections::HashMap, sync::LazyLock};

use fluent_templates::{LanguageIdentifier, Loader, fluent_bundle::FluentValue, static_loader};
use icu_locale_core::{LanguageIdentifier as IcuIdentifier, Locale, subtags::language};

static_loader! {
    static TEXTS = {
        locales: "./locales",
        fallback_language: "en-US",
        // Names are isolated where they come from, and only if they run the other way.
        customise: |bundle| bundle.set_use_isolating(false),
    };
}

/// A language that the site is written in.
#[derive(Debug)]
pub struct Language {
    /// As in the file's name: `de`, `en-GB`.
    pub tag: String,
    /// As the language calls itself: "Deutsch".
    pub name: String,
    /// Only the demo offers it.
    pub is_for_demo: bool,
    id: LanguageIdentifier,
    /// The same for ICU.
    icu: IcuIdentifier,
    /// Where a text is taken from that the file does not have: English for British English.
    else_in: Option<LanguageIdentifier>,
}

static LANGUAGES: LazyLock<Vec<Language>> = LazyLock::new(|| {
    let mut ids: Vec<_> = TEXTS.locales().cloned().collect();
    // The fallback comes first, and the others by their tags.
    ids.sort_by_key(|id| (id != TEXTS.fallback(), id.to_string()));
    ids.iter().filter_map(|id| Language::of(id, &ids)).collect()
});

/// English in American spelling, which has every text.
pub static ENGLISH: LazyLock<Language> = LazyLock::new(|| Language {
    tag: TEXTS.fallback().to_string(),
    name: "English".to_owned(),
    is_for_demo: false,
    id: TEXTS.fallback().clone(),
    icu: IcuIdentifier::from(language!("en")),
    else_in: None,
});

/// A language, and the same with the reader's region.
pub type Choice = (&'static Language, Locale);

/// The languages, English first.
pub fn languages() -> &'static [Language] {
    &LANGUAGES
}

impl Language {
    /// `None` if ICU cannot read the name of the file; a test looks at all of them.
    fn of(id: &LanguageIdentifier, all: &[LanguageIdentifier]) -> Option<Self> {
        let tag = id.to_string();
        let icu = tag.parse().ok()?;
        let other = all.iter().find(|other| *other != id && other.language == id.language);
        let else_in = other.filter(|_| id.region.is_some() && id != TEXTS.fallback()).cloned();
        let mut language = Self { tag, name: String::new(), is_for_demo: false, id: id.clone(), icu, else_in };
        language.name = language.text("language-name", None);
        language.is_for_demo = language.text("offered-to", None) == "demo";
        Some(language)
    }

    /// The language for a reader who asks for this one. English is British outside the United States, and any other
    /// language is the same in all regions that have no file of their own.
    pub fn for_tag(wanted: &IcuIdentifier) -> Option<&'static Self> {
        let same = || languages().iter().filter(|it| it.icu.language == wanted.language && !it.is_for_demo);
        let exact = same().find(|it| it.icu.region == wanted.region);
        let abroad = || {
            let is_abroad = wanted.language == language!("en") && wanted.region.is_some();
            same().find(|it| is_abroad && it.tag == "en-GB")
        };
        exact.or_else(abroad).or_else(|| same().find(|it| it.icu.region.is_none())).or_else(|| same().next())
    }

    /// The language of this file's name.
    pub fn by_tag(tag: &str) -> Option<&'static Self> {
        languages().iter().find(|language| language.tag == tag)
    }

    pub fn icu(&self) -> &IcuIdentifier {
        &self.icu
    }

    /// Stripe's word for it on its hosted pages; `None` if Stripe does not have the language. Source: `locale` of a
    /// Checkout session.
    pub fn at_stripe(&self) -> Option<&str> {
        /// Those of Stripe's languages that a tag without a region names.
        const WITHOUT_REGION: [&str; 34] = [
            "bg", "cs", "da", "de", "el", "en", "es", "et", "fi", "fil", "fr", "hr", "hu", "id", "it", "ja", "ko",
            "lt", "lv", "ms", "mt", "nb", "nl", "pl", "pt", "ro", "ru", "sk", "sl", "sv", "th", "tr", "vi", "zh",
        ];
        const WITH_REGION: [&str; 6] = ["en-GB", "es-419", "fr-CA", "pt-BR", "zh-HK", "zh-TW"];
        let language = self.tag.split('-').next().unwrap_or_default();
        let whole = WITH_REGION.into_iter().find(|tag| *tag == self.tag);
        whole.or_else(|| WITHOUT_REGION.into_iter().find(|tag| *tag == language))
    }

    /// The text of this name, with its variables filled in.
    pub fn text(&self, id: &str, args: Option<&HashMap<Cow<'static, str>, FluentValue<'_>>>) -> String {
        let found = TEXTS.lookup_single_language(&self.id, id, args);
        let found = found.or_else(|error| match &self.else_in {
            Some(other) => TEXTS.lookup_single_language(other, id, args),
            None => Err(error),
        });
        found.or_else(|_| TEXTS.lookup_single_language(TEXTS.fallback(), id, args)).unwrap_or_else(|_| id.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reader_gets_the_nearest_language_that_there_is() {
        let nearest = |tag: &str| Language::for_tag(&tag.parse().expect("a tag")).map(|it| it.tag.as_str());
        for (wanted, given) in [
            ("en", Some("en-US")),
            ("en-US", Some("en-US")),
            ("en-GB", Some("en-GB")),
            ("en-AU", Some("en-GB")),
            ("de-AT", Some("de")),
            ("es-419", Some("es")),
            ("fr-CA", Some("fr")),
            ("ja", None),
            // For the demo only.
            ("ar", None),
        ] {
            assert_eq!(nearest(wanted), given, "{wanted}");
        }
    }

    #[test]
    fn every_file_is_a_language_that_icu_and_stripe_know() {
        assert_eq!(languages().len(), TEXTS.locales().count());
        for language in languages() {
            assert!(!language.name.is_empty() && language.name != "language-name", "{}", language.tag);
            assert!(language.at_stripe().is_some() || language.is_for_demo, "{}", language.tag);
        }
        assert_eq!(Language::by_tag("en-GB").and_then(Language::at_stripe), Some("en-GB"));
        assert_eq!(Language::by_tag("en-US").and_then(Language::at_stripe), Some("en"));
    }
}
