//! Finds the file's products and prices at Stripe. Those that are missing, inactive or not allowed
//! together are reported here, before anything is changed.

use std::collections::{BTreeMap, HashMap};

use serde::Serialize;
use stripe::{StripeClient, StripeError, StripeErrorKind, path_segment};
use stripe_product::{
    price::{ListPrice, RetrievePrice},
    product::RetrieveProduct,
};
use stripe_shared::{Price, PriceTaxBehavior};

use toml_file::Problem;

use crate::{
    error::PortalConfigError,
    file::Checked,
    model::{AdjustableQuantity, ProductEntry},
};

/// Stripe's limit for lookup keys in one request.
const KEYS_AT_ONCE: usize = 10;

/// The prefix of price ids. Plans from before 2018 have arbitrary ids, so any other name can be a
/// lookup key or an id.
const PRICE: &str = "price_";

/// A product that customers can change to, in the API's shape.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Offered {
    product: String,
    prices: Vec<String>,
    adjustable_quantity: Option<AdjustableQuantity>,
}

/// The file's products at Stripe.
#[derive(Clone, Debug, Default)]
pub(crate) struct Catalog {
    pub offered: Vec<Offered>,
    /// Readable names of the ids: a product's name, a price's lookup key.
    pub names: BTreeMap<String, String>,
}

/// Finds every product and price. Sends no request if the file offers no changes of plan.
///
/// # Errors
/// All problems with their lines, or an error of Stripe's.
pub(crate) async fn resolve(stripe: &StripeClient, checked: &Checked) -> Result<Catalog, PortalConfigError> {
    let update = &checked.file.features.subscription_update;
    if !update.enabled {
        return Ok(Catalog::default());
    }
    let mut search = Search { stripe, problems: Vec::new(), names: BTreeMap::new(), tax: None };
    let by_key = search.by_lookup_key(&update.products).await?;
    let mut offered: Vec<Offered> = Vec::new();
    for (index, entry) in update.products.iter().enumerate() {
        let key = format!("features.subscription_update.products[{index}]");
        let Some(found) = search.entry(&key, entry, &by_key).await? else { continue };
        if offered.iter().any(|other| other.product == found.product) {
            search.push_problem(&key, format!("the product {} is listed twice", found.product));
        }
        offered.push(found);
    }
    if search.problems.is_empty() {
        Ok(Catalog { offered, names: search.names })
    } else {
        Err(checked.refuse(search.problems).into())
    }
}

/// One search, with its findings so far.
struct Search<'a> {
    stripe: &'a StripeClient,
    problems: Vec<Problem>,
    names: BTreeMap<String, String>,
    /// The tax behaviour that all prices must have, and the first price that has it.
    tax: Option<(String, String)>,
}

