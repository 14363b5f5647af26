//! The tables in docs/ACCOUNT.md equal the program's texts.

use billing::{
    Balance, Debt, DebtState, Discount, Due, Expiry, Invoice, InvoiceStatus, Lasts, Money, NewPlan, NextInvoice, Off,
    Outlook, PauseBehavior, PauseReason, PaymentMethod, PendingUpdate, Period, Plan, PlanItem, Schedule,
    ScheduledChange, Standing, Status, Upcoming, WayOn,
};
use time::{Month, macros::datetime};

use super::*;

const DOCS: &str = include_str!("../../docs/ACCOUNT.md");

/// For states that need a schedule made by the seller.
const SELLERS: &str = "a schedule of the seller's";

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
        Standing::ActiveWithoutPaymentMethod { .. } => ("active, no card", "`active`, then the card is removed"),
        Standing::Renewing => ("renewing", "when a renewal's webhook is late"),
        Standing::Canceling { on_trial: true, .. } => ("cancels in its trial", "`trialing`, then Cancel plan"),
        Standing::Canceling { by_schedule: true, .. } => ("ends by schedule", "`end_scheduled`"),
        Standing::Canceling { charge: None, .. } => ("cancels on a date", "`canceling`"),
        Standing::Canceling { charge: Some(_), .. } => ("cancels later than the period", "`active`, then `cancel_at`"),
        Standing::ChangeScheduled { ends: Some(_), .. } => ("change, then end scheduled", SELLERS),
        Standing::ChangeScheduled { change, .. } => match change {
            ScheduledChange::To(_) => ("change scheduled", "`change_scheduled`"),
            ScheduledChange::Interval { .. } => ("other interval scheduled", SELLERS),
            ScheduledChange::Replaces { .. } => ("change of one item scheduled", SELLERS),
            ScheduledChange::Quantity(_) => ("quantity of one item scheduled", SELLERS),
            ScheduledChange::Adds(_) => ("item scheduled", "`item_scheduled`"),
            ScheduledChange::Removes(_) => ("removal scheduled", SELLERS),
            ScheduledChange::Other => ("other change scheduled", SELLERS),
        },
        Standing::CollectionPaused { behavior: PauseBehavior::Void | PauseBehavior::Unknown, .. } => {
            ("collection paused, not served", "`collection_paused` with the behavior `void`")
        }
        Standing::CollectionPaused { .. } => ("collection paused", "`collection_paused`"),
        Standing::PastDue { due: Some(due), .. } if due.is_processing() => {
            ("past due, being paid", "`debit_failed`, then a debit that succeeds")
        }
        Standing::PastDue { ends: None, .. } => ("past due", "`past_due`"),
        Standing::PastDue { ends: Some(_), .. } => ("past due, cancels", "`past_due`, then Cancel plan"),
        Standing::Unpaid { .. } => ("unpaid", "`unpaid`"),
        Standing::Incomplete { due: Some(due), .. } if due.is_processing() => {
            ("incomplete, being paid", "`first_debit_processing`")
        }
        Standing::Incomplete { .. } => ("incomplete", "`incomplete`"),
        Standing::IncompleteExpired => ("incomplete, expired", "`incomplete_expired`"),
        Standing::Paused { reason, way_on, .. } => paused(*reason, way_on),
        Standing::CanceledPaidUntil { .. } => ("canceled early", "`canceled_early`"),
        Standing::Ended { .. } => ("ended", "`ended`"),
        Standing::Owing { plan, due } => owing(plan, due),
        Standing::Unknown => ("unread, or newer than this program", "a subscription in trouble"),
    }
}

/// Any standing can have debts; these are examples.
fn owing(plan: &Standing, due: &Due) -> (&'static str, &'static str) {
    match plan {
        Standing::Ended { .. } => ("ended, and owing", "`past_due`, then canceled at once"),
        Standing::CollectionPaused { .. } => {
            ("collection paused, and owing", "`collection_paused`, and an older invoice is open")
        }
        Standing::Paused { .. } => ("paused on request, in debt", "`past_due`, then paused by the API"),
        _ if due.is_processing() => ("active, being paid", "`debit_processing`"),
        _ if due.overdue().is_none() => ("active, and to be paid by a date", "`send_invoice` with `days_until_due`"),
        _ => ("active, and owing", "`past_due` by the day, then the newest is paid"),
    }
}

