//! The account page: what costs something by waiting, the plans, the next payments, and how to change them.

use std::sync::Arc;

use billing::{NextAction, Plan, isolated};
use http::StatusCode;
use leptos::prelude::*;

use crate::{
    account::{Account, Change, LoadedAccount, Seen},
    components::{
        AccountActions, Alert, CardActions, Confirmations, DebtList, ErrorAlert, FeaturesCard, InvoiceList,
        ManageSubscription, PageTitle, PaymentCard, PlanBanner, PlanCard, PortalAlert, Subject, TimeZone, Updating,
    },
    model::{CHOOSE_ACCOUNT, CameFrom, InvoicePage, MEMBERS, SECURITY},
    pages::not_found::NotFoundPage,
    request::{self, query, reader},
    say,
    text::{self, Banner, Reader},
};

/// Only reached when signed in: a layer redirects everybody else to the login page.
#[component]
pub fn AccountPage() -> impl IntoView {
    let Some(loaded) = request::loaded_account() else {
        // By an address that is no page's, such as one with a slash too many.
        return view! { <NotFoundPage /> }.into_any();
    };
    let reader = reader();
    let actions = AccountActions { portal: ServerAction::new(), continue_plan: ServerAction::new() };
    let refused = actions.portal.value().get_untracked().and_then(Result::err);
    let not_continued = actions.continue_plan.value().get_untracked().and_then(Result::err);
    let is_error = refused.is_some() || not_continued.is_some();
    let tries = query("try").and_then(|count| count.parse::<u8>().ok()).unwrap_or(0);
    let page = query("invoices").and_then(|number| number.parse().ok()).unwrap_or(1);
    view! {
        <PageTitle text=say!(reader, "account") is_error />
        <TimeZone />
        <h1>{say!(reader, "account-settings")}</h1>
        {refused.map(|error| view! { <PortalAlert error /> })}
        {not_continued.map(|error| view! { <ErrorAlert error reference=None /> })}
        {match loaded {
            LoadedAccount::Found { account, late, fixed } => {
                let account = Arc::unwrap_or_clone(account);
                let changes = if late.is_none() { changes(&account) } else { Vec::new() };
                view! {
                    {late.map(|came_from| view! { <Updating came_from tries /> })}
                    {fixed.map(|why| view! { <p class="notice" role="status">{text::fixed(why, &reader)}</p> })}
                    <Confirmations changes reader=reader.clone() />
                    <AccountDetails account page reader actions />
                }
                    .into_any()
            }
            LoadedAccount::Unavailable => {
                request::set_status(StatusCode::SERVICE_UNAVAILABLE);
                view! { <Alert><p>{say!(reader, "account-unavailable")}</p></Alert> }.into_any()
            }
        }}
    }
    .into_any()
}

/// What is different from what the browser showed last, for those who come back from changing something.
fn changes(account: &Account) -> Vec<Change> {
    let Some(member) = request::member() else { return Vec::new() };
    let now = Seen::of(&member.account, &account.overview);
    let before = request::seen(&member.account);
    if before.as_ref() != Some(&now) {
        request::keep_seen(&now);
    }
    match query("from").and_then(|place| CameFrom::parse(&place)) {
        // Who buys the first plan may not have seen this page before.
        Some(CameFrom::Checkout) => before.unwrap_or_else(|| Seen::nothing(&now)).changes(&account.overview),
        Some(CameFrom::Portal | CameFrom::Here) => before.map(|it| it.changes(&account.overview)).unwrap_or_default(),
        Some(CameFrom::Pricing) | None => Vec::new(),
    }
}

/// A plan with everything that the page shows of it.
struct Shown {
    plan: Plan,
    id: String,
    heading: String,
    subject: Subject,
    banner: Option<Banner>,
    /// What the banner offers, and what the card.
    urgent: Vec<NextAction>,
    steps: Vec<NextAction>,
}

impl Shown {
    fn of(plan: Plan, number: usize, account: &Account, reader: &Reader) -> Self {
        let has_several = account.overview.plans.len() > 1;
        let name = text::plan_name(&plan, reader);
        let before = account.overview.plans.iter().take(number - 1).filter(|it| it.name == plan.name).count();
        let banner = text::banner(&plan, account.overview.payment_method.as_ref(), reader);
        let is_urgent = |step: &NextAction| {
            matches!(
                step,
                NextAction::UpdatePaymentMethod
                    | NextAction::AddPaymentMethod
                    | NextAction::PayInvoice(_)
                    | NextAction::ResumePlan
            )
        };
        let all = plan.next_actions();
        let (urgent, mut steps): (Vec<_>, Vec<_>) =
            all.into_iter().partition(|step| banner.is_some() && is_urgent(step));
        // The payment method has a card of its own, and the portal's home page a button.
        steps.retain(|step| !matches!(step, NextAction::UpdatePaymentMethod | NextAction::AddPaymentMethod));
        steps.retain(|step| *step != NextAction::OpenPortal || !account.has_customer);
        Self {
            id: format!("subscription-{number}"),
            heading: match (has_several, before) {
                (false, _) => say!(reader, "subscription"),
                (true, 0) => name.clone(),
                // Of the same plan several times, which regions of a page may not be called alike.
                (true, before) => format!("{name} ({})", before + 1),
            },
            // With several plans it would not be clear which one changes, and the page does not show the prices of other
            // services' plans.
            subject: Subject { subscription: plan.subscription.clone(), name, by_prices: !has_several && plan.is_ours },
            banner,
            urgent,
            steps,
            plan,
        }
    }

