//! What pays, and what it pays next.

use leptos::prelude::*;

use super::Date;
use crate::{
    model::{Balance, NextInvoice, Outlook, PaymentMethod},
    words::{self, Formats},
};

/// The payment method, with a warning while there is time, and the next invoice.
#[component]
pub fn PaymentCard(
    method: Option<PaymentMethod>,
    balance: Option<Balance>,
    next_invoice: Option<NextInvoice>,
    formats: Formats,
) -> impl IntoView {
    let expiry = method.as_ref().and_then(|method| words::card_expiry(method, &formats));
    let balance = balance.map(|balance| words::balance(&balance, &formats));
    let fine = matches!(method, Some(PaymentMethod::Card { outlook: Outlook::Good, .. }));
    let class = if fine { "hint" } else { "warning" };
    view! {
        <section class="card" aria-labelledby="payment">
            <h2 id="payment">{words::PAYMENT}</h2>
            <dl class="facts">
                {next_invoice
                    .map(|next| {
                        let amount = words::upcoming(&next.amount, &formats);
                        view! {
                            <div>
                                <dt>{words::NEXT_INVOICE}</dt>
                                <dd>{amount}" on "<Date at=next.at formats /></dd>
                            </div>
                        }
                    })}
                {balance
                    .map(|text| {
                        view! {
                            <div>
                                <dt>{words::BALANCE}</dt>
                                <dd>{text}</dd>
                            </div>
                        }
                    })}
                <div>
                    <dt>{words::PAYMENT_METHOD}</dt>
                    <dd>{words::payment_method(method.as_ref())}</dd>
                </div>
            </dl>
            {expiry.map(|text| view! { <p class=class>{text}</p> })}
        </section>
    }
}
