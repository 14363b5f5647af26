//! A date for people, with the same date for machines.

use leptos::prelude::*;
use time::{OffsetDateTime, format_description::well_known::Rfc3339};

use crate::text::Formats;

/// A day of the reader's.
#[component]
pub fn Date(at: OffsetDateTime, formats: Formats) -> impl IntoView {
    // A moment rather than a day: which day it is depends on where one is.
    view! { <time lang=formats.language() datetime=at.format(&Rfc3339).unwrap_or_default()>{formats.date(at)}</time> }
}
