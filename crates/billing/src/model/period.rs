//! How often a price is paid.

/// A price's interval, as at Stripe; twelve months are a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    unit: Unit,
    /// How many units; at least 1.
    count: u32,
}

/// A unit of time in which Stripe bills.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
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

    pub fn unit(self) -> Unit {
        self.unit
    }

    /// How many units; at least 1.
    pub fn count(self) -> u32 {
        self.count
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn twelve_months_are_a_year_and_what_is_no_interval_is_none() {
        for (interval, count, unit, units) in [
            ("day", 1, Unit::Day, 1),
            ("week", 2, Unit::Week, 2),
            ("month", 3, Unit::Month, 3),
            ("month", 12, Unit::Year, 1),
            ("year", 2, Unit::Year, 2),
        ] {
            let period = Period::from_stripe(interval, count).expect("a period");
            assert_eq!((period.unit(), period.count()), (unit, units), "{interval} {count}");
        }
        for (interval, count) in [("month", 0), ("month", -1), ("decade", 1)] {
            assert_eq!(Period::from_stripe(interval, count), None, "{interval} {count}");
        }
    }
}
