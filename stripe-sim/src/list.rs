//! Stripe's lists: newest first, a page at a time, continued from an object rather than from a number.

use crate::error::Error;
use crate::params::Params;
use crate::render::{Render, list};
use crate::state::State;
use serde_json::Value;

/// The parameters lists take.
pub(crate) struct Page {
    limit: usize,
    starting_after: Option<String>,
    ending_before: Option<String>,
    created: Created,
}

/// `created` as an exact time or as a range.
#[derive(Default)]
struct Created {
    at_least: Option<i64>,
    at_most: Option<i64>,
}

impl Created {
    fn read(params: &mut Params) -> Result<Self, Error> {
        if !params.is_hash("created") {
            let exact = params.integer("created")?;
            return Ok(Self { at_least: exact, at_most: exact });
        }
        let range = params.hash("created", |range| {
            let gt = range.integer("gt")?.map(|at| at.saturating_add(1));
            let lt = range.integer("lt")?.map(|at| at.saturating_sub(1));
            Ok(Self {
                at_least: range.integer("gte")?.max(gt),
                at_most: [range.integer("lte")?, lt].into_iter().flatten().min(),
            })
        })?;
        Ok(range.unwrap_or_default())
    }

    fn holds(&self, created: i64) -> bool {
        self.at_least.is_none_or(|least| least <= created) && self.at_most.is_none_or(|most| created <= most)
    }
}

impl Page {
    pub fn read(params: &mut Params) -> Result<Self, Error> {
        let page = Self::undated(params)?;
        Ok(Self { created: Created::read(params)?, ..page })
    }

    /// Of objects that do not say when they were made.
    pub fn undated(params: &mut Params) -> Result<Self, Error> {
        let limit = params.integer("limit")?.unwrap_or(10);
        let Some(limit) = usize::try_from(limit).ok().filter(|limit| (1..=100).contains(limit)) else {
            return Err(Error::invalid("limit", "This value must be between 1 and 100."));
        };
        let starting_after = params.text("starting_after")?;
        let ending_before = params.text("ending_before")?;
        if starting_after.is_some() && ending_before.is_some() {
            return Err(Error::invalid("ending_before", "You cannot provide both starting_after and ending_before."));
        }
        Ok(Self { limit, starting_after, ending_before, created: Created::default() })
    }

    /// The maximum number of objects on it: the requested limit, or fewer if the control `unkind`
    /// says so.
    fn length(&self, state: &State) -> usize {
        state.unkind.longest_page.map_or(self.limit, |most| self.limit.min(most.into()))
    }

    pub fn of<T: Render>(&self, state: &State, url: &str, wanted: impl Fn(&T) -> bool) -> Result<Value, Error> {
        self.within(state, url, None, wanted)
    }

    /// As [`Page::of`], looking at nothing but the objects with a key.
    pub fn within<T: Render>(
        &self,
        state: &State,
        url: &str,
        narrow: Option<(&'static str, &str)>,
        wanted: impl Fn(&T) -> bool,
    ) -> Result<Value, Error> {
        let table = T::table(state);
        let position = |id: &Option<String>, param: &str| match id {
            None => Ok(None),
            Some(id) => table.position(id).map(Some).ok_or_else(|| Error::Missing {
                noun: T::NOUN,
                id: id.clone(),
                param: param.to_owned(),
                in_url: false,
            }),
        };
        let fits = |object: &&T| self.created.holds(object.created()) && wanted(object);
        let positions = |from: usize, to: usize| -> Box<dyn DoubleEndedIterator<Item = usize>> {
            match narrow {
                None => Box::new(from..to),
                Some((field, value)) => Box::new(table.positions(field, value, from, to)),
            }
        };
        // One more than the page, to know whether there are more.
        let length = self.length(state);
        let enough = length + 1;
        let (mut objects, backwards): (Vec<&T>, bool) = match position(&self.ending_before, "ending_before")? {
            // The page that ends just before an object: the nearest newer ones.
            Some(before) => {
                let newer = positions(before + 1, table.len()).filter_map(|at| table.at(at));
                (newer.filter(fits).take(enough).collect(), true)
            }
            None => {
                let end = position(&self.starting_after, "starting_after")?.unwrap_or(table.len());
                let older = positions(0, end).rev().filter_map(|at| table.at(at));
                (older.filter(fits).take(enough).collect(), false)
            }
        };
        let has_more = objects.len() > length;
        objects.truncate(length);
        if backwards {
            objects.reverse();
        }
        Ok(list(objects.into_iter().map(|object| object.render(state)).collect(), has_more, url))
    }

    /// A page of what an object holds, in its own order.
    pub fn inside(&self, state: &State, data: Vec<Value>, noun: &'static str, url: &str) -> Result<Value, Error> {
        let position = |id: &Option<String>, param: &str| match id {
            None => Ok(None),
            Some(id) => data
                .iter()
                .position(|object| object["id"] == id.as_str())
                .map(Some)
                .ok_or_else(|| Error::Missing { noun, id: id.clone(), param: param.to_owned(), in_url: false }),
        };
        let after = position(&self.starting_after, "starting_after")?.map_or(0, |at| at + 1);
        let before = position(&self.ending_before, "ending_before")?;
        let length = self.length(state);
        let (from, to) = match before {
            Some(before) => (before.saturating_sub(length), before),
            None => (after, data.len().min(after + length)),
        };
        let has_more = if before.is_some() { from > 0 } else { to < data.len() };
        Ok(list(data.into_iter().skip(from).take(to - from).collect(), has_more, url))
    }
}
