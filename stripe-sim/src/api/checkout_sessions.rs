//! Checkout sessions for subscriptions.

use super::checkout_lines::{self, LineSent};
use super::checkout_options::SentOptions;
use super::discounts::{self, Holder, SentDiscount};
use super::references::existing_customer;
use super::tax_rates::SentRates;
use super::values::{read_metadata, read_url};
use crate::checkout;
use crate::error::Error;
use crate::ids;
use crate::list::Page;
use crate::params::{Metadata, Params, choice};
use crate::render::Render;
use crate::state::{BillingMode, CheckoutSession, CheckoutStatus, MissingPaymentMethod, SubscriptionData};
use crate::tx::Tx;
use serde_json::Value;

const SHORTEST: i64 = 30 * 60;
const LONGEST: i64 = 24 * 60 * 60;

choice!(Mode { Subscription = "subscription" });
choice!(UiMode { Hosted = "hosted", HostedPage = "hosted_page" });
choice!(MethodType { Card = "card" });

fn read_subscription_data(hash: &mut Params) -> Result<(SubscriptionData, Option<SentRates>), Error> {
    let missing: Option<Option<Option<MissingPaymentMethod>>> = hash.hash("trial_settings", |settings| {
        settings.hash("end_behavior", |behavior| behavior.choice("missing_payment_method"))
    })?;
    let billing_mode: Option<Option<BillingMode>> = hash.hash("billing_mode", |hash| hash.choice("type"))?;
    let rates = SentRates::read(hash, "default_tax_rates")?;
    let data = SubscriptionData {
        billing_mode: billing_mode.flatten().unwrap_or(BillingMode::Flexible),
        default_tax_rates: Vec::new(),
        description: hash.text("description")?,
        metadata: read_metadata(hash)?,
        missing_payment_method: missing.flatten().flatten().unwrap_or(MissingPaymentMethod::CreateInvoice),
        trial_end: hash.natural("trial_end")?,
        trial_period_days: hash.natural("trial_period_days")?.filter(|days| *days > 0),
    };
    Ok((data, rates))
}

/// What can be one thing only.
fn read_plain(params: &mut Params) -> Result<(), Error> {
    let _: Option<UiMode> = params.choice("ui_mode")?;
    let _: Option<Vec<MethodType>> = params.choices("payment_method_types")?;
    Ok(())
}

