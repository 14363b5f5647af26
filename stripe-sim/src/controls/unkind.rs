//! How unkind Stripe is, and an account that knows nothing any more.

use super::json::{Body, Shared};
use crate::lifecycle;
use crate::unkind::{InvoiceLinks, Mode, Trouble, Unkind};
use axum::extract::State;
use axum::response::Json;
use serde::{Deserialize, Deserializer};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// What is left out stays as it is; null turns off.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Change {
    #[serde(default, deserialize_with = "given")]
    invoice_links: Option<Option<InvoiceLinks>>,
    #[serde(default, deserialize_with = "given")]
    longest_page: Option<Option<u8>>,
    other_endpoint_fails: Option<bool>,
    #[serde(default, deserialize_with = "given")]
    rate_limit: Option<Option<Mode>>,
    #[serde(default)]
    troubles: BTreeMap<String, Option<Trouble>>,
}

fn given<'de, T: Deserialize<'de>, D: Deserializer<'de>>(field: D) -> Result<Option<T>, D::Error> {
    T::deserialize(field).map(Some)
}

pub(super) async fn read(State(world): Shared) -> Json<Value> {
    Json(json!(world.read(|state| state.unkind.clone())))
}

pub(super) async fn change(State(world): Shared, Body(change): Body<Change>) -> Json<Value> {
    world.adjust(|state| {
        let Unkind { invoice_links, longest_page, other_endpoint_fails, rate_limit, troubles } = &mut state.unkind;
        set(invoice_links, change.invoice_links);
        set(longest_page, change.longest_page.map(|most| most.filter(|most| *most > 0)));
        set(other_endpoint_fails, change.other_endpoint_fails);
        set(rate_limit, change.rate_limit);
        for (id, trouble) in change.troubles {
            match trouble {
                Some(trouble) => troubles.insert(id, trouble),
                None => troubles.remove(&id),
            };
        }
    });
    read(State(world)).await
}

fn set<T>(field: &mut T, value: Option<T>) {
    if let Some(value) = value {
        *field = value;
    }
}

pub(super) async fn be_kind(State(world): Shared) -> Json<Value> {
    world.adjust(|state| state.unkind = Unkind::none());
    read(State(world)).await
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Account {
    forgotten: bool,
}

/// As if the key were another account's, or this one had been wiped; or all is there again.
pub(super) async fn account(State(world): Shared, Body(wanted): Body<Account>) -> Json<Value> {
    lifecycle::forget(&world, wanted.forgotten);
    Json(json!({ "forgotten": world.read(|state| state.is_forgotten()) }))
}
