//! The payment method and the next invoice.

use billing::{Balance, NextAction, NextInvoice, Outlook, PaymentMethod};
use leptos::prelude::*;

use crate::{
    components::steps::{AccountActions, Steps, Subject},
    request, say,
    text::{self, Reader},
};

/// The payment method, with a warning before it expires, and the next invoice.
#[component]
pub fn PaymentCard(
    method: Option<PaymentMethod>,
    balance: Option<Balance>,
    /// `None` without a plan; inside, `None` if nothing is charged for it.
    next_invoice: Option<Option<NextInvoice>>,
    /// The plan that it is for, if there are several.
    next_invoice_of: Option<String>,
    reader: Reader,
    actions: AccountActions,
) -> impl IntoView {
    let expiry = method.as_ref().and_then(|method| text::card_expiry(method, &reader));
    let is_fine = matches!(method, Some(PaymentMethod::Card { outlook: Outlook::Good, .. }));
    let (expires, warning) = if is_fine { (expiry, None) } else { (None, expiry) };
    let next = next_invoice.map(|next| match next {
        Some(next) => {
            let amount = text::upcoming(&next.amount, &reader);
            say!(reader, "amount-on-date", amount = amount, date = reader.date(next.at))
        }
        None => say!(reader, "no-next-invoice"),
    });
    let step = if method.is_some() { NextAction::UpdatePaymentMethod } else { NextAction::AddPaymentMethod };
    let subject = Subject { subscription: None, name: say!(reader, "payment"), by_prices: false };
    view! {
        <section class="card" aria-labelledby="payment">
            <h2 id="payment">{say!(reader, "payment")}</h2>
            <dl class="facts">
                <div>
                    <dt>{say!(reader, "payment-method")}</dt>
                    <dd>
                        {text::payment_method(method.as_ref(), &reader)}
                        {expires.map(|text| view! { <small>{text}</small> })}
                    </dd>
                </div>
                {next
                    .map(|text| {
                        view! {
                            <div>
                                <dt>{say!(reader, "next-invoice")}</dt>
                                <dd>{text}{next_invoice_of.map(|name| view! { <small>{name}</small> })}</dd>
                            </div>
                        }
                    })}
                {balance
                    .map(|balance| {
                        view! {
                            <div>
                                <dt>{say!(reader, "account-balance")}</dt>
                                <dd>{text::balance(&balance, &reader)}</dd>
                            </div>
                        }
                    })}
            </dl>
            {warning.map(|text| view! { <p class="warning">{text}</p> })}
            {request::may_bill()
                .then(|| {
                    view! {
                        <ul class="steps">
                            <Steps steps=vec![step] subject is_primary=false actions />
                        </ul>
                    }
                })}
        </section>
    }
}
