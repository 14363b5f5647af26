//! The page of a hand-over's link, for whoever is not signed in by following it.

use http::StatusCode;
use leptos::prelude::*;
use leptos_meta::Meta;

use billing::isolated;

use crate::{
    components::{BackLink, PageTitle},
    handover::Entrance,
    request::{self, reader},
    say,
};

/// A button that signs in, or what to do when the link does not work.
#[component]
pub fn EnterPage() -> impl IntoView {
    match request::entrance() {
        Some(Entrance::Open { email, other }) => view! { <Open email other /> }.into_any(),
        entrance => {
            let return_url = match entrance {
                Some(Entrance::Closed { return_url }) => return_url,
                _ => None,
            };
            request::set_status(StatusCode::GONE);
            view! { <Closed return_url /> }.into_any()
        }
    }
}

/// Whose link it is is only said to somebody else who is signed in: a program that previews links is told nothing.
#[component]
fn Open(email: String, other: Option<String>) -> impl IntoView {
    let reader = reader();
    let email = isolated(&email);
    let (question, button) = match &other {
        Some(other) => (
            say!(reader, "continue-question", email = isolated(other), other = email.as_str()),
            say!(reader, "continue-as", other = email.as_str()),
        ),
        None => (say!(reader, "continue-text"), say!(reader, "continue")),
    };
    let stay = other.map(|other| {
        view! {
            <p>
                <a href="/account">{say!(reader, "stay-signed-in", email = isolated(&other))}</a>
            </p>
        }
    });
    view! {
        <PageTitle text=say!(reader, "continue-title") />
        // With the header's `no-referrer` browsers would send the form without its origin.
        <Meta name="referrer" content="same-origin" />
        <h1>{say!(reader, "continue-title")}</h1>
        <p>{question}</p>
        <form method="post">
            <button type="submit" class="button button-primary">{button}</button>
        </form>
        {stay}
    }
}

#[component]
fn Closed(return_url: Option<String>) -> impl IntoView {
    let reader = reader();
    let signed_in = request::user().is_some();
    view! {
        <PageTitle text=say!(reader, "link-closed") />
        <h1>{say!(reader, "link-closed")}</h1>
        <p>{say!(reader, "link-closed-text")}</p>
        <p>
            <BackLink return_url />
        </p>
        {signed_in.then(|| view! { <p><a href="/account">{say!(reader, "go-to-account")}</a></p> })}
    }
}
