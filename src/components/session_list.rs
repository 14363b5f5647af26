//! Where the user is signed in.

use leptos::prelude::*;

use crate::{
    actions::EndSession,
    auth::{OTHERS, OwnSession},
    say,
    text::{self, Reader},
};

/// One line for each session, with a button to sign out there, and one for all others.
#[component]
pub fn SessionList(sessions: Vec<OwnSession>, end: ServerAction<EndSession>, reader: Reader) -> impl IntoView {
    let has_others = sessions.iter().any(|session| !session.is_this);
    let lines = sessions.into_iter().map(|session| view! { <Line session end reader=reader.clone() /> });
    let lines = lines.collect::<Vec<_>>();
    view! {
        <section class="card" aria-labelledby="sessions">
            <h2 id="sessions">{say!(reader, "sessions")}</h2>
            <ul class="sessions">{lines}</ul>
            {has_others
                .then(|| {
                    view! {
                        <ActionForm action=end>
                            <input type="hidden" name="session" value=OTHERS />
                            <button type="submit" class="button">{say!(reader, "end-other-sessions")}</button>
                        </ActionForm>
                    }
                })}
        </section>
    }
}

#[component]
fn Line(session: OwnSession, end: ServerAction<EndSession>, reader: Reader) -> impl IntoView {
    let device = text::device(session.device, &reader);
    let moment = reader.moment(session.last_used);
    let label = say!(reader, "end-session-of", device = device.as_str(), moment = moment.as_str());
    let network = match session.network {
        Some(network) => say!(reader, "session-network", network = billing::isolated(&network)),
        None => say!(reader, "session-network-unknown"),
    };
    let sign_out = say!(reader, "sign-out");
    let button = if session.is_this {
        view! { <span class="badge badge-good">{say!(reader, "this-session")}</span> }.into_any()
    } else {
        view! {
            <ActionForm action=end>
                <input type="hidden" name="session" value=session.key.as_str().to_owned() />
                <button type="submit" class="link-button" aria-label=label>{sign_out}</button>
            </ActionForm>
        }
        .into_any()
    };
    view! {
        <li>
            <p>
                <strong>{device}</strong>
                <small>{say!(reader, "session-last-used", moment = moment)}</small>
                <small>{network}</small>
            </p>
            {button}
        </li>
    }
}
