//! Opening the customer portal: checks the flow and creates a session.

use mirror::{
    entity::{customer, subscription},
    installation,
};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter};
use stripe::{HostedUrl, PAUSING, StripeError, StripeErrorKind};
use stripe_billing::BillingPortalSessionLocale;

use crate::{
    billing::Billing,
    destination::Destination,
    facts::BillingFacts,
    model::Flow,
    portal::{
        flow::{FlowParameters, flow_data},
        idempotency,
        promote_payment_method::promote_payment_method,
        session::CreateSession,
    },
    queries::{PortalCustomer, portal_customer},
};

/// Why the portal did not open.
#[derive(Debug, thiserror::Error)]
pub enum OpenPortalError {
    /// The customer was deleted, or the account does not know it.
    #[error("there is no such Stripe customer")]
    NoCustomer,
    #[error(transparent)]
    Stripe(#[from] StripeError),
    #[error(transparent)]
    Database(#[from] DbErr),
}

impl Billing {
    /// A fresh portal URL for this customer (`cus_…`). For a flow that cannot run it is the
    /// portal's home page.
    ///
    /// `locale` is the reader's language as Stripe writes it, such as `de` or `pt-BR`. With `None`, or one that Stripe
    /// does not have, Stripe takes the browser's.
    ///
    /// # Errors
    /// See [`OpenPortalError`]; Stripe's errors are logged. The subscription's payment method may
    /// already have become the customer's default.
    pub async fn open_portal(
        &self,
        stripe_customer_id: &str,
        flow: Option<&Flow>,
        locale: Option<&str>,
    ) -> Result<Destination, OpenPortalError> {
        let db = &self.mirror.db;
        let customer = portal_customer(db, stripe_customer_id).await?.ok_or(OpenPortalError::NoCustomer)?;
        let key = idempotency::key(db, stripe_customer_id, flow).await;
        // One budget for the click, however many calls it takes.
        let opened = tokio::time::timeout(self.stripe.patience(), self.open(customer, flow, locale, &key))
            .await
            .unwrap_or_else(|_| Err(StripeError::new(StripeErrorKind::TimedOut).into()));
        let error = match opened {
            Ok(url) => return Ok(Destination::Portal(url)),
            Err(OpenPortalError::Stripe(error)) => error,
            Err(error) => return Err(error),
        };
        idempotency::forget(db, stripe_customer_id, &key).await;
        match error.kind {
            // Our rows were out of date: after a refresh the account page shows the cancellation.
            StripeErrorKind::AlreadyCanceling => Ok(Destination::Account(self.refresh(stripe_customer_id).await)),
            StripeErrorKind::CustomerMissing => {
                self.report(stripe_customer_id, &error);
                // So that the account page says what is so: deleted, or not in this account.
                self.refresh(stripe_customer_id).await;
                Err(OpenPortalError::NoCustomer)
            }
            _ => {
                self.report(stripe_customer_id, &error);
                Err(OpenPortalError::Stripe(error))
            }
        }
    }

    /// Whether the subscription (`sub_…`) is this customer's, as far as is known here. [`Billing::open_portal`] leads
    /// nobody to somebody else's; this is for a program that keeps a record of who tried.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn has_subscription(&self, stripe_customer_id: &str, subscription: &str) -> Result<bool, DbErr> {
        let found = subscription::Entity::find()
            .filter(subscription::Column::Id.eq(subscription))
            .filter(subscription::Column::CustomerId.eq(stripe_customer_id));
        Ok(found.count(&self.mirror.db).await? > 0)
    }

    /// Finds out what the portal that customers get offers, for pages that do not ask Stripe.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn look_at_portal(&self) -> Result<(), DbErr> {
        let db = &self.mirror.db;
        let recorded = installation::load(db).await?.and_then(|row| row.portal_configuration);
        let configuration = self.settings.portal_configuration.as_deref().or(recorded.as_deref());
        self.features.get(db, &self.stripe, configuration).await;
        Ok(())
    }

