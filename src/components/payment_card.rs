//! The payment method and the next invoice.

use billing::{Balance, NextInvoice, Outlook, PaymentMethod};
use leptos::prelude::*;

use crate::{
    components::date::Date,
    text::{self, Formats},
};

/// The payment method, with a warning before it expires, and the next invoice.
#[component]
pub fn PaymentCard(
    method: Option<PaymentMethod>,
    balance: Option<Balance>,
    next_invoice: Option<NextInvoice>,
    formats: Formats,
) -> impl IntoView {
    let expiry = method.as_ref().and_then(|method| text::card_expiry(method, &formats));
    let balance = balance.map(|balance| text::balance(&balance, &formats));
    let fine = matches!(method, Some(PaymentMethod::Card { outlook: Outlook::Good, .. }));
    let class = if fine { "hint" } else { "warning" };
    view! {
        <section class="card" aria-labelledby="payment">
            <h2 id="payment">{text::PAYMENT}</h2>
            <dl class="facts">
                {next_invoice
                    .map(|next| {
                        let amount = text::upcoming(&next.amount, &formats);
                        view! {
                            <div>
                                <dt>{text::NEXT_INVOICE}</dt>
                                <dd>{amount}" on "<Date at=next.at formats /></dd>
                            </div>
                        }
                    })}
                {balance
                    .map(|text| {
                        view! {
                            <div>
                                <dt>{text::BALANCE}</dt>
                                <dd>{text}</dd>
                            </div>
                        }
                    })}
                <div>
                    <dt>{text::PAYMENT_METHOD}</dt>
                    <dd>{text::payment_method(method.as_ref())}</dd>
                </div>
            </dl>
            {expiry.map(|text| view! { <p class=class>{text}</p> })}
        </section>
    }
}
