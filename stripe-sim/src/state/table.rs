//! Objects of one kind, in the order they were made, found by id, by what they belong to and by what is due.

use super::State;
use indexmap::IndexMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;
use std::collections::{BTreeSet, HashMap};

/// What an object is also found by: a field and its value.
pub(crate) type Key = (&'static str, String);

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

    /// What it is looked up by besides its id, so that no list has to look at everything.
    fn keys(&self) -> Vec<Key> {
        Vec::new()
    }

    /// When something is next to happen to it by itself.
    fn due_at(&self) -> Option<i64> {
        None
    }
}

/// The indexes hold positions; they are made anew when a table is loaded.
#[derive(Debug)]
pub(crate) struct Table<T> {
    objects: IndexMap<String, T>,
    index: HashMap<Key, BTreeSet<usize>>,
    agenda: BTreeSet<(i64, usize)>,
}

impl<T> Default for Table<T> {
    fn default() -> Self {
        Self { objects: IndexMap::new(), index: HashMap::new(), agenda: BTreeSet::new() }
    }
}

impl<T> Table<T> {
    pub fn get(&self, id: &str) -> Option<&T> {
        self.objects.get(id)
    }

    pub fn newest_first(&self) -> impl Iterator<Item = &T> {
        self.objects.values().rev()
    }

    pub fn oldest_first(&self) -> impl Iterator<Item = &T> {
        self.objects.values()
    }

    /// Where `id` stands, counted from the oldest.
    pub fn position(&self, id: &str) -> Option<usize> {
        self.objects.get_index_of(id)
    }

    pub fn at(&self, position: usize) -> Option<&T> {
        self.objects.get_index(position).map(|(_, object)| object)
    }

    pub fn len(&self) -> usize {
        self.objects.len()
    }

    /// The positions of those with a key, oldest first.
    pub fn positions(&self, field: &'static str, value: &str) -> Option<&BTreeSet<usize>> {
        self.index.get(&(field, value.to_owned()))
    }

    /// Those with a key, oldest first.
    pub fn with(&self, field: &'static str, value: &str) -> impl DoubleEndedIterator<Item = &T> {
        let positions = self.positions(field, value).into_iter().flatten();
        positions.filter_map(|position| self.at(*position))
    }

    /// What is due next, and when.
    pub fn next_due(&self) -> Option<(i64, &T)> {
        let (at, position) = self.agenda.first()?;
        Some((*at, self.at(*position)?))
    }
}

impl<T: Kind> Table<T> {
    pub fn insert(&mut self, object: T) {
        let id = object.id().to_owned();
        if let Some(position) = self.position(&id) {
            self.forget(position);
        }
        let (position, _) = self.objects.insert_full(id, object);
        self.note(position);
    }

    pub fn change<R>(&mut self, id: &str, change: impl FnOnce(&mut T) -> R) -> Option<R> {
        let position = self.position(id)?;
        self.forget(position);
        let result = self.objects.get_index_mut(position).map(|(_, object)| change(object));
        self.note(position);
        result
    }

    /// For the few kinds that Stripe really deletes. The ones behind it move up.
    pub fn remove(&mut self, id: &str) {
        self.objects.shift_remove(id);
        self.reindex();
    }

    /// All those with a key.
    pub fn remove_with(&mut self, field: &'static str, value: &str) {
        let gone = self.index.remove(&(field, value.to_owned())).unwrap_or_default();
        if gone.is_empty() {
            return;
        }
        let mut position = 0..;
        self.objects.retain(|_, _| position.next().is_none_or(|position| !gone.contains(&position)));
        self.reindex();
    }

    fn reindex(&mut self) {
        self.index.clear();
        self.agenda.clear();
        for position in 0..self.objects.len() {
            self.note(position);
        }
    }

    fn note(&mut self, position: usize) {
        let Some((_, object)) = self.objects.get_index(position) else { return };
        for key in object.keys() {
            self.index.entry(key).or_default().insert(position);
        }
        if let Some(at) = object.due_at() {
            self.agenda.insert((at, position));
        }
    }

    fn forget(&mut self, position: usize) {
        let Some((_, object)) = self.objects.get_index(position) else { return };
        for key in object.keys() {
            if let Some(positions) = self.index.get_mut(&key) {
                positions.remove(&position);
            }
        }
        if let Some(at) = object.due_at() {
            self.agenda.remove(&(at, position));
        }
    }
}

impl<T: Serialize> Serialize for Table<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.objects.serialize(serializer)
    }
}

impl<'de, T: Kind + Deserialize<'de>> Deserialize<'de> for Table<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut table = Self { objects: IndexMap::deserialize(deserializer)?, ..Self::default() };
        table.reindex();
        Ok(table)
    }
}
