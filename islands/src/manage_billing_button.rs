//! The button that opens the customer portal, with its loading state.
//!
//! It is only the button: the form around it is plain HTML, and the browser itself submits it and
//! follows the redirect to Stripe. Doing that in WebAssembly would more than double the download
//! and have no advantage.

use leptos::prelude::*;

/// The maximum time the button stays busy. Requests to Stripe time out after 8 seconds, so after
/// this time the navigation was stopped or the network failed, and pressing again must work.
#[cfg(feature = "hydrate")]
const GIVE_UP: std::time::Duration = std::time::Duration::from_secs(15);

/// A submit button that shows it once it is pressed, and cannot be pressed twice. Its labels are the server's, in the
/// reader's language: the style sheet shows the one of the class `idle` or the one of the class `busy`. As properties
/// they would bring a JSON parser into the browser.
#[island]
pub fn ManageBillingButton(children: Children) -> impl IntoView {
    let busy = RwSignal::new(false);
    let live = RwSignal::new(false);
    #[cfg(feature = "hydrate")]
    let timer = StoredValue::new(None::<TimeoutHandle>);

    #[cfg(feature = "hydrate")]
    {
        Effect::new(move || live.set(true));
        // After a return from Stripe the browser may show the page as it was left, with the button
        // still busy.
        let restored = window_event_listener_untyped("pageshow", move |_| busy.set(false));
        on_cleanup(move || restored.remove());
    }

    let press = move |event: leptos::ev::MouseEvent| {
        if busy.get_untracked() {
            event.prevent_default();
            return;
        }
        busy.set(true);
        #[cfg(feature = "hydrate")]
        {
            // The timer of an earlier press must not end this one.
            if let Some(timer) = timer.try_update_value(Option::take).flatten() {
                timer.clear();
            }
            timer.set_value(set_timeout_with_handle(move || busy.set(false), GIVE_UP).ok());
        }
    };

    view! {
        // `aria-disabled`, because a `disabled` button would not submit its form.
        <button
            type="submit"
            class="button button-primary"
            aria-disabled=move || busy.get().then_some("true")
            data-hydrated=move || live.get().then_some("")
            on:click=press
        >
            {children()}
        </button>
    }
}
