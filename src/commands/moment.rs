//! A time on the command line.

use std::{fmt, str::FromStr};

use time::{Date, OffsetDateTime, format_description::well_known::Rfc3339, macros::format_description};

/// A day (its midnight, UTC) or RFC 3339, to the second.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment(OffsetDateTime);

impl Moment {
    /// Unix seconds.
    pub fn unix(self) -> i64 {
        self.0.unix_timestamp()
    }

    pub fn time(self) -> OffsetDateTime {
        self.0
    }
}

impl FromStr for Moment {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if let Ok(day) = Date::parse(text, format_description!("[year]-[month]-[day]")) {
            return Ok(Self(day.midnight().assume_utc()));
        }
        let not_a_time = "not a time: write 2026-11-22 or 2026-11-22T10:30:00Z";
        let time = OffsetDateTime::parse(text, &Rfc3339).map_err(|_| not_a_time)?;
        // What is stored are seconds, and in UTC there may be no such year.
        OffsetDateTime::from_unix_timestamp(time.unix_timestamp()).map(Self).map_err(|_| not_a_time)
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.format(&Rfc3339).unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_and_a_time_are_read() {
        for (text, unix) in [("1970-01-02", 86_400), ("1970-01-01T01:00:00+01:00", 0), ("1970-01-01T00:00:05Z", 5)] {
            assert_eq!(text.parse::<Moment>().map(Moment::unix), Ok(unix), "{text}");
        }
        for text in ["yesterday", "9999-12-31T23:59:59-01:00"] {
            assert!(text.parse::<Moment>().is_err(), "{text}");
        }
        assert_eq!("1970-01-01T00:00:05.9Z".parse::<Moment>().map(|it| it.time().nanosecond()), Ok(0));
    }
}
