//! What is bought, for how much, and the form.

use super::extras::{changes_total, extras};
use super::typed::Typed;
use crate::money;
use crate::pages::{self, Page, date};
use crate::period;
use crate::state::{CheckoutSession, CheckoutStatus, Customer, Price, Product, State as Objects};
use crate::world::World;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use maud::{Markup, html};
use std::sync::Arc;

pub(crate) async fn page(State(world): State<Arc<World>>, Path(secret): Path<String>) -> Response {
    world.read(|state| match open(state, &secret) {
        Ok(session) => show(state, &session, &Typed::default(), None),
        Err(closed) => *closed,
    })
}

/// A session that can still be paid, or the page that says why not.
pub(super) fn open(state: &Objects, secret: &str) -> Result<CheckoutSession, Box<Response>> {
    let Some(session) = state.checkout_sessions.with("secret", secret).next() else {
        return Err(Box::new(pages::problem(
            StatusCode::NOT_FOUND,
            "Page not found",
            html! { p { "Go back to the site you came from, and try again." } },
        )));
    };
    let (title, said) = match session.status {
        CheckoutStatus::Open => return Ok(session.clone()),
        CheckoutStatus::Complete => ("You’re all done here", "Your payment has been processed."),
        CheckoutStatus::Expired => ("This page has expired", "You weren’t charged. Go back and start again."),
    };
    let mut response = Page::new(title).return_url(session.cancel_url.as_deref()).respond(html! { p { (said) } });
    *response.status_mut() = StatusCode::GONE;
    Err(Box::new(response))
}

pub(super) fn framed<'a>(session: &'a CheckoutSession, title: &'a str) -> Page<'a> {
    Page::new(title).return_url(session.cancel_url.as_deref()).forms_may_lead_to(Some(&session.success_url))
}

pub(super) fn show(state: &Objects, session: &CheckoutSession, typed: &Typed, wrong: Option<&str>) -> Response {
    let customer = session.customer.as_ref().and_then(|id| state.get::<Customer>(id));
    let known_email = session.customer_email.as_ref().or(customer.and_then(|customer| customer.email.as_ref()));
    let button = if session.subscription_data.has_trial() { "Start trial" } else { "Subscribe" };
    let mut response = framed(session, "Subscribe").respond(html! {
        section { (bought(state, session)) }
        @if let Some(wrong) = wrong { p class="wrong" role="alert" { (wrong) } }
        form method="post" action=(format!("/c/pay/{}", session.secret)) {
            @match known_email {
                Some(email) => p { "Email: " (email) },
                None => {
                    label for="email" { "Email" }
                    input id="email" name="email" type="email" autocomplete="email" value=(typed.email) required;
                }
            }
            @if session.wants_card() {
                (typed.card.fields())
                label for="billingName" { "Name on card" }
                input id="billingName" name="name" autocomplete="cc-name" value=(typed.name);
            } @else if session.options.tax_id_collection || session.options.wants_address() {
                label for="billingName" { "Name" }
                input id="billingName" name="name" autocomplete="billing name" value=(typed.name);
            }
            (extras(state, session, typed))
            div class="actions" {
                button class="primary" type="submit" data-testid="hosted-payment-submit-button" { (button) }
                @if changes_total(session) {
                    button type="submit" name="action" value="update" formnovalidate { "Update total" }
                }
                @if let Some(url) = &session.cancel_url { a class="button" href=(url) { "Cancel" } }
            }
        }
    });
    if wrong.is_some() {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    response
}

fn bought(state: &Objects, session: &CheckoutSession) -> Markup {
    let name = |price: &Price| state.get::<Product>(&price.product).map(|product| product.name.clone());
    let data = &session.subscription_data;
    let trial_end = data.trial_end.or(data.trial_period_days.map(|days| state.now() + period::days(days)));
    html! {
        @for line in &session.lines {
            @if let Some(price) = state.get::<Price>(&line.price) {
                p { strong { (name(price).unwrap_or_default()) } @if line.quantity != 1 { " × " (line.quantity) } }
                p class="price" { (money::price(price, line.quantity, &session.currency)) }
            }
        }
        @if let Some(end) = trial_end { p { "Free until " (date(end)) "." } }
        @let (discount, tax) = (session.amount(|it| it.discount), session.amount(|it| it.tax));
        @if discount > 0 { p { "Discount: " (money::amount(-discount, &session.currency)) } }
        @if tax > 0 { p { "Tax: " (money::amount(tax, &session.currency)) } }
        p { strong { "Due today: " (money::amount(session.total(), &session.currency)) } }
    }
}
