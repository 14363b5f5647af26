//! Customers.

use super::references::{check_attached, existing_customer};
use super::values::read_address;
use crate::balance::{self, Cause};
use crate::billing;
use crate::cards;
use crate::checkout;
use crate::error::Error;
use crate::ids;
use crate::list::Page;
use crate::params::{MetadataChange, Params, set};
use crate::render::Render;
use crate::state::{Address, BalanceReason, CheckoutStatus, Customer, Shipping, Subscription, TaxExempt};
use crate::tx::Tx;
use serde_json::Value;

/// What can be set and changed alike; an outer `None` leaves a field as it is.
struct Change {
    name: Option<Option<String>>,
    email: Option<Option<String>>,
    phone: Option<Option<String>>,
    description: Option<Option<String>>,
    address: Option<Option<Address>>,
    shipping: Option<Option<Shipping>>,
    preferred_locales: Option<Vec<String>>,
    tax_exempt: Option<TaxExempt>,
    default_payment_method: Option<Option<String>>,
    default_source: Option<String>,
    balance: Option<i64>,
    metadata: Option<MetadataChange>,
}

impl Change {
    fn read(params: &mut Params) -> Result<Self, Error> {
        let email = params.clearable("email")?;
        if let Some(Some(email)) = &email
            && !email.contains('@')
        {
            return Err(Error::InvalidParameter {
                param: "email".to_owned(),
                code: Some("email_invalid"),
                message: format!("Invalid email address: {email}"),
            });
        }
        let settings = params.hash("invoice_settings", |hash| hash.clearable("default_payment_method"))?;
        Ok(Self {
            name: params.clearable("name")?,
            email,
            phone: params.clearable("phone")?,
            description: params.clearable("description")?,
            address: params.clearable_hash("address", read_address)?,
            shipping: params.clearable_hash("shipping", read_shipping)?,
            preferred_locales: params.texts("preferred_locales")?,
            tax_exempt: params.choice("tax_exempt")?,
            default_payment_method: settings.flatten(),
            default_source: params.text("default_source")?,
            balance: params.integer("balance")?,
            metadata: params.metadata()?,
        })
    }

    fn apply(self, customer: &mut Customer) {
        set(&mut customer.name, self.name);
        set(&mut customer.email, self.email);
        set(&mut customer.phone, self.phone);
        set(&mut customer.description, self.description);
        set(&mut customer.address, self.address);
        set(&mut customer.shipping, self.shipping);
        set(&mut customer.preferred_locales, self.preferred_locales);
        set(&mut customer.tax_exempt, self.tax_exempt);
        set(&mut customer.default_payment_method, self.default_payment_method);
        set(&mut customer.default_source, self.default_source.map(Some));
        if let Some(change) = self.metadata {
            change.apply(&mut customer.metadata);
        }
    }
}

fn read_shipping(hash: &mut Params) -> Result<Shipping, Error> {
    let address = hash.hash("address", read_address)?;
    Ok(Shipping {
        address: address.ok_or_else(|| Error::MissingParameter(hash.name("address")))?,
        name: hash.required("name")?,
        phone: hash.clearable("phone")?.flatten(),
    })
}

