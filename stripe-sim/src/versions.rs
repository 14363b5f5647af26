//! API versions: which are simulated, and what came with each. The only place that knows of their differences.
//!
//! Objects are kept and rendered as the newest version has them; for an older one, what came later is taken out again.
//! A new version is one more entry in [`SIMULATED`], once the catalogue has been taken anew.

use crate::catalogue;
use crate::error::Error;
use crate::form::{Fields, Node};
use serde_json::Value;

/// The account's own version: that of requests that name none, of its events, and of webhook endpoints made without.
pub const API_VERSION: &str = "2026-09-30.endive";

/// The first version whose subscriptions keep their periods with their items, as all later ones do.
const FIRST_ANSWERED: &str = "2025-03-31.basil";

struct Simulated {
    name: &'static str,
    /// Kinds of objects with the fields they have had since.
    fields: &'static [(&'static str, &'static [&'static str])],
    /// Beginnings of addresses with the parameters there since, or `parameter=value` for a new choice.
    parameters: &'static [(&'static str, &'static str)],
}

/// The oldest first.
const SIMULATED: [Simulated; 2] = [
    Simulated { name: API_VERSION, fields: &[], parameters: &[] },
    Simulated {
        name: "2026-10-28.endive",
        fields: &[
            ("billing_portal.configuration", &["features", "subscription_pause"]),
            ("billing_portal.session", &["after_expiration"]),
            ("billing_portal.session", &["flow", "subscription_pause"]),
            ("dispute", &["evidence_details", "submission_method"]),
            ("dispute", &["intended_submission_method"]),
        ],
        parameters: &[
            ("/v1/billing_portal/configurations", "features[subscription_pause]"),
            ("/v1/billing_portal/sessions", "after_expiration"),
            ("/v1/billing_portal/sessions", "flow_data[subscription_pause]"),
            ("/v1/billing_portal/sessions", "flow_data[type]=subscription_pause"),
            ("/v1/disputes/", "intended_submission_method"),
        ],
    },
];

/// A simulated version, by its place among them. By default, the account's own.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Version(usize);

impl Version {
    /// The nearest simulated one: the last that is no younger, or the oldest.
    pub fn asked(name: &str) -> Result<Self, Error> {
        let place = |wanted: &str| catalogue::versions().position(|version| version == wanted);
        let (Some(asked), first) = (place(name), place(FIRST_ANSWERED)) else {
            return Err(Error::BadVersion(name.to_owned()));
        };
        if Some(asked) < first {
            let names = SIMULATED.map(|version| version.name).join(" and ");
            let does = format!("{names}, and takes every version from {FIRST_ANSWERED} on for the nearest of them");
            return Err(Error::not_simulated(None, format!("the API version {name}"), &does));
        }
        let no_younger = SIMULATED.iter().rposition(|version| place(version.name) <= Some(asked));
        Ok(Self(no_younger.unwrap_or(0)))
    }

    pub fn name(self) -> &'static str {
        SIMULATED.get(self.0).map_or(API_VERSION, |version| version.name)
    }

    fn later(self) -> &'static [Simulated] {
        const ALL: &[Simulated] = &SIMULATED;
        ALL.get(self.0 + 1..).unwrap_or_default()
    }

    /// Takes what came later out of an answer, however deep an object is in it.
    pub fn shape(self, value: &mut Value) {
        if !self.later().is_empty() {
            self.shape_within(value);
        }
    }

    fn shape_within(self, value: &mut Value) {
        match value {
            Value::Array(elements) => elements.iter_mut().for_each(|element| self.shape_within(element)),
            Value::Object(fields) => {
                for field in fields.values_mut().filter(|field| field.is_object() || field.is_array()) {
                    self.shape_within(field);
                }
                let mut since = self.later().iter().flat_map(|version| version.fields);
                let kind = fields.get("object").and_then(Value::as_str);
                if let Some((kind, _)) = since.find(|(of, _)| Some(*of) == kind) {
                    self.shape_part(kind, value);
                }
            }
            _ => {}
        }
    }

    /// As [`Version::shape`], of an object of a known kind, or of a part of one as events tell what changed.
    pub fn shape_part(self, kind: &str, object: &mut Value) {
        let fields = self.later().iter().flat_map(|version| version.fields);
        for (_, path) in fields.filter(|(of, _)| *of == kind) {
            let Some((last, within)) = path.split_last() else { continue };
            let holder = within.iter().try_fold(&mut *object, |value, step| value.get_mut(*step));
            if let Some(Value::Object(holder)) = holder {
                holder.remove(*last);
            }
        }
    }

    /// Refuses parameters that came later as Stripe refuses any it does not have.
    pub fn check(self, path: &str, params: &Fields) -> Result<(), Error> {
        let parameters = self.later().iter().flat_map(|version| version.parameters);
        for (_, parameter) in parameters.filter(|(beginning, _)| path.starts_with(beginning)) {
            let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
            match find(params, name) {
                Some(_) if value.is_empty() => return Err(Error::UnknownParameters(vec![name.to_owned()])),
                Some(Node::Text(text)) if text == value => {
                    return Err(Error::invalid(name, format!("Invalid {name}: {value} is not a valid value")));
                }
                _ => {}
            }
        }
        Ok(())
    }
}

fn find<'a>(params: &'a Fields, name: &str) -> Option<&'a Node> {
    let mut steps = name.split(['[', ']']).filter(|step| !step.is_empty());
    let first = params.get(steps.next()?)?;
    steps.try_fold(first, |node, step| match node {
        Node::Map(fields) => fields.get(step),
        Node::Text(_) => None,
    })
}

/// Every version that is taken, the oldest first.
pub fn answered_versions() -> impl Iterator<Item = &'static str> {
    catalogue::versions().skip_while(|version| *version != FIRST_ANSWERED)
}

/// Those of them whose own objects are answered, the oldest first.
pub fn simulated_versions() -> impl Iterator<Item = &'static str> {
    SIMULATED.iter().map(|version| version.name)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]
    use super::*;
    use serde_json::json;

    #[test]
    fn every_version_from_basil_on_is_answered_in_the_nearest_one() {
        let from = catalogue::versions().position(|version| version == FIRST_ANSWERED).unwrap();
        for (place, version) in catalogue::versions().enumerate() {
            assert_eq!(Version::asked(version).is_ok(), place >= from, "{version}");
        }
        for (asked, answered) in [
            ("2025-03-31.basil", "2026-09-30.endive"),
            ("2026-08-26.dahlia", "2026-09-30.endive"),
            ("2026-09-30.endive", "2026-09-30.endive"),
            ("2026-10-28.endive", "2026-10-28.endive"),
        ] {
            assert_eq!(Version::asked(asked).unwrap().name(), answered);
        }
    }

    #[test]
    fn what_came_later_is_taken_out_wherever_it_is() {
        let mut list = json!({"object": "list", "data": [{"object": "billing_portal.session", "after_expiration": null,
            "flow": {"type": "x", "subscription_pause": null}}]});
        Version::asked("2026-10-28.endive").unwrap().shape(&mut list);
        assert_eq!(list["data"][0]["flow"]["subscription_pause"], Value::Null);
        assert!(list["data"][0].get("after_expiration").is_some());
        Version::default().shape(&mut list);
        assert_eq!(list["data"][0], json!({"object": "billing_portal.session", "flow": {"type": "x"}}));
    }
}
