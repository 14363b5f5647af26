//! The phases of a schedule, as parameters say them.

use super::discounts::redeemable;
use super::subscription_items::ItemChange;
use super::values::read_metadata;
use crate::error::Error;
use crate::params::{Metadata, Params};
use crate::period;
use crate::schedules;
use crate::state::{
    Interval, Phase, PhaseDiscount, PhaseItem, PromotionCode, ProrationBehavior, Subscription, TaxRate,
};
use crate::tx::Tx;

/// As it was sent: when it ends may depend on when it begins.
pub(super) struct SentPhase {
    /// Its name on the wire, for refusals: `phases[0]`.
    param: String,
    pub items: Vec<PhaseItem>,
    pub start: Option<i64>,
    end: Option<i64>,
    duration: Option<(Interval, i64)>,
    proration: ProrationBehavior,
    discounts: Option<Vec<PhaseDiscount>>,
    default_tax_rates: Option<Vec<String>>,
    description: Option<String>,
    pub trial_end: Option<i64>,
    metadata: Metadata,
}

/// By a coupon, or by a code; which coupon that is, is seen later.
fn read_discount(hash: &mut Params) -> Result<PhaseDiscount, Error> {
    let (coupon, promotion_code) = (hash.text("coupon")?, hash.text("promotion_code")?);
    if coupon.is_some() == promotion_code.is_some() {
        let message = "You must specify exactly one of these parameters: coupon, promotion_code.";
        return Err(Error::invalid(hash.path(), message));
    }
    Ok(PhaseDiscount { coupon: coupon.unwrap_or_default(), promotion_code })
}

impl SentPhase {
    /// It comes later than the first phase of a new schedule.
    pub fn trial_not_simulated(&self) -> Error {
        let param = format!("{}[trial_end]", self.param);
        Error::not_simulated(Some(param), "a trial in a later phase", "one in the first phase of a new schedule")
    }

    pub fn read(hash: &mut Params) -> Result<Self, Error> {
        let items = hash.list("items", |item| {
            Ok(PhaseItem {
                price: item.required("price")?,
                quantity: item.natural("quantity")?.unwrap_or(1),
                tax_rates: item.texts("tax_rates")?.unwrap_or_default(),
                metadata: read_metadata(item)?,
            })
        })?;
        let duration = hash.hash("duration", |duration| {
            let interval = duration.choice("interval")?;
            let interval = interval.ok_or_else(|| Error::MissingParameter(duration.name("interval")))?;
            Ok((interval, duration.natural("interval_count")?.unwrap_or(1)))
        })?;
        Ok(Self {
            param: hash.path().to_owned(),
            items: items.filter(|items| !items.is_empty()).ok_or(Error::MissingParameter(hash.name("items")))?,
            start: hash.integer("start_date")?,
            end: hash.integer("end_date")?,
            duration,
            proration: hash.choice("proration_behavior")?.unwrap_or_default(),
            discounts: hash.list("discounts", read_discount)?,
            default_tax_rates: hash.texts("default_tax_rates")?,
            description: hash.clearable("description")?.flatten(),
            trial_end: hash.natural("trial_end")?,
            metadata: read_metadata(hash)?,
        })
    }

    /// Coupons and rates there are.
    fn check_terms(&mut self, tx: &Tx<'_>, currency: &str) -> Result<(), Error> {
        for (index, discount) in self.discounts.iter_mut().flatten().enumerate() {
            let param = |field: &str| format!("{}[discounts][{index}][{field}]", self.param);
            if let Some(code) = &discount.promotion_code {
                discount.coupon.clone_from(&tx.mentioned::<PromotionCode>(code, &param("promotion_code"))?.coupon);
            }
            redeemable(tx, &discount.coupon, currency, &param("coupon"))?;
        }
        let named = self.items.iter().flat_map(|item| &item.tax_rates);
        for rate in self.default_tax_rates.iter().flatten().chain(named) {
            tx.mentioned::<TaxRate>(rate, &format!("{}[default_tax_rates]", self.param))?;
        }
        Ok(())
    }

    /// As a phase that begins where the one before ends.
    pub fn resolve(mut self, tx: &Tx<'_>, subscription: &Subscription, before: Option<i64>) -> Result<Phase, Error> {
        self.check_terms(tx, &subscription.currency)?;
        let wrong = |field: &str, message: &str| Error::invalid(format!("{}[{field}]", self.param), message);
        let start = match (before, self.start) {
            (None, None) => {
                return Err(Error::refused_param(
                    "phases",
                    "The subscription schedule update is missing at least one phase with a `start_date` to anchor end \
                     dates to.",
                ));
            }
            (Some(end), Some(start)) if start != end => {
                return Err(wrong("start_date", "A phase has to start when the one before it ends."));
            }
            (Some(start), _) | (None, Some(start)) => start,
        };
        let end = match (self.end, self.duration) {
            (Some(_), Some(_)) => {
                return Err(wrong("duration", "You may only specify one of these parameters: duration, end_date."));
            }
            (Some(end), None) => end,
            (None, Some((interval, count))) => period::after(start, interval, count),
            (None, None) => schedules::one_period_after(tx.state(), start, &self.items),
        };
        if end <= start {
            return Err(wrong("end_date", "A phase has to end after it starts."));
        }
        let mut made = Subscription { items: Vec::new(), ..subscription.clone() };
        for item in &self.items {
            ItemChange::new(&item.price, item.quantity).apply(tx, &mut made)?;
        }
        if made.currency != subscription.currency {
            return Err(wrong("items", "All prices of a subscription must be in the same currency."));
        }
        Ok(Phase {
            start,
            end,
            items: self.items,
            proration: self.proration,
            discounts: self.discounts,
            default_tax_rates: self.default_tax_rates,
            description: self.description,
            trial_end: self.trial_end,
            metadata: self.metadata,
        })
    }
}
