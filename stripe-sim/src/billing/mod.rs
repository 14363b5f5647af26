//! Asking for money: invoices made, finalized, paid or not, and what that makes of their subscriptions.

mod collect;
mod discounts;
mod issue;
mod lines;
mod proration;
mod reckoning;
mod taxes;
mod usage;

pub(crate) use collect::{
    collect, credited, end_without_payment, is_collectible, mark_uncollectible, overdue, settle_all, settle_processing,
    takes_days, void,
};
pub(crate) use issue::{Drafted, draft, draft_at, finalize, issue};
pub(crate) use lines::{backdated, extra, trial_lines, until_anchor, whole_periods};
pub(crate) use proration::{Changes, changes, remaining};
pub(crate) use reckoning::{asked, reckoned_at};
pub(crate) use taxes::is_located;
pub(crate) use usage::{is_metered, outstanding, renewal};
