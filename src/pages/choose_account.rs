//! Choosing an account, for those who belong to several, or to none any more.

use http::StatusCode;
use leptos::prelude::*;

use crate::{
    account::{Membership, Paged, memberships},
    actions::ChooseAccount,
    components::{Alert, ErrorAlert, PageTitle, Pager},
    model::CHOOSE_ACCOUNT,
    request::{self, reader},
    say,
    text::{self, Reader, account_name},
};

/// One button for each account. Only reached when signed in.
#[component]
pub fn ChooseAccountPage() -> impl IntoView {
    let choose = ServerAction::<ChooseAccount>::new();
    let error = choose.value().get_untracked().and_then(Result::err);
    let texts = reader();
    let (db, user) = (request::database(), request::user());
    let page = request::page_number();
    let response = use_context::<leptos_axum::ResponseOptions>();
    view! {
        <PageTitle text=say!(reader(), "choose-account") is_error=error.is_some() />
        <h1>{say!(reader(), "choose-account")}</h1>
        {error.map(|error| view! { <ErrorAlert error reference=None /> })}
        <Suspense>
            {Suspend::new(async move {
                let found = match db.zip(user) {
                    Some((db, user)) => memberships(&db, user, page).await.map(Some),
                    None => Ok(None),
                };
                match found {
                    Ok(Some(Paged { rows, number, has_more })) if !rows.is_empty() || number > 1 => view! {
                        <Choices own=rows choose reader=texts />
                        <Pager path=CHOOSE_ACCOUNT number has_more />
                    }
                    .into_any(),
                    Ok(_) => view! { <p>{say!(texts, "no-account")}</p> }.into_any(),
                    Err(error) => {
                        tracing::error!(error = %error, "the user's accounts could not be read");
                        if let Some(response) = response {
                            response.set_status(StatusCode::SERVICE_UNAVAILABLE);
                        }
                        view! { <Alert><p>{say!(texts, "account-unavailable")}</p></Alert> }.into_any()
                    }
                }
            })}
        </Suspense>
    }
}

#[component]
fn Choices(own: Vec<Membership>, choose: ServerAction<ChooseAccount>, reader: Reader) -> impl IntoView {
    let lines = own.into_iter().map(|own| {
        let name = account_name(own.name.as_deref(), &own.account, &reader);
        let role = text::role(own.role, &reader);
        view! {
            <li>
                <ActionForm action=choose>
                    <input type="hidden" name="account" value=own.account.to_string() />
                    <button type="submit" class="button">{name}</button>
                    <span class="hint">{role}</span>
                </ActionForm>
            </li>
        }
    });
    view! { <ul class="accounts">{lines.collect_view()}</ul> }
}
