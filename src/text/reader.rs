//! For whom the texts are: texts, dates and amounts of one language, in the reader's time zone.
//!
//! A request contains the languages that the reader knows (`Accept-Language`), but not the time zone. A cookie contains
//! that once a script has set it; until then it is UTC, like Stripe's billing.

use std::{borrow::Cow, cell::RefCell, collections::HashMap, sync::Arc};

use billing::{Expiry, Money, UnitAmount};
use fixed_decimal::Decimal;
use fluent_templates::fluent_bundle::FluentValue;
use icu_calendar::{Gregorian, Iso};
use icu_datetime::{FixedCalendarDateTimeFormatter, fieldsets, options::TimePrecision};
use icu_decimal::DecimalFormatter;
use icu_experimental::dimension::currency::{CurrencyType, formatter::CurrencyFormatter};
use icu_locale::LocaleDirectionality;
use icu_locale_core::{
    Locale,
    extensions::unicode::{key, value},
    locale,
    subtags::language,
};
use icu_time::{DateTime, TimeZoneInfo, ZonedDateTime, zone::models::AtTime};
use jiff::{Timestamp, Zoned, tz::TimeZone};
use jiff_icu::ConvertFrom as _;
use time::OffsetDateTime;

use crate::{
    say,
    text::{
        accept_language::wanted,
        kept::Formatters,
        languages::{Choice, ENGLISH, Language},
    },
};

thread_local! {
    static FORMATTERS: RefCell<Formatters> = RefCell::default();
}

/// The longest `Accept-Language` whose language is remembered, in bytes; those of browsers are shorter.
const LONGEST_KEPT: usize = 128;

/// How to write for one reader. Clones share it.
#[derive(Clone, Debug)]
pub struct Reader(Arc<Manner>);

#[derive(Debug)]
struct Manner {
    language: &'static Language,
    /// The language, with the reader's region: dates and amounts are written differently in Austria.
    locale: Locale,
    zone: TimeZone,
    is_right_to_left: bool,
}

impl Default for Reader {
    fn default() -> Self {
        Self::new(None, None, None)
    }
}

impl Reader {
    /// From the language that the reader chose here, the header `Accept-Language`, and the name of a time zone such as
    /// `Europe/Berlin`; American English and UTC if they are missing or unknown.
    pub fn new(chosen: Option<&'static Language>, accept_language: Option<&str>, time_zone: Option<&str>) -> Self {
        let (language, locale) = match accept_language {
            Some(header) if header.len() <= LONGEST_KEPT => {
                let key = (chosen.map(|language| language.tag.as_str()), header.to_owned());
                kept(|it| it.choices.get(&key, || choose(chosen, header)).clone())
            }
            header => choose(chosen, header.unwrap_or_default()),
        };
        Self::of(language, locale, time_zone)
    }

    fn of(language: &'static Language, mut locale: Locale, time_zone: Option<&str>) -> Self {
        // Stripe bills, and cards expire, by this calendar.
        locale.extensions.unicode.keywords.set(key!("ca"), value!("gregory"));
        let zone = time_zone.and_then(|name| TimeZone::get(name).ok()).unwrap_or(TimeZone::UTC);
        let is_right_to_left = LocaleDirectionality::new_common().is_right_to_left(&locale.id);
        Self(Arc::new(Manner { language, locale, zone, is_right_to_left }))
    }

    /// The text of this name.
    pub fn text(&self, id: &str) -> String {
        self.0.language.text(id, None)
    }

    /// The text of this name, with its variables.
    pub fn text_with<const N: usize>(&self, id: &str, variables: [(&'static str, FluentValue<'_>); N]) -> String {
        let variables: HashMap<_, _> =
            variables.into_iter().map(|(name, value)| (Cow::Borrowed(name), value)).collect();
        self.0.language.text(id, Some(&variables))
    }

