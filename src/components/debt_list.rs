//! Invoices that are owed, each with the way to pay it.

use leptos::prelude::*;

use crate::{
    model::{Debt, InvoiceDocument},
    words::{self, Formats},
};

/// As many are listed here; the others are among all invoices.
const LISTED: usize = 10;

/// A line for each; nothing, if there is none.
#[component]
pub fn DebtList(debts: Vec<Debt>, formats: Formats) -> impl IntoView {
    let more = debts.len().saturating_sub(LISTED);
    let lines = debts.into_iter().take(LISTED).map(|debt| {
        let text = words::debt(&debt, &formats);
        let link = debt.can_be_paid().then(|| {
            let label = format!("{}: {text}", words::PAY);
            view! { <a href=InvoiceDocument::Payment.path(&debt.invoice) aria-label=label>{words::PAY}</a> }
        });
        view! { <li>{text}" "{link}</li> }
    });
    let lines = lines.collect::<Vec<_>>();
    let more = (more > 0).then(|| view! { <li>{words::more_debts(more)}</li> });
    (!lines.is_empty()).then(|| view! { <ul class="debts">{lines}{more}</ul> })
}
