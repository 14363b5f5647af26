//! The page of a hand-over's link, for whoever is not signed in by following it.

use http::StatusCode;
use leptos::prelude::*;
use leptos_meta::{Meta, Title};

use crate::{components::BackLink, handover::Entrance, request, text};

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
    let (question, button) = match &other {
        Some(other) => (text::continue_as(other, &email), text::continue_as_button(&email)),
        None => (text::CONTINUE_TEXT.to_owned(), text::CONTINUE.to_owned()),
    };
    let stay = other.map(|other| {
        view! {
            <p>
                <a href="/account">{text::stay_signed_in(&other)}</a>
            </p>
        }
    });
    view! {
        <Title text=text::CONTINUE_TITLE />
        // With the header's `no-referrer` browsers would send the form without its origin.
        <Meta name="referrer" content="same-origin" />
        <h1>{text::CONTINUE_TITLE}</h1>
        <p>{question}</p>
        <form method="post">
            <button type="submit" class="button button-primary">{button}</button>
        </form>
        {stay}
    }
}

#[component]
fn Closed(return_url: Option<String>) -> impl IntoView {
    let signed_in = request::user().is_some();
    view! {
        <Title text=text::LINK_CLOSED />
        <h1>{text::LINK_CLOSED}</h1>
        <p>{text::LINK_CLOSED_TEXT}</p>
        <p>
            <BackLink return_url />
        </p>
        {signed_in.then(|| view! { <p><a href="/account">{text::GO_TO_ACCOUNT}</a></p> })}
    }
}
