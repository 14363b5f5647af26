//! The way to the company's support.

use leptos::prelude::*;

use crate::{
    model::Reference,
    request::{reader, support_address},
    say,
};

/// A link, if the company says where its support is; nothing otherwise.
#[component]
pub fn Support(
    /// For support to find the request by.
    reference: Option<Reference>,
) -> impl IntoView {
    let reader = reader();
    let subject = match reference {
        Some(reference) => say!(reader, "support-subject", reference = reference.to_string()),
        None => say!(reader, "support-subject-plain"),
    };
    support_address(&subject).map(|address| view! { <a href=address>{say!(reader, "contact-support")}</a> })
}
