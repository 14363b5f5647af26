//! Money that went in and out: refunds, credit notes, disputes, balances, and that they add up over every life.

use crate::common::{Stripe, id};
use crate::invariants::{self, sum};
use reqwest::Method;
use serde_json::{Value, json};

fn all<'a>(state: &'a Value, kind: &str) -> &'a [Value] {
    state[kind].as_array().unwrap()
}

fn of<'a>(state: &'a Value, kind: &str, field: &str, value: &Value) -> Vec<&'a Value> {
    all(state, kind).iter().filter(|object| object[field] == *value).collect()
}

fn total(objects: &[&Value], field: &str) -> i64 {
    objects.iter().map(|object| object[field].as_i64().unwrap_or(0)).sum()
}

/// What is true of all money there is.
pub fn check(state: &Value) {
    for customer in all(state, "customers").iter().filter(|it| it["deleted"].is_null()) {
        let moves = of(state, "customer_balance_transactions", "customer", &customer["id"]);
        assert_eq!(total(&moves, "amount"), customer["balance"].as_i64().unwrap(), "{customer} {moves:?}");
        let (invoices, charges) =
            (of(state, "invoices", "customer", &customer["id"]), of(state, "charges", "customer", &customer["id"]));
        let paid: Vec<_> = charges.into_iter().filter(|it| it["paid"] == true).collect();
        assert_eq!(total(&paid, "amount"), total(&invoices, "amount_paid"), "what came in over a life: {customer}");
    }
    for charge in all(state, "charges") {
        let refunds = of(state, "refunds", "charge", &charge["id"]);
        let given: Vec<_> = refunds.into_iter().filter(|it| it["status"] != "failed").collect();
        assert_eq!(total(&given, "amount"), charge["amount_refunded"].as_i64().unwrap(), "{charge}");
        assert!(charge["amount_refunded"].as_i64() <= charge["amount"].as_i64(), "{charge}");
        if charge["status"] == "pending" {
            let payments = of(
                state,
                "invoice_payments",
                "payment",
                &json!({
                    "payment_intent": charge["payment_intent"], "type": "payment_intent",
                }),
            );
            let invoices = of(state, "invoices", "id", &payments[0]["invoice"]);
            assert_eq!(invoices[0]["status"], "open", "nobody waits for it: {charge}");
        }
        let disputed = !of(state, "disputes", "charge", &charge["id"]).is_empty();
        assert_eq!(charge["disputed"], disputed, "{charge}");
    }
    for invoice in all(state, "invoices") {
        let notes = of(state, "credit_notes", "invoice", &invoice["id"]);
        let issued: Vec<_> = notes.into_iter().filter(|it| it["status"] == "issued").collect();
        assert_eq!(total(&issued, "pre_payment_amount"), invoice["pre_payment_credit_notes_amount"].as_i64().unwrap());
        assert_eq!(
            total(&issued, "post_payment_amount"),
            invoice["post_payment_credit_notes_amount"].as_i64().unwrap()
        );
        let applied = of(state, "customer_balance_transactions", "invoice", &invoice["id"]);
        let applied: Vec<_> = applied.into_iter().filter(|it| it["type"] == "applied_to_invoice").collect();
        let moved =
            invoice["ending_balance"].as_i64().map_or(0, |end| end - invoice["starting_balance"].as_i64().unwrap());
        assert_eq!(total(&applied, "amount"), moved, "{invoice}");
    }
    for note in all(state, "credit_notes") {
        let parts = note["pre_payment_amount"].as_i64().unwrap() + note["post_payment_amount"].as_i64().unwrap();
        assert_eq!(parts, note["total"].as_i64().unwrap(), "{note}");
        assert_eq!(sum(&note["lines"]["data"], "amount"), note["subtotal"].as_i64().unwrap(), "{note}");
        let taxes = |of: &Value| -> (i64, i64) {
            let (added, within): (Vec<&Value>, Vec<&Value>) =
                of.as_array().unwrap().iter().partition(|tax| tax["tax_behavior"] == "exclusive");
            (total(&added, "amount"), total(&within, "amount"))
        };
        let (added, within) = taxes(&note["total_taxes"]);
        let amount = |field: &str| note[field].as_i64().unwrap();
        assert_eq!(amount("subtotal") + added, amount("total"), "{note}");
        assert_eq!(amount("total_excluding_tax") + added + within, amount("total"), "{note}");
        assert_eq!(amount("subtotal_excluding_tax") + within, amount("subtotal"), "{note}");
        let of_lines = note["lines"]["data"].as_array().unwrap().iter().map(|line| taxes(&line["taxes"]));
        assert_eq!(of_lines.fold((0, 0), |sum, line| (sum.0 + line.0, sum.1 + line.1)), (added, within), "{note}");
    }
}

