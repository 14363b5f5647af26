//! What people read. The texts are in `locales/`, one file for each language; the modules here choose among them.
//!
//! A state is told by a `match` over a closed type, so that the compiler reports every state without a text. Texts,
//! dates and amounts are always of one language: the [`Reader`]'s.

mod accept_language;
mod changes;
mod debts;
mod device;
mod errors;
mod features;
mod invoices;
mod kept;
mod languages;
mod mails;
mod members;
mod offers;
mod pause;
mod payment_method;
mod payment_names;
mod period;
mod plan;
mod reader;
mod schedule;
mod standing;

pub use fluent_templates::fluent_bundle::FluentValue;

pub use crate::text::changes::change;
pub use crate::text::debts::{debt, owed};
pub use crate::text::device::device;
pub use crate::text::errors::{Told, in_english};
pub use crate::text::features::{feature, included_until, waits_for};
pub use crate::text::invoices::{balance, given_back, invoice_status, upcoming};
pub use crate::text::languages::{Language, languages};
pub use crate::text::mails::MailWriter;
pub use crate::text::members::{account_name, role};
pub use crate::text::offers::{by_the_month, choose, fixed, free_trial, price, saved, saving};
pub use crate::text::pause::collection_pause;
pub use crate::text::payment_method::{card_expiry, payment_method};
pub use crate::text::period::{interval, per};
pub use crate::text::plan::{discount, pending_update, plan_lines, plan_name};
pub use crate::text::reader::Reader;
pub use crate::text::standing::{Banner, Tone, about, badge, banner, sentence, step};

/// The text of this name for a reader: `say!(reader, "pay-amount", amount = "$12.00")`. A test finds each use, and
/// compares its variables with those of the text.
#[macro_export]
macro_rules! say {
    ($reader:expr, $id:literal) => {
        $reader.text($id)
    };
    ($reader:expr, $id:literal, $($name:ident = $value:expr),+ $(,)?) => {
        $reader.text_with($id, [$((stringify!($name), $crate::text::FluentValue::from($value))),+])
    };
}

#[cfg(test)]
mod files_tests;
#[cfg(test)]
mod tests;
