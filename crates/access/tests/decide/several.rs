//! Several sources of one feature: plans, grants, and what is free.

use super::*;

const LATER: OffsetDateTime = PERIOD_END.saturating_add(Duration::days(30));

fn ending(subscribed: billing::SubscriptionWithItems, at: OffsetDateTime) -> billing::SubscriptionWithItems {
    let mut subscribed = subscribed;
    subscribed.subscription.cancel_at = seconds(at);
    subscribed
}

/// One subscription with an item for each product and quantity.
fn items(items: &[(&str, Option<i64>)]) -> BillingFacts {
    let mut subscribed = subscription("sub_1", "active");
    let item = subscribed.items.remove(0);
    subscribed.items.extend(items.iter().map(|(product, quantity)| mirror::entity::subscription_item::Model {
        product_id: (*product).to_owned(),
        quantity: *quantity,
        ..item.clone()
    }));
    facts(vec![subscribed])
}

fn free(text: &str) -> Policy {
    parse("access.toml".as_ref(), text.to_owned()).expect("a policy").file
}

#[test]
fn two_plans_grant_what_either_has_and_the_higher_limit() {
    let both = facts(vec![subscription("sub_1", "active"), of("prod_team", subscription("sub_2", "active"))]);
    let access = now(&both);
    assert_eq!(told(&access, "sso"), granted(None, None, None));
    assert_eq!(told(&access, "audit"), granted(None, None, None));
    assert_eq!(told(&access, "projects"), granted(Some(100), None, None), "of 10 and 100");
    assert_eq!(access.sources.len(), 4);
}

#[test]
fn no_limit_beats_a_number() {
    let both = facts(vec![subscription("sub_1", "active"), of("prod_seats", subscription("sub_2", "active"))]);
    assert_eq!(told(&now(&both), "projects"), granted(None, None, None));
    let access =
        at(NOW, &facts(vec![subscription("sub_1", "active")]), &[given("projects", None, None)], &Policy::default());
    assert_eq!(told(&access, "projects"), granted(None, None, None), "nor does a grant's");
}

#[test]
fn the_last_end_counts_and_its_reason() {
    let soon = ending(subscription("sub_1", "active"), PERIOD_END);
    let late = ending(of("prod_team", subscription("sub_2", "active")), LATER);
    let access = now(&facts(vec![soon.clone(), late.clone()]));
    let until = |at| Some((at, Reason::Canceling));
    assert_eq!(told(&access, "sso"), granted(None, until(PERIOD_END), Some(NextAction::KeepPlan)));
    assert_eq!(told(&access, "projects"), granted(Some(100), until(LATER), Some(NextAction::KeepPlan)));
    assert_eq!(access.changes_at, Some(PERIOD_END));

    let access = at(PERIOD_END, &facts(vec![soon.clone(), late]), &[], &Policy::default());
    assert!(!told(&access, "sso").granted && told(&access, "projects").granted);
    let endless = of("prod_team", subscription("sub_2", "active"));
    assert_eq!(
        told(&now(&facts(vec![soon, endless])), "projects"),
        granted(Some(100), None, None),
        "one without an end"
    );
}

#[test]
fn quantities_of_one_product_add_up() {
    let ten_each = |billing: &BillingFacts| told(&now(billing), "projects").limit;
    // What the first purchase buys.
    assert_eq!(ten_each(&items(&[("prod_pro", Some(1))])), Some(10));
    assert_eq!(ten_each(&items(&[("prod_pro", Some(7))])), Some(70));
    assert_eq!(ten_each(&items(&[("prod_pro", Some(2)), ("prod_pro", Some(3))])), Some(50));
    assert_eq!(ten_each(&items(&[("prod_pro", None)])), Some(10), "a price by use counts as one");
    assert_eq!(ten_each(&items(&[("prod_pro", None), ("prod_pro", Some(3))])), Some(30), "and adds nothing");
    let most = items(&[("prod_pro", Some(i64::MAX)), ("prod_pro", Some(1))]);
    assert_eq!(ten_each(&most), Some(1 << 53), "what every JSON reader has whole");
    assert_eq!(ten_each(&items(&[("prod_pro", Some(3)), ("prod_team", Some(3))])), Some(100), "not of two products");
    assert!(now(&items(&[("prod_nobody_knows", Some(1))])).sources.is_empty());
}

#[test]
fn two_subscriptions_do_not_add_up() {
    let both = facts(vec![subscription("sub_1", "active"), subscription("sub_2", "active")]);
    assert_eq!(told(&now(&both), "projects").limit, Some(10));
}