pub(crate) fn create(tx: &mut Tx<'_>, _: &str, mut params: Params) -> Result<Value, Error> {
    let mode: Option<Mode> = params.choice("mode")?;
    let customer = params.text("customer")?;
    let customer_email = params.text("customer_email")?;
    let lines = params.list("line_items", LineSent::read)?.unwrap_or_default();
    let success_url = read_url(&mut params, "success_url")?;
    let cancel_url = read_url(&mut params, "cancel_url")?;
    let data = params.hash("subscription_data", read_subscription_data)?;
    let client_reference_id = params.text("client_reference_id")?;
    let expires_at = params.natural("expires_at")?;
    let metadata = read_metadata(&mut params)?;
    let sent = params.list("discounts", SentDiscount::read)?;
    let options = SentOptions::read(&mut params)?;
    read_plain(&mut params)?;
    params.done()?;
    let Some(Mode::Subscription) = mode else { return Err(Error::MissingParameter("mode".to_owned())) };
    let success_url = success_url.ok_or_else(|| Error::MissingParameter("success_url".to_owned()))?;
    if customer.is_some() && customer_email.is_some() {
        let message = "You may only specify one of these parameters: customer, customer_email.";
        return Err(Error::invalid("customer", message));
    }
    if let Some(customer) = &customer {
        existing_customer(tx, customer, "customer", false)?;
    }
    let now = tx.now();
    let expires_at = expires_at.unwrap_or(now + LONGEST);
    if !(now + SHORTEST..=now + LONGEST).contains(&expires_at) {
        let message = "The `expires_at` timestamp must be between 30 minutes and 24 hours from Checkout Session \
            creation.";
        return Err(Error::invalid("expires_at", message));
    }
    let options = options.checked(tx, customer.as_deref())?;
    if sent.is_some() && options.allow_promotion_codes == Some(true) {
        let message = "You may only specify one of these parameters: allow_promotion_codes, discounts.";
        return Err(Error::invalid("allow_promotion_codes", message));
    }
    let (data, rates) = data.map_or((None, None), |(data, rates)| (Some(data), rates));
    let mut data = data.unwrap_or_else(|| SubscriptionData {
        default_tax_rates: Vec::new(),
        billing_mode: BillingMode::Flexible,
        description: None,
        metadata: Metadata::new(),
        missing_payment_method: MissingPaymentMethod::CreateInvoice,
        trial_end: None,
        trial_period_days: None,
    });
    if data.trial_end.is_some_and(|end| end <= now) {
        return Err(Error::invalid("subscription_data[trial_end]", "Invalid timestamp: must be in the future"));
    }
    if let Some(rates) = &rates {
        data.default_tax_rates = rates.usable(tx)?;
    }
    checkout_lines::check(tx, &lines)?;
    // A coupon that does not fit is refused before prices are made.
    let amount = lines.iter().map(|line| line.amount(tx)).sum();
    let currency = lines.first().map(|line| line.currency(tx)).unwrap_or_default();
    let id = ids::checkout();
    let holder = Holder {
        customer: customer.as_deref(),
        subscription: None,
        item: None,
        checkout_session: Some(&id),
        currency: &currency,
        amount,
    };
    let discounts = discounts::resolve(tx, &sent.unwrap_or_default(), &holder, &[])?;
    let lines: Vec<_> = lines.into_iter().map(|line| checkout_lines::made(tx, line)).collect();
    let secret = ids::secret();
    let mut session = CheckoutSession {
        url: format!("{}c/pay/{secret}", tx.base_url()),
        secret,
        id: id.clone(),
        created: now,
        expires_at,
        status: CheckoutStatus::Open,
        currency,
        customer,
        customer_email,
        email: None,
        name: None,
        address: None,
        tax_id: None,
        terms_accepted: false,
        lines,
        discounts,
        options,
        subscription_data: data,
        success_url,
        cancel_url,
        client_reference_id,
        subscription: None,
        invoice: None,
        metadata,
    };
    checkout::reckon(tx, &mut session);
    tx.insert_quietly(session);
    Ok(tx.render::<CheckoutSession>(&id))
}

pub(crate) fn retrieve(tx: &mut Tx<'_>, id: &str, params: Params) -> Result<Value, Error> {
    params.done()?;
    Ok(tx.addressed::<CheckoutSession>(id, "session")?.render(tx.state()))
}

pub(crate) fn list(tx: &mut Tx<'_>, _: &str, mut params: Params) -> Result<Value, Error> {
    let page = Page::read(&mut params)?;
    let customer = params.text("customer")?;
    let subscription = params.text("subscription")?;
    let status: Option<CheckoutStatus> = params.choice("status")?;
    params.done()?;
    let of_customer = customer.as_deref().map(|customer| ("customer", customer));
    let of_subscription = subscription.as_deref().map(|subscription| ("subscription", subscription));
    let narrow = of_subscription.or(of_customer);
    page.within::<CheckoutSession>(tx.state(), "/v1/checkout/sessions", narrow, |session| {
        status.is_none_or(|status| session.status == status)
            && customer.as_ref().is_none_or(|customer| session.customer.as_ref() == Some(customer))
    })
}

pub(crate) fn expire(tx: &mut Tx<'_>, id: &str, params: Params) -> Result<Value, Error> {
    params.done()?;
    let status = tx.addressed::<CheckoutSession>(id, "session")?.status;
    if status != CheckoutStatus::Open {
        return Err(Error::refused(
            "Only Checkout Sessions with a status in [\"open\"] can be expired. This Checkout Session is not open.",
        ));
    }
    checkout::expire(tx, id);
    Ok(tx.render::<CheckoutSession>(id))
}

pub(crate) fn line_items(tx: &mut Tx<'_>, id: &str, mut params: Params) -> Result<Value, Error> {
    let page = Page::read(&mut params)?;
    params.done()?;
    let lines = tx.addressed::<CheckoutSession>(id, "session")?.render_lines(tx.state());
    page.inside(tx.state(), lines, "line item", &format!("/v1/checkout/sessions/{id}/line_items"))
}
