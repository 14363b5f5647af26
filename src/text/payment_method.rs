//! A payment method as its owner knows it.

use billing::{Outlook, PaymentMethod, isolated};

use crate::{
    say,
    text::{
        Reader,
        payment_names::{card_brand, payment_name},
    },
};

/// "Visa •••• 4242"; "None" if there is none.
pub fn payment_method(method: Option<&PaymentMethod>, reader: &Reader) -> String {
    match method {
        Some(PaymentMethod::Card { brand, last4, wallet: None, .. }) => {
            with_digits(&card_brand(brand, reader), last4, reader)
        }
        Some(PaymentMethod::Card { brand, last4, wallet: Some(wallet), .. }) => {
            let card = with_digits(&card_brand(brand, reader), last4, reader);
            say!(reader, "method-of", method = payment_name(wallet, reader), detail = card)
        }
        Some(PaymentMethod::Other { kind, last4: Some(last4), .. }) => {
            with_digits(&payment_name(kind, reader), last4, reader)
        }
        Some(PaymentMethod::Other { kind, email: Some(email), .. }) => {
            say!(reader, "method-of", method = payment_name(kind, reader), detail = isolated(email))
        }
        Some(PaymentMethod::Other { kind, .. }) => payment_name(kind, reader),
        None => say!(reader, "none-on-file"),
    }
}

fn with_digits(name: &str, last4: &str, reader: &Reader) -> String {
    say!(reader, "method-with-digits", method = name, digits = last4)
}

/// When the card expires or that it has expired; `None` for other payment methods.
pub fn card_expiry(method: &PaymentMethod, reader: &Reader) -> Option<String> {
    let PaymentMethod::Card { expiry, outlook, .. } = method else { return None };
    let month = reader.month(*expiry);
    Some(match outlook {
        Outlook::Good => say!(reader, "card-expires", month = month),
        Outlook::ExpiresSoon => say!(reader, "card-expires-soon", month = month),
        Outlook::Expired => say!(reader, "card-expired", month = month),
    })
}
