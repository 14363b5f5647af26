//! `POST /api/stripe/webhook`: passes events to the mirror, and writes purchases into the audit
//! trail.

use axum::{body::Bytes, extract::State, http::HeaderMap};
use database::Database;
use mirror::inbox::{Delivery, Refused, Webhook};

use crate::{
    account::owner_of,
    audit::{self, Event},
};

/// See [`mirror::inbox::receive`].
///
/// # Errors
/// As that.
pub async fn receive(
    webhook: State<Webhook>,
    State(db): State<Database>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Delivery, Refused> {
    let delivery = mirror::inbox::receive(webhook, headers, body).await?;
    if delivery.kind == "checkout.session.completed"
        && !delivery.is_duplicate
        && let Some(customer) = &delivery.customer_id
    {
        note_purchase(&db, customer).await;
    }
    Ok(delivery)
}

/// Looks up the account that bought. If that fails, there is no entry; Stripe need not deliver the event again.
async fn note_purchase(db: &Database, customer: &str) {
    match owner_of(db, customer).await {
        // Which member bought, Stripe does not say; the entry of the Checkout before does.
        Ok(account) => audit::record_of_account(Event::PlanBought, account.as_ref()),
        Err(error) => {
            tracing::error!(stripe.customer_id = customer, error = %error, "the buyer could not be looked up");
        }
    }
}
