//! Compares every field in the database with Stripe. Written only from Stripe's documentation and
//! the schema, without the server's code.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use crate::{Outcome, database::Database, stripe::Stripe};

/// The server keeps as many of a customer's invoices, and besides them those that can be paid.
const INVOICES: usize = 500;

/// The first field that differs is the error; not of what can never be read, nor of what belongs to it.
pub async fn compare(database: &Database, stripe: &Stripe, unreadable: &BTreeSet<String>) -> Outcome<()> {
    let state = stripe.state().await?;
    let ours: BTreeSet<String> = database
        .rows("SELECT stripe_customer_id FROM customers WHERE stripe_customer_id NOT LIKE 'cus_poison%'")
        .await?
        .iter()
        .map(|row| text(&row["stripe_customer_id"]))
        .filter(|id| !unreadable.contains(id))
        .collect();
    let of_ours = |object: &&Value| ours.contains(object["customer"].as_str().unwrap_or_default());
    let all = |kind: &str| state[kind].as_array().cloned().unwrap_or_default();
    let customers: BTreeMap<String, Value> =
        all("customers").into_iter().map(|customer| (text(&customer["id"]), customer)).collect();
    let alive =
        |id: &Value| customers.get(id.as_str().unwrap_or_default()).is_some_and(|found| found["deleted"] != true);
    let subscriptions: Vec<Value> =
        all("subscriptions").iter().filter(of_ours).filter(|each| alive(&each["customer"])).cloned().collect();
    let methods: BTreeMap<String, Value> =
        all("payment_methods").into_iter().map(|method| (text(&method["id"]), method)).collect();

    let mut expected = Tables::default();
    for id in &ours {
        let deleted = !alive(&json!(id));
        let customer = customers.get(id).filter(|_| !deleted).unwrap_or(&Value::Null);
        let default = customer["invoice_settings"]["default_payment_method"].clone();
        let balance = customer["balance"].as_i64().unwrap_or_default();
        let row = json!({
            "default_payment_method": default, "deleted": deleted, "balance": balance, "currency": customer["currency"],
        });
        expected.add("customers", id, row);
        expected.add_method(id, &default, &methods);
    }
    for subscription in &subscriptions {
        let upcoming = upcoming(stripe, subscription).await?;
        expected.add("subscriptions", &text(&subscription["id"]), subscription_row(subscription, &upcoming));
        expected.add_method(&text(&subscription["customer"]), &subscription["default_payment_method"], &methods);
        for item in subscription["items"]["data"].as_array().into_iter().flatten() {
            expected.add("subscription_items", &text(&item["id"]), item_row(subscription, item));
        }
    }
    let mut kept: BTreeMap<String, usize> = BTreeMap::new();
    for invoice in all("invoices").iter().rev().filter(of_ours).filter(|invoice| alive(&invoice["customer"])) {
        let kept = kept.entry(text(&invoice["customer"])).or_default();
        *kept += 1;
        let payable = ["open", "uncollectible"].contains(&invoice["status"].as_str().unwrap_or_default());
        // A draft is not kept: it is not shown, and no event tells of it.
        if (*kept <= INVOICES || payable) && invoice["status"] != "draft" {
            expected.add("invoices", &text(&invoice["id"]), invoice_row(invoice));
        }
    }
    let is_readable = |object: &&Value| !unreadable.contains(object["id"].as_str().unwrap_or_default());
    for product in all("products") {
        let row = json!({ "name": product["name"], "active": product["active"] });
        expected.add("products", &text(&product["id"]), row);
    }
    for price in all("prices").iter().filter(is_readable) {
        let row = json!({
            "product_id": price["product"], "active": price["active"], "currency": price["currency"],
            "unit_amount": price["unit_amount"], "interval": price["recurring"]["interval"],
            "interval_count": price["recurring"]["interval_count"],
        });
        expected.add("prices", &text(&price["id"]), row);
    }
    expected.check(database, &exempt(&state, unreadable)).await?;
    check_raw(database, &subscriptions).await
}

