//! Endpoints that are no pages: for scripts, for Stripe, for whoever watches the server.

mod api_error;
mod client;
mod error_page;
mod files;
mod forms;
mod guard;
mod headers;
mod health;
mod invoice;
mod portal;
mod same_origin;
mod security_txt;
mod target;
mod webhook;

pub use api_error::{api_error, is_script};
pub use client::with_client_address;
pub use error_page::{error_page, error_pages, panic_page, time_limit};
pub use files::files;
pub use forms::forms;
pub use guard::guard_pages;
pub use headers::{content_security_policy, security_headers};
pub use health::{healthz, readyz};
pub use invoice::{invoice_page, invoice_pdf, pay_invoice};
pub use portal::create_portal_session;
pub use same_origin::same_origin;
pub use security_txt::security_txt;
pub use target::only_paths;
pub use webhook::receive;