    pub fn language(&self) -> &'static Language {
        self.0.language
    }

    /// A day: "December 31, 2026".
    pub fn date(&self, at: OffsetDateTime) -> String {
        let day = DateTime::<Iso>::convert_from(self.zoned(at).datetime()).date.to_calendar(Gregorian);
        let locale = &self.0.locale;
        let make = || FixedCalendarDateTimeFormatter::try_new(locale.into(), fieldsets::YMD::long()).ok();
        let written =
            kept(|it| it.dates.get(locale, make).as_ref().map(|formatter| formatter.format(&day).to_string()));
        self.isolated(written.unwrap_or_else(|| at.date().to_string()))
    }

    /// A day whose year goes without saying: "December 31".
    pub fn day_of_year(&self, at: OffsetDateTime) -> String {
        let day = DateTime::<Iso>::convert_from(self.zoned(at).datetime()).date.to_calendar(Gregorian);
        let locale = &self.0.locale;
        let make = || FixedCalendarDateTimeFormatter::try_new(locale.into(), fieldsets::MD::long()).ok();
        let written = kept(|it| it.days.get(locale, make).as_ref().map(|formatter| formatter.format(&day).to_string()));
        self.isolated(written.unwrap_or_else(|| at.date().to_string()))
    }

    /// A minute and its time zone: "Dec 31, 2026, 7:00 PM EST".
    pub fn moment(&self, at: OffsetDateTime) -> String {
        let ZonedDateTime { date, time, zone } =
            ZonedDateTime::<Iso, TimeZoneInfo<AtTime>>::convert_from(&self.zoned(at));
        let moment = ZonedDateTime { date: date.to_calendar(Gregorian), time, zone };
        let locale = &self.0.locale;
        let make = || {
            let fields = fieldsets::YMDT::medium().with_time_precision(TimePrecision::Minute);
            let fields = fields.with_zone(fieldsets::zone::SpecificShort);
            FixedCalendarDateTimeFormatter::try_new(locale.into(), fields).ok()
        };
        let written =
            kept(|it| it.moments.get(locale, make).as_ref().map(|formatter| formatter.format(&moment).to_string()));
        self.isolated(written.unwrap_or_else(|| at.to_string()))
    }

    /// A card's last month: "December 2026".
    pub fn month(&self, expiry: Expiry) -> String {
        let number = u8::from(expiry.month);
        let locale = &self.0.locale;
        let make = || {
            // ICU4X 2.4 writes Brazil's long form as "maio de Y", and panics over it in debug builds.
            let portuguese = locale.id.language == language!("pt");
            let fields = if portuguese { fieldsets::YM::medium() } else { fieldsets::YM::long() };
            FixedCalendarDateTimeFormatter::try_new(locale.into(), fields).ok()
        };
        let first = icu_calendar::Date::try_new_gregorian(expiry.year, number, 1).ok();
        let written =
            first.and_then(|first| kept(|it| Some(it.months.get(locale, make).as_ref()?.format(&first).to_string())));
        written.map_or_else(|| format!("{number:02}/{}", expiry.year), |month| self.isolated(month))
    }

    /// An amount, to the last cent: "$1,234.50".
    pub fn money(&self, money: &Money) -> String {
        let mut amount = Decimal::from(money.amount);
        amount.multiply_pow10(-i16::from(money.decimals()));
        amount.pad_end(-i16::from(money.decimals()));
        let written = self.in_currency(&money.currency, &amount);
        self.isolated(written.unwrap_or_else(|| self.after_code(&money.currency, &amount)))
    }

    /// The amount of one unit, to the last fraction of a cent: "$0.005".
    pub fn unit_amount(&self, unit: &UnitAmount) -> String {
        if let Some(money) = unit.money() {
            return self.money(&money);
        }
        let decimals = Money { amount: 0, currency: unit.currency().to_owned() }.decimals();
        let mut exact = Decimal::from(unit.trillionths());
        exact.multiply_pow10(-i16::from(decimals) - i16::from(UnitAmount::DECIMALS));
        exact.trim_end();
        let mut coins = exact.clone();
        coins.trunc(-i16::from(decimals));
        coins.pad_end(-i16::from(decimals));
        // The currency's format ends at its smallest unit, so its digits are replaced by the exact
        // number.
        let written = self.in_currency(unit.currency(), &coins).and_then(|text| {
            let (before, after) = text.split_once(&self.number(&coins))?;
            Some(format!("{before}{}{after}", self.number(&exact)))
        });
        self.isolated(written.unwrap_or_else(|| self.after_code(unit.currency(), &exact)))
    }

    /// After the currency's three letters, which every language understands.
    fn after_code(&self, currency: &str, amount: &Decimal) -> String {
        format!("{}\u{a0}{}", currency.to_uppercase(), self.number(amount))
    }

    fn number(&self, amount: &Decimal) -> String {
        self.digits(amount).unwrap_or_else(|| amount.to_string())
    }

    /// A number of things: "1,000".
    pub fn count(&self, number: u64) -> String {
        self.isolated(self.number(&Decimal::from(number)))
    }

    /// A percentage, given in digits: "33.33%".
    pub fn percent(&self, digits: &str) -> String {
        let number = digits.parse().ok().and_then(|number| self.digits(&number));
        let number = number.unwrap_or_else(|| digits.to_owned());
        self.isolated(say!(self, "percent", number = number))
    }

    fn digits(&self, number: &Decimal) -> Option<String> {
        let locale = &self.0.locale;
        let make = || DecimalFormatter::try_new(locale.into(), Default::default()).ok();
        kept(|it| it.numbers.get(locale, make).as_ref().map(|formatter| formatter.format(number).to_string()))
    }

    /// As the language writes the currency; `None` if that would round: some currencies that
    /// Stripe counts in hundredths are written without decimals.
    fn in_currency(&self, currency: &str, amount: &Decimal) -> Option<String> {
        let key = (self.0.locale.clone(), currency.parse::<CurrencyType>().ok()?);
        let (mut below, mut above) = (amount.clone(), amount.clone());
        below.trunc(0);
        above.expand(0);
        kept(|it| {
            let make = || CurrencyFormatter::try_new_symbol((&key.0).into(), key.1, Default::default()).ok();
            let formatter = it.currencies.get(&key, make).as_ref()?;
            let written = |amount: &Decimal| formatter.format_fixed_decimal(amount).to_string();
            let text = written(amount);
            let rounded = below != above && (text == written(&below) || text == written(&above));
            (!rounded).then_some(text)
        })
    }

    /// The reader's region, such as `DE`, if they said so.
    pub fn region(&self) -> Option<String> {
        self.0.locale.id.region.map(|region| region.to_string())
    }

    /// For the attribute `lang`.
    pub fn lang(&self) -> String {
        self.0.locale.id.to_string()
    }

    /// For the attribute `dir`.
    pub fn dir(&self) -> &'static str {
        if self.0.is_right_to_left { "rtl" } else { "ltr" }
    }

    /// Isolates the text: right-to-left text must not reorder the sentence around it.
    fn isolated(&self, text: String) -> String {
        if self.0.is_right_to_left { format!("\u{2068}{text}\u{2069}") } else { text }
    }

    fn zoned(&self, at: OffsetDateTime) -> Zoned {
        Timestamp::from_second(at.unix_timestamp()).unwrap_or_default().to_zoned(self.0.zone.clone())
    }
}