fn paused(reason: PauseReason, way_on: &WayOn) -> (&'static str, &'static str) {
    match (reason, way_on) {
        (PauseReason::TrialEnd, WayOn::AddPaymentMethod) => ("paused after the trial, no card", "`paused`"),
        (PauseReason::TrialEnd, WayOn::Pay(_)) => {
            ("paused after the trial, payment failed", "`paused`, a card that fails, Resume plan")
        }
        (PauseReason::TrialEnd, _) => ("paused after the trial", "`paused`, then a card"),
        (PauseReason::Requested, _) => ("paused on request", "`paused_by_request`"),
        (PauseReason::FirstPayment, WayOn::Pay(_)) => ("paused, payment failed", "`paused_at_first_payment`"),
        (PauseReason::FirstPayment, _) => ("paused, payment settled", "`paused_at_first_payment`, its invoice voided"),
        (PauseReason::FinalPayment, _) => ("paused, payment given up", "`paused_after_retries`"),
        (PauseReason::System, _) => ("paused by Stripe", "`paused_by_stripe`"),
        (PauseReason::Unknown, WayOn::Seller) => {
            ("paused, invoices are sent", "invoices that are sent, then paused by the API")
        }
        (PauseReason::Unknown, _) => ("paused, nobody says why", "an older version of the API"),
    }
}

