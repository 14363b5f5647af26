//! The page of a mailed link: a button, since a program that looks at links presses none.

use billing::isolated;
use http::StatusCode;
use leptos::prelude::*;
use leptos_meta::Meta;

use crate::{
    account::OpenInvitation,
    actions::{AcceptInvitation, ConfirmEmail, ConfirmLink, ConfirmSignUp, Logout, ResetPassword},
    components::{ErrorAlert, PageTitle, PasswordField},
    mailed_link::MailedLink,
    model::{AuthError, Field, ReturnPath},
    request::{self, reader, with_next},
    say,
    text::{self, Told},
    token::Token,
};

/// What the link is for.
#[component]
pub fn MailedLinkPage() -> impl IntoView {
    match request::mailed_link().unwrap_or(MailedLink::Closed) {
        MailedLink::SignUp { token, email, asks_password } => view! { <SignUp token email asks_password /> }.into_any(),
        MailedLink::Reset { token, email } => view! { <Reset token email /> }.into_any(),
        MailedLink::Address { token, email } => view! { <Address token email /> }.into_any(),
        MailedLink::SignIn { token, email, other } => view! { <SignIn token email other /> }.into_any(),
        MailedLink::Invitation { token, invitation, visitor } => {
            view! { <Invitation token invitation visitor /> }.into_any()
        }
        MailedLink::Disabled => {
            request::set_status(StatusCode::FORBIDDEN);
            view! { <Top title=say!(reader(), "sign-in") error=Some(AuthError::Disabled) shown=None /> }.into_any()
        }
        MailedLink::Closed => {
            request::set_status(StatusCode::GONE);
            view! { <Closed /> }.into_any()
        }
    }
}

/// The heading, and an error that is not told beside the page's field.
#[component]
fn Top(
    title: String,
    error: Option<AuthError>,
    /// The field that the page has.
    shown: Option<Field>,
) -> impl IntoView {
    let of_form = error.filter(|error| error.field().is_none() || error.field() != shown);
    view! {
        <PageTitle text=title.clone() is_error=error.is_some() />
        // With the header's `no-referrer` browsers would send the form without its origin, and errors would not find
        // the way back. To other sites nothing is sent.
        <Meta name="referrer" content="same-origin" />
        <h1>{title}</h1>
        {of_form.map(|error| view! { <ErrorAlert error reference=None /> })}
    }
}

#[component]
fn SignUp(token: Token, email: String, asks_password: bool) -> impl IntoView {
    let reader = reader();
    let confirm = ServerAction::<ConfirmSignUp>::new();
    let error = confirm.value().get_untracked().and_then(Result::err);
    let field = error.filter(|error| error.field() == Some(Field::Password)).map(|error| error.told(&reader));
    let password = asks_password.then(|| {
        view! {
            <PasswordField
                name="password"
                label=say!(reader, "password")
                autocomplete="current-password"
                error=field
                hint=Some(say!(reader, "password-you-chose"))
            />
        }
    });
    view! {
        <Top title=say!(reader, "mail-create-account") error shown=asks_password.then_some(Field::Password) />
        <p>{say!(reader, "sign-up-confirm", email = isolated(&email))}</p>
        <div class="card form">
            <ActionForm action=confirm>
                <input type="hidden" name="token" value=token.expose().to_owned() />
                {password}
                <button type="submit" class="button button-primary">{say!(reader, "mail-create-account")}</button>
            </ActionForm>
        </div>
    }
}

#[component]
fn Reset(token: Token, email: String) -> impl IntoView {
    let reader = reader();
    let reset = ServerAction::<ResetPassword>::new();
    let error = reset.value().get_untracked().and_then(Result::err);
    let field = error.filter(|error| error.field() == Some(Field::Password)).map(|error| error.told(&reader));
    view! {
        <Top title=say!(reader, "mail-choose-password") error shown=Some(Field::Password) />
        <p>{say!(reader, "reset-confirm", email = isolated(&email))}</p>
        <div class="card form">
            <ActionForm action=reset>
                <input type="hidden" name="token" value=token.expose().to_owned() />
                // For the browser's password manager.
                <input type="hidden" name="email" autocomplete="username" value=email />
                <PasswordField
                    name="password"
                    label=say!(reader, "new-password")
                    autocomplete="new-password"
                    error=field
                    hint=Some(say!(reader, "password-hint"))
                />
                <button type="submit" class="button button-primary">{say!(reader, "save-password")}</button>
            </ActionForm>
        </div>
    }
}

