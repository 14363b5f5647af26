//! Signing in and out.

use std::time::Duration;

use database::Database;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use tower_sessions::Session;

use crate::{
    account,
    audit::{self, Event, Refusal},
    auth::{
        UserId, ceiling,
        client_address::{ClientAddress, Network},
        device::Device,
        elsewhere::Elsewhere,
        email::Email,
        known_browser::KnownBrowser,
        session_values::{ACCOUNT, BEGAN, DEVICE, NETWORK, USER},
        sign_ins::SignIns,
    },
    entity::user,
    keys::Purpose,
    model::{AccountId, AuthError},
    text::MailWriter,
};

/// The client that sends a form; attempts are counted by it, and a session says where it began.
#[derive(Clone, Copy, Debug)]
pub struct Client {
    pub address: ClientAddress,
    pub device: Device,
    pub browser: Option<KnownBrowser>,
}

/// Checks the password and signs the session in; the browser then is a known one. An unknown
/// address and a wrong password give the same error after the same time.
///
/// # Errors
/// What to tell the user; see [`AuthError`].
pub async fn sign_in(
    sign_ins: &SignIns,
    session: &Session,
    client: Client,
    (email, password): (&str, &str),
    writer: &MailWriter,
) -> Result<KnownBrowser, AuthError> {
    let email: Email = email.parse().map_err(|_| AuthError::EmailInvalid)?;
    if password.is_empty() {
        return Err(AuthError::PasswordMissing);
    }
    let failed = |user: Option<&user::Model>, refusal| {
        audit::record(Event::SignInFailed(refusal), user.map(|user| UserId(user.id)));
    };
    let place = sign_ins.passwords.place().inspect_err(|_| failed(None, Refusal::Busy))?;
    if !sign_ins.throttle.begin(&email, client.address) {
        failed(None, Refusal::ThrottledByAddress);
        return Err(AuthError::TooManyAttempts);
    }
    let user = user::Entity::find()
        .filter(user::Column::Email.eq(email.as_str()))
        .filter(user::Column::PasswordHash.is_not_null());
    let user = user.one(&sign_ins.db).await.map_err(unavailable)?;
    let counted = counted_as(sign_ins, &email, user.as_ref(), client.browser);
    if !ceiling::begin(&sign_ins.db, &counted, ceiling::FAILURES, now()).await.map_err(unavailable)? {
        failed(user.as_ref(), Refusal::ThrottledByAccount);
        return Err(AuthError::TooManyAttempts);
    }
    let stored = user.as_ref().and_then(|user| user.password_hash.clone());
    match (sign_ins.passwords.verify(place, password.into(), stored).await?, user) {
        (true, Some(user)) => {
            sign_ins.throttle.succeeded(&email, client.address);
            ceiling::clear(&sign_ins.db, &counted).await.map_err(unavailable)?;
            if user.disabled_at.is_some() {
                failed(Some(&user), Refusal::Disabled);
                return Err(AuthError::Disabled);
            }
            let account = account::only_account(&sign_ins.db, UserId(user.id)).await.map_err(unavailable)?;
            begin(session, UserId(user.id), account.as_ref(), None, client).await?;
            if !has_password(&sign_ins.db, &user).await? {
                session.flush().await.map_err(unavailable)?;
                failed(Some(&user), Refusal::WrongPassword);
                return Err(AuthError::Credentials);
            }
            audit::record(Event::SignedIn, Some(UserId(user.id)));
            if !client.browser.is_some_and(|it| it.is_known_to(UserId(user.id), user.password())) {
                tell_of_new_device(sign_ins, &user, client, writer).await;
            }
            Ok(KnownBrowser::signed_in(client.browser, UserId(user.id), user.password()))
        }
        (_, user) => {
            let refusal = if user.is_some() { Refusal::WrongPassword } else { Refusal::UnknownAccount };
            failed(user.as_ref(), refusal);
            Err(AuthError::Credentials)
        }
    }
}

/// How long it is worth telling somebody by mail what happened to their account.
pub(super) const TOLD_FOR: Duration = Duration::from_hours(72);

/// Mails that somebody signed in where nobody had with this password. If it cannot be posted, the user is signed in all
/// the same.
async fn tell_of_new_device(sign_ins: &SignIns, user: &user::Model, client: Client, writer: &MailWriter) {
    let mail = writer.new_device(client.device, client.address.network(), clock::now());
    let posted =
        sign_ins.db.write_tx(async |transaction| sign_ins.outbox.post(transaction, &user.email, &mail, TOLD_FOR).await);
    match posted.await {
        Ok(()) => sign_ins.outbox.notify(),
        Err(error) => tracing::error!(user.id = user.id, error = %error, "a sign-in could not be told by mail"),
    }
}

