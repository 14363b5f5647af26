//! Typed access to decoded parameters, remembering what nobody asked for.
//!
//! Reading a parameter takes it out; what is left when an endpoint says [`Params::done`] is unknown to it. Stripe refuses
//! what it does not know; what only the simulator does not know is refused in words of its own, never silently dropped.

mod choice;
mod metadata;
mod set;

use choice::none_of;
pub(crate) use choice::{Choice, choice, choose};
pub(crate) use metadata::{Metadata, MetadataChange};
pub(crate) use set::set;

use crate::catalogue::{self, Endpoint};
use crate::error::Error;
use crate::form::{self, Fields, Node};
use crate::leftovers::{self, Leftovers};
use indexmap::IndexMap;

#[derive(Debug)]
pub(crate) struct Params {
    endpoint: Endpoint,
    fields: Fields,
    prefix: String,
    /// The names that were asked for, each with a space behind it.
    asked: String,
}

impl Params {
    pub fn of(endpoint: Endpoint, fields: Fields) -> Self {
        Self { endpoint, fields, prefix: String::new(), asked: String::new() }
    }

    fn take(&mut self, field: &str) -> Option<Node> {
        self.asked.push_str(field);
        self.asked.push(' ');
        self.fields.remove(field)
    }

    /// The name as the client wrote it: `items[0][price]`.
    pub fn name(&self, field: &str) -> String {
        if self.prefix.is_empty() { field.to_owned() } else { format!("{}[{field}]", self.prefix) }
    }

    /// The name of the hash these are the fields of.
    pub fn path(&self) -> &str {
        &self.prefix
    }

    pub fn text(&mut self, field: &str) -> Result<Option<String>, Error> {
        match self.take(field) {
            None => Ok(None),
            Some(Node::Text(text)) => Ok(Some(text)),
            Some(Node::Map(_)) => {
                let name = self.name(field);
                let message = format!("Invalid string: {name} must be a string");
                Err(Error::invalid(name, message))
            }
        }
    }

    pub fn required(&mut self, field: &str) -> Result<String, Error> {
        let name = self.name(field);
        let text = self.text(field)?.ok_or(Error::MissingParameter(name))?;
        if text.is_empty() {
            return Err(self.empty(field));
        }
        Ok(text)
    }

    /// `Some(None)`: sent empty, which clears a field.
    pub fn clearable(&mut self, field: &str) -> Result<Option<Option<String>>, Error> {
        Ok(self.text(field)?.map(|text| (!text.is_empty()).then_some(text)))
    }

    fn empty(&self, field: &str) -> Error {
        let name = self.name(field);
        Error::InvalidParameter {
            message: format!(
                "You passed an empty string for '{name}'. We assume empty values are an attempt to unset a parameter; \
                 however '{name}' cannot be unset. You should remove '{name}' from your request or supply a non-empty \
                 value."
            ),
            param: name,
            code: Some("parameter_invalid_empty"),
        }
    }

    pub fn integer(&mut self, field: &str) -> Result<Option<i64>, Error> {
        let Some(text) = self.text(field)? else {
            return Ok(None);
        };
        text.parse().map(Some).map_err(|_| Error::InvalidParameter {
            param: self.name(field),
            code: Some("parameter_invalid_integer"),
            message: format!("Invalid integer: {text}"),
        })
    }

    pub fn natural(&mut self, field: &str) -> Result<Option<i64>, Error> {
        match self.integer(field)? {
            Some(value) if value < 0 => Err(Error::InvalidParameter {
                param: self.name(field),
                code: Some("parameter_invalid_integer"),
                message: "This value must be greater than or equal to 0.".to_owned(),
            }),
            value => Ok(value),
        }
    }

    pub fn boolean(&mut self, field: &str) -> Result<Option<bool>, Error> {
        let Some(text) = self.text(field)? else {
            return Ok(None);
        };
        text.parse().map(Some).map_err(|_| Error::invalid(self.name(field), format!("Invalid boolean: {text}")))
    }

    pub fn choice<T: Choice>(&mut self, field: &str) -> Result<Option<T>, Error> {
        let Some(text) = self.text(field)? else {
            return Ok(None);
        };
        self.choose(field, &text).map(Some)
    }

    /// One of the words that Stripe has for it, where the simulator does with any of them the same.
    pub fn word(&mut self, field: &str) -> Result<Option<String>, Error> {
        let Some(text) = self.text(field)? else { return Ok(None) };
        let (name, (method, pattern)) = (self.name(field), self.endpoint);
        let words: Vec<_> =
            catalogue::parameter(method, pattern, &name).into_iter().flat_map(|it| it.words()).collect();
        if words.contains(&text.as_str()) { Ok(Some(text)) } else { Err(none_of(&name, &words)) }
    }

    /// An array of words.
    pub fn choices<T: Choice>(&mut self, field: &str) -> Result<Option<Vec<T>>, Error> {
        let Some(words) = self.texts(field)? else { return Ok(None) };
        words.iter().map(|word| self.choose(field, word)).collect::<Result<_, _>>().map(Some)
    }

    fn choose<T: Choice>(&self, field: &str, word: &str) -> Result<T, Error> {
        let name = self.name(field);
        let (method, pattern) = self.endpoint;
        choose(&name, word).map_err(|error| match catalogue::parameter(method, pattern, &name) {
            Some(known) if known.words().any(|known| known == word) => {
                let words: Vec<_> = T::ALL.iter().map(|(word, _)| *word).collect();
                let what = format!("{name}={word} of {method} {pattern}");
                Error::not_simulated(Some(name), what, &format!("there {}", words.join(", ")))
            }
            _ => error,
        })
    }

