//! Credit notes: of open invoices, which then ask for less, and of paid ones, whose money goes back or is credited.

use super::refunds::refundable;
use crate::balance::{self, Cause};
use crate::billing;
use crate::error::Error;
use crate::ids;
use crate::list::Page;
use crate::params::{Metadata, MetadataChange, Params, choice, set};
use crate::payments;
use crate::render::Render;
use crate::state::{
    BalanceReason, CreditNote, CreditNoteLine, CreditNoteReason, Invoice, InvoiceStatus, Line, LineTax, share,
};
use crate::tx::Tx;
use serde_json::Value;

choice!(LineType { Custom = "custom_line_item", Invoice = "invoice_line_item" });

/// What is to be credited, and how.
struct Sent {
    invoice: String,
    amount: Option<i64>,
    lines: Option<Vec<SentLine>>,
    credit: i64,
    refund: i64,
    out_of_band: i64,
    memo: Option<String>,
    reason: Option<CreditNoteReason>,
    metadata: Option<MetadataChange>,
}

struct SentLine {
    param: String,
    kind: LineType,
    invoice_line: Option<String>,
    amount: Option<i64>,
    quantity: Option<i64>,
    unit_amount: Option<i64>,
    description: Option<String>,
}

fn read_line(hash: &mut Params) -> Result<SentLine, Error> {
    let kind: Option<LineType> = hash.choice("type")?;
    Ok(SentLine {
        param: hash.path().to_owned(),
        kind: kind.ok_or_else(|| Error::MissingParameter(hash.name("type")))?,
        invoice_line: hash.text("invoice_line_item")?,
        amount: hash.natural("amount")?,
        quantity: hash.natural("quantity")?,
        unit_amount: hash.natural("unit_amount")?,
        description: hash.clearable("description")?.flatten(),
    })
}

impl Sent {
    fn read(params: &mut Params) -> Result<Self, Error> {
        Ok(Self {
            invoice: params.required("invoice")?,
            amount: params.natural("amount")?,
            lines: params.list("lines", read_line)?,
            credit: params.natural("credit_amount")?.unwrap_or(0),
            refund: params.natural("refund_amount")?.unwrap_or(0),
            out_of_band: params.natural("out_of_band_amount")?.unwrap_or(0),
            memo: params.clearable("memo")?.flatten(),
            reason: params.choice("reason")?,
            metadata: params.metadata()?,
        })
    }

    fn lines(&self, invoice: &Invoice) -> Result<Vec<CreditNoteLine>, Error> {
        match (&self.lines, self.amount) {
            (Some(lines), None) => lines.iter().map(|line| line.resolve(invoice)).collect(),
            (None, Some(amount)) => Ok(vec![own_line(amount, None, None)]),
            (None, None) => match self.credit + self.refund + self.out_of_band {
                0 => Err(Error::MissingParameter("amount".to_owned())),
                amount => Ok(vec![own_line(amount, None, None)]),
            },
            (Some(_), Some(_)) => {
                Err(Error::invalid("amount", "You may only specify one of these parameters: amount, lines."))
            }
        }
    }
}

fn own_line(amount: i64, quantity: Option<i64>, description: Option<String>) -> CreditNoteLine {
    CreditNoteLine { id: ids::long("cnli"), amount, taxes: Vec::new(), description, invoice_line: None, quantity }
}

