//! What pages need to know of the request they answer.

use http::{StatusCode, request::Parts};
use leptos::prelude::*;
use leptos_axum::ResponseOptions;
use leptos_router::hooks::use_query_map;

use crate::server::auth::{CurrentUser, UserId};

/// Who is signed in, if that can be told. Pages outside the session's reach have nobody.
pub fn visitor() -> impl Future<Output = Option<UserId>> + Send + 'static {
    let parts = use_context::<Parts>();
    async move {
        let user: Result<CurrentUser, StatusCode> = axum::RequestPartsExt::extract(&mut parts?).await;
        user.ok()?.0
    }
}

/// Sets the page's HTTP status.
pub(super) fn set_status(status: StatusCode) {
    if let Some(response) = use_context::<ResponseOptions>() {
        response.set_status(status);
    }
}

/// The `next` of the page's query: where to go after signing in.
pub(super) fn next() -> Option<String> {
    use_query_map().read_untracked().get("next")
}

/// `/login` or `/signup` with the way back kept.
pub(super) fn with_next(path: &str, next: Option<&str>) -> String {
    match next {
        Some(next) => {
            let query = url::form_urlencoded::Serializer::new(String::new()).append_pair("next", next).finish();
            format!("{path}?{query}")
        }
        None => path.to_owned(),
    }
}
