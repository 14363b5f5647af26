//! Deliveries that are still to be made, soonest first, and the ways in which the post can be bad.

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeSet, HashSet};

/// One event on its way to one receiver. Times are the wall's, in milliseconds.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct Parcel {
    pub next_at: i64,
    /// Among those of one time; no two have the same.
    pub order: u64,
    pub event: String,
    /// A webhook endpoint, or the target the simulator was started with.
    pub endpoint: Option<String>,
    pub attempts: u32,
}

/// How bad the post is. The same seed loses and doubles the same deliveries.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Disorder {
    pub shuffle: bool,
    /// How many of a hundred are delivered twice.
    pub duplicate: u8,
    /// How many of a hundred are lost for ever.
    pub drop: u8,
    /// Each is late by up to this much.
    pub delay_ms: u32,
    pub seed: u64,
}

#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Outbox {
    waiting: BTreeSet<Parcel>,
    #[serde(skip)]
    under_way: HashSet<u64>,
    sent: u64,
    pub held: bool,
    pub disorder: Disorder,
    pub delivered: u64,
    pub failed: u64,
    pub dropped: u64,
}

impl Outbox {
    /// Posts an event once, twice or, if it is lost, not at all: says how often.
    pub fn post(&mut self, event: &str, endpoint: Option<&str>) -> u32 {
        self.sent += 1;
        let mut chance = StdRng::seed_from_u64(self.disorder.seed ^ self.sent.rotate_left(32));
        let Disorder { shuffle, duplicate, drop, delay_ms, .. } = self.disorder;
        if chance.random_range(0..100) < drop {
            self.dropped += 1;
            return 0;
        }
        let copies = if chance.random_range(0..100) < duplicate { 2 } else { 1 };
        for copy in 0..copies {
            let at = if delay_ms > 0 { crate::clock::wall_millis() } else { 0 };
            let mixed = if shuffle { u64::from(chance.random::<u16>()) << 48 } else { 0 };
            self.waiting.insert(Parcel {
                next_at: at + i64::from(chance.random_range(0..=delay_ms)),
                order: mixed | (self.sent << 1) | copy,
                event: event.to_owned(),
                endpoint: endpoint.map(ToOwned::to_owned),
                attempts: 0,
            });
        }
        u32::try_from(copies).unwrap_or(1)
    }

    /// What was under way when it was put aside has not come back from there.
    pub fn begin_again(&mut self) {
        self.under_way.clear();
    }

    pub fn pending(&self) -> usize {
        self.waiting.len()
    }

    /// What is due and not under way yet, at most `room` of it, and when the next one after that will be.
    pub fn take_due(&mut self, now: i64, room: usize) -> (Vec<Parcel>, Option<i64>) {
        if self.held {
            return (Vec::new(), None);
        }
        let mut free = self.waiting.iter().filter(|parcel| !self.under_way.contains(&parcel.order));
        let mut due = Vec::new();
        let next = loop {
            match free.next() {
                Some(parcel) if parcel.next_at <= now && due.len() < room => due.push(parcel.clone()),
                next => break next.map(|parcel| parcel.next_at),
            }
        };
        self.under_way.extend(due.iter().map(|parcel| parcel.order));
        (due, next)
    }

    /// A parcel that came to its end, or is to be tried `again` at a time.
    pub fn settle(&mut self, parcel: &Parcel, again: Option<i64>) {
        self.under_way.remove(&parcel.order);
        if self.waiting.remove(parcel)
            && let Some(next_at) = again
        {
            self.waiting.insert(Parcel { next_at, attempts: parcel.attempts + 1, ..parcel.clone() });
        }
    }

    /// Lets go at once of everything that waits, also of what was waiting for its next attempt.
    pub fn release(&mut self) {
        let (stay, go): (BTreeSet<_>, BTreeSet<_>) =
            std::mem::take(&mut self.waiting).into_iter().partition(|parcel| self.under_way.contains(&parcel.order));
        self.waiting = stay;
        self.waiting.extend(go.into_iter().map(|parcel| Parcel { next_at: 0, ..parcel }));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn orders(disorder: Disorder) -> Vec<u64> {
        let mut outbox = Outbox { disorder, ..Outbox::default() };
        for number in 0..200 {
            outbox.post(&format!("evt_{number}"), None);
        }
        outbox.waiting.iter().map(|parcel| parcel.order & 0xffff_ffff).collect()
    }

    #[test]
    fn in_good_order_nothing_is_changed() {
        assert_eq!(orders(Disorder::default()), (1..=200).map(|number| number << 1).collect::<Vec<_>>());
    }

    #[test]
    fn bad_post_is_bad_in_the_same_way_for_the_same_seed() {
        let bad = |seed| Disorder { shuffle: true, duplicate: 20, drop: 20, delay_ms: 0, seed };
        assert_eq!(orders(bad(1)), orders(bad(1)));
        assert_ne!(orders(bad(1)), orders(bad(2)));
        assert!(!orders(bad(1)).is_sorted());
    }
}