/// Whether the password is still the one that was checked, and the user is not disabled. The check
/// takes a while. A change of password in the meantime ends all existing sessions, but not this
/// one, which is created later. The query waits for a change that is in progress.
async fn has_password(db: &Database, checked: &user::Model) -> Result<bool, AuthError> {
    let found = user::Entity::find_by_id(checked.id).lock_shared();
    let found = found.one(db).await.map_err(unavailable)?;
    Ok(found.is_some_and(|found| found.password_hash == checked.password_hash && found.disabled_at.is_none()))
}

/// The key under which failures are counted in the database: the account's, or that of a browser in
/// which this user signed in before.
pub(super) fn counted_as(
    sign_ins: &SignIns,
    email: &Email,
    user: Option<&user::Model>,
    browser: Option<KnownBrowser>,
) -> String {
    let its_own =
        browser.filter(|browser| user.is_some_and(|user| browser.is_known_to(UserId(user.id), user.password())));
    let name = match its_own {
        Some(browser) => [b"browser:", &browser.id[..]].concat(),
        None => [b"account:", email.as_str().as_bytes()].concat(),
    };
    hex::encode(sign_ins.keys.tag(Purpose::SignInFailures, &name))
}

/// Ends the session on the server and removes the cookie. Returns where the user had come from, if not from here.
///
/// # Errors
/// [`AuthError::Unavailable`] if it could not be ended: the user is then still signed in.
pub async fn sign_out(session: &Session) -> Result<Option<Elsewhere>, AuthError> {
    let user: Option<UserId> = session.get(USER).await.map_err(unavailable)?;
    let elsewhere = Elsewhere::of(session).await.map_err(unavailable)?;
    session.flush().await.map_err(unavailable)?;
    if user.is_some() {
        audit::record(Event::SignedOut, user);
    }
    Ok(elsewhere)
}

/// Gives the session a new id at sign-in, so that a planted session id is worthless (OWASP ASVS 5,
/// 7.2.4), and removes all values of the previous user.
pub(super) async fn begin(
    session: &Session,
    user: UserId,
    account: Option<&AccountId>,
    elsewhere: Option<&Elsewhere>,
    client: Client,
) -> Result<(), AuthError> {
    session.clear().await;
    if session.id().is_some() {
        // Not `flush`: after it tower-sessions would store the next session under the old id.
        session.cycle_id().await.map_err(unavailable)?;
    }
    session.insert(USER, user).await.map_err(unavailable)?;
    session.insert(BEGAN, now()).await.map_err(unavailable)?;
    session.insert(DEVICE, client.device).await.map_err(unavailable)?;
    let network = client.address.network();
    if network != Network::Unknown {
        session.insert(NETWORK, network.to_string()).await.map_err(unavailable)?;
    }
    if let Some(account) = account {
        session.insert(ACCOUNT, account).await.map_err(unavailable)?;
    }
    if let Some(elsewhere) = elsewhere {
        elsewhere.keep(session).await.map_err(unavailable)?;
    }
    // Save now, not after the response is rendered, so that the user can be told of a failure.
    if let Err(error) = session.save().await {
        // Otherwise tower-sessions would try to save it again after the response.
        session.clear().await;
        return Err(unavailable(error));
    }
    Ok(())
}

/// Signs in a user whom the company's product handed over, for this account.
///
/// # Errors
/// [`AuthError::Unavailable`] if the session could not be stored.
pub async fn enter(
    session: &Session,
    user: UserId,
    account: &AccountId,
    return_url: Option<&str>,
    client: Client,
) -> Result<(), AuthError> {
    let product = return_url.map(|url| Elsewhere::Product(url.to_owned()));
    begin(session, user, Some(account), product.as_ref(), client).await
}

/// Signs in a user who signed in at the company's identity provider, of this issuer. Without an account the user has to
/// choose one.
///
/// # Errors
/// [`AuthError::Unavailable`] if the session could not be stored.
pub async fn come_in(
    session: &Session,
    user: UserId,
    account: Option<&AccountId>,
    issuer: &str,
    client: Client,
) -> Result<(), AuthError> {
    begin(session, user, account, Some(&Elsewhere::Provider(issuer.to_owned())), client).await
}

/// How long a sign-in shows that it is still the user who asks, in seconds.
const FRESH: i64 = 30 * 60;

/// Whether the user has just signed in. Who has no password to type shows by it that they are no thief of a session.
pub async fn has_just_signed_in(session: &Session) -> bool {
    matches!(session.get::<i64>(BEGAN).await, Ok(Some(began)) if began + FRESH > now())
}

/// Lets the signed-in user act for this account from now on. Whether the user is its member is found out by each
/// request, and not believed here.
///
/// # Errors
/// [`AuthError::Unavailable`] if it could not be stored.
pub async fn choose_account(session: &Session, account: &AccountId) -> Result<(), AuthError> {
    session.insert(ACCOUNT, account).await.map_err(unavailable)?;
    session.save().await.map_err(unavailable)
}

pub(super) fn now() -> i64 {
    clock::now_seconds()
}

pub(super) fn unavailable(error: impl std::fmt::Display) -> AuthError {
    tracing::error!(error = %error, "sign-in is unavailable");
    AuthError::Unavailable
}
