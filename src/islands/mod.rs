//! All that is downloaded and run in the browser: parts of pages that must act there. Everything
//! here has to stay useful without JavaScript, since it is first of all HTML from the server.

mod manage_billing_button;

pub use manage_billing_button::ManageBillingButton;
