//! The table of endpoints. What is not in it does not exist, and says so.

use super::address::ids_in;
use super::{
    active_entitlements, balance_transactions, charges, checkout_sessions, coupons, credit_notes, customers, discounts,
    disputes, entitlement_features, events, invoices, meters, payment_methods, portal_configurations, portal_sessions,
    prices, product_features, products, promotion_codes, refunds, single_items, sources, subscription_items,
    subscription_pauses, subscription_schedules, subscriptions, tax_ids, tax_rates, tax_settings, webhook_endpoints,
};
use crate::catalogue;
use crate::error::Error;
use crate::params::Params;
use crate::tx::Tx;
use serde_json::Value;

/// The `&str` is the id in the address, empty where there is none; of two, see [`super::address::two_ids`].
pub(crate) type Handler = fn(&mut Tx<'_>, &str, Params) -> Result<Value, Error>;

pub(crate) struct Endpoint {
    method: &'static str,
    path: &'static str,
    pub handler: Handler,
}

impl Endpoint {
    pub fn name(&self) -> catalogue::Endpoint {
        (self.method, self.path)
    }
}

const fn on(method: &'static str, path: &'static str, handler: Handler) -> Endpoint {
    Endpoint { method, path, handler }
}

const ENDPOINTS: &[Endpoint] = &[
    on("POST", "/v1/customers", customers::create),
    on("GET", "/v1/customers", customers::list),
    on("GET", "/v1/customers/{id}", customers::retrieve),
    on("POST", "/v1/customers/{id}", customers::update),
    on("DELETE", "/v1/customers/{id}", customers::delete),
    on("POST", "/v1/customers/{id}/balance_transactions", balance_transactions::create),
    on("GET", "/v1/customers/{id}/balance_transactions", balance_transactions::list),
    on("GET", "/v1/customers/{id}/balance_transactions/{id}", balance_transactions::retrieve),
    on("POST", "/v1/customers/{id}/balance_transactions/{id}", balance_transactions::update),
    on("POST", "/v1/customers/{id}/tax_ids", tax_ids::create),
    on("GET", "/v1/customers/{id}/tax_ids", tax_ids::list),
    on("GET", "/v1/customers/{id}/tax_ids/{id}", tax_ids::retrieve),
    on("DELETE", "/v1/customers/{id}/tax_ids/{id}", tax_ids::delete),
    on("POST", "/v1/products", products::create),
    on("GET", "/v1/products", products::list),
    on("GET", "/v1/products/{id}", products::retrieve),
    on("POST", "/v1/products/{id}", products::update),
    on("POST", "/v1/products/{id}/features", product_features::create),
    on("GET", "/v1/products/{id}/features", product_features::list),
    on("GET", "/v1/products/{id}/features/{id}", product_features::retrieve),
    on("DELETE", "/v1/products/{id}/features/{id}", product_features::delete),
    on("POST", "/v1/entitlements/features", entitlement_features::create),
    on("GET", "/v1/entitlements/features", entitlement_features::list),
    on("GET", "/v1/entitlements/features/{id}", entitlement_features::retrieve),
    on("POST", "/v1/entitlements/features/{id}", entitlement_features::update),
    on("GET", "/v1/entitlements/active_entitlements", active_entitlements::list),
    on("GET", "/v1/entitlements/active_entitlements/{id}", active_entitlements::retrieve),
    on("POST", "/v1/prices", prices::create),
    on("GET", "/v1/prices", prices::list),
    on("GET", "/v1/prices/{id}", prices::retrieve),
    on("POST", "/v1/prices/{id}", prices::update),
    on("POST", "/v1/billing/meters", meters::create),
    on("GET", "/v1/billing/meters", meters::list),
    on("GET", "/v1/billing/meters/{id}", meters::retrieve),
    on("POST", "/v1/billing/meters/{id}", meters::update),
    on("POST", "/v1/billing/meters/{id}/deactivate", meters::deactivate),
    on("POST", "/v1/billing/meters/{id}/reactivate", meters::reactivate),
    on("GET", "/v1/billing/meters/{id}/event_summaries", meters::summaries),
    on("POST", "/v1/billing/meter_events", meters::create_event),
    on("POST", "/v1/coupons", coupons::create),
    on("GET", "/v1/coupons", coupons::list),
    on("GET", "/v1/coupons/{id}", coupons::retrieve),
    on("POST", "/v1/coupons/{id}", coupons::update),
    on("DELETE", "/v1/coupons/{id}", coupons::delete),
    on("POST", "/v1/promotion_codes", promotion_codes::create),
    on("GET", "/v1/promotion_codes", promotion_codes::list),
    on("GET", "/v1/promotion_codes/{id}", promotion_codes::retrieve),
    on("POST", "/v1/promotion_codes/{id}", promotion_codes::update),
    on("POST", "/v1/tax_rates", tax_rates::create),
    on("GET", "/v1/tax_rates", tax_rates::list),
    on("GET", "/v1/tax_rates/{id}", tax_rates::retrieve),
    on("POST", "/v1/tax_rates/{id}", tax_rates::update),
    on("GET", "/v1/tax/settings", tax_settings::retrieve),
    on("POST", "/v1/tax/settings", tax_settings::update),
    on("GET", "/v1/customers/{id}/payment_methods", payment_methods::list_of_customer),
    on("POST", "/v1/customers/{id}/sources", sources::create),
    on("GET", "/v1/customers/{id}/sources", sources::list),
    on("GET", "/v1/customers/{id}/sources/{id}", sources::retrieve),
    on("DELETE", "/v1/customers/{id}/sources/{id}", sources::delete),
    on("POST", "/v1/payment_methods", payment_methods::create),
    on("GET", "/v1/payment_methods", payment_methods::list),
    on("GET", "/v1/payment_methods/{id}", payment_methods::retrieve),
    on("POST", "/v1/payment_methods/{id}", payment_methods::update),
    on("POST", "/v1/payment_methods/{id}/attach", payment_methods::attach),
    on("POST", "/v1/payment_methods/{id}/detach", payment_methods::detach),
    on("POST", "/v1/subscriptions", subscriptions::create),
    on("GET", "/v1/subscriptions", subscriptions::list),
    on("GET", "/v1/subscriptions/{id}", subscriptions::retrieve),
    on("POST", "/v1/subscriptions/{id}", subscriptions::update),
    on("DELETE", "/v1/subscriptions/{id}", subscriptions::cancel),
    on("POST", "/v1/subscriptions/{id}/resume", subscription_pauses::resume),
    on("POST", "/v1/subscriptions/{id}/pause", subscription_pauses::pause),
    on("DELETE", "/v1/subscriptions/{id}/discount", discounts::delete_of_subscription),
    on("GET", "/v1/subscription_items", subscription_items::list),
    on("POST", "/v1/subscription_items", single_items::create),
    on("GET", "/v1/subscription_items/{id}", single_items::retrieve),
    on("POST", "/v1/subscription_items/{id}", single_items::update),
    on("DELETE", "/v1/subscription_items/{id}", single_items::delete),
    on("POST", "/v1/subscription_schedules", subscription_schedules::create),
    on("GET", "/v1/subscription_schedules", subscription_schedules::list),
    on("GET", "/v1/subscription_schedules/{id}", subscription_schedules::retrieve),
    on("POST", "/v1/subscription_schedules/{id}", subscription_schedules::update),
    on("POST", "/v1/subscription_schedules/{id}/cancel", subscription_schedules::cancel),
    on("POST", "/v1/subscription_schedules/{id}/release", subscription_schedules::release),
    on("GET", "/v1/invoices", invoices::list),
    on("POST", "/v1/invoices/create_preview", invoices::create_preview),
    on("GET", "/v1/invoices/{id}", invoices::retrieve),
    on("GET", "/v1/invoices/{id}/lines", invoices::lines),
    on("POST", "/v1/invoices/{id}/finalize", invoices::finalize),
    on("POST", "/v1/invoices/{id}/mark_uncollectible", invoices::mark_uncollectible),
    on("POST", "/v1/invoices/{id}/pay", invoices::pay),
    on("POST", "/v1/invoices/{id}/void", invoices::void),
    on("GET", "/v1/invoice_payments", charges::list_payments),
    on("GET", "/v1/invoice_payments/{id}", charges::retrieve_payment),
    on("GET", "/v1/payment_intents", charges::list_intents),
    on("GET", "/v1/payment_intents/{id}", charges::retrieve_intent),
    on("GET", "/v1/charges", charges::list_charges),
    on("GET", "/v1/charges/{id}", charges::retrieve_charge),
    on("POST", "/v1/refunds", refunds::create),
    on("GET", "/v1/refunds", refunds::list),
    on("GET", "/v1/refunds/{id}", refunds::retrieve),
    on("POST", "/v1/refunds/{id}", refunds::update),
    on("POST", "/v1/credit_notes", credit_notes::create),
    on("GET", "/v1/credit_notes", credit_notes::list),
    on("GET", "/v1/credit_notes/preview", credit_notes::preview),
    on("GET", "/v1/credit_notes/{id}", credit_notes::retrieve),
    on("POST", "/v1/credit_notes/{id}", credit_notes::update),
    on("POST", "/v1/credit_notes/{id}/void", credit_notes::void),
    on("GET", "/v1/credit_notes/{id}/lines", credit_notes::lines),
    on("GET", "/v1/disputes", disputes::list),
    on("GET", "/v1/disputes/{id}", disputes::retrieve),
    on("POST", "/v1/disputes/{id}", disputes::update),
    on("POST", "/v1/disputes/{id}/close", disputes::close),
    on("POST", "/v1/checkout/sessions", checkout_sessions::create),
    on("GET", "/v1/checkout/sessions", checkout_sessions::list),
    on("GET", "/v1/checkout/sessions/{id}", checkout_sessions::retrieve),
    on("POST", "/v1/checkout/sessions/{id}/expire", checkout_sessions::expire),
    on("GET", "/v1/checkout/sessions/{id}/line_items", checkout_sessions::line_items),
    on("POST", "/v1/billing_portal/configurations", portal_configurations::create),
    on("GET", "/v1/billing_portal/configurations", portal_configurations::list),
    on("GET", "/v1/billing_portal/configurations/{id}", portal_configurations::retrieve),
    on("POST", "/v1/billing_portal/configurations/{id}", portal_configurations::update),
    on("POST", "/v1/billing_portal/sessions", portal_sessions::create),
    on("GET", "/v1/events", events::list),
    on("GET", "/v1/events/{id}", events::retrieve),
    on("POST", "/v1/webhook_endpoints", webhook_endpoints::create),
    on("GET", "/v1/webhook_endpoints", webhook_endpoints::list),
    on("GET", "/v1/webhook_endpoints/{id}", webhook_endpoints::retrieve),
    on("POST", "/v1/webhook_endpoints/{id}", webhook_endpoints::update),
    on("DELETE", "/v1/webhook_endpoints/{id}", webhook_endpoints::delete),
];

/// Method and path of every endpoint there is.
pub fn endpoints() -> impl Iterator<Item = (&'static str, &'static str)> {
    ENDPOINTS.iter().map(|endpoint| (endpoint.method, endpoint.path))
}

/// The endpoint an address means, and the id in it. By hand, because to Stripe another method is another address
/// (404, not 405), and because faults, keys and the log have to come before any routing.
pub(crate) fn find(method: &str, path: &str) -> Result<(&'static Endpoint, String), Error> {
    ENDPOINTS
        .iter()
        .filter(|endpoint| endpoint.method == method)
        .find_map(|endpoint| Some((endpoint, ids_in(path, endpoint.path)?)))
        .ok_or_else(|| match catalogue::endpoint(method, path) {
            Some(_) => Error::not_simulated(None, format!("{method} {path}"), &collections()),
            None => Error::UnknownUrl { method: method.to_owned(), path: path.to_owned() },
        })
}

/// What there are endpoints of.
fn collections() -> String {
    let mut names: Vec<_> = ENDPOINTS.iter().filter_map(|it| it.path.split("/{id}").next()).collect();
    names.dedup();
    format!("endpoints of {}; its README lists them all", names.join(", "))
}
