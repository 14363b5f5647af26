//! What whoever runs the demo sees first.

use crate::{
    config::AppUrl,
    model::{DEMO_EMAIL, DEMO_PASSWORD},
};

/// Where the site is, how to sign in, and what to try.
pub fn welcome(app_url: &AppUrl, simulator: &str) -> String {
    let site = app_url.join("/account");
    format!(
        "\n  The customer portal is at {site}\n\n  \
         Sign in as {DEMO_EMAIL} with the password {DEMO_PASSWORD}\n  \
         Press Manage Subscription, cancel the plan on the page it leads to, and come back.\n  \
         Buy a plan as somebody else: sign up, and choose one at {}\n\n  \
         Stripe is simulated at {simulator}: no account and no money is needed.\n  \
         RUST_LOG=info shows every request; Ctrl-C ends it.\n",
        app_url.join("/pricing")
    )
}
