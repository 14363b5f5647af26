//! Asking for money: invoices made, finalized, paid or not, and what that makes of their subscriptions.

mod collect;
mod discounts;
mod ending;
mod issue;
mod lines;
mod next_invoice;
mod proration;
mod reckoning;
mod taxes;
mod usage;
mod void;

pub(crate) use collect::{collect, credited, is_collectible, overdue, settle_all, settle_processing, takes_days};
pub(crate) use ending::{end_subscription, running_of};
pub(crate) use issue::{Drafted, draft, draft_at, finalize, issue};
pub(crate) use lines::{backdated, extra, trial_lines, until_anchor, whole_periods};
pub(crate) use next_invoice::{bill, drafted};
pub(crate) use proration::{Changes, changes, remaining};
pub(crate) use reckoning::{asked, reckoned_at};
pub(crate) use taxes::is_located;
pub(crate) use usage::{is_metered, outstanding, renewal};
pub(crate) use void::{end_without_payment, mark_uncollectible, void};
