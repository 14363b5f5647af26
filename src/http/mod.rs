//! Endpoints other than pages: for scripts, for Stripe, for monitoring.

mod api_error;
mod brand;
mod client;
mod enter;
mod error_page;
mod files;
mod forms;
mod guard;
mod headers;
mod health;
mod invoice;
mod language;
mod load_account;
mod portal;
mod same_origin;
mod security_txt;
mod target;
mod webhook;

pub use crate::http::api_error::{api_error, is_script};
pub use crate::http::brand::brand;
pub use crate::http::client::with_client_address;
pub use crate::http::enter::{enter_by_button, enter_by_link};
pub use crate::http::error_page::{error_page, error_pages, panic_page};
pub use crate::http::files::files;
pub use crate::http::forms::forms;
pub use crate::http::guard::guard_pages;
pub use crate::http::headers::{content_security_policy, security_headers};
pub use crate::http::health::{healthz, readyz};
pub use crate::http::invoice::{invoice_page, invoice_pdf, pay_invoice};
pub use crate::http::language::{choose_language, with_reader};
pub use crate::http::load_account::{load_account, read_account_with_session};
pub use crate::http::portal::create_portal_session;
pub use crate::http::same_origin::same_origin;
pub use crate::http::security_txt::security_txt;
pub use crate::http::target::only_paths;
pub use crate::http::webhook::receive;
