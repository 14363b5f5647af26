//! The arguments of `events`.

use clap::{Args, Subcommand, ValueEnum};
use mirror::entity::stripe_event::State;

use crate::{
    commands::moment::Moment,
    config::{DatabaseArgs, StripeArgs},
};

/// The subcommands of `events`.
#[derive(Subcommand, Clone, Debug)]
pub enum EventsCommand {
    /// List the events in the inbox, newest first
    List(ListArgs),
    /// Process events again, as if they had just arrived
    Replay(ReplayArgs),
    /// Fetch now the events that Stripe could not deliver (the server does this every hour)
    Fetch(FetchArgs),
}

#[derive(Args, Clone, Debug)]
pub struct ListArgs {
    #[command(flatten)]
    pub database: DatabaseArgs,
    #[arg(long)]
    pub state: Option<StateArg>,
    /// The event type, such as `invoice.paid`; `customer.*` means every type that begins with
    /// `customer.`
    #[arg(long = "type")]
    pub kind: Option<String>,
    #[arg(long)]
    pub customer: Option<String>,
    #[command(flatten)]
    pub received: Received,
    /// The maximum number of events to list
    #[arg(long, default_value_t = 50)]
    pub limit: u32,
}

#[derive(Args, Clone, Debug)]
#[group(id = "which", required = true, multiple = true)]
pub struct ReplayArgs {
    #[command(flatten)]
    pub database: DatabaseArgs,
    /// The ids of the events (`evt_…`)
    #[arg(group = "which")]
    pub ids: Vec<String>,
    /// All dead letters (events that were given up)
    #[arg(long, group = "which")]
    pub failed: bool,
    /// Received at this time or later: `2026-11-22` or `2026-11-22T10:30:00Z`
    #[arg(long, value_name = "TIME", group = "which")]
    pub since: Option<Moment>,
    /// Received before this time
    #[arg(long, value_name = "TIME", group = "which")]
    pub until: Option<Moment>,
    /// Only count the events; replay nothing
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

/// The time span in which the events were received.
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
