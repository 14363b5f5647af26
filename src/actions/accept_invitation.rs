//! Accepting an invitation.

use leptos::prelude::*;

use crate::{
    account::{Accepted, accept},
    audit::{self, Event},
    auth,
    model::{AccountError, ReturnPath},
    request,
};

/// Makes the signed-in user a member of the account that the link invites into, and shows its page.
///
/// # Errors
/// Why they are none.
#[server(endpoint = "accept_invitation")]
pub async fn accept_invitation(#[server(default)] token: String) -> Result<(), AccountError> {
    let (db, session) = request::database().zip(request::session()).ok_or(AccountError::Unavailable)?;
    let user = request::user().ok_or(AccountError::SignedOut)?;
    let token = token.parse().map_err(|_| AccountError::InvitationClosed)?;
    let accepted = db.write_tx(async |transaction| accept(transaction, &token, user).await).await;
    let accepted = accepted.map_err(|error| {
        tracing::error!(error = %error, "an invitation could not be accepted");
        AccountError::Unavailable
    })?;
    match accepted {
        Accepted::Member(account) => {
            audit::record(Event::InvitationAccepted, Some(user));
            auth::choose_account(&session, &account).await.map_err(|_| AccountError::Unavailable)?;
            request::go(&ReturnPath::default());
            Ok(())
        }
        Accepted::Closed => Err(AccountError::InvitationClosed),
        Accepted::NotYours => Err(AccountError::NotInvited),
    }
}
