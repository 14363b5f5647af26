//! What `events` is told.

use std::{fmt, str::FromStr};

use clap::{Args, Subcommand, ValueEnum};
use mirror::entity::stripe_event::State;
use time::{Date, OffsetDateTime, format_description::well_known::Rfc3339, macros::format_description};

use crate::config::{DatabaseArgs, StripeArgs};

/// What `events` takes.
#[derive(Subcommand, Clone, Debug)]
pub enum EventsCommand {
    /// List what is in the inbox, newest first
    List(ListArgs),
    /// Act on events once more, as if they had just arrived
    Replay(ReplayArgs),
    /// Fetch now what Stripe could not deliver (the server does it every hour)
    Fetch(FetchArgs),
}

#[derive(Args, Clone, Debug)]
pub struct ListArgs {
    #[command(flatten)]
    pub database: DatabaseArgs,
    #[arg(long)]
    pub state: Option<StateArg>,
    /// Stripe's type, such as `invoice.paid`; `customer.*` means all that begin so
    #[arg(long = "type")]
    pub kind: Option<String>,
    #[arg(long)]
    pub customer: Option<String>,
    #[command(flatten)]
    pub received: Received,
    /// At most so many
    #[arg(long, default_value_t = 50)]
    pub limit: u64,
}

#[derive(Args, Clone, Debug)]
#[group(id = "which", required = true, multiple = true)]
pub struct ReplayArgs {
    #[command(flatten)]
    pub database: DatabaseArgs,
    /// These (`evt_…`)
    #[arg(group = "which")]
    pub ids: Vec<String>,
    /// All dead letters
    #[arg(long, group = "which")]
    pub failed: bool,
    /// Received at this time or later: `2026-11-22` or `2026-11-22T10:30:00Z`
    #[arg(long, value_name = "TIME", group = "which")]
    pub since: Option<Moment>,
    /// Received before this time
    #[arg(long, value_name = "TIME", group = "which")]
    pub until: Option<Moment>,
    /// Only say which
    #[arg(long)]
    pub dry_run: bool,
}

#[derive(Args, Clone, Debug)]
pub struct FetchArgs {
    #[command(flatten)]
    pub database: DatabaseArgs,
    #[command(flatten)]
    pub stripe: StripeArgs,
}

/// A span of time, by when events were received.
#[derive(Args, Clone, Copy, Debug)]
pub struct Received {
    /// Received at this time or later: `2026-11-22` or `2026-11-22T10:30:00Z`
    #[arg(long, value_name = "TIME")]
    pub since: Option<Moment>,
    /// Received before this time
    #[arg(long, value_name = "TIME")]
    pub until: Option<Moment>,
}

/// [`State`] on the command line.
#[derive(ValueEnum, Clone, Copy, Debug)]
pub enum StateArg {
    Pending,
    Succeeded,
    Ignored,
    Dead,
}

impl From<StateArg> for State {
    fn from(state: StateArg) -> Self {
        match state {
            StateArg::Pending => Self::Pending,
            StateArg::Succeeded => Self::Succeeded,
            StateArg::Ignored => Self::Ignored,
            StateArg::Dead => Self::Dead,
        }
    }
}

/// A moment as people write it: a day (from midnight, UTC) or RFC 3339.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment(OffsetDateTime);

impl Moment {
    /// Unix seconds.
    pub fn unix(self) -> i64 {
        self.0.unix_timestamp()
    }
}

impl FromStr for Moment {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if let Ok(day) = Date::parse(text, format_description!("[year]-[month]-[day]")) {
            return Ok(Self(day.midnight().assume_utc()));
        }
        OffsetDateTime::parse(text, &Rfc3339)
            .map(Self)
            .map_err(|_| "not a time: write 2026-11-22 or 2026-11-22T10:30:00Z")
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
        assert!("yesterday".parse::<Moment>().is_err());
    }
}
