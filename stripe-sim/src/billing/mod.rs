//! Asking for money: invoices made, finalized, paid or not, and what that makes of their subscriptions.

mod collect;
mod issue;
mod lines;
mod proration;

pub(crate) use collect::{collect, end_without_payment, is_collectible, mark_uncollectible, overdue, settle_all, void};
pub(crate) use issue::{Drafted, draft, finalize, issue};
pub(crate) use lines::{trial_lines, whole_periods};
pub(crate) use proration::{Changes, changes};
