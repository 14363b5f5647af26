//! Forms, as the server functions read them: an error of a closed list or the fields.
#![no_main]

use axum::{body::Body, http::Request};
use billing::Flow;
use customer_portal::{
    actions::{Checkout, ContinuePlan, CreatePortalSession, Login, Signup},
    model::{AuthError, CheckoutError, ContinueError, PortalError},
};
use fuzz::now;
use leptos::server_fn::codec::{FromReq, PostUrl};
use libfuzzer_sys::fuzz_target;

fn form(body: &[u8]) -> Request<Body> {
    let request = Request::post("/").header("content-type", "application/x-www-form-urlencoded");
    request.body(Body::from(body.to_vec())).expect("a request")
}

fuzz_target!(|body: &[u8]| {
    let _: Result<Login, AuthError> = now(<Login as FromReq<PostUrl, _, _>>::from_req(form(body)));
    let _: Result<Signup, AuthError> = now(<Signup as FromReq<PostUrl, _, _>>::from_req(form(body)));
    let _: Result<Checkout, CheckoutError> = now(<Checkout as FromReq<PostUrl, _, _>>::from_req(form(body)));
    let _: Result<ContinuePlan, ContinueError> = now(<ContinuePlan as FromReq<PostUrl, _, _>>::from_req(form(body)));
    let session: Result<CreatePortalSession, PortalError> =
        now(<CreatePortalSession as FromReq<PostUrl, _, _>>::from_req(form(body)));
    if let Ok(session) = session {
        let _ = Flow::parse(session.flow.as_deref(), session.price.as_deref(), session.subscription.as_deref());
    }
});
