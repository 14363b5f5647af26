//! Making a hand-over: who comes, into which account, and where to.

use std::time::Duration;

use database::Database;
use mirror::Mirror;
use sea_orm::{ActiveValue::Set, DatabaseTransaction, DbErr, EntityTrait};

use super::{
    destination::Destination,
    error::HandoverError,
    people::{self, AskedAccount, AskedUser},
};
use crate::{
    account::bind_customer,
    api_keys::KeyId,
    auth::UserId,
    config::ReturnUrl,
    entity::handover,
    model::{AccountId, Role, StripeId},
    people::membership,
    token::Token,
};

/// Two calls can make the same account or user at the same time; then one of them begins again.
const ATTEMPTS: usize = 3;

/// What the product asks for.
#[derive(Clone, Debug)]
pub struct Ask {
    pub account: AskedAccount,
    /// The account's customer at Stripe, if the product knows it.
    pub stripe_customer_id: Option<StripeId>,
    pub user: AskedUser,
    pub role: Role,
    pub to: Destination,
    pub return_url: Option<ReturnUrl>,
    pub lifetime: Duration,
}

/// A link that works once.
#[derive(Clone, Debug)]
pub struct Made {
    pub token: Token,
    /// Unix seconds.
    pub expires_at: i64,
    pub account: AccountId,
    pub user: UserId,
    /// Whether a member has another role by it.
    pub role_changed: bool,
}

/// Makes what is new of account, user and membership, and the link, in one transaction.
///
/// # Errors
/// Why nothing was made.
pub async fn make(db: &Database, mirror: &Mirror, key: &KeyId, ask: &Ask) -> Result<Made, HandoverError> {
    let mut attempts = 1;
    let made = loop {
        let made = db.try_write_tx(async |transaction| within(mirror, transaction, key, ask).await).await;
        match made {
            Err(error) if error.is_race() && attempts < ATTEMPTS => attempts += 1,
            made => break made?,
        }
    };
    mirror.queue.notify();
    Ok(made)
}

async fn within(
    mirror: &Mirror,
    transaction: &DatabaseTransaction,
    key: &KeyId,
    ask: &Ask,
) -> Result<Made, HandoverError> {
    let account = people::account(transaction, &ask.account).await?;
    let user = people::user(transaction, &account, &ask.user).await?;
    let role_changed = membership(transaction, &account, user, ask.role).await?;
    if let Some(customer) = &ask.stripe_customer_id {
        bind_customer(mirror, transaction, &account, customer.as_str()).await?;
    }
    let token = Token::random().ok_or(HandoverError::NoToken)?;
    let now = clock::now_seconds();
    let expires_at = now.saturating_add_unsigned(ask.lifetime.as_secs());
    let destination = serde_json::to_string(&ask.to).map_err(|error| DbErr::Json(error.to_string()))?;
    let row = handover::ActiveModel {
        token_hash: Set(token.hash()),
        api_key_id: Set(key.to_string()),
        account_id: Set(account.to_string()),
        user_id: Set(user.0),
        destination: Set(destination),
        return_url: Set(ask.return_url.as_ref().map(|url| url.as_str().to_owned())),
        created_at: Set(now),
        expires_at: Set(expires_at),
        used_at: Set(None),
    };
    handover::Entity::insert(row).exec_without_returning(transaction).await?;
    Ok(Made { token, expires_at, account, user, role_changed })
}