#[derive(Default)]
struct Tables(BTreeMap<&'static str, BTreeMap<String, Value>>);

impl Tables {
    fn add(&mut self, table: &'static str, id: &str, row: Value) {
        self.0.entry(table).or_default().insert(id.to_owned(), row);
    }

    /// Those that are somebody's default are kept.
    fn add_method(&mut self, customer: &str, id: &Value, methods: &BTreeMap<String, Value>) {
        let Some(method) = id.as_str().and_then(|id| methods.get(id)) else { return };
        let (card, details) = (&method["card"], &method[method["type"].as_str().unwrap_or_default()]);
        let row = json!({
            "customer_id": customer, "kind": method["type"], "brand": card["brand"], "last4": details["last4"],
            "exp_month": card["exp_month"], "exp_year": card["exp_year"], "wallet": card["wallet"]["type"],
        });
        self.add("payment_methods", &text(&method["id"]), row);
    }

    async fn check(&self, database: &Database, exempt: &BTreeSet<String>) -> Outcome<()> {
        let tables =
            ["customers", "subscriptions", "subscription_items", "invoices", "payment_methods", "products", "prices"];
        for table in tables {
            let empty = BTreeMap::new();
            let expected = self.0.get(table).unwrap_or(&empty);
            let sql = match table {
                "customers" => "SELECT stripe_customer_id AS id, default_payment_method, deleted_at, balance, currency FROM customers \
                                WHERE stripe_customer_id NOT LIKE 'cus_poison%'"
                    .to_owned(),
                table => format!("SELECT * FROM {table}"),
            };
            let rows: BTreeMap<String, Value> = database
                .rows(&sql)
                .await?
                .into_iter()
                .map(|row| (text(&row["id"]), row))
                .filter(|(id, _)| !exempt.contains(id))
                .collect();
            if let Some(left) = rows.keys().find(|id| !expected.contains_key(*id)) {
                return Err(format!("{table} {left}: Stripe does not have it").into());
            }
            for (id, wanted) in expected {
                let row = rows.get(id).ok_or_else(|| format!("{table} {id}: missing"))?;
                for (field, wanted) in wanted.as_object().into_iter().flatten() {
                    let found = match field.as_str() {
                        "deleted" => json!(!row["deleted_at"].is_null()),
                        field => row[field].clone(),
                    };
                    if found != *wanted {
                        return Err(format!("{table} {id}: {field} is {found}, and at Stripe {wanted}").into());
                    }
                }
            }
        }
        Ok(())
    }
}

/// The object beside the columns, too: whole, but for what was expanded.
async fn check_raw(database: &Database, subscriptions: &[Value]) -> Outcome<()> {
    let rows = database.rows("SELECT id, raw FROM subscriptions").await?;
    let raw: BTreeMap<String, Value> = rows
        .into_iter()
        .map(|row| {
            let raw = match &row["raw"] {
                Value::String(text) => serde_json::from_str(text).unwrap_or_default(),
                raw => raw.clone(),
            };
            (text(&row["id"]), raw)
        })
        .collect();
    for subscription in subscriptions {
        let id = text(&subscription["id"]);
        for (field, wanted) in subscription.as_object().into_iter().flatten() {
            let found = &raw.get(&id).ok_or_else(|| format!("subscriptions {id}: missing"))?[field];
            let wanted = &storable(wanted);
            if found != wanted && found["id"] != *wanted {
                return Err(format!("subscriptions {id}: raw.{field} is {found}, and at Stripe {wanted}").into());
            }
        }
    }
    Ok(())
}

/// As docs/STRIPE.md has it: what not every database can keep is replaced.
fn storable(value: &Value) -> Value {
    match value {
        Value::String(text) => text.replace('\0', "\u{fffd}").into(),
        Value::Array(elements) => elements.iter().map(storable).collect(),
        Value::Object(fields) => fields.iter().map(|(name, field)| (name.clone(), storable(field))).collect(),
        value => value.clone(),
    }
}

/// What cannot be read, with everything that belongs to those customers.
fn exempt(state: &Value, unreadable: &BTreeSet<String>) -> BTreeSet<String> {
    let is_theirs = |object: &&Value| unreadable.contains(object["customer"].as_str().unwrap_or_default());
    let all = |kind: &str| state[kind].as_array().into_iter().flatten();
    let subscriptions = || all("subscriptions").filter(is_theirs);
    let items = subscriptions().flat_map(|subscription| subscription["items"]["data"].as_array().into_iter().flatten());
    let others = all("invoices").chain(all("payment_methods")).filter(is_theirs);
    let ids = subscriptions().chain(items).chain(others).map(|object| text(&object["id"]));
    ids.chain(unreadable.iter().cloned()).collect()
}

fn subscription_row(subscription: &Value, upcoming: &Value) -> Value {
    let it = subscription;
    let mut row = json!({
        "customer_id": it["customer"], "status": it["status"], "cancel_at_period_end": it["cancel_at_period_end"],
        "cancel_at": it["cancel_at"], "canceled_at": it["canceled_at"], "ended_at": it["ended_at"],
        "trial_start": it["trial_start"], "trial_end": it["trial_end"], "created_at": it["created"],
        "default_payment_method": it["default_payment_method"],
        "collection_paused": !it["pause_collection"].is_null(),
        "collection_resumes_at": it["pause_collection"]["resumes_at"],
        "paused_reason": it["status_details"]["paused"]["subscription"]["type"],
        "upcoming_amount": upcoming["amount_due"], "upcoming_currency": upcoming["currency"],
        "change_at": null, "change_from_price_id": null, "change_price_id": null, "schedule_ends_at": null, "next_phase_at": null,
    });
    if let Value::Object(fields) = &mut row
        && is_metered(subscription)
    {
        fields.remove("upcoming_amount");
    }
    row
}

/// What was used counts at once, and no event tells of it.
fn is_metered(subscription: &Value) -> bool {
    let items = subscription["items"]["data"].as_array().into_iter().flatten();
    items.into_iter().any(|item| item["price"]["recurring"]["usage_type"] == "metered")
}

fn item_row(subscription: &Value, item: &Value) -> Value {
    json!({
        "subscription_id": subscription["id"], "price_id": item["price"]["id"], "product_id": item["price"]["product"],
        "quantity": item["quantity"], "currency": item["price"]["currency"],
        "interval": item["price"]["recurring"]["interval"],
        "interval_count": item["price"]["recurring"]["interval_count"],
        "is_metered": item["price"]["recurring"]["usage_type"] == "metered", "current_period_start": item["current_period_start"],
        "current_period_end": item["current_period_end"],
    })
}

fn invoice_row(invoice: &Value) -> Value {
    let it = invoice;
    json!({
        "customer_id": it["customer"], "subscription_id": it["parent"]["subscription_details"]["subscription"],
        "number": it["number"], "status": it["status"], "currency": it["currency"], "total": it["total"],
        "amount_remaining": it["amount_remaining"], "created_at": it["created"], "due_at": it["due_date"],
        "next_attempt_at": it["next_payment_attempt"], "has_page": !it["hosted_invoice_url"].is_null(),
        "has_pdf": !it["invoice_pdf"].is_null(),
        "pre_payment_credit_notes_amount": it["pre_payment_credit_notes_amount"],
        "post_payment_credit_notes_amount": it["post_payment_credit_notes_amount"],
    })
}

/// The next invoice, asked for as the account page's promise has it: only where there will be one.
async fn upcoming(stripe: &Stripe, subscription: &Value) -> Outcome<Value> {
    let renews = ["active", "trialing"].contains(&subscription["status"].as_str().unwrap_or_default())
        && subscription["cancel_at"].is_null()
        && subscription["cancel_at_period_end"] == false
        && subscription["pause_collection"].is_null();
    if !renews {
        return Ok(Value::Null);
    }
    let preview = stripe.post("invoices/create_preview", &[("subscription", &text(&subscription["id"]))]).await?;
    Ok(if preview["error"].is_null() { preview } else { Value::Null })
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
