//! Open invoices, each with a link to pay it.

use billing::{Debt, InvoiceDocument};
use leptos::prelude::*;

use crate::{
    model::document_path,
    request, say,
    text::{self, Reader},
};

/// The maximum number listed here; the invoice list has the others.
const LISTED: usize = 10;

/// One line per invoice; nothing if there is none.
#[component]
pub fn DebtList(debts: Vec<Debt>, reader: Reader) -> impl IntoView {
    let may_bill = request::may_bill();
    let more = debts.len().saturating_sub(LISTED);
    let lines = debts.into_iter().take(LISTED).map(|debt| {
        let text = text::debt(&debt, &reader);
        let link = (debt.can_be_paid() && may_bill).then(|| {
            let pay = say!(reader, "pay");
            let label = say!(reader, "action-of-plan", action = pay.as_str(), plan = text.as_str());
            view! { <a href=document_path(InvoiceDocument::Payment, &debt.invoice) aria-label=label>{pay}</a> }
        });
        view! { <li>{text}" "{link}</li> }
    });
    let lines = lines.collect::<Vec<_>>();
    let more = (more > 0).then(|| view! { <li>{say!(reader, "more-debts", count = more)}</li> });
    (!lines.is_empty()).then(|| view! { <ul class="debts">{lines}{more}</ul> })
}
