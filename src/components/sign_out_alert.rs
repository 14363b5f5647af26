//! The alert that signing out did not work, on whatever page that was tried.

use leptos::prelude::*;

use crate::{actions::Logout, components::alert::Alert, request::reader, say};

/// Nothing, unless it did not work just now.
#[component]
pub fn SignOutAlert() -> impl IntoView {
    let failed = ServerAction::<Logout>::new().value().get_untracked().and_then(Result::err);
    failed.map(|_| view! { <Alert><p>{say!(reader(), "sign-out-failed")}</p></Alert> })
}
