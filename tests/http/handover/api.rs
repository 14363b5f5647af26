//! `POST /api/v1/handovers`: what is made, what is refused, and in which words.

use customer_portal::{
    account::{customer_of, members},
    api_keys::{create_key, keys, revoke_key},
    entity::{account, handover, identity, user},
    model::Role,
};
use futures::future::join_all;
use sea_orm::{EntityTrait, PaginatorTrait};
use secrecy::ExposeSecret;
use serde_json::{Value, json};
use time::{OffsetDateTime, format_description::well_known::Rfc3339};

use super::{Site, ada, ada_with};

#[tokio::test]
async fn a_hand_over_makes_what_is_new() {
    let site = Site::start().await;
    let db = &site.app.state.db;
    let answer = site.ask(&ada()).await;
    assert_eq!(answer.status, 201, "{answer:?}");
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    let body = answer.json();
    assert!(body["url"].as_str().unwrap().starts_with(&format!("{}/enter/", site.app.url)), "{body}");
    let ends = OffsetDateTime::parse(body["expires_at"].as_str().unwrap(), &Rfc3339).unwrap();
    let left = ends - clock::now();
    assert!((50..=60).contains(&left.whole_seconds()), "{left}");

    let made = account::Entity::find().one(db).await.unwrap().unwrap();
    assert_eq!((made.external_id.as_deref(), made.name.as_deref()), (Some("team-42"), Some("Analytical Engines")));
    let all = members(db, &made.id.parse().unwrap(), 1).await.unwrap().rows;
    let all: Vec<_> = all.iter().map(|member| (member.email.as_str(), member.role)).collect();
    assert_eq!(all, [("ada@example.com", Role::Owner)]);

    // Again, with another role, name and address: nothing new is made.
    let again = ada_with(|ask| {
        ask["role"] = "viewer".into();
        ask["account"]["name"] = "Engines".into();
        ask["user"]["email"] = "countess@example.com".into();
        ask["expires_in"] = 300.into();
    });
    assert_eq!(site.ask(&again).await.status, 201);
    let id = made.id.parse().unwrap();
    let all = members(db, &id, 1).await.unwrap().rows;
    let all: Vec<_> = all.iter().map(|member| (member.email.as_str(), member.role)).collect();
    assert_eq!(all, [("countess@example.com", Role::Viewer)]);
    assert_eq!(account::Entity::find().one(db).await.unwrap().unwrap().name.as_deref(), Some("Engines"));

    // By our own id of the account.
    let by_ours = ada_with(|ask| ask["account"] = json!({ "external_id": made.id }));
    assert_eq!(site.ask(&by_ours).await.status, 201);
    assert_eq!(account::Entity::find().count(db).await.unwrap(), 1);
    assert_eq!(user::Entity::find().count(db).await.unwrap(), 1);
}

#[tokio::test]
async fn calls_at_the_same_time_make_one_account_and_one_user() {
    let site = Site::start().await;
    let ask = ada();
    let answers = join_all((0..6).map(|_| site.ask(&ask))).await;
    assert!(answers.iter().all(|answer| answer.status == 201), "{answers:?}");
    let db = &site.app.state.db;
    let counts = (
        account::Entity::find().count(db).await.unwrap(),
        user::Entity::find().count(db).await.unwrap(),
        identity::Entity::find().count(db).await.unwrap(),
        handover::Entity::find().count(db).await.unwrap(),
    );
    assert_eq!(counts, (1, 1, 1, 6));
}

#[tokio::test]
async fn a_stripe_customer_belongs_to_one_account() {
    let site = Site::start().await;
    site.app.leaves_jobs(["customer"]);
    let db = &site.app.state.db;
    let (customer, _) = site.stripe.subscriber("Pro").await;
    let with = |team: &str, customer: &str| {
        ada_with(|ask| ask["account"] = json!({ "external_id": team, "stripe_customer_id": customer }))
    };
    assert_eq!(site.ask(&with("team-42", &customer)).await.status, 201);
    assert_eq!(site.ask(&with("team-42", &customer)).await.status, 201);
    let made = account::Entity::find().one(db).await.unwrap().unwrap();
    assert_eq!(customer_of(db, &made.id.parse().unwrap()).await.unwrap(), Some(customer.clone()));

    let before = handover::Entity::find().count(db).await.unwrap();
    for (ask, kind) in
        [(with("team-43", &customer), "customer_taken"), (with("team-42", "cus_another"), "account_has_customer")]
    {
        let answer = site.ask(&ask).await;
        assert_eq!((answer.status.as_u16(), answer.header("content-type")), (409, Some("application/problem+json")));
        assert_eq!(answer.json()["type"], format!("urn:customer-portal:problem:{kind}"));
    }
    // Nothing was changed: no account, no user, no link.
    assert_eq!(account::Entity::find().count(db).await.unwrap(), 1);
    assert_eq!(handover::Entity::find().count(db).await.unwrap(), before);
}

