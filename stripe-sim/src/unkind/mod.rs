//! What Stripe does to those who trust it too much: links that do not stay, short pages, limits, and single objects that
//! cannot be read. Links change from the start, since every account's do; the rest is off until a control turns it on.

mod limiter;
mod link;
mod settings;
mod spoil;
mod text;

pub(crate) use limiter::Limiter;
pub(crate) use link::Link;
pub(crate) use settings::{InvoiceLinks, Mode, Trouble, Unkind};
pub(crate) use spoil::{Spoiled, written};
pub(crate) use text::OddText;
