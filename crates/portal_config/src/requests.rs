//! The calls for portal configurations. The paths and parameters are Stripe's; they are not
//! async-stripe's requests, which cannot unset anything (an empty list is not sent), and which have
//! thirty types each for creating and updating, although both are the same form.

use serde_json::{Map, Value};
use stripe::path_segment;
use stripe_client_core::{RequestBuilder, StripeMethod, StripeRequest};

use crate::diff::is_nothing;

/// Only in an answer if expanded.
pub(crate) const PRODUCTS: &str = "features.subscription_update.products";

/// Lists all configurations, including inactive ones, newest first.
#[derive(Clone, Copy)]
pub(crate) struct List;

/// Creates a configuration with the desired fields.
pub(crate) struct Create<'a> {
    pub desired: &'a Value,
}

/// Updates a configuration to the desired fields.
pub(crate) struct Update<'a> {
    pub id: &'a str,
    pub desired: &'a Value,
    pub actual: &'a Value,
}

/// Deactivates a configuration; Stripe cannot delete one.
pub(crate) struct Deactivate<'a> {
    pub id: &'a str,
}

// Answers are read as JSON.
pub(crate) type Answer = miniserde::json::Value;

impl StripeRequest for List {
    type Output = stripe_types::List<Answer>;

    fn build(&self) -> RequestBuilder {
        let query = serde_json::json!({ "expand": [format!("data.{PRODUCTS}")] });
        RequestBuilder::new(StripeMethod::Get, "/billing_portal/configurations").query(&query)
    }
}

impl StripeRequest for Create<'_> {
    type Output = Answer;

    fn build(&self) -> RequestBuilder {
        let mut form = form(self.desired, &Value::Null);
        // A new configuration is active, and Stripe does not accept the parameter.
        form.as_object_mut().map(|fields| fields.remove("active"));
        RequestBuilder::new(StripeMethod::Post, "/billing_portal/configurations").form(&form)
    }
}

impl StripeRequest for Update<'_> {
    type Output = Answer;

    fn build(&self) -> RequestBuilder {
        RequestBuilder::new(StripeMethod::Post, format!("/billing_portal/configurations/{}", path_segment(self.id)))
            .form(&form(self.desired, self.actual))
    }
}

impl StripeRequest for Deactivate<'_> {
    type Output = Answer;

    fn build(&self) -> RequestBuilder {
        RequestBuilder::new(StripeMethod::Post, format!("/billing_portal/configurations/{}", path_segment(self.id)))
            .form(&serde_json::json!({ "active": false }))
    }
}

/// The desired fields as a form. Sends every field that is set in the file, changed or not, so that
/// after the call the whole file is in force, even after concurrent changes. Sends "" only for
/// fields that Stripe has and the file does not: Stripe unsets them then.
fn form(desired: &Value, actual: &Value) -> Value {
    let fields = desired.as_object().into_iter().flatten();
    let sent = fields.filter_map(|(name, value)| {
        let current = &actual[name];
        let value = match value {
            value if is_nothing(value) && is_nothing(current) => return None,
            // An object is disabled, not emptied.
            Value::Object(_) if is_nothing(value) => serde_json::json!({ "enabled": false }),
            Value::Object(_) => match form(value, current) {
                Value::Object(fields) if fields.is_empty() => return None,
                fields => fields,
            },
            Value::Array(elements) if !elements.is_empty() => elements.iter().map(element).collect(),
            value if is_nothing(value) => Value::from(""),
            value => value.clone(),
        };
        Some((name.clone(), value))
    });
    Value::Object(sent.collect::<Map<_, _>>())
}

/// Lists are replaced completely, so nothing in them has to be unset.
fn element(element: &Value) -> Value {
    if element.is_object() { form(element, &Value::Null) } else { element.clone() }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_gone_from_the_file_is_taken_away() {
        let desired = json!({ "name": null, "profile": { "headline": null, "url": null }, "list": [], "f": { "enabled": false, "mode": "x" } });
        let actual =
            json!({ "name": "old", "profile": { "headline": "old" }, "list": ["old"], "f": { "enabled": true } });
        let expected = json!({ "name": "", "profile": { "headline": "" }, "list": "", "f": { "enabled": false } });
        assert_eq!(form(&desired, &actual), expected);
        assert_eq!(form(&desired, &Value::Null), json!({}));
    }

    #[test]
    fn what_is_in_the_file_is_sent_even_if_stripe_has_it() {
        let both = json!({ "p": [{ "product": "a", "adjustable_quantity": null }], "f": { "enabled": true, "n": 1 } });
        let expected = json!({ "p": [{ "product": "a" }], "f": { "enabled": true, "n": 1 } });
        assert_eq!(form(&both, &both), expected);
    }
}