#[tokio::test]
async fn who_is_disabled_is_not_handed_over() {
    let site = Site::start().await;
    site.ask(&ada()).await;
    let db = &site.app.state.db;
    let all = user::Entity::update_many().col_expr(user::Column::DisabledAt, 1.into());
    all.exec(db).await.unwrap();
    let answer = site.ask(&ada()).await;
    assert_eq!((answer.status.as_u16(), answer.json()["title"].as_str()), (409, Some("The user is disabled")));
}

#[tokio::test]
async fn what_is_refused_names_its_field() {
    let site = Site::start().await;
    let long = "x".repeat(201);
    let set = |pointer: &str, value: Value| {
        ada_with(|ask| {
            let (parent, name) = pointer.rsplit_once('/').unwrap();
            ask.pointer_mut(parent).unwrap()[name] = value;
        })
    };
    for (body, field) in [
        (json!([]), "body"),
        (json!({}), "body"),
        (set("/account/external_id", "".into()), "account.external_id"),
        (set("/account/external_id", long.as_str().into()), "account.external_id"),
        (set("/account/external_id", "a\nb".into()), "account.external_id"),
        (set("/account/external_id", "acct_1".into()), "account.external_id"),
        (set("/account/external_id", format!("acct_{}", "0".repeat(32)).into()), "account.external_id"),
        (set("/account/name", "".into()), "account.name"),
        (set("/account/name", " \u{200f}".into()), "account.name"),
        (set("/account/stripe_customer_id", "".into()), "account.stripe_customer_id"),
        (set("/user/external_id", "acct_me".into()), "user.external_id"),
        (set("/user/external_id", Value::Null), "user.external_id"),
        (set("/user/email", "ada".into()), "user.email"),
        (set("/user/email_verified", "yes".into()), "user.email_verified"),
        (set("/role", "boss".into()), "role"),
        (set("/to", "moon".into()), "to"),
        (set("/to", json!(["customer_update"])), "to"),
        (set("/to", json!({ "account": null })), "to"),
        (set("/to", json!({ "flow": "subscription_refund" })), "to"),
        (set("/to", json!({ "flow": "customer_update", "price": "x".repeat(256) })), "to"),
        (set("/to", json!({ "flow": "subscription_update_confirm" })), "to"),
        (set("/return_url", "https://evil.example/".into()), "return_url"),
        (set("/expires_in", 0.into()), "expires_in"),
        (set("/expires_in", 301.into()), "expires_in"),
        (set("/expires_at", 1.into()), "expires_at"),
    ] {
        let answer = site.ask(&body).await;
        assert_eq!(answer.status, 422, "{body}: {answer:?}");
        assert_eq!(answer.json()["field"], field, "{body}: {answer:?}");
    }
    assert_eq!(account::Entity::find().count(&site.app.state.db).await.unwrap(), 0);
}

#[tokio::test]
async fn every_error_is_a_problem() {
    let site = Site::start().await;
    let bearer = format!("Bearer {}", site.key);
    let problem = |answer: &super::Answer, status: u16| {
        assert_eq!(answer.status, status, "{answer:?}");
        assert_eq!(answer.header("content-type"), Some("application/problem+json"), "{answer:?}");
        assert_eq!(answer.header("cache-control"), Some("no-store"));
        assert_eq!(answer.json()["status"], status);
    };
    problem(&site.ask_with(&bearer, "{").await, 400);
    problem(&site.ask_with(&bearer, &"x".repeat(100_000)).await, 413);
    let mut client = site.app.browser();
    let request = client.request(reqwest::Method::POST, "/api/v1/handovers").header("authorization", &bearer);
    problem(&client.send(request.body(ada().to_string())).await, 415);
    let get = client.request(reqwest::Method::GET, "/api/v1/handovers");
    problem(&client.send(get).await, 405);
    for path in ["/api/v1/nothing", "/api/v1/", "/api/v1"] {
        problem(&client.get(path).await, 404);
        problem(&client.post_from("/", path, &[]).await, 404);
    }
    // Another site's page can send nothing else than what a program can.
    let request = client.request(reqwest::Method::POST, "/api/v1/handovers").header("origin", "https://evil.example");
    problem(&client.send(request).await, 401);
}

