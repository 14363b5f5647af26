//! Stripe's test cards and accounts, by token and by number, and what they do when money is asked of them.

use crate::decline::Decline;
use crate::ids;
use crate::params::Metadata;
use crate::state::{
    AttemptStatus, Card, Charge, CollectionMethod, Customer, Details, MethodType, PaymentMethod, State, Subscription,
    Wallet,
};
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
    card("pm_card_apple_pay", "4242424242424242", "visa", Charge::Succeeds),
    card("pm_card_google_pay", "4242424242424242", "visa", Charge::Succeeds),
    card("pm_card_link", "0000000000000000", "link", Charge::Succeeds),
    card("pm_card_jcb", "3566002020360505", "jcb", Charge::Succeeds),
    card("pm_card_unionpay", "6200000000000005", "unionpay", Charge::Succeeds),
    card("pm_card_diners", "3056930009020004", "diners", Charge::Succeeds),
    card("pm_card_threeDSecure2Required", "4000000000003220", "visa", Charge::AlwaysRequiresAuthentication),
    card("pm_card_createDispute", "4000000000000259", "visa", Charge::Disputed),
    card("pm_card_createDisputeProductNotReceived", "4000000000002685", "visa", Charge::DisputedAsNotReceived),
    card("pm_card_createDisputeInquiry", "4000000000001976", "visa", Charge::Inquired),
    card("pm_card_refundFail", "4000000000005126", "visa", Charge::RefundFails),
    card("pm_card_pendingRefund", "4000000000007726", "visa", Charge::RefundPends),
];

impl TestCard {
    fn to_card(&self, exp_month: i64, exp_year: i64) -> Card {
        let wallet = match self.token {
            "pm_card_apple_pay" => Some(Wallet::ApplePay),
            "pm_card_google_pay" => Some(Wallet::GooglePay),
            "pm_card_link" => Some(Wallet::Link),
            _ => None,
        };
        Card {
            brand: self.brand.to_owned(),
            last4: self.number.chars().skip(self.number.len() - 4).collect(),
            exp_month,
            exp_year,
            wallet,
        }
    }
}

/// Accounts and wallets by a token of the simulator's own: Stripe has them by their numbers only.
const OTHERS: [(&str, MethodType, &str, Charge); 14] = [
    ("pm_sepa_debit", MethodType::SepaDebit, "3000", Charge::ProcessesThenSucceeds),
    ("pm_sepa_debit_fails", MethodType::SepaDebit, "3001", Charge::ProcessesThenFails),
    ("pm_us_bank_account", MethodType::UsBankAccount, "6789", Charge::ProcessesThenSucceeds),
    ("pm_us_bank_account_fails", MethodType::UsBankAccount, "1116", Charge::ProcessesThenFails),
    ("pm_au_becs_debit", MethodType::AuBecsDebit, "3456", Charge::ProcessesThenSucceeds),
    ("pm_au_becs_debit_fails", MethodType::AuBecsDebit, "1113", Charge::ProcessesThenFails),
    ("pm_bacs_debit", MethodType::BacsDebit, "2345", Charge::ProcessesThenSucceeds),
    ("pm_bacs_debit_fails", MethodType::BacsDebit, "3335", Charge::ProcessesThenFails),
    ("pm_cashapp", MethodType::CashApp, "", Charge::Succeeds),
    ("pm_link", MethodType::Link, "", Charge::Succeeds),
    ("pm_paypal", MethodType::Paypal, "", Charge::Succeeds),
    ("pm_paypal_fails", MethodType::Paypal, "", Charge::DeclinesOnceAttached),
    ("pm_amazon_pay", MethodType::AmazonPay, "", Charge::Succeeds),
    ("pm_revolut_pay", MethodType::RevolutPay, "", Charge::Succeeds),
];

/// What a token stands for, as nobody's yet.
pub(crate) fn by_token(token: &str, now: i64) -> Option<PaymentMethod> {
    let next_year = OffsetDateTime::from_unix_timestamp(now).map_or(2_100, |now| i64::from(now.year()) + 1);
    let card = TEST_CARDS.iter().find(|card| card.token == token);
    let card = card.map(|card| (Details::Card(card.to_card(12, next_year)), card.charge));
    let other = || {
        let (_, kind, last4, charge) = OTHERS.iter().find(|(name, ..)| *name == token)?;
        Some((Details::Other { kind: *kind, last4: (*last4).to_owned() }, *charge))
    };
    let (details, charge) = card.or_else(other)?;
    Some(method("pm", details, charge, now))
}

