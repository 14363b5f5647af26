//! The objects that can be synced with Stripe.

use std::{fmt, str::FromStr};

use sea_orm::{DbErr, DeriveValueType, TryFromU64};

/// A Stripe object with rows here. Stored as text such as `customer:cus_1`: the id alone is not
/// enough, since a product's owner can choose its id.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, DeriveValueType)]
#[sea_orm(value_type = "String")]
pub enum StripeObject {
    /// A customer with all its rows.
    Customer(String),
    /// The customer of this charge, for refunds and disputes, which name only the charge.
    Charge(String),
    /// The customer of this invoice, for invoice payments, which name only the invoice.
    Invoice(String),
    Product(String),
    Price(String),
    /// What this customer may use. It follows from the features of the customer's products, which are refetched.
    Entitlements(String),
}

/// The text does not name an object.
#[derive(Debug, thiserror::Error)]
#[error("not an object of Stripe's: {0}")]
pub struct NotAnObject(String);

impl fmt::Display for StripeObject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Customer(id) => write!(f, "customer:{id}"),
            Self::Charge(id) => write!(f, "charge:{id}"),
            Self::Invoice(id) => write!(f, "invoice:{id}"),
            Self::Product(id) => write!(f, "product:{id}"),
            Self::Price(id) => write!(f, "price:{id}"),
            Self::Entitlements(customer) => write!(f, "entitlements:{customer}"),
        }
    }
}

impl FromStr for StripeObject {
    type Err = NotAnObject;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.split_once(':') {
            Some(("customer", id)) => Ok(Self::Customer(id.to_owned())),
            Some(("charge", id)) => Ok(Self::Charge(id.to_owned())),
            Some(("invoice", id)) => Ok(Self::Invoice(id.to_owned())),
            Some(("product", id)) => Ok(Self::Product(id.to_owned())),
            Some(("price", id)) => Ok(Self::Price(id.to_owned())),
            Some(("entitlements", customer)) => Ok(Self::Entitlements(customer.to_owned())),
            _ => Err(NotAnObject(text.to_owned())),
        }
    }
}

/// SeaORM requires this for every primary key; it works only for numeric ones.
impl TryFromU64 for StripeObject {
    fn try_from_u64(_: u64) -> Result<Self, DbErr> {
        Err(DbErr::ConvertFromU64("StripeObject"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_read_back_as_it_was_written() {
        for target in [
            StripeObject::Customer("cus_1".into()),
            StripeObject::Charge("ch_1".into()),
            StripeObject::Invoice("in_1".into()),
            StripeObject::Product("a:b".into()),
            StripeObject::Price("price_1".into()),
            StripeObject::Entitlements("cus_1".into()),
        ] {
            assert_eq!(target.to_string().parse::<StripeObject>().expect("target"), target);
        }
        assert!("cus_1".parse::<StripeObject>().is_err());
    }
}