    async fn open(
        &self,
        PortalCustomer { customer, recorded, has_own_payment_method }: PortalCustomer,
        flow: Option<&Flow>,
        locale: Option<&str>,
        key: &str,
    ) -> Result<HostedUrl, OpenPortalError> {
        let return_url = self.settings.after_portal.as_str();
        // Always name the configuration if there is one: a newer one must not replace it.
        let configuration = self.settings.portal_configuration.as_deref().or(recorded.as_deref());
        // For every page of the portal: a card can be changed on its home page too.
        if has_own_payment_method
            && let Err(error) = promote_payment_method(&self.mirror.db, &self.stripe, &customer).await
        {
            tracing::warn!(error = %error, "a subscription's own payment method could not be removed; a new card in the portal may not pay for it");
        }
        let data = match flow {
            Some(flow) => self.runnable(&customer, configuration, flow).await?,
            None => None,
        };
        let stripe = match data {
            Some(FlowParameters::Pause(_)) => self.stripe.in_version(PAUSING),
            _ => self.stripe.clone(),
        };
        let customer = customer.stripe_customer_id.as_str();
        let locale = locale.and_then(known);
        let home = CreateSession { customer, return_url, configuration, locale: locale.as_ref(), flow_data: None };
        let session = match &data {
            None => self.stripe.send_with_key(&home, key).await?,
            Some(data) => match stripe.send_with_key(&CreateSession { flow_data: Some(data), ..home }, key).await {
                Err(error) if matches!(error.kind, StripeErrorKind::Rejected(_)) => {
                    tracing::info!(stripe.error = %error, "portal flow refused; opening the portal's home");
                    self.stripe.send_with_key(&home, &format!("{key}-home")).await?
                }
                answer => answer?,
            },
        };
        let garbage = || StripeError::new(StripeErrorKind::Garbage(200));
        Ok(self.stripe.hosted_url(&session.value.url).ok_or_else(garbage)?)
    }

    /// The flow, if nothing that is known speaks against it.
    async fn runnable(
        &self,
        customer: &customer::Model,
        configuration: Option<&str>,
        flow: &Flow,
    ) -> Result<Option<FlowParameters>, OpenPortalError> {
        let db = &self.mirror.db;
        let id = customer.stripe_customer_id.as_str();
        let (facts, features) =
            futures::join!(BillingFacts::load(db, Some(id)), self.features.get(db, &self.stripe, configuration));
        Ok(flow_data(&facts?, features.as_deref(), flow, &self.settings.after_portal))
    }

    /// The operator's half of the story: what happened, and what mends it.
    fn report(&self, stripe_customer_id: &str, error: &StripeError) {
        match &error.kind {
            StripeErrorKind::PortalNotConfigured => tracing::error!(
                stripe.customer_id = stripe_customer_id,
                stripe.error = %error,
                "the customer portal is not configured, or the configuration we name is gone: {}, or save the portal's \
                 settings at https://dashboard.stripe.com/settings/billing/portal (test mode: /test/settings/billing/portal)",
                self.settings.how_to_configure
            ),
            StripeErrorKind::BadKey | StripeErrorKind::PermissionDenied(_) => tracing::error!(
                stripe.customer_id = stripe_customer_id,
                stripe.error = %error,
                "Stripe refused the key: check it at https://dashboard.stripe.com/apikeys"
            ),
            StripeErrorKind::CustomerMissing => tracing::error!(
                stripe.customer_id = stripe_customer_id,
                stripe.error = %error,
                "the Stripe customer does not exist for this key: deleted, or made in the other mode"
            ),
            _ => tracing::warn!(
                stripe.customer_id = stripe_customer_id,
                stripe.error = %error,
                "the customer portal could not be opened"
            ),
        }
    }
}

/// The locale, if Stripe's portal has it.
fn known(locale: &str) -> Option<BillingPortalSessionLocale> {
    match locale.parse() {
        Ok(BillingPortalSessionLocale::Unknown(_)) | Err(_) => None,
        Ok(locale) => Some(locale),
    }
}
