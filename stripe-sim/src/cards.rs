//! Stripe's test cards, by token and by number, and what they do when money is asked of them.

use crate::ids;
use crate::params::Metadata;
use crate::state::{Card, Charge, CollectionMethod, Customer, PaymentMethod, State, Subscription};
use crate::tx::Tx;
use serde_json::Value;
use time::OffsetDateTime;

struct TestCard {
    token: &'static str,
    number: &'static str,
    brand: &'static str,
    charge: Charge,
}

const fn card(token: &'static str, number: &'static str, brand: &'static str, charge: Charge) -> TestCard {
    TestCard { token, number, brand, charge }
}

const TEST_CARDS: [TestCard; 7] = [
    card("pm_card_visa", "4242424242424242", "visa", Charge::Succeeds),
    card("pm_card_visa_debit", "4000056655665556", "visa", Charge::Succeeds),
    card("pm_card_mastercard", "5555555555554444", "mastercard", Charge::Succeeds),
    card("pm_card_amex", "378282246310005", "amex", Charge::Succeeds),
    card("pm_card_discover", "6011111111111117", "discover", Charge::Succeeds),
    card("pm_card_chargeCustomerFail", "4000000000000341", "visa", Charge::DeclinesOnceAttached),
    card("pm_card_chargeDeclined", "4000000000000002", "visa", Charge::Declines),
];

impl TestCard {
    fn to_card(&self, exp_month: i64, exp_year: i64) -> Card {
        Card {
            brand: self.brand.to_owned(),
            last4: self.number.chars().skip(self.number.len() - 4).collect(),
            exp_month,
            exp_year,
            charge: self.charge,
        }
    }
}

pub(crate) fn by_token(token: &str, now: i64) -> Option<Card> {
    let next_year = OffsetDateTime::from_unix_timestamp(now).map_or(2_100, |now| i64::from(now.year()) + 1);
    let found = TEST_CARDS.iter().find(|card| card.token == token)?;
    Some(found.to_card(12, next_year))
}

pub(crate) fn by_number(number: &str, exp_month: i64, exp_year: i64) -> Option<Card> {
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    let found = TEST_CARDS.iter().find(|card| card.number == digits)?;
    Some(found.to_card(exp_month, exp_year))
}

pub(crate) fn payment_method(card: Card, customer: &str, now: i64) -> PaymentMethod {
    PaymentMethod {
        id: ids::long("pm"),
        created: now,
        customer: Some(customer.to_owned()),
        card,
        metadata: Metadata::new(),
    }
}

/// Keeps a card with its customer, and says so as Stripe does: there is no `payment_method.created`.
pub(crate) fn attach(tx: &mut Tx<'_>, method: PaymentMethod) -> Value {
    let id = method.id.clone();
    tx.insert_quietly(method);
    tx.update_as::<PaymentMethod>("attached", &id, |_| {})
}

/// "Visa ending in 4242, expires 12/2030".
pub(crate) fn described(card: &Card) -> String {
    let brand = match card.brand.as_str() {
        "visa" => "Visa",
        "mastercard" => "Mastercard",
        "amex" => "American Express",
        "discover" => "Discover",
        other => other,
    };
    let (month, year) = (card.exp_month, card.exp_year);
    format!("{brand} ending in {}, expires {month:02}/{year}", card.last4)
}

/// The card a subscription is charged to: its own, or else its customer's.
pub(crate) fn payment_method_of<'a>(state: &'a State, subscription: &Subscription) -> Option<&'a PaymentMethod> {
    let customers = || {
        let customer = state.get::<Customer>(&subscription.customer)?;
        customer.default_payment_method.clone()
    };
    let id = subscription.default_payment_method.clone().or_else(customers)?;
    state.get(&id)
}

/// Whether the next charge would go through. An invoice that is sent is the customer's to pay.
pub(crate) fn can_pay(state: &State, subscription: &Subscription) -> bool {
    subscription.collection_method == CollectionMethod::SendInvoice
        || subscription.amount(state) == 0
        || payment_method_of(state, subscription).is_some_and(|method| method.card.charge == Charge::Succeeds)
}
