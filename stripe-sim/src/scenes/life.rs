//! One customer's time: calls of the API at past times, and all that falls due between them.

use super::cast::Part;
use crate::api;
use crate::error::Error;
use crate::form;
use crate::lifecycle;
use crate::params::Params;
use crate::paused;
use crate::period;
use crate::state::{Customer, PauseReason};
use crate::tx::Tx;
use serde_json::{Value, json};

/// An endpoint of the API, called by nobody's request.
pub(super) fn call(tx: &mut Tx<'_>, method: &str, path: &str, params: Value) -> Result<Value, Error> {
    let (endpoint, id) = api::find(method, path)?;
    (endpoint.handler)(tx, &id, Params::of(endpoint.name(), form::from_json(params).unwrap_or_default()))
}

pub(super) struct Life<'l, 'a> {
    tx: &'l mut Tx<'a>,
    customer: &'l str,
    /// When the scene is to have come to its state.
    now: i64,
}

impl<'l, 'a> Life<'l, 'a> {
    pub fn new(tx: &'l mut Tx<'a>, customer: &'l str) -> Self {
        let now = tx.now();
        Self { tx, customer, now }
    }

    pub fn customer(&self) -> &str {
        self.customer
    }

    /// As Stripe itself does.
    pub fn pause(&mut self, subscription: &str, reason: PauseReason) {
        paused::begin(self.tx, subscription, reason, false);
    }

    pub fn now(&self) -> i64 {
        self.now
    }

    /// Lets time pass until then; what comes next happens at that time.
    pub fn until(&mut self, then: i64) {
        lifecycle::advance_customer(self.tx, self.customer, then.min(self.now));
    }

    pub fn until_now(&mut self) {
        self.until(self.now);
    }

    pub fn call(&mut self, method: &str, path: &str, params: Value) -> Result<Value, Error> {
        call(self.tx, method, path, params)
    }

    /// A new card, by its test token: its id.
    pub fn attach(&mut self, token: &str) -> Result<String, Error> {
        let path = format!("/v1/payment_methods/{token}/attach");
        Ok(id(&self.call("POST", &path, json!({ "customer": self.customer }))?))
    }

    /// A new card in the place of the one before: what has none of its own is charged to it.
    pub fn give_card(&mut self, token: &str) -> Result<String, Error> {
        let old = self.tx.get::<Customer>(self.customer).and_then(|customer| customer.default_payment_method.clone());
        let card = self.attach(token)?;
        let path = format!("/v1/customers/{}", self.customer);
        self.call("POST", &path, json!({ "invoice_settings": { "default_payment_method": card } }))?;
        if let Some(old) = old {
            self.call("POST", &format!("/v1/payment_methods/{old}/detach"), json!({}))?;
        }
        Ok(card)
    }

    /// The new subscription's id.
    pub fn subscribe(&mut self, price: &str, more: Value) -> Result<String, Error> {
        let mut params = json!({ "customer": self.customer, "items": [{ "price": price }] });
        if let (Some(params), Value::Object(more)) = (params.as_object_mut(), more) {
            params.extend(more);
        }
        Ok(id(&self.call("POST", "/v1/subscriptions", params)?))
    }

    pub fn change(&mut self, subscription: &str, change: Value) -> Result<(), Error> {
        self.call("POST", &format!("/v1/subscriptions/{subscription}"), change).map(|_| ())
    }
}

pub(super) fn id(object: &Value) -> String {
    object["id"].as_str().unwrap_or_default().to_owned()
}

impl Part {
    /// When to begin, for a period to end at (or, for want of a 31st, up to three days before) a time.
    pub fn begin_before(&self, renewal: i64) -> i64 {
        period::after(renewal, self.interval, -self.every)
    }

    /// In seconds, of a period in the middle of nowhere.
    pub fn length(&self) -> i64 {
        period::after(0, self.interval, self.every)
    }
}
