//! An invoice as a page.

use super::link::{by_link, closed};
use crate::cards;
use crate::money;
use crate::pages::card_form::CardForm;
use crate::pages::{Page, date};
use crate::state::{Customer, Invoice, InvoiceStatus, State as Objects, Subscription};
use crate::world::World;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use maud::{Markup, html};
use std::sync::Arc;

pub(crate) async fn page(State(world): State<Arc<World>>, Path(secret): Path<String>) -> Response {
    world.read(|state| match by_link(state, &secret) {
        Ok(invoice) => show(state, &invoice, &CardForm::default(), None),
        Err(why) => closed(&why),
    })
}

pub(super) fn show(state: &Objects, invoice: &Invoice, typed: &CardForm, wrong: Option<&str>) -> Response {
    let title = format!("Invoice {}", invoice.number.as_deref().unwrap_or("draft"));
    let mut response = Page::new(&title).respond(html! {
        section {
            (summary(state, invoice))
            (lines(invoice))
            div class="actions" { a class="button" href=(format!("/i/{}/pdf", invoice.secret)) { "Download PDF" } }
        }
        @if invoice.is_owed() {
            section {
                h2 { "Pay this invoice" }
                @if let Some(wrong) = wrong { p class="wrong" role="alert" { (wrong) } }
                (authenticate(state, invoice))
                form method="post" action=(format!("/i/{}/pay", invoice.secret)) {
                    (typed.fields())
                    div class="actions" {
                        button class="primary" type="submit" {
                            "Pay " (money::amount(invoice.amount_due(), &invoice.currency))
                        }
                    }
                }
            }
        }
    });
    if wrong.is_some() {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    response
}

/// What a reader wants to know first.
fn summary(state: &Objects, invoice: &Invoice) -> Markup {
    let customer = state.get::<Customer>(&invoice.customer);
    html! {
        p class="price" { (money::amount(invoice.amount_due(), &invoice.currency)) }
        p { span class="badge" { (status(invoice.status)) } }
        @if let Some(name) = customer.and_then(|customer| customer.name.as_ref().or(customer.email.as_ref())) {
            p { "Billed to " (name) }
        }
        p class="soft" { "Issued on " (date(invoice.created)) }
    }
}

fn lines(invoice: &Invoice) -> Markup {
    html! {
        table {
            thead { tr { th scope="col" { "For" } th scope="col" { "Period" } th scope="col" class="amount" { "Amount" } } }
            tbody {
                @for line in &invoice.lines {
                    tr {
                        td { (line.description) }
                        td { (date(line.period_start)) " – " (date(line.period_end)) }
                        td class="amount" { (money::amount(line.amount, &invoice.currency)) }
                    }
                }
                @for (said, amount) in besides(invoice) {
                    tr {
                        td colspan="2" { (said) }
                        td class="amount" { (money::amount(amount, &invoice.currency)) }
                    }
                }
            }
        }
    }
}

/// What is taken off the lines and added to them.
pub(super) fn besides(invoice: &Invoice) -> Vec<(&'static str, i64)> {
    let discount: i64 = invoice.discount_amounts().iter().map(|(_, amount)| amount).sum();
    let taxes = invoice.taxes();
    let tax =
        |inclusive: bool| taxes.iter().filter(|tax| tax.inclusive == inclusive).map(|tax| tax.amount).sum::<i64>();
    let all = [("Discount", -discount), ("Tax", tax(false)), ("Tax, included", tax(true))];
    all.into_iter().filter(|(_, amount)| *amount != 0).collect()
}

pub(crate) fn status(status: InvoiceStatus) -> &'static str {
    match status {
        InvoiceStatus::Draft => "Draft",
        InvoiceStatus::Open => "Open",
        InvoiceStatus::Paid => "Paid",
        InvoiceStatus::Uncollectible => "Uncollectible",
        InvoiceStatus::Void => "Void",
    }
}

/// The card that is kept would do, if only its owner authenticated.
fn authenticate(state: &Objects, invoice: &Invoice) -> Markup {
    let subscription = state.get::<Subscription>(&invoice.subscription);
    let method = subscription.and_then(|subscription| cards::payment_method_of(state, subscription));
    html! {
        @if let Some(method) = method.filter(|method| cards::wants_authentication(method)) {
            div class="actions" {
                a class="button" href=(format!("/i/{}/authenticate/{}", invoice.secret, method.id)) {
                    "Authenticate " (cards::described(method))
                }
            }
        }
    }
}
