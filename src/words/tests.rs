//! The table in docs/ACCOUNT.md is what the program says.

use time::macros::datetime;

use super::*;
use crate::model::{Due, Money, NewPlan, NextInvoice, Period, ScheduledChange, Standing, Upcoming};

const DOCS: &str = include_str!("../../docs/ACCOUNT.md");

/// Where it takes a schedule that is made by hand.
const SELLERS: &str = "a schedule of the seller's";

/// The state's name in the table, and the simulator's scene that shows it.
fn state(standing: &Standing) -> (&'static str, &'static str) {
    match standing {
        Standing::Free => ("no plan", "signing up"),
        Standing::NothingOnFile => ("nothing on file", "`nothing`"),
        Standing::CustomerDeleted => ("deleted in Stripe", "`deleted`"),
        Standing::CustomerMissing => ("not in this account", "an account that is forgotten"),
        Standing::Trialing { .. } => ("on trial", "`trialing_with_card`"),
        Standing::TrialingWithoutPaymentMethod { .. } => ("on trial, no card", "`trialing`"),
        Standing::Active { amount: Some(Upcoming { so_far: true, .. }), .. } => ("active, by usage", "`metered`"),
        Standing::Active { .. } => ("active", "`active`"),
        Standing::Renewing => ("renewing", "when a renewal's webhook is late"),
        Standing::Canceling { by_schedule: true, .. } => ("ends by schedule", "`end_scheduled`"),
        Standing::Canceling { charge: None, .. } => ("cancels on a date", "`canceling`"),
        Standing::Canceling { charge: Some(_), .. } => ("cancels later than the period", "`active`, then `cancel_at`"),
        Standing::ChangeScheduled { ends: Some(_), .. } => ("change, then end scheduled", SELLERS),
        Standing::ChangeScheduled { change, .. } => match change {
            ScheduledChange::To(_) => ("change scheduled", "`change_scheduled`"),
            ScheduledChange::Interval { .. } => ("other interval scheduled", SELLERS),
            ScheduledChange::Replaces { .. } => ("change of one item scheduled", SELLERS),
            ScheduledChange::Quantity(_) => ("quantity of one item scheduled", SELLERS),
            ScheduledChange::Adds(_) => ("item scheduled", "`item_scheduled`"),
            ScheduledChange::Removes(_) => ("removal scheduled", SELLERS),
            ScheduledChange::Other => ("other change scheduled", SELLERS),
        },
        Standing::CollectionPaused { .. } => ("collection paused", "`collection_paused`"),
        Standing::PastDue { ends: None, .. } => ("past due", "`past_due`"),
        Standing::PastDue { ends: Some(_), .. } => ("past due, cancels", "`past_due`, then Cancel plan"),
        Standing::Unpaid { .. } => ("unpaid", "`unpaid`"),
        Standing::Incomplete { .. } => ("incomplete", "`incomplete`"),
        Standing::IncompleteExpired => ("incomplete, expired", "`incomplete_expired`"),
        Standing::Paused { due: None } => ("paused", "`paused`, then a card"),
        Standing::Paused { due: Some(_) } => ("paused, payment failed", "`paused`, a card that fails, Resume plan"),
        Standing::PausedWithoutPaymentMethod => ("paused, no card", "`paused`"),
        Standing::CanceledPaidUntil { .. } => ("canceled early", "`canceled_early`"),
        Standing::Ended { .. } => ("ended", "`ended`"),
        Standing::Unknown => ("unread, or newer than this program", "a subscription in trouble"),
    }
}

fn examples() -> Vec<Standing> {
    let at = datetime!(2026-12-22 00:00 UTC);
    let amount = || Money { amount: 1200, currency: "usd".to_owned() };
    let upcoming = || Upcoming { money: amount(), so_far: false };
    let used = || Upcoming { money: Money { amount: 317, ..amount() }, so_far: true };
    let due = || {
        Some(Due {
            amount: amount(),
            invoices: 1,
            by_hand: false,
            since: datetime!(2026-11-18 00:00 UTC),
            next_attempt: Some(datetime!(2026-11-26 00:00 UTC)),
            payable: Some("in_1".to_owned()),
        })
    };
    let team =
        |quantity| NewPlan { name: "Team".to_owned(), quantity, amount: Some(amount()), every: Some(Period::MONTH) };
    let changes = |change| Standing::ChangeScheduled { at, change, ends: None };
    vec![
        Standing::Free,
        Standing::NothingOnFile,
        Standing::TrialingWithoutPaymentMethod { ends: at },
        Standing::Trialing { ends: at, then: Some(upcoming()) },
        Standing::Active { renews: at, amount: Some(upcoming()) },
        Standing::Active { renews: at, amount: Some(used()) },
        Standing::Renewing,
        Standing::Canceling { ends: at, charge: None, by_schedule: false },
        Standing::Canceling {
            ends: datetime!(2027-06-30 00:00 UTC),
            charge: Some(NextInvoice { at, amount: upcoming() }),
            by_schedule: false,
        },
        Standing::Canceling {
            ends: datetime!(2027-06-30 00:00 UTC),
            charge: Some(NextInvoice { at, amount: upcoming() }),
            by_schedule: true,
        },
        changes(ScheduledChange::To(team(5))),
        Standing::ChangeScheduled {
            at,
            change: ScheduledChange::To(team(1)),
            ends: Some(datetime!(2027-06-30 00:00 UTC)),
        },
        changes(ScheduledChange::Interval {
            every: Period::from_stripe("month", 3).expect("an interval"),
            amount: Some(amount()),
        }),
        changes(ScheduledChange::Replaces { from: "Pro".to_owned(), to: team(1) }),
        changes(ScheduledChange::Quantity(team(5))),
        changes(ScheduledChange::Adds(team(1))),
        changes(ScheduledChange::Removes("Team".to_owned())),
        changes(ScheduledChange::Other),
        Standing::CollectionPaused { resumes: Some(at), collected_later: false },
        Standing::PastDue { due: due(), ends: None },
        Standing::PastDue { due: due(), ends: Some(at) },
        Standing::Unpaid { due: due(), ends: None },
        Standing::Incomplete { due: due(), until: Some(at) },
        Standing::IncompleteExpired,
        Standing::PausedWithoutPaymentMethod,
        Standing::Paused { due: None },
        Standing::Paused { due: due() },
        Standing::CanceledPaidUntil { canceled: datetime!(2026-11-20 00:00 UTC), until: at },
        Standing::Ended { at: Some(datetime!(2026-11-20 00:00 UTC)) },
        Standing::CustomerDeleted,
        Standing::CustomerMissing,
        Standing::Unknown,
    ]
}

#[test]
fn the_docs_list_every_state_with_its_sentence_and_its_steps() {
    let formats = Formats::new(None, None);
    let rows = examples().into_iter().map(|standing| {
        let (name, scene) = state(&standing);
        let steps: Vec<_> = standing.steps().iter().map(step).collect();
        format!("| {name} | {} | {} | {scene} |", sentence(&standing, &formats), steps.join(", "))
    });
    let table = rows.collect::<Vec<_>>().join("\n");
    assert!(DOCS.contains(&table), "docs/ACCOUNT.md should have this table:\n{table}");
}
