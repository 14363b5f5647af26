//! A message that something did not work.

use leptos::prelude::*;

/// Has the role `alert`. The page's title also begins with "Error", which screen readers read
/// first.
#[component]
pub fn Alert(children: Children) -> impl IntoView {
    view! { <div class="alert" role="alert">{children()}</div> }
}
