//! The table in docs/ACCOUNT.md is what the program says.

use time::macros::datetime;

use super::*;
use crate::model::{
    Balance, Discount, Due, Invoice, InvoiceStatus, Lasts, Money, NewPlan, NextInvoice, Off, PaymentMethod,
    PendingUpdate, Period, PlanItem, Standing, Upcoming,
};

const DOCS: &str = include_str!("../../docs/ACCOUNT.md");

/// The state's name in the table, and the simulator's scene that shows it.
fn state(standing: &Standing) -> (&'static str, &'static str) {
    match standing {
        Standing::Free => ("no plan", "signing up"),
        Standing::NothingOnFile => ("nothing on file", "`nothing`"),
        Standing::CustomerDeleted => ("deleted in Stripe", "`deleted`"),
        Standing::CustomerMissing => ("not in this account", "an account that is forgotten"),
        Standing::Trialing { .. } => ("on trial", "`trialing_with_card`"),
        Standing::TrialingWithoutPaymentMethod { .. } => ("on trial, no card", "`trialing`"),
        Standing::Active { amount: Some(Upcoming { so_far: true, .. }), .. } => ("active, by usage", "`metered`"),
        Standing::Active { .. } => ("active", "`active`"),
        Standing::Renewing => ("renewing", "when a renewal's webhook is late"),
        Standing::Canceling { charge: None, .. } => ("cancels on a date", "`canceling`"),
        Standing::Canceling { charge: Some(_), .. } => ("cancels later than the period", "`active`, then `cancel_at`"),
        Standing::ChangeScheduled { .. } => ("change scheduled", "`change_scheduled`"),
        Standing::CollectionPaused { .. } => ("collection paused", "`collection_paused`"),
        Standing::PastDue { ends: None, .. } => ("past due", "`past_due`"),
        Standing::PastDue { ends: Some(_), .. } => ("past due, cancels", "`past_due`, then Cancel plan"),
        Standing::Unpaid { .. } => ("unpaid", "`unpaid`"),
        Standing::Incomplete { .. } => ("incomplete", "`incomplete`"),
        Standing::IncompleteExpired => ("incomplete, expired", "`incomplete_expired`"),
        Standing::Paused { due: None } => ("paused", "`paused`, then a card"),
        Standing::Paused { due: Some(_) } => ("paused, payment failed", "`paused`, a card that fails, Resume plan"),
        Standing::PausedWithoutPaymentMethod => ("paused, no card", "`paused`"),
        Standing::CanceledPaidUntil { .. } => ("canceled early", "`canceled_early`"),
        Standing::Ended { .. } => ("ended", "`ended`"),
        Standing::Unknown => ("unread, or newer than this program", "a subscription in trouble"),
    }
}

fn examples() -> Vec<Standing> {
    let at = datetime!(2026-12-22 00:00 UTC);
    let amount = || Money { amount: 1200, currency: "usd".to_owned() };
    let upcoming = || Upcoming { money: amount(), so_far: false, tax: None };
    let used = || Upcoming { money: Money { amount: 317, ..amount() }, so_far: true, tax: None };
    let due = || {
        Some(Due {
            amount: amount(),
            invoices: 1,
            by_hand: false,
            since: datetime!(2026-11-18 00:00 UTC),
            next_attempt: Some(datetime!(2026-11-26 00:00 UTC)),
            payable: Some("in_1".to_owned()),
        })
    };
    vec![
        Standing::Free,
        Standing::NothingOnFile,
        Standing::TrialingWithoutPaymentMethod { ends: at },
        Standing::Trialing { ends: at, then: Some(upcoming()) },
        Standing::Active { renews: at, amount: Some(upcoming()) },
        Standing::Active { renews: at, amount: Some(used()) },
        Standing::Renewing,
        Standing::Canceling { ends: at, charge: None, by_schedule: false },
        Standing::Canceling {
            ends: datetime!(2027-06-30 00:00 UTC),
            charge: Some(NextInvoice { at, amount: upcoming() }),
            by_schedule: false,
        },
        Standing::ChangeScheduled {
            at,
            to: NewPlan { name: "Team".to_owned(), quantity: 5, amount: Some(amount()), every: Some(Period::Month) },
        },
        Standing::CollectionPaused { resumes: Some(at), collected_later: false },
        Standing::PastDue { due: due(), ends: None },
        Standing::PastDue { due: due(), ends: Some(at) },
        Standing::Unpaid { due: due(), ends: None },
        Standing::Incomplete { due: due(), until: Some(at) },
        Standing::IncompleteExpired,
        Standing::PausedWithoutPaymentMethod,
        Standing::Paused { due: None },
        Standing::Paused { due: due() },
        Standing::CanceledPaidUntil { canceled: datetime!(2026-11-20 00:00 UTC), until: at },
        Standing::Ended { at: Some(datetime!(2026-11-20 00:00 UTC)) },
        Standing::CustomerDeleted,
        Standing::CustomerMissing,
        Standing::Unknown,
    ]
}