/// Works with this thread's formatters.
fn kept<T>(work: impl FnOnce(&mut Formatters) -> T) -> T {
    FORMATTERS.with_borrow_mut(work)
}

/// The chosen language, else the first of the header's that there is, else English. The region is the reader's, if the
/// language is one that the reader asked for.
fn choose(chosen: Option<&'static Language>, header: &str) -> Choice {
    let tags = wanted(header);
    // Without extensions, by which a header could choose calendars and digits.
    let wanted = || tags.iter().filter_map(|tag| Some(tag.parse::<Locale>().ok()?.id));
    let with_region = |language: &'static Language| {
        let own = language.icu();
        let theirs = wanted().find(|it| it.language == own.language && own.region.is_none_or(|_| it == own));
        let locale = theirs.map(Locale::from).filter(is_known);
        (language, locale.unwrap_or_else(|| Locale::from(own.clone())))
    };
    if let Some(language) = chosen {
        return with_region(language);
    }
    let found =
        wanted().find_map(|it| Some((Language::for_tag(&it)?, Locale::from(it)))).filter(|(_, it)| is_known(it));
    found.unwrap_or_else(|| (&ENGLISH, locale!("en")))
}

/// Whether there is data for the language. Without data the root locale would be used, in which
/// January is "M01".
fn is_known(locale: &Locale) -> bool {
    let formatter = FixedCalendarDateTimeFormatter::<Gregorian, _>::try_new(locale.into(), fieldsets::M::long());
    let january = icu_calendar::Date::try_new_gregorian(2026, 1, 1);
    matches!((formatter, january), (Ok(formatter), Ok(january)) if formatter.format(&january).to_string() != "M01")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use time::{Month, macros::datetime};

    use super::*;

    fn money(amount: i64, currency: &str) -> Money {
        Money { amount, currency: currency.to_owned() }
    }

    #[test]
    fn dates_are_in_the_readers_language() {
        let at = datetime!(2026-12-31 12:00 UTC);
        for (header, date, month) in [
            (None, "December 31, 2026", "December 2026"),
            (Some("en-GB,en;q=0.9"), "31 December 2026", "December 2026"),
            (Some("de-AT;q=0.7, fr-CA"), "31 décembre 2026", "décembre 2026"),
            (Some("de;q=nan, en;q=nan, fr;q=0.1"), "31 décembre 2026", "décembre 2026"),
            (Some("tlh, de;q=0.5"), "31. Dezember 2026", "Dezember 2026"),
            (Some("ja"), "December 31, 2026", "December 2026"),
            (Some("de-AT-u-ca-islamic-nu-thai"), "31. Dezember 2026", "Dezember 2026"),
            (Some("*"), "December 31, 2026", "December 2026"),
            (Some("\u{0}not a language;q=x"), "December 31, 2026", "December 2026"),
        ] {
            let reader = Reader::new(None, header, None);
            assert_eq!(reader.date(at), date, "{header:?}");
            assert_eq!(reader.month(Expiry { year: 2026, month: Month::December }), month, "{header:?}");
        }
    }

    #[test]
    fn a_language_is_added_by_its_texts_alone() {
        let at = datetime!(2026-12-31 12:00 UTC);
        for (tag, date, month) in [
            ("ja", "2026年12月31日", "2026年12月"),
            ("pt-BR", "31 de dezembro de 2026", "dez. de 2026"),
            ("ar-EG", "\u{2068}٣١ ديسمبر ٢٠٢٦\u{2069}", "\u{2068}ديسمبر ٢٠٢٦\u{2069}"),
            ("fa", "\u{2068}۳۱ دسامبر ۲۰۲۶\u{2069}", "\u{2068}دسامبر ۲۰۲۶\u{2069}"),
        ] {
            let reader = Reader::of(&ENGLISH, tag.parse().expect("a tag"), None);
            assert_eq!(reader.date(at), date, "{tag}");
            assert_eq!(reader.month(Expiry { year: 2026, month: Month::December }), month, "{tag}");
        }
    }

    #[test]
    fn texts_dates_and_amounts_are_of_one_language() {
        let chosen = |tag: &str| crate::text::Language::by_tag(tag);
        for (choice, header, lang, date) in [
            (None, "de-CH, fr;q=0.5", "de-CH", "31. Dezember 2026"),
            (chosen("fr"), "de-CH, fr-CA;q=0.5", "fr-CA", "31 décembre 2026"),
            (chosen("de"), "en-US", "de", "31. Dezember 2026"),
            (chosen("en-US"), "en-GB", "en-US", "December 31, 2026"),
            (None, "en-AU", "en-AU", "31 December 2026"),
        ] {
            let reader = Reader::new(choice, Some(header), None);
            assert_eq!((reader.lang().as_str(), reader.date(datetime!(2026-12-31 12:00 UTC)).as_str()), (lang, date));
            let of_text = reader.language().tag.split('-').next().map(str::to_owned);
            assert_eq!(of_text.as_deref(), lang.split('-').next(), "{header}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn whatever_a_browser_says_everything_can_be_written(
            header in prop_oneof![
                ".{0,200}",
                "([a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8}){0,4}|\\*)(;q=([01](\\.[0-9]{0,4})?|nan|-?inf|[0-9e.]{1,9}))?(, ?[a-z]{2}){0,20}",
                "[a-z]{2}-u-(ca|nu|hc|rg|tz)-[a-z0-9]{3,8}",
            ],
            zone in prop_oneof![".{0,60}", "[A-Z][a-z]{2,8}/[A-Z][a-z_]{2,12}", "[A-Z]{3}[+-]?[0-9]{1,3}"],
            seconds in -377_000_000_000..253_000_000_000_i64,
            amount in any::<i64>(),
            currency in "[a-zA-Z]{0,4}",
        ) {
            let reader = Reader::new(None, Some(&header), Some(&zone));
            let at = OffsetDateTime::from_unix_timestamp(seconds).expect("in range");
            let year = at.year();
            for text in [
                reader.date(at),
                reader.moment(at),
                reader.month(Expiry { year, month: Month::May }),
                reader.money(&money(amount, &currency)),
                reader.lang(),
            ] {
                prop_assert!(!text.is_empty());
            }
        }
    }

    #[test]
    fn every_time_zone_has_its_moments() {
        for zone in jiff::tz::db().available() {
            for at in [datetime!(1800-01-01 0:00 UTC), datetime!(2026-12-31 12:00 UTC), datetime!(9000-07-01 0:00 UTC)]
            {
                assert!(!Reader::new(None, Some("de"), Some(zone.as_str())).moment(at).is_empty(), "{zone}");
            }
        }
    }

    #[test]
    fn a_day_is_a_day_of_the_readers_time_zone() {
        let at = datetime!(2027-01-01 02:30 UTC);
        assert_eq!(Reader::new(None, None, Some("America/New_York")).date(at), "December 31, 2026");
        assert_eq!(Reader::new(None, None, Some("America/New_York")).moment(at), "Dec 31, 2026, 9:30\u{202f}PM EST");
        assert_eq!(Reader::new(None, Some("de"), Some("Europe/Berlin")).moment(at), "01.01.2027, 03:30 MEZ");
        assert_eq!(Reader::new(None, None, Some("Mars/Olympus")).moment(at), "Jan 1, 2027, 2:30\u{202f}AM UTC");
    }

    #[test]
    fn amounts_have_the_currencys_decimals_and_the_languages_signs() {
        let english = Reader::new(None, None, None);
        for (amount, currency, written) in [
            (123_450, "usd", "$1,234.50"),
            (5, "eur", "€0.05"),
            (-1250, "usd", "-$12.50"),
            (1200, "jpy", "¥1,200"),
            (12_345, "kwd", "KWD\u{a0}12.345"),
            (1200, "chf", "CHF\u{a0}12.00"),
            (500, "isk", "ISK\u{a0}5"),
            (1200, "xxz", "XXZ\u{a0}12.00"),
            (1200, "not money", "NOT MONEY\u{a0}12.00"),
        ] {
            assert_eq!(english.money(&money(amount, currency)), written);
        }
        let german = Reader::new(None, Some("de"), None);
        assert_eq!(german.money(&money(123_450, "eur")), "1.234,50\u{a0}€");
    }

    #[test]
    fn fractions_of_a_cent_are_written_to_the_last() {
        let unit = |decimal, currency| UnitAmount::from_stripe(decimal, currency).expect("an amount");
        let english = Reader::new(None, None, None);
        for (decimal, currency, written) in [
            ("0.5", "usd", "$0.005"),
            ("1", "usd", "$0.01"),
            ("123456.7", "usd", "$1,234.567"),
            ("0.000000000001", "eur", "€0.00000000000001"),
            ("0.25", "jpy", "¥0.25"),
            ("0.5", "kwd", "KWD\u{a0}0.0005"),
            ("0.5", "xxz", "XXZ\u{a0}0.005"),
        ] {
            assert_eq!(english.unit_amount(&unit(decimal, currency)), written);
        }
        assert_eq!(Reader::new(None, Some("de"), None).unit_amount(&unit("0.5", "eur")), "0,005\u{a0}€");
    }

    #[test]
    fn no_cent_is_rounded_away() {
        let english = Reader::new(None, None, None);
        for (amount, written) in [(1250, "LBP\u{a0}12.50"), (1201, "LBP\u{a0}12.01"), (1300, "LBP\u{a0}13")] {
            assert_eq!(english.money(&money(amount, "lbp")), written);
        }
    }
}
