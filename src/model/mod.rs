//! Types shared by pages and actions: errors, and values in addresses.

mod account_error;
mod account_id;
mod auth_error;
mod came_from;
mod checkout_error;
mod continue_error;
mod deletion_error;
mod demo;
mod features;
mod invoice_page;
mod mail_kind;
mod not_a_member;
mod oidc_error;
mod portal_error;
mod public_error;
mod return_path;
mod role;
mod selection;
mod stripe_id;
mod token_purpose;

/// The name of the site, for a company that gives none.
pub const SITE_NAME: &str = "Customer Portal";

pub use account_error::AccountError;
pub use account_id::{
    AccountId, AccountName, AccountRef, ExternalId, NoAccountId, NoAccountName, NoAccountRef, NoExternalId,
};
pub use auth_error::{AuthError, Field};
pub use came_from::{CameFrom, account_path};
pub use checkout_error::CheckoutError;
pub use continue_error::ContinueError;
pub use deletion_error::DeletionError;
pub use demo::{DEMO_EMAIL, DEMO_PASSWORD};
pub use features::{Ending, Feature, FeatureList, Features, Wait};
pub use invoice_page::{InvoicePage, document_path};
pub use mail_kind::MailKind;
pub use not_a_member::NotAMember;
pub use oidc_error::OidcError;
pub use portal_error::{PortalError, Reference};
pub use public_error::PublicError;
pub use return_path::{CHOOSE_ACCOUNT, DELETE_ACCOUNT, MEMBERS, ReturnPath, SECURITY};
pub use role::{Role, UnknownRole};
pub use selection::Selection;
pub use stripe_id::{NoStripeId, StripeId};
pub use token_purpose::TokenPurpose;
