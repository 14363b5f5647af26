//! What is told above everything else, since waiting costs something.

use leptos::prelude::*;

use crate::{
    components::steps::{AccountActions, Steps, Subject},
    text::Banner,
};

/// What is lost, and what mends it.
#[component]
pub fn PlanBanner(
    banner: Banner,
    /// Its id, which is unique on the page.
    id: String,
    steps: Vec<billing::NextAction>,
    subject: Subject,
    is_primary: bool,
    actions: AccountActions,
) -> impl IntoView {
    let class = format!("banner banner-{}", banner.tone.name());
    let heading_id = id.clone();
    view! {
        <section class=class aria-labelledby=id>
            <h2 id=heading_id>{banner.title}</h2>
            <p>{banner.text}</p>
            {(!steps.is_empty())
                .then(|| view! { <ul class="steps"><Steps steps subject is_primary actions /></ul> })}
        </section>
    }
}
