//! The form for a card and the page where its owner authenticates, the same wherever money is asked for.

use super::Page;
use crate::cards;
use crate::decline::Decline;
use crate::state::PaymentMethod;
use axum::response::Response;
use maud::{Markup, html};
use serde::Deserialize;
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

impl CardForm {
    /// What was typed comes back, but never the security code. The ids are those of Stripe's Checkout, so that a test
    /// for a browser fills in both.
    pub fn fields(&self) -> Markup {
        html! {
            label for="cardNumber" { "Card number" }
            input id="cardNumber" name="number" value=(self.number) inputmode="numeric" autocomplete="off" required
                aria-describedby="number-hint";
            p class="hint" id="number-hint" { "Test cards only, such as 4242 4242 4242 4242. Never a real one." }
            div class="row" {
                div {
                    label for="cardExpiry" { "Expires (MM / YY)" }
                    input id="cardExpiry" name="expiry" value=(self.expiry) inputmode="numeric" autocomplete="off" required;
                }
                div {
                    label for="cardCvc" { "Security code" }
                    input id="cardCvc" name="cvc" inputmode="numeric" autocomplete="off" required;
                }
            }
        }
    }

    /// The card that was typed, if there is such a one and its bank lets it be kept.
    pub fn read(&self, now: i64) -> Result<PaymentMethod, &'static str> {
        let (month, year) = expiry(&self.expiry).ok_or("Enter the expiration date as MM / YY.")?;
        let today = OffsetDateTime::from_unix_timestamp(now).unwrap_or(OffsetDateTime::UNIX_EPOCH);
        if (year, month) < (i64::from(today.year()), i64::from(u8::from(today.month()))) {
            return Err("This card has expired.");
        }
        if !matches!(self.cvc.len(), 3 | 4) || !self.cvc.chars().all(|digit| digit.is_ascii_digit()) {
            return Err("Enter the security code, three or four digits.");
        }
        let method = cards::by_number(&self.number, month, year, now)
            .ok_or("Enter one of the simulator’s test cards, like 4242 4242 4242 4242.")?;
        cards::keep(&method).map_err(Decline::message)?;
        Ok(method)
    }
}

/// "12/34", "12 / 34", "1234" as month and full year.
fn expiry(text: &str) -> Option<(i64, i64)> {
    let digits: String = text.chars().filter(|digit| !matches!(digit, ' ' | '/')).collect();
    let (month, year) = digits.split_at_checked(2)?;
    let month = month.parse().ok().filter(|month| (1..=12).contains(month))?;
    let year: i64 = year.parse().ok().filter(|year| (0..100).contains(year))?;
    Some((month, 2_000 + year))
}

/// What was pressed on the page of the bank.
#[derive(Deserialize)]
pub(crate) struct Authentication {
    #[serde(default)]
    answer: String,
}

impl Authentication {
    pub fn is_given(&self) -> bool {
        self.answer == "complete"
    }
}

pub(crate) const NOT_AUTHENTICATED: &str = "We are unable to authenticate your payment method. Please choose a \
    different payment method and try again.";

/// Where a bank would ask its customer.
pub(crate) fn authentication(page: Page<'_>, method: &PaymentMethod) -> Response {
    page.respond(html! {
        p { "Your bank wants to confirm that you’re using " (cards::described(method)) "." }
        form method="post" class="actions" {
            button class="primary" type="submit" name="answer" value="complete" { "Complete authentication" }
            button class="danger" type="submit" name="answer" value="fail" { "Fail authentication" }
        }
    })
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