impl SentLine {
    fn resolve(&self, invoice: &Invoice) -> Result<CreditNoteLine, Error> {
        let missing = |field: &str| Error::MissingParameter(format!("{}[{field}]", self.param));
        if self.kind == LineType::Custom {
            let unit = self.unit_amount.ok_or_else(|| missing("unit_amount"))?;
            let quantity = self.quantity.unwrap_or(1);
            return Ok(own_line(unit.saturating_mul(quantity), Some(quantity), self.description.clone()));
        }
        let id = self.invoice_line.as_ref().ok_or_else(|| missing("invoice_line_item"))?;
        let param = format!("{}[invoice_line_item]", self.param);
        let found = invoice.lines.iter().find(|line| line.id == *id);
        let line =
            found.ok_or_else(|| Error::Missing { noun: "invoice line item", id: id.clone(), param, in_url: false })?;
        let amount = match (self.amount, self.quantity) {
            (Some(amount), _) => amount,
            (None, Some(quantity)) => share(line.net(), quantity.min(line.quantity), line.quantity),
            (None, None) => line.net(),
        };
        Ok(CreditNoteLine {
            id: ids::long("cnli"),
            amount,
            taxes: taxes_of(line, amount),
            description: self.description.clone().or_else(|| Some(line.description.clone())),
            invoice_line: Some(line.id.clone()),
            quantity: self.quantity.or(Some(line.quantity)),
        })
    }
}

/// The part of a line's taxes that belongs to an amount of it.
fn taxes_of(line: &Line, amount: i64) -> Vec<LineTax> {
    let part = |all: i64| if line.net() > 0 { share(all, amount, line.net()) } else { 0 };
    let taxes = line.taxes.iter();
    taxes.map(|tax| LineTax { amount: part(tax.amount), taxable: part(tax.taxable), ..tax.clone() }).collect()
}

/// The credit note as it would be; nothing is written yet.
fn planned(tx: &Tx<'_>, sent: &Sent) -> Result<(CreditNote, Invoice), Error> {
    let invoice = tx.mentioned::<Invoice>(&sent.invoice, "invoice")?.clone();
    if !matches!(invoice.status, InvoiceStatus::Open | InvoiceStatus::Paid | InvoiceStatus::Uncollectible) {
        let message = "You can only create a credit note for an invoice that is open, paid or uncollectible.";
        return Err(Error::refused_param("invoice", message));
    }
    if invoice.processing.is_some() {
        return Err(Error::refused_param("invoice", "This invoice has a payment that is processing."));
    }
    let lines = sent.lines(&invoice)?;
    let notes = tx.state().credit_notes.with("invoice", &invoice.id).count();
    let number = format!("{}-CN-{:02}", invoice.number.as_deref().unwrap_or_default(), notes + 1);
    let mut note = CreditNote {
        id: ids::long("cn"),
        created: tx.now(),
        customer: invoice.customer.clone(),
        invoice: invoice.id.clone(),
        currency: invoice.currency.clone(),
        number,
        lines,
        pre_payment: 0,
        refunded: sent.refund,
        credited: sent.credit,
        out_of_band: sent.out_of_band,
        refund: None,
        balance_transaction: None,
        memo: sent.memo.clone(),
        reason: sent.reason,
        voided_at: None,
        metadata: Metadata::new(),
    };
    let (total, after) = (note.total(), note.post_payment());
    if total == 0 {
        return Err(Error::refused_param("amount", "The credit note amount must be greater than 0."));
    }
    if invoice.status == InvoiceStatus::Paid {
        if after != total {
            return Err(Error::refused(format!(
                "The sum of credit amount, refund amount and out of band amount ({after}) must equal the credit note \
                 amount ({total})."
            )));
        }
        if invoice.post_payment_credit_notes + total > invoice.amount_paid() + invoice.credit_applied() {
            return Err(Error::refused("The sum of credit notes cannot be more than what was paid for the invoice."));
        }
    } else {
        if after != 0 {
            let message = "An invoice that is not paid has nothing to refund or to credit.";
            return Err(Error::refused(message));
        }
        if total > invoice.amount_due() {
            return Err(Error::refused("The credit note amount cannot be more than what is due of the invoice."));
        }
        note.pre_payment = total;
    }
    if sent.refund > 0 {
        let charge = payments::paid_by(tx, &invoice.id);
        let charge =
            charge.ok_or_else(|| Error::refused_param("refund_amount", "The invoice was not paid by a charge."))?;
        refundable(tx.state(), &charge, sent.refund)?;
    }
    Ok((note, invoice))
}

