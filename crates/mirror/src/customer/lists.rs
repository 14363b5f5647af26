//! How much of Stripe's lists is read, and what is had where all of it cannot be.

use std::pin::pin;

use futures::TryStreamExt;
use stripe::{Listed, StripeClient, StripeError};
use stripe_client_core::StripeRequest;
use stripe_types::List;

/// How many invoices are kept, and how many besides of each status that can still be paid: as many as five of Stripe's
/// pages. Who is billed every month has fewer in forty years; the portal has them all.
pub const KEPT_INVOICES: usize = 500;

/// Whether the same may be had without what was to come expanded in it.
pub fn is_of_the_expansion(error: &StripeError) -> bool {
    error.kind.is_denied() || error.kind.may_be_the_objects()
}

/// As many as are kept. No page is asked for beyond.
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
