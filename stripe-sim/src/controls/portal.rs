//! Whether the owner of the account has saved the portal settings in the Dashboard.

use super::json::{Body, Shared};
use crate::state::PortalConfiguration;
use axum::extract::State;
use axum::response::Json;
use serde::Deserialize;
use serde_json::{Value, json};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Wanted {
    default: bool,
}

/// What was saved once is there again when it is wanted again, with all that was changed in it.
pub(super) async fn choose_default(State(world): Shared, Body(wanted): Body<Wanted>) -> Json<Value> {
    world.adjust(|state| {
        let default = state.default_portal_configuration().map(|configuration| configuration.id.clone());
        match (wanted.default, default) {
            (true, None) => {
                let saved = state.withdrawn_portal_configuration.take();
                let restored = saved.and_then(|id| {
                    state.portal_configurations.change(&id, |configuration| {
                        configuration.is_default = true;
                        configuration.active = true;
                    })
                });
                if restored.is_none() {
                    let now = state.now();
                    state.portal_configurations.insert(PortalConfiguration::saved_in_dashboard(now));
                }
            }
            // It stays known by its id, for the sessions that were made with it.
            (false, Some(id)) => {
                state.portal_configurations.change(&id, |configuration| configuration.is_default = false);
                state.withdrawn_portal_configuration = Some(id);
            }
            _ => {}
        }
        let id = state.default_portal_configuration().map(|configuration| configuration.id.clone());
        Json(json!({ "default": id }))
    })
}
