//! Objects of one kind, in the order they were made.

use super::State;
use indexmap::IndexMap;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// What the API, the events, `expand` and the state dump need to know of a kind of object.
pub(crate) trait Kind: Clone + Sized {
    /// As in "No such price: 'price_x'".
    const NOUN: &'static str;
    /// As in `customer.subscription.updated`.
    const EVENTS: &'static str;
    fn table(state: &State) -> &Table<Self>;
    fn table_mut(state: &mut State) -> &mut Table<Self>;
    fn id(&self) -> &str;
    fn created(&self) -> i64;
    /// The object as Stripe shows it.
    fn render(&self, state: &State) -> Value;
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Table<T>(IndexMap<String, T>);

impl<T> Default for Table<T> {
    fn default() -> Self {
        Self(IndexMap::new())
    }
}

impl<T> Table<T> {
    pub fn get(&self, id: &str) -> Option<&T> {
        self.0.get(id)
    }

    pub fn get_mut(&mut self, id: &str) -> Option<&mut T> {
        self.0.get_mut(id)
    }

    pub fn newest_first(&self) -> impl Iterator<Item = &T> {
        self.0.values().rev()
    }

    pub fn oldest_first(&self) -> impl Iterator<Item = &T> {
        self.0.values()
    }

    pub fn oldest_first_mut(&mut self) -> impl Iterator<Item = &mut T> {
        self.0.values_mut()
    }

    /// Where `id` stands, counted from the oldest.
    pub fn position(&self, id: &str) -> Option<usize> {
        self.0.get_index_of(id)
    }

    pub fn at(&self, position: usize) -> Option<&T> {
        self.0.get_index(position).map(|(_, object)| object)
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }
}

impl<T: Kind> Table<T> {
    pub fn insert(&mut self, object: T) {
        self.0.insert(object.id().to_owned(), object);
    }
}
