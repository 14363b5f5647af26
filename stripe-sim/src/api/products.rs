//! Products.

use crate::error::Error;
use crate::ids;
use crate::list::Page;
use crate::params::{MetadataChange, Params, set};
use crate::render::Render;
use crate::state::{Price, Product};
use crate::tx::Tx;
use serde_json::Value;

/// What can be set and changed alike.
struct Change {
    active: Option<bool>,
    description: Option<Option<String>>,
    images: Option<Vec<String>>,
    marketing_features: Option<Vec<String>>,
    metadata: Option<MetadataChange>,
    shippable: Option<bool>,
    statement_descriptor: Option<Option<String>>,
    unit_label: Option<Option<String>>,
    url: Option<Option<String>>,
}

impl Change {
    fn read(params: &mut Params) -> Result<Self, Error> {
        Ok(Self {
            active: params.boolean("active")?,
            description: params.clearable("description")?,
            images: params.texts("images")?,
            marketing_features: params.list("marketing_features", |feature| feature.required("name"))?,
            metadata: params.metadata()?,
            shippable: params.boolean("shippable")?,
            statement_descriptor: params.clearable("statement_descriptor")?,
            unit_label: params.clearable("unit_label")?,
            url: params.clearable("url")?,
        })
    }

    fn apply(self, product: &mut Product) {
        set(&mut product.active, self.active);
        set(&mut product.description, self.description);
        set(&mut product.images, self.images);
        set(&mut product.marketing_features, self.marketing_features);
        set(&mut product.shippable, self.shippable.map(Some));
        set(&mut product.statement_descriptor, self.statement_descriptor);
        set(&mut product.unit_label, self.unit_label);
        set(&mut product.url, self.url);
        if let Some(change) = self.metadata {
            change.apply(&mut product.metadata);
        }
    }
}

pub(crate) fn create(tx: &mut Tx<'_>, _: &str, mut params: Params) -> Result<Value, Error> {
    let id = params.text("id")?.filter(|id| !id.is_empty());
    let name = params.required("name")?;
    let change = Change::read(&mut params)?;
    let price = params.hash("default_price_data", super::prices::Draft::read)?;
    params.done()?;
    let id = id.unwrap_or_else(|| ids::short("prod"));
    if tx.get::<Product>(&id).is_some() {
        return Err(Error::Refused {
            message: "Product already exists.".to_owned(),
            code: Some("resource_already_exists"),
            param: None,
        });
    }
    let mut product = Product::new(id.clone(), name, tx.now());
    change.apply(&mut product);
    let created = tx.create(product);
    let Some(price) = price else {
        return Ok(created);
    };
    let price = price.into_price(id.clone(), tx.now());
    let price_id = price.id.clone();
    tx.create(price);
    Ok(tx.update::<Product>(&id, |product| product.default_price = Some(price_id)))
}

pub(crate) fn retrieve(tx: &mut Tx<'_>, id: &str, params: Params) -> Result<Value, Error> {
    params.done()?;
    Ok(tx.addressed::<Product>(id, "id")?.render(tx.state()))
}

pub(crate) fn update(tx: &mut Tx<'_>, id: &str, mut params: Params) -> Result<Value, Error> {
    tx.addressed::<Product>(id, "id")?;
    let name = params.text("name")?;
    if name.as_deref() == Some("") {
        return Err(Error::invalid("name", "A product's name cannot be unset."));
    }
    let default_price = params.clearable("default_price")?;
    let change = Change::read(&mut params)?;
    params.done()?;
    if let Some(Some(price)) = &default_price
        && tx.mentioned::<Price>(price, "default_price")?.product != id
    {
        return Err(Error::refused_param("default_price", "The default price must be a price of this product."));
    }
    let now = tx.now();
    Ok(tx.update::<Product>(id, |product| {
        set(&mut product.name, name);
        set(&mut product.default_price, default_price);
        change.apply(product);
        product.updated = now;
    }))
}

pub(crate) fn list(tx: &mut Tx<'_>, _: &str, mut params: Params) -> Result<Value, Error> {
    let page = Page::read(&mut params)?;
    let active = params.boolean("active")?;
    let wanted = params.texts("ids")?;
    let url = params.text("url")?;
    params.done()?;
    page.of::<Product>(tx.state(), "/v1/products", |product| {
        active.is_none_or(|active| product.active == active)
            && wanted.as_ref().is_none_or(|ids| ids.contains(&product.id))
            && url.as_ref().is_none_or(|url| product.url.as_ref() == Some(url))
    })
}
