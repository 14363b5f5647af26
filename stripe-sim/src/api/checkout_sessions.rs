//! Checkout sessions for subscriptions.

use super::customers::existing;
use super::discounts::{self, Holder, SentDiscount};
use super::portal_sessions::read_url;
use super::prices::Draft;
use super::{tax_rates, tax_settings};
use crate::checkout;
use crate::error::Error;
use crate::ids;
use crate::list::Page;
use crate::params::{Metadata, Params, choice};
use crate::state::{
    Amounts, BillingMode, CheckoutLine, CheckoutSession, CheckoutStatus, CollectPaymentMethod, Kind,
    MissingPaymentMethod, Price, Product, SubscriptionData,
};
use crate::tx::Tx;
use serde_json::Value;

const SHORTEST: i64 = 30 * 60;
const LONGEST: i64 = 24 * 60 * 60;
const MAX_LINES: usize = 20;

choice!(Mode { Subscription = "subscription" });
choice!(UiMode { Hosted = "hosted", HostedPage = "hosted_page" });
choice!(MethodType { Card = "card" });

/// A line as it was sent: a price there is, or one that is made for it.
struct LineSent {
    param: String,
    price: Option<String>,
    price_data: Option<(Draft, Option<String>, Option<String>)>,
    quantity: i64,
}

impl LineSent {
    fn amount(&self, tx: &Tx<'_>) -> i64 {
        let there = self.price.as_ref().and_then(|id| tx.get::<Price>(id));
        let there = there.filter(|price| !price.is_metered()).map(|price| price.amount.of(self.quantity));
        let made = self.price_data.as_ref().map(|(draft, ..)| draft.amount().of(self.quantity));
        there.or(made).unwrap_or(0)
    }

    fn currency(&self, tx: &Tx<'_>) -> String {
        let there = self.price.as_ref().and_then(|id| tx.get::<Price>(id)).map(|price| price.currency.clone());
        there.or(self.price_data.as_ref().map(|(draft, ..)| draft.currency().to_owned())).unwrap_or_default()
    }
}

fn read_line(hash: &mut Params) -> Result<LineSent, Error> {
    Ok(LineSent {
        param: hash.path().to_owned(),
        price: hash.text("price")?,
        price_data: hash.hash("price_data", |hash| {
            let product = hash.text("product")?;
            let name = hash.hash("product_data", |hash| hash.required("name"))?;
            Ok((Draft::read(hash)?, product, name))
        })?,
        quantity: hash.natural("quantity")?.unwrap_or(1).max(1),
    })
}

