//! The members of the account: everybody sees them, an owner changes them.

use billing::isolated;
use http::StatusCode;
use leptos::prelude::*;

use crate::{
    account::{AccountMember, Paged, members},
    actions::{ChangeMember, REMOVE},
    components::{Alert, ErrorAlert, Invitations, PageTitle, Pager},
    model::{MEMBERS, Role},
    request::{self, reader},
    say,
    text::{self, Reader},
};

/// Who belongs to the account. Only reached by members.
#[component]
pub fn MembersPage() -> impl IntoView {
    let change = ServerAction::<ChangeMember>::new();
    let error = change.value().get_untracked().and_then(Result::err);
    let texts = reader();
    let (db, member) = (request::database(), request::member());
    let is_owner = member.as_ref().is_some_and(|member| member.role.may_manage_members());
    let page = request::page_number();
    let response = use_context::<leptos_axum::ResponseOptions>();
    view! {
        <PageTitle text=say!(reader(), "members") is_error=error.is_some() />
        <h1>{say!(reader(), "members")}</h1>
        {error.map(|error| view! { <ErrorAlert error reference=None /> })}
        <Suspense>
            {Suspend::new(async move {
                let found = match db.zip(member) {
                    Some((db, member)) => members(&db, &member.account, page).await.map(Some),
                    None => Ok(None),
                };
                match found {
                    Ok(found) => found.map(|Paged { rows, number, has_more }| {
                        let lines = rows.into_iter().map(|found| view! { <Line found is_owner change reader=texts.clone() /> });
                        view! {
                            <ul class="members card">{lines.collect_view()}</ul>
                            <Pager path=MEMBERS number has_more />
                        }
                    })
                    .into_any(),
                    Err(error) => {
                        tracing::error!(error = %error, "the members could not be read");
                        if let Some(response) = response {
                            response.set_status(StatusCode::SERVICE_UNAVAILABLE);
                        }
                        view! { <Alert><p>{say!(texts, "account-unavailable")}</p></Alert> }.into_any()
                    }
                }
            })}
        </Suspense>
        {(is_owner && request::has_mail()).then(|| view! { <Invitations /> })}
        {(!is_owner).then(|| view! { <p class="hint">{say!(reader(), "only-owners")}</p> })}
        <p>
            <a href="/account">{say!(reader(), "back-to-account")}</a>
        </p>
    }
}

#[component]
fn Line(found: AccountMember, is_owner: bool, change: ServerAction<ChangeMember>, reader: Reader) -> impl IntoView {
    let user = found.user.0.to_string();
    let id = format!("member-{user}");
    let email = isolated(&found.email);
    let form = if is_owner {
        let own_role = found.role;
        let roles = [Role::Owner, Role::Billing, Role::Viewer].map(|role| {
            view! { <option value=role.name() selected=role == own_role>{text::role(role, &reader)}</option> }
        });
        let (of_role, described_by) = (user.clone(), id.clone());
        let (change_role, remove) = (say!(reader, "change-role"), say!(reader, "remove"));
        let role_label = say!(reader, "role-of", email = email.as_str());
        let remove_label = say!(reader, "remove-member", email = email.as_str());
        view! {
            <ActionForm action=change>
                <input type="hidden" name="user" value=of_role />
                <select name="role" aria-label=role_label>{roles.collect_view()}</select>
                <button type="submit" class="link-button" aria-describedby=described_by>{change_role}</button>
            </ActionForm>
            <ActionForm action=change>
                <input type="hidden" name="user" value=user />
                <input type="hidden" name="role" value=REMOVE />
                <button type="submit" class="link-button" aria-label=remove_label>{remove}</button>
            </ActionForm>
        }
        .into_any()
    } else {
        view! { <span class="hint">{text::role(found.role, &reader)}</span> }.into_any()
    };
    view! {
        <li>
            <strong id=id>{email}</strong>
            {form}
        </li>
    }
}
