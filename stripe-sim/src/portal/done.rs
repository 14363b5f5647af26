//! The end of a flow: back to the site, to the portal's front page, or a confirmation.

use super::visit::{enter, notice};
use crate::state::AfterCompletion;
use crate::world::World;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use maud::html;
use serde::Deserialize;
use std::sync::Arc;

#[derive(Deserialize)]
pub(crate) struct Done {
    #[serde(default)]
    notice: String,
}

pub(crate) async fn page(
    State(world): State<Arc<World>>,
    Path(secret): Path<String>,
    Query(done): Query<Done>,
) -> Response {
    enter(&world, &secret, |_, visit| {
        let completed = visit.session.flow.as_ref().filter(|flow| flow.completed);
        match completed.map(|flow| &flow.after_completion) {
            None | Some(AfterCompletion::PortalHomepage) => visit.home(&done.notice),
            Some(AfterCompletion::Redirect { return_url }) => Redirect::to(return_url).into_response(),
            Some(AfterCompletion::HostedConfirmation { custom_message }) => {
                let said = notice(&done.notice).unwrap_or("Your change is saved.");
                let message = custom_message.as_deref().unwrap_or("You can close this page.");
                visit.page(said).respond(html! { p { (message) } })
            }
        }
    })
}
