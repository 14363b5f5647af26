//! Facts and policies drawn by chance, around [`NOW`].

use billing::SubscriptionWithItems;
use mirror::entity::{invoice, subscription_item};
use proptest::{collection::vec, option, prelude::*, sample::select};

use super::*;

const PRODUCTS: [&str; 4] = ["prod_pro", "prod_team", "prod_seats", "prod_attic"];
const STATUSES: [&str; 9] =
    ["active", "trialing", "past_due", "past_due", "unpaid", "incomplete", "paused", "canceled", "unread"];
const PAUSES: [&str; 6] = [
    "trial_end_without_payment_method",
    "pause_requested",
    "first_payment_failure",
    "final_payment_failure",
    "system",
    "whim",
];

/// Unix seconds, 20 days back to 40 days ahead. Few of them, so that some meet.
fn moment() -> impl Strategy<Value = i64> {
    (-40..80_i64, -1..=1_i64).prop_map(|(half_days, seconds)| NOW.unix_timestamp() + half_days * 43_200 + seconds)
}

/// Before [`NOW`].
fn past() -> impl Strategy<Value = i64> {
    (1..40_i64).prop_map(|half_days| NOW.unix_timestamp() - half_days * 43_200)
}

fn item() -> impl Strategy<Value = subscription_item::Model> {
    (select(&PRODUCTS[..]), option::of(0..5_i64), past(), moment()).prop_map(|(product, quantity, begins, ends)| {
        let item = subscription("sub", "active").items.remove(0);
        let (current_period_start, current_period_end) = (begins, ends.max(begins + 1));
        subscription_item::Model {
            product_id: product.to_owned(),
            quantity,
            current_period_start,
            current_period_end,
            ..item
        }
    })
}

/// The invoices are of the subscription, by its place.
fn invoices() -> impl Strategy<Value = Vec<invoice::Model>> {
    let one =
        (select(&["open", "open", "paid", "uncollectible"][..]), past(), option::of(moment()), any::<[bool; 2]>());
    vec(one, 0..4).prop_map(|all| {
        let invoice = |(status, created, due_at, [is_processing, has_page]): (&str, _, _, [bool; 2])| invoice::Model {
            due_at,
            amount_remaining: if status == "paid" { 0 } else { 1200 },
            is_processing: Some(is_processing),
            has_page,
            ..invoice_of("sub", status, OffsetDateTime::from_unix_timestamp(created).expect("a time"))
        };
        all.into_iter().map(invoice).collect()
    })
}

fn subscribed() -> impl Strategy<Value = (SubscriptionWithItems, Vec<invoice::Model>)> {
    let words = (
        select(&STATUSES[..]),
        option::of(select(&PAUSES[..])),
        select(&["keep_as_draft", "mark_uncollectible", "void", "whim"][..]),
        select(&["charge_automatically", "send_invoice"][..]),
    );
    let flags = any::<[bool; 4]>();
    let times = (
        option::weighted(0.3, moment()),
        option::weighted(0.2, moment()),
        option::weighted(0.3, moment()),
        option::weighted(0.5, moment()),
        option::weighted(0.2, moment()),
        option::weighted(0.2, moment()),
        option::of(past()),
    );
    (words, flags, times, vec(item(), 0..3), invoices()).prop_map(|(words, flags, times, items, invoices)| {
        let mut row = subscription("sub", words.0).subscription;
        row.paused_reason = words.1.map(str::to_owned);
        row.raw = json!({ "pause_collection": { "behavior": words.2 }, "collection_method": words.3 });
        if flags[3] {
            row.raw["pending_update"] = json!({});
        }
        [row.cancel_at_period_end, row.collection_paused, row.has_schedule, _] = flags;
        (row.cancel_at, row.schedule_ends_at, row.trial_end) = (times.0, times.1, times.2);
        (row.collection_resumes_at, row.change_at, row.next_phase_at, row.ended_at) =
            (times.3, times.4, times.5, times.6);
        (SubscriptionWithItems { subscription: row, items }, invoices)
    })
}

fn grant() -> impl Strategy<Value = Grant> {
    let feature = select(&["sso", "projects", "beta"][..]);
    (feature, option::of(0..50_u64), option::of(moment())).prop_map(|(feature, limit, until)| {
        given(feature, limit, until.and_then(|at| OffsetDateTime::from_unix_timestamp(at).ok()))
    })
}

/// Up to three subscriptions, and up to three grants.
pub fn facts_of_any_kind() -> impl Strategy<Value = Facts> {
    (vec(subscribed(), 0..4), vec(grant(), 0..4), any::<bool>()).prop_map(|(drawn, grants, has_card)| {
        let mut billing = if has_card { facts(vec![]) } else { without_card(facts(vec![])) };
        for (number, (mut subscribed, invoices)) in drawn.into_iter().enumerate() {
            let id = format!("sub_{number}");
            subscribed.subscription.id.clone_from(&id);
            let own = invoices.into_iter().enumerate().map(|(index, invoice)| invoice::Model {
                id: format!("in_{number}_{index}"),
                subscription_id: Some(id.clone()),
                ..invoice
            });
            billing.invoices.extend(own);
            billing.subscriptions.push(subscribed);
        }
        billing.invoices.sort_by_key(|invoice| std::cmp::Reverse(invoice.created_at));
        let id = |number| format!("grt_{number}");
        let grants = grants.into_iter().enumerate().map(|(number, grant)| Grant { id: id(number), ..grant });
        Facts { billing, grants: grants.collect() }
    })
}

pub fn policy_of_any_kind() -> impl Strategy<Value = Policy> {
    let free = prop::sample::subsequence(vec!["sso", "projects", "export"], 0..=3);
    (any::<[bool; 14]>(), 0..20_u16, free, option::of(0..40_u64)).prop_map(
        |(flags, past_due_days, free, free_limit)| {
            let [trialing, unpaid, incomplete, canceled_paid_until, unknown, flags @ ..] = flags;
            let [trial_end_without_payment_method, pause_requested, first_payment_failure, flags @ ..] = flags;
            let [final_payment_failure, system, no_reason, keep_as_draft, mark_uncollectible, void] = flags;
            Policy {
                standing: StandingPolicy {
                    trialing,
                    past_due_days,
                    unpaid,
                    incomplete,
                    canceled_paid_until,
                    unknown,
                    paused: PausePolicy {
                        trial_end_without_payment_method,
                        pause_requested,
                        first_payment_failure,
                        final_payment_failure,
                        system,
                        unknown: no_reason,
                    },
                    pause_collection: PauseCollectionPolicy { keep_as_draft, mark_uncollectible, void },
                },
                features: [(key("projects"), FeaturePolicy { free_limit, ..FeaturePolicy::default() })].into(),
                free: free.into_iter().map(key).collect(),
                ..Policy::default()
            }
        },
    )
}
