//! Tax rates.

use crate::error::Error;
use crate::ids;
use crate::list::Page;
use crate::params::{Metadata, MetadataChange, Params, set};
use crate::render::Render;
use crate::state::{Percent, TaxRate};
use crate::tx::Tx;
use serde_json::Value;

/// What can be set and changed alike.
struct Change {
    active: Option<bool>,
    country: Option<Option<String>>,
    description: Option<Option<String>>,
    jurisdiction: Option<Option<String>>,
    state: Option<Option<String>>,
    tax_type: Option<Option<String>>,
    metadata: Option<MetadataChange>,
}

impl Change {
    fn read(params: &mut Params) -> Result<Self, Error> {
        Ok(Self {
            active: params.boolean("active")?,
            country: params.clearable("country")?,
            description: params.clearable("description")?,
            jurisdiction: params.clearable("jurisdiction")?,
            state: params.clearable("state")?,
            tax_type: params.clearable("tax_type")?,
            metadata: params.metadata()?,
        })
    }

    fn apply(self, rate: &mut TaxRate) {
        set(&mut rate.active, self.active);
        set(&mut rate.country, self.country);
        set(&mut rate.description, self.description);
        set(&mut rate.jurisdiction, self.jurisdiction);
        set(&mut rate.state, self.state);
        set(&mut rate.tax_type, self.tax_type);
        if let Some(change) = self.metadata {
            change.apply(&mut rate.metadata);
        }
    }
}

pub(crate) fn create(tx: &mut Tx<'_>, _: &str, mut params: Params) -> Result<Value, Error> {
    let display_name = params.required("display_name")?;
    let inclusive = params.boolean("inclusive")?.ok_or_else(|| Error::MissingParameter("inclusive".to_owned()))?;
    let percentage = params.required("percentage")?;
    let change = Change::read(&mut params)?;
    params.done()?;
    let percentage = Percent::parse(&percentage).ok_or_else(|| {
        Error::invalid("percentage", "Invalid percentage: at most 100, with at most four decimal places")
    })?;
    let mut rate = TaxRate {
        id: ids::long("txr"),
        created: tx.now(),
        active: true,
        display_name,
        description: None,
        percentage,
        inclusive,
        country: None,
        state: None,
        jurisdiction: None,
        tax_type: None,
        automatic: false,
        metadata: Metadata::new(),
    };
    change.apply(&mut rate);
    Ok(tx.create(rate))
}

pub(crate) fn retrieve(tx: &mut Tx<'_>, id: &str, params: Params) -> Result<Value, Error> {
    params.done()?;
    Ok(tx.addressed::<TaxRate>(id, "tax_rate")?.render(tx.state()))
}

/// Its percentage stands: whatever was reckoned with it stays right.
pub(crate) fn update(tx: &mut Tx<'_>, id: &str, mut params: Params) -> Result<Value, Error> {
    let display_name = params.text("display_name")?.filter(|name| !name.is_empty());
    let change = Change::read(&mut params)?;
    params.done()?;
    if tx.addressed::<TaxRate>(id, "tax_rate")?.automatic {
        return Err(Error::refused("This tax rate belongs to the automatic calculation of tax and cannot be changed."));
    }
    Ok(tx.update::<TaxRate>(id, |rate| {
        set(&mut rate.display_name, display_name);
        change.apply(rate);
    }))
}

pub(crate) fn list(tx: &mut Tx<'_>, _: &str, mut params: Params) -> Result<Value, Error> {
    let page = Page::read(&mut params)?;
    let active = params.boolean("active")?;
    let inclusive = params.boolean("inclusive")?;
    params.done()?;
    page.of::<TaxRate>(tx.state(), "/v1/tax_rates", |rate| {
        !rate.automatic
            && active.is_none_or(|active| rate.active == active)
            && inclusive.is_none_or(|inclusive| rate.inclusive == inclusive)
    })
}

/// Rates that parameters name, as an array of ids.
pub(crate) struct SentRates {
    /// The array's name on the wire, for refusals.
    param: String,
    ids: Vec<String>,
}

impl SentRates {
    pub fn read(params: &mut Params, field: &str) -> Result<Option<Self>, Error> {
        let param = params.name(field);
        Ok(params.texts(field)?.map(|ids| Self { param, ids }))
    }

    /// Their ids, if all of them can be reckoned with.
    pub fn usable(&self, tx: &Tx<'_>) -> Result<Vec<String>, Error> {
        for (index, id) in self.ids.iter().enumerate() {
            let param = format!("{}[{index}]", self.param);
            if !tx.mentioned::<TaxRate>(id, &param)?.active {
                return Err(Error::refused_param(&param, format!("The tax rate `{id}` is not active.")));
            }
        }
        Ok(self.ids.clone())
    }
}
