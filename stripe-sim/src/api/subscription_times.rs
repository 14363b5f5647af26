//! When a subscription's trial ends and when it is to be canceled, as parameters say it.

use crate::cancellation;
use crate::cards;
use crate::error::Error;
use crate::params::Params;
use crate::period;
use crate::state::{MissingPaymentMethod, Status, Subscription};
use crate::tx::Tx;

pub(crate) enum Trial {
    Days(i64),
    Until(i64),
    Now,
}

impl Trial {
    pub fn read(params: &mut Params) -> Result<Option<Self>, Error> {
        let days = params.natural("trial_period_days")?;
        let end = params.text("trial_end")?;
        match (days, end.as_deref()) {
            (Some(_), Some(_)) => Err(Error::invalid(
                "trial_end",
                "You may only specify one of these parameters: trial_end, trial_period_days.",
            )),
            (Some(0) | None, None) => Ok(None),
            (Some(days), None) if days <= 730 => Ok(Some(Self::Days(days))),
            (Some(_), None) => Err(Error::invalid("trial_period_days", "A trial can last at most 730 days.")),
            (None, Some("now")) => Ok(Some(Self::Now)),
            (None, Some(time)) => match time.parse() {
                Ok(time) => Ok(Some(Self::Until(time))),
                Err(_) => Err(Error::invalid("trial_end", "Invalid timestamp: must be an integer Unix timestamp")),
            },
        }
    }

    /// `Until` a time that is still to come, or `Now`.
    pub fn resolve(&self, now: i64) -> Result<Self, Error> {
        match self {
            Self::Days(days) => Ok(Self::Until(now + period::days(*days))),
            Self::Until(end) if *end > now => Ok(Self::Until(*end)),
            Self::Until(_) => Err(Error::invalid("trial_end", "Invalid timestamp: must be in the future")),
            Self::Now => Ok(Self::Now),
        }
    }

    /// A trial is the first period of everything, and the anchor of all that follow.
    pub fn apply(&self, tx: &Tx<'_>, subscription: &mut Subscription) -> Result<(), Error> {
        let now = tx.now();
        match self.resolve(now)? {
            Self::Until(end) => {
                subscription.status = Status::Trialing;
                subscription.trial_will_end_told = false;
                subscription.trial_start.get_or_insert(now);
                subscription.trial_end = Some(end);
                subscription.billing_cycle_anchor = end;
                for item in &mut subscription.items {
                    item.current_period_end = end;
                }
            }
            // Over before its time: what was paid for nothing ends now, too. Without a card it ends as it would have later.
            _ if subscription.status == Status::Trialing => {
                subscription.trial_end = Some(now);
                if cards::is_without_card(tx.state(), subscription)
                    && subscription.missing_payment_method != MissingPaymentMethod::CreateInvoice
                {
                    return Ok(());
                }
                subscription.billing_cycle_anchor = now;
                for item in &mut subscription.items {
                    item.current_period_end = now;
                }
                subscription.items = period::next_periods(tx.state(), subscription, now);
                // What it owes from here on comes with the invoice of this change.
                subscription.status = Status::Active;
            }
            _ => {}
        }
        Ok(())
    }
}

pub(super) enum CancelAt {
    Clear,
    Time(i64),
    FirstPeriodEnd,
    LastPeriodEnd,
}

impl CancelAt {
    pub fn read(params: &mut Params) -> Result<Option<Self>, Error> {
        Ok(match params.text("cancel_at")?.as_deref() {
            None => None,
            Some("") => Some(Self::Clear),
            Some("min_period_end") => Some(Self::FirstPeriodEnd),
            Some("max_period_end") => Some(Self::LastPeriodEnd),
            Some(time) => match time.parse() {
                Ok(time) => Some(Self::Time(time)),
                Err(_) => {
                    let message = "Invalid timestamp: must be an integer Unix timestamp";
                    return Err(Error::invalid("cancel_at", message));
                }
            },
        })
    }

    pub fn apply(self, subscription: &mut Subscription, now: i64) -> Result<(), Error> {
        match self {
            Self::Clear => cancellation::take_back(subscription),
            Self::Time(time) if time > now => cancellation::at(subscription, time, now),
            Self::Time(_) => return Err(Error::invalid("cancel_at", "Invalid timestamp: must be in the future")),
            Self::FirstPeriodEnd => cancellation::at(subscription, subscription.first_period_end(), now),
            Self::LastPeriodEnd => cancellation::at(subscription, subscription.last_period_end(), now),
        }
        Ok(())
    }
}
