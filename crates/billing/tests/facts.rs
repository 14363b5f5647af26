//! What the one statement reads is what the tables have, on both databases.

use billing::BillingFacts;
use migration::MirrorMigrator;
use mirror::entity::{
    customer, installation, invoice, payment_method, price, product, subscription, subscription_item,
};
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};
use serde_json::{Value, json};
use testkit::{TestDatabase, facts};

/// A name that is written in no simple way.
const NAME: &str = "Pro \"quoted\" \\ 'it''s' \u{2028} 日本 \u{1f600}";

fn subscription(id: &str, customer: &str, raw: Value) -> subscription::Model {
    subscription::Model { customer_id: customer.to_owned(), raw, ..facts::subscription(id, "active").subscription }
}

#[tokio::test]
async fn the_statement_reads_what_the_tables_have() {
    let (_database, db) = TestDatabase::new::<MirrorMigrator>().await;
    let customer = |id: &str| customer::Model {
        stripe_customer_id: id.to_owned(),
        deleted_at: None,
        missing_since: None,
        synced_at_ms: Some(1_760_000_000_123),
        last_started_fetch: 7,
        last_applied_fetch: 6,
        default_payment_method: Some("pm_1".to_owned()),
        balance: i64::MIN,
        currency: None,
    };
    for id in ["cus_1", "cus_2"] {
        customer::Entity::insert(customer(id).into_active_model()).exec_without_returning(&db).await.unwrap();
    }
    let raw = json!({
        "billing_mode": { "type": "flexible" }, "collection_method": "send_invoice", "latest_invoice": "in_1",
        "pause_collection": null, "pending_update": { "expires_at": 5 }, "schedule": null,
        "status_details": { "paused": { "transitioned_at": 3 } }, "items": { "data": ["much", "more"] },
    });
    let one = subscription::Model {
        cancel_at_period_end: true,
        cancel_at: Some(i64::MAX),
        discounts: json!([{ "off": NAME }]),
        change_from_price_id: Some("price_1".to_owned()),
        change_price_id: Some("price_2".to_owned()),
        ..subscription("sub_2", "cus_1", raw.clone())
    };
    let other = subscription("sub_1", "cus_1", json!({}));
    let theirs = subscription("sub_3", "cus_2", json!({}));
    for row in [&one, &other, &theirs] {
        subscription::Entity::insert(row.clone().into_active_model()).exec_without_returning(&db).await.unwrap();
    }
    let item = |id: &str, subscription: &str, product: &str| subscription_item::Model {
        id: id.to_owned(),
        subscription_id: subscription.to_owned(),
        product_id: product.to_owned(),
        ..facts::subscription("sub_1", "active").items.remove(0)
    };
    let items = [item("si_1", "sub_1", "prod_1"), item("si_2", "sub_2", "prod_2"), item("si_3", "sub_3", "prod_4")];
    for row in &items {
        subscription_item::Entity::insert(row.clone().into_active_model()).exec_without_returning(&db).await.unwrap();
    }
    for (number, order) in
        [(1, json!({ "portal_order": "1" })), (2, json!({})), (3, json!({ "portal_order": "3" })), (4, json!({}))]
    {
        let row = product::Model {
            id: format!("prod_{number}"),
            name: NAME.to_owned(),
            active: number != 1,
            raw: json!({ "metadata": order, "description": NAME }),
            last_applied_fetch: 1,
            features: None,
        };
        product::Entity::insert(row.into_active_model()).exec_without_returning(&db).await.unwrap();
    }
    for (number, product) in [(1, "prod_2"), (2, "prod_3"), (3, "prod_4")] {
        let row = price::Model {
            id: format!("price_{number}"),
            product_id: product.to_owned(),
            active: false,
            currency: "usd".to_owned(),
            unit_amount: None,
            interval: Some("month".to_owned()),
            interval_count: Some(1),
            raw: json!({ "long": "document" }),
            last_applied_fetch: 1,
        };
        price::Entity::insert(row.into_active_model()).exec_without_returning(&db).await.unwrap();
    }
    let invoice = |id: &str, created_at, is_processing| invoice::Model {
        id: id.to_owned(),
        customer_id: "cus_1".to_owned(),
        created_at,
        is_processing,
        ..facts::invoice_of("sub_1", "open", facts::NOW)
    };
    for row in [invoice("in_1", 1, None), invoice("in_2", 9, Some(true)), invoice("in_3", 9, Some(false))] {
        invoice::Entity::insert(row.into_active_model()).exec_without_returning(&db).await.unwrap();
    }
    let card = payment_method::Model { customer_id: "cus_1".to_owned(), ..facts::card(12, 2040) };
    payment_method::Entity::insert(card.clone().into_active_model()).exec_without_returning(&db).await.unwrap();
    let installed = installation::Model {
        id: 1,
        livemode: false,
        portal_configuration: None,
        offers_pause: true,
        checkout: Some(json!({ "promotion_codes": true })),
    };
    installation::Entity::insert(installed.into_active_model()).exec_without_returning(&db).await.unwrap();

    let facts = BillingFacts::load(&db, Some("cus_1")).await.unwrap();
    assert_eq!(facts.customer, Some(customer("cus_1")));
    let mut read = raw;
    read.as_object_mut().unwrap().remove("items");
    let found: Vec<_> = facts.subscriptions.iter().map(|each| each.subscription.clone()).collect();
    assert_eq!(found[1], subscription::Model { raw: read, ..one });
    assert_eq!(subscription::Model { raw: json!({}), ..found[0].clone() }, other);
    assert!(found[0].raw.as_object().unwrap().values().all(Value::is_null), "what is missing is as good as null");
    let of_each: Vec<_> = facts.subscriptions.iter().flat_map(|each| each.items.clone()).collect();
    assert_eq!(of_each, items[..2]);
    let of_customer = invoice::Column::CustomerId.eq("cus_1");
    let mut invoices = invoice::Entity::find().filter(of_customer).all(&db).await.unwrap();
    invoices.sort_by_key(|invoice| match &*invoice.id {
        "in_3" => 0,
        "in_2" => 1,
        _ => 2,
    });
    assert_eq!(facts.invoices, invoices, "the newest first");
    assert_eq!(facts.payment_methods, [card]);
    let mut products: Vec<_> = facts.product_names.iter().map(|(id, name)| (id.as_str(), name.as_str())).collect();
    products.sort_unstable();
    assert_eq!(products, [("prod_1", NAME), ("prod_2", NAME), ("prod_3", NAME)]);
    let mut prices: Vec<_> =
        facts.prices.into_values().map(|price| (price.id, price.unit_amount, price.active)).collect();
    prices.sort_unstable();
    assert_eq!(prices, [("price_1".to_owned(), None, false), ("price_2".to_owned(), None, false)]);
    assert!(facts.offers_pause);

    let nobody = BillingFacts::load(&db, Some("cus_nobody")).await.unwrap();
    assert!(nobody.customer.is_none() && nobody.invoices.is_empty());
    assert!(BillingFacts::load(&db, None).await.unwrap().customer.is_none());
}
