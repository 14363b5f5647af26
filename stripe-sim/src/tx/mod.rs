//! One change to the state: objects are created, changed and ended only here, so that no event is
//! forgotten.

mod entitlements;

use crate::error::Error;
use crate::ids;
use crate::render::Render;
use crate::state::{AfterFirstFailure, AfterRetries, Entitled, Event, Kind, Payload, State, Stored, TaxSettings};
use indexmap::IndexSet;
use serde_json::{Map, Value};

/// Why something changes: an API request, or (by default) a hosted page or the passing of time.
#[derive(Debug, Default, Clone)]
pub(crate) struct Cause {
    pub request: Option<String>,
    pub idempotency_key: Option<String>,
}

pub(crate) struct Tx<'a> {
    state: &'a mut State,
    now: i64,
    cause: Cause,
    listening: bool,
    changed: bool,
    /// Whose entitlements may have changed with what has happened at this moment.
    stirred: IndexSet<Entitled>,
    base_url: &'a str,
}

impl<'a> Tx<'a> {
    pub fn new(state: &'a mut State, cause: Cause, listening: bool, base_url: &'a str) -> Self {
        let now = state.now();
        state.asked = state.asked.wrapping_add(1);
        Self { state, now, cause, listening, changed: false, stirred: IndexSet::new(), base_url }
    }

    pub fn state(&self) -> &State {
        self.state
    }

    pub fn now(&self) -> i64 {
        self.now
    }

    /// For what should have happened a while ago, when the clock was moved.
    pub fn happened_at(&mut self, then: i64) {
        self.settle_entitlements();
        self.now = then;
    }

    pub fn base_url(&self) -> &str {
        self.base_url
    }

    pub fn has_changed(&self) -> bool {
        self.changed
    }

    pub fn get<T: Stored>(&self, id: &str) -> Option<&T> {
        self.state.get(id)
    }

    pub fn render<T: Render>(&self, id: &str) -> Value {
        let object = self.get::<T>(id);
        object.map_or(Value::Null, |object| object.render(self.state))
    }

    /// The object a request's address names.
    pub fn addressed<T: Stored>(&self, id: &str, param: &str) -> Result<&T, Error> {
        self.get(id).ok_or_else(|| missing::<T>(id, param, true))
    }

    /// An object a parameter mentions.
    pub fn mentioned<T: Stored>(&self, id: &str, param: &str) -> Result<&T, Error> {
        self.get(id).ok_or_else(|| missing::<T>(id, param, false))
    }

    pub fn create<T: Render>(&mut self, object: T) -> Value {
        let id = object.id().to_owned();
        self.insert_quietly(object);
        let rendered = self.render::<T>(&id);
        self.emit(format!("{}.created", T::EVENTS), &rendered, None);
        rendered
    }

    /// Really deleted, as few kinds are.
    pub fn remove<T: Stored>(&mut self, id: &str) {
        self.stirred.extend(T::table(self.state).get(id).and_then(Kind::entitles));
        T::table_mut(self.state).remove(id);
        self.changed = true;
    }

    /// As if they had never been: their events are all that is left.
    pub fn forget<T: Stored>(&mut self, field: &'static str, value: &str) {
        self.stirred.extend(T::table(self.state).with(field, value).filter_map(Kind::entitles));
        T::table_mut(self.state).remove_with(field, value);
        self.changed = true;
    }

    /// Does something while another choice stands for payments that failed for good.
    pub fn with_dunning<R>(
        &mut self,
        (retries, first): (AfterRetries, AfterFirstFailure),
        act: impl FnOnce(&mut Self) -> R,
    ) -> R {
        let standing = std::mem::replace(&mut self.state.after_retries, retries);
        let standing_first = std::mem::replace(&mut self.state.after_first_failure, first);
        let result = act(self);
        self.state.after_retries = standing;
        self.state.after_first_failure = standing_first;
        result
    }

    /// A new object whose making has no event of the usual name.
    pub fn insert_quietly<T: Stored>(&mut self, object: T) {
        self.stirred.extend(object.entitles());
        T::table_mut(self.state).insert(object);
        self.changed = true;
    }

