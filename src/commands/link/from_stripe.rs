//! The customers that Stripe lists.

use std::collections::{BTreeMap, HashMap};

use futures::{TryStreamExt, pin_mut};
use serde::Deserialize;
use serde_json::value::RawValue;
use stripe::StripeClient;
use stripe_core::customer::ListCustomer;

use super::{args::LinkArgs, linker::Linker};
use crate::{
    account::{Link, LinkedAccount, accounts_by_email},
    auth::Email,
    commands::CommandError,
    model::{AccountId, AccountRef, Role, StripeId},
};

/// A customer, as far as it is needed: nothing else can fail.
#[derive(Debug, Deserialize)]
struct Customer {
    id: StripeId,
    email: Option<String>,
    name: Option<String>,
    #[serde(default)]
    metadata: BTreeMap<String, String>,
}

/// A customer without an id of ours or of the product's.
struct Unnamed {
    customer: Customer,
    email: Option<Email>,
}

/// Links every customer that Stripe lists.
///
/// # Errors
/// When the database or Stripe does not answer.
pub(super) async fn link_all(linker: &mut Linker, stripe: &StripeClient, args: &LinkArgs) -> Result<(), CommandError> {
    let pages = stripe.raw_pages(ListCustomer::new(), args.after.clone());
    pin_mut!(pages);
    let mut with_address: HashMap<Email, u64> = HashMap::new();
    let mut unnamed = Vec::new();
    while let Some(page) = pages.try_next().await? {
        linker.bar.grow(page.len() as u64);
        for object in &page {
            let Some(customer) = read(linker, object)? else { continue };
            let email = customer.email.as_deref().and_then(|email| email.parse::<Email>().ok());
            if args.by_email
                && let Some(email) = &email
            {
                *with_address.entry(email.clone()).or_default() += 1;
            }
            match account_of(&customer, &args.metadata_key) {
                Ok(Some(account)) => link_one(linker, customer, account, email).await?,
                Ok(None) if args.by_email => unnamed.push(Unnamed { customer, email }),
                Ok(None) => {
                    let why = format!("has no metadata[{}]", args.metadata_key);
                    linker.refuse(customer.id.as_str(), &why)?;
                }
                Err(why) => linker.refuse(customer.id.as_str(), &why)?,
            }
        }
        // By address only a whole run can tell: who is on no page that was read may have the same.
        if !args.by_email {
            linker.last = page.last().and_then(|object| stripe::id_of(object));
        }
    }
    // Now every address is known.
    for Unnamed { customer, email } in unnamed {
        let found = match &email {
            None => Err("has neither an id in its metadata nor an address"),
            Some(email) if with_address.get(email).is_some_and(|count| *count > 1) => {
                Err("has the same address as another Stripe customer")
            }
            Some(email) => match accounts_by_email(&linker.mirror.db, email).await?.as_slice() {
                [] => Err("has an address that the product has verified of no owner"),
                [only] => Ok(LinkedAccount::Named(AccountRef::Id(only.clone()))),
                _ => Err("has an address that the owners of several accounts have"),
            },
        };
        match found {
            Ok(account) => link_one(linker, customer, account, email).await?,
            Err(why) => linker.refuse(customer.id.as_str(), why)?,
        }
    }
    linker.last = None;
    Ok(())
}

fn read(linker: &mut Linker, object: &RawValue) -> Result<Option<Customer>, CommandError> {
    match serde_json::from_str(object.get()) {
        Ok(customer) => Ok(Some(customer)),
        Err(error) => {
            let id = stripe::id_of(object).unwrap_or_else(|| "a customer without an id".to_owned());
            linker.refuse(&id, &format!("cannot be read: {error}"))?;
            Ok(None)
        }
    }
}

/// The account that the metadata names: what this site wrote there, else what the company's product did.
fn account_of(customer: &Customer, key: &str) -> Result<Option<LinkedAccount>, String> {
    let value = |key: &str| customer.metadata.get(key).map(String::as_str).filter(|value| !value.is_empty());
    let ours = value("account_id").and_then(|id| id.parse::<AccountId>().ok());
    if let Some(id) = ours {
        let external_id = value("external_id").map(str::parse).transpose();
        let external_id = external_id.map_err(|error| format!("metadata[external_id]: {error}"))?;
        return Ok(Some(LinkedAccount::Ours { id, external_id }));
    }
    let named = value(key).map(|id| id.parse().map(LinkedAccount::Named));
    named.transpose().map_err(|error| format!("metadata[{key}]: {error}"))
}

async fn link_one(
    linker: &mut Linker,
    customer: Customer,
    account: LinkedAccount,
    email: Option<Email>,
) -> Result<(), CommandError> {
    let name = customer.name.as_deref().and_then(|name| name.parse().ok());
    let place = customer.id.as_str().to_owned();
    linker.link(&place, &Link { account, customer: customer.id, name, email, role: Role::Owner }).await
}
