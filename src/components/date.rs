//! A date for people, with the same date for machines.

use leptos::prelude::*;
use time::{
    OffsetDateTime,
    format_description::{BorrowedFormatItem, well_known::Rfc3339},
    macros::format_description,
};

const FOR_PEOPLE: &[BorrowedFormatItem<'_>] = format_description!("[day padding:none] [month repr:long] [year]");
const WITH_TIME: &[BorrowedFormatItem<'_>] =
    format_description!("[day padding:none] [month repr:long] [year], [hour]:[minute] UTC");
const FOR_MACHINES: &[BorrowedFormatItem<'_>] = format_description!("[year]-[month]-[day]");

/// A day in UTC, as Stripe bills.
#[component]
pub fn Date(at: OffsetDateTime) -> impl IntoView {
    view! { <time datetime=written(at, FOR_MACHINES)>{written(at, FOR_PEOPLE)}</time> }
}

/// A moment in UTC, to the minute.
#[component]
pub fn Moment(at: OffsetDateTime) -> impl IntoView {
    let machines = at.format(&Rfc3339).unwrap_or_default();
    view! { <time datetime=machines>{written(at, WITH_TIME)}</time> }
}

/// Formatting only fails for formats that ask for what a time does not have.
fn written(at: OffsetDateTime, format: &[BorrowedFormatItem<'_>]) -> String {
    at.format(format).unwrap_or_default()
}
