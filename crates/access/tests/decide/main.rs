//! What accounts may use, by their facts, the policy and the time.

use access::*;
use billing::{BillingFacts, NextAction};
use mirror::entity::product;
use serde_json::json;
use testkit::facts::*;
use time::{Duration, OffsetDateTime};

mod documents;
mod drawn;
mod grace;
mod many;
mod reasons;
mod several;
mod table;
mod time_alone;

/// A plan of this site with these features, separated by commas, and limits.
fn product(id: &str, features: &str, limits: &[(&str, &str)]) -> product::Model {
    let mut metadata = json!({ "portal_order": "1", "features": features });
    for (feature, limit) in limits {
        metadata[format!("limit.{feature}")] = (*limit).into();
    }
    product::Model {
        id: id.to_owned(),
        name: id.to_owned(),
        active: true,
        raw: json!({ "metadata": metadata }),
        features: None,
        last_applied_fetch: 1,
    }
}

/// Pro has single sign-on and ten projects a unit, Team a hundred projects and the audit log, Seats calls without a
/// limit; nobody buys Attic any more.
fn catalog() -> Catalog {
    let attic = product::Model { active: false, ..product("prod_attic", "attic", &[]) };
    let products = [
        product("prod_pro", "sso, projects", &[("projects", "10 * quantity")]),
        product("prod_team", "audit, projects", &[("projects", "100")]),
        product("prod_seats", "projects", &[]),
        attic,
    ];
    offering(products, &["prod_pro", "prod_team", "prod_seats"])
}

/// The catalog of these products, of which these can be bought.
fn offering(products: impl IntoIterator<Item = product::Model>, offered: &[&str]) -> Catalog {
    Catalog::new(products, &offered.iter().map(|id| (*id).to_owned()).collect())
}

fn key(text: &str) -> FeatureKey {
    text.parse().expect("a feature's key")
}

fn at(now: OffsetDateTime, billing: &BillingFacts, grants: &[Grant], policy: &Policy) -> Access {
    decide(&Facts { billing: billing.clone(), grants: grants.to_vec() }, policy, &catalog(), now)
}

/// By the default policy, without grants.
fn now(billing: &BillingFacts) -> Access {
    at(NOW, billing, &[], &Policy::default())
}

fn told(access: &Access, feature: &str) -> Decision {
    access.features.get(feature).unwrap_or_else(|| panic!("{feature}: {access:?}")).clone()
}

fn granted(limit: Option<u64>, until: Option<(OffsetDateTime, Reason)>, help: Option<NextAction>) -> Decision {
    let (until, reason) = until.unzip();
    Decision { granted: true, limit, until, reason, help }
}

fn refused(reason: Reason, help: Option<NextAction>) -> Decision {
    Decision { granted: false, limit: None, until: None, reason: Some(reason), help }
}

/// Of the product.
fn of(product: &str, mut subscribed: billing::SubscriptionWithItems) -> billing::SubscriptionWithItems {
    product.clone_into(&mut subscribed.items[0].product_id);
    subscribed
}

fn given(feature: &str, limit: Option<u64>, until: Option<OffsetDateTime>) -> Grant {
    Grant { id: "grt_1".to_owned(), feature: key(feature), limit, until }
}