#[test]
fn the_docs_list_every_state_with_its_sentence_and_its_steps() {
    let formats = Formats::new(None, None);
    let rows = examples().into_iter().map(|standing| {
        let (name, scene) = state(&standing);
        let steps: Vec<_> = standing.steps().iter().map(step).collect();
        format!("| {name} | {} | {} | {scene} |", sentence(&standing, &formats), steps.join(", "))
    });
    let table = rows.collect::<Vec<_>>().join("\n");
    assert!(DOCS.contains(&table), "docs/ACCOUNT.md should have this table:\n{table}");
}

fn usd(amount: i64) -> Money {
    Money { amount, currency: "usd".to_owned() }
}

/// What is told of money beside the standing: what it is about, an example, and its scene.
fn money_lines() -> Vec<(&'static str, String, &'static str)> {
    let formats = Formats::new(None, None);
    let at = datetime!(2026-12-22 00:00 UTC);
    let item = |name: &str, quantity: Option<i64>, price: Option<i64>| PlanItem {
        name: name.to_owned(),
        quantity,
        price: price.map(usd),
        every: Some(Period::Month),
        plus_tax: false,
        renews: None,
    };
    let line = |item: PlanItem| plan_items(&[item], &formats).remove(0);
    let of_two = |item: PlanItem| plan_items(&[item.clone(), item], &formats).remove(0);
    let off =
        |off: Off, on: Option<&str>, lasts| discount(&Discount { off, on: on.map(str::to_owned), lasts }, &formats);
    let half = || Off::Percent("50".to_owned());
    let invoice = |refunded, credited, disputed| {
        let invoice = Invoice {
            id: "in_1".to_owned(),
            number: None,
            status: InvoiceStatus::Paid,
            created: at,
            total: usd(1200),
            refunded,
            credited,
            disputed,
            has_page: true,
            has_pdf: true,
        };
        let more = given_back(&invoice, &formats).map(|text| format!(", {text}")).unwrap_or_default();
        format!("{}{more}", invoice_status(&invoice))
    };
    let other = |kind: &str, last4: Option<&str>, email: Option<&str>| {
        let (last4, email) = (last4.map(str::to_owned), email.map(str::to_owned));
        payment_method(Some(&PaymentMethod::Other { kind: kind.to_owned(), last4, email }))
    };
    let taxed = Upcoming { money: usd(1428), so_far: false, tax: Some(usd(228)) };
    let pending = PendingUpdate { until: at, invoice: Some(("in_1".to_owned(), usd(4800))) };
    vec![
        ("several of one price", line(item("Pro", Some(25), Some(1200))), "`active`, then 25 of it"),
        ("a price by use", line(item("Calls", None, None)), "a plan of that alone"),
        ("tiers, packages", line(item("Pro", Some(5), None)), "a plan with such a price"),
        ("an item of several", of_two(item("Calls", None, None)), "`metered`"),
        (
            "an item with its own renewal",
            of_two(PlanItem { renews: Some(at), plus_tax: true, ..item("Seats", Some(3), Some(500)) }),
            "items of other intervals, with tax",
        ),
        ("discount for a while", off(half(), None, Lasts::Until(at)), "`discounted`"),
        ("discount for good", off(half(), None, Lasts::Forever), "a coupon that lasts forever"),
        (
            "discount of one item",
            off(Off::Amount(usd(500)), Some("Seats"), Lasts::Once),
            "a coupon for once, on an item",
        ),
        ("tax", upcoming(&taxed, &formats), "`taxed`"),
        ("change that waits for its payment", pending_update(&pending, &formats), "`update_pending`"),
        ("credit", balance(&Balance::Credit(usd(500)), &formats), "`in_credit`"),
        ("a debt on the account", balance(&Balance::Debit(usd(500)), &formats), "a balance above zero"),
        ("refunded invoice", invoice(1200, 0, false), "`refunded`"),
        ("invoice refunded in part", invoice(600, 0, false), "`refunded`, with half of it"),
        ("credited invoice", invoice(600, 600, false), "`credited`"),
        ("disputed invoice", invoice(0, 0, true), "`disputed`"),
        ("bank account", other("us_bank_account", Some("6789"), None), "`debit_processing`"),
        ("direct debit", other("sepa_debit", Some("3000"), None), "`first_debit_processing`"),
        ("PayPal", other("paypal", None, Some("ada@example.com")), "`paypal`"),
        ("Link", other("link", None, Some("ada@example.com")), "`link`"),
        ("another kind", other("revolut_pay", None, None), "whatever it is called"),
    ]
}

#[test]
fn the_docs_list_what_is_told_of_money() {
    let rows = money_lines().into_iter().map(|(what, line, scene)| format!("| {what} | {line} | {scene} |"));
    let table = rows.collect::<Vec<_>>().join("\n").replace(['\u{a0}', '\u{202f}'], " ");
    assert!(DOCS.contains(&table), "docs/ACCOUNT.md should have this table:\n{table}");
}

#[test]
fn long_lists_of_items_are_cut() {
    let item = PlanItem {
        name: "Pro".to_owned(),
        quantity: Some(1),
        price: Some(usd(1200)),
        every: None,
        plus_tax: false,
        renews: None,
    };
    let lines = plan_items(&vec![item; 20], &Formats::new(None, None));
    assert_eq!((lines.len(), lines[0].as_str(), lines[10].as_str()), (11, "Pro: $12.00", "and 10 more"));
}
