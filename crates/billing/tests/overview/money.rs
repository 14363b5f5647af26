//! What is told of money beside plans and their standing.

use billing::{Balance, Discount, Lasts, Off, PendingUpdate, PlanItem, Reversal, *};
use mirror::entity::{payment_method, subscription_item};
use serde_json::json;
use testkit::facts::*;
use time::Duration;

/// An item of this product and number, at 12.00 a month.
fn item(id: &str, product: &str, quantity: i64) -> subscription_item::Model {
    let SubscriptionWithItems { items, .. } = subscription("sub_1", "active");
    subscription_item::Model {
        id: id.to_owned(),
        product_id: product.to_owned(),
        quantity: Some(quantity),
        ..items[0].clone()
    }
}

/// An active subscription to these.
fn to(items: Vec<subscription_item::Model>) -> BillingFacts {
    facts(vec![SubscriptionWithItems { items, ..subscription("sub_1", "active") }])
}

#[test]
fn seats_are_told_with_what_each_costs() {
    let plan = told(&to(vec![item("si_1", "prod_seats", 25)]));
    let seats = PlanItem {
        name: "Seats".to_owned(),
        quantity: Some(25),
        price: Some(usd(1200)),
        every: Some(Period::MONTH),
        plus_tax: false,
        renews: None,
    };
    assert_eq!((plan.name.as_deref(), plan.items), (Some("Seats"), vec![seats]));
    assert_eq!(told(&to(vec![item("si_1", "prod_pro", 1)])).items.len(), 1, "the price stands under the name");
}

#[test]
fn items_of_other_rhythms_are_told_each_with_its_renewal() {
    let yearly = subscription_item::Model {
        unit_amount: Some(12_000),
        interval: Some("year".to_owned()),
        current_period_end: (PERIOD_END + Duration::days(300)).unix_timestamp(),
        ..item("si_1", "prod_pro", 1)
    };
    let mut facts = to(vec![yearly, item("si_2", "prod_seats", 25)]);
    facts.subscriptions[0].subscription.upcoming_tax_added = Some(1);
    let plan = told(&facts);
    assert_eq!(plan.name.as_deref(), Some("Pro + 25 × Seats"));
    let told: Vec<_> = plan.items.iter().map(|item| (item.price.clone(), item.every, item.renews)).collect();
    assert_eq!(
        told,
        [
            (Some(usd(12_000)), Some(Period::YEAR), Some(PERIOD_END + Duration::days(300))),
            (Some(usd(1200)), Some(Period::MONTH), Some(PERIOD_END)),
        ]
    );
    assert!(plan.items.iter().all(|item| item.plus_tax));
}

#[test]
fn what_has_no_fixed_amount_has_none() {
    let metered = subscription_item::Model { quantity: None, is_metered: true, ..item("si_1", "prod_pro", 0) };
    let tiered = subscription_item::Model { unit_amount: None, ..item("si_2", "prod_seats", 5) };
    let plan = told(&to(vec![metered, tiered]));
    let told: Vec<_> = plan.items.iter().map(|item| (item.quantity, item.price.clone())).collect();
    assert_eq!(told, [(None, None), (Some(5), None)], "a price by use says what one costs, and nobody had one");
}

#[test]
fn a_long_list_of_products_is_cut() {
    let items = (0..20).map(|number| item(&format!("si_{number}"), &format!("prod_{number}"), 1));
    let plan = told(&to(items.collect()));
    assert_eq!((plan.name.as_deref(), plan.more), (Some("prod_0 + prod_1 + prod_2"), 17));
}

#[test]
fn a_name_does_not_turn_the_others_around() {
    let mut facts = to(vec![item("si_1", "prod_pro", 1), item("si_2", "prod_seats", 2)]);
    facts.product_names.insert("prod_pro".to_owned(), "خطة \u{202e}برو".to_owned());
    assert_eq!(told(&facts).name.as_deref(), Some("\u{2068}خطة برو\u{2069} + 2 × Seats"));
}

#[test]
fn discounts_are_told_with_how_long_they_last() {
    let end = PERIOD_END + Duration::days(60);
    let discounts = json!([
        { "id": "di_1", "percent_off": "33.33", "once": false, "end": end.unix_timestamp() },
        { "id": "di_2", "amount_off": 500, "currency": "usd", "once": true, "item": "si_2" },
        { "id": "di_3", "percent_off": "50", "once": false, "item": "si_gone" },
        { "id": "di_4", "percent_off": "50", "once": false, "end": (NOW - Duration::days(1)).unix_timestamp() },
        { "id": "di_5", "once": false },
    ]);
    let mut facts = to(vec![item("si_1", "prod_pro", 1), item("si_2", "prod_seats", 2)]);
    facts.subscriptions[0].subscription.discounts = discounts;
    let percent = |percent: &str, lasts| Discount { off: Off::Percent(percent.to_owned()), on: None, lasts };
    let amount = Discount { off: Off::Amount(usd(500)), on: Some("Seats".to_owned()), lasts: Lasts::Once };
    let expected = [percent("33.33", Lasts::Until(end)), amount, percent("50", Lasts::Forever)];
    assert_eq!(told(&facts).discounts, expected);
    facts.subscriptions[0].subscription.discounts = json!({ "odd": true });
    assert_eq!(told(&facts).discounts, []);
}

