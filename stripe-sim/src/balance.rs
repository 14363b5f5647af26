//! A customer's balance: no move of it without a record.

use crate::ids;
use crate::params::Metadata;
use crate::state::{BalanceReason, BalanceTransaction, Customer};
use crate::tx::Tx;

/// Why a balance moves.
#[derive(Default)]
pub(crate) struct Cause {
    pub invoice: Option<String>,
    pub credit_note: Option<String>,
    pub description: Option<String>,
    pub currency: Option<String>,
    pub metadata: Metadata,
}

/// Moves it by an amount (credit is negative): the id of the record. Nothing is recorded of nothing.
pub(crate) fn change(
    tx: &mut Tx<'_>,
    customer: &str,
    amount: i64,
    reason: BalanceReason,
    cause: Cause,
) -> Option<String> {
    let holder = tx.get::<Customer>(customer).filter(|_| amount != 0)?;
    let ending_balance = holder.balance.saturating_add(amount);
    let currency = cause.currency.or_else(|| holder.currency.clone()).unwrap_or_else(|| "usd".to_owned());
    let id = ids::long("cbtxn");
    tx.insert_quietly(BalanceTransaction {
        id: id.clone(),
        created: tx.now(),
        customer: customer.to_owned(),
        amount,
        ending_balance,
        currency,
        reason,
        description: cause.description,
        invoice: cause.invoice,
        credit_note: cause.credit_note,
        metadata: cause.metadata,
    });
    tx.update::<Customer>(customer, |customer| customer.balance = ending_balance);
    Some(id)
}