pub(crate) fn create(tx: &mut Tx<'_>, _: &str, mut params: Params) -> Result<Value, Error> {
    let mut sent = Sent::read(&mut params)?;
    params.done()?;
    let (mut note, invoice) = planned(tx, &sent)?;
    if let Some(change) = sent.metadata.take() {
        change.apply(&mut note.metadata);
    }
    if let Some(charge) = payments::paid_by(tx, &invoice.id).filter(|_| note.refunded > 0) {
        note.refund = Some(payments::refund(tx, &charge, note.refunded, None, Metadata::new()));
    }
    let cause = Cause {
        invoice: Some(invoice.id.clone()),
        credit_note: Some(note.id.clone()),
        currency: Some(invoice.currency.clone()),
        ..Cause::default()
    };
    note.balance_transaction = balance::change(tx, &invoice.customer, -note.credited, BalanceReason::CreditNote, cause);
    let (id, before, after) = (note.id.clone(), note.pre_payment, note.post_payment());
    tx.create(note);
    billing::credited(tx, &invoice.id, before, after);
    Ok(tx.render::<CreditNote>(&id))
}

pub(crate) fn preview(tx: &mut Tx<'_>, _: &str, mut params: Params) -> Result<Value, Error> {
    let sent = Sent::read(&mut params)?;
    params.done()?;
    Ok(planned(tx, &sent)?.0.render(tx.state()))
}

pub(crate) fn retrieve(tx: &mut Tx<'_>, id: &str, params: Params) -> Result<Value, Error> {
    params.done()?;
    Ok(tx.addressed::<CreditNote>(id, "id")?.render(tx.state()))
}

pub(crate) fn update(tx: &mut Tx<'_>, id: &str, mut params: Params) -> Result<Value, Error> {
    let memo = params.clearable("memo")?;
    let metadata = params.metadata()?;
    params.done()?;
    tx.addressed::<CreditNote>(id, "id")?;
    Ok(tx.update::<CreditNote>(id, |note| {
        set(&mut note.memo, memo);
        if let Some(change) = metadata {
            change.apply(&mut note.metadata);
        }
    }))
}

/// Only what has not been paid yet can be asked for again.
pub(crate) fn void(tx: &mut Tx<'_>, id: &str, params: Params) -> Result<Value, Error> {
    params.done()?;
    let note = tx.addressed::<CreditNote>(id, "id")?.clone();
    let is_open = tx.get::<Invoice>(&note.invoice).is_some_and(Invoice::is_owed);
    if note.voided_at.is_some() || note.pre_payment == 0 || !is_open {
        return Err(Error::refused("You can only void a credit note that is issued for an open invoice."));
    }
    let now = tx.now();
    tx.update_as::<CreditNote>("voided", id, |note| note.voided_at = Some(now));
    billing::credited(tx, &note.invoice, -note.pre_payment, 0);
    Ok(tx.render::<CreditNote>(id))
}

pub(crate) fn list(tx: &mut Tx<'_>, _: &str, mut params: Params) -> Result<Value, Error> {
    let page = Page::read(&mut params)?;
    let customer = params.text("customer")?;
    let invoice = params.text("invoice")?;
    params.done()?;
    let of_customer = customer.as_deref().map(|customer| ("customer", customer));
    let of_invoice = invoice.as_deref().map(|invoice| ("invoice", invoice));
    page.within::<CreditNote>(tx.state(), "/v1/credit_notes", of_invoice.or(of_customer), |note| {
        customer.as_ref().is_none_or(|customer| note.customer == *customer)
    })
}

pub(crate) fn lines(tx: &mut Tx<'_>, id: &str, mut params: Params) -> Result<Value, Error> {
    let page = Page::read(&mut params)?;
    params.done()?;
    let lines = tx.addressed::<CreditNote>(id, "id")?.render_lines(tx.state());
    page.inside(tx.state(), lines, "credit note line item", &format!("/v1/credit_notes/{id}/lines"))
}