#[test]
fn a_change_that_waits_is_told_with_what_it_waits_for() {
    let until = NOW + Duration::hours(20);
    let mut facts = facts(vec![subscription("sub_1", "active")]);
    facts.subscriptions[0].subscription.raw = json!({ "pending_update": { "expires_at": until.unix_timestamp() } });
    assert_eq!(told(&facts).pending_update, Some(PendingUpdate { until, invoice: None, is_processing: false }));
    facts.invoices = vec![invoice_of("sub_other", "open", NOW), invoice_of("sub_1", "open", NOW - Duration::hours(1))];
    let invoice = Some((facts.invoices[1].id.clone(), usd(1200)));
    assert_eq!(told(&facts).pending_update, Some(PendingUpdate { until, invoice, is_processing: false }));
    facts.subscriptions[0].subscription.raw = json!({ "pending_update": { "expires_at": NOW.unix_timestamp() } });
    assert_eq!(told(&facts).pending_update, None, "it is dropped");
}

#[test]
fn a_balance_is_credit_or_a_debt() {
    let with = |balance, currency: Option<&str>| {
        let mut facts = facts(vec![]);
        let customer = facts.customer.as_mut().expect("a customer");
        (customer.balance, customer.currency) = (balance, currency.map(str::to_owned));
        overview(&facts, NOW).balance
    };
    assert_eq!(with(-500, Some("usd")), Some(Balance::Credit(usd(500))));
    assert_eq!(with(500, Some("usd")), Some(Balance::Debit(usd(500))));
    assert_eq!((with(0, Some("usd")), with(500, None), with(i64::MIN, Some("usd"))), (None, None, None));
}

#[test]
fn the_next_amount_says_how_much_of_it_is_tax() {
    let mut facts = facts(vec![subscription("sub_1", "active")]);
    facts.subscriptions[0].subscription.upcoming_tax = Some(192);
    let amount = Upcoming { tax: Some(usd(192)), ..upcoming(1200) };
    assert_eq!(told(&facts).standing, Standing::Active { renews: PERIOD_END, amount: Some(amount) });
}

#[test]
fn what_was_given_back_of_an_invoice_is_told() {
    let mut facts = facts(vec![]);
    facts.invoices = vec![invoice_of("sub_1", "paid", NOW)];
    for (refunded, before, after, disputed, told) in [
        (1200, 0, 0, false, (1200, 0, Some(Reversal::Refunded))),
        (1200, 0, 1200, false, (1200, 0, Some(Reversal::Refunded))),
        (600, 0, 1200, false, (600, 600, Some(Reversal::Credited))),
        (0, 100, 0, false, (0, 100, None)),
        (0, 0, 0, true, (0, 0, Some(Reversal::Disputed))),
    ] {
        let row = &mut facts.invoices[0];
        (row.amount_refunded, row.disputed) = (refunded, disputed);
        (row.pre_payment_credit_notes_amount, row.post_payment_credit_notes_amount) = (before, after);
        let invoice = overview(&facts, NOW).invoices.remove(0);
        assert_eq!((invoice.refunded, invoice.credited, invoice.reversal()), told);
    }
}

#[test]
fn whatever_pays_is_shown_as_far_as_it_is_known() {
    let mut facts = facts(vec![]);
    let mut shown = |change: &dyn Fn(&mut payment_method::Model)| {
        facts.payment_methods = vec![card(12, 2030)];
        change(&mut facts.payment_methods[0]);
        overview(&facts, NOW).payment_method.expect("something")
    };
    let other = |kind: &str, last4: Option<&str>| PaymentMethod::Other {
        kind: kind.to_owned(),
        last4: last4.map(str::to_owned),
        email: None,
    };
    let wallet = shown(&|row| row.wallet = Some("apple_pay".to_owned()));
    assert!(matches!(wallet, PaymentMethod::Card { wallet: Some(wallet), .. } if wallet == "apple_pay"));
    assert_eq!(shown(&|row| row.brand = Some("link".to_owned())), other("link", None), "its digits mean nothing");
    assert_eq!(shown(&|row| row.exp_month = None), other("card", Some("4242")));
    assert_eq!(shown(&|row| row.kind = "sepa_debit".to_owned()), other("sepa_debit", Some("4242")));
    for (id, kind) in [("card_1", "card"), ("ba_1", "bank_account"), ("src_1", ""), ("pm_gone", "")] {
        facts.customer.as_mut().expect("a customer").default_payment_method = Some(id.to_owned());
        assert_eq!(overview(&facts, NOW).payment_method, Some(other(kind, None)), "{id}");
    }
}
