//! How much of Stripe's lists is read, and what to do if they cannot be read completely.

use std::pin::pin;

use futures::TryStreamExt;
use stripe::{Listed, StripeClient, StripeError};
use stripe_client_core::StripeRequest;
use stripe_types::List;

/// How many invoices are kept, and how many more of each status that can still be paid: five of
/// Stripe's pages. A monthly customer has fewer in forty years; the portal shows all.
pub const KEPT_INVOICES: usize = 500;

/// Whether the request may succeed without its expansions.
pub fn is_of_the_expansion(error: &StripeError) -> bool {
    error.kind.is_denied() || error.kind.may_be_the_objects()
}

/// The newest [`KEPT_INVOICES`] objects of the list; no further page is requested.
pub async fn newest<R, T>(stripe: &StripeClient, list: R) -> Result<Vec<Listed<T>>, StripeError>
where
    R: StripeRequest<Output = List<T>>,
    T: miniserde::Deserialize,
{
    let mut found = Vec::new();
    let mut pages = pin!(stripe.pages(list));
    while found.len() < KEPT_INVOICES
        && let Some(page) = pages.try_next().await?
    {
        found.extend(page);
    }
    found.truncate(KEPT_INVOICES);
    Ok(found)
}
