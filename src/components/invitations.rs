//! Inviting people into the account, and taking invitations back.

use billing::isolated;
use leptos::prelude::*;

use crate::{
    account::{SentInvitation, invitations},
    actions::{Invite, WithdrawInvitation},
    components::{Alert, EmailField, ErrorAlert},
    model::{AccountError, Role},
    request::{self, reader, typed_email},
    say,
    text::{self, Reader, Told},
};

/// The open invitations and the form. Only for owners.
#[component]
pub fn Invitations() -> impl IntoView {
    let invite = ServerAction::<Invite>::new();
    let withdraw = ServerAction::<WithdrawInvitation>::new();
    let refused = invite.value().get_untracked().and_then(Result::err);
    let not_withdrawn = withdraw.value().get_untracked().and_then(Result::err);
    let texts = reader();
    let of_field = refused.filter(|error| *error == AccountError::EmailInvalid).map(|error| error.told(&texts));
    let of_form = refused.filter(|error| *error != AccountError::EmailInvalid).or(not_withdrawn);
    let roles = [Role::Billing, Role::Viewer, Role::Owner].map(|role| {
        view! { <option value=role.name()>{text::role(role, &texts)}</option> }
    });
    let (db, member) = (request::database(), request::member());
    let listed = texts.clone();
    view! {
        <section class="card form" aria-labelledby="invitations">
            <h2 id="invitations">{say!(texts, "invite-members")}</h2>
            {of_form.map(|error| view! { <ErrorAlert error reference=None /> })}
            <Suspense>
                {Suspend::new(async move {
                    let found = match db.zip(member) {
                        Some((db, member)) => invitations(&db, &member.account).await,
                        None => Ok(Vec::new()),
                    };
                    match found {
                        Ok(sent) if sent.is_empty() => ().into_any(),
                        Ok(sent) => view! { <Sent sent withdraw reader=listed /> }.into_any(),
                        Err(error) => {
                            tracing::error!(error = %error, "the invitations could not be read");
                            view! { <Alert><p>{say!(listed, "account-unavailable")}</p></Alert> }.into_any()
                        }
                    }
                })}
            </Suspense>
            <ActionForm action=invite>
                <EmailField error=of_field typed=refused.and(typed_email()) />
                <div class="field">
                    <label for="role">{say!(texts, "role")}</label>
                    <select id="role" name="role">
                        {roles.collect_view()}
                    </select>
                </div>
                <button type="submit" class="button">{say!(texts, "send-invitation")}</button>
            </ActionForm>
        </section>
    }
}

#[component]
fn Sent(sent: Vec<SentInvitation>, withdraw: ServerAction<WithdrawInvitation>, reader: Reader) -> impl IntoView {
    let lines = sent.into_iter().map(|SentInvitation { id, email, role }| {
        let email = isolated(&email);
        let label = say!(reader, "withdraw-invitation-to", email = email.as_str());
        let role = text::role(role, &reader);
        let withdraw_label = say!(reader, "withdraw-invitation");
        view! {
            <li>
                <strong>{email}</strong>
                <span class="hint">{role}</span>
                <ActionForm action=withdraw>
                    <input type="hidden" name="invitation" value=id />
                    <button type="submit" class="link-button" aria-label=label>
                        {withdraw_label}
                    </button>
                </ActionForm>
            </li>
        }
    });
    let lines = lines.collect_view();
    view! {
        <p class="hint">{say!(reader, "open-invitations")}</p>
        <ul class="members">{lines}</ul>
    }
}
