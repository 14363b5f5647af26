//! Unkind but valid behaviour of Stripe. It lasts until the end, longer than the faults: the data
//! must be equal in spite of it.

use std::{collections::BTreeSet, time::Duration};

use clap::ValueEnum;
use serde_json::json;
use tokio_util::sync::CancellationToken;

use crate::{Outcome, stripe::Stripe};

/// How often somebody changes an object in the Dashboard that the server cannot read.
const CHANGE_EVERY: Duration = Duration::from_millis(400);

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Unkindness {
    /// Invoices have other links at every retrieval
    Links,
    /// Lists are shorter than asked for
    Pages,
    /// Another endpoint of the account accepts nothing
    Endpoint,
    /// 25 requests a second, as in test mode; this one ends with the faults
    Limit,
    /// People write what no database likes
    Text,
    /// What was used counts at once, and no event tells
    Usage,
    /// Money goes back, is fought over, or is owed to customers
    Money,
    /// Some customers, and a price, can never be read
    Broken,
}

/// What can never be read, and need not be in step.
#[derive(Default)]
pub struct Broken {
    pub customers: Vec<String>,
    price: Option<String>,
}

impl Broken {
    /// Three customers with a subscription, and a price that nobody has. They are well until
    /// [`turn_on`].
    pub async fn make(stripe: &Stripe) -> Outcome<Self> {
        let id = |object: &serde_json::Value| object["id"].as_str().unwrap_or_default().to_owned();
        let price = |name| {
            [
                ("currency", "usd"),
                ("unit_amount", "700"),
                ("recurring[interval]", "month"),
                ("product_data[name]", name),
            ]
        };
        let bought = id(&stripe.post("prices", &price("Readable")).await?);
        let mut customers = Vec::new();
        for _ in 0..3 {
            let card =
                [("payment_method", "pm_card_visa"), ("invoice_settings[default_payment_method]", "pm_card_visa")];
            let customer = id(&stripe.post("customers", &card).await?);
            stripe.post("subscriptions", &[("customer", &customer), ("items[0][price]", &bought)]).await?;
            customers.push(customer);
        }
        Ok(Self { customers, price: Some(id(&stripe.post("prices", &price("Unreadable")).await?)) })
    }

    /// Their ids.
    pub fn ids(&self) -> BTreeSet<String> {
        self.customers.iter().chain(&self.price).cloned().collect()
    }
}

/// From now on.
pub async fn turn_on(stripe: &Stripe, kinds: &[Unkindness], broken: &Broken) -> Outcome<()> {
    for kind in kinds {
        let control = match kind {
            Unkindness::Links => json!({ "invoice_links": { "expire_after": 3600 } }),
            Unkindness::Pages => json!({ "longest_page": 3 }),
            Unkindness::Endpoint => json!({ "other_endpoint_fails": true }),
            Unkindness::Limit => json!({ "rate_limit": "test" }),
            // That is what customers do in their lives.
            Unkindness::Text | Unkindness::Usage | Unkindness::Money => continue,
            Unkindness::Broken => {
                let ways = [
                    json!({ "kind": "garbage" }),
                    json!({ "kind": "lacks", "fields": ["created"] }),
                    json!({ "kind": "error", "status": 500 }),
                ];
                let troubles = broken.customers.iter().zip(ways);
                let price = broken.price.iter().map(|id| (id, json!({ "kind": "garbage" })));
                json!({ "troubles": troubles.chain(price).map(|(id, way)| (id.clone(), way)).collect::<serde_json::Map<_, _>>() })
            }
        };
        stripe.control("unkind", control).await?;
    }
    Ok(())
}

/// What ends with the faults: how fast one may ask.
pub async fn turn_off_limit(stripe: &Stripe) -> Outcome<()> {
    stripe.control("unkind", json!({ "rate_limit": null })).await.map(drop)
}

/// Somebody changes what cannot be read, so that events tell of it.
pub async fn meddle(stripe: Stripe, customers: Vec<String>, ended: CancellationToken) -> Outcome<()> {
    for number in 0u64.. {
        for customer in &customers {
            stripe
                .control(&format!("objects/{customer}"), json!({ "metadata": { "number": number.to_string() } }))
                .await?;
        }
        tokio::select! {
            () = ended.cancelled() => break,
            () = tokio::time::sleep(CHANGE_EVERY) => {}
        }
    }
    Ok(())
}
