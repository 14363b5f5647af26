//! The last invoices, with the way to Stripe's page and file for each.

use leptos::prelude::*;

use super::Date;
use crate::{
    model::{Invoice, InvoiceStatus, InvoiceUrl},
    words::{self, Formats},
};

/// A table that folds into a list where there is little room; nothing, if there is no invoice.
#[component]
pub fn InvoiceList(invoices: Vec<Invoice>, formats: Formats) -> impl IntoView {
    let rows =
        invoices.into_iter().map(|invoice| view! { <Row invoice formats=formats.clone() /> }).collect::<Vec<_>>();
    (!rows.is_empty()).then(|| {
        view! {
            <section class="card" aria-labelledby="invoices">
                <h2 id="invoices">"Invoices"</h2>
                <table class="invoices">
                    <thead>
                        <tr>
                            <th scope="col">"Date"</th>
                            <th scope="col">"Amount"</th>
                            <th scope="col">"Status"</th>
                            <th scope="col">"Documents"</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </section>
        }
    })
}

#[component]
fn Row(invoice: Invoice, formats: Formats) -> impl IntoView {
    let name = invoice.number.unwrap_or_else(|| formats.date(invoice.created));
    let tone = match invoice.status {
        InvoiceStatus::Paid => "good",
        InvoiceStatus::Open => "attention",
        InvoiceStatus::Uncollectible | InvoiceStatus::Void => "over",
    };
    let link = |url: Option<InvoiceUrl>, text: &'static str| {
        let label = format!("{text}: invoice {name}");
        url.map(|url| view! { <a href=url.expose().to_owned() aria-label=label>{text}</a> })
    };
    let links = (link(invoice.page, "View"), link(invoice.pdf, "PDF"));
    let amount = formats.money(&invoice.total);
    view! {
        <tr>
            <td><Date at=invoice.created formats /></td>
            <td class="amount-cell">{amount}</td>
            <td><span class=format!("badge badge-{tone}")>{words::invoice_status(invoice.status)}</span></td>
            <td class="documents">{links}</td>
        </tr>
    }
}