#[test]
fn an_ended_plan_takes_nothing_from_a_running_one() {
    for ended in ["canceled", "incomplete_expired", "incomplete"] {
        let both = facts(vec![of("prod_team", subscription("sub_1", ended)), subscription("sub_2", "active")]);
        let access = now(&both);
        assert_eq!(access.standing, AccessStanding::Active, "{ended}");
        assert_eq!(told(&access, "projects"), granted(Some(10), None, None), "{ended}");
        assert_eq!(told(&access, "audit"), refused(Reason::NotInPlan, Some(NextAction::ChangePlan)), "{ended}");
    }
}

#[test]
fn a_refused_plan_takes_nothing_from_one_that_grants() {
    let both = facts(vec![of("prod_team", subscription("sub_1", "unpaid")), subscription("sub_2", "active")]);
    let access = now(&both);
    assert_eq!(told(&access, "projects"), granted(Some(10), None, None));
    let audit = told(&access, "audit");
    assert_eq!((audit.granted, audit.reason), (false, Some(Reason::Unpaid)), "why the plan that has it does not");
}

#[test]
fn free_features_are_everybodys() {
    let policy = free("free = [\"sso\", \"export\"]\n[features.sso]\nname = \"Single sign-on\"");
    let statuses = ["active", "past_due", "unpaid", "incomplete", "paused", "canceled", "incomplete_expired", "unread"];
    let all = statuses.map(|status| facts(vec![subscription("sub_1", status)]));
    for billing in all.into_iter().chain([BillingFacts::default()]) {
        let access = at(NOW, &billing, &[], &policy);
        assert_eq!(told(&access, "sso"), granted(None, None, None));
        assert_eq!(told(&access, "export"), granted(None, None, None), "no product has it");
    }
    assert_eq!(policy.name(&key("sso")), Some("Single sign-on"));
}

#[test]
fn a_free_limit_is_the_least_that_everybody_has() {
    let policy = free("free = [\"projects\"]\n[features.projects]\nfree_limit = 30");
    let projects = |billing: &BillingFacts| told(&at(NOW, billing, &[], &policy), "projects");
    assert_eq!(projects(&BillingFacts::default()), granted(Some(30), None, None));
    assert_eq!(projects(&items(&[("prod_pro", Some(2))])), granted(Some(30), None, None));
    assert_eq!(projects(&items(&[("prod_pro", Some(4))])), granted(Some(40), None, None));
    let due = facts(vec![of("prod_team", subscription("sub_1", "unpaid"))]);
    assert_eq!(projects(&due), granted(Some(30), None, None));
    let ends = facts(vec![ending(of("prod_team", subscription("sub_1", "active")), PERIOD_END)]);
    assert_eq!(projects(&ends), granted(Some(100), None, None), "it ends not, it becomes less");
}

#[test]
fn a_grant_holds_until_its_end() {
    let grants = [given("sso", Some(3), Some(PERIOD_END))];
    let none = BillingFacts::default();
    let access = at(NOW, &none, &grants, &Policy::default());
    assert_eq!(told(&access, "sso"), granted(Some(3), Some((PERIOD_END, Reason::Grant)), None));
    assert_eq!((access.standing, access.changes_at), (AccessStanding::None, Some(PERIOD_END)));
    let access = at(PERIOD_END, &none, &grants, &Policy::default());
    assert_eq!(told(&access, "sso"), refused(Reason::NoPlan, Some(NextAction::ViewPlans)));
    assert_eq!(access.changes_at, None);

    let grants = [given("beta", None, Some(NOW))];
    let access = at(NOW, &none, &grants, &Policy::default());
    assert_eq!(told(&access, "beta"), refused(Reason::NotOffered, None), "what was had is still told of");
    let access = at(NOW, &none, &[given("beta", None, None)], &Policy::default());
    assert_eq!(told(&access, "beta"), granted(None, None, None));
}

#[test]
fn a_grant_beside_a_plan_is_one_more_source() {
    let pro = facts(vec![subscription("sub_1", "active")]);
    let with = |grant| at(NOW, &pro, &[grant], &Policy::default());
    assert_eq!(told(&with(given("projects", Some(25), Some(PERIOD_END))), "projects"), granted(Some(25), None, None));
    assert_eq!(told(&with(given("projects", Some(5), None)), "projects"), granted(Some(10), None, None));
    let access = with(given("audit", None, Some(PERIOD_END)));
    assert_eq!(told(&access, "audit"), granted(None, Some((PERIOD_END, Reason::Grant)), None));
    let unpaid = facts(vec![subscription("sub_1", "unpaid")]);
    let access = at(NOW, &unpaid, &[given("sso", None, None)], &Policy::default());
    assert_eq!(told(&access, "sso"), granted(None, None, None), "whatever the plan's standing is");
    assert_eq!(access.standing, AccessStanding::Unpaid);
}