    pub fn is_sent(&self, field: &str) -> bool {
        self.fields.contains_key(field)
    }

    /// For the few parameters that are a value or a hash.
    pub fn is_hash(&self, field: &str) -> bool {
        matches!(self.fields.get(field), Some(Node::Map(_)))
    }

    /// A nested hash. Its own leftovers are refused when `read` returns.
    pub fn hash<T>(
        &mut self,
        field: &str,
        read: impl FnOnce(&mut Params) -> Result<T, Error>,
    ) -> Result<Option<T>, Error> {
        match self.take(field) {
            None => Ok(None),
            Some(Node::Map(fields)) => self.nested(self.name(field), fields, read).map(Some),
            Some(Node::Text(text)) => {
                let name = self.name(field);
                Err(Error::invalid(name, format!("Invalid object: {text}")))
            }
        }
    }

    /// As [`Params::hash`], where sending nothing clears the field.
    pub fn clearable_hash<T>(
        &mut self,
        field: &str,
        read: impl FnOnce(&mut Params) -> Result<T, Error>,
    ) -> Result<Option<Option<T>>, Error> {
        if self.fields.get(field) == Some(&Node::Text(String::new())) {
            self.take(field);
            return Ok(Some(None));
        }
        Ok(self.hash(field, read)?.map(Some))
    }

    /// An array of hashes; an empty value is an empty array.
    pub fn list<T>(
        &mut self,
        field: &str,
        mut read: impl FnMut(&mut Params) -> Result<T, Error>,
    ) -> Result<Option<Vec<T>>, Error> {
        let Some(nodes) = self.array(field)? else {
            return Ok(None);
        };
        let mut items = Vec::with_capacity(nodes.len());
        for (index, node) in nodes.into_iter().enumerate() {
            let path = format!("{}[{index}]", self.name(field));
            match node {
                Node::Map(fields) => items.push(self.nested(path, fields, &mut read)?),
                Node::Text(text) => {
                    let message = format!("Invalid object: {text}");
                    return Err(Error::invalid(self.name(field), message));
                }
            }
        }
        Ok(Some(items))
    }

    /// A hash of hashes whose keys are the caller's.
    pub fn entries<T>(
        &mut self,
        field: &str,
        mut read: impl FnMut(&mut Params) -> Result<T, Error>,
    ) -> Result<Option<Vec<(String, T)>>, Error> {
        self.hash(field, |hash| {
            let keys: Vec<_> = hash.fields.keys().cloned().collect();
            let mut entries = Vec::with_capacity(keys.len());
            for key in keys {
                if let Some(value) = hash.hash(&key, &mut read)? {
                    entries.push((key, value));
                }
            }
            Ok(entries)
        })
    }

    /// An array of strings; an empty value is an empty array.
    pub fn texts(&mut self, field: &str) -> Result<Option<Vec<String>>, Error> {
        let Some(nodes) = self.array(field)? else {
            return Ok(None);
        };
        let text = |node| match node {
            Node::Text(text) => Ok(text),
            Node::Map(_) => Err(Error::invalid(self.name(field), "Invalid string: must be a string")),
        };
        nodes.into_iter().map(text).collect::<Result<_, _>>().map(Some)
    }

    fn array(&mut self, field: &str) -> Result<Option<Vec<Node>>, Error> {
        match self.take(field) {
            None => Ok(None),
            Some(Node::Text(text)) if text.is_empty() => Ok(Some(Vec::new())),
            Some(Node::Map(fields)) => match form::in_order(fields) {
                Some(nodes) => Ok(Some(nodes)),
                None => Err(Error::invalid(self.name(field), "Invalid array")),
            },
            Some(Node::Text(_)) => Err(Error::invalid(self.name(field), "Invalid array")),
        }
    }

    /// Everything there is, as text.
    pub fn all(&mut self) -> Result<IndexMap<String, String>, Error> {
        let keys: Vec<_> = self.fields.keys().cloned().collect();
        keys.into_iter().map(|key| Ok((key.clone(), self.text(&key)?.unwrap_or_default()))).collect()
    }

    /// Changes to metadata: an empty value removes a key, an empty hash removes them all.
    pub fn metadata(&mut self) -> Result<Option<MetadataChange>, Error> {
        let change = self.clearable_hash("metadata", |hash| {
            let mut entries = IndexMap::new();
            for key in hash.fields.keys().cloned().collect::<Vec<_>>() {
                if key.len() > 40 {
                    return Err(Error::invalid(hash.name(&key), "Metadata keys can be up to 40 characters long."));
                }
                let value = hash.text(&key)?.unwrap_or_default();
                if value.chars().count() > 500 {
                    return Err(Error::invalid(hash.name(&key), "Metadata values can have up to 500 characters."));
                }
                entries.insert(key, value);
            }
            Ok(entries)
        })?;
        Ok(change.map(MetadataChange))
    }

    /// Refuses what nobody read, unless it asks for nothing. Every endpoint calls this before it changes anything.
    pub fn done(self) -> Result<(), Error> {
        if self.fields.is_empty() {
            return Ok(());
        }
        let Self { endpoint, fields, prefix, asked } = &self;
        leftovers::judge(&Leftovers { endpoint: *endpoint, fields, prefix, asked })
    }

    fn nested<T>(
        &self,
        prefix: String,
        fields: Fields,
        read: impl FnOnce(&mut Self) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let mut inner = Self { endpoint: self.endpoint, fields, prefix, asked: String::new() };
        let value = read(&mut inner)?;
        inner.done()?;
        Ok(value)
    }
}