impl Search<'_> {
    fn push_problem(&mut self, key: &str, message: impl Into<String>) {
        self.problems.push(Problem::new(key, message));
    }

    async fn by_lookup_key(&self, entries: &[ProductEntry]) -> Result<HashMap<String, Price>, PortalConfigError> {
        let keys: Vec<String> =
            entries.iter().flat_map(|entry| &entry.prices).filter(|name| !name.starts_with(PRICE)).cloned().collect();
        let mut found = HashMap::new();
        for keys in keys.chunks(KEYS_AT_ONCE) {
            let prices = self.stripe.list(ListPrice::new().lookup_keys(keys.to_vec())).await?;
            // An unreadable price counts as not found, and is reported with its line.
            let prices = prices.into_iter().filter_map(|listed| listed.value);
            found.extend(prices.filter_map(|price| Some((price.lookup_key.clone()?, price))));
        }
        Ok(found)
    }

    /// The product of an entry with its prices; `None` if it has problems.
    async fn entry(
        &mut self,
        key: &str,
        entry: &ProductEntry,
        by_key: &HashMap<String, Price>,
    ) -> Result<Option<Offered>, PortalConfigError> {
        let mut prices: Vec<(String, Price)> = Vec::new();
        for (index, name) in entry.prices.iter().enumerate() {
            let key = format!("{key}.prices[{index}]");
            match by_key.get(name) {
                Some(price) => prices.push((key, price.clone())),
                None => prices.extend(self.by_id(&key, name).await?.map(|price| (key, price))),
            }
        }
        let Some(product) = entry.product.clone().or_else(|| Some(prices.first()?.1.product.id().to_string())) else {
            return Ok(None);
        };
        let product_key = if entry.product.is_some() { format!("{key}.product") } else { key.to_owned() };
        if !self.product_is_sold(&product_key, &product).await? {
            return Ok(None);
        }
        if entry.prices.is_empty() {
            for listed in self.stripe.list(ListPrice::new().product(&product).active(true)).await? {
                match listed.value {
                    Some(price) if price.recurring.is_some() => prices.push((product_key.clone(), price)),
                    Some(_) => {}
                    None => {
                        let id = listed.raw["id"].as_str().unwrap_or("a price without an id");
                        self.push_problem(
                            &product_key,
                            format!("{id} of {product} cannot be read: it has an unexpected shape"),
                        );
                    }
                }
            }
            if prices.is_empty() {
                self.push_problem(&product_key, format!("{product} has no active recurring price to change to"));
            }
        }
        self.check_together(&product, &prices);
        let prices = prices.into_iter().map(|(_, price)| price.id.to_string()).collect();
        Ok(Some(Offered { product, prices, adjustable_quantity: entry.adjustable_quantity.filter(|it| it.enabled) }))
    }

    async fn by_id(&mut self, key: &str, id: &str) -> Result<Option<Price>, PortalConfigError> {
        match self.stripe.send(&RetrievePrice::new(path_segment(id))).await {
            Ok(answer) => Ok(Some(answer.value)),
            Err(error) if error.kind.is_missing() => {
                let none = || match id.starts_with(PRICE) {
                    true => format!("Stripe has no {id}"),
                    false => format!("Stripe has no price with the lookup key or the id {id:?}"),
                };
                self.push_problem(key, of_other_mode(&error.kind, id).unwrap_or_else(none));
                Ok(None)
            }
            Err(error) => {
                self.unreadable(key, id, error).await?;
                Ok(None)
            }
        }
    }

    async fn product_is_sold(&mut self, key: &str, id: &str) -> Result<bool, PortalConfigError> {
        match self.stripe.send(&RetrieveProduct::new(path_segment(id))).await {
            Ok(answer) if answer.value.active => {
                self.names.insert(id.to_owned(), answer.value.name);
                return Ok(true);
            }
            Ok(_) => self.push_problem(key, format!("the product {id} is not active in Stripe")),
            Err(error) if error.kind.is_missing() => {
                let none = || format!("Stripe has no {id}");
                self.push_problem(key, of_other_mode(&error.kind, id).unwrap_or_else(none));
            }
            Err(error) => self.unreadable(key, id, error).await?,
        }
        Ok(false)
    }

    /// Reports an object that cannot be fetched, with its line.
    async fn unreadable(&mut self, key: &str, id: &str, error: StripeError) -> Result<(), PortalConfigError> {
        if !error.kind.may_be_the_objects() || self.stripe.is_up().await.is_err() {
            return Err(error.into());
        }
        self.push_problem(key, format!("{id} cannot be fetched from Stripe: {error}"));
        Ok(())
    }

    /// Checks the prices of one product: each by itself, and all together.
    fn check_together(&mut self, product: &str, prices: &[(String, Price)]) {
        let mut intervals: Vec<(String, String)> = Vec::new();
        for (key, price) in prices {
            let name = price.lookup_key.clone().unwrap_or_else(|| price.id.to_string());
            if price.lookup_key.is_some() {
                self.names.insert(price.id.to_string(), name.clone());
            }
            if !price.active {
                self.push_problem(key, format!("the price {name} is not active in Stripe"));
            }
            if price.product.id().as_str() != product {
                self.push_problem(
                    key,
                    format!("the price {name} is of the product {}, not of {product}", price.product.id()),
                );
            }
            let Some(recurring) = &price.recurring else {
                self.push_problem(key, format!("the price {name} is paid once; a subscription needs a recurring one"));
                continue;
            };
            let interval = format!("{} {}", recurring.interval_count, recurring.interval.as_str());
            match intervals.iter().find(|(known, _)| *known == interval) {
                Some((_, other)) => {
                    let message = format!(
                        "the prices {other} and {name} of {product} have the same interval ({interval}); Stripe allows one of each"
                    );
                    self.push_problem(key, message);
                }
                None => intervals.push((interval, name.clone())),
            }
            self.check_tax(key, price, name);
        }
    }

    fn check_tax(&mut self, key: &str, price: &Price, name: String) {
        let tax = price.tax_behavior.as_ref().map_or("unspecified", PriceTaxBehavior::as_str).to_owned();
        match &self.tax {
            None => self.tax = Some((tax, name)),
            Some((known, other)) if *known != tax => {
                let message = format!(
                    "the price {name} has the tax behaviour {tax}, but {other} has {known}; Stripe requires the same for all"
                );
                self.push_problem(key, message);
            }
            Some(_) => {}
        }
    }
}

/// If Stripe's message says that the id exists in the other mode: the text for the operator.
fn of_other_mode(kind: &StripeErrorKind, id: &str) -> Option<String> {
    let StripeErrorKind::Rejected(refusal) = kind else { return None };
    [("live", "test"), ("test", "live")].into_iter().find_map(|(object, key)| {
        let exists = refusal.message.contains(&format!("similar object exists in {object} mode"));
        exists.then(|| format!("{id} is of {object} mode, but the key is a {key} mode key"))
    })
}
