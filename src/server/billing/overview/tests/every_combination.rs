//! Whatever Stripe may say, there is a sentence and a way forward.

use proptest::{collection::vec, option, prelude::*};

use super::*;
use crate::words::{self, Formats};

/// A time around now, before and after.
fn around() -> impl Strategy<Value = Option<i64>> {
    option::of((-40_i64..40).prop_map(|days| (NOW + Duration::days(days)).unix_timestamp()))
}

fn any_status() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "incomplete",
        "incomplete_expired",
        "trialing",
        "active",
        "past_due",
        "unpaid",
        "paused",
        "canceled",
        "a_status_of_2030",
    ])
}

prop_compose! {
    fn any_subscription()(
        number in 0..4_u8,
        status in any_status(),
        cancel_at_period_end: bool,
        (cancel_at, canceled_at, ended_at) in (around(), around(), around()),
        (trial_end, change_at, resumes_at) in (around(), around(), around()),
        collection_paused: bool,
        paused_reason in option::of(prop::sample::select(vec!["pause_requested", "final_payment_failure", "new"])),
        upcoming in option::of(0_i64..100_000),
        own_card: bool,
        periods in vec(-40_i64..40, 0..3),
    ) -> Subscribed {
        let (row, items) = subscription(&format!("sub_{number}"), status);
        let row = subscription::Model {
            cancel_at_period_end,
            cancel_at,
            canceled_at,
            ended_at,
            trial_end,
            change_price_id: change_at.map(|_| "price_team".to_owned()),
            change_at,
            collection_paused,
            collection_resumes_at: resumes_at,
            paused_reason: paused_reason.map(str::to_owned),
            upcoming_amount: upcoming,
            default_payment_method: own_card.then(|| "pm_1".to_owned()),
            ..row
        };
        let items = periods.into_iter().map(|days| subscription_item::Model {
            current_period_end: (NOW + Duration::days(days)).unix_timestamp(),
            ..items[0].clone()
        });
        (row, items.collect())
    }
}

prop_compose! {
    fn any_known()(
        subscriptions in vec(any_subscription(), 0..4),
        invoices in vec((0..4_u8, prop::sample::select(vec!["draft", "open", "paid", "void", "uncollectible", "new"]), 0_i64..90), 0..4),
        (customer, deleted, has_card) in any::<(bool, bool, bool)>(),
    ) -> Known {
        let mut all = known(subscriptions);
        all.invoices = invoices
            .into_iter()
            .map(|(number, status, days)| invoice::Model {
                next_attempt_at: seconds(NOW + Duration::days(45 - days)),
                ..invoice_of(&format!("sub_{number}"), status, NOW - Duration::days(days))
            })
            .collect();
        if deleted {
            all.customer.as_mut().expect("a customer").deleted_at = Some(1);
        }
        match (customer, has_card) {
            (false, _) => Known::default(),
            (true, true) => all,
            (true, false) => without_card(all),
        }
    }
}

/// The times a standing announces as to come.
fn announced(standing: &Standing) -> Option<OffsetDateTime> {
    match standing {
        Standing::Trialing { ends, .. }
        | Standing::TrialingWithoutPaymentMethod { ends }
        | Standing::Canceling { ends, .. }
        | Standing::Active { renews: ends, .. }
        | Standing::ChangeScheduled { at: ends, .. }
        | Standing::CollectionPaused { resumes: Some(ends), .. }
        | Standing::PastDue { ends: Some(ends), .. }
        | Standing::Unpaid { ends: Some(ends), .. }
        | Standing::Paused { ends: Some(ends), .. }
        | Standing::Incomplete { until: Some(ends), .. }
        | Standing::CanceledPaidUntil { until: ends, .. } => Some(*ends),
        _ => None,
    }
}

/// When it says that a payment is tried again.
fn attempt(standing: &Standing) -> Option<OffsetDateTime> {
    match standing {
        Standing::PastDue { due: Some(due), .. } => due.next_attempt,
        _ => None,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn has_a_sentence_and_a_way_forward(known in any_known()) {
        let overview = overview(&known, NOW);
        prop_assert!(!overview.plans.is_empty());
        let formats = Formats::new(None, None);
        for plan in &overview.plans {
            prop_assert!(words::sentence(&plan.standing, &formats).ends_with('.'));
            prop_assert!(!plan.standing.steps().is_empty(), "{:?}", plan.standing);
            prop_assert!(announced(&plan.standing).is_none_or(|at| at > NOW), "{:?}", plan.standing);
            prop_assert!(attempt(&plan.standing).is_none_or(|at| at > NOW), "{:?}", plan.standing);
            // What acts on a subscription has one to act on.
            let acts = [Step::CancelPlan, Step::KeepPlan, Step::ResumePlan];
            let has_acts = plan.standing.steps().iter().any(|step| acts.contains(step));
            prop_assert!(!has_acts || plan.subscription.is_some(), "{plan:?}");
        }
        prop_assert!(overview.next_invoice.is_none_or(|next| next.at > NOW));
    }
}
