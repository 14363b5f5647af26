//! Stripe's test cards, by token and by number, and what they do when money is asked of them.

use crate::ids;
use crate::params::Metadata;
use crate::state::{AttemptStatus, Card, Charge, Customer, PaymentMethod, State, Subscription};
use crate::tx::Tx;
use serde_json::Value;
use time::OffsetDateTime;

/// Why money was not to be had.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Decline {
    Generic,
    InsufficientFunds,
    AuthenticationRequired,
    NoPaymentMethod,
}

impl Decline {
    pub fn code(self) -> &'static str {
        match self {
            Self::AuthenticationRequired => "authentication_required",
            Self::Generic | Self::InsufficientFunds | Self::NoPaymentMethod => "card_declined",
        }
    }

    /// In Stripe's words.
    pub fn message(self) -> &'static str {
        match self {
            Self::Generic => "Your card was declined.",
            Self::InsufficientFunds => "Your card has insufficient funds.",
            Self::AuthenticationRequired => "Your card was declined. This transaction requires authentication.",
            Self::NoPaymentMethod => {
                "There is no `default_payment_method` set on this Customer or Invoice. Please set a \
                 default_payment_method."
            }
        }
    }
}

struct TestCard {
    token: &'static str,
    number: &'static str,
    brand: &'static str,
    charge: Charge,
}

const fn card(token: &'static str, number: &'static str, brand: &'static str, charge: Charge) -> TestCard {
    TestCard { token, number, brand, charge }
}

const TEST_CARDS: &[TestCard] = &[
    card("pm_card_visa", "4242424242424242", "visa", Charge::Succeeds),
    card("pm_card_visa_debit", "4000056655665556", "visa", Charge::Succeeds),
    card("pm_card_mastercard", "5555555555554444", "mastercard", Charge::Succeeds),
    card("pm_card_amex", "378282246310005", "amex", Charge::Succeeds),
    card("pm_card_discover", "6011111111111117", "discover", Charge::Succeeds),
    card("pm_card_chargeCustomerFail", "4000000000000341", "visa", Charge::DeclinesOnceAttached),
    card("pm_card_chargeDeclined", "4000000000000002", "visa", Charge::Declines),
    card("pm_card_chargeDeclinedInsufficientFunds", "4000000000009995", "visa", Charge::InsufficientFunds),
    card("pm_card_authenticationRequiredOnSetup", "4000002500003155", "visa", Charge::RequiresAuthentication),
    card("pm_card_authenticationRequired", "4000002760003184", "visa", Charge::AlwaysRequiresAuthentication),
    card("pm_card_createDispute", "4000000000000259", "visa", Charge::Disputed),
    card("pm_card_createDisputeProductNotReceived", "4000000000002685", "visa", Charge::DisputedAsNotReceived),
    card("pm_card_createDisputeInquiry", "4000000000001976", "visa", Charge::Inquired),
    card("pm_card_refundFail", "4000000000005126", "visa", Charge::RefundFails),
    card("pm_card_pendingRefund", "4000000000007726", "visa", Charge::RefundPends),
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

/// A card that is nobody's yet.
pub(crate) fn payment_method(card: Card, now: i64) -> PaymentMethod {
    PaymentMethod {
        id: ids::long("pm"),
        created: now,
        customer: None,
        card,
        authenticated: false,
        detached: false,
        metadata: Metadata::new(),
    }
}

/// Keeps a card with its customer, and says so as Stripe does: there is no `payment_method.created`.
pub(crate) fn attach(tx: &mut Tx<'_>, method: PaymentMethod, customer: &str) -> Value {
    let id = method.id.clone();
    tx.insert_quietly(method);
    tx.update_as::<PaymentMethod>("attached", &id, |method| method.customer = Some(customer.to_owned()))
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

/// What the bank says. `present`: the card's owner is there, and has just authenticated if that was asked for.
pub(crate) fn charge(method: &PaymentMethod, present: bool) -> Result<AttemptStatus, Decline> {
    match method.card.charge {
        Charge::Succeeds
        | Charge::Disputed
        | Charge::DisputedAsNotReceived
        | Charge::Inquired
        | Charge::RefundFails
        | Charge::RefundPends => Ok(AttemptStatus::Succeeded),
        Charge::ProcessesThenSucceeds | Charge::ProcessesThenFails => Ok(AttemptStatus::Pending),
        Charge::DeclinesOnceAttached if present => Ok(AttemptStatus::Succeeded),
        Charge::DeclinesOnceAttached | Charge::Declines => Err(Decline::Generic),
        Charge::InsufficientFunds => Err(Decline::InsufficientFunds),
        Charge::RequiresAuthentication if present || method.authenticated => Ok(AttemptStatus::Succeeded),
        Charge::AlwaysRequiresAuthentication if present => Ok(AttemptStatus::Succeeded),
        Charge::RequiresAuthentication | Charge::AlwaysRequiresAuthentication => Err(Decline::AuthenticationRequired),
    }
}

/// How long a bank takes to say whether a debit has succeeded.
pub(crate) const PROCESSING_FOR: i64 = 4 * 24 * 60 * 60;

/// What it will say.
pub(crate) fn will_succeed(method: &PaymentMethod) -> bool {
    method.card.charge != Charge::ProcessesThenFails
}

/// Whether the bank lets a card be kept for later.
pub(crate) fn keep(card: &Card) -> Result<(), Decline> {
    match card.charge {
        Charge::Declines => Err(Decline::Generic),
        Charge::InsufficientFunds => Err(Decline::InsufficientFunds),
        _ => Ok(()),
    }
}

/// Whether its owner is asked to authenticate when a card is used on a page.
pub(crate) fn wants_authentication(card: &Card) -> bool {
    matches!(card.charge, Charge::RequiresAuthentication | Charge::AlwaysRequiresAuthentication)
}
