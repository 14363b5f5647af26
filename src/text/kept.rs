//! Formatters that are kept: making one takes a hundred times as long as using it.
//!
//! Each thread has its own, so that nobody waits. A reader chooses the language, and with it what is kept: so each kind
//! has room for a few, and any goes for one more.

use std::{collections::HashMap, hash::Hash};

use icu_calendar::Gregorian;
use icu_datetime::{FixedCalendarDateTimeFormatter, fieldsets};
use icu_decimal::DecimalFormatter;
use icu_experimental::dimension::currency::{CurrencyType, formatter::CurrencyFormatter};
use icu_locale_core::Locale;

use crate::text::languages::Choice;

/// As many of a kind are kept: the languages of a site's readers, and what they pay in.
const MOST: usize = 32;

type Days<F> = FixedCalendarDateTimeFormatter<Gregorian, F>;

/// A day, "December 31, 2026".
pub type DateFormatter = Days<fieldsets::YMD>;
/// A day without its year, "December 31".
pub type DayFormatter = Days<fieldsets::MD>;
/// A minute with its time zone, "Dec 31, 2026, 7:00 PM EST".
pub type MomentFormatter = Days<fieldsets::Combo<fieldsets::YMDT, fieldsets::zone::SpecificShort>>;
/// A month, "December 2026".
pub type MonthFormatter = Days<fieldsets::YM>;

/// One thread's formatters. `None`: there is no data for it.
#[derive(Default)]
pub struct Formatters {
    pub dates: Kept<Locale, Option<DateFormatter>>,
    pub days: Kept<Locale, Option<DayFormatter>>,
    pub moments: Kept<Locale, Option<MomentFormatter>>,
    pub months: Kept<Locale, Option<MonthFormatter>>,
    pub numbers: Kept<Locale, Option<DecimalFormatter>>,
    pub currencies: Kept<(Locale, CurrencyType), Option<CurrencyFormatter<DecimalFormatter>>>,
    /// What a chosen language and an `Accept-Language` come to.
    pub choices: Kept<(Option<&'static str>, String), Choice>,
}

/// A few values by their keys.
pub struct Kept<K, V>(HashMap<K, V>);

impl<K, V> Default for Kept<K, V> {
    fn default() -> Self {
        Self(HashMap::new())
    }
}

impl<K: Clone + Eq + Hash, V> Kept<K, V> {
    /// The value of the key, made when it is not there.
    pub fn get(&mut self, key: &K, make: impl FnOnce() -> V) -> &V {
        if self.0.len() >= MOST
            && !self.0.contains_key(key)
            && let Some(other) = self.0.keys().next().cloned()
        {
            self.0.remove(&other);
        }
        self.0.entry(key.clone()).or_insert_with(make)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_asks_for_ever_more_finds_no_end_of_room() {
        let mut kept = Kept::default();
        for number in 0..1000 {
            assert_eq!(*kept.get(&number, || number), number);
            assert!(kept.0.len() <= MOST);
        }
        assert_eq!(*kept.get(&999, || 0), 999, "it is kept");
    }
}