/// An account of a kind, known by the last digits of its number.
pub(crate) fn by_account(kind: MethodType, last4: &str, now: i64) -> Option<PaymentMethod> {
    let known = OTHERS.iter().find(|(_, of, ends, _)| *of == kind && (ends.is_empty() || *ends == last4));
    known.and_then(|(token, ..)| by_token(token, now))
}

/// A source as older accounts have it, by its token: `tok_visa`, `btok_us_verified`.
pub(crate) fn source_by_token(token: &str, now: i64) -> Option<PaymentMethod> {
    if token == "btok_us_verified" {
        let details = Details::Other { kind: MethodType::UsBankAccount, last4: "6789".to_owned() };
        return Some(method("ba", details, Charge::ProcessesThenSucceeds, now));
    }
    let card = by_token(&format!("pm_card_{}", token.strip_prefix("tok_")?), now)?;
    Some(PaymentMethod { id: ids::long("card"), ..card })
}

pub(crate) fn by_number(number: &str, exp_month: i64, exp_year: i64, now: i64) -> Option<PaymentMethod> {
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    let found = TEST_CARDS.iter().find(|card| card.number == digits)?;
    Some(method("pm", Details::Card(found.to_card(exp_month, exp_year)), found.charge, now))
}

fn method(prefix: &str, details: Details, charge: Charge, now: i64) -> PaymentMethod {
    PaymentMethod {
        id: ids::long(prefix),
        created: now,
        customer: None,
        details,
        charge,
        billing_name: None,
        billing_email: None,
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

/// "Visa •••• 4242, expires 12/2030", "SEPA Direct Debit •••• 3000".
pub(crate) fn described(method: &PaymentMethod) -> String {
    let (card, last4) = match &method.details {
        Details::Card(card) => (card, &card.last4),
        Details::Other { kind, last4 } if last4.is_empty() => return name_of(*kind).to_owned(),
        Details::Other { kind, last4 } => return format!("{} •••• {last4}", name_of(*kind)),
    };
    let brand = match card.brand.as_str() {
        "visa" => "Visa",
        "mastercard" => "Mastercard",
        "amex" => "American Express",
        "discover" => "Discover",
        "link" => "Link",
        other => other,
    };
    let (month, year) = (card.exp_month, card.exp_year);
    format!("{brand} •••• {last4}, expires {month:02}/{year}")
}

fn name_of(kind: MethodType) -> &'static str {
    match kind {
        MethodType::AmazonPay => "Amazon Pay",
        MethodType::AuBecsDebit => "BECS Direct Debit",
        MethodType::BacsDebit => "Bacs Direct Debit",
        MethodType::Card => "Card",
        MethodType::CashApp => "Cash App Pay",
        MethodType::Link => "Link",
        MethodType::Paypal => "PayPal",
        MethodType::RevolutPay => "Revolut Pay",
        MethodType::SepaDebit => "SEPA Direct Debit",
        MethodType::UsBankAccount => "Bank account",
    }
}

/// What a subscription is charged to: its own payment method or source, or else its customer's.
pub(crate) fn payment_method_of<'a>(state: &'a State, subscription: &Subscription) -> Option<&'a PaymentMethod> {
    let customer = state.get::<Customer>(&subscription.customer);
    let own = subscription.default_payment_method.as_ref().or(subscription.default_source.as_ref());
    let of_customer = customer.and_then(|it| it.default_payment_method.as_ref().or(it.default_source.as_ref()));
    state.get(own.or(of_customer)?)
}

/// Whether it is to be charged and has nothing that could be.
pub(crate) fn is_without_card(state: &State, subscription: &Subscription) -> bool {
    subscription.collection_method == CollectionMethod::ChargeAutomatically
        && payment_method_of(state, subscription).is_none()
}

/// What the bank says. `present`: the card's owner is there, and has just authenticated if that was asked for.
pub(crate) fn charge(method: &PaymentMethod, present: bool) -> Result<AttemptStatus, Decline> {
    match method.charge {
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
    method.charge != Charge::ProcessesThenFails
}

/// Whether the bank lets a card be kept for later.
pub(crate) fn keep(method: &PaymentMethod) -> Result<(), Decline> {
    match method.charge {
        Charge::Declines => Err(Decline::Generic),
        Charge::InsufficientFunds => Err(Decline::InsufficientFunds),
        _ => Ok(()),
    }
}

/// Whether its owner is asked to authenticate when a card is used on a page.
pub(crate) fn wants_authentication(method: &PaymentMethod) -> bool {
    matches!(method.charge, Charge::RequiresAuthentication | Charge::AlwaysRequiresAuthentication)
}