    /// The account's settings for tax, which are no object with an id.
    pub fn change_tax_settings(&mut self, settings: TaxSettings) -> Value {
        let before = self.state.tax_settings.render();
        self.state.tax_settings = settings;
        let after = self.state.tax_settings.render();
        if let Some(previous) = previous_attributes(&before, &after) {
            self.emit("tax.settings.updated".to_owned(), &after, Some(previous));
        }
        after
    }

    /// Emits `….updated` if the change shows.
    pub fn update<T: Render>(&mut self, id: &str, change: impl FnOnce(&mut T)) -> Value {
        let before = self.render::<T>(id);
        self.update_quietly(id, change);
        let after = self.render::<T>(id);
        if let Some(previous) = previous_attributes(&before, &after) {
            self.emit(format!("{}.updated", T::EVENTS), &after, Some(previous));
        }
        after
    }

    /// Emits `….{event}` in any case, without previous attributes.
    pub fn update_as<T: Render>(&mut self, event: &str, id: &str, change: impl FnOnce(&mut T)) -> Value {
        self.update_quietly(id, change);
        let after = self.render::<T>(id);
        self.emit(format!("{}.{event}", T::EVENTS), &after, None);
        after
    }

    /// A change that Stripe tells nobody of.
    pub fn update_quietly<T: Stored>(&mut self, id: &str, change: impl FnOnce(&mut T)) {
        if T::table_mut(self.state).change(id, change).is_some() {
            self.stirred.extend(T::table(self.state).get(id).and_then(Kind::entitles));
            self.changed = true;
        }
    }

    /// Answers with the event's id.
    pub fn emit(&mut self, kind: String, object: &Value, previous_attributes: Option<Value>) -> String {
        self.changed = true;
        let id = ids::long("evt");
        let target = self.listening.then_some(None);
        let endpoints = self.state.webhook_endpoints.oldest_first().filter(|endpoint| endpoint.wants(&kind));
        let receivers: Vec<_> = target.into_iter().chain(endpoints.map(|it| Some(it.id.clone()))).collect();
        let posted =
            receivers.iter().map(|receiver| self.state.outbox.post(&id, receiver.as_deref())).collect::<Vec<_>>();
        let event = Event {
            id: id.clone(),
            created: self.now,
            kind,
            object: Payload::new(object),
            previous_attributes,
            request: self.cause.request.clone(),
            idempotency_key: self.cause.idempotency_key.clone(),
            // Another endpoint's failures are the account's too.
            pending_webhooks: posted.iter().sum::<u32>() + u32::from(self.state.unkind.other_endpoint_fails),
            untried: posted.iter().sum(),
            failed: posted.contains(&0),
        };
        self.state.events.insert(event);
        id
    }
}

fn missing<T: Stored>(id: &str, param: &str, in_url: bool) -> Error {
    Error::Missing { noun: T::NOUN, id: id.to_owned(), param: param.to_owned(), in_url }
}

/// What changed, as it was: hashes are compared within, everything else as a whole.
fn previous_attributes(before: &Value, after: &Value) -> Option<Value> {
    let (Value::Object(before), Value::Object(after)) = (before, after) else {
        return (before != after).then(|| before.clone());
    };
    let mut previous = Map::new();
    for (key, old) in before {
        let new = after.get(key).unwrap_or(&Value::Null);
        if let Some(old) = previous_attributes(old, new) {
            previous.insert(key.clone(), old);
        }
    }
    for key in after.keys().filter(|key| !before.contains_key(*key)) {
        previous.insert(key.clone(), Value::Null);
    }
    (!previous.is_empty()).then_some(Value::Object(previous))
}

#[cfg(test)]
mod tests {
    use super::previous_attributes;
    use serde_json::json;

    #[test]
    fn previous_attributes_hold_what_changed_as_it_was() {
        let before = json!({"a": 1, "same": [1], "hash": {"x": null, "y": 2}, "metadata": {"gone": "1"}});
        let after = json!({"a": 2, "same": [1], "hash": {"x": 5, "y": 2}, "metadata": {"new": "2"}});
        assert_eq!(
            previous_attributes(&before, &after),
            Some(json!({"a": 1, "hash": {"x": null}, "metadata": {"gone": "1", "new": null}}))
        );
        assert_eq!(previous_attributes(&before, &before), None);
    }
}
