//! What the pricing page shows: one interval and one currency.

use std::collections::BTreeSet;

use billing::{Offer, OfferedPrice, Period, Shopper, Unit};

/// The choices, and what is chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selection {
    /// The chosen interval, one of [`Selection::intervals`].
    pub every: Option<Period>,
    /// All, the shortest first.
    pub intervals: Vec<Period>,
    /// The chosen currency (three letters, lower case).
    pub currency: String,
    /// All that can be chosen, in the order of the alphabet; none for a customer, who has one.
    pub currencies: Vec<String>,
}

impl Selection {
    /// `every` and `currency` are what the page's address says, if anything; `region` is the reader's (`DE`).
    ///
    /// The currency is the customer's own; else what was chosen; else that of the region; else that of the first offer.
    pub fn new(
        offers: &[Offer],
        shopper: &Shopper,
        every: Option<String>,
        currency: Option<String>,
        region: Option<String>,
    ) -> Self {
        let prices = || offers.iter().flat_map(|offer| &offer.prices);
        let all: BTreeSet<_> = prices().flat_map(currencies_of).map(str::to_owned).collect();
        let first = prices().next().map(|price| price.charge.currency().to_owned()).unwrap_or_default();
        let wanted = currency.map(|currency| currency.to_lowercase()).filter(|currency| all.contains(currency));
        let local = || region.and_then(|region| all.iter().find(|it| is_used_in(it, &region)).cloned());
        let own = shopper.currency.clone();
        let has_own = own.is_some();
        let currency = own.or(wanted).or_else(local).unwrap_or(first);
        let mut intervals: Vec<Period> = Vec::new();
        for price in prices().filter(|price| currencies_of(price).any(|it| it == currency)) {
            if !intervals.contains(&price.every) {
                intervals.push(price.every);
            }
        }
        intervals.sort_by_key(|every| every.days());
        let named = every.and_then(|name| intervals.iter().copied().find(|it| name_of(*it) == name));
        let current = prices().find(|price| shopper.prices.contains(&price.id)).map(|price| price.every);
        let current = current.filter(|every| intervals.contains(every));
        let every = named.or(current).or_else(|| intervals.first().copied());
        let currencies = if has_own { Vec::new() } else { all.into_iter().collect() };
        Self { every, intervals, currency, currencies }
    }

    /// The offers in the chosen currency.
    pub fn offers(&self, offers: Vec<Offer>) -> Vec<Offer> {
        offers.into_iter().filter_map(|offer| offer.in_currency(Some(&self.currency))).collect()
    }

    /// The page's address with this interval and currency.
    pub fn address(&self, every: Option<Period>, currency: &str) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        if let Some(every) = every.filter(|_| self.intervals.len() > 1) {
            query.append_pair("every", &name_of(every));
        }
        if self.currencies.len() > 1 {
            query.append_pair("currency", currency);
        }
        format!("/pricing?{}", query.finish())
    }
}

fn currencies_of(price: &OfferedPrice) -> impl Iterator<Item = &str> {
    std::iter::once(price.charge.currency()).chain(price.elsewhere.keys().map(String::as_str))
}

/// Whether people pay with the currency there. Source: ISO 4217's list of countries.
fn is_used_in(currency: &str, region: &str) -> bool {
    let known = iso_currency::Currency::from_code(&currency.to_uppercase());
    known.is_some_and(|it| it.used_by().iter().any(|country| format!("{country:?}") == region))
}

/// "month", "month-3"
fn name_of(every: Period) -> String {
    let unit = match every.unit() {
        Unit::Day => "day",
        Unit::Week => "week",
        Unit::Month => "month",
        Unit::Year => "year",
    };
    if every.count() == 1 { unit.to_owned() } else { format!("{unit}-{}", every.count()) }
}