    /// Whether its first action comes before managing the plan in the portal.
    fn has_first_step(&self) -> bool {
        let first = self.steps.first();
        self.plan.subscription.is_none() && first.is_some()
            || matches!(first, Some(NextAction::KeepPlan | NextAction::ResumePlan))
    }
}

#[component]
fn AccountDetails(
    account: Account,
    /// The page of the invoice list, from 1.
    page: usize,
    reader: Reader,
    actions: AccountActions,
) -> impl IntoView {
    let may_bill = account.role.may_bill();
    let is_unknown = account.has_customer && account.synced_at.is_none();
    let plans = if is_unknown { Vec::new() } else { account.overview.plans.clone() };
    let shown = plans.into_iter().zip(1..).map(|(plan, number)| Shown::of(plan, number, &account, &reader));
    let shown = shown.collect::<Vec<_>>();
    let Account { name, has_customer, overview, features, synced_at, .. } = account;
    let invoices = InvoicePage::new(overview.invoices, page);
    let can_manage = has_customer && may_bill;
    // One prominent button: of the first banner, else of the only plan, else the portal's.
    let urgent = shown.iter().position(|it| it.banner.is_some() && !it.urgent.is_empty());
    let is_only = shown.len() == 1;
    let in_card = can_manage && is_only;
    let banners = shown.iter().enumerate().filter_map(|(place, it)| {
        let (id, subject) = (format!("{}-banner", it.id), it.subject.clone());
        let steps = if may_bill { it.urgent.clone() } else { Vec::new() };
        let is_primary = urgent == Some(place);
        let banner = it.banner.clone()?;
        Some(view! { <PlanBanner banner id steps subject is_primary actions /> })
    });
    let banners = banners.collect::<Vec<_>>();
    let has_plan = shown.iter().any(|it| it.plan.subscription.is_some());
    let cards = shown.into_iter().map(|it| {
        let is_primary = urgent.is_none() && is_only && it.has_first_step();
        let manage = in_card.then_some(urgent.is_none() && !is_primary);
        let card = CardActions { steps: it.steps, is_primary, manage };
        let (id, heading, subject, is_told) = (it.id, it.heading, it.subject, it.banner.is_some());
        view! { <PlanCard plan=it.plan id heading is_told subject card reader=reader.clone() actions /> }
    });
    let cards = cards.collect::<Vec<_>>();
    let next_invoice = has_plan.then_some(overview.next_invoice);
    view! {
        {banners}
        <SignedInAs name reader=reader.clone() />
        {is_unknown.then(|| view! { <p class="notice">{say!(reader, "not-fetched")}</p> })}
        {cards}
        {(!may_bill).then(|| view! { <p class="hint">{say!(reader, "only-look")}</p> })}
        {(can_manage && !in_card)
            .then(|| view! { <ManageSubscription is_primary=urgent.is_none() actions /> })}
        {can_manage.then(|| view! { <p class="hint">{say!(reader, "about-the-portal")}</p> })}
        <FeaturesCard features reader=reader.clone() />
        {(!overview.debts.is_empty())
            .then(|| {
                view! {
                    <section class="card" aria-labelledby="debts">
                        <h2 id="debts">{say!(reader, "debts")}</h2>
                        <DebtList debts=overview.debts reader=reader.clone() />
                    </section>
                }
            })}
        {(has_customer && !is_unknown)
            .then(|| {
                view! {
                    <PaymentCard
                        method=overview.payment_method
                        balance=overview.balance
                        next_invoice
                        next_invoice_of=overview.next_invoice_of
                        reader=reader.clone()
                        actions
                    />
                    <InvoiceList page=invoices has_older=overview.has_older_invoices reader=reader.clone() />
                }
            })}
        {synced_at
            .map(|at| view! { <p class="hint">{say!(reader, "last-updated", moment = reader.moment(at))}</p> })}
        <p class="account-links">
            <a href=MEMBERS>{say!(reader, "members")}</a>
            <a href=SECURITY>{say!(reader, "security")}</a>
        </p>
    }
}

#[component]
fn SignedInAs(
    /// What the account's members call it.
    name: Option<String>,
    reader: Reader,
) -> impl IntoView {
    let member = request::member();
    let email = member.as_ref().map(|member| isolated(&member.email)).unwrap_or_default();
    let has_others = member.is_some_and(|member| member.has_others);
    view! {
        <p class="signed-in-as">
            {say!(reader, "signed-in-as", email = email)}
            {name.map(|name| format!(" · {}", isolated(&name)))}
            {has_others.then(|| view! { " · "<a href=CHOOSE_ACCOUNT>{say!(reader, "switch-account")}</a> })}
        </p>
    }
}
