//! The rows: an account like most, for everybody who is signed in.

use limit::{ASKED, KEYS, api_secret, hashed, session_cookie};
use proof::{Outcome, database::Database};
use serde_json::{Value, json};

use crate::stripe::product;

/// As many are signed in, so that nobody clicks more often than a user may.
const SIGNED_IN: u32 = 1_000;

/// Fills up to so many users, each with a plan, and signs the first thousand in. Their cookies.
pub async fn seed(database: &Database, users: usize) -> Outcome<Vec<String>> {
    database.fill(users).await?;
    let now = clock::now_seconds();
    let mut cookies = Vec::new();
    let (mut sessions, mut invoices) = (Vec::new(), Vec::new());
    for user in 1..=SIGNED_IN {
        let cookie = session_cookie(user.into());
        let data = json!({ "user": user, "account": format!("acct_{user:032}") });
        let far = now + 1_000_000;
        sessions.push(format!("('{}', {user}, 'acct_{user:032}', '{data}', {now}, {now}, {far})", hashed(&cookie)));
        for number in 0..6 {
            invoices.push(format!(
                "('in_{user}_{number}', 'cus_of_u{user}', 'sub_cus_of_u{user}', 'N-{number}', 'paid', 'usd', 1200, 0, {}, true, true)",
                now - number * 2_592_000
            ));
        }
        cookies.push(format!("session={cookie}"));
    }
    let key = |number: u32| {
        let secret = api_secret(usize::try_from(number).unwrap_or_default());
        format!("('key_{number:016x}', 'product', 'access:read', '{}', {now}, {now})", hashed(&secret))
    };
    let keys = (0..KEYS).map(key).collect::<Vec<_>>().join(", ");
    let (sessions, invoices) = (sessions.join(", "), invoices.join(", "));
    let product = product();
    let is_signed_in = format!(
        "id IN (SELECT id FROM subscriptions WHERE customer_id IN \
        (SELECT stripe_customer_id FROM customer_owners JOIN members USING (account_id) WHERE user_id <= {SIGNED_IN}))"
    );
    for rows in [
        format!("INSERT INTO sessions (id, user_id, account_id, data, created_at, last_seen_at, expires_at) VALUES {sessions} ON CONFLICT DO NOTHING"),
        format!("INSERT INTO products (id, name, active, raw, last_applied_fetch) VALUES ('prod_1', 'Pro', true, '{product}', 1) ON CONFLICT DO NOTHING"),
        "INSERT INTO payment_methods (id, customer_id, kind, brand, last4, exp_month, exp_year) \
         SELECT 'pm_' || stripe_customer_id, stripe_customer_id, 'card', 'visa', '4242', 12, 2040 FROM customers \
         WHERE true ON CONFLICT DO NOTHING".to_owned(),
        format!("INSERT INTO invoices (id, customer_id, subscription_id, number, status, currency, total, amount_remaining, created_at, has_page, has_pdf) VALUES {invoices} ON CONFLICT DO NOTHING"),
        format!("UPDATE customers SET synced_at_ms = {now}000, default_payment_method = 'pm_' || stripe_customer_id WHERE synced_at_ms IS NULL"),
        format!("UPDATE subscriptions SET raw = '{}', upcoming_amount = 1200, upcoming_currency = 'usd' WHERE {is_signed_in}", subscription()),
        format!("INSERT INTO api_keys (id, name, scopes, secret_hash, created_at, last_used_at) VALUES {keys} ON CONFLICT DO NOTHING"),
        // As if each answer had been computed once; those that are asked for, the site computes before.
        format!("INSERT INTO account_access (account_id, revision, fingerprint, rules_version) \
         SELECT accounts.id, 1, 1, CASE WHEN accounts.id <= 'acct_{ASKED:032}' THEN 0 ELSE version END FROM accounts, access_rules \
         WHERE true ON CONFLICT DO NOTHING"),
        "UPDATE subscription_items SET unit_amount = 1200, currency = 'usd', interval = 'month', interval_count = 1 WHERE unit_amount IS NULL".to_owned(),
    ] {
        database.execute(&rows).await?;
    }
    Ok(cookies)
}

/// As long as Stripe's are, 3 kB, with what the page reads of it.
fn subscription() -> Value {
    let item =
        json!({ "id": "si_1", "object": "subscription_item", "price": { "id": "price_1", "unit_amount": 1200 } });
    json!({
        "id": "sub_1", "object": "subscription", "billing_mode": { "type": "flexible" }, "collection_method": "charge_automatically",
        "latest_invoice": "in_1", "pause_collection": null, "pending_update": null, "schedule": null, "status": "active",
        "items": { "object": "list", "data": vec![item; 25] },
    })
}
