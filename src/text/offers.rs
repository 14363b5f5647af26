//! What can be bought: prices, trials, and why a plan cannot be changed.

use billing::{Charge, CurrentPlan, Money, OfferedPrice, Period, Unit, WhyFixed};

use crate::{
    say,
    text::{
        Reader,
        period::{every, per, word},
    },
};

/// The amount of a price, and its period or unit: "$12.00" and "per month", "$0.01" and "per
/// request, billed every month", "Free".
pub fn price(price: &OfferedPrice, reader: &Reader) -> (String, Option<String>) {
    let (unit, count) = (word(price.every), price.every.count());
    match &price.charge {
        Charge::Flat(_) if price.is_free() => (say!(reader, "free"), None),
        Charge::Flat(money) if price.seats.is_some() => {
            (reader.money(money), Some(say!(reader, "per-seat", unit = unit, count = count)))
        }
        Charge::Flat(money) => (reader.money(money), Some(per(price.every, reader))),
        Charge::Usage { each, unit } => {
            let every = every(price.every, reader);
            let per = say!(reader, "per-unit-of-usage", name = unit.as_str(), every = every);
            (reader.unit_amount(each), Some(per))
        }
    }
}

/// "14 days free, then $12.00 per month"
pub fn free_trial(days: u32, charge: &OfferedPrice, reader: &Reader) -> String {
    let then = match price(charge, reader) {
        (amount, Some(per)) => say!(reader, "price-per", amount = amount, per = per),
        (amount, None) => amount,
    };
    say!(reader, "trial-then", count = days, price = then)
}

/// "Choose Pro", "Switch to Team", "Switch to yearly".
pub fn choose(name: &str, every: Period, is_other_interval: bool, plan: CurrentPlan, reader: &Reader) -> String {
    match plan {
        CurrentPlan::Changeable if is_other_interval => say!(reader, "switch-to-interval", unit = word(every)),
        CurrentPlan::Changeable => say!(reader, "switch-to-offer", plan = name),
        CurrentPlan::None | CurrentPlan::Fixed(_) => say!(reader, "choose-offer", plan = name),
    }
}

/// What a year costs a month: "$10.00 a month, billed yearly"; `None` for other periods and uneven amounts.
pub fn by_the_month(price: &OfferedPrice, reader: &Reader) -> Option<String> {
    let Charge::Flat(Money { amount, currency }) = &price.charge else { return None };
    if price.every != Period::YEAR || *amount <= 0 || amount % 12 != 0 {
        return None;
    }
    let month = Money { amount: amount / 12, currency: currency.clone() };
    Some(say!(reader, "a-month-when-billed-yearly", amount = reader.money(&month)))
}

/// What paying yearly saves, if it does: "Save $24.00".
pub fn saving(yearly: &OfferedPrice, monthly: &OfferedPrice, reader: &Reader) -> Option<String> {
    let saved = saved(yearly, monthly)?;
    Some(say!(reader, "save-amount", amount = reader.money(&saved)))
}

/// What a year at this price costs less than twelve months at that one.
pub fn saved(yearly: &OfferedPrice, monthly: &OfferedPrice) -> Option<Money> {
    let (Charge::Flat(year), Charge::Flat(month)) = (&yearly.charge, &monthly.charge) else { return None };
    let is_pair = yearly.every == Period::YEAR
        && monthly.every.unit() == Unit::Month
        && monthly.every.count() == 1
        && year.currency == month.currency;
    let amount = month.amount.checked_mul(12)?.checked_sub(year.amount)?;
    (is_pair && amount > 0).then(|| Money { amount, currency: year.currency.clone() })
}

/// Why nothing can be chosen, and what to do first.
pub fn fixed(why: WhyFixed, reader: &Reader) -> String {
    match why {
        WhyFixed::Unpaid => say!(reader, "offers-while-unpaid"),
        WhyFixed::Incomplete => say!(reader, "offers-while-incomplete"),
        WhyFixed::Paused => say!(reader, "offers-while-paused"),
        WhyFixed::Canceling => say!(reader, "offers-while-canceling"),
        WhyFixed::Scheduled(at) => say!(reader, "offers-while-scheduled", date = reader.date(at)),
        WhyFixed::Several => say!(reader, "offers-while-several"),
        WhyFixed::Other => say!(reader, "offers-while-fixed"),
    }
}
