//! The router: all routes, and the layers that every request passes.

use std::time::Duration;

use axum::{
    Router,
    extract::DefaultBodyLimit,
    http::{HeaderName, StatusCode},
    middleware,
    routing::{get, post},
};
use leptos::prelude::provide_context;
use leptos_axum::{LeptosRoutes, generate_route_list};
use mirror::inbox;
use tower::ServiceBuilder;
use tower_http::{
    CompressionLevel,
    catch_panic::CatchPanicLayer,
    compression::{
        CompressionLayer,
        predicate::{DefaultPredicate, NotForContentType, Predicate},
    },
    request_id::{MakeRequestUuid, PropagateRequestIdLayer, SetRequestIdLayer},
    timeout::TimeoutLayer,
};

use crate::{
    api,
    app::{App, shell},
    auth, http, log, metrics,
    state::AppState,
};

/// Longer than any answer takes: requests to Stripe time out after 8 seconds.
const TIMEOUT: Duration = Duration::from_secs(30);

/// Forms are far smaller.
const FORM_LIMIT: usize = 64 * 1024;

/// Stripe's largest events are far smaller.
const EVENT_LIMIT: usize = 1024 * 1024;

/// The router of production and of the tests.
pub fn router(state: AppState) -> Router {
    within(TIMEOUT, state)
}

/// The same, with another limit for the time from a request's head to the answer's head.
pub fn within(limit: Duration, state: AppState) -> Router {
    let request_id = HeaderName::from_static("x-request-id");

    // Routes that know who is signed in, including the "not found" page. Routes below the session
    // layer are not wrapped by it: files are served without a query for the session.
    let signed_in = Router::new()
        .leptos_routes_with_context(&state, generate_route_list(App), || {}, {
            let state = state.clone();
            move || shell(state.leptos.clone(), &state.settings)
        })
        .route("/enter/{token}", post(http::enter_by_button))
        .route("/oidc/start", get(http::oidc_start))
        .route("/oidc/callback", get(http::oidc_callback))
        .route("/account/invoices/{id}", get(http::invoice_page))
        .route("/account/invoices/{id}/pdf", get(http::invoice_pdf))
        .route("/account/invoices/{id}/pay", get(http::pay_invoice))
        .layer(middleware::from_fn_with_state(state.clone(), http::forms))
        .layer(middleware::from_fn_with_state(state.clone(), http::load_account))
        .layer(middleware::from_fn_with_state(state.clone(), http::enter_by_link))
        .layer(middleware::from_fn_with_state(state.clone(), http::open_mailed_link))
        .layer(middleware::from_fn_with_state(state.clone(), http::guard_pages))
        .route("/api/portal", post(http::create_portal_session))
        .layer(middleware::from_fn_with_state(state.clone(), auth::keep_alive))
        .layer(DefaultBodyLimit::max(FORM_LIMIT))
        .fallback_service(http::files(&state.leptos, &state.settings, {
            let state = state.clone();
            move || provide_context(state.clone())
        }))
        .layer(
            ServiceBuilder::new()
                .layer(middleware::from_fn(http::read_account_with_session))
                .layer(middleware::from_fn_with_state(state.clone(), auth::with_secure_removal))
                .layer(auth::session_layer(state.db.clone(), &state.settings.app_url)),
        );

    Router::new()
        .merge(signed_in)
        .merge(http::security_txt(&state.settings))
        .merge(http::brand(&state.settings))
        .merge(http::shown_mail(&state.settings, &state.sign_ins.outbox.delivery))
        .merge(api::router())
        .route(inbox::PATH, post(http::receive).layer(DefaultBodyLimit::max(EVENT_LIMIT)))
        .route("/language/{tag}", get(http::choose_language))
        .route("/healthz", get(http::healthz))
        .route("/readyz", get(http::readyz))
        // The first layer handles a request first and its answer last.
        .layer(
            ServiceBuilder::new()
                // An id from the client would let anybody write into our logs and error messages.
                .map_request(without_request_id)
                .map_request({
                    let trust_proxy = state.settings.trust_proxy;
                    move |request| http::with_client_address(request, trust_proxy)
                })
                .layer(SetRequestIdLayer::new(request_id.clone(), MakeRequestUuid))
                .layer(middleware::from_fn(metrics::time_requests))
                .layer(log::trace_requests())
                .layer(PropagateRequestIdLayer::new(request_id))
                .layer(middleware::from_fn_with_state(state.clone(), http::security_headers))
                .layer(middleware::from_fn_with_state(state.clone(), http::with_reader))
                .layer(middleware::from_fn_with_state(state.clone(), http::error_pages))
                .layer(CatchPanicLayer::custom(http::panic_page))
                // Its answer is empty; `error_pages` above replaces it by a page.
                .layer(TimeoutLayer::with_status_code(StatusCode::GATEWAY_TIMEOUT, limit))
                // A page is 7 kB: the better qualities save a few hundred bytes of it and cost more than the page.
                .layer(
                    CompressionLayer::new()
                        .quality(CompressionLevel::Precise(1))
                        // A font in WOFF2 is compressed already.
                        .compress_when(DefaultPredicate::new().and(NotForContentType::const_new("font/woff2"))),
                )
                .layer(middleware::from_fn(http::only_paths))
                .layer(middleware::from_fn_with_state(state.clone(), http::same_origin)),
        )
        .with_state(state)
}

fn without_request_id<B>(mut request: axum::http::Request<B>) -> axum::http::Request<B> {
    request.headers_mut().remove("x-request-id");
    request
}