fn read_subscription_data(hash: &mut Params) -> Result<(SubscriptionData, Option<(String, Vec<String>)>), Error> {
    let missing: Option<Option<Option<MissingPaymentMethod>>> = hash.hash("trial_settings", |settings| {
        settings.hash("end_behavior", |behavior| behavior.choice("missing_payment_method"))
    })?;
    let billing_mode: Option<Option<BillingMode>> = hash.hash("billing_mode", |hash| hash.choice("type"))?;
    let rates = tax_rates::read(hash, "default_tax_rates")?;
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

fn read_metadata(params: &mut Params) -> Result<Metadata, Error> {
    let mut metadata = Metadata::new();
    if let Some(change) = params.metadata()? {
        change.apply(&mut metadata);
    }
    Ok(metadata)
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
    let lines = params.list("line_items", read_line)?.unwrap_or_default();
    let success_url = read_url(&mut params, "success_url")?;
    let cancel_url = read_url(&mut params, "cancel_url")?;
    let data = params.hash("subscription_data", read_subscription_data)?;
    let collection: Option<CollectPaymentMethod> = params.choice("payment_method_collection")?;
    let client_reference_id = params.text("client_reference_id")?;
    let locale = params.text("locale")?;
    let expires_at = params.natural("expires_at")?;
    let metadata = read_metadata(&mut params)?;
    let sent = params.list("discounts", SentDiscount::read)?;
    let allow_promotion_codes = params.boolean("allow_promotion_codes")?;
    let automatic_tax = tax_settings::read(&mut params)?.unwrap_or(false);
    let tax_id_collection = params.hash("tax_id_collection", |hash| hash.boolean("enabled"))?.flatten();
    read_plain(&mut params)?;
    params.done()?;
    let Some(Mode::Subscription) = mode else { return Err(Error::MissingParameter("mode".to_owned())) };
    let success_url = success_url.ok_or_else(|| Error::MissingParameter("success_url".to_owned()))?;
    if customer.is_some() && customer_email.is_some() {
        let message = "You may only specify one of these parameters: customer, customer_email.";
        return Err(Error::invalid("customer", message));
    }
    if let Some(customer) = &customer {
        existing(tx, customer, "customer", false)?;
    }
    let now = tx.now();
    let expires_at = expires_at.unwrap_or(now + LONGEST);
    if !(now + SHORTEST..=now + LONGEST).contains(&expires_at) {
        let message = "The `expires_at` timestamp must be between 30 minutes and 24 hours from Checkout Session \
            creation.";
        return Err(Error::invalid("expires_at", message));
    }
    if sent.is_some() && allow_promotion_codes == Some(true) {
        let message = "You may only specify one of these parameters: allow_promotion_codes, discounts.";
        return Err(Error::invalid("allow_promotion_codes", message));
    }
    if automatic_tax {
        tax_settings::check(tx, None)?;
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
        data.default_tax_rates = tax_rates::usable(tx, rates)?;
    }
    check_lines(tx, &lines)?;
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
    let lines: Vec<_> = lines.into_iter().map(|line| made(tx, line)).collect();
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
        lines,
        discounts,
        allow_promotion_codes,
        automatic_tax,
        tax_id_collection: tax_id_collection.unwrap_or(false),
        subscription_data: data,
        payment_method_collection: collection.unwrap_or(CollectPaymentMethod::Always),
        success_url,
        cancel_url,
        client_reference_id,
        locale,
        subscription: None,
        invoice: None,
        metadata,
    };
    checkout::reckon(tx, &mut session);
    tx.insert_quietly(session);
    Ok(tx.render::<CheckoutSession>(&id))
}

fn check_lines(tx: &Tx<'_>, lines: &[LineSent]) -> Result<(), Error> {
    if lines.is_empty() {
        return Err(Error::MissingParameter("line_items".to_owned()));
    }
    if lines.len() > MAX_LINES {
        return Err(Error::invalid("line_items", format!("Array must have at most {MAX_LINES} elements.")));
    }
    let mut currencies = Vec::new();
    for line in lines {
        let param = format!("{}[price]", line.param);
        let (is_recurring, currency) = match (&line.price, &line.price_data) {
            (Some(id), None) => {
                let price = tx.mentioned::<Price>(id, &param)?;
                if !price.active {
                    let message = "The price specified is inactive. This field only accepts active prices.";
                    return Err(Error::refused_param(&param, message));
                }
                (price.recurring.is_some(), price.currency.clone())
            }
            (None, Some((draft, product, name))) => {
                if let Some(product) = product {
                    tx.mentioned::<Product>(product, &format!("{}[price_data][product]", line.param))?;
                } else if name.is_none() {
                    return Err(Error::MissingParameter(format!("{}[price_data][product]", line.param)));
                }
                (draft.is_recurring(), draft.currency().to_owned())
            }
            _ => return Err(Error::MissingParameter(param)),
        };
        if !is_recurring {
            return Err(Error::not_simulated(Some(param), "Checkout of one-time prices", "recurring ones"));
        }
        currencies.push(currency);
    }
    currencies.dedup();
    if currencies.len() > 1 {
        return Err(Error::refused_param("line_items", "All line items must be in the same currency."));
    }
    Ok(())
}

fn made(tx: &mut Tx<'_>, line: LineSent) -> CheckoutLine {
    let price = match line.price_data {
        None => line.price.unwrap_or_default(),
        Some((draft, product, name)) => {
            let product = product.unwrap_or_else(|| {
                let id = ids::short("prod");
                tx.create(super::products::named(id.clone(), name.unwrap_or_default(), tx.now()));
                id
            });
            let price = draft.into_price(product, tx.now());
            let id = price.id.clone();
            tx.create(price);
            id
        }
    };
    CheckoutLine { id: ids::long("li"), price, quantity: line.quantity, amounts: Amounts::default() }
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
    page.inside(lines, "line item", &format!("/v1/checkout/sessions/{id}/line_items"))
}