pub(crate) fn create(tx: &mut Tx<'_>, _: &str, mut params: Params) -> Result<Value, Error> {
    let change = Change::read(&mut params)?;
    let payment_method = params.clearable("payment_method")?.flatten();
    let source = params.text("source")?;
    params.done()?;
    if change.default_source.is_some() {
        let message = "A new customer has no source yet that could be the default.";
        return Err(Error::invalid("default_source", message));
    }
    let source = match source {
        None => None,
        Some(token) => {
            let found = cards::source_by_token(&token, tx.now());
            let missing = || Error::Missing { noun: "token", id: token, param: "source".to_owned(), in_url: false };
            Some(found.ok_or_else(missing)?)
        }
    };
    let (id, balance) = (ids::short("cus"), change.balance);
    let new_method = match &payment_method {
        None => None,
        Some(token) => Some(super::payment_methods::attachable(tx, token, "payment_method")?),
    };
    let default = change.default_payment_method.clone().flatten();
    // A customer cannot have a payment method before there is a customer: it can only be the one sent along.
    if let Some(default) = default
        && payment_method.as_ref() != Some(&default)
    {
        check_attached(tx, &default, &id, "invoice_settings[default_payment_method]")?;
    }
    let mut customer = Customer { id: id.clone(), ..Customer::blank(tx.now()) };
    change.apply(&mut customer);
    if let (Some(default), Some(method)) = (&mut customer.default_payment_method, &new_method) {
        default.clone_from(&method.id);
    }
    let mut created = tx.create(customer);
    if let Some(balance) = balance {
        balance::change(tx, &id, balance, BalanceReason::Initial, Cause::default());
        created = tx.render::<Customer>(&id);
    }
    if let Some(method) = new_method {
        cards::attach(tx, method, &id);
    }
    if let Some(source) = source {
        super::sources::add(tx, &id, source);
        created = tx.render::<Customer>(&id);
    }
    Ok(created)
}

pub(crate) fn retrieve(tx: &mut Tx<'_>, id: &str, params: Params) -> Result<Value, Error> {
    params.done()?;
    let customer = tx.addressed::<Customer>(id, "id")?;
    Ok(customer.render(tx.state()))
}

pub(crate) fn update(tx: &mut Tx<'_>, id: &str, mut params: Params) -> Result<Value, Error> {
    existing_customer(tx, id, "id", true)?;
    let change = Change::read(&mut params)?;
    params.done()?;
    if let Some(Some(default)) = &change.default_payment_method {
        check_attached(tx, default, id, "invoice_settings[default_payment_method]")?;
    }
    if let Some(source) = &change.default_source {
        check_attached(tx, source, id, "default_source")?;
    }
    let balance = change.balance;
    let changed = tx.update::<Customer>(id, |customer| change.apply(customer));
    let Some(balance) = balance else { return Ok(changed) };
    let moved = balance - tx.get::<Customer>(id).map_or(0, |customer| customer.balance);
    balance::change(tx, id, moved, BalanceReason::Adjustment, Cause::default());
    Ok(tx.render::<Customer>(id))
}

pub(crate) fn list(tx: &mut Tx<'_>, _: &str, mut params: Params) -> Result<Value, Error> {
    let page = Page::read(&mut params)?;
    let email = params.text("email")?;
    params.done()?;
    let narrow = email.as_deref().map(|email| ("email", email));
    page.within::<Customer>(tx.state(), "/v1/customers", narrow, |customer| !customer.deleted)
}

pub(crate) fn delete(tx: &mut Tx<'_>, id: &str, params: Params) -> Result<Value, Error> {
    params.done()?;
    existing_customer(tx, id, "id", true)?;
    remove(tx, id);
    Ok(tx.render::<Customer>(id))
}

/// Subscriptions end first, then the customer does; what is left answers with a stub.
pub(crate) fn remove(tx: &mut Tx<'_>, id: &str) {
    let now = tx.now();
    for subscription in billing::running_of(tx.state(), id) {
        tx.update_quietly::<Subscription>(&subscription, |subscription| {
            crate::cancellation::at_once(subscription, now);
        });
        billing::end_subscription(tx, &subscription, None);
    }
    let sessions = tx.state().checkout_sessions.with("customer", id);
    let open: Vec<_> = sessions.filter(|it| it.status == CheckoutStatus::Open).map(|it| it.id.clone()).collect();
    for session in open {
        checkout::expire(tx, &session);
    }
    let last = tx.render::<Customer>(id);
    tx.update_quietly::<Customer>(id, |customer| customer.deleted = true);
    tx.emit("customer.deleted".to_owned(), &last, None);
}
