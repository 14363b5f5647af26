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
                <h2 id="invoices">{words::INVOICES}</h2>
                // The roles stay when the style folds the table.
                <table class="invoices" role="table">
                    <thead>
                        <tr role="row">
                            <th scope="col" role="columnheader">{words::DATE}</th>
                            <th scope="col" role="columnheader">{words::AMOUNT}</th>
                            <th scope="col" role="columnheader">{words::STATUS}</th>
                            <th scope="col" role="columnheader">{words::DOCUMENTS}</th>
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
    let links = (link(invoice.page, words::VIEW), link(invoice.pdf, words::PDF));
    let amount = formats.money(&invoice.total);
    view! {
        <tr role="row">
            <td role="cell"><Date at=invoice.created formats /></td>
            <td role="cell" class="amount-cell">{amount}</td>
            <td role="cell"><span class=format!("badge badge-{tone}")>{words::invoice_status(invoice.status)}</span></td>
            <td role="cell" class="documents">{links}</td>
        </tr>
    }
}
