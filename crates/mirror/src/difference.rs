//! The differences between our rows and Stripe, field by field.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

use sea_orm::{EntityTrait, IdenStatic, Iterable, JsonValue, ModelTrait, Value};

use crate::entity::customer;

/// Fields of a subscription that change without an event: the next invoice is computed on request
/// and grows with usage, and the subscription contains other objects (prices, tax rates) in their
/// current state. Its items have their own rows.
const MOVING: [&str; 7] = [
    "upcoming_amount",
    "upcoming_currency",
    "upcoming_tax",
    "upcoming_tax_added",
    "raw.items",
    "raw.plan",
    "raw.default_tax_rates",
];

/// One field, or one whole row, that differs. Prints as `subscriptions sub_1: status`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    pub table: String,
    /// Stripe's id of the row.
    pub id: String,
    pub what: What,
}

/// How a row differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    Missing,
    /// Stripe does not have it, or no longer has it.
    Left,
    /// The column; for a JSON column with the member: `raw.metadata`.
    Field(String),
    /// The account does not know the customer, so the rest cannot be checked.
    NotInAccount,
    /// It could not be checked: Stripe's answer could not be read, for this reason.
    Unreadable(String),
}

impl Difference {
    /// Whether an event was missed; not for fields that change without an event.
    pub fn is_drift(&self) -> bool {
        match &self.what {
            What::Field(field) => self.table != "subscriptions" || !MOVING.contains(&field.as_str()),
            What::Missing | What::Left | What::NotInAccount | What::Unreadable(_) => true,
        }
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}: ", self.table, self.id)?;
        match &self.what {
            What::Missing => f.write_str("missing"),
            What::Left => f.write_str("not at Stripe"),
            What::Field(column) => f.write_str(column),
            What::NotInAccount => f.write_str("not in this Stripe account"),
            What::Unreadable(why) => write!(f, "could not be checked: {why}"),
        }
    }
}

/// Adds the differences of one table's rows; `id` is the column with Stripe's id.
pub(crate) fn compare<M>(found: &mut Vec<Difference>, id: <M::Entity as EntityTrait>::Column, ours: &[M], stripes: &[M])
where
    M: ModelTrait + PartialEq,
    M::Entity: EntityTrait + Default,
{
    let key = |row: &M| match row.get(id) {
        Value::String(Some(id)) => id,
        other => other.to_string(),
    };
    let mut left: BTreeMap<String, &M> = ours.iter().map(|row| (key(row), row)).collect();
    let mut note = |id: &str, what| found.push(difference::<M::Entity>(id, what));
    for wanted in stripes {
        let id = key(wanted);
        match left.remove(&id) {
            None => note(&id, What::Missing),
            Some(row) if row == wanted => {}
            Some(row) => {
                for column in <M::Entity as EntityTrait>::Column::iter() {
                    let name = column.as_str();
                    match (row.get(column), wanted.get(column)) {
                        (Value::Json(Some(ours)), Value::Json(Some(stripes))) if ours.is_object() => {
                            let members = members(&ours, &stripes);
                            for member in members {
                                note(&id, What::Field(format!("{name}.{member}")));
                            }
                        }
                        (ours, stripes) if ours != stripes => note(&id, What::Field(name.to_owned())),
                        _ => {}
                    }
                }
            }
        }
    }
    for id in left.keys() {
        note(id, What::Left);
    }
}

/// The members in which two objects differ; a missing member equals null.
fn members<'a>(ours: &'a JsonValue, stripes: &'a JsonValue) -> BTreeSet<&'a str> {
    let names = [ours, stripes].into_iter().filter_map(JsonValue::as_object).flat_map(|object| object.keys());
    names.map(String::as_str).filter(|name| ours[*name] != stripes[*name]).collect()
}

/// A row whose object Stripe does not have.
pub(crate) fn left_row<E: EntityTrait>(id: &str) -> Difference {
    difference::<E>(id, What::Left)
}

/// A row whose object cannot be read.
pub(crate) fn unreadable_row<E: EntityTrait>(id: &str, why: String) -> Difference {
    difference::<E>(id, What::Unreadable(why))
}

/// A customer that the account does not know.
pub(crate) fn not_in_account(id: &str) -> Difference {
    difference::<customer::Entity>(id, What::NotInAccount)
}

fn difference<E: EntityTrait>(id: &str, what: What) -> Difference {
    Difference { table: E::default().table_name().to_owned(), id: id.to_owned(), what }
}