/// A customer whose subscription was paid with a card: (customer, invoice, charge).
async fn paid(stripe: &Stripe, token: &str) -> (String, String, Value) {
    let body = format!("payment_method={token}&invoice_settings[default_payment_method]={token}");
    let customer = id(&stripe.post("/v1/customers", &body).await);
    let price = stripe.price("pro", 1000).await;
    let body = format!("customer={customer}&items[0][price]={price}");
    let invoice = stripe.post("/v1/subscriptions", &body).await["latest_invoice"].as_str().unwrap().to_owned();
    let charge = stripe.get(&format!("/v1/charges?customer={customer}")).await["data"][0].clone();
    (customer, invoice, charge)
}

#[tokio::test]
async fn a_payment_has_an_intent_and_a_charge_behind_it() {
    let stripe = Stripe::start().await;
    let (customer, invoice, charge) = paid(&stripe, "pm_card_visa").await;
    let path = format!("/v1/invoices/{invoice}?expand[]=payments.data.payment.payment_intent");
    let expanded = stripe.get(&path).await;
    let payment = &expanded["payments"]["data"][0];
    assert_eq!((&payment["status"], &payment["amount_paid"]), (&json!("paid"), &json!(1000)));
    assert_eq!(payment["payment"]["payment_intent"]["latest_charge"], charge["id"]);
    let intent = id(&payment["payment"]["payment_intent"]);
    let intent = stripe.get(&format!("/v1/payment_intents/{intent}?expand[]=latest_charge.refunds")).await;
    assert_eq!(intent["latest_charge"]["refunds"]["data"], json!([]));
    let list = stripe.get(&format!("/v1/invoice_payments?invoice={invoice}&status=paid")).await;
    assert_eq!(list["data"][0]["id"], payment["id"]);
    assert_eq!(stripe.get(&format!("/v1/payment_intents?customer={customer}")).await["data"][0]["status"], "succeeded");
    let (_, declined) = stripe.subscribed("payment_behavior=default_incomplete").await;
    let open = stripe.get(&format!("/v1/invoices?subscription={declined}")).await["data"][0]["id"].clone();
    let list = stripe.get(&format!("/v1/invoice_payments?invoice={}", open.as_str().unwrap())).await;
    assert_eq!(list["data"][0]["status"], "open");
    stripe.post(&format!("/v1/invoices/{}/void", open.as_str().unwrap()), "").await;
    let list = stripe.get(&format!("/v1/invoice_payments?invoice={}", open.as_str().unwrap())).await;
    assert_eq!(list["data"][0]["status"], "canceled");
    invariants::check(&stripe).await;
}

