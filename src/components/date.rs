//! A date as text, with the exact time in `datetime`.

use leptos::prelude::*;
use time::{OffsetDateTime, format_description::well_known::Rfc3339};

use crate::text::Reader;

/// The day in the reader's time zone.
#[component]
pub fn Date(at: OffsetDateTime, reader: Reader) -> impl IntoView {
    // The exact time rather than a day: the day depends on the time zone.
    view! { <time datetime=at.format(&Rfc3339).unwrap_or_default()>{reader.date(at)}</time> }
}
