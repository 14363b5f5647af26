//! Every answer of Stripe's has a sentence and an action.

use billing::{Debt, DebtState, *};
use customer_portal::text::{self, Reader};
use mirror::entity::{invoice, subscription, subscription_item};
use proptest::{collection::vec, option, prelude::*};
use testkit::facts::*;
use time::{Duration, OffsetDateTime};

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
        status in any_status(),
        cancel_at_period_end: bool,
        (cancel_at, canceled_at, ended_at) in (around(), around(), around()),
        (trial_end, change_at, resumes_at) in (around(), around(), around()),
        collection_paused: bool,
        paused_reason in option::of(prop::sample::select(vec!["pause_requested", "final_payment_failure", "new"])),
        upcoming in option::of(0_i64..100_000),
        (own_card, has_schedule) in any::<(bool, bool)>(),
        (schedule_ends_at, next_phase_at) in (around(), around()),
        (goes, comes) in any::<(bool, bool)>(),
        periods in vec(-40_i64..40, 0..3),
    ) -> SubscriptionWithItems {
        let SubscriptionWithItems { subscription: row, items } = subscription("sub", status);
        let row = subscription::Model {
            cancel_at_period_end,
            cancel_at,
            canceled_at,
            ended_at,
            trial_end,
            change_from_price_id: goes.then(|| "price_1".to_owned()),
            change_price_id: comes.then(|| "price_team".to_owned()),
            change_at,
            has_schedule,
            schedule_ends_at: schedule_ends_at.filter(|_| has_schedule),
            next_phase_at,
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
        SubscriptionWithItems { subscription: row, items: items.collect() }
    }
}

prop_compose! {
    /// Of one of the subscriptions, of one that is not known, or of none.
    fn any_invoice()(
        number in option::of(0..5_u8),
        status in prop::sample::select(vec!["draft", "open", "paid", "void", "uncollectible", "new"]),
        (days, due_at, next_attempt_at) in (0_i64..90, around(), around()),
        is_processing in option::of(any::<bool>()),
        has_page: bool,
    ) -> invoice::Model {
        invoice::Model {
            subscription_id: number.map(|number| format!("sub_{number}")),
            due_at,
            next_attempt_at,
            is_processing,
            has_page,
            amount_remaining: 1200,
            ..invoice_of("", status, NOW - Duration::days(days))
        }
    }
}

prop_compose! {
    fn any_known()(
        subscriptions in vec(any_subscription(), 0..4),
        invoices in vec(any_invoice(), 0..4),
        (customer, deleted, has_card) in any::<(bool, bool, bool)>(),
    ) -> BillingFacts {
        let mut all = facts(subscriptions);
        for (number, each) in all.subscriptions.iter_mut().enumerate() {
            let SubscriptionWithItems { subscription: row, items } = each;
            row.id = format!("sub_{number}");
            for item in items {
                item.subscription_id.clone_from(&row.id);
            }
        }
        all.invoices = invoices;
        for (number, invoice) in all.invoices.iter_mut().enumerate() {
            invoice.id = format!("in_{number}");
        }
        if deleted {
            all.customer.as_mut().expect("a customer").deleted_at = Some(1);
        }
        match (customer, has_card) {
            (false, _) => BillingFacts::default(),
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
        | Standing::ActiveWithoutPaymentMethod { renews: ends, .. }
        | Standing::ChangeScheduled { at: ends, .. }
        | Standing::CollectionPaused { resumes: Some(ends), .. }
        | Standing::PastDue { ends: Some(ends), .. }
        | Standing::Unpaid { ends: Some(ends), .. }
        | Standing::Paused { ends: Some(ends), .. }
        | Standing::Incomplete { until: Some(ends), .. }
        | Standing::CanceledPaidUntil { until: ends, .. } => Some(*ends),
        Standing::Owing { plan, .. } => announced(plan),
        _ => None,
    }
}

/// When it says that a payment is tried again.
fn attempt(standing: &Standing) -> Option<OffsetDateTime> {
    standing.due().and_then(|due| due.next_attempt)
}

/// Everything that is told of as owed.
fn told_debts(overview: &Overview) -> Vec<&Debt> {
    let of_plans = overview.plans.iter().filter_map(|plan| plan.standing.due()).flat_map(|due| &due.debts);
    of_plans.chain(&overview.debts).collect()
}

/// Whether the invoice is of a subscription that did not begin: then nobody owes it.
fn is_of_a_start(facts: &BillingFacts, invoice: &invoice::Model) -> bool {
    let of_it = |row: &subscription::Model| invoice.subscription_id.as_ref() == Some(&row.id);
    let status =
        facts.subscriptions.iter().map(|each| &each.subscription).find(|row| of_it(row)).map(|row| row.status.as_str());
    matches!(status, Some("incomplete" | "incomplete_expired"))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn has_a_sentence_and_a_way_forward(facts in any_known()) {
        let overview = overview(&facts, NOW);
        prop_assert!(!overview.plans.is_empty());
        let reader = Reader::default();
        for plan in &overview.plans {
            prop_assert!(text::about(plan, &reader).ends_with('.'));
            prop_assert!(!plan.next_actions().is_empty(), "{plan:?}");
            // What Stripe refuses is not offered.
            prop_assert!(!plan.next_actions().iter().any(|step| plan.schedule.forbids(step)), "{plan:?}");
            prop_assert!(announced(&plan.standing).is_none_or(|at| at > NOW), "{:?}", plan.standing);
            prop_assert!(attempt(&plan.standing).is_none_or(|at| at > NOW), "{:?}", plan.standing);
            // What acts on a subscription has one to act on.
            let acts = [NextAction::CancelPlan, NextAction::KeepPlan, NextAction::ResumePlan];
            let has_acts = plan.standing.next_actions().iter().any(|step| acts.contains(step));
            prop_assert!(!has_acts || plan.subscription.is_some(), "{plan:?}");
        }
        prop_assert!(overview.next_invoice.as_ref().is_none_or(|next| next.at > NOW));
        let told = told_debts(&overview);
        for debt in &told {
            if let DebtState::Upcoming(at) = debt.state {
                prop_assert!(at > NOW, "{debt:?}");
            }
            prop_assert!(text::debt(debt, &reader).starts_with("$12.00, "));
        }
    }

    #[test]
    fn tells_what_is_owed_once_and_asks_for_nothing_that_is_being_paid(facts in any_known()) {
        let overview = overview(&facts, NOW);
        let told = told_debts(&overview);
        let asked: Vec<_> = overview.plans.iter().flat_map(|plan| plan.standing.next_actions()).collect();
        for invoice in &facts.invoices {
            let times = told.iter().filter(|debt| debt.invoice == invoice.id).count();
            prop_assert!(times <= 1, "{invoice:?}");
            if invoice.status == "open" && !is_of_a_start(&facts, invoice) {
                prop_assert_eq!(times, 1, "{:?}", invoice);
            }
            if invoice.is_processing == Some(true) {
                let pays = |step: &NextAction| matches!(step, NextAction::PayInvoice(debt) if debt.invoice == invoice.id);
                prop_assert!(!asked.iter().any(pays), "{invoice:?}");
                prop_assert!(told.iter().all(|debt| debt.invoice != invoice.id || !debt.can_be_paid()));
            }
            if ["draft", "paid", "void", "new"].contains(&invoice.status.as_str()) {
                prop_assert_eq!(times, 0, "{:?}", invoice);
            }
        }
    }
}
