//! The API version that is newer than async-stripe's types.

use stripe_client_core::StripeRequest;
use stripe_types::List;

use crate::{
    client::{Answer, StripeClient},
    error::{StripeError, StripeErrorKind},
    list::Listed,
};

/// The first version with pausing in the portal.
pub const PAUSING: &str = "2026-10-28.endive";

impl StripeClient {
    /// [`StripeClient::send`] in the version [`PAUSING`], only for reading. If the account does not
    /// accept that version, the request is sent in async-stripe's version.
    ///
    /// # Errors
    /// As [`StripeClient::send`].
    pub async fn read_newer<R>(&self, request: &R) -> Result<Answer<R::Output>, StripeError>
    where
        R: StripeRequest,
        R::Output: miniserde::Deserialize,
    {
        match self.in_version(PAUSING).send(request).await {
            Err(error) if may_be_the_version(&error) => self.send(request).await,
            answer => answer,
        }
    }

    /// [`StripeClient::list`] in the same version as [`StripeClient::read_newer`].
    ///
    /// # Errors
    /// As [`StripeClient::list`].
    pub async fn list_newer<R, T>(&self, list: R) -> Result<Vec<Listed<T>>, StripeError>
    where
        R: StripeRequest<Output = List<T>> + Copy,
        T: miniserde::Deserialize,
    {
        match self.in_version(PAUSING).list(list).await {
            Err(error) if may_be_the_version(&error) => self.list(list).await,
            answer => answer,
        }
    }
}

fn may_be_the_version(error: &StripeError) -> bool {
    matches!(error.kind, StripeErrorKind::Rejected(_)) && !error.kind.is_missing()
}
