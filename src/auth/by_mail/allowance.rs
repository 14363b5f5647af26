//! How many mails one address gets that somebody asks for.

use crate::{
    auth::{
        Email,
        ceiling::{self, Limit},
        sign_in::{now, unavailable},
        sign_ins::SignIns,
    },
    keys::Purpose,
    model::{AccountId, AuthError},
};

/// Counts a mail to this address; `false` when there were too many. Whoever asked is told the same.
pub async fn may_mail(sign_ins: &SignIns, email: &str) -> Result<bool, AuthError> {
    allowed(sign_ins, b"mail:", email, ceiling::MAILS).await
}

/// Counts an invitation into this account, and the mail that it takes; `false` when there were too many of either.
///
/// # Errors
/// When the database does not answer.
pub async fn may_invite(sign_ins: &SignIns, account: &AccountId, email: &Email) -> Result<bool, AuthError> {
    Ok(allowed(sign_ins, b"invitations:", account.as_str(), ceiling::INVITATIONS).await?
        && may_mail(sign_ins, email.as_str()).await?)
}

async fn allowed(sign_ins: &SignIns, what: &[u8], whose: &str, limit: Limit) -> Result<bool, AuthError> {
    let who = hex::encode(sign_ins.keys.tag(Purpose::SignInFailures, &[what, whose.as_bytes()].concat()));
    ceiling::begin(&sign_ins.db, &who, limit, now()).await.map_err(unavailable)
}
