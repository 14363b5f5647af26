//! The plan: what has to be done so that Stripe matches the file.

use std::collections::BTreeMap;

use database::Database;
use mirror::{
    entity::installation as row,
    installation::{self, ClaimError},
};
use serde::Serialize;
use serde_json::{Value, json};
use stripe::{Mode, StripeClient};
use url::Url;

use crate::{
    catalog::{self, Catalog},
    checkout::{CheckoutOptions, read_recorded},
    diff::{Change, changes},
    error::PortalConfigError,
    file::Checked,
    model::PortalFile,
    requests::List,
};

/// The metadata key that marks a configuration as ours; its value is the file's `key`.
pub(crate) const METADATA: &str = "customer_portal_toml";

/// The inputs of a plan.
#[derive(Debug)]
pub struct Portal {
    pub stripe: StripeClient,
    /// `None` if the database does not exist here; then it is not compared.
    pub db: Option<Database>,
    pub mode: Mode,
    /// The site's address: paths in the file are joined to its origin.
    pub site: Url,
    pub checked: Checked,
}

/// What has to be done; nothing if all lists are empty and the configuration is recorded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Plan {
    pub mode: Mode,
    /// The configuration to update (`bpc_…`); `None` if one has to be created.
    pub configuration: Option<String>,
    pub changes: Vec<Change>,
    /// The changes of what Checkout asks for. The database holds it, not Stripe.
    pub checkout: Vec<Change>,
    /// Our other active configurations, which are to be deactivated.
    pub obsolete: Vec<String>,
    /// Whether the database does not yet tell the servers to use it.
    pub unrecorded: bool,
    /// Readable names of the ids in it.
    pub names: BTreeMap<String, String>,
}

impl Plan {
    /// Whether there is nothing to do.
    pub fn is_in_step(&self) -> bool {
        self.is_portal_in_step() && self.checkout.is_empty()
    }

    /// Whether there is nothing to do about the portal.
    pub fn is_portal_in_step(&self) -> bool {
        self.configuration.is_some() && self.changes.is_empty() && self.obsolete.is_empty() && !self.unrecorded
    }
}

/// A plan with its actual and desired state.
pub(crate) struct Comparison {
    pub plan: Plan,
    pub desired: Value,
    /// `null` if there is no configuration of ours.
    pub actual: Value,
}

/// Compares Stripe's configuration with the file.
///
/// # Errors
/// See [`PortalConfigError`]; products and prices that cannot be offered are [`PortalConfigError::File`].
pub async fn plan(portal: &Portal) -> Result<Plan, PortalConfigError> {
    Ok(compare(portal).await?.plan)
}

pub(crate) async fn compare(portal: &Portal) -> Result<Comparison, PortalConfigError> {
    let row = recorded(portal).await?;
    let checkout = match &portal.db {
        Some(_) => checkout_changes(&portal.checked.file.checkout, row.as_ref()),
        None => Vec::new(),
    };
    let recorded = row.and_then(|row| row.portal_configuration);
    let catalog = catalog::resolve(&portal.stripe, &portal.checked).await?;
    let desired = desired(&portal.checked.file, &catalog, &portal.site);
    let mut ours = ours(&portal.stripe, &portal.checked.file.key).await?;
    // Every run makes the same choice, so that concurrent runs agree: active before inactive, then
    // the newest.
    ours.sort_by_key(|one| std::cmp::Reverse((one["active"] == true, one["created"].as_i64(), text(&one["id"]))));
    let mut ours = ours.into_iter();
    let actual = ours.next().unwrap_or(Value::Null);
    let obsolete = ours.filter(|one| one["active"] == true).filter_map(|one| text(&one["id"])).collect();
    let configuration = text(&actual["id"]);
    let mut changes = changes(&desired, &actual);
    if configuration.is_none() {
        // A new configuration is always active and ours, so these are not listed.
        changes.retain(|change| change.path != "active" && !change.path.starts_with("metadata"));
    }
    let plan = Plan {
        mode: portal.mode,
        changes,
        checkout,
        obsolete,
        unrecorded: portal.db.is_some() && (recorded.is_none() || recorded != configuration),
        configuration,
        names: catalog.names,
    };
    Ok(Comparison { plan, desired, actual })
}

/// What is recorded in the database, if the database has the key's mode.
async fn recorded(portal: &Portal) -> Result<Option<row::Model>, PortalConfigError> {
    let Some(db) = &portal.db else { return Ok(None) };
    match installation::load(db).await? {
        Some(row) if row.mode() != portal.mode => {
            Err(ClaimError::WrongMode { database: row.mode(), key: portal.mode }.into())
        }
        row => Ok(row),
    }
}

/// Compares what Checkout asks for with what is recorded. Of a record that this version cannot read, everything is a
/// change.
fn checkout_changes(desired: &CheckoutOptions, row: Option<&row::Model>) -> Vec<Change> {
    let recorded = read_recorded(row.and_then(|row| row.checkout.clone()));
    let recorded = recorded.map_or(Value::Null, |options| json!(options));
    changes(&json!({ "checkout": desired }), &json!({ "checkout": recorded }))
}

/// The file in the API's shape.
fn desired(file: &PortalFile, catalog: &Catalog, site: &Url) -> Value {
    let origin = site.origin().ascii_serialization();
    let address = |url: &Option<String>| {
        url.as_ref().map(|url| if url.starts_with('/') { format!("{origin}{url}") } else { url.clone() })
    };
    let mut features = json!(file.features);
    features["subscription_update"]["products"] = json!(catalog.offered);
    json!({
        "active": true,
        "business_profile": {
            "headline": file.business_profile.headline,
            "privacy_policy_url": address(&file.business_profile.privacy_policy_url),
            "terms_of_service_url": address(&file.business_profile.terms_of_service_url),
        },
        "default_return_url": address(&file.default_return_url),
        "features": features,
        "login_page": file.login_page,
        "metadata": { METADATA: file.key },
        "name": file.name,
    })
}

/// Every configuration created from this file.
async fn ours(stripe: &StripeClient, key: &str) -> Result<Vec<Value>, PortalConfigError> {
    let all = stripe.list_newer(List).await?.into_iter().map(|listed| listed.raw);
    Ok(all.filter(|one| one["metadata"][METADATA] == key).collect())
}

pub(crate) fn text(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned)
}
