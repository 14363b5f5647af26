//! The button that opens the portal's home page: an island in a plain form.

use islands::ManageBillingButton;
use leptos::prelude::*;

use crate::{
    components::{hydration::Hydration, steps::AccountActions},
    request::reader,
    say,
};

/// The form with the button.
#[component]
pub fn ManageSubscription(is_primary: bool, actions: AccountActions) -> impl IntoView {
    let reader = reader();
    let class = if is_primary { "manage" } else { "manage manage-quiet" };
    view! {
        <div class=class>
            <ActionForm action=actions.portal>
                <ManageBillingButton>
                    <span class="idle">{say!(reader, "manage-subscription")}</span>
                    <span class="busy" aria-live="polite">{say!(reader, "opening-portal")}</span>
                </ManageBillingButton>
            </ActionForm>
        </div>
        <Hydration />
    }
}
