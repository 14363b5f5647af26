//! How often a price is paid.

/// A price's interval, as at Stripe; twelve months are a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    unit: Unit,
    /// How many units; at least 1.
    count: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Unit {
    Day,
    Week,
    Month,
    Year,
}

impl Period {
    /// One month.
    pub const MONTH: Self = Self { unit: Unit::Month, count: 1 };
    /// One year.
    pub const YEAR: Self = Self { unit: Unit::Year, count: 1 };

    /// Reads `recurring.interval` and `recurring.interval_count`; `None` for an unknown interval.
    pub fn from_stripe(interval: &str, count: i64) -> Option<Self> {
        let unit = match interval {
            "day" => Unit::Day,
            "week" => Unit::Week,
            "month" => Unit::Month,
            "year" => Unit::Year,
            _ => return None,
        };
        let count = u32::try_from(count).ok().filter(|count| *count > 0)?;
        Some(if unit == Unit::Month && count == 12 { Self::YEAR } else { Self { unit, count } })
    }

    /// The approximate number of days, for sorting.
    pub fn days(self) -> u64 {
        let days = match self.unit {
            Unit::Day => 1,
            Unit::Week => 7,
            Unit::Month => 30,
            Unit::Year => 365,
        };
        days * u64::from(self.count)
    }

    /// "monthly", "every 3 months"
    pub fn adverb(self) -> String {
        match (self.count, self.unit) {
            (1, Unit::Day) => "daily".to_owned(),
            (1, Unit::Week) => "weekly".to_owned(),
            (1, Unit::Month) => "monthly".to_owned(),
            (1, Unit::Year) => "yearly".to_owned(),
            (count, unit) => format!("every {count} {}s", unit.noun()),
        }
    }

    /// After an amount: "per month", "every 3 months"
    pub fn per(self) -> String {
        if self.count == 1 { format!("per {}", self.unit.noun()) } else { self.adverb() }
    }

    /// "every month", "every 3 months"
    pub fn every(self) -> String {
        if self.count == 1 { format!("every {}", self.unit.noun()) } else { self.adverb() }
    }
}

impl Unit {
    fn noun(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
            Self::Year => "year",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_interval_has_its_words() {
        for (interval, count, per, adverb, every) in [
            ("day", 1, "per day", "daily", "every day"),
            ("week", 1, "per week", "weekly", "every week"),
            ("week", 2, "every 2 weeks", "every 2 weeks", "every 2 weeks"),
            ("month", 1, "per month", "monthly", "every month"),
            ("month", 3, "every 3 months", "every 3 months", "every 3 months"),
            ("month", 12, "per year", "yearly", "every year"),
            ("year", 2, "every 2 years", "every 2 years", "every 2 years"),
        ] {
            let period = Period::from_stripe(interval, count).expect("a period");
            assert_eq!((period.per(), period.adverb(), period.every()), (per.into(), adverb.into(), every.into()));
        }
        for (interval, count) in [("month", 0), ("month", -1), ("decade", 1)] {
            assert_eq!(Period::from_stripe(interval, count), None, "{interval} {count}");
        }
    }
}