#[tokio::test]
async fn money_is_given_back_at_once_later_or_not_at_all() {
    let stripe = Stripe::start().await;
    for (token, first, later) in [
        ("pm_card_visa", "succeeded", "succeeded"),
        ("pm_card_pendingRefund", "pending", "succeeded"),
        ("pm_card_refundFail", "succeeded", "failed"),
    ] {
        let (_, _, charge) = paid(&stripe, token).await;
        let refund = stripe.post("/v1/refunds", &format!("charge={}&amount=400", id(&charge))).await;
        assert_eq!((&refund["status"], &refund["amount"]), (&json!(first), &json!(400)), "{token}");
        stripe.control("clock", json!({"advance": 2 * 86_400})).await;
        let path = format!("/v1/refunds/{}", id(&refund));
        assert_eq!(stripe.get(&path).await["status"], later, "{token}");
        let left = if later == "failed" { 0 } else { 400 };
        assert_eq!(stripe.get(&format!("/v1/charges/{}", id(&charge))).await["amount_refunded"], left);
        let too_much = format!("charge={}&amount={}", id(&charge), 1001 - left);
        assert_eq!(stripe.refused(Method::POST, "/v1/refunds", &too_much).await.1["param"], "amount");
        assert_eq!(stripe.post(&path, "metadata[a]=b").await["metadata"]["a"], "b");
    }
    let types = stripe.event_types().await;
    for kind in ["refund.created", "charge.refunded", "refund.failed", "charge.refund.updated"] {
        assert!(types.iter().any(|it| it == kind), "{kind}");
    }
    invariants::check(&stripe).await;
}

#[tokio::test]
async fn a_credit_note_asks_for_less_or_gives_back() {
    let stripe = Stripe::start().await;
    let (customer, invoice, _) = paid(&stripe, "pm_card_visa").await;
    let body = format!("invoice={invoice}&amount=600&refund_amount=400&credit_amount=200&reason=order_change");
    let preview = stripe.get(&format!("/v1/credit_notes/preview?{body}")).await;
    assert_eq!((&preview["total"], &preview["type"]), (&json!(600), &json!("post_payment")));
    let note = stripe.post("/v1/credit_notes", &body).await;
    assert_eq!(note["refunds"][0]["amount_refunded"], 400);
    assert_eq!(stripe.get(&format!("/v1/customers/{customer}")).await["balance"], -200);
    assert_eq!(stripe.get(&format!("/v1/invoices/{invoice}")).await["post_payment_credit_notes_amount"], 600);
    for wrong in ["amount=600&refund_amount=400", "amount=500&refund_amount=500", "amount=1"] {
        stripe.refused(Method::POST, "/v1/credit_notes", &format!("invoice={invoice}&{wrong}")).await;
    }
    let path = format!("/v1/credit_notes/{}", id(&note));
    assert_eq!(stripe.post(&path, "memo=Sorry").await["memo"], "Sorry");
    stripe.refused(Method::POST, &format!("{path}/void"), "").await;

    let (_, subscription) = stripe.subscribed("payment_behavior=default_incomplete").await;
    let open = stripe.get(&format!("/v1/invoices?subscription={subscription}")).await["data"][0].clone();
    let line = id(&open["lines"]["data"][0]);
    let part = format!(
        "invoice={}&lines[0][type]=invoice_line_item&lines[0][invoice_line_item]={line}&lines[0][amount]=300",
        id(&open)
    );
    let before = stripe.post("/v1/credit_notes", &part).await;
    assert_eq!((&before["type"], &before["pre_payment_amount"]), (&json!("pre_payment"), &json!(300)));
    let due = || async { stripe.get(&format!("/v1/invoices/{}", id(&open))).await["amount_due"].as_i64().unwrap() };
    assert_eq!(due().await, 700);
    assert_eq!(stripe.post(&format!("/v1/credit_notes/{}/void", id(&before)), "").await["status"], "void");
    assert_eq!(due().await, 1000);
    stripe.post("/v1/credit_notes", &format!("invoice={}&amount=1000", id(&open))).await;
    assert_eq!(stripe.get(&format!("/v1/invoices/{}", id(&open))).await["status"], "paid");
    assert_eq!(stripe.get(&format!("/v1/subscriptions/{subscription}")).await["status"], "active");
    invariants::check(&stripe).await;
}

