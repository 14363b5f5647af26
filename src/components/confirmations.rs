//! What has just changed, for those who come back from Stripe.

use leptos::prelude::*;

use crate::{
    account::Change,
    text::{self, Reader},
};

/// A sentence for each change; nothing if there is none.
#[component]
pub fn Confirmations(changes: Vec<Change>, reader: Reader) -> impl IntoView {
    let lines = changes.iter().map(|change| view! { <p>{text::change(change, &reader)}</p> }).collect::<Vec<_>>();
    (!lines.is_empty()).then(|| view! { <div class="notice notice-good" role="status" id="changed">{lines}</div> })
}
