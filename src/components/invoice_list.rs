//! The invoices, in pages, each with links to Stripe's page and PDF.

use billing::{Invoice, InvoiceDocument, InvoiceStatus, Reversal};
use leptos::prelude::*;

use crate::{
    components::date::Date,
    model::{InvoicePage, document_path},
    request,
    text::{self, Formats},
};

/// A table, shown as a list on narrow screens; nothing if there is no invoice.
#[component]
pub fn InvoiceList(
    page: InvoicePage,
    /// Whether there are older invoices, which are not on any page.
    has_older: bool,
    formats: Formats,
) -> impl IntoView {
    let (newer, older, place) = (page.newer(), page.older(), text::page(page.number, page.of));
    let rows = page.invoices.into_iter().map(|invoice| view! { <Row invoice formats=formats.clone() /> });
    let rows = rows.collect::<Vec<_>>();
    (!rows.is_empty()).then(|| {
        view! {
            <section class="card" aria-labelledby="invoices">
                <h2 id="invoices">{text::INVOICES}</h2>
                // Explicit roles, because the style for narrow screens would remove the implicit
                // ones.
                <table class="invoices" role="table">
                    <thead>
                        <tr role="row">
                            <th scope="col" role="columnheader">{text::DATE}</th>
                            <th scope="col" role="columnheader">{text::AMOUNT}</th>
                            <th scope="col" role="columnheader">{text::STATUS}</th>
                            <th scope="col" role="columnheader">{text::DOCUMENTS}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
                {(newer.is_some() || older.is_some()).then(|| view! { <Pages newer older place /> })}
                {(older.is_none() && has_older)
                    .then(|| view! { <p class="hint">{text::OLDER_IN_THE_PORTAL}</p> })}
            </section>
        }
    })
}

#[component]
fn Pages(newer: Option<usize>, older: Option<usize>, place: String) -> impl IntoView {
    let link = |number: Option<usize>, rel: &'static str, text: &'static str| {
        number.map(|number| view! { <a href=InvoicePage::path(number) rel=rel>{text}</a> })
    };
    view! {
        <nav class="pages" aria-label=text::PAGES_OF_INVOICES>
            {link(newer, "prev", text::NEWER_INVOICES)}
            <span>{place}</span>
            {link(older, "next", text::OLDER_INVOICES)}
        </nav>
    }
}

#[component]
fn Row(invoice: Invoice, formats: Formats) -> impl IntoView {
    let name = invoice.number.clone().unwrap_or_else(|| formats.date(invoice.created));
    let tone = match (invoice.reversal(), invoice.status) {
        (Some(Reversal::Disputed), _) | (None, InvoiceStatus::Open) => "attention",
        (None, InvoiceStatus::Paid) => "good",
        (Some(Reversal::Refunded | Reversal::Credited), _)
        | (None, InvoiceStatus::Uncollectible | InvoiceStatus::Void) => "over",
    };
    let status = text::invoice_status(&invoice);
    let given_back = text::given_back(&invoice, &formats).map(|text| view! { <span class="hint">{text}</span> });
    let may_bill = request::may_bill();
    let link = |exists: bool, document: InvoiceDocument, text: &'static str| {
        let label = format!("{text}: invoice {name}");
        let href = document_path(document, &invoice.id);
        (exists && may_bill).then(|| view! { <a href=href aria-label=label>{text}</a> })
    };
    let links = (
        link(invoice.has_page, InvoiceDocument::Page, text::VIEW),
        link(invoice.has_pdf, InvoiceDocument::Pdf, text::PDF),
        link(invoice.can_be_paid, InvoiceDocument::Payment, text::PAY),
    );
    let amount = formats.money(&invoice.total);
    view! {
        <tr role="row">
            <td role="cell"><Date at=invoice.created formats /></td>
            <td role="cell" class="amount-cell">{amount}{given_back}</td>
            <td role="cell"><span class=format!("badge badge-{tone}")>{status}</span></td>
            <td role="cell" class="documents">{links}</td>
        </tr>
    }
}
