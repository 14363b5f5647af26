//! A date for people, with the same date for machines.

use leptos::prelude::*;
use time::{OffsetDateTime, format_description::BorrowedFormatItem, macros::format_description};

const FOR_PEOPLE: &[BorrowedFormatItem<'_>] = format_description!("[day padding:none] [month repr:long] [year]");
const FOR_MACHINES: &[BorrowedFormatItem<'_>] = format_description!("[year]-[month]-[day]");

/// A day in UTC, as Stripe bills.
#[component]
pub fn Date(at: OffsetDateTime) -> impl IntoView {
    // Formatting only fails for formats that ask for what a date does not have.
    let [people, machines] = [FOR_PEOPLE, FOR_MACHINES].map(|format| at.format(format).unwrap_or_default());
    view! { <time datetime=machines>{people}</time> }
}
