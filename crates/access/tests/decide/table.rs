//! What each standing grants, by each key of the policy. The table in docs/ACCESS.md is the same.

use std::collections::BTreeSet;

use serde_json::Value;

use super::*;

const DOCS: &str = include_str!("../../../../docs/ACCESS.md");

/// When the payment failed.
const FAILED: OffsetDateTime = NOW.saturating_sub(Duration::days(3));

/// One line.
struct Row {
    standing: AccessStanding,
    /// In words, for people who know Stripe.
    at_stripe: &'static str,
    /// What decides whether it grants.
    key: Option<&'static str>,
    /// How long it grants, and the words for that.
    until: Option<(OffsetDateTime, &'static str)>,
    billing: BillingFacts,
}

fn row(standing: AccessStanding, at_stripe: &'static str, key: Option<&'static str>, billing: BillingFacts) -> Row {
    Row { standing, at_stripe, key, until: None, billing }
}

fn plan(status: &str) -> BillingFacts {
    facts(vec![subscription("sub_1", status)])
}

fn owing(status: &str) -> BillingFacts {
    BillingFacts { invoices: vec![invoice_of("sub_1", "open", FAILED)], ..plan(status) }
}

fn paused(reason: &str) -> BillingFacts {
    let mut billing = if reason.ends_with("payment_failure") { owing("paused") } else { plan("paused") };
    billing.subscriptions[0].subscription.paused_reason = Some(reason.to_owned());
    billing
}

fn uncharged(behavior: &str) -> BillingFacts {
    let mut billing = plan("active");
    let row = &mut billing.subscriptions[0].subscription;
    (row.collection_paused, row.raw) = (true, json!({ "pause_collection": { "behavior": behavior } }));
    billing
}

fn rows() -> Vec<Row> {
    use AccessStanding::*;
    let mut ending = plan("active");
    ending.subscriptions[0].subscription.cancel_at_period_end = true;
    let mut paid = plan("canceled");
    paid.subscriptions[0].subscription.ended_at = seconds(FAILED);
    paid.invoices = vec![invoice_of("sub_1", "paid", FAILED)];
    vec![
        row(None, "no subscription", Option::None, facts(vec![])),
        row(Trialing, "`trialing`", Some("standing.trialing"), plan("trialing")),
        row(Active, "`active`", Option::None, plan("active")),
        Row {
            until: Some((PERIOD_END, "its end")),
            ..row(Canceling, "`active`, set to be canceled", Option::None, ending)
        },
        Row {
            until: Some((FAILED + Duration::days(14), "the end of the grace")),
            ..row(PastDue, "`past_due`", Some("standing.past_due_days"), owing("past_due"))
        },
        row(Unpaid, "`unpaid`", Some("standing.unpaid"), owing("unpaid")),
        row(Incomplete, "`incomplete`", Some("standing.incomplete"), owing("incomplete")),
        row(
            Paused,
            "`paused`: `trial_end_without_payment_method`",
            Some("standing.paused.trial_end_without_payment_method"),
            without_card(paused("trial_end_without_payment_method")),
        ),
        row(Paused, "`paused`: `pause_requested`", Some("standing.paused.pause_requested"), paused("pause_requested")),
        row(
            Paused,
            "`paused`: `first_payment_failure`",
            Some("standing.paused.first_payment_failure"),
            paused("first_payment_failure"),
        ),
        row(
            Paused,
            "`paused`: `final_payment_failure`",
            Some("standing.paused.final_payment_failure"),
            paused("final_payment_failure"),
        ),
        row(Paused, "`paused`: `system`", Some("standing.paused.system"), paused("system")),
        row(Paused, "`paused`: another reason, or none", Some("standing.paused.unknown"), paused("whim")),
        row(
            CollectionPaused,
            "`active`, `pause_collection`: `keep_as_draft`",
            Some("standing.pause_collection.keep_as_draft"),
            uncharged("keep_as_draft"),
        ),
        row(
            CollectionPaused,
            "`active`, `pause_collection`: `mark_uncollectible`",
            Some("standing.pause_collection.mark_uncollectible"),
            uncharged("mark_uncollectible"),
        ),
        row(
            CollectionPaused,
            "`active`, `pause_collection`: `void`",
            Some("standing.pause_collection.void"),
            uncharged("void"),
        ),
        row(
            CollectionPaused,
            "`active`, `pause_collection`: another behavior",
            Some("standing.pause_collection.void"),
            uncharged("whim"),
        ),
        Row {
            until: Some((PERIOD_END, "the end of the paid period")),
            ..row(
                CanceledPaidUntil,
                "`canceled` at once, its period is paid",
                Some("standing.canceled_paid_until"),
                paid,
            )
        },
        row(Ended, "`canceled`", Option::None, plan("canceled")),
        row(Ended, "`incomplete_expired`", Option::None, plan("incomplete_expired")),
        row(Unknown, "another status, or one that cannot be read", Some("standing.unknown"), plan("unread")),
    ]
}

/// The keys of this value and what they are set to, in its order.
pub fn leaves(path: &str, value: &Value, found: &mut Vec<(String, Value)>) {
    match value.as_object().filter(|table| !table.is_empty()) {
        Some(table) => {
            for (key, value) in table {
                let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
                leaves(&path, value, found);
            }
        }
        None => found.push((path.to_owned(), value.clone())),
    }
}

/// The default policy with one key of `standing` turned.
fn turned(key: &str) -> Policy {
    let mut policy = serde_json::to_value(Policy::default()).expect("JSON");
    let place = policy.pointer_mut(&format!("/{}", key.replace('.', "/"))).expect("a key");
    *place = place.as_bool().map_or(json!(0), |granted| json!(!granted));
    serde_json::from_value(policy).expect("a policy")
}

fn keys_of_standing() -> Vec<String> {
    let mut found = vec![];
    leaves("", &serde_json::to_value(Policy::default()).expect("JSON"), &mut found);
    found.into_iter().map(|(key, _)| key).filter(|key| key.starts_with("standing.")).collect()
}

fn words(help: &NextAction) -> &'static str {
    match help {
        NextAction::ViewPlans => "view plans",
        NextAction::SubscribeAgain => "subscribe again",
        NextAction::ChangePlan => "change plan",
        NextAction::UpdatePaymentMethod => "update payment method",
        NextAction::AddPaymentMethod => "add payment method",
        NextAction::CancelPlan => "cancel plan",
        NextAction::KeepPlan => "keep plan",
        NextAction::ResumePlan => "resume plan",
        NextAction::PausePlan => "pause plan",
        NextAction::PayInvoice(_) => "pay the invoice",
        NextAction::ReviewChange => "review the change",
        NextAction::OpenPortal => "open the billing portal",
    }
}