#[tokio::test]
async fn a_bank_takes_money_back_and_is_answered() {
    let stripe = Stripe::start().await;
    for (token, first, evidence, last) in [
        ("pm_card_createDispute", "needs_response", "winning_evidence", "won"),
        ("pm_card_createDisputeProductNotReceived", "needs_response", "losing_evidence", "lost"),
        ("pm_card_createDisputeInquiry", "warning_needs_response", "winning_evidence", "warning_closed"),
    ] {
        let (_, _, charge) = paid(&stripe, token).await;
        assert_eq!(charge["disputed"], true);
        let dispute = stripe.get(&format!("/v1/disputes?charge={}", id(&charge))).await["data"][0].clone();
        assert_eq!(dispute["status"], first);
        // An inquiry has taken nothing yet.
        let is_inquiry = first == "warning_needs_response";
        assert_eq!(dispute["is_charge_refundable"], is_inquiry);
        let body = format!("charge={}&amount=100", id(&charge));
        let (status, answer) = stripe.call(Method::POST, "/v1/refunds", &body).await;
        assert_eq!(status, if is_inquiry { 200 } else { 400 }, "{answer}");
        assert_eq!(answer["error"]["code"], if is_inquiry { Value::Null } else { json!("charge_disputed") });
        let path = format!("/v1/disputes/{}", id(&dispute));
        let reviewed = stripe.post(&path, "evidence[uncategorized_text]=something").await;
        assert_eq!(reviewed["status"], if is_inquiry { "warning_under_review" } else { "under_review" });
        assert_eq!(reviewed["is_charge_refundable"], is_inquiry);
        let answered = stripe.post(&path, &format!("evidence[uncategorized_text]={evidence}")).await;
        assert_eq!(answered["status"], last);
        stripe.refused(Method::POST, &format!("{path}/close"), "").await;
    }
    let (_, _, charge) = paid(&stripe, "pm_card_createDispute").await;
    let dispute = id(&stripe.get(&format!("/v1/disputes?charge={}", id(&charge))).await["data"][0]);
    assert_eq!(stripe.post(&format!("/v1/disputes/{dispute}/close"), "").await["status"], "lost");
    let types = stripe.event_types().await;
    for kind in ["created", "funds_withdrawn", "closed", "funds_reinstated", "updated"] {
        assert!(types.contains(&format!("charge.dispute.{kind}")), "{kind}");
    }
    invariants::check(&stripe).await;
}

#[tokio::test]
async fn a_balance_is_never_moved_without_a_record() {
    let stripe = Stripe::start().await;
    let (customer, subscription) = stripe.subscribed("").await;
    let path = format!("/v1/customers/{customer}/balance_transactions");
    let made = stripe.post(&path, "amount=-1500&currency=usd&description=Sorry").await;
    assert_eq!((&made["type"], &made["ending_balance"]), (&json!("adjustment"), &json!(-1500)));
    stripe.control("clock", json!({"advance": 31 * 86_400})).await;
    let latest = stripe.get(&format!("/v1/invoices?subscription={subscription}&limit=1")).await["data"][0].clone();
    assert_eq!((&latest["amount_due"], &latest["ending_balance"]), (&json!(0), &json!(-500)));
    let applied = stripe.get(&path).await["data"][0].clone();
    assert_eq!((&applied["type"], &applied["invoice"]), (&json!("applied_to_invoice"), &latest["id"]));
    let one = format!("{path}/{}", id(&made));
    assert_eq!(stripe.post(&one, "metadata[a]=b").await["metadata"]["a"], "b");
    assert_eq!(stripe.get(&one).await["description"], "Sorry");
    assert_eq!(stripe.post(&format!("/v1/customers/{customer}"), "balance=70").await["balance"], 70);
    assert_eq!(stripe.post("/v1/customers", "balance=-5").await["balance"], -5);
    invariants::check(&stripe).await;
}