fn examples() -> Vec<Standing> {
    let at = datetime!(2026-12-22 00:00 UTC);
    let amount = || Money { amount: 1200, currency: "usd".to_owned() };
    let owed = |state| Due {
        debts: vec![Debt { invoice: "in_1".to_owned(), amount: amount(), state, has_page: true }],
        next_attempt: None,
        by_hand: false,
    };
    let upcoming = || Upcoming { money: amount(), so_far: false, tax: None, adjustments: None };
    let used = || Upcoming { money: Money { amount: 317, ..amount() }, so_far: true, tax: None, adjustments: None };
    let due = || {
        let next_attempt = Some(datetime!(2026-11-26 00:00 UTC));
        Some(Due { next_attempt, ..owed(DebtState::Overdue(datetime!(2026-11-18 00:00 UTC))) })
    };
    let active = || Standing::Active { renews: at, amount: Some(upcoming()) };
    let with_behavior = |behavior| Standing::CollectionPaused { resumes: Some(at), behavior };
    let paused = || with_behavior(PauseBehavior::MarkUncollectible);
    let ended = || Standing::Ended { at: Some(datetime!(2026-11-20 00:00 UTC)) };
    let with = |plan, state| Standing::Owing { plan: Box::new(plan), due: owed(state) };
    let overdue = DebtState::Overdue(datetime!(2026-11-18 00:00 UTC));
    let team =
        |quantity| NewPlan { name: "Team".to_owned(), quantity, amount: Some(amount()), every: Some(Period::MONTH) };
    let changes = |change| Standing::ChangeScheduled { at, change, ends: None };
    let pay = || WayOn::Pay(due().expect("something is due"));
    let paused_plan =
        |reason, way_on| Standing::Paused { reason, since: Some(datetime!(2026-11-20 00:00 UTC)), way_on, ends: None };
    vec![
        Standing::Free,
        Standing::NothingOnFile,
        Standing::TrialingWithoutPaymentMethod { ends: at },
        Standing::Trialing { ends: at, then: Some(upcoming()) },
        active(),
        Standing::Active { renews: at, amount: Some(used()) },
        Standing::ActiveWithoutPaymentMethod { renews: at, amount: Some(upcoming()) },
        with(active(), overdue),
        with(active(), DebtState::Upcoming(datetime!(2026-12-05 00:00 UTC))),
        with(active(), DebtState::Processing),
        Standing::Renewing,
        Standing::Canceling { ends: at, charge: None, by_schedule: false, on_trial: false },
        Standing::Canceling { ends: at, charge: None, by_schedule: false, on_trial: true },
        Standing::Canceling {
            ends: datetime!(2027-06-30 00:00 UTC),
            charge: Some(NextInvoice { at, amount: upcoming() }),
            by_schedule: false,
            on_trial: false,
        },
        Standing::Canceling {
            ends: datetime!(2027-06-30 00:00 UTC),
            charge: Some(NextInvoice { at, amount: upcoming() }),
            by_schedule: true,
            on_trial: false,
        },
        changes(ScheduledChange::To(team(5))),
        Standing::ChangeScheduled {
            at,
            change: ScheduledChange::To(team(1)),
            ends: Some(datetime!(2027-06-30 00:00 UTC)),
        },
        changes(ScheduledChange::Interval {
            every: Period::from_stripe("month", 3).expect("an interval"),
            amount: Some(amount()),
        }),
        changes(ScheduledChange::Replaces { from: "Pro".to_owned(), to: team(1) }),
        changes(ScheduledChange::Quantity(team(5))),
        changes(ScheduledChange::Adds(team(1))),
        changes(ScheduledChange::Removes("Team".to_owned())),
        changes(ScheduledChange::Other),
        paused(),
        with_behavior(PauseBehavior::Void),
        with(paused(), overdue),
        Standing::PastDue { due: due(), ends: None },
        Standing::PastDue { due: due(), ends: Some(at) },
        Standing::PastDue { due: Some(owed(DebtState::Processing)), ends: None },
        Standing::Unpaid { due: due(), ends: None },
        Standing::Incomplete { due: due(), until: Some(at) },
        Standing::Incomplete { due: Some(owed(DebtState::Processing)), until: Some(at) },
        Standing::IncompleteExpired,
        paused_plan(PauseReason::TrialEnd, WayOn::AddPaymentMethod),
        paused_plan(PauseReason::TrialEnd, WayOn::Resume),
        paused_plan(PauseReason::TrialEnd, pay()),
        paused_plan(PauseReason::Requested, WayOn::Resume),
        with(paused_plan(PauseReason::Requested, WayOn::Resume), overdue),
        paused_plan(PauseReason::FirstPayment, pay()),
        paused_plan(PauseReason::FirstPayment, WayOn::Resume),
        paused_plan(PauseReason::FinalPayment, pay()),
        paused_plan(PauseReason::System, WayOn::Resume),
        paused_plan(PauseReason::Unknown, WayOn::Resume),
        paused_plan(PauseReason::Unknown, WayOn::Seller),
        Standing::CanceledPaidUntil { canceled: datetime!(2026-11-20 00:00 UTC), until: at },
        ended(),
        with(ended(), overdue),
        Standing::CustomerDeleted,
        Standing::CustomerMissing,
        Standing::Unknown,
    ]
}

/// A plan in this standing.
fn plan(standing: Standing) -> Plan {
    let is_over = matches!(standing, Standing::Ended { .. } | Standing::CanceledPaidUntil { .. })
        || matches!(&standing, Standing::Owing { plan, .. } if matches!(**plan, Standing::Ended { .. }));
    let status = match standing.alone() {
        Standing::Trialing { .. }
        | Standing::TrialingWithoutPaymentMethod { .. }
        | Standing::Canceling { on_trial: true, .. } => Some(Status::Trialing),
        Standing::PastDue { .. } => Some(Status::PastDue),
        Standing::Unpaid { .. } => Some(Status::Unpaid),
        Standing::Incomplete { .. } => Some(Status::Incomplete),
        Standing::IncompleteExpired => Some(Status::IncompleteExpired),
        Standing::Paused { .. } => Some(Status::Paused),
        Standing::Ended { .. } | Standing::CanceledPaidUntil { .. } => Some(Status::Canceled),
        Standing::Free | Standing::NothingOnFile | Standing::CustomerDeleted | Standing::CustomerMissing => None,
        _ => Some(Status::Active),
    };
    let is_plan = status.is_some() && !is_over && status != Some(Status::IncompleteExpired);
    Plan {
        subscription: is_plan.then(|| "sub_1".to_owned()),
        name: is_plan.then(|| "Pro".to_owned()),
        ended: is_over.then(|| "Pro".to_owned()),
        more: 0,
        items: vec![],
        discounts: vec![],
        pending_update: None,
        status,
        period_end: None,
        standing,
        schedule: Schedule::None,
        is_ours: true,
        collection_pause: None,
        can_pause: false,
        can_change: true,
    }
}

