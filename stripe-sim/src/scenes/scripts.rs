//! What happens in each scene, and when.
//!
//! Times are taken from the price's own period where it matters in which period something happens, so that a scene
//! comes out the same for a weekly, a monthly and a yearly price.

use super::Scene;
use super::cast::{Part, Roles};
use super::life::{Life, id};
use super::steps::{GOOD, HOUR, lately, paying, renewal_fails, renewed};
use super::{methods, money, pauses, plans, terms, usage};
use crate::error::Error;
use crate::period::days;
use crate::tx::Tx;
use serde_json::{Value, json};
use time::OffsetDateTime;

const WANTS_AUTHENTICATION: &str = "pm_card_authenticationRequired";
const TRIAL_DAYS: i64 = 14;

pub(super) fn play(tx: &mut Tx<'_>, scene: Scene, customer: &str, roles: &Roles) -> Result<(), Error> {
    let mut life = Life::new(tx, customer);
    if let Some(part) = &roles.price {
        subscribed(&mut life, scene, part, roles)?;
        life.until_now();
    }
    if scene == Scene::Deleted {
        life.call("DELETE", &format!("/v1/customers/{customer}"), json!({}))?;
    }
    Ok(())
}

fn subscribed(life: &mut Life<'_, '_>, scene: Scene, part: &Part, roles: &Roles) -> Result<(), Error> {
    let now = life.now();
    match scene {
        Scene::Nothing => {}
        Scene::Trialing => {
            trial(life, part, now - days(4), "cancel", None)?;
        }
        Scene::TrialingWithCard => {
            life.until(now - days(4));
            // As Checkout leaves it: the subscription's own card, and no default of the customer's.
            let card = life.attach(GOOD)?;
            trial(life, part, now - days(4), "create_invoice", Some(card))?;
        }
        Scene::Paused => {
            trial(life, part, now - days(TRIAL_DAYS + 3), "pause", None)?;
        }
        Scene::Active | Scene::Deleted => {
            renewed(life, part)?;
        }
        Scene::Canceling => {
            let subscription = renewed(life, part)?;
            lately(life, part);
            // The shape it has when it was done in the portal.
            life.change(&subscription, json!({ "cancel_at": "min_period_end" }))?;
        }
        Scene::PastDue => renewal_fails(life, part, now - days(4))?,
        Scene::Unpaid => renewal_fails(life, part, now - days(17))?,
        Scene::Incomplete => never_paid(life, part, now - HOUR)?,
        Scene::IncompleteExpired => never_paid(life, part, now - days(3))?,
        Scene::CollectionPaused => {
            let subscription = renewed(life, part)?;
            lately(life, part);
            let pause = json!({ "behavior": "mark_uncollectible", "resumes_at": now + days(14) });
            life.change(&subscription, json!({ "pause_collection": pause }))?;
        }
        Scene::ChangeScheduled => {
            let subscription = renewed(life, part)?;
            lately(life, part);
            schedule_change(life, &subscription, roles.other.as_ref().unwrap_or(&part.price))?;
        }
        Scene::CanceledEarly => {
            let subscription = renewed(life, part)?;
            lately(life, part);
            life.call("DELETE", &format!("/v1/subscriptions/{subscription}"), json!({}))?;
        }
        Scene::Ended => {
            let end = now - days(3);
            let begin = part.begin_before(end);
            let subscription = paying(life, part, begin, json!({}))?;
            life.until(begin + (end - begin) / 2);
            life.change(&subscription, json!({ "cancel_at": "min_period_end" }))?;
        }
        Scene::Several => {
            renewed(life, part)?;
            lately(life, part);
            life.subscribe(roles.other.as_ref().unwrap_or(&part.price), json!({}))?;
        }
        Scene::Discounted => terms::discounted(life, part)?,
        Scene::Taxed => terms::taxed(life, part)?,
        Scene::Metered => usage::metered(life, part)?,
        Scene::PausedByRequest => pauses::requested(life, part)?,
        Scene::PausedByStripe => pauses::by_stripe(life, part)?,
        Scene::PausedAfterRetries => pauses::after_last_attempt(life, part)?,
        Scene::PausedAtFirstPayment => pauses::after_first_payment(life, part)?,
        Scene::UpdatePending => pauses::update_pending(life, part)?,
        Scene::EndScheduled => plans::ends(life, part)?,
        Scene::ItemScheduled => plans::adds_item(life, part, roles.other.as_ref().unwrap_or(&part.price))?,
        Scene::BeginScheduled => plans::begins_later(life, part)?,
        Scene::Refunded => money::refunded(life, part)?,
        Scene::Credited => money::credited(life, part)?,
        Scene::Disputed => money::disputed(life, part)?,
        Scene::InCredit => money::in_credit(life, part)?,
        Scene::FirstDebitProcessing => methods::first_debit(life, part)?,
        Scene::DebitProcessing => methods::debit(life, part)?,
        Scene::DebitFailed => methods::debit_failed(life, part)?,
        Scene::WalletCard => methods::paying_with(life, part, "pm_card_apple_pay")?,
        Scene::Paypal => methods::paying_with(life, part, "pm_paypal")?,
        Scene::Link => methods::paying_with(life, part, "pm_link")?,
        Scene::LegacySource => methods::source(life, part)?,
        Scene::CardExpiring => {
            let begin = part.begin_before(now - part.length() / 4);
            life.until(begin);
            let card = life.give_card(GOOD)?;
            life.call("POST", &format!("/v1/payment_methods/{card}"), json!({ "card": month_of(now) }))?;
            life.subscribe(&part.price, json!({}))?;
        }
    }
    Ok(())
}

/// Another price from the end of the period on.
fn schedule_change(life: &mut Life<'_, '_>, subscription: &str, to: &str) -> Result<(), Error> {
    let made = life.call("POST", "/v1/subscription_schedules", json!({ "from_subscription": subscription }))?;
    let current = &made["phases"][0];
    let kept = json!({
        "start_date": current["start_date"],
        "end_date": current["end_date"],
        "items": [{ "price": current["items"][0]["price"] }],
    });
    let change = json!({ "phases": [kept, { "items": [{ "price": to }] }] });
    life.call("POST", &format!("/v1/subscription_schedules/{}", id(&made)), change).map(|_| ())
}

fn never_paid(life: &mut Life<'_, '_>, part: &Part, begin: i64) -> Result<(), Error> {
    life.until(begin);
    life.give_card(WANTS_AUTHENTICATION)?;
    life.subscribe(&part.price, json!({})).map(|_| ())
}

fn trial(
    life: &mut Life<'_, '_>,
    part: &Part,
    begin: i64,
    without_card: &str,
    card: Option<String>,
) -> Result<String, Error> {
    life.until(begin);
    let end_behavior = json!({ "missing_payment_method": without_card });
    let mut trial = json!({ "trial_period_days": TRIAL_DAYS, "trial_settings": { "end_behavior": end_behavior } });
    if let Some(card) = card {
        trial["default_payment_method"] = json!(card);
    }
    life.subscribe(&part.price, trial)
}

/// The expiry of a card whose last month this is.
fn month_of(now: i64) -> Value {
    let today = OffsetDateTime::from_unix_timestamp(now).unwrap_or(OffsetDateTime::UNIX_EPOCH);
    json!({ "exp_month": u8::from(today.month()), "exp_year": today.year() })
}
