//! That a mail is on its way.

use leptos::prelude::*;

use crate::{
    mail::Delivery,
    request::{reader, sign_ins},
    say,
};

/// The same words whether there is an account or not. Where mails are shown instead of sent, with the way there.
#[component]
pub fn LookIntoMail() -> impl IntoView {
    let is_shown = sign_ins().is_some_and(|sign_ins| matches!(sign_ins.outbox.delivery, Delivery::Shown(_)));
    view! {
        <p class="notice notice-good" role="status">
            {say!(reader(), "look-into-mail")}
            {is_shown.then(|| view! { " "<a href="/_demo/mail">{say!(reader(), "shown-mail")}</a> })}
        </p>
    }
}