#[test]
fn the_docs_list_every_state_with_its_words_and_its_actions() {
    let reader = Reader::default();
    let card = PaymentMethod::Card {
        brand: "visa".to_owned(),
        last4: "0341".to_owned(),
        wallet: None,
        expiry: Expiry { year: 2027, month: Month::December },
        outlook: Outlook::Good,
    };
    let rows = examples().into_iter().map(|standing| {
        let (name, scene) = state(&standing);
        let plan = plan(standing);
        let badge = badge(&plan, &reader).map_or_else(|| "N/A".to_owned(), |(word, _)| word);
        let says = match banner(&plan, Some(&card), &reader) {
            Some(banner) => format!("**{}** {}", banner.title, banner.text),
            None => about(&plan, &reader),
        };
        let steps: Vec<_> = plan.next_actions().iter().map(|it| step(it, &reader)).collect();
        format!("| {name} | {badge} | {says} | {} | {scene} |", steps.join(", "))
    });
    let table = rows.collect::<Vec<_>>().join("\n").replace(['\u{a0}', '\u{202f}'], " ");
    assert!(DOCS.contains(&table), "docs/ACCOUNT.md should have this table:\n{table}");
}

fn usd(amount: i64) -> Money {
    Money { amount, currency: "usd".to_owned() }
}

/// The texts about money beside the standing: the subject, an example, and its scene.
fn money_lines() -> Vec<(&'static str, String, &'static str)> {
    let reader = Reader::default();
    let at = datetime!(2026-12-22 00:00 UTC);
    let item = |name: &str, quantity: Option<i64>, price: Option<i64>| PlanItem {
        name: name.to_owned(),
        quantity,
        price: price.map(usd),
        every: Some(Period::MONTH),
        plus_tax: false,
        renews: None,
    };
    let line = |item: PlanItem| plan_lines(&[item], &reader).remove(0);
    let of_two = |item: PlanItem| plan_lines(&[item.clone(), item], &reader).remove(0);
    let off =
        |off: Off, on: Option<&str>, lasts| discount(&Discount { off, on: on.map(str::to_owned), lasts }, &reader);
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
            can_be_paid: false,
        };
        let more = given_back(&invoice, &reader).map(|text| format!(", {text}")).unwrap_or_default();
        format!("{}{more}", invoice_status(&invoice, &reader))
    };
    let other = |kind: &str, last4: Option<&str>, email: Option<&str>| {
        let (last4, email) = (last4.map(str::to_owned), email.map(str::to_owned));
        payment_method(Some(&PaymentMethod::Other { kind: kind.to_owned(), last4, email }), &reader)
    };
    let taxed = Upcoming { money: usd(1428), so_far: false, tax: Some(usd(228)), adjustments: None };
    let pending = PendingUpdate { until: at, invoice: Some(("in_1".to_owned(), usd(4800))), is_processing: false };
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
        ("tax", upcoming(&taxed, &reader), "`taxed`"),
        ("change that waits for its payment", pending_update(&pending, &reader), "`update_pending`"),
        ("credit", balance(&Balance::Credit(usd(500)), &reader), "`in_credit`"),
        ("a debt on the account", balance(&Balance::Debit(usd(500)), &reader), "a balance above zero"),
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
    let lines = plan_lines(&vec![item; 20], &Reader::default());
    assert_eq!((lines.len(), lines[0].as_str(), lines[10].as_str()), (11, "Pro: $12.00", "And 10 more"));
}
