//! Objects of one kind, in the order they were made, found by id, by what they belong to and by what is due.

use super::entitled::Entitled;
use indexmap::IndexMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::collections::BTreeSet;

/// What an object is also found by: a field and its value.
pub(crate) type Key = (&'static str, String);

/// What its table, the API's refusals and the events need to know of a kind of object.
pub(crate) trait Kind: Clone + Sized {
    /// As in "No such price: 'price_x'".
    const NOUN: &'static str;
    /// As in `customer.subscription.updated`.
    const EVENTS: &'static str;
    fn id(&self) -> &str;
    fn created(&self) -> i64;

    /// What it is looked up by besides its id, so that no list has to look at everything.
    fn keys(&self) -> Vec<Key> {
        Vec::new()
    }

    /// When something is next to happen to it by itself.
    fn due_at(&self) -> Option<i64> {
        None
    }

    /// Whose entitlements follow from it.
    fn entitles(&self) -> Option<Entitled> {
        None
    }
}

/// What the indexes know of an object.
#[derive(Default)]
struct FoundBy {
    keys: Vec<Key>,
    due_at: Option<i64>,
}

/// The indexes hold positions; they are made anew when a table is loaded.
#[derive(Debug)]
pub(crate) struct Table<T> {
    objects: IndexMap<String, T>,
    /// One set for all keys: most have a single object, for which a set of its own would be large.
    index: BTreeSet<(Key, usize)>,
    agenda: BTreeSet<(i64, usize)>,
}

impl<T> Default for Table<T> {
    fn default() -> Self {
        Self { objects: IndexMap::new(), index: BTreeSet::new(), agenda: BTreeSet::new() }
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

    /// The positions of those with a key, from one on and before another, oldest first.
    pub fn positions(
        &self,
        field: &'static str,
        value: &str,
        from: usize,
        to: usize,
    ) -> impl DoubleEndedIterator<Item = usize> {
        let at = |position| ((field, value.to_owned()), position);
        self.index.range(at(from)..at(to.max(from))).map(|(_, position)| *position)
    }

    /// Those with a key, oldest first.
    pub fn with(&self, field: &'static str, value: &str) -> impl DoubleEndedIterator<Item = &T> {
        self.positions(field, value, 0, self.len()).filter_map(|position| self.at(position))
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
        let before = self.position(&id).map(|position| self.found_by(position));
        let (position, _) = self.objects.insert_full(id, object);
        self.note(position, before.unwrap_or_default());
    }

    pub fn change<R>(&mut self, id: &str, change: impl FnOnce(&mut T) -> R) -> Option<R> {
        let position = self.position(id)?;
        let before = self.found_by(position);
        let result = self.objects.get_index_mut(position).map(|(_, object)| change(object));
        self.note(position, before);
        result
    }

    /// For the few kinds that Stripe really deletes. The ones behind it move up.
    pub fn remove(&mut self, id: &str) {
        self.objects.shift_remove(id);
        self.reindex();
    }

    /// All those with a key.
    pub fn remove_with(&mut self, field: &'static str, value: &str) {
        let gone: BTreeSet<_> = self.positions(field, value, 0, self.len()).collect();
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
            self.note(position, FoundBy::default());
        }
    }

    fn found_by(&self, position: usize) -> FoundBy {
        let object = self.at(position);
        object.map(|object| FoundBy { keys: object.keys(), due_at: object.due_at() }).unwrap_or_default()
    }

    /// Most changes touch nothing that an object is found by, and then no index.
    fn note(&mut self, position: usize, before: FoundBy) {
        let after = self.found_by(position);
        if before.keys != after.keys {
            for key in before.keys {
                self.index.remove(&(key, position));
            }
            self.index.extend(after.keys.into_iter().map(|key| (key, position)));
        }
        if before.due_at != after.due_at {
            if let Some(at) = before.due_at {
                self.agenda.remove(&(at, position));
            }
            self.agenda.extend(after.due_at.map(|at| (at, position)));
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
