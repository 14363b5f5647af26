//! The end of every page: the company's own pages, and the languages.

use leptos::prelude::*;

use crate::{
    request::{self, path_and_query, reader, support_address},
    say,
    text::languages,
    token::masked,
};

/// The links that are configured, and one for each language.
#[component]
pub fn SiteFooter() -> impl IntoView {
    let reader = reader();
    let (terms, privacy) = request::legal_pages();
    let is_demo = request::settings().is_some_and(|settings| settings.demo);
    let support = support_address(&say!(reader, "support-subject-plain"));
    let own = [(support, say!(reader, "support")), (terms, say!(reader, "terms")), (privacy, say!(reader, "privacy"))];
    let own = own.into_iter().filter_map(|(href, text)| Some(view! { <a href=href?>{text}</a> })).collect::<Vec<_>>();
    let back = path_and_query();
    let chosen = reader.language().tag.clone();
    // The address of a hand-over's link signs in: it stays where it is.
    let is_secret = masked(&back).is_some();
    let offered = languages().iter().filter(|language| !is_secret && (is_demo || !language.is_for_demo));
    let choices = offered.map(|language| {
        let query = url::form_urlencoded::Serializer::new(String::new()).append_pair("next", &back).finish();
        let href = format!("/language/{}?{query}", language.tag);
        let current = (language.tag == chosen).then_some("true");
        let tag = language.tag.as_str();
        view! { <a href=href lang=tag hreflang=tag aria-current=current rel="nofollow">{language.name.as_str()}</a> }
    });
    let choices = choices.collect::<Vec<_>>();
    view! {
        <footer class="site-footer">
            {(!own.is_empty())
                .then(|| view! { <nav aria-label=say!(reader, "footer-navigation")>{own}</nav> })}
            {(!is_secret).then(|| view! { <nav aria-label=say!(reader, "language-navigation")>{choices}</nav> })}
        </footer>
    }
}
