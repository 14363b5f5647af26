//! The way to the provider and back.

use std::{fmt, sync::Arc, time::Duration};

use https::Authorities;
use openidconnect::{
    AuthType, AuthorizationCode, ClientId, ClientSecret, CsrfToken, LogoutRequest, Nonce, OAuth2TokenResponse,
    PkceCodeChallenge, PkceCodeVerifier, PostLogoutRedirectUrl, RedirectUrl, Scope, TokenResponse, UserInfoClaims,
    core::{CoreAuthenticationFlow, CoreClientAuthMethod, CoreGenderClaim},
};
use secrecy::{ExposeSecret, SecretString};
use tokio::time::timeout;
use url::Url;

use crate::{
    attempt::Attempt,
    check::check,
    client::{Client, OwnClaims},
    error::{ProviderError, TokenFlaw},
    issuer::Issuer,
    known::{Known, Memory},
    person::Person,
    transport::Transport,
};

/// How long one step may take altogether, and each of its requests.
const LIMIT: Duration = Duration::from_secs(8);

/// As whom the provider knows the site.
#[derive(Clone, Debug)]
pub struct Registration {
    pub issuer: Issuer,
    pub client_id: String,
    /// `None` for a public client.
    pub secret: Option<SecretString>,
    /// Where the provider sends browsers back to.
    pub redirect_uri: Url,
}

/// The provider. Clones share what is known of it, and its connections.
#[derive(Clone)]
pub struct Provider(Arc<Inner>);

struct Inner {
    registration: Registration,
    transport: Transport,
    memory: Memory,
}

impl Provider {
    /// Asks nothing yet.
    pub fn new(registration: Registration, authorities: &Authorities) -> Self {
        let issuer = &registration.issuer;
        let transport = Transport::new(authorities, !issuer.is_https(), LIMIT);
        let memory = Memory::new(issuer.name());
        Self(Arc::new(Inner { registration, transport, memory }))
    }

    pub fn issuer(&self) -> &Issuer {
        &self.0.registration.issuer
    }

    /// Whether the provider answers and describes itself.
    ///
    /// # Errors
    /// Why it does not.
    pub async fn reach(&self) -> Result<(), ProviderError> {
        self.known().await.map(drop)
    }

    /// Where a browser signs in, and what it must bring back.
    ///
    /// # Errors
    /// When the provider does not answer, and nothing is known of it.
    pub async fn begin(&self) -> Result<(Url, Attempt), ProviderError> {
        let known = within(self.known()).await?;
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let (url, state, nonce) = self
            .client(&known)
            .authorize_url(CoreAuthenticationFlow::AuthorizationCode, CsrfToken::new_random, Nonce::new_random)
            .add_scopes(["email", "profile"].map(|scope| Scope::new(scope.to_owned())))
            .set_pkce_challenge(challenge)
            .url();
        self.check_scheme(&url)?;
        let attempt =
            Attempt { state: state.into_secret(), nonce: nonce.secret().clone(), verifier: verifier.into_secret() };
        Ok((url, attempt))
    }

    /// Exchanges the code that a browser brought back, and checks the ID token. Asks the provider for more about the
    /// person if the token lacks the address or one of these claims.
    ///
    /// # Errors
    /// Why nobody is known by it.
    pub async fn finish(&self, code: String, attempt: Attempt, claims: &[&str]) -> Result<Person, ProviderError> {
        within(self.exchange(code, attempt, claims)).await
    }

    async fn exchange(&self, code: String, attempt: Attempt, claims: &[&str]) -> Result<Person, ProviderError> {
        let Inner { transport, memory, .. } = &*self.0;
        let mut known = self.known().await?;
        let mut client = self.client(&known);
        let tokens = client
            .exchange_code(AuthorizationCode::new(code))?
            .set_pkce_verifier(PkceCodeVerifier::new(attempt.verifier))
            .request_async(transport)
            .await?;
        let token = tokens.id_token().ok_or(ProviderError::Token(TokenFlaw::Missing))?;
        let nonce = Nonce::new(attempt.nonce);
        let mut checked = check(token, &client, &nonce);
        if matches!(checked, Err(TokenFlaw::Signature))
            && let Some(newer) = memory.newer_keys(&known, transport).await?
        {
            known = newer;
            client = self.client(&known);
            checked = check(token, &client, &nonce);
        }
        let person = checked.map_err(ProviderError::Token)?;
        let subject = person.subject().clone();
        let person = Person::of_token(person);
        if !person.lacks(claims) || client.user_info_url().is_none() {
            return Ok(person);
        }
        let more = client.user_info(tokens.access_token().clone(), Some(subject))?;
        let more: UserInfoClaims<OwnClaims, CoreGenderClaim> = more.request_async(transport).await?;
        Ok(person.completed_by(Person::of_user_info(&more)))
    }

    /// Where a browser signs out at the provider, which then leads `back`; `None` if it cannot.
    pub async fn end_session(&self, back: Url) -> Option<Url> {
        let known = within(self.known()).await.ok()?;
        let endpoint = known.metadata.additional_metadata().end_session_endpoint.clone()?;
        let url = LogoutRequest::from(endpoint)
            .set_client_id(ClientId::new(self.0.registration.client_id.clone()))
            .set_post_logout_redirect_uri(PostLogoutRedirectUrl::from_url(back))
            .http_get_url();
        self.check_scheme(&url).ok()?;
        Some(url)
    }

    /// The origin of [`Provider::end_session`] as far as is known without asking; else the issuer's.
    pub fn end_session_origin(&self) -> String {
        let known = self.0.memory.last();
        let endpoint =
            known.as_ref().and_then(|known| known.metadata.additional_metadata().end_session_endpoint.as_ref());
        endpoint.map_or_else(|| self.issuer().origin(), |endpoint| endpoint.url().origin().ascii_serialization())
    }

    async fn known(&self) -> Result<Arc<Known>, ProviderError> {
        self.0.memory.get(&self.0.transport).await
    }

    fn client(&self, known: &Known) -> Client {
        let Registration { client_id, secret, redirect_uri, .. } = &self.0.registration;
        let methods = known.metadata.token_endpoint_auth_methods_supported();
        let is_basic = methods.is_none_or(|methods| methods.contains(&CoreClientAuthMethod::ClientSecretBasic));
        let secret = secret.as_ref().map(|secret| ClientSecret::new(secret.expose_secret().to_owned()));
        let how = if is_basic && secret.is_some() { AuthType::BasicAuth } else { AuthType::RequestBody };
        Client::from_provider_metadata(known.metadata.clone(), ClientId::new(client_id.clone()), secret)
            .set_redirect_uri(RedirectUrl::from_url(redirect_uri.clone()))
            .set_auth_type(how)
    }

    /// Browsers too are led nowhere by plain http, unless the issuer is there.
    fn check_scheme(&self, url: &Url) -> Result<(), ProviderError> {
        let is_good = url.scheme() == "https" || (url.scheme() == "http" && !self.issuer().is_https());
        if is_good { Ok(()) } else { Err(ProviderError::NotHttps) }
    }
}

impl fmt::Debug for Provider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Provider({})", self.issuer())
    }
}

async fn within<T>(step: impl Future<Output = Result<T, ProviderError>>) -> Result<T, ProviderError> {
    timeout(LIMIT, step).await.unwrap_or(Err(ProviderError::TimedOut))
}
