//! The account page: the plans, the next payments, and how to change them.

use std::sync::Arc;

use billing::isolated;
use http::StatusCode;
use islands::ManageBillingButton;
use leptos::prelude::*;
use leptos_meta::Title;

use crate::{
    account::{Account, LoadedAccount},
    components::{
        AccountActions, Alert, DebtList, Hydration, InvoiceList, PaymentCard, PlanCard, PortalAlert, TimeZone, Updating,
    },
    model::{CHOOSE_ACCOUNT, InvoicePage, MEMBERS},
    pages::not_found::NotFoundPage,
    request::{self, query},
    text::{self, Formats},
};

/// Only reached when signed in: a layer redirects everybody else to the login page.
#[component]
pub fn AccountPage() -> impl IntoView {
    let Some(loaded) = request::loaded_account() else {
        // By an address that is no page's, such as one with a slash too many.
        return view! { <NotFoundPage /> }.into_any();
    };
    let formats = request::formats();
    let actions = AccountActions { portal: ServerAction::new(), continue_plan: ServerAction::new() };
    let refused = actions.portal.value().get_untracked().and_then(Result::err);
    let not_continued = actions.continue_plan.value().get_untracked().and_then(Result::err);
    let title = if refused.is_some() || not_continued.is_some() { "Error: Account" } else { "Account" };
    let tries = query("try").and_then(|count| count.parse::<u8>().ok()).unwrap_or(0);
    let page = query("invoices").and_then(|number| number.parse().ok()).unwrap_or(1);
    view! {
        <Title text=title />
        <TimeZone />
        <h1>{text::ACCOUNT}</h1>
        {refused.map(|error| view! { <PortalAlert error /> })}
        {not_continued.map(|error| view! { <Alert>{error.to_string()}</Alert> })}
        {match loaded {
            LoadedAccount::Found { account, late } => view! {
                {late.map(|came_from| view! { <Updating came_from tries /> })}
                <AccountDetails account=Arc::unwrap_or_clone(account) page formats actions />
            }
                .into_any(),
            LoadedAccount::Unavailable => {
                request::set_status(StatusCode::SERVICE_UNAVAILABLE);
                view! {
                    <Alert>
                        {text::CANNOT_BE_SHOWN}
                    </Alert>
                }
                    .into_any()
            }
        }}
    }
    .into_any()
}

#[component]
fn AccountDetails(
    account: Account,
    /// The page of the invoice list, from 1.
    page: usize,
    formats: Formats,
    actions: AccountActions,
) -> impl IntoView {
    let Account { name, role, has_customer, overview, synced_at } = account;
    let member = request::member();
    let email = member.as_ref().map(|member| member.email.clone()).unwrap_or_default();
    let has_others = member.is_some_and(|member| member.has_others);
    let may_bill = role.may_bill();
    let invoices = InvoicePage::new(overview.invoices, page);
    let unknown = has_customer && synced_at.is_none();
    let all = overview.plans.len();
    let cards = overview.plans.into_iter().zip(1..).map(|(plan, number)| {
        view! { <PlanCard plan place=(number, all) formats=formats.clone() actions /> }
    });
    view! {
        <p class="signed-in-as">
            {text::SIGNED_IN_AS}<strong>{isolated(&email)}</strong>
            {name.map(|name| view! { {text::SEPARATOR}{isolated(&name)} })}
            {has_others.then(|| view! { {text::SEPARATOR}<a href=CHOOSE_ACCOUNT>{text::SWITCH_ACCOUNT}</a> })}
        </p>
        {if unknown {
            view! {
                <p class="notice">{text::NOT_FETCHED}</p>
            }
                .into_any()
        } else {
            view! {
                {cards.collect_view()}
                {(!overview.debts.is_empty())
                    .then(|| {
                        view! {
                            <section class="card" aria-labelledby="debts">
                                <h2 id="debts">{text::DEBTS}</h2>
                                <DebtList debts=overview.debts formats=formats.clone() />
                            </section>
                        }
                    })}
            }
                .into_any()
        }}
        {(!may_bill).then(|| view! { <p class="hint">{text::ONLY_LOOK}</p> })}
        {(has_customer && may_bill)
            .then(|| {
                view! {
                    <ActionForm action=actions.portal>
                        <ManageBillingButton />
                    </ActionForm>
                    <Hydration />
                    <p class="hint">
                        {text::ABOUT_THE_PORTAL}
                    </p>
                }
            })}
        {(has_customer && !unknown)
            .then(|| {
                view! {
                    <PaymentCard
                        method=overview.payment_method
                        balance=overview.balance
                        next_invoice=overview.next_invoice
                        formats=formats.clone()
                    />
                    <InvoiceList page=invoices has_older=overview.has_older_invoices formats=formats.clone() />
                }
            })}
        {synced_at.map(|at| view! { <p class="hint">{text::as_of(&formats.moment(at))}</p> })}
        <p class="account-links">
            <a href=MEMBERS>{text::MEMBERS}</a>
            {may_change_password().then(|| view! { <a href="/account/password">{text::CHANGE_PASSWORD}</a> })}
        </p>
    }
}

/// Who was handed over has no password.
fn may_change_password() -> bool {
    request::has_passwords() && request::member().is_some_and(|member| member.has_password)
}
