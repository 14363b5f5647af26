//! What a signed-in visitor of the pricing page has already, and what that leaves to choose.

use sea_orm::{DatabaseConnection, DbErr};

use super::{
    known::{Known, status},
    portal_flow::changeable,
    rows::customer_of,
};
use crate::{
    model::{CurrentPlan, Shopper},
    server::{auth::UserId, db},
};

/// From what was last fetched: the page needs no Stripe.
///
/// # Errors
/// When the database does not answer.
pub async fn load_shopper(db: &DatabaseConnection, user: UserId) -> Result<Shopper, DbErr> {
    let customer = customer_of(db, user).await?;
    let known = db::read(db, async |db| Known::load(db, customer).await).await?;
    let currency = known.customer.as_ref().and_then(|customer| customer.currency.clone());
    let Some((row, items)) = known.plan().filter(|(row, _)| !status(row).is_ended()) else {
        return Ok(Shopper { currency, ..Shopper::default() });
    };
    let is_changeable = changeable(&known, Some(&row.id)).is_some();
    Ok(Shopper {
        plan: if is_changeable { CurrentPlan::Changeable } else { CurrentPlan::Fixed },
        prices: items.iter().map(|item| item.price_id.clone()).collect(),
        currency,
    })
}
