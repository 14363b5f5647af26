//! What the owner of the account has chosen for payments that fail.

use crate::params::choice;

// What the owner of the account has chosen for subscriptions whose every payment attempt failed.
choice!(AfterRetries {
    Cancel = "cancel",
    MarkUnpaid = "mark_unpaid",
    LeavePastDue = "leave_past_due",
    Pause = "pause",
});

// The same, after the first attempt at the payment of a renewal.
choice!(AfterFirstFailure { LeavePastDue = "leave_past_due", Pause = "pause" });
