//! Asking for money: invoices made, finalized, paid or not, and what that makes of their subscriptions.

mod collect;
mod discounts;
mod issue;
mod lines;
mod proration;
mod reckoning;
mod taxes;

pub(crate) use collect::{collect, end_without_payment, is_collectible, mark_uncollectible, overdue, settle_all, void};
pub(crate) use issue::{Drafted, draft, draft_at, finalize, issue};
pub(crate) use lines::{trial_lines, whole_periods};
pub(crate) use proration::{Changes, changes};
pub(crate) use reckoning::{asked, reckoned_at};
pub(crate) use taxes::is_located;
