//! At every commit, what is answered is what the rules grant by the rows of that commit, whichever replica is asked.

use access::{Facts, Grant, decide};
use billing::BillingFacts;
use customer_portal::{
    account_access::{NewGrant, grant, revoke, rules_of},
    entity::access_grant,
};
use rand::{RngExt, SeedableRng, rngs::StdRng, seq::IndexedRandom};
use sea_orm::EntityTrait;
use serde_json::{Value, json};
use time::{Duration, OffsetDateTime};

use super::Site;
use crate::support::{Stripe, deliver};

/// What the company grants: what a plan has too, and what nothing else has.
const GRANTED: [&str; 2] = ["api", "beta"];

/// The answer by all rows, read anew, with nothing remembered. There is one account.
async fn by_the_rows(site: &Site, customer: &str) -> Value {
    let db = &site.app.state.db;
    let rules = rules_of(db).await.unwrap();
    let grants = access_grant::Entity::find().all(db).await.unwrap().into_iter().filter(|row| row.revoked_at.is_none());
    let grants = grants.map(|row| Grant {
        id: row.id,
        feature: row.feature.parse().unwrap(),
        limit: row.feature_limit.map(|limit| u64::try_from(limit).unwrap()),
        until: row.until.map(|until| OffsetDateTime::from_unix_timestamp(until).unwrap()),
    });
    let facts = Facts { billing: BillingFacts::load(db, Some(customer)).await.unwrap(), grants: grants.collect() };
    let access = decide(&facts, &rules.policy, &rules.catalog, clock::now());
    let features = access.features.iter().map(|(key, decision)| {
        let mut json = json!({ "granted": decision.granted });
        if let Some(limit) = decision.limit {
            json["limit"] = limit.into();
        }
        if let Some(reason) = decision.reason {
            json["reason"] = json!(reason);
        }
        (key.to_string(), json)
    });
    json!({ "standing": access.standing, "features": features.collect::<serde_json::Map<_, _>>() })
}

/// The same of an answer.
fn in_short(answer: &Value) -> Value {
    let mut features = answer["features"].clone();
    for feature in features.as_object_mut().unwrap().values_mut() {
        let feature = feature.as_object_mut().unwrap();
        feature.remove("step");
        feature.remove("until");
    }
    json!({ "standing": answer["standing"], "features": features })
}

#[tokio::test]
async fn nobody_is_denied_what_is_granted_nor_granted_what_is_denied() {
    let seed: u64 = rand::random();
    println!("seed {seed}");
    let mut random = StdRng::seed_from_u64(seed);
    let site = Site::start().await;
    let replica =
        Site { app: site.app.replica(&site.stripe.base()).await, stripe: Stripe::start().await, key: site.key.clone() };
    let (product, price) = site.product("Pro", &[("features", "api")]).await;
    let (_, other) = site.product("Team", &[("features", "sso, api"), ("portal_order", "1")]).await;
    let (customer, mut subscription) = site.subscriber(&price).await;
    let account = site.account(&customer).await;
    let (mut tag, mut last, mut lowest) = (String::new(), Value::Null, 0);
    for number in 0..60 {
        let path = format!("subscriptions/{subscription}");
        match random.random_range(0..11) {
            0 => drop(
                site.stripe
                    .post(
                        &path,
                        &[("pause_collection[behavior]", *["void", "keep_as_draft"].choose(&mut random).unwrap())],
                    )
                    .await,
            ),
            1 => drop(site.stripe.post(&path, &[("pause_collection", "")]).await),
            2 => drop(
                site.stripe
                    .post(&path, &[("cancel_at_period_end", *["true", "false"].choose(&mut random).unwrap())])
                    .await,
            ),
            3 => {
                site.stripe.delete(&path).await;
                let price = [&price, &other].choose(&mut random).unwrap().as_str();
                let form = [("customer", customer.as_str()), ("items[0][price]", price)];
                subscription = super::id(&site.stripe.post("subscriptions", &form).await);
            }
            4 => {
                let features = *["api", "api, sso", "projects", ""].choose(&mut random).unwrap();
                site.stripe
                    .post(
                        &format!("products/{product}"),
                        &[("metadata[features]", features), ("metadata[limit.api]", "2 * quantity")],
                    )
                    .await;
                let event = json!({ "id": format!("evt_{number}"), "type": "product.updated", "created": 1,
                    "data": { "object": { "id": product, "object": "product" } } });
                deliver(&site.app, &event.to_string()).await;
                site.app.work().await;
            }
            5 => {
                site.apply(
                    ["free = [\"projects\"]", "free = []", "[standing.pause_collection]\nvoid = true"]
                        .choose(&mut random)
                        .unwrap(),
                )
                .await;
            }
            6 => [&site, &replica].choose(&mut random).unwrap().move_revisions().await,
            7 => {
                let new = NewGrant {
                    feature: GRANTED.choose(&mut random).unwrap().parse().unwrap(),
                    limit: [None, Some(7), Some(2000)].choose(&mut random).copied().flatten(),
                    until: [None, Some(clock::now() + Duration::hours(1))].choose(&mut random).copied().flatten(),
                    reason: "a pilot".to_owned(),
                };
                grant(&site.app.state.db, &account, &new).await.unwrap();
            }
            8 => {
                let feature = GRANTED.choose(&mut random).unwrap().parse().unwrap();
                revoke(&replica.app.state.db, &account, &feature, "over").await.unwrap();
            }
            _ => site.sync(&customer).await,
        }
        let asked = *[&site, &replica].choose(&mut random).unwrap();
        let answer = asked.ask_with(account.as_str(), &[("if-none-match", &tag)]).await;
        let body = if answer.status == 304 { last.clone() } else { answer.json() };
        assert_eq!(in_short(&body), by_the_rows(&site, &customer).await, "seed {seed}, after {number}");
        let revision = body["revision"].as_i64().unwrap();
        assert!(revision >= lowest, "seed {seed}: it only grows");
        (tag, last, lowest) = (super::etag(&answer), body, revision);
    }
}
