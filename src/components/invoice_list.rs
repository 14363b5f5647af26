//! The invoices, in pages, each with links to Stripe's page and PDF.

use billing::{Invoice, InvoiceDocument, InvoiceStatus, Reversal};
use leptos::prelude::*;

use crate::{
    components::date::Date,
    model::{InvoicePage, document_path},
    request, say,
    text::{self, Reader},
};

/// A table, shown as a list on narrow screens; nothing if there is no invoice.
#[component]
pub fn InvoiceList(
    page: InvoicePage,
    /// Whether there are older invoices, which are not on any page.
    has_older: bool,
    reader: Reader,
) -> impl IntoView {
    let (newer, older) = (page.newer(), page.older());
    let place = say!(reader, "page-of", number = page.number, count = page.of);
    let rows = page.invoices.into_iter().map(|invoice| view! { <Row invoice reader=reader.clone() /> });
    let rows = rows.collect::<Vec<_>>();
    (!rows.is_empty()).then(|| {
        view! {
            <section class="card" aria-labelledby="invoices">
                <h2 id="invoices">{say!(reader, "invoices")}</h2>
                // Explicit roles, because the style for narrow screens would remove the implicit
                // ones.
                <table class="invoices" role="table" aria-labelledby="invoices">
                    <thead>
                        <tr role="row">
                            <th scope="col" role="columnheader">{say!(reader, "date")}</th>
                            <th scope="col" role="columnheader" class="amount-cell">{say!(reader, "amount")}</th>
                            <th scope="col" role="columnheader">{say!(reader, "status")}</th>
                            <th scope="col" role="columnheader">{say!(reader, "documents")}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
                {(newer.is_some() || older.is_some()).then(|| view! { <Pages newer older place reader=reader.clone() /> })}
                {(older.is_none() && has_older)
                    .then(|| view! { <p class="hint">{say!(reader, "older-in-the-portal")}</p> })}
            </section>
        }
    })
}

#[component]
fn Pages(newer: Option<usize>, older: Option<usize>, place: String, reader: Reader) -> impl IntoView {
    let link = |number: Option<usize>, rel: &'static str, text: String| {
        number.map(|number| view! { <a href=InvoicePage::path(number) rel=rel>{text}</a> })
    };
    view! {
        <nav class="pages" aria-label=say!(reader, "pages-of-invoices")>
            {link(newer, "prev", say!(reader, "newer-invoices"))}
            <span>{place}</span>
            {link(older, "next", say!(reader, "older-invoices"))}
        </nav>
    }
}

#[component]
fn Row(invoice: Invoice, reader: Reader) -> impl IntoView {
    let name = invoice.number.clone().unwrap_or_else(|| reader.date(invoice.created));
    let tone = match (invoice.reversal(), invoice.status) {
        (Some(Reversal::Disputed), _) | (None, InvoiceStatus::Open) => "attention",
        (None, InvoiceStatus::Paid) => "good",
        (Some(Reversal::Refunded | Reversal::Credited), _)
        | (None, InvoiceStatus::Uncollectible | InvoiceStatus::Void) => "over",
    };
    let status = text::invoice_status(&invoice, &reader);
    let given_back = text::given_back(&invoice, &reader).map(|text| view! { <span class="hint">{text}</span> });
    let may_bill = request::may_bill();
    let link = |exists: bool, document: InvoiceDocument, text: String| {
        (exists && may_bill).then(|| {
            let label = say!(reader, "document-of-invoice", document = text.as_str(), name = name.as_str());
            view! { <a href=document_path(document, &invoice.id) aria-label=label>{text}</a> }
        })
    };
    let links = (
        link(invoice.has_page, InvoiceDocument::Page, say!(reader, "view")),
        link(invoice.has_pdf, InvoiceDocument::Pdf, say!(reader, "pdf")),
        link(invoice.can_be_paid, InvoiceDocument::Payment, say!(reader, "pay")),
    );
    let amount = reader.money(&invoice.total);
    // The names of the columns, for when the table is folded.
    let (of_date, of_amount, of_status) = (say!(reader, "date"), say!(reader, "amount"), say!(reader, "status"));
    view! {
        <tr role="row">
            <td role="cell" data-label=of_date><Date at=invoice.created reader /></td>
            <td role="cell" data-label=of_amount class="amount-cell">{amount}{given_back}</td>
            <td role="cell" data-label=of_status><span class=format!("badge badge-{tone}")>{status}</span></td>
            <td role="cell" class="documents">{links}</td>
        </tr>
    }
}
