//! An invoice as a PDF of one page.

use super::link::{by_link, closed};
use super::page::besides;
use crate::money;
use crate::pages::plain_date;
use crate::state::{Customer, Invoice, State as Objects};
use crate::world::World;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use pdf_writer::{Content, Finish, Name, Pdf, Rect, Ref, Str};
use std::sync::Arc;

const FONT: Name<'_> = Name(b"F1");
/// Lines that fit on the page; the hosted page has them all.
const MOST_LINES: usize = 40;

pub(crate) async fn download(State(world): State<Arc<World>>, Path(secret): Path<String>) -> Response {
    let found = world.read(|state| {
        let invoice = by_link(state, &secret)?;
        Ok((document(&text(state, &invoice)), invoice.number.unwrap_or_default()))
    });
    let (bytes, number) = match found {
        Ok(found) => found,
        Err(why) => return closed(&why),
    };
    let headers = [
        (header::CONTENT_TYPE, "application/pdf".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"Invoice-{number}.pdf\"")),
        (header::CACHE_CONTROL, "no-store".to_owned()),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
    ];
    (headers, bytes).into_response()
}

fn text(state: &Objects, invoice: &Invoice) -> Vec<String> {
    let money = |amount| money::amount(amount, &invoice.currency);
    let customer = state.get::<Customer>(&invoice.customer);
    let name = customer.and_then(|customer| customer.name.clone().or_else(|| customer.email.clone()));
    let mut text = vec![
        format!("Invoice {}", invoice.number.as_deref().unwrap_or("draft")),
        "A simulation for development and tests. Not Stripe; no money moves.".to_owned(),
        String::new(),
        format!("Issued on {}", plain_date(invoice.created)),
        format!("Billed to {}", name.unwrap_or_else(|| invoice.customer.clone())),
        String::new(),
    ];
    for line in invoice.lines.iter().take(MOST_LINES) {
        text.push(format!("{}   {}", line.description, money(line.amount)));
    }
    text.extend(besides(invoice).into_iter().map(|(said, amount)| format!("{said}   {}", money(amount))));
    text.push(String::new());
    text.push(format!("Total {}", money(invoice.total())));
    text.push(format!("Amount due {}", money(invoice.amount_due())));
    text.push(format!("Amount paid {}", money(invoice.amount_paid())));
    text
}

fn document(text: &[String]) -> Vec<u8> {
    let [catalog, pages, page, font, content] = [1, 2, 3, 4, 5].map(Ref::new);
    let mut pdf = Pdf::new();
    pdf.catalog(catalog).pages(pages);
    pdf.pages(pages).kids([page]).count(1);
    let mut only = pdf.page(page);
    only.media_box(Rect::new(0.0, 0.0, 595.0, 842.0)).parent(pages).contents(content);
    only.resources().fonts().pair(FONT, font);
    only.finish();
    pdf.type1_font(font).base_font(Name(b"Helvetica")).encoding_predefined(Name(b"WinAnsiEncoding"));
    let mut drawn = Content::new();
    drawn.begin_text().set_font(FONT, 11.0).set_leading(16.0).next_line(56.0, 780.0);
    for line in text {
        drawn.show(Str(&win_ansi(line))).next_line_using_leading();
    }
    drawn.end_text();
    pdf.stream(content, &drawn.finish());
    pdf.finish()
}

/// The built-in fonts of every reader know Western letters and the euro; what they lack is shown as `?`.
fn win_ansi(text: &str) -> Vec<u8> {
    let byte = |letter: char| match letter {
        '€' => 0x80,
        letter if letter.is_ascii_graphic() || letter == ' ' => letter as u8,
        letter => u8::try_from(u32::from(letter)).ok().filter(|byte| *byte >= 0xa0).unwrap_or(b'?'),
    };
    text.chars().map(byte).collect()
}