/// A value as programs read it.
pub fn word(value: impl serde::Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|word| word.as_str().map(str::to_owned)).expect("a word")
}

#[test]
fn each_standing_has_one_key_of_its_own_at_most() {
    let keys = keys_of_standing();
    for Row { standing, at_stripe, key, billing, .. } in rows() {
        let otherwise = now(&billing);
        assert_eq!(otherwise.standing, standing, "{at_stripe}");
        for turn in &keys {
            let access = at(NOW, &billing, &[], &turned(turn));
            assert_eq!(access.standing, standing, "{at_stripe}: {turn}");
            if Some(turn.as_str()) == key {
                assert_ne!(told(&access, "sso").granted, told(&otherwise, "sso").granted, "{at_stripe}: {turn}");
            } else {
                assert_eq!(access.features, otherwise.features, "{at_stripe}: {turn}");
            }
        }
    }
}

#[test]
fn every_standing_and_every_key_has_its_line() {
    let mut standings: Vec<_> = rows().iter().map(|row| row.standing).collect();
    standings.dedup();
    assert_eq!(standings, AccessStanding::ALL);
    let keys: BTreeSet<_> = rows().iter().filter_map(|row| row.key).map(str::to_owned).collect();
    assert_eq!(keys, keys_of_standing().into_iter().collect());
}

#[test]
fn the_docs_have_the_same_table() {
    let lines = rows().into_iter().map(|Row { standing, at_stripe, key, until, billing }| {
        let otherwise = told(&now(&billing), "sso");
        let turned = key.map(|key| told(&at(NOW, &billing, &[], &turned(key)), "sso"));
        let both = [Some(otherwise.clone()), turned];
        let both: Vec<_> = both.into_iter().flatten().collect();
        for decision in both.iter().filter(|decision| decision.granted) {
            assert_eq!(decision.until, until.map(|(at, _)| at), "{at_stripe}");
        }
        let whys: Vec<_> = both.iter().filter_map(|decision| Some((decision.reason?, decision.help.clone()))).collect();
        assert!(whys.iter().all(|why| Some(why) == whys.first()), "{at_stripe}: {whys:?}");
        let why = whys.first();
        let cells = [
            format!("`{}`", word(standing)),
            at_stripe.to_owned(),
            key.map_or_else(String::new, |key| format!("`{}`", key.trim_start_matches("standing."))),
            (if otherwise.granted { "yes" } else { "no" }).to_owned(),
            until.map(|(_, words)| words.to_owned()).unwrap_or_default(),
            why.map(|(reason, _)| format!("`{}`", word(reason))).unwrap_or_default(),
            why.and_then(|(_, help)| help.as_ref()).map(|help| words(help).to_owned()).unwrap_or_default(),
        ];
        format!("| {} |", cells.join(" | ")).replace("|  |", "| |").replace("|  |", "| |")
    });
    let table = lines.collect::<Vec<_>>().join("\n");
    let section = DOCS.split("## What each standing grants").nth(1).unwrap_or_default();
    let told =
        section.lines().skip_while(|line| !line.starts_with("|---")).skip(1).take_while(|line| line.starts_with('|'));
    assert_eq!(told.collect::<Vec<_>>().join("\n"), table, "docs/ACCESS.md should have this table:\n{table}");
}
