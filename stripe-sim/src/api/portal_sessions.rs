//! Billing portal sessions: a fresh address into the hosted portal at each call.

use super::portal_flows::{FlowData, flow};
use super::references::existing_customer;
use super::values::read_url;
use crate::error::Error;
use crate::ids;
use crate::params::{Params, choice};
use crate::state::{AfterExpiration, PortalConfiguration, PortalSession};
use crate::tx::Tx;
use serde_json::Value;

choice!(ExpirationType { CustomerLogin = "customer_login" });
fn read_expiration(hash: &mut Params) -> Result<AfterExpiration, Error> {
    let kind: Option<ExpirationType> = hash.choice("type")?;
    kind.ok_or_else(|| Error::MissingParameter(hash.name("type")))?;
    let until = hash.hash("customer_login", |hash| hash.natural("expires_at"))?;
    Ok(AfterExpiration { until: until.flatten() })
}

pub(crate) fn create(tx: &mut Tx<'_>, _: &str, mut params: Params) -> Result<Value, Error> {
    let customer = params.required("customer")?;
    let configuration = params.text("configuration")?;
    let flow_data = params.hash("flow_data", FlowData::read)?;
    let locale = params.word("locale")?;
    let on_behalf_of = params.text("on_behalf_of")?;
    let return_url = read_url(&mut params, "return_url")?;
    let after_expiration = params.hash("after_expiration", read_expiration)?;
    params.done()?;
    if after_expiration.as_ref().and_then(|it| it.until).is_some_and(|until| until <= tx.now()) {
        let name = "after_expiration[customer_login][expires_at]";
        return Err(Error::invalid(name, "Invalid timestamp: must be in the future"));
    }
    existing_customer(tx, &customer, "customer", false)?;
    if let Some(account) = on_behalf_of {
        // There is one account here, and connected ones cannot be made.
        return Err(Error::Missing { noun: "account", id: account, param: "on_behalf_of".to_owned(), in_url: false });
    }
    let configuration = configuration_for(tx, configuration.as_deref())?;
    let flow = match flow_data {
        None => None,
        Some(data) => Some(flow(tx, data, &customer, configuration)?),
    };
    let secret = ids::secret();
    let session = PortalSession {
        id: ids::long("bps"),
        created: tx.now(),
        url: format!("{}p/session/{secret}", tx.base_url()),
        secret,
        customer,
        configuration: configuration.id.clone(),
        return_url: return_url.or_else(|| configuration.default_return_url.clone()),
        locale,
        flow,
        after_expiration,
        last_used: None,
    };
    Ok(tx.create(session))
}

fn configuration_for<'a>(tx: &'a Tx<'_>, id: Option<&str>) -> Result<&'a PortalConfiguration, Error> {
    match id {
        Some(id) => {
            let configuration = tx.mentioned::<PortalConfiguration>(id, "configuration")?;
            if !configuration.active {
                return Err(Error::refused_param(
                    "configuration",
                    format!("The configuration `{id}` is not active. Only active configurations can be used."),
                ));
            }
            Ok(configuration)
        }
        None => tx.state().default_portal_configuration().ok_or_else(|| {
            Error::refused(
                "No configuration provided and your test mode default configuration has not been created. Provide a \
                 configuration or create your default by saving your customer portal settings in test mode at \
                 https://dashboard.stripe.com/test/settings/billing/portal.",
            )
        }),
    }
}