#[tokio::test]
async fn only_a_valid_key_with_the_scope_is_let_in() {
    let site = Site::start().await;
    let db = &site.app.state.db;
    let body = ada().to_string();
    let other = create_key(db, "reader", &"access:read".parse().unwrap()).await.unwrap();
    let other = format!("Bearer {}", other.expose().expose_secret());
    let guessed = format!("Bearer {}", site.key.replace(&site.key[site.key.len() - 3..], "AAA"));
    for (authorization, status) in [
        ("", 401),
        ("Bearer", 401),
        ("Bearer ", 401),
        ("Basic dXNlcjpwYXNz", 401),
        (guessed.as_str(), 401),
        (site.key.as_str(), 401),
        (other.as_str(), 403),
        (&format!("bearer {}", site.key), 201),
    ] {
        let answer = site.ask_with(authorization, &body).await;
        assert_eq!(answer.status, status, "{authorization}: {answer:?}");
        assert_eq!(answer.header("www-authenticate").is_some(), status == 401);
    }
    // A cookie is no key.
    let (mut browser, _) = site.app.signed_in("eve@example.com").await;
    let request =
        browser.request(reqwest::Method::POST, "/api/v1/handovers").header("content-type", "application/json");
    assert_eq!(browser.send(request.body(body)).await.status, 401);

    let before = keys(db).await.unwrap().into_iter().find(|key| key.id == site.key_id.as_str()).unwrap();
    assert!(before.last_used_at.is_some());
    revoke_key(db, &site.key_id).await.unwrap();
    let replica = site.app.replica(&site.stripe.base()).await;
    let mut client = replica.browser();
    let request = client.request(reqwest::Method::POST, "/api/v1/handovers").bearer_auth(&site.key);
    assert_eq!(client.send(request.json(&ada())).await.status, 401, "at once, on every replica");
}

#[tokio::test]
async fn a_key_has_a_budget() {
    let site = Site::start().await;
    let bearer = format!("Bearer {}", site.key);
    let mut refused = None;
    for _ in 0..400 {
        let answer = site.ask_with(&bearer, "{").await;
        if answer.status == 429 {
            refused = Some(answer);
            break;
        }
    }
    let refused = refused.expect("a loop is stopped");
    assert!(refused.header("retry-after").is_some_and(|seconds| seconds.parse::<u64>().unwrap() > 0));
    let other = create_key(&site.app.state.db, "another", &"handover".parse().unwrap()).await.unwrap();
    let other = format!("Bearer {}", other.expose().expose_secret());
    assert_eq!(site.ask_with(&other, &ada().to_string()).await.status, 201, "each has its own");
}

#[tokio::test]
async fn the_document_describes_the_api_and_is_in_the_docs() {
    let site = Site::start().await;
    let served = site.app.browser().get("/api/v1/openapi.json").await;
    assert_eq!((served.status.as_u16(), served.header("content-type")), (200, Some("application/json")));
    let document = served.json();
    assert_eq!(document["openapi"], "3.1.0");
    // As the router's own source names them.
    let source = include_str!("../../../src/api/mod.rs");
    let routes = source.split(".route(\"").skip(1).map(|route| route.split('"').next().unwrap());
    for route in routes.filter(|route| !route.contains('*') && !route.trim_end_matches('/').ends_with("/v1")) {
        assert!(document["paths"].get(route).is_some(), "{route}");
    }
    let kept = include_str!("../../../docs/openapi.json");
    assert_eq!(served.body.trim(), kept.trim(), "write what /api/v1/openapi.json answers into docs/openapi.json");
}
