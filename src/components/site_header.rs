//! The top of every page: where one is, and who is signed in.

use leptos::prelude::*;

use crate::{actions::Logout, pages::visitor};

/// Name and navigation.
#[component]
pub fn SiteHeader() -> impl IntoView {
    let visitor = visitor();
    let logout = ServerAction::<Logout>::new();
    view! {
        <header class="site-header">
            <a class="brand" href="/">"Customer Portal"</a>
            <nav aria-label="Site">
                <a href="/pricing">"Pricing"</a>
                <Suspense>
                    {Suspend::new(async move {
                        if visitor.await.is_some() {
                            view! {
                                <a href="/account">"Account"</a>
                                <ActionForm action=logout>
                                    <button type="submit" class="link-button">"Sign out"</button>
                                </ActionForm>
                            }
                                .into_any()
                        } else {
                            view! {
                                <a href="/login">"Sign in"</a>
                                <a href="/signup">"Sign up"</a>
                            }
                                .into_any()
                        }
                    })}
                </Suspense>
            </nav>
        </header>
    }
}
