//! How many mails people can ask for.

use crate::{
    auth::{
        Email,
        ceiling::{self, Limit},
        client_address::{ClientAddress, Network},
        sign_in::{now, unavailable},
        sign_ins::SignIns,
    },
    keys::Purpose,
    model::{AccountId, AuthError, TokenPurpose},
};

/// Counts a mail that this client asks for; `false` when there were too many, to this address for this purpose or from
/// this network. Whoever asked is told the same. Each purpose has a count of its own, so that nobody keeps an owner out
/// by having something else mailed to them; and while a stranger uses up the links that sign in, each of those that the
/// owner gets lets the owner in.
pub async fn may_mail(
    sign_ins: &SignIns,
    client: ClientAddress,
    purpose: TokenPurpose,
    email: &Email,
) -> Result<bool, AuthError> {
    let network = client.network();
    if network != Network::Unknown
        && !allowed(sign_ins, "mails from", &network.to_string(), ceiling::MAILS_FROM_A_NETWORK).await?
    {
        return Ok(false);
    }
    allowed(sign_ins, purpose.label(), email.as_str(), ceiling::MAILS).await
}

/// Counts an invitation into this account, and the mail that it takes; `false` when there were too many of either.
///
/// # Errors
/// When the database does not answer.
pub async fn may_invite(sign_ins: &SignIns, account: &AccountId, email: &Email) -> Result<bool, AuthError> {
    Ok(allowed(sign_ins, "invitations into", account.as_str(), ceiling::INVITATIONS).await?
        && allowed(sign_ins, "invitations of", email.as_str(), ceiling::MAILS).await?)
}

async fn allowed(sign_ins: &SignIns, what: &str, whose: &str, limit: Limit) -> Result<bool, AuthError> {
    let who = hex::encode(sign_ins.keys.tag(Purpose::SignInFailures, format!("{what}:{whose}").as_bytes()));
    ceiling::begin(&sign_ins.db, &who, limit, now()).await.map_err(unavailable)
}
