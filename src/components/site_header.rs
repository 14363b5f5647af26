//! The header of every page: the navigation, and who is signed in.

use leptos::prelude::*;

use crate::{
    actions::Logout,
    components::{alert::Alert, back_link::BackLink},
    request::{has_passwords, return_url, user},
    text::SITE_NAME,
};

/// Name and navigation.
#[component]
pub fn SiteHeader() -> impl IntoView {
    let is_signed_in = user().is_some();
    let back = return_url().filter(|_| is_signed_in);
    let logout = ServerAction::<Logout>::new();
    let failed = logout.value().get_untracked().and_then(Result::err);
    view! {
        <header class="site-header">
            <a class="brand" href="/">{SITE_NAME}</a>
            <nav aria-label="Site">
                {back.map(|url| view! { <BackLink return_url=Some(url) /> })}
                <a href="/pricing">"Pricing"</a>
                {if is_signed_in {
                    view! {
                        <a href="/account">"Account"</a>
                        <ActionForm action=logout>
                            <button type="submit" class="link-button">"Sign out"</button>
                        </ActionForm>
                    }
                        .into_any()
                } else {
                    view! {
                        <a href="/login">"Sign in"</a>
                        {has_passwords().then(|| view! { <a href="/signup">"Sign up"</a> })}
                    }
                        .into_any()
                }}
            </nav>
        </header>
        {failed.map(|_| view! { <Alert>"You are still signed in: signing out did not work just now. Try again."</Alert> })}
    }
}