#[component]
fn Address(token: Token, email: String) -> impl IntoView {
    let reader = reader();
    let confirm = ServerAction::<ConfirmEmail>::new();
    let error = confirm.value().get_untracked().and_then(Result::err);
    view! {
        <Top title=say!(reader, "mail-confirm-email") error shown=None />
        <p>{say!(reader, "address-confirm", email = isolated(&email))}</p>
        <ActionForm action=confirm>
            <input type="hidden" name="token" value=token.expose().to_owned() />
            <button type="submit" class="button button-primary">{say!(reader, "mail-confirm-email")}</button>
        </ActionForm>
    }
}

#[component]
fn SignIn(token: Token, email: String, other: Option<String>) -> impl IntoView {
    let reader = reader();
    let confirm = ServerAction::<ConfirmLink>::new();
    let error = confirm.value().get_untracked().and_then(Result::err);
    let email = isolated(&email);
    let instead =
        other.map(|other| say!(reader, "continue-question", email = isolated(&other), other = email.as_str()));
    view! {
        <Top title=say!(reader, "sign-in") error shown=None />
        <p>{instead.unwrap_or_else(|| say!(reader, "sign-in-confirm", email = email.as_str()))}</p>
        <ActionForm action=confirm>
            <input type="hidden" name="token" value=token.expose().to_owned() />
            <button type="submit" class="button button-primary">
                {say!(reader, "continue-as", other = email.as_str())}
            </button>
        </ActionForm>
    }
}

#[component]
fn Invitation(token: Token, invitation: OpenInvitation, visitor: Option<String>) -> impl IntoView {
    let reader = reader();
    let accept = ServerAction::<AcceptInvitation>::new();
    let error = accept.value().get_untracked().and_then(Result::err);
    let OpenInvitation { account, name, email, role, inviter } = invitation;
    let name = text::account_name(name.as_deref(), &account, &reader);
    let role = text::role(role, &reader);
    let invited = say!(reader, "invitation-text", email = isolated(&inviter), name = name, role = role);
    let way = match visitor {
        Some(visitor) if visitor == email => {
            let (token, label) = (token.expose().to_owned(), say!(reader, "accept-invitation"));
            view! {
                <ActionForm action=accept>
                    <input type="hidden" name="token" value=token />
                    <button type="submit" class="button button-primary">{label}</button>
                </ActionForm>
            }
            .into_any()
        }
        Some(visitor) => {
            let logout = ServerAction::<Logout>::new();
            let other = say!(reader, "invitation-other", email = isolated(&email), other = isolated(&visitor));
            let label = say!(reader, "sign-out");
            view! {
                <p>{other}</p>
                <ActionForm action=logout>
                    <button type="submit" class="button button-primary">{label}</button>
                </ActionForm>
            }
            .into_any()
        }
        None => {
            let back = request::path().parse::<ReturnPath>().unwrap_or_default();
            let signup = with_next("/signup", Some(back.as_str()));
            let up = request::has_passwords().then(|| (say!(reader, "no-account-yet"), say!(reader, "sign-up")));
            let (text, label) = (say!(reader, "invitation-sign-in", email = isolated(&email)), say!(reader, "sign-in"));
            view! {
                <p>{text}</p>
                <p>
                    <a class="button button-primary" href=back.login_url()>{label}</a>
                </p>
                {up.map(|(text, label)| view! { <p>{text}" "<a href=signup>{label}</a></p> })}
            }
            .into_any()
        }
    };
    view! {
        <Top title=say!(reader, "invitation-title") error=None shown=None />
        {error.map(|error| view! { <ErrorAlert error reference=None /> })}
        <p>{invited}</p>
        {way}
    }
}

#[component]
fn Closed() -> impl IntoView {
    let reader = reader();
    let signed_in = request::user().is_some();
    let (path, label) =
        if signed_in { ("/account", say!(reader, "go-to-account")) } else { ("/login", say!(reader, "sign-in")) };
    view! {
        <Top title=say!(reader, "link-closed") error=None shown=None />
        <p>{say!(reader, "mail-link-closed")}</p>
        <p>
            <a href=path>{label}</a>
        </p>
    }
}
