//! A message that something did not work.

use leptos::prelude::*;

/// Marked as an alert; the page around it says "Error" in its title, which is read out first.
#[component]
pub fn Alert(children: Children) -> impl IntoView {
    view! { <div class="alert" role="alert">{children()}</div> }
}
