//! One event of the webhook inbox.

use sea_orm::entity::prelude::*;

use crate::stripe_object::StripeObject;

/// Where an event is on its way. Only [`State::Succeeded`] and [`State::Ignored`] are ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::None)", rename_all = "snake_case")]
pub enum State {
    /// Waits for the worker, for the first time or after a failure.
    Pending,
    /// What it told of was refetched and written.
    Succeeded,
    /// Kept, but of a kind or a customer that we do nothing with.
    Ignored,
    /// Given up after too many failures. A later success for the same object settles it too.
    Dead,
}

/// One event that was received.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "stripe_events")]
pub struct Model {
    /// `evt_…`: being the primary key makes a second delivery change nothing.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    /// Stripe's `type`.
    pub kind: String,
    pub api_version: Option<String>,
    pub customer_id: Option<String>,
    /// What it makes us refetch, if anything.
    pub object: Option<StripeObject>,
    /// Stripe's `created`; whole seconds, so no order is derived from it.
    pub created_at: i64,
    pub received_at: i64,
    /// The event's envelope as JSON, and nothing that opens a door: see
    /// [`Event::envelope`](crate::inbox::Event::envelope).
    pub payload: String,
    pub state: State,
    pub processed_at: Option<i64>,
    /// Why it is dead.
    pub last_error: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
