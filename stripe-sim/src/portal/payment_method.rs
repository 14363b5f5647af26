//! A new card, which becomes the customer's default.

use super::visit::{Visit, enter};
use crate::cards;
use crate::state::{Charge, Customer, FlowKind};
use crate::tx::Tx;
use crate::world::World;
use axum::Form;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use maud::html;
use serde::Deserialize;
use std::sync::Arc;
use time::OffsetDateTime;

#[derive(Deserialize, Default)]
pub(crate) struct CardForm {
    #[serde(default)]
    number: String,
    #[serde(default)]
    expiry: String,
    #[serde(default)]
    cvc: String,
}

pub(crate) async fn page(State(world): State<Arc<World>>, Path(secret): Path<String>) -> Response {
    enter(&world, &secret, |_, visit| {
        if visit.configuration.payment_method_update {
            show(&visit, &CardForm::default(), None)
        } else {
            visit.home("unavailable")
        }
    })
}

/// The form, with what was typed and what is wrong with it. The security code is never shown again.
fn show(visit: &Visit, typed: &CardForm, wrong: Option<&str>) -> Response {
    let mut response = visit.page("Update your payment method").respond(html! {
        @if let Some(wrong) = wrong { p class="wrong" role="alert" { (wrong) } }
        form method="post" {
            label for="number" { "Card number" }
            input id="number" name="number" value=(typed.number) inputmode="numeric" autocomplete="off" required
                aria-describedby="number-hint";
            p class="hint" id="number-hint" { "Test cards only, such as 4242 4242 4242 4242. Never a real one." }
            div class="row" {
                div {
                    label for="expiry" { "Expires (MM / YY)" }
                    input id="expiry" name="expiry" value=(typed.expiry) inputmode="numeric" autocomplete="off" required;
                }
                div {
                    label for="cvc" { "Security code" }
                    input id="cvc" name="cvc" inputmode="numeric" autocomplete="off" required;
                }
            }
            div class="actions" {
                button class="primary" type="submit" { "Save card" }
                @if visit.session.open_flow().is_none() {
                    a class="button" href=(visit.path("")) { "Go back" }
                }
            }
        }
    });
    if wrong.is_some() {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    response
}

pub(crate) async fn act(
    State(world): State<Arc<World>>,
    Path(secret): Path<String>,
    Form(typed): Form<CardForm>,
) -> Response {
    enter(&world, &secret, |tx, visit| {
        if !visit.configuration.payment_method_update {
            return visit.home("unavailable");
        }
        match save(tx, &visit.customer.id, &typed) {
            Ok(()) => visit.after(tx, &FlowKind::PaymentMethodUpdate, "card"),
            Err(wrong) => show(&visit, &typed, Some(wrong)),
        }
    })
}

fn save(tx: &mut Tx<'_>, customer: &str, typed: &CardForm) -> Result<(), &'static str> {
    let (month, year) = expiry(&typed.expiry).ok_or("The expiry date is to be written as MM / YY.")?;
    let today = OffsetDateTime::from_unix_timestamp(tx.now()).unwrap_or(OffsetDateTime::UNIX_EPOCH);
    if (year, month) < (i64::from(today.year()), i64::from(u8::from(today.month()))) {
        return Err("This card has expired.");
    }
    if !matches!(typed.cvc.len(), 3 | 4) || !typed.cvc.chars().all(|digit| digit.is_ascii_digit()) {
        return Err("The security code has three or four digits.");
    }
    let card = cards::by_number(&typed.number, month, year)
        .ok_or("This is not a test card the simulator knows. Try 4242 4242 4242 4242.")?;
    if card.charge == Charge::Declines {
        return Err("Your card was declined.");
    }
    let method = cards::payment_method(card, customer, tx.now());
    let id = method.id.clone();
    cards::attach(tx, method);
    tx.update::<Customer>(customer, |customer| customer.default_payment_method = Some(id));
    Ok(())
}

/// "12/34", "12 / 34", "1234" as month and full year.
fn expiry(text: &str) -> Option<(i64, i64)> {
    let digits: String = text.chars().filter(|digit| !matches!(digit, ' ' | '/')).collect();
    let (month, year) = digits.split_at_checked(2)?;
    let month = month.parse().ok().filter(|month| (1..=12).contains(month))?;
    let year: i64 = year.parse().ok().filter(|year| (0..100).contains(year))?;
    Some((month, 2_000 + year))
}

#[cfg(test)]
mod tests {
    use super::expiry;

    #[test]
    fn expiry_dates_are_read_as_people_write_them() {
        for text in ["12/34", "12 / 34", "1234"] {
            assert_eq!(expiry(text), Some((12, 2034)), "{text}");
        }
        for text in ["", "1", "13/34", "00/34", "12/2034", "ab/cd", "é1/34", "12/-1"] {
            assert_eq!(expiry(text), None, "{text}");
        }
    }
}
